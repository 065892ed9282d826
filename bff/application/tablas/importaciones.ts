import type { Generated } from 'kysely'
import type { SiNo } from './si-no.ts'
import type { ClaseDeError, Efecto, EstadoImportacion, FormatoSae } from '#core/contract/importacion.ts'

/* La importación de SAE: en qué va y, mientras la persona decide, lo que trae. */

export type TablaImportacion = {
	id: string
	archivo: string
	sha256: string
	momento: string
	/** Quien la subió; nulo si fue un trabajo o el operador. */
	personaId: string | null
	filas: number
	altas: number
	cambios: number
	entidadId: Generated<string | null>
	plantelId: Generated<string | null>
	origen: Generated<'archivo' | 'sae'>
	estado: Generated<EstadoImportacion>
	formato: Generated<FormatoSae | null>
	bytes: Generated<number>
	aplicaId: Generated<string | null>
	aplicaPerfil: Generated<string | null>
	razon: Generated<string | null>
	/** ColumnasDeArchivo en JSON: lleva una muestra, y por eso se borra con lo demás. */
	columnas: Generated<string | null>
	mapeo: Generated<string | null>
	/** Bytes al subir y revisar; renglones al aplicar. */
	hechos: Generated<number>
	total: Generated<number | null>
	sinCambio: Generated<number>
	conError: Generated<number>
	errores: Generated<number>
	sellados: Generated<number>
	requisitos: Generated<number>
	reabre: Generated<number>
	reconfronta: Generated<number>
	etag: Generated<string | null>
	vence: Generated<string | null>
}

export type TablaImportacionTrozo = {
	importacionId: string
	clase: 'archivo' | 'malos'
	orden: number
	bytes: number
	sha256: string
}

export type TablaImportacionError = {
	importacionId: string
	orden: number
	clase: ClaseDeError
	linea: number
	columna: string
	valor: string
	razon: string
}

export type TablaImportacionCambio = {
	importacionId: string
	linea: number
	matricula: string
	datos: string
	efecto: Efecto
	reconfronta: SiNo
	tramiteId: string | null
	estado: string | null
	folio: string | null
}

/** Sólo agrega; de cada entidad vale la versión más alta. */
export type TablaMapeoSae = {
	entidadId: string
	version: number
	mapeo: string
	personaId: string | null
	momento: string
}
