import type { Generated } from 'kysely'
import type { DesenlaceDeEnvio } from '#core/domain/lotes/conciliacion.ts'
import type { SiNo } from './si-no.ts'

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
	/** Cuándo salió la última vez. */
	enviado: string | null
	actualizado: string
	/** Por qué espera a una persona, en una frase; null si se mueve solo. */
	pendiente: string | null
	/** Cuándo se avisó de que tarda, y cuándo se escaló (11). */
	avisado: string | null
	escalado: string | null
}

/** Un envío: escrito antes de salir. `piso` es el mayor número de lote que se conocía de COSFAC al salir. */
export type TablaEnvioLote = {
	loteId: string
	vez: number
	nombreArchivo: string
	sha256: string
	salio: string
	piso: string | null
	desenlace: DesenlaceDeEnvio
	numeroLote: string | null
	mensaje: string | null
	sabido: string | null
}

/** Un número de lote que COSFAC tiene, sin ceros a la izquierda. `sobrante`: es de un lote nuestro que ya tiene otro. */
export type TablaLoteNumero = {
	numero: string
	loteId: string | null
	papel: 'adoptado' | 'sobrante' | 'ajeno'
	/** Ya se sabe de cada certificado que SEP dijo tener en él. */
	revisado: Generated<SiNo>
	visto: string
}

/** Un certificado que sobró ante SEP, anotado antes de pedir que lo cancelen. `xml`: lo que prueba que es nuestro. */
export type TablaCancelacionSep = {
	folioDigital: string
	tramiteId: string
	intento: number
	loteId: string
	numeroLote: string
	estado: 'pendiente' | 'cancelada' | 'negada'
	xml: string
	razon: string
	codigo: number | null
	mensaje: string | null
	pedida: string
	sabida: string | null
}

export type TablaLoteCertificado = {
	loteId: string
	tramiteId: string
	archivo: string
	xml: string
	estado: string
	descripcion: string | null
	/** El del trámite cuando se integró. */
	intento: Generated<number>
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
