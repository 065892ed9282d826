import type { Reloj } from '../application/ports.ts'
import type { Instante } from '#core/domain/fecha.ts'

/**
 * La hora del sistema o, si se da un `inicio`, un reloj que arranca en ese instante y avanza al paso del real:
 * para demostraciones y pruebas en una fecha determinada.
 */
export const crearReloj = (inicio?: Instante): Reloj => {
	if (inicio === undefined) return () => new Date().toISOString() as Instante
	const origen = Date.parse(inicio)
	if (Number.isNaN(origen)) throw new Error(`El inicio del reloj no es un instante ISO 8601: ${inicio}`)
	const arranque = performance.now()
	return () => new Date(origen + (performance.now() - arranque)).toISOString() as Instante
}
