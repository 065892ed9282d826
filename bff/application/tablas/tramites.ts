import type { Generated } from 'kysely'
import type { EstadoTramite } from '#core/domain/tramite.ts'
import type { SiNo } from './si-no.ts'

/* El trámite, los rangos de folio y lo que se sella. */

export type TablaRangoFolio = {
	id: string
	entidadId: string
	plantelId: string
	modelo: '2008' | '2018'
	desde: number
	hasta: number
	siguiente: number
	asignado: string
	personaId: string | null
}

export type TablaTramite = {
	id: string
	matricula: string
	plantelId: string
	entidadId: string
	modelo: '2008' | '2018'
	estado: EstadoTramite
	abierto: Generated<SiNo>
	intento: Generated<number>
	razon: string | null
	nombre: string | null
	primerApellido: string | null
	segundoApellido: string | null
	nombreEditado: Generated<SiNo>
	folioDigital: string | null
	creado: string
	actualizado: string
}

export type TablaCertificado = {
	tramiteId: string
	folio: string
	dec: string
	fecha: string
	selloCalidad: SiNo
	xmlSep: string | null
	fechaSep: string | null
}
