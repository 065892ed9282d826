import { anotar, anotarVarias } from '../bitacora.ts'
import { encargarConfronta } from '../egresados/encargar-confronta.ts'
import { refrescarEvaluacion } from '../egresados/evaluar.ts'
import type { Tx } from '../ports.ts'
import { agregarEgresados, cambiarEgresados } from '../sae/guardar.ts'
import { abrirTabla } from '../sae/lector/abrir-tabla.ts'
import { reabrirTramites } from '../sae/reabrir-tramites.ts'
import { anotarTanda, enLineas } from './anotar-tanda.ts'
import { cuentasDe } from './filas.ts'
import { contar, juzgar, type Criterio, type Juicio, type Leido } from './juzgar.ts'
import { recorrer, RENGLONES_POR_TANDA } from './recorrer.ts'
import { leerMapeo, type DepsImportar, type Encargo } from './revisar.ts'
import type { CuentasDeImportacion } from '#core/contract/importacion.ts'

/** Entre leer y escribir, otro dio de alta a alguien de la tanda: la transacción se deshace y se repite viéndolo. */
class OtroLlegoAntes extends Error {
	override readonly name = 'OtroLlegoAntes'
	/** El de «repítase» de PostgreSQL: `enTransaccion` la repite en las dos bases. */
	readonly code = '40001'
}

/**
 * Aplica una importación ya aceptada, tanda por tanda: cada una en su transacción, con la cuenta de renglones hechos. Si el
 * proceso muere, sigue donde iba. Cada renglón se juzga otra vez contra lo que hay en ese momento: lo que entretanto se
 * selló no se mueve, y queda entre los errores. Deja la importación `aplicada` con las cuentas de lo que se hizo.
 */
export const aplicarArchivo = async (deps: DepsImportar, encargo: Encargo): Promise<void> => {
	const { base } = deps
	const { id, actor, fuente, guardarMalos } = encargo
	const empezada = await leerEmpezada(deps, id)
	const mapeo = await leerMapeo(base.db, id)
	if (empezada === null || mapeo === null) return
	let { hechos, cuentas } = empezada
	const tabla = await abrirTabla(fuente)
	const { criterio, tandas } = await recorrer(base.db, actor, tabla, mapeo, hechos)
	for await (const leidos of tandas) {
		const tanda = { hechos, cuentas, leidos }
		const aplicada = await base.enTransaccion((tx) => aplicarTanda(tx, deps, encargo, criterio, tanda))
		// Otro proceso ya la hizo: éste perdió su turno.
		if (aplicada === null) return
		// Si el proceso muere aquí, quedan los que la revisión guardó de esta misma tanda.
		const { malos } = aplicada.juicio
		await guardarMalos(
			Math.floor(hechos / RENGLONES_POR_TANDA),
			enLineas(malos, criterio.revisor, tabla.modulos !== null),
		)
		cuentas = aplicada.cuentas
		hechos += leidos.length
	}
	await terminar(deps, encargo, cuentas)
}

type Tanda = {
	readonly hechos: number
	readonly cuentas: CuentasDeImportacion
	readonly leidos: readonly Leido[]
}

const aplicarTanda = async (
	tx: Tx,
	deps: DepsImportar,
	{ id, actor }: Encargo,
	criterio: Criterio,
	{ hechos, cuentas, leidos }: Tanda,
): Promise<{ readonly juicio: Juicio; readonly cuentas: CuentasDeImportacion } | null> => {
	const { dialecto } = deps.base
	// Primero el turno: de dos procesos con la misma importación, el segundo encuentra la tanda hecha.
	const { numUpdatedRows } = await tx
		.updateTable('importacion')
		.set({ hechos: hechos + leidos.length })
		.where('id', '=', id)
		.where('estado', '=', 'aplicando')
		.where('hechos', '=', hechos)
		.executeTakeFirst()
	if (numUpdatedRows === 0n) return null
	const juicio = await juzgar(tx, criterio, leidos, dialecto === 'postgres')
	const { cambios } = juicio
	// En el orden de la llave: la base escribe páginas seguidas.
	const altas = juicio.altas.toSorted((a, b) => (a.matricula < b.matricula ? -1 : 1))
	const importacion = { id, momento: deps.reloj() }
	const donde = { tx, dialecto }
	if ((await agregarEgresados(donde, altas, importacion)) !== altas.length) throw new OtroLlegoAntes()
	await cambiarEgresados(donde, cambios, importacion)
	const cambiadas = cambios.map(({ egresado }) => egresado.matricula)
	const nuevas = altas.map(({ matricula }) => matricula)
	await refrescarEvaluacion(tx, deps, [...nuevas, ...cambiadas])
	await reabrirTramites(tx, deps, actor, cambiadas)
	await encargarConfronta(tx, deps, [
		...nuevas,
		...cambios.filter(({ reconfronta }) => reconfronta).map(({ egresado }) => egresado.matricula),
	])
	await anotarVarias(
		tx,
		deps,
		// Los nombres de los datos, no los datos.
		cambios.map(({ egresado, nombres }) => ({
			autor: actor,
			acto: 'cambiar-datos-sae',
			objeto: `egresado:${egresado.matricula}`,
			plantelId: egresado.plantelId,
			detalle: { importacion: id, datos: nombres },
		})),
	)
	await anotarTanda(tx, id, juicio, cuentas.errores)
	const nuevasCuentas = contar(cuentas, juicio)
	await tx.updateTable('importacion').set(nuevasCuentas).where('id', '=', id).execute()
	return { juicio, cuentas: nuevasCuentas }
}

const leerEmpezada = async (
	{ base }: DepsImportar,
	id: string,
): Promise<{ hechos: number; cuentas: CuentasDeImportacion } | null> => {
	const fila = await base.db
		.selectFrom('importacion')
		.selectAll()
		.where('id', '=', id)
		.where('estado', '=', 'aplicando')
		.executeTakeFirst()
	if (fila === undefined) return null
	return { hechos: fila.hechos, cuentas: cuentasDe(fila) }
}

const terminar = (
	deps: DepsImportar,
	{ id, actor }: Encargo,
	{ altas, cambios, sinCambio, conError }: CuentasDeImportacion,
): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		const fila = await tx
			.updateTable('importacion')
			.set({ estado: 'aplicada' })
			.where('id', '=', id)
			.where('estado', '=', 'aplicando')
			.returning(['sha256', 'entidadId', 'plantelId'])
			.executeTakeFirst()
		if (fila === undefined) return
		const { sha256, entidadId, plantelId } = fila
		await anotar(tx, deps, {
			autor: actor,
			acto: 'importar-sae',
			objeto: `importacion:${id}`,
			entidadId,
			plantelId,
			detalle: { sha256, altas, cambios, sinCambio, conError },
		})
	})
