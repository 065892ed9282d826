import type { Generated } from 'kysely'

/* Lo encargado para después. */

export type TablaTrabajo = {
	id: string
	clase: string
	clave: string
	carga: string
	estado: 'pendiente' | 'en-curso' | 'hecho' | 'fallido'
	noAntes: string
	intentos: Generated<number>
	arriendoHasta: string | null
	ultimoError: string | null
	creado: string
	terminado: string | null
}
