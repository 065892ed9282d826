import type { Tx } from '../ports.ts'
import type { TablaImportacionCambio } from '../tablas/importaciones.ts'
import type { Juicio, Malo } from './juzgar.ts'
import type { crearRevisor } from '../sae/revisar-renglon.ts'

/** Los que se guardan para verlos en la pantalla; todos van en por-corregir.csv. */
const ERRORES_A_LA_VISTA = 5000
/** SQLite admite 32,766 parámetros por sentencia: hasta 9 columnas por renglón. */
const POR_SENTENCIA = 1000

/**
 * Anota lo que la persona va a ver de una tanda: sus errores (`desde`: cuántos hay ya) y sus cambios. Se repite sin daño:
 * las llaves son el orden y el renglón.
 */
export const anotarTanda = async (
	tx: Tx,
	id: string,
	{ cambios, malos }: Juicio,
	desde: number,
): Promise<void> => {
	const errores = malos
		.flatMap((malo) => malo.errores)
		.slice(0, Math.max(0, ERRORES_A_LA_VISTA - desde))
		.map((error, i) => ({ importacionId: id, orden: desde + i, ...error }))
	for (const parte of enPartes(errores)) {
		await tx
			.insertInto('importacionError')
			.values(parte)
			.onConflict((conflicto) => conflicto.columns(['importacionId', 'orden']).doNothing())
			.execute()
	}
	const renglones = cambios.map(
		({ egresado, datos, efecto, reconfronta, tramite }): TablaImportacionCambio => ({
			importacionId: id,
			linea: egresado.linea,
			matricula: egresado.matricula,
			datos: JSON.stringify(datos),
			efecto,
			reconfronta: reconfronta ? 1 : 0,
			tramiteId: tramite?.id ?? null,
			estado: tramite?.estado ?? null,
			folio: tramite?.folio ?? null,
		}),
	)
	for (const parte of enPartes(renglones)) {
		await tx
			.insertInto('importacionCambio')
			.values(parte)
			.onConflict((conflicto) => conflicto.columns(['importacionId', 'linea']).doNothing())
			.execute()
	}
}

/** Un renglón malo como se guarda para corregirlo: sus celdas como venían, y por qué no entra. */
export type RenglonMalo = { readonly celdas: readonly string[]; readonly error: string }

/** Los renglones malos de una tanda, uno por línea de JSON. */
export const enLineas = (
	malos: readonly Malo[],
	{ modulosDe }: Pick<ReturnType<typeof crearRevisor>, 'modulosDe'>,
	conHojaModulos: boolean,
): Uint8Array =>
	Buffer.from(
		malos
			.map(({ renglon, errores }) => {
				const malo: RenglonMalo = {
					celdas: conHojaModulos ? [...renglon.celdas, modulosDe(renglon)] : renglon.celdas,
					error: errores
						.map(({ columna, razon }) => (columna === '' ? razon : `${columna}: ${razon}`))
						.join(' · '),
				}
				return `${JSON.stringify(malo)}\n`
			})
			.join(''),
	)

const enPartes = <T>(todos: readonly T[]): T[][] =>
	Array.from({ length: Math.ceil(todos.length / POR_SENTENCIA) }, (_, i) =>
		todos.slice(i * POR_SENTENCIA, (i + 1) * POR_SENTENCIA),
	)
