import type { ClaseAsunto, EstadoAsunto } from '#core/domain/mesa/asunto.ts'

/* La mesa de servicio (10, 15, 23). Los sucesos y los adjuntos sólo se agregan. */

export type TablaAsunto = {
	id: string
	clase: ClaseAsunto
	entidadId: string
	plantelId: string | null
	abreId: string
	asignadoId: string | null
	estado: EstadoAsunto
	tramiteId: string | null
	titulo: string
	/** JSON de `PeticionDePerfil`. */
	peticion: string | null
	movimientos: number
	creado: string
	actualizado: string
}

export type TablaAsuntoSuceso = {
	asuntoId: string
	orden: number
	suceso: 'abierto' | 'mensaje' | 'asignado' | 'ejecutado' | 'cerrado' | 'reabierto'
	personaId: string
	lado: 'solicita' | 'atiende'
	texto: string | null
	asignadoId: string | null
	acto: string | null
	objeto: string | null
	momento: string
}

export type TablaAsuntoAdjunto = {
	id: string
	asuntoId: string
	orden: number
	personaId: string
	lado: 'solicita' | 'atiende'
	nombre: string
	tipo: string
	bytes: number
	sha256: string
	momento: string
}
