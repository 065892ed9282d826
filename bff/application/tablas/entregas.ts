import type { Generated } from 'kysely'

/* El buzón del egresado y lo que se le entrega. */

export type TablaBuzon = {
	id: string
	tramiteId: string
	ficha: string
	vence: string
	intentosIdentidad: Generated<number>
	correo: string | null
	manifiesta: string | null
	manifiestaNombre: string | null
	codigo: string | null
	codigoVence: string | null
	codigosEnviados: Generated<number>
	intentosCodigo: Generated<number>
	confirmado: string | null
	anulado: string | null
	creado: string
}

export type TablaEntrega = {
	id: string
	tramiteId: string
	buzonId: string
	correo: string
	ficha: string
	estado: string
	enviado: string | null
	error: string | null
	creado: string
}
