import type { SuplenciaDeSello } from '#core/contract/suplencia.ts'
import type { Lectura, Tx } from '../ports.ts'
import { otorganteDe, sucesosDe, suplencias, titularDe } from './filas.ts'

/** El acuerdo de cada suplencia con que se selló (16, 20): a quién suple, cuándo, por qué, quién otorgó y quién confirmó. */
export const acuerdosDe = async (
	db: Lectura | Tx,
	ids: readonly string[],
): Promise<ReadonlyMap<string, SuplenciaDeSello>> => {
	if (ids.length === 0) return new Map()
	const filas = await suplencias(db).where('s.id', 'in', ids).execute()
	const sucesos = await sucesosDe(db, ids)
	return new Map(
		filas.map((fila) => [
			fila.id,
			{
				id: fila.id,
				titular: titularDe(fila),
				desde: fila.desde,
				hasta: fila.hasta,
				razon: fila.razon,
				otorgo: otorganteDe(fila),
				confirmo: sucesos.get(fila.id)?.find(({ suceso }) => suceso === 'confirmada')?.nombre ?? '',
			},
		]),
	)
}
