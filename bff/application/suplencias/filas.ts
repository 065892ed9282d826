import { PostgresAdapter, sql } from 'kysely'
import { enAmbito } from '../alcance.ts'
import type { Lectura, Tx } from '../ports.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import type { Ambito, Lugar } from '#core/domain/rol.ts'
import type { Suplencia, SucesoSuplencia } from '#core/domain/suplencia.ts'

/** Las suplencias (`s`) con sus personas, su lugar y cuántos sellos llevan. Lo que les pasó, aparte: `sucesosDe`. */
export const suplencias = (db: Lectura | Tx) =>
	db
		.selectFrom('suplencia as s')
		.innerJoin('entidad as e', 'e.id', 's.entidadId')
		.leftJoin('plantel as p', 'p.id', 's.plantelId')
		.innerJoin('persona as ti', 'ti.id', 's.titularId')
		.innerJoin('persona as su', 'su.id', 's.suplenteId')
		.innerJoin('persona as ot', 'ot.id', 's.otorgaId')
		.leftJoin('plantel as sp', 'sp.id', 'su.plantelId')
		.selectAll('s')
		.select([
			'e.nombre as entidad',
			'p.nombre as plantel',
			'ti.cargo as titularCargo',
			'su.cargo as suplenteCargo',
		])
		.select(['su.activa as suplenteActiva', 'su.correo as suplenteCorreo', 'ti.correo as titularCorreo'])
		.select(['ti.activa as titularActiva', 'su.perfil as suplentePerfil'])
		.select((f) => f.fn.coalesce('sp.entidadId', 'su.entidadId').as('suplenteEntidadId'))
		.select(['ti.nombre as tiNombre', 'ti.primerApellido as tiPrimero', 'ti.segundoApellido as tiSegundo'])
		.select(['su.nombre as suNombre', 'su.primerApellido as suPrimero', 'su.segundoApellido as suSegundo'])
		.select(['ot.nombre as otNombre', 'ot.primerApellido as otPrimero', 'ot.segundoApellido as otSegundo'])
		.select((f) =>
			f
				.selectFrom('sello as x')
				.select((g) => sql<number>`cast(${g.fn.countAll()} as integer)`.as('n'))
				.whereRef('x.suplenciaId', '=', 's.id')
				.as('sellados'),
		)

export type FilaSuplencia = Awaited<ReturnType<ReturnType<typeof suplencias>['execute']>>[number]

/** Lo que le pasó a cada suplencia, en su orden, con el nombre de quien lo hizo. */
export const sucesosDe = async (
	db: Lectura | Tx,
	ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Suceso[]>> => {
	const porId = new Map<string, Suceso[]>(ids.map((id) => [id, []]))
	if (ids.length === 0) return porId
	const filas = await db
		.selectFrom('suplenciaSuceso as x')
		.innerJoin('persona as p', 'p.id', 'x.personaId')
		.select(['x.suplenciaId', 'x.suceso', 'x.personaId', 'x.razon', 'x.momento'])
		.select(['p.nombre', 'p.primerApellido', 'p.segundoApellido'])
		.where('x.suplenciaId', 'in', ids)
		.orderBy('x.momento')
		.orderBy('x.suceso')
		.execute()
	for (const { suplenciaId, suceso, personaId, razon, momento, ...persona } of filas) {
		porId.get(suplenciaId)?.push({ suceso, personaId, razon, momento, nombre: nombreCompleto(persona) })
	}
	return porId
}

export type Suceso = {
	readonly suceso: SucesoSuplencia
	readonly personaId: string
	readonly nombre: string
	readonly razon: string | null
	readonly momento: string
}

/** El renglón como lo juzga el dominio. */
export const enDominio = (
	fila: Pick<FilaSuplencia, 'desde' | 'hasta' | 'tope' | 'sellados'>,
	sucesos: readonly Suceso[],
): Suplencia => ({
	desde: fila.desde as Fecha,
	hasta: fila.hasta as Fecha,
	tope: fila.tope,
	sellados: Number(fila.sellados ?? 0),
	sucesos: sucesos.map(({ suceso }) => suceso),
})

/** Dónde vale: su plantel, o la entidad entera. */
export const lugarDe = ({ entidadId, plantelId }: Pick<FilaSuplencia, 'entidadId' | 'plantelId'>): Lugar =>
	plantelId === null ? { entidadId } : { entidadId, plantelId }

/** Si el suplente sigue siendo quien se eligió: con su cuenta activa y en la misma entidad. De fuera nadie sella (10, 16). */
export const puedeSuplir = (
	fila: Pick<FilaSuplencia, 'suplenteActiva' | 'suplenteEntidadId' | 'entidadId'>,
): boolean => fila.suplenteActiva === 1 && fila.suplenteEntidadId === fila.entidadId

/** A quién se suple, por su nombre. */
export const titularDe = (fila: FilaSuplencia): string =>
	nombreCompleto({ nombre: fila.tiNombre, primerApellido: fila.tiPrimero, segundoApellido: fila.tiSegundo })

/** Quién suple, por su nombre. */
export const suplenteDe = (fila: FilaSuplencia): string =>
	nombreCompleto({ nombre: fila.suNombre, primerApellido: fila.suPrimero, segundoApellido: fila.suSegundo })

/** Quién la otorgó por la entidad, por su nombre. */
export const otorganteDe = (fila: FilaSuplencia): string =>
	nombreCompleto({ nombre: fila.otNombre, primerApellido: fila.otPrimero, segundoApellido: fila.otSegundo })

/**
 * Aparta la suplencia hasta que termine la transacción: quien sella con ella, la confirma o la revoca va de uno en
 * uno. En SQLite ya es así, porque quien entra escribe solo. Falso si no existe, o si ese ámbito no la alcanza.
 */
export const apartarSuplencia = async (
	tx: Tx,
	id: string,
	ambito: Ambito = { tipo: 'nacional' },
): Promise<boolean> => {
	const fila = tx.selectFrom('suplencia').select('id').where('id', '=', id).where(enAmbito(ambito))
	const conCandado = tx.getExecutor().adapter instanceof PostgresAdapter ? fila.forUpdate() : fila
	return (await conCandado.executeTakeFirst()) !== undefined
}
