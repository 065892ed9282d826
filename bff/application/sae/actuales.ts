import type { Lectura } from '../ports.ts'
import type { ColumnasEgresado } from './guardar.ts'
import type { EstadoTramite } from '#core/domain/tramite.ts'

/** Un egresado como está, con el trámite que tenga en curso. */
export type Actual = ColumnasEgresado & {
	readonly entidadId: string
	readonly tramiteId: string | null
	readonly estado: EstadoTramite | null
	readonly folio: string | null
	readonly modulos: ReadonlyMap<string, { readonly calificacion: string | null; readonly aprobado: number }>
}

/** Los que ya están, por su matrícula; con `planteles`, sólo los de ellos: de los demás no se lee ni se espera nada. */
export const leerActuales = async (
	db: Lectura,
	matriculas: readonly string[],
	{ planteles, apartar }: { readonly planteles: readonly string[] | null; readonly apartar: boolean },
): Promise<ReadonlyMap<string, Actual>> => {
	if (matriculas.length === 0) return new Map()
	if (apartar) await apartarRenglones(db, matriculas, planteles)
	const filas = await db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.leftJoin('tramite as t', (union) =>
			union.onRef('t.matricula', '=', 'e.matricula').on('t.abierto', '=', 1),
		)
		.leftJoin('folio as f', 'f.tramiteId', 't.id')
		.where('e.matricula', 'in', matriculas)
		.$if(planteles !== null, (consulta) => consulta.where('e.plantelId', 'in', planteles ?? []))
		.selectAll('e')
		.select(['p.entidadId', 't.id as tramiteId', 't.estado', 'f.folio'])
		.execute()
	if (filas.length === 0) return new Map()
	const cursados = await db
		.selectFrom('moduloCursado')
		.select(['matricula', 'clave', 'calificacion', 'aprobado'])
		.where(
			'matricula',
			'in',
			filas.map(({ matricula }) => matricula),
		)
		.execute()
	const modulos = new Map<string, Map<string, { calificacion: string | null; aprobado: number }>>()
	for (const { matricula, clave, calificacion, aprobado } of cursados) {
		let suyos = modulos.get(matricula)
		if (suyos === undefined) modulos.set(matricula, (suyos = new Map()))
		suyos.set(clave, { calificacion, aprobado })
	}
	return new Map(
		filas.map((fila) => [fila.matricula, { ...fila, modulos: modulos.get(fila.matricula) ?? new Map() }]),
	)
}

/** Sólo PostgreSQL lo necesita: en SQLite quien importa ya escribe solo. Siempre en el mismo orden: nadie se abraza. */
const apartarRenglones = async (
	db: Lectura,
	matriculas: readonly string[],
	planteles: readonly string[] | null,
): Promise<void> => {
	await db
		.selectFrom('tramite')
		.select('id')
		.where('matricula', 'in', matriculas)
		.$if(planteles !== null, (consulta) => consulta.where('plantelId', 'in', planteles ?? []))
		.orderBy('id')
		.forUpdate()
		.execute()
	await db
		.selectFrom('egresado')
		.select('matricula')
		.where('matricula', 'in', matriculas)
		.$if(planteles !== null, (consulta) => consulta.where('plantelId', 'in', planteles ?? []))
		.orderBy('matricula')
		.forUpdate()
		.execute()
}

/** De estas matrículas, las que alguien ya tiene, sea quien sea. */
export const leerOcupadas = async (
	db: Lectura,
	matriculas: readonly string[],
): Promise<readonly string[]> => {
	if (matriculas.length === 0) return []
	const filas = await db
		.selectFrom('egresado')
		.select('matricula')
		.where('matricula', 'in', matriculas)
		.execute()
	return filas.map(({ matricula }) => matricula)
}
