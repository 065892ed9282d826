import { sql } from 'kysely'
import type { DerivarCuv, Lectura } from '../ports.ts'
import type { Hallazgo } from './hallazgo.ts'
import { nombreDeAsiento } from './renglones.ts'

const TANDA = 2000

/**
 * Lo que un Libro sano cumple (8), aparte de sus hojas: en cada plantel los asientos van del 1 en adelante, sin huecos
 * y en su lugar; cada uno tiene su folio, su trámite y un solo «registrar» en la bitácora que dice lo mismo; la CUV es
 * la suya; y nada se registró sin asiento. Nombra el asiento, el folio o el renglón que no.
 */
export const revisarLibro = async (db: Lectura, derivarCuv: DerivarCuv | null): Promise<Hallazgo[]> => {
	const hallazgos: Hallazgo[] = []
	let anterior: Cruzado | null = null
	for await (const asiento of cruzados(db)) {
		hallazgos.push(...revisarLugar(asiento, anterior?.plantelId === asiento.plantelId ? anterior : null))
		hallazgos.push(...revisarCruces(asiento, derivarCuv))
		anterior = asiento
	}
	return [...hallazgos, ...(await registradosSinAsiento(db)), ...(await sueltosDelLibro(db))]
}

type Cruzado = Awaited<ReturnType<typeof leerCruzados>>[number]

async function* cruzados(db: Lectura): AsyncGenerator<Cruzado> {
	let despuesDe: { plantelId: string; numero: number } | null = null
	for (;;) {
		const filas: Cruzado[] = await leerCruzados(db, despuesDe)
		yield* filas
		despuesDe = filas.at(-1) ?? null
		if (filas.length < TANDA) return
	}
}

/** Los asientos por plantel y número, cada uno con su folio, su trámite y lo que la bitácora dice de su registro. */
const leerCruzados = (
	db: Lectura,
	despuesDe: { readonly plantelId: string; readonly numero: number } | null,
) => {
	let consulta = db
		.selectFrom('asiento as a')
		.leftJoin('folio as f', 'f.folio', 'a.folio')
		.leftJoin('tramite as t', 't.id', 'a.tramiteId')
		.selectAll('a')
		.select(['f.tramiteId as tramiteDelFolio', 'f.momento as momentoDelFolio'])
		.select(['t.matricula as matriculaDelTramite', 't.plantelId as plantelDelTramite'])
		.select((e) =>
			e
				.selectFrom('bitacora as b')
				.select((x) => x.fn.countAll<number>().as('cuantos'))
				.where('b.objeto', '=', sql<string>`'tramite:' || a.tramite_id`)
				.where('b.acto', '=', 'registrar')
				.as('registros'),
		)
		.select((e) =>
			e
				.selectFrom('bitacora as b')
				.select('b.detalle')
				.where('b.objeto', '=', sql<string>`'tramite:' || a.tramite_id`)
				.where('b.acto', '=', 'registrar')
				.orderBy('b.momento')
				.limit(1)
				.as('registro'),
		)
		.orderBy('a.plantelId')
		.orderBy('a.numero')
		.limit(TANDA)
	if (despuesDe) {
		consulta = consulta.where((e) =>
			e.or([
				e('a.plantelId', '>', despuesDe.plantelId),
				e.and([e('a.plantelId', '=', despuesDe.plantelId), e('a.numero', '>', despuesDe.numero)]),
			]),
		)
	}
	return consulta.execute()
}

/** Que siga al anterior: el número siguiente, y el renglón, la foja o el volumen siguientes. */
const revisarLugar = (asiento: Cruzado, anterior: Cruzado | null): Hallazgo[] => {
	const esperado = (anterior?.numero ?? 0) + 1
	const { numero, volumen, foja, renglon, plantelId } = asiento
	if (numero !== esperado) {
		const detalle = `falta el asiento ${esperado} del plantel ${plantelId}, antes de ${nombreDeAsiento(asiento)}`
		return [{ clase: 'quitado', indice: null, id: `${plantelId}/${esperado}`, detalle }]
	}
	const bien =
		anterior === null
			? volumen === 1 && foja === 1 && renglon === 1
			: (volumen === anterior.volumen && foja === anterior.foja && renglon === anterior.renglon + 1) ||
				(volumen === anterior.volumen && foja === anterior.foja + 1 && renglon === 1) ||
				(volumen === anterior.volumen + 1 && foja === 1 && renglon === 1)
	return bien ? [] : [cambiado(asiento, 'no está en el lugar que sigue al anterior')]
}

const revisarCruces = (asiento: Cruzado, derivarCuv: DerivarCuv | null): Hallazgo[] => {
	if (Number(asiento.registros ?? 0) === 0) {
		const detalle = `nadie registró ${nombreDeAsiento(asiento)}: no hay tal acto en la bitácora; se metió, o se cambió su trámite`
		return [{ clase: 'metido', indice: null, id: asiento.folio, detalle }]
	}
	const faltas: string[] = []
	if (Number(asiento.registros) > 1) faltas.push('se registró más de una vez según la bitácora')
	const dicho = leerDetalle(asiento.registro)
	for (const dato of ['folio', 'volumen', 'foja', 'renglon'] as const) {
		if (dicho[dato] !== asiento[dato]) {
			faltas.push(
				`dice ${dato} ${asiento[dato]} y al registrarlo se anotó ${String(dicho[dato] ?? 'otra cosa')}`,
			)
		}
	}
	if (asiento.tramiteDelFolio === null) faltas.push('su folio no está entre los folios dados')
	else if (asiento.tramiteDelFolio !== asiento.tramiteId) faltas.push('su folio se dio a otro trámite')
	else if (asiento.momentoDelFolio !== asiento.momento) faltas.push('su momento no es el de su folio')
	if (asiento.matriculaDelTramite === null) faltas.push('su trámite ya no está')
	else if (asiento.matriculaDelTramite !== asiento.matricula)
		faltas.push('su matrícula no es la de su trámite')
	else if (asiento.plantelDelTramite !== asiento.plantelId) faltas.push('su plantel no es el de su trámite')
	if (derivarCuv && derivarCuv(asiento) !== asiento.cuv)
		faltas.push('su CUV no es la de su folio, matrícula y fecha')
	return faltas.length === 0 ? [] : [cambiado(asiento, faltas.join('; '))]
}

const cambiado = (asiento: Cruzado, que: string): Hallazgo => ({
	clase: 'cambiado',
	indice: null,
	id: asiento.folio,
	detalle: `${nombreDeAsiento(asiento)}: ${que}`,
})

const leerDetalle = (texto: string | null): Readonly<Record<string, unknown>> => {
	try {
		const leido: unknown = JSON.parse(texto ?? '{}')
		return typeof leido === 'object' && leido !== null ? { ...leido } : {}
	} catch {
		// Un detalle que no se lee ya lo nombra su propia hoja.
		return {}
	}
}

/** Lo que la bitácora dice que se registró y no tiene asiento. */
const registradosSinAsiento = async (db: Lectura): Promise<Hallazgo[]> => {
	const filas = await db
		.selectFrom('bitacora as b')
		.where('b.acto', '=', 'registrar')
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('asiento as a')
						.select('a.folio')
						.where('a.tramiteId', '=', sql<string>`substr(b.objeto, 9)`),
				),
			),
		)
		.select(['b.id', 'b.objeto', 'b.detalle'])
		.execute()
	return filas.map(({ id, objeto, detalle }) => {
		const folio = String(leerDetalle(detalle)['folio'] ?? '')
		const frase = `el folio ${folio} se registró (${objeto}, renglón ${id} de la bitácora) y su asiento ya no está`
		return { clase: 'quitado', indice: null, id: folio, detalle: frase }
	})
}

/** Folios sin asiento, y notas o cancelaciones que no son de ningún asiento. */
const sueltosDelLibro = async (db: Lectura): Promise<Hallazgo[]> => {
	const folios = await db
		.selectFrom('folio as f')
		.leftJoin('asiento as a', 'a.folio', 'f.folio')
		.where('a.folio', 'is', null)
		.select('f.folio')
		.execute()
	const cancelaciones = await db
		.selectFrom('folioCancelado as c')
		.leftJoin('notaMarginal as n', 'n.id', 'c.notaId')
		.where((e) => e.or([e('n.id', 'is', null), e('n.folio', '<>', e.ref('c.folio'))]))
		.select('c.folio')
		.execute()
	return [
		...folios.map(({ folio }): Hallazgo => {
			return {
				clase: 'quitado',
				indice: null,
				id: folio,
				detalle: `el folio ${folio} se dio y no tiene asiento`,
			}
		}),
		...cancelaciones.map(({ folio }): Hallazgo => {
			const detalle = `la cancelación del folio ${folio} no tiene su nota al margen`
			return { clase: 'quitado', indice: null, id: folio, detalle }
		}),
	]
}
