import type { Azar, Base, Huella, Lectura, Reloj } from '../ports.ts'
import { conAvance, type Fuente } from '../sae/lector/fuente.ts'
import { abrirTabla } from '../sae/lector/abrir-tabla.ts'
import { columnasRepetidas, mapeoSeguro, proponerColumnas, type Mapeo } from '../sae/mapeo.ts'
import { ArchivoIlegible, type TablaEnFlujo } from '../sae/tabla.ts'
import { anotarTanda, enLineas } from './anotar-tanda.ts'
import { contar, juzgar, SIN_CUENTAS, type Importador } from './juzgar.ts'
import { mapeoRecordado } from './mapeo-recordado.ts'
import { recorrer } from './recorrer.ts'
import type { ColumnasDeArchivo, CuentasDeImportacion } from '#core/contract/importacion.ts'
import { frase } from '#core/contract/motivo.ts'

export type DepsImportar = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
}

/** Dónde van los renglones malos de cada tanda, para corregirlos: quien importa decide dónde se guardan. */
export type GuardarMalos = (tanda: number, lineas: Uint8Array) => Promise<void>

export type Encargo = {
	readonly id: string
	readonly actor: Importador
	/** La que recuerda cómo se llaman sus columnas; null si importa el operador. */
	readonly entidadId: string | null
	readonly fuente: Fuente
	readonly guardarMalos: GuardarMalos
}

const RENGLONES_DE_MUESTRA = 3
const LETRAS_DE_MUESTRA = 60

/**
 * Revisa un archivo entero sin tocar a nadie (18): qué columnas trae, qué cambiaría y qué renglones no entran. Deja la
 * importación `revisada`, en `columnas` si la persona tiene que decir cuál es cuál, o `fallida` con su razón. Repetirla
 * escribe lo mismo.
 */
export const revisarArchivo = async (deps: DepsImportar, encargo: Encargo): Promise<void> => {
	const { base } = deps
	const { id } = encargo
	await olvidarRevision(base, id)
	try {
		const mapeo = await decidirColumnas(base, encargo)
		if (mapeo === null) return
		const cuentas = await revisarRenglones(deps, encargo, mapeo)
		if (cuentas === null) return
		if (cuentas.filas === 0) throw new ArchivoIlegible('no tiene egresados')
		await marcar(base, id, { estado: 'revisada', ...cuentas })
	} catch (error) {
		if (!(error instanceof ArchivoIlegible)) throw error
		await marcar(base, id, { estado: 'fallida', razon: razonDe(error), columnas: null })
	}
}

/** Por qué el archivo no se puede leer, en la frase que la persona ve. */
const razonDe = ({ motivo, razon }: ArchivoIlegible): string =>
	motivo === 'demasiado-grande' ? frase(motivo, { maximo: razon }) : frase(motivo, { razon })

/** Cómo se lee el archivo; null si hay que preguntarlo. Deja anotado lo que trae, para verlo y cambiarlo. */
const decidirColumnas = async (base: Base, { id, entidadId, fuente }: Encargo): Promise<Mapeo | null> => {
	const tabla = await abrirTabla(fuente)
	const muestra = await leerMuestra(tabla)
	const confirmado = await leerMapeo(base.db, id)
	const recordado = confirmado ?? (await mapeoRecordado(base.db, entidadId))
	const [repetida] = columnasRepetidas(tabla.encabezado, recordado)
	if (repetida !== undefined) {
		throw new ArchivoIlegible(`la columna «${repetida}» está dos veces en el encabezado`)
	}
	const propuesta = proponerColumnas(tabla.encabezado, recordado, tabla.modulos !== null)
	const mapeo = confirmado ?? mapeoSeguro(propuesta)
	const columnas: ColumnasDeArchivo = {
		encabezado: [...tabla.encabezado],
		muestra: muestra.map((celdas) => celdas.map((celda) => celda.slice(0, LETRAS_DE_MUESTRA))),
		// Lo que sólo se parece no se usa sin que la persona lo diga.
		propuesta: propuesta.map((una) =>
			mapeo !== null && mapeo[una.columna] === undefined
				? { ...una, encabezado: null, como: 'ninguna' }
				: una,
		),
	}
	const { db } = base
	await db
		.updateTable('importacion')
		.set({
			formato: tabla.formato,
			columnas: JSON.stringify(columnas),
			mapeo: mapeo === null ? null : JSON.stringify(mapeo),
			estado: mapeo === null ? 'columnas' : 'revisando',
		})
		.where('id', '=', id)
		.where('estado', '=', 'revisando')
		.execute()
	return mapeo
}

const leerMuestra = async ({ renglones }: TablaEnFlujo): Promise<readonly (readonly string[])[]> => {
	const muestra: (readonly string[])[] = []
	for await (const { celdas } of renglones) {
		if (muestra.push(celdas) === RENGLONES_DE_MUESTRA) break
	}
	return muestra
}

/** Qué columna del archivo es cuál, como se confirmó; null si aún no. */
export const leerMapeo = async (db: Lectura, id: string): Promise<Mapeo | null> => {
	const fila = await db.selectFrom('importacion').select('mapeo').where('id', '=', id).executeTakeFirst()
	return fila?.mapeo == null ? null : (JSON.parse(fila.mapeo) as Mapeo)
}

/** Las cuentas; null si mientras tanto la persona la descartó. */
const revisarRenglones = async (
	{ base }: DepsImportar,
	{ id, actor, fuente, guardarMalos }: Encargo,
	mapeo: Mapeo,
): Promise<CuentasDeImportacion | null> => {
	let leidos = 0
	const tabla = await abrirTabla(conAvance(fuente, (bytes) => (leidos = bytes)))
	const { criterio, tandas } = await recorrer(base.db, actor, tabla, mapeo)
	let cuentas = SIN_CUENTAS
	let orden = 0
	for await (const tanda of tandas) {
		const juicio = await juzgar(base.db, criterio, tanda, false)
		if (juicio.malos.length > 0) {
			await guardarMalos(orden, enLineas(juicio.malos, criterio.revisor, tabla.modulos !== null))
		}
		const antes = cuentas.errores
		cuentas = contar(cuentas, juicio)
		const sigue = await base.enTransaccion(async (tx) => {
			const { numUpdatedRows } = await tx
				.updateTable('importacion')
				.set({ ...cuentas, hechos: leidos, total: fuente.bytes })
				.where('id', '=', id)
				.where('estado', '=', 'revisando')
				.executeTakeFirst()
			// De lo que la persona ya descartó no se guarda nada más.
			if (numUpdatedRows === 0n) return false
			await anotarTanda(tx, id, juicio, antes)
			return true
		})
		if (!sigue) return null
		orden += 1
	}
	const sobrantes = [...criterio.revisor.sobrantes()]
	await base.enTransaccion((tx) =>
		anotarTanda(
			tx,
			id,
			{
				altas: [],
				cambios: [],
				sinCambio: 0,
				malos: sobrantes.map((error) => ({
					renglon: { linea: error.linea, celdas: [] },
					errores: [{ ...error, clase: 'dato' }],
				})),
			},
			cuentas.errores,
		),
	)
	return { ...cuentas, errores: cuentas.errores + sobrantes.length }
}

const marcar = (
	{ db }: Base,
	id: string,
	cambios: Partial<CuentasDeImportacion> & {
		estado: 'revisada' | 'fallida'
		razon?: string
		columnas?: null
	},
) =>
	db.updateTable('importacion').set(cambios).where('id', '=', id).where('estado', '=', 'revisando').execute()

/** Lo que una revisión anterior dejó: se hace otra vez desde el principio. */
const olvidarRevision = ({ enTransaccion }: Base, id: string): Promise<void> =>
	enTransaccion(async (tx) => {
		await tx.deleteFrom('importacionError').where('importacionId', '=', id).execute()
		await tx.deleteFrom('importacionCambio').where('importacionId', '=', id).execute()
	})
