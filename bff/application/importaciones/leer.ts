import type { Lectura } from '../ports.ts'
import type { RenglonMalo } from './anotar-tanda.ts'
import { aContrato, leerPropia, plantelDe } from './filas.ts'
import { leerTrozos, type DepsTrozos } from './trozos.ts'
import { renglonCsv } from '#core/contract/csv.ts'
import type {
	CambioDeEgresado,
	ColumnasDeArchivo,
	ConsultaCambios,
	ConsultaErrores,
	Importacion,
	PaginaCambios,
	PaginaErrores,
	PaginaImportaciones,
} from '#core/contract/importacion.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'

const POR_PAGINA = 50

type Deps = { readonly base: { readonly db: Lectura } }
type SinPoder = 'sin-permiso' | 'no-encontrado'

/** Las importaciones del plantel, la más nueva primero. `sae`: si hay un SAE al que pedirle. */
export const listarImportaciones =
	({ base, hayTraer }: Deps & { readonly hayTraer: boolean }) =>
	async ({
		actor,
		pagina,
	}: {
		readonly actor: Actor
		readonly pagina: number
	}): Promise<Result<PaginaImportaciones, 'sin-permiso' | 'fuera-de-ambito'>> => {
		const lugar = plantelDe(actor)
		if (!lugar.ok) return lugar
		const suyas = base.db.selectFrom('importacion').where('plantelId', '=', lugar.valor.plantelId)
		const filas = await suyas
			.selectAll()
			.orderBy('momento', 'desc')
			.orderBy('id', 'desc')
			.limit(POR_PAGINA)
			.offset((pagina - 1) * POR_PAGINA)
			.execute()
		return ok({
			total: await cuantos(suyas.select((e) => e.fn.countAll<number>().as('n'))),
			pagina,
			porPagina: POR_PAGINA,
			sae: hayTraer,
			filas: await aContrato(base.db, filas, false),
		})
	}

/** En qué va una importación, con sus columnas y sus cuentas. */
export const leerImportacion =
	({ base }: Deps) =>
	async (orden: { readonly actor: Actor; readonly id: string }): Promise<Result<Importacion, SinPoder>> => {
		const propia = await leerPropia(base.db, orden.actor, orden.id)
		if (!propia.ok) return propia
		const [vista] = await aContrato(base.db, [propia.valor], true)
		if (vista === undefined) throw new Error('La importación que se acaba de leer no está.')
		return ok(vista)
	}

/** Los errores de sus renglones, en el orden del archivo. */
export const leerErrores =
	({ base }: Deps) =>
	async (
		orden: ConsultaErrores & { readonly actor: Actor; readonly id: string },
	): Promise<Result<PaginaErrores, SinPoder>> => {
		const propia = await leerPropia(base.db, orden.actor, orden.id)
		if (!propia.ok) return propia
		let suyos = base.db.selectFrom('importacionError').where('importacionId', '=', orden.id)
		if (orden.clase !== undefined) suyos = suyos.where('clase', '=', orden.clase)
		const filas = await suyos
			.select(['linea', 'columna', 'valor', 'razon', 'clase'])
			.orderBy('orden')
			.limit(POR_PAGINA)
			.offset((orden.pagina - 1) * POR_PAGINA)
			.execute()
		const total = await cuantos(suyos.select((e) => e.fn.countAll<number>().as('n')))
		return ok({ total, pagina: orden.pagina, porPagina: POR_PAGINA, filas })
	}

/** Qué cambia de quienes ya estaban, con el trámite que toca y con qué efecto. */
export const leerCambios =
	({ base }: Deps) =>
	async (
		orden: ConsultaCambios & { readonly actor: Actor; readonly id: string },
	): Promise<Result<PaginaCambios, SinPoder>> => {
		const propia = await leerPropia(base.db, orden.actor, orden.id)
		if (!propia.ok) return propia
		let suyos = base.db.selectFrom('importacionCambio as c').where('c.importacionId', '=', orden.id)
		if (orden.efecto !== undefined) suyos = suyos.where('c.efecto', '=', orden.efecto)
		const filas = await suyos
			.innerJoin('egresado as e', 'e.matricula', 'c.matricula')
			.selectAll('c')
			.select(['e.nombre', 'e.primerApellido', 'e.segundoApellido'])
			.orderBy('c.linea')
			.limit(POR_PAGINA)
			.offset((orden.pagina - 1) * POR_PAGINA)
			.execute()
		return ok({
			total: await cuantos(suyos.select((e) => e.fn.countAll<number>().as('n'))),
			pagina: orden.pagina,
			porPagina: POR_PAGINA,
			filas: filas.map((fila) => ({
				matricula: fila.matricula,
				linea: fila.linea,
				nombre: [fila.nombre, fila.primerApellido, fila.segundoApellido]
					.filter((parte) => parte !== null)
					.join(' '),
				datos: JSON.parse(fila.datos) as CambioDeEgresado['datos'],
				efecto: fila.efecto,
				reconfronta: fila.reconfronta === 1,
				tramite:
					fila.tramiteId === null || fila.estado === null
						? null
						: { id: fila.tramiteId, estado: fila.estado, folio: fila.folio },
			})),
		})
	}

/**
 * Sólo los renglones que no entraron, con las columnas del archivo y una más, ERROR: se corrige en SAE o ahí mismo, y se
 * vuelve a subir. Por flujo: un trozo a la vez.
 */
export const porCorregir =
	(deps: DepsTrozos) =>
	async (orden: {
		readonly actor: Actor
		readonly id: string
	}): Promise<Result<{ textos: AsyncIterable<string> }, SinPoder>> => {
		const propia = await leerPropia(deps.base.db, orden.actor, orden.id)
		if (!propia.ok) return propia
		const { id, columnas, conError, vence } = propia.valor
		if (columnas === null || conError === 0 || vence === null) return rechazo('no-encontrado')
		const { encabezado, propuesta } = JSON.parse(columnas) as ColumnasDeArchivo
		const conHoja = propuesta.some(({ columna, necesaria }) => columna === 'MODULOS' && !necesaria)
		return ok({
			textos: escribir(deps, id, [...encabezado, ...(conHoja ? ['MODULOS'] : []), 'ERROR']),
		})
	}

const escribir = async function* (
	deps: DepsTrozos,
	id: string,
	encabezado: readonly string[],
): AsyncGenerator<string> {
	// Con marca, para que Excel lo abra con sus acentos.
	yield `\ufeff${renglonCsv(encabezado)}`
	for await (const trozo of leerTrozos(deps, id, 'malos')) {
		let texto = ''
		for (const linea of Buffer.from(trozo).toString().split('\n')) {
			if (linea === '') continue
			const { celdas, error } = JSON.parse(linea) as RenglonMalo
			// Un renglón puede ser más corto o más largo que el encabezado: el error va siempre en su columna.
			const justas = encabezado.slice(1).map((_, i) => celdas[i] ?? '')
			texto += renglonCsv([...justas, error])
		}
		yield texto
	}
}

const cuantos = async (cuenta: {
	readonly executeTakeFirstOrThrow: () => Promise<{ readonly n: number }>
}): Promise<number> => (await cuenta.executeTakeFirstOrThrow()).n
