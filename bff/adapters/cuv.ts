import { createHmac } from 'node:crypto'
import type { DerivarCuv } from '../application/ports.ts'
import { componerCuv } from '#core/domain/libro.ts'

/**
 * Deriva la CUV de un asiento (8): los primeros 60 bits de HMAC-SHA-256 con la llave del sistema (al menos 32 bytes)
 * sobre folio, matrícula y fecha. La forma no es pública; ésta es nuestra: quien no tiene la llave no la adivina, y
 * el mismo asiento da siempre la misma.
 */
export const crearDerivarCuv = (llave: Uint8Array): DerivarCuv => {
	if (llave.length < 32) throw new Error('La llave de la CUV debe tener al menos 32 bytes.')
	return ({ folio, matricula, fecha }) =>
		componerCuv(
			createHmac('sha256', llave)
				// JSON separa los campos sin ambigüedad.
				.update(JSON.stringify(['cuv', folio, matricula, fecha]))
				.digest(),
		)
}
