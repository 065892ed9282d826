import type { IntentoDeEnvio, RechazoDeSep } from '#core/contract/rechazo.ts'
import type { Lectura } from '../ports.ts'
import type { Interpretar } from './reglas.ts'

/** Lo que SEP dijo al rechazarlo, en su último lote (15), interpretado. */
export const ultimoRechazo = async (
	db: Lectura,
	tramiteId: string,
	interpretar: Interpretar,
): Promise<RechazoDeSep | null> => {
	const fila = await db
		.selectFrom('loteCertificado as c')
		.innerJoin('lote as l', 'l.id', 'c.loteId')
		.where('c.tramiteId', '=', tramiteId)
		.where('c.estado', '=', 'rechazado')
		.orderBy('l.creado', 'desc')
		.orderBy('l.id', 'desc')
		.select('c.descripcion')
		.executeTakeFirst()
	return fila ? rechazoDe(fila.descripcion, interpretar) : null
}

/** Sin palabras de SEP no hay qué interpretar. */
export const rechazoDe = (dijo: string | null, interpretar: Interpretar): RechazoDeSep => ({
	dijo: dijo ?? '',
	interpretacion: dijo === null || dijo.trim() === '' ? null : interpretar(dijo),
})

/** Cada lote en que un trámite viajó, del más viejo al más nuevo, con la baja que siguió a cada rechazo. */
export const leerIntentos = async (
	db: Lectura,
	tramiteId: string,
	interpretar: Interpretar,
): Promise<IntentoDeEnvio[]> => {
	const filas = await db
		.selectFrom('loteCertificado as c')
		.innerJoin('lote as l', 'l.id', 'c.loteId')
		.where('c.tramiteId', '=', tramiteId)
		.orderBy('l.creado')
		.orderBy('l.id')
		.select(['l.id as lote', 'l.numeroLote', 'l.enviado', 'c.estado', 'c.descripcion', 'c.intento'])
		.execute()
	const bajas = filas.some(({ estado }) => estado === 'rechazado')
		? await leerBajas(db, tramiteId)
		: new Map()
	return filas.map(({ intento, ...fila }) => ({
		...fila,
		rechazo: fila.estado === 'rechazado' ? rechazoDe(fila.descripcion, interpretar) : null,
		baja: (fila.estado === 'rechazado' && bajas.get(intento)) || null,
	}))
}

type Baja = NonNullable<IntentoDeEnvio['baja']>

/** Las bajas de un trámite, por el intento que cada una cerró. */
const leerBajas = async (db: Lectura, tramiteId: string): Promise<ReadonlyMap<number, Baja>> => {
	const objeto = `tramite:${tramiteId}`
	const actos = await db
		.selectFrom('bitacora')
		.select(['momento', 'detalle'])
		.where('objeto', '=', objeto)
		.where('acto', '=', 'dar-de-baja')
		.orderBy('momento')
		.orderBy('id')
		.execute()
	if (actos.length === 0) return new Map()
	const asuntos = await db
		.selectFrom('asuntoSuceso as s')
		.innerJoin('asunto as a', 'a.id', 's.asuntoId')
		.select(['s.asuntoId', 's.momento'])
		.where('a.tramiteId', '=', tramiteId)
		.where('s.acto', '=', 'dar-de-baja')
		.execute()
	return new Map(
		actos.map(({ momento, detalle }) => {
			const { razon, intento } = JSON.parse(detalle) as { razon?: unknown; intento?: unknown }
			return [
				// El detalle dice el intento que empezó; cerró el anterior.
				Number(intento) - 1,
				{
					momento,
					razon: typeof razon === 'string' ? razon : null,
					asuntoId: asuntos.find((uno) => uno.momento === momento)?.asuntoId ?? null,
				},
			]
		}),
	)
}
