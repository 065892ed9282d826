import { sql, type RawBuilder } from 'kysely'
import type { Base, Tx } from '../ports.ts'
import type { TablaEgresado } from '../tablas/egresados.ts'
import type { EgresadoSae } from './leer-egresado.ts'
import type { Instante } from '#core/domain/fecha.ts'

/** Las columnas de un egresado que vienen de SAE. */
export type ColumnasEgresado = Omit<TablaEgresado, 'importacionId' | 'actualizado'>

/** Lo que se guarda de un egresado leído; el plantel ya viene por su id. */
export const columnasDe = ({
	linea: _linea,
	modulos: _modulos,
	...columnas
}: EgresadoSae): ColumnasEgresado => columnas

type Importacion = { readonly id: string; readonly momento: Instante }

/** En su orden dentro de cada renglón que se manda; las que el archivo puede callar, si las calla, se quedan. */
const COLUMNAS = [
	['matricula', 'matricula'],
	['plantelId', 'plantel_id'],
	['planClave', 'plan_clave'],
	['generacion', 'generacion'],
	['curp', 'curp'],
	['nombre', 'nombre'],
	['primerApellido', 'primer_apellido'],
	['segundoApellido', 'segundo_apellido'],
	['fechaNacimiento', 'fecha_nacimiento'],
	['fechaInicio', 'fecha_inicio'],
	['fechaTermino', 'fecha_termino'],
	['fechaSecundaria', 'fecha_secundaria'],
	['crip', 'crip'],
	['institucionMedica', 'institucion_medica'],
	['correoInstitucional', 'correo_institucional'],
	['datosValidados', 'datos_validados'],
	['creditosObtenidos', 'creditos_obtenidos'],
	['promedio', 'promedio'],
	['sexo', 'sexo'],
	['entidadNacimiento', 'entidad_nacimiento'],
	['certificadoFisico', 'certificado_fisico'],
	['importacionId', 'importacion_id'],
	['actualizado', 'actualizado'],
] as const satisfies readonly (readonly [keyof TablaEgresado, string])[]

const ENTERAS: readonly string[] = ['datos_validados', 'certificado_fisico']
const CALLABLES: readonly string[] = ['sexo', 'entidad_nacimiento', 'certificado_fisico']

const NOMBRES = COLUMNAS.map(([, columna]) => columna).join(', ')
const VALORES = COLUMNAS.map(([, columna], i) =>
	ENTERAS.includes(columna)
		? `cast(f.value ->> ${i} as integer) as ${columna}`
		: `f.value ->> ${i} as ${columna}`,
).join(', ')
const CAMBIOS = COLUMNAS.slice(1)
	.map(([, columna]) =>
		CALLABLES.includes(columna)
			? `${columna} = coalesce(n.${columna}, egresado.${columna})`
			: `${columna} = n.${columna}`,
	)
	.join(', ')

type Donde = { readonly tx: Tx; readonly dialecto: Base['dialecto'] }

/** Los elementos de un arreglo JSON, como renglones `f(value)`: una sentencia fija, sean cuantos sean. */
const renglonesDe = ({ dialecto }: Donde, filas: readonly unknown[]): RawBuilder<unknown> => {
	const json = JSON.stringify(filas)
	return dialecto === 'postgres'
		? sql`json_array_elements(${json}::json) as f(value)`
		: sql`json_each(${json}) as f`
}

const comoArreglo = (egresado: EgresadoSae, { id, momento }: Importacion): readonly unknown[] => {
	const fila = { ...columnasDe(egresado), importacionId: id, actualizado: momento }
	return COLUMNAS.map(([clave]) => fila[clave])
}

/** Da de alta a los que no estaban, con sus módulos. Devuelve cuántos entraron: menos, si otro dio de alta a alguno. */
export const agregarEgresados = async (
	donde: Donde,
	egresados: readonly EgresadoSae[],
	importacion: Importacion,
): Promise<number> => {
	if (egresados.length === 0) return 0
	const filas = renglonesDe(
		donde,
		egresados.map((egresado) => comoArreglo(egresado, importacion)),
	)
	const { numAffectedRows } = await sql`insert into egresado (${sql.raw(NOMBRES)})
		select ${sql.raw(VALORES)} from ${filas} where true on conflict (matricula) do nothing`.execute(donde.tx)
	if (Number(numAffectedRows) === egresados.length) await agregarModulos(donde, egresados)
	return Number(numAffectedRows)
}

/** Escribe lo que cambió de los que ya estaban; a quien le cambian los módulos, se le reemplazan completos (6). */
export const cambiarEgresados = async (
	donde: Donde,
	cambios: readonly { readonly egresado: EgresadoSae; readonly conModulos: boolean }[],
	importacion: Importacion,
): Promise<void> => {
	if (cambios.length === 0) return
	const filas = renglonesDe(
		donde,
		cambios.map(({ egresado }) => comoArreglo(egresado, importacion)),
	)
	await sql`update egresado set ${sql.raw(CAMBIOS)} from (select ${sql.raw(VALORES)} from ${filas}) n
		where egresado.matricula = n.matricula`.execute(donde.tx)
	const conModulos = cambios.filter((cambio) => cambio.conModulos).map(({ egresado }) => egresado)
	if (conModulos.length === 0) return
	const quienes = renglonesDe(
		donde,
		conModulos.map(({ matricula }) => [matricula]),
	)
	await sql`delete from modulo_cursado where matricula in (select f.value ->> 0 from ${quienes})`.execute(
		donde.tx,
	)
	await agregarModulos(donde, conModulos)
}

/** Un objeto por matrícula y, dentro, uno por módulo: la primera letra es si está aprobado; lo demás, la calificación. */
const agregarModulos = async ({ tx, dialecto }: Donde, egresados: readonly EgresadoSae[]): Promise<void> => {
	const json = JSON.stringify(
		Object.fromEntries(
			egresados.map(({ matricula, modulos }) => [
				matricula,
				Object.fromEntries(
					modulos.map(({ clave, calificacion, aprobado }) => [clave, `${aprobado}${calificacion ?? ''}`]),
				),
			]),
		),
	)
	const pares =
		dialecto === 'postgres'
			? sql`json_each(${json}::json) e, json_each_text(e.value) m`
			: sql`json_each(${json}) e, json_each(e.value) m`
	await sql`insert into modulo_cursado (matricula, clave, calificacion, aprobado)
		select e.key, m.key, nullif(substr(m.value, 2), ''), cast(substr(m.value, 1, 1) as integer)
		from ${pares}`.execute(tx)
}
