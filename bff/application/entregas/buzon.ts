import type { Selectable } from 'kysely'
import type { Huella, Lectura, Tx } from '../ports.ts'
import type { TablaBuzon } from '../tablas/entregas.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { EstadoTramite } from '#core/domain/tramite.ts'

export type BuzonVivo = Selectable<TablaBuzon> & {
	readonly estado: EstadoTramite
	readonly entidadId: string
	readonly plantelId: string
	readonly matricula: string
	readonly curp: string
	readonly fechaNacimiento: string
	readonly correoInstitucional: string | null
}

/** Un buzón vivo con lo que sus actos necesitan del egresado. */
export const leerBuzon = async (
	db: Lectura | Tx,
	deps: { readonly huella: Huella; readonly ahora: string },
	ficha: string,
): Promise<Result<BuzonVivo, 'enlace-invalido' | 'enlace-vencido'>> => {
	const fila = await db
		.selectFrom('buzon as b')
		.innerJoin('tramite as t', 't.id', 'b.tramiteId')
		.innerJoin('egresado as e', 'e.matricula', 't.matricula')
		.selectAll('b')
		.select([
			't.estado',
			't.entidadId',
			't.plantelId',
			'e.matricula',
			'e.curp',
			'e.fechaNacimiento',
			'e.correoInstitucional',
		])
		.where('b.ficha', '=', deps.huella(ficha))
		.executeTakeFirst()
	if (!fila || fila.anulado !== null) return rechazo('enlace-invalido')
	if (fila.confirmado === null && fila.vence <= deps.ahora) return rechazo('enlace-vencido')
	return ok(fila)
}
