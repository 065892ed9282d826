import type { Generated } from 'kysely'
import type { Perfil } from '#core/domain/rol.ts'
import type { SiNo } from './si-no.ts'

/* Quién entra y con qué sesión. */

export type TablaPersona = {
	id: string
	tid: string | null
	oid: string | null
	correo: string
	nombre: string
	primerApellido: string
	segundoApellido: string | null
	curp: string | null
	idCargo: string | null
	cargo: string | null
	perfil: Perfil
	entidadId: string | null
	plantelId: string | null
	activa: Generated<SiNo>
}

export type TablaSesion = {
	huella: string
	personaId: string
	creada: string
	usada: string
	expira: string
}
