import { frase, type Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import type { Rechazo } from '#core/domain/result.ts'
import type { Ambito } from '#core/domain/rol.ts'
import { enAmbito } from '../alcance.ts'
import type { Lectura } from '../ports.ts'

/** La respuesta de un renglón que se hizo. */
export const filaHecha = (id: string): ResultadoFila => ({ id, hecho: true })

/** La respuesta de un renglón que no se hizo, con su motivo y la frase para la persona. */
export const filaNegada = (id: string, { motivo, datos }: Rechazo<Motivo>): ResultadoFila => ({
	id,
	hecho: false,
	motivo,
	frase: frase(motivo, datos),
})

/** Los identificadores sin repetir y en orden: todos los actos en lote toman los candados en el mismo. */
export const enOrden = (ids: readonly string[]): string[] => [...new Set(ids)].sort()

export type TramiteLeido = Awaited<ReturnType<typeof consultar>>[number]

/** Los trámites que ese ámbito alcanza, por su id: lo ajeno no aparece, como lo que no existe. Hasta unos miles por llamada. */
export const leerTramites = async (
	db: Lectura,
	ids: readonly string[],
	ambito: Ambito | readonly Ambito[],
): Promise<ReadonlyMap<string, TramiteLeido>> =>
	new Map(ids.length === 0 ? [] : (await consultar(db, ids, ambito)).map((tramite) => [tramite.id, tramite]))

const consultar = (db: Lectura, ids: readonly string[], ambito: Ambito | readonly Ambito[]) =>
	db
		.selectFrom('tramite')
		.select(['id', 'matricula', 'plantelId', 'entidadId', 'modelo', 'estado'])
		.where('id', 'in', ids)
		.where(enAmbito(ambito))
		.execute()
