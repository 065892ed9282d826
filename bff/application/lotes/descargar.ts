import { esperaDeConsulta, PLAZO_COSFAC } from '#core/domain/lote.ts'
import { guardarApartados, type Apartado } from '../cuarentena/apartar.ts'
import type { Almacen, Base, Cosfac } from '../ports.ts'
import { darPorComprobado, type Avance } from './consultar.ts'
import { emitir, ponerEnCuarentena, type AlEmitir, type Guardado } from './emitir.ts'
import { leerLote, moverLote, type DepsLote, type LoteLeido } from './mover-lote.ts'
import { repartirDescarga, type Esperado, type Veredicto } from './repartir-descarga.ts'

export type DepsDescargar = DepsLote & {
	readonly base: Base
	readonly cosfac: Pick<Cosfac, 'descargar'>
	readonly almacen: Pick<Almacen, 'guardar'>
	readonly sondeoMs: number
	/** Se llama en la transacción que emite cada certificado: ahí se encarga lo que sigue (documentos y entrega, 13). */
	readonly alEmitir: AlEmitir
}

/**
 * Descarga lo que SEP devolvió de un lote (11) y comprueba cada documento antes de creerlo. El bueno emite su certificado;
 * el que no, queda en cuarentena con su porqué, y los demás siguen. Lo que falta se vuelve a pedir hasta que venza el
 * plazo. Repetirla es seguro: sólo mira los que siguen aceptados.
 */
export const descargarLote =
	(deps: DepsDescargar) =>
	async (loteId: string): Promise<Avance> => {
		const lote = await leerLote(deps.base.db, loteId)
		if (!lote) throw new Error(`No existe lote:${loteId}.`)
		if (!['leido', 'descargado'].includes(lote.estado) || lote.numeroLote === null) return { listo: true }
		const esperados = await leerEsperados(deps.base, loteId)
		if (esperados.length === 0) return await cerrar(deps, lote)
		const edad = Date.parse(deps.reloj()) - Date.parse(lote.enviado ?? lote.creado)
		const respuesta = await deps.cosfac.descargar(lote.numeroLote)
		if (respuesta.resultado === 'inservible' && respuesta.bytes)
			await guardarApartados(deps, lote, [
				{ tramiteId: null, archivo: null, razon: respuesta.razon, bytes: respuesta.bytes },
			])
		if (respuesta.resultado !== 'descargado') {
			const razon = respuesta.resultado === 'no-listo' ? respuesta.mensaje : respuesta.razon
			return await esperarLoQueFalta(deps, lote, esperados, edad, razon || 'COSFAC todavía no los tiene.')
		}
		const { archivos, aparte } = respuesta
		const { veredictos, ajenos } = repartirDescarga(esperados, archivos, aparte?.entradas)
		await guardarBuenos(deps, lote, esperados, veredictos)
		// Primero los bytes: lo que se da por apartado ya se puede mirar.
		await guardarApartados(deps, lote, [
			...apartadosDe(veredictos),
			...sinDueno(ajenos),
			...zipEntero(aparte),
		])
		await ponerEnCuarentena(deps, lote, razonesDe(veredictos))
		const mensaje =
			ajenos.length === 0 ? lote.mensaje : `SEP devolvió ${ajenos.length} archivos que no son de este lote.`
		await deps.base.enTransaccion((tx) => moverLote(tx, deps, lote, 'descargar', { mensaje }))
		const faltan = esperados.filter(({ tramiteId }) => veredictos.get(tramiteId)?.que === 'falta')
		if (faltan.length === 0) return await cerrar(deps, lote)
		return await esperarLoQueFalta(deps, lote, faltan, edad, `Faltan ${faltan.length} documentos por volver.`)
	}

/** De cuántos en cuántos se escriben: la base no se ocupa de más mientras alguien sella. */
const POR_TANDA = 50

/** Guarda los documentos comprobados y emite, o anota como sobrante, cada uno. */
export const guardarBuenos = async (
	deps: Omit<DepsDescargar, 'cosfac' | 'sondeoMs'>,
	lote: LoteLeido,
	esperados: readonly DelLote[],
	veredictos: ReadonlyMap<string, Veredicto>,
): Promise<void> => {
	let tanda: Guardado[] = []
	for (const esperado of esperados) {
		const veredicto = veredictos.get(esperado.tramiteId)
		if (veredicto?.que !== 'bueno') continue
		const { devuelto, xml, pdf } = veredicto
		// El almacén se escribe antes que el renglón que lo nombra: un archivo de sobra no estorba, uno de menos sí.
		const archivos = [
			{ clase: 'xml', extension: 'xml', guardado: await deps.almacen.guardar(xml) },
			{
				clase: 'xml-enviado',
				extension: 'enviado.xml',
				guardado: await deps.almacen.guardar(new TextEncoder().encode(esperado.xml)),
			},
			// El suyo, aparte del nuestro: los dos se guardan, y su nombre dice cuál es cuál.
			...(pdf === null
				? []
				: [{ clase: 'pdf-sep', extension: 'sep.pdf', guardado: await deps.almacen.guardar(pdf) }]),
		]
		const { tramiteId, archivo, intento } = esperado
		tanda.push({ tramiteId, archivo, intento, devuelto, archivos })
		if (tanda.length < POR_TANDA) continue
		await emitir(deps, lote, tanda)
		tanda = []
	}
	if (tanda.length > 0) await emitir(deps, lote, tanda)
}

type DelLote = Esperado & { readonly intento: number }

const leerEsperados = ({ db }: Base, loteId: string): Promise<DelLote[]> =>
	db
		.selectFrom('loteCertificado')
		.select(['tramiteId', 'archivo', 'xml', 'intento'])
		.where('loteId', '=', loteId)
		.where('estado', '=', 'aceptado')
		.orderBy('tramiteId')
		.execute()

const razonesDe = (veredictos: ReadonlyMap<string, Veredicto>): ReadonlyMap<string, string> =>
	new Map(
		[...veredictos].flatMap(([tramiteId, veredicto]) =>
			veredicto.que === 'cuarentena' ? [[tramiteId, veredicto.razon] as const] : [],
		),
	)

/** Los archivos de lo que no se creyó, de quién son y por qué. */
export const apartadosDe = (veredictos: ReadonlyMap<string, Veredicto>): readonly Apartado[] =>
	[...veredictos].flatMap(([tramiteId, veredicto]) =>
		veredicto.que === 'cuarentena'
			? veredicto.apartados.map(({ nombre, bytes }) => ({
					...{ tramiteId, archivo: nombre, razon: veredicto.razon, bytes },
				}))
			: [],
	)

const sinDueno = (ajenos: readonly { nombre: string; bytes: Uint8Array }[]): readonly Apartado[] =>
	ajenos.map(({ nombre, bytes }) => ({
		...{ tramiteId: null, archivo: nombre, razon: 'No es de ningún certificado de este lote.', bytes },
	}))

/** El ZIP tal cual, si trajo algo que no se debió abrir: de una bomba no se guarda lo que da al abrirse. */
const zipEntero = (aparte: Descargado['aparte']): readonly Apartado[] => {
	const [primera, ...otras] = aparte?.entradas ?? []
	if (!aparte || !primera) return []
	const demas = otras.length === 0 ? '' : ` Y ${otras.length} más.`
	return [{ tramiteId: null, archivo: null, razon: `${primera.razon}${demas}`, bytes: aparte.zip }]
}

type Descargado = Extract<Awaited<ReturnType<Cosfac['descargar']>>, { resultado: 'descargado' }>

const cerrar = async (deps: DepsDescargar, lote: LoteLeido): Promise<Avance> => {
	await deps.base.enTransaccion((tx) => darPorComprobado(tx, deps, lote))
	return { listo: true }
}

/** Lo que no volvió se espera hasta el plazo de COSFAC (11); después queda en cuarentena, a la vista. */
const esperarLoQueFalta = async (
	deps: DepsDescargar,
	lote: LoteLeido,
	faltan: readonly Esperado[],
	edad: number,
	razon: string,
): Promise<Avance> => {
	if (edad < PLAZO_COSFAC) return { listo: false, enMs: esperaDeConsulta(edad, deps.sondeoMs), razon }
	const porque = `SEP lo aceptó y no lo devolvió en veinticuatro horas. ${razon}`
	await ponerEnCuarentena(deps, lote, new Map(faltan.map(({ tramiteId }) => [tramiteId, porque])))
	return await cerrar(deps, lote)
}
