import type { ClaseDeDevolucion } from '#core/domain/devolucion.ts'

/** Lo que un director devolvió a Servicios Escolares: sólo se agrega. `intento` es el que se devolvió; queda abierto el que sigue. */
export type TablaDevolucion = {
	tramiteId: string
	intento: number
	rol: 'plantel' | 'estatal'
	personaId: string
	clase: ClaseDeDevolucion
	razon: string
	momento: string
}
