import type { Kysely, Transaction } from 'kysely'
import type { Tablas } from './tablas.ts'
import type { AsientoLibro, PuntoDelLibro } from '#core/contract/libro.ts'
import type { DatosDeCarta } from '#core/domain/carta.ts'
import type { Instante } from '#core/domain/fecha.ts'
import type { Result } from '#core/domain/result.ts'
import type { CausaSinRespuesta } from '#core/domain/revocacion.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { LlaveDeNota } from '#core/registro/nota.ts'

/*
 * Los puertos: lo que los actos piden del mundo. Kysely es el puerto de la base (los dialectos son los
 * adaptadores). Los actos reciben estas funciones por la puerta; ninguno lee el reloj ni el azar por su cuenta.
 */

export type Lectura = Kysely<Tablas>
export type Tx = Transaction<Tablas>

/** Una transacción escribe junto lo que sucede junto. En SQLite es IMMEDIATE: quien entra, escribe. */
export type EnTransaccion = <T>(obra: (tx: Tx) => Promise<T>) => Promise<T>

export type Base = {
	readonly db: Lectura
	readonly dialecto: 'sqlite' | 'postgres'
	readonly enTransaccion: EnTransaccion
	readonly cerrar: () => Promise<void>
}

/** La hora del sistema, como instante ISO UTC. */
export type Reloj = () => Instante

/** Azar criptográfico: identificadores ordenables en el tiempo (UUID v7) y fichas impredecibles (base64url, 256 bits). */
export type Azar = {
	readonly id: () => string
	readonly ficha: () => string
	/** Código de seis dígitos, uniforme. */
	readonly codigo: () => string
}

/** Quien actúa en la bitácora: la persona de la sesión, el egresado con su ficha, o un trabajo del sistema. */
export type Autor = Actor | { readonly sistema: string } | { readonly egresado: string }

/** Confronta una CURP con RENAPO (6 b). `no-disponible` es respuesta, no falla. */
export type ConfrontarCurp = (consulta: {
	readonly curp: string
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly fechaNacimiento: string
	/** Los dos que SAE puede no traer: sólo se comparan si vienen. */
	readonly sexo?: string | null
	readonly entidadNacimiento?: string | null
}) => Promise<{
	readonly resultado: 'coincide' | 'no-coincide' | 'no-existe' | 'no-disponible'
	readonly campos: readonly string[]
}>

/**
 * Qué dice el OCSP del SAT de un certificado (16). `respuesta` es la respuesta OCSP completa, DER en base64, que se guarda
 * como evidencia (20); `razon`, una frase. `no-comprobado` nunca se muestra como bueno, y dice por qué.
 */
export type Revocacion =
	| { readonly estado: 'vigente'; readonly respuesta: string; readonly razon: string }
	| {
			readonly estado: 'revocado'
			readonly respuesta: string
			readonly desde: Instante
			/** Por qué lo revocó, en palabras (RFC 5280 §5.3.1). */
			readonly motivo: string
			readonly razon: string
	  }
	| {
			readonly estado: 'no-comprobado'
			readonly respuesta: null
			readonly causa: CausaSinRespuesta
			readonly razon: string
	  }

/** Pregunta por un certificado (DER). No lanza: lo que falle es `no-comprobado`. */
export type ConsultarRevocacion = (certificadoDer: Uint8Array) => Promise<Revocacion>

/** Las autoridades del operador, DER. */
export type Anclas = readonly Uint8Array[]

/** Las autoridades de un certificado (DER), de quien lo emitió a la raíz, o `null` si entre las anclas no están todas. */
export type RutaDeAutoridades = (certificadoDer: Uint8Array) => readonly Uint8Array[] | null

/** El intercambio con COSFAC/SEP (11). `desconocido`: no se sabe si lo tomó; no se repite a ciegas. */
export type Cosfac = {
	readonly cargar: (envio: {
		nombreArchivo: string
		zip: Uint8Array
	}) => Promise<
		| { resultado: 'aceptado'; numeroLote: string; mensaje: string }
		| { resultado: 'rechazado'; mensaje: string }
		| { resultado: 'desconocido'; razon: string }
		| { resultado: 'no-enviado'; razon: string }
	>
	readonly consultar: (numeroLote: string) => Promise<
		| { resultado: 'en-proceso'; estatus: number; mensaje: string }
		| {
				resultado: 'leido'
				estatus: number
				mensaje: string
				filas: readonly { archivo: string; estatus: string; descripcion: string }[]
		  }
		| { resultado: 'sin-respuesta'; razon: string }
	>
	readonly descargar: (numeroLote: string) => Promise<
		| { resultado: 'no-listo'; mensaje: string }
		| {
				resultado: 'descargado'
				archivos: readonly { nombre: string; bytes: Uint8Array }[]
				/** Lo que no se debió abrir, con el ZIP tal cual. */
				aparte?: { entradas: readonly { nombre: string | null; razon: string }[]; zip: Uint8Array }
		  }
		/** Contestó algo que no se debe abrir: `bytes`, el ZIP tal cual. */
		| { resultado: 'inservible'; razon: string; bytes?: Uint8Array }
		| { resultado: 'sin-respuesta'; razon: string }
	>
	/** Cancela ante SEP un certificado emitido, por su folio digital. */
	readonly cancelar: (
		folioDigital: string,
	) => Promise<
		| { resultado: 'cancelado'; mensaje: string }
		| { resultado: 'negado'; codigo: number; mensaje: string }
		| { resultado: 'sin-respuesta'; razon: string }
	>
}

/** Almacén de archivos, direccionado por contenido (SHA-256) y cifrado en reposo (14). Se escribe antes que el renglón que lo nombra. */
export type Almacen = {
	readonly guardar: (bytes: Uint8Array) => Promise<{ sha256: string; bytes: number }>
	/** Lanza `ArchivoDanado` si falta o si el contenido no es el de su huella; `AlmacenNoDisponible` si no se pudo saber. */
	readonly leer: (sha256: string) => Promise<Uint8Array>
	/** Lo borra; si ya no está, no hace nada. Sólo para lo que no se guarda para siempre: quien borra sabe que nadie más lo nombra. */
	readonly borrar: (sha256: string) => Promise<void>
}

/** El contenido guardado falta, no se descifra, su llave no está, o no es el de su huella (14). */
export class ArchivoDanado extends Error {
	override readonly name = 'ArchivoDanado'
	readonly problema: 'falta' | 'danado' | 'llave'
	constructor(problema: 'falta' | 'danado' | 'llave', mensaje: string) {
		super(mensaje)
		this.problema = problema
	}
}

/** El almacén no responde o no tiene dónde guardar: no se sabe nada del archivo, y vale intentar después. */
export class AlmacenNoDisponible extends Error {
	override readonly name = 'AlmacenNoDisponible'
	/** El código del sistema o de S3: `ENOSPC`, `NoSuchBucket`, `TIMEOUT`… */
	readonly code: string
	constructor(code: string, opciones?: ErrorOptions) {
		super(`El almacén no responde (${code})`, opciones)
		this.code = code
	}
}

/** Un archivo del almacén; `retirado` está apartado para borrarse. La edad es la de su última escritura, por el reloj del almacén. */
export type EnAlmacen = { readonly sha256: string; readonly retirado: boolean; readonly edadMs: number }

/** El almacén visto por quien lo cuida (14): repaso, barrido de huérfanos y rotación de llaves. */
export type Archivero = Almacen & {
	/** Todo lo guardado, por orden de huella y al final lo retirado; de poco en poco. */
	readonly recorrer: () => AsyncIterable<EnAlmacen>
	/** Lo cifra con la llave de hoy si está con otra. Lanza como `leer`. */
	readonly recifrar: (cual: EnAlmacen) => Promise<'al-dia' | 'recifrado'>
	/** Lo aparta: nadie lo ve como guardado, pero leerlo lo trae de vuelta. */
	readonly retirar: (sha256: string) => Promise<void>
	readonly restaurar: (sha256: string) => Promise<void>
	/** Borra para siempre lo retirado. */
	readonly tirar: (sha256: string) => Promise<void>
	/** Borra lo que quedó a medio escribir hace más de `plazoMs`; dice cuántos. */
	readonly limpiar: (plazoMs: number) => Promise<number>
}

/**
 * Lo que el SAE tiene de un plantel, por HTTP (5): páginas de NDJSON, una por una. `sin-novedad`: nada cambió desde lo que
 * dice `etag`. Reintenta por su cuenta; si SAE no contesta, `no-disponible`. No lanza mientras no se lea `paginas`.
 */
export type TraerDeSae = (pregunta: {
	readonly cct: string
	readonly etag: string | null
}) => Promise<
	| { readonly resultado: 'hay'; readonly etag: string | null; readonly paginas: AsyncIterable<Uint8Array> }
	| { readonly resultado: 'sin-novedad' }
	| { readonly resultado: 'no-disponible'; readonly razon: string }
>

/** SAE dejó de contestar a media entrega. */
export class SaeNoDisponible extends Error {
	override readonly name = 'SaeNoDisponible'
}

export type Correo = {
	readonly para: string
	readonly asunto: string
	readonly texto: string
	readonly html: string
	readonly adjuntos?: readonly { nombre: string; tipo: string; bytes: Uint8Array }[]
	/** Estable por mensaje: repetir el envío conserva el Message-ID. */
	readonly mensajeId: string
}

/** `permanente`: el buzón no existe o rechaza; `temporal`: vale reintentar. */
export type EnviarCorreo = (
	correo: Correo,
) => Promise<
	| { resultado: 'enviado' }
	| { resultado: 'permanente'; razon: string }
	| { resultado: 'temporal'; razon: string }
>

/** Lo que el PDF del certificado muestra: su XML timbrado y, del registro, lo que el XML no trae. */
export type DatosPdfCertificado = {
	readonly folio: string
	readonly cuv: string
	readonly volumen: number
	readonly foja: number
	/** Fecha del certificado, `AAAA-MM-DD`. */
	readonly fecha: string
	readonly xml: string
	readonly selloCalidad: boolean
	readonly enlacePublico: string
	readonly firmantes: readonly {
		readonly rol: 'plantel' | 'estatal'
		readonly nombre: string
		readonly cargo: string
		readonly noCertificado: string
		readonly sello: string
		readonly momento: string
	}[]
	readonly entidad: string
	readonly modelo: string
}
export type PintarCertificado = (datos: DatosPdfCertificado) => Promise<Uint8Array>

type DatosPdfAcuse = {
	readonly folio: string
	readonly folioDigital: string
	readonly egresado: string
	readonly matricula: string
	readonly plantel: string
	readonly quien: string
	readonly relacion: string
	readonly correo: string
	readonly momento: string
	readonly archivos: readonly { nombre: string; sha256: string }[]
}
export type PintarAcuse = (datos: DatosPdfAcuse) => Promise<Uint8Array>

/** Lo que se imprime del Libro Electrónico (8): los asientos de una foja o de un volumen, en orden. */
export type DatosPdfLibro = {
	readonly plantel: string
	readonly volumen: number
	readonly asientos: readonly (AsientoLibro & { readonly foja: number; readonly hoja: string })[]
	readonly punto: PuntoDelLibro
}
export type PintarLibro = (datos: DatosPdfLibro) => Promise<Uint8Array>

/** Lo que la carta responsiva dice (14), con su sello ya puesto. */
export type PintarCarta = (
	datos: DatosDeCarta & {
		readonly cadena: string
		readonly sello: string
		readonly noCertificado: string
		readonly momento: Instante
	},
) => Promise<Uint8Array>

/** QR en PNG (entrega por correo) de un texto. */
export type PintarQr = (texto: string) => Promise<Uint8Array>

/** Deriva la CUV de un asiento: HMAC-SHA-256 con la llave del sistema, 12 símbolos base32 Crockford en grupos de 4. */
export type DerivarCuv = (datos: { folio: string; matricula: string; fecha: string }) => string

/** Huella SHA-256 en hexadecimal. */
export type Huella = (datos: Uint8Array | string) => string

/** La llave con que el BFF firma los puntos de control del registro: la pública, y su firma Ed25519 de un texto UTF-8. */
export type FirmarPunto = {
	readonly llave: LlaveDeNota
	readonly firmar: (texto: string) => Uint8Array
}

/**
 * Comprueba la ficha de identidad contra el nonce que este navegador pidió. Si el proveedor no contesta, o contesta mal,
 * nada se sabe de la ficha: `servicio-no-disponible`.
 */
export type ValidarFicha = (
	ficha: string,
	nonce: string,
) => Promise<
	Result<
		{ tid: string; oid: string; correo: string },
		'ficha-de-identidad-invalida' | 'inquilino-ajeno' | 'servicio-no-disponible'
	>
>
