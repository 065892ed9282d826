import type { Huella } from '../ports.ts'

/** El eslabón anterior al primero. */
export const ORIGEN = '0'.repeat(64)

/**
 * Un eslabón, de la bitácora o del Libro: encadenado_i = H(0x01 ‖ encadenado_{i−1} ‖ hoja_i), sobre el hexadecimal de ambas. El
 * prefijo 0x01 lo distingue de una hoja (0x00; RFC 6962 §2.1). Cambiar un renglón cambia todos los que siguen.
 */
export const encadenar = (huella: Huella, anterior: string, hoja: string): string =>
	huella(`\u0001${anterior}${hoja}`)
