/* Lo que va y viene con la SEP, y los archivos que deja. */

export type TablaLote = {
	id: string
	entidadId: string
	estado: string
	nombreArchivo: string
	sha256: string
	numeroLote: string | null
	mensaje: string | null
	creado: string
	enviado: string | null
	actualizado: string
}

export type TablaLoteCertificado = {
	loteId: string
	tramiteId: string
	archivo: string
	xml: string
	estado: string
	descripcion: string | null
}

export type TablaArchivo = {
	id: string
	tramiteId: string
	clase: string
	nombre: string
	sha256: string
	bytes: number
	momento: string
}
