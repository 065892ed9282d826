import type { Autor, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { anotarDesenlace, leerEnvios } from './envios.ts'
import { moverLote, type DepsLote } from './mover-lote.ts'

/**
 * Consta que COSFAC no tiene ese envío de un lote desconocido: el lote sale otra vez. Dice si lo hizo. No lo hace si
 * mientras se averiguaba salió otro envío: lo que se averiguó no es de ése.
 */
export const reenviarLote = async (
	tx: Tx,
	deps: DepsLote,
	lote: { readonly id: string; readonly entidadId: string },
	porque: { readonly vez: number; readonly mensaje: string; readonly autor?: Autor },
): Promise<boolean> => {
	const { vez, mensaje, autor } = porque
	// Toma el renglón: mientras se mira cuál es el último envío, nadie anota otro.
	await tx
		.updateTable('lote')
		.set((e) => ({ estado: e.ref('estado') }))
		.where('id', '=', lote.id)
		.execute()
	if ((await leerEnvios(tx, lote.id)).at(-1)?.vez !== vez) return false
	if (!(await moverLote(tx, deps, lote, 'reenviar', { mensaje: null, ...(autor ? { autor } : {}) })))
		return false
	await anotarDesenlace(tx, deps, { loteId: lote.id, vez }, 'no-lo-tienen', { mensaje })
	await encargar(tx, deps, { clase: 'enviar-lote', clave: lote.id, carga: { loteId: lote.id } })
	return true
}
