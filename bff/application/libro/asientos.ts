import type { AsientoLibro } from '#core/contract/libro.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import type { Lectura } from '../ports.ts'

/** Los asientos con la persona de cada uno y si su folio se canceló: de aquí salen la foja, la búsqueda y la impresión. */
export const asientosConPersona = (db: Lectura) =>
	db
		.selectFrom('asiento as a')
		.innerJoin('tramite as t', 't.id', 'a.tramiteId')
		.innerJoin('egresado as e', 'e.matricula', 'a.matricula')
		.leftJoin('folioCancelado as c', 'c.folio', 'a.folio')
		.selectAll('a')
		.select(['t.nombre', 't.primerApellido', 't.segundoApellido'])
		.select([
			'e.nombre as saeNombre',
			'e.primerApellido as saePrimerApellido',
			'e.segundoApellido as saeSegundoApellido',
		])
		.select('c.momento as cancelado')

type Fila = Awaited<ReturnType<ReturnType<typeof asientosConPersona>['execute']>>[number]

/** Lo que de un asiento se lee, sin sus notas. */
export const asientoLeido = (fila: Fila): Omit<AsientoLibro, 'notas'> => ({
	renglon: fila.renglon,
	folio: fila.folio,
	cuv: fila.cuv,
	matricula: fila.matricula,
	// El nombre confirmado (17) o, mientras no lo hay, el de SAE tal cual.
	nombre: nombreCompleto(
		fila.nombre === null
			? {
					nombre: fila.saeNombre,
					primerApellido: fila.saePrimerApellido,
					segundoApellido: fila.saeSegundoApellido,
				}
			: fila,
	),
	fecha: fila.fecha,
	cancelado: fila.cancelado !== null,
})

/** Los asientos de una foja, o de un volumen entero, en orden y con sus notas; cada uno con su renglón de la base. */
export const leerAsientos = async (
	db: Lectura,
	donde: { readonly plantelId: string; readonly volumen: number; readonly foja?: number | undefined },
): Promise<{ readonly fila: Fila; readonly asiento: AsientoLibro }[]> => {
	let consulta = asientosConPersona(db)
		.where('a.plantelId', '=', donde.plantelId)
		.where('a.volumen', '=', donde.volumen)
	if (donde.foja !== undefined) consulta = consulta.where('a.foja', '=', donde.foja)
	const filas = await consulta.orderBy('a.foja').orderBy('a.renglon').execute()
	const notas = await leerNotas(db, donde)
	return filas.map((fila) => ({
		fila,
		asiento: { ...asientoLeido(fila), notas: notas.get(fila.folio) ?? [] },
	}))
}

const leerNotas = async (
	db: Lectura,
	donde: Parameters<typeof leerAsientos>[1],
): Promise<ReadonlyMap<string, AsientoLibro['notas']>> => {
	let consulta = db
		.selectFrom('notaMarginal as n')
		.innerJoin('asiento as a', 'a.folio', 'n.folio')
		.select(['n.folio', 'n.texto', 'n.momento'])
		.where('a.plantelId', '=', donde.plantelId)
		.where('a.volumen', '=', donde.volumen)
	if (donde.foja !== undefined) consulta = consulta.where('a.foja', '=', donde.foja)
	const porFolio = new Map<string, AsientoLibro['notas']>()
	for (const { folio, texto, momento } of await consulta.orderBy('n.momento').orderBy('n.id').execute()) {
		porFolio.set(folio, [...(porFolio.get(folio) ?? []), { texto, momento }])
	}
	return porFolio
}
