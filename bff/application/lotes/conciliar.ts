import { esperaDeConsulta, PLAZO_COSFAC } from '#core/domain/lote.ts'
import { concluir, enviosEnDuda, esIncierto, type Conclusion } from '#core/domain/lotes/conciliacion.ts'
import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import type { TablaEnvioLote } from '../tablas/intercambio.ts'
import { buscarLote, buscarVecinos, type Hallazgos } from './buscar.ts'
import type { Avance } from './consultar.ts'
import { leerEnvios } from './envios.ts'
import { leerLote, moverLote, type LoteLeido } from './mover-lote.ts'
import { recibirNumero } from './recibir-numero.ts'
import { reenviarLote } from './reenviar.ts'
import { revisarNumero, type DepsRevisar } from './revisar-numero.ts'

export type DepsConciliar = DepsRevisar & {
	readonly sondeoMs: number
	/** Cuánto después de salir se da por hecho que una petición ya llegó o ya no llegará. */
	readonly margenMs: number
	/** Cuánto después de su última salida se vuelve a buscar un lote que se envió sin saber del envío anterior. */
	readonly vigilanciaMs: number
}

const HORA = 3_600_000

/**
 * Concilia un lote con COSFAC (11). Del `desconocido` averigua si lo tienen, y sólo cuando consta que no, lo manda otra
 * vez. Del `comprobado` o `deshecho` mira que no haya quedado otro envío suyo vivo: lo que sobra se cancela, y entonces se
 * cierra. Repetirla es seguro: preguntar no cambia nada y cada paso es condicional.
 */
export const conciliarLote =
	(deps: DepsConciliar) =>
	async (loteId: string): Promise<Avance> => {
		const lote = await leerLote(deps.base.db, loteId)
		if (!lote) throw new Error(`No existe lote:${loteId}.`)
		switch (lote.estado) {
			case 'desconocido':
				return conciliarDesconocido(deps, lote)
			case 'comprobado':
			case 'deshecho':
				return conciliarComprobado(deps, lote)
			case 'integrado':
			case 'enviando':
			case 'aceptado':
			case 'detenido':
			case 'en-proceso':
			case 'leido':
			case 'descargado':
			case 'cerrado':
				return { listo: true }
		}
	}

const conciliarDesconocido = async (deps: DepsConciliar, lote: LoteLeido): Promise<Avance> => {
	const { db, enTransaccion } = deps.base
	const envios = await leerEnvios(db, lote.id)
	const ultimo = envios.at(-1)
	const salio = Date.parse(ultimo?.salio ?? lote.enviado ?? lote.creado)
	// La hora se toma antes de buscar: lo que llegó mientras se buscaba no cuenta como buscado.
	const edad = Date.parse(deps.reloj()) - salio
	const piso = ultimo?.piso === null ? null : pisoDe(envios)
	if (piso === null || (await leerAjuste(db, 'lote-numeracion', null)) !== 'crecientes') {
		await pedirPersona(deps, lote, SIN_DONDE_BUSCAR)
		return { listo: true }
	}
	const vista = await buscarLote(deps, lote.id, piso)
	const reenvios = await leerAjuste(db, 'lote-reenvios', null)
	const conclusion: Conclusion = concluir({
		hallados: vista.hallados.length,
		dudosos: vista.dudosos,
		termino: vista.termino,
		pasoElMargen: edad > deps.margenMs,
		quedanReenvios: envios.filter(({ desenlace }) => esIncierto(desenlace)).length <= reenvios,
	})
	switch (conclusion) {
		case 'adoptar':
			await anotarHallados(deps, lote, vista)
			return { listo: true }
		case 'reenviar':
			await enTransaccion((tx) =>
				reenviarLote(tx, deps, lote, { vez: ultimo?.vez ?? 0, mensaje: 'Se buscó en COSFAC y no lo tiene.' }),
			)
			return { listo: true }
		case 'pedir-persona': {
			const larga = vista.termino === 'muy-larga'
			await pedirPersona(deps, lote, larga ? SIN_DONDE_BUSCAR : SE_ENVIO_Y_NO_ESTA)
			return larga ? { listo: true } : { listo: false, enMs: HORA, razon: SE_ENVIO_Y_NO_ESTA }
		}
		case 'esperar': {
			const alMargen = edad > deps.margenMs ? 0 : deps.margenMs - edad + 1
			const espera = esperaDeConsulta(edad, deps.sondeoMs)
			return {
				listo: false,
				enMs: alMargen > 0 ? Math.min(espera, alMargen) : espera,
				razon: 'Todavía no se sabe si COSFAC lo tomó.',
			}
		}
	}
}

const SIN_DONDE_BUSCAR =
	'No se puede buscar por número. Pregunte a COSFAC por este archivo y diga aquí qué contestó.'
const SE_ENVIO_Y_NO_ESTA =
	'Se buscó y COSFAC no lo tiene, y ya se envió otra vez. Antes de insistir, pregunte a COSFAC por este archivo.'

const conciliarComprobado = async (deps: DepsConciliar, lote: LoteLeido): Promise<Avance> => {
	const { db } = deps.base
	const ahora = Date.parse(deps.reloj())
	const envios = await leerEnvios(db, lote.id)
	const inciertos = enviosEnDuda(envios)
	const vista = await otrosEnvios(deps, lote, envios, inciertos.length > 0)
	await anotarHallados(deps, lote, vista)
	const faltas: string[] = []
	for (const numero of await sinRevisar(deps, lote.id)) {
		const falta = await revisarNumero(deps, lote, numero)
		if (falta !== null) faltas.push(falta)
	}
	if (vista.termino === 'sin-respuesta') faltas.push('COSFAC no respondió al buscar otros envíos.')
	const edad = ahora - Date.parse(lote.enviado ?? lote.creado)
	// De un vecino ajeno que nunca termina no depende nada; de un envío nuestro sin desenlace, sí.
	if (vista.dudosos > 0 && (inciertos.length > 0 || edad < PLAZO_COSFAC))
		faltas.push('COSFAC está revisando un lote que podría ser éste.')
	const porCancelar = await cancelaciones(deps, lote.id)
	if (porCancelar.pendientes > 0) faltas.push('Hay certificados sobrantes por cancelar.')
	const hasta = Math.max(0, ...envios.map(({ salio }) => Date.parse(salio))) + deps.vigilanciaMs
	const [falta] = faltas
	if (falta !== undefined) {
		if (edad > PLAZO_COSFAC) await pedirPersona(deps, lote, `Pasaron veinticuatro horas. ${falta}`)
		return { listo: false, enMs: esperaDeConsulta(edad, deps.sondeoMs), razon: falta }
	}
	if (inciertos.length > 0 && ahora < hasta)
		return { listo: false, enMs: hasta - ahora, razon: 'Se vigila que no llegue tarde otro envío.' }
	if (porCancelar.negadas > 0) {
		await pedirPersona(deps, lote, 'SEP negó cancelar un certificado que sobra. Insista o acuda a SEP.')
		return { listo: true }
	}
	await deps.base.enTransaccion((tx) => moverLote(tx, deps, lote, 'cerrar'))
	return { listo: true }
}

/** Busca otros envíos del lote: todos los números desde el primero si alguno quedó en duda; si no, sólo los vecinos. */
const otrosEnvios = async (
	deps: DepsConciliar,
	lote: LoteLeido,
	envios: readonly TablaEnvioLote[],
	inciertos: boolean,
): Promise<Hallazgos> => {
	const nada: Hallazgos = { hallados: [], dudosos: 0, termino: 'agotada' }
	if ((await leerAjuste(deps.base.db, 'lote-numeracion', null)) !== 'crecientes') return nada
	const piso = pisoDe(envios)
	if ((inciertos || (await hayDuplicados(deps, lote.id))) && piso !== null)
		return buscarLote(deps, lote.id, piso)
	return lote.numeroLote === null ? nada : buscarVecinos(deps, lote.id, lote.numeroLote)
}

/** El menor de los pisos conocidos: de ahí en adelante está cualquiera de los envíos. */
const pisoDe = (envios: readonly TablaEnvioLote[]): bigint | null =>
	envios.reduce<bigint | null>((menor, { piso }) => {
		if (piso === null) return menor
		return menor === null || BigInt(piso) < menor ? BigInt(piso) : menor
	}, null)

const anotarHallados = (deps: DepsConciliar, lote: LoteLeido, { hallados }: Hallazgos): Promise<void> =>
	hallados.length === 0
		? Promise.resolve()
		: deps.base.enTransaccion(async (tx) => {
				for (const numero of hallados) await recibirNumero(tx, deps, lote, { numero, mensaje: '' })
			})

const sinRevisar = async ({ base: { db } }: DepsConciliar, loteId: string): Promise<string[]> => {
	const filas = await db
		.selectFrom('loteNumero')
		.select('numero')
		.where('loteId', '=', loteId)
		.where('revisado', '=', 0)
		.execute()
	return filas.map(({ numero }) => numero).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}

const hayDuplicados = async ({ base: { db } }: DepsConciliar, loteId: string): Promise<boolean> =>
	(await db
		.selectFrom('loteCertificado')
		.select('tramiteId')
		.where('loteId', '=', loteId)
		.where('estado', '=', 'duplicado')
		.limit(1)
		.executeTakeFirst()) !== undefined

const cancelaciones = async ({ base: { db } }: DepsConciliar, loteId: string) => {
	const filas = await db.selectFrom('cancelacionSep').select('estado').where('loteId', '=', loteId).execute()
	const cuantas = (estado: string) => filas.filter((fila) => fila.estado === estado).length
	return { pendientes: cuantas('pendiente'), negadas: cuantas('negada') }
}

/** Deja dicho por qué el lote espera a una persona. */
const pedirPersona = (deps: DepsConciliar, lote: LoteLeido, pendiente: string): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		if (lote.pendiente === pendiente) return
		await tx
			.updateTable('lote')
			.set({ pendiente })
			.where('id', '=', lote.id)
			.where('estado', '=', lote.estado)
			.execute()
	})
