/* El archivo (12, 14): sus tareas, sus hallazgos, las descargas de una generación y la carta responsiva. */

export type ClaseDeTarea = 'repasar' | 'barrer' | 'rotar'

export type TablaArchivoTarea = {
	clase: ClaseDeTarea
	cursor: string | null
	total: number | null
	vistos: number
	hechos: number
	iniciada: string
	actualizada: string
	terminada: string | null
	error: string | null
}

export type TablaArchivoHallazgo = {
	id: string
	fuente: string
	renglon: string
	sha256: string
	tramiteId: string | null
	clase: string
	problema: 'falta' | 'danado' | 'llave' | 'tamano'
	hallado: string
	visto: string
	resuelto: string | null
}

export type TablaDescarga = {
	id: string
	personaId: string
	entidadId: string
	plantelId: string | null
	generacion: string | null
	total: number
	hechos: number
	incompletos: number
	estado: 'lista' | 'en-curso' | 'hecha' | 'cortada'
	creado: string
	vence: string
	actualizado: string
}

/** Sólo agrega: una carta nueva no borra la anterior. */
export type TablaCarta = {
	id: string
	entidadId: string
	numero: number
	personaId: string
	/** `Firmante` en JSON, como estaba la cuenta al firmar. */
	firmante: string
	corte: string
	certificados: number
	relacionSha256: string
	relacionBytes: number
	inicio: string
	limite: string
	noCertificado: string
	certificado: string
	cadena: string
	sello: string
	ocsp: string
	pdfSha256: string
	pdfBytes: number
	momento: string
}

/** Sólo agrega: a quién de la DSE ya le llegó, y cuándo. */
export type TablaCartaEnvio = { cartaId: string; personaId: string; momento: string }
