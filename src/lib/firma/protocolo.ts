/**
 * Lo que la página y los workers del sellado se dicen. Hacia el que firma van los archivos (sin leer) y la contraseña;
 * de vuelta nunca viene la llave, ni la contraseña, ni nada de ellas. Al lector sólo le llegan documentos.
 */
import type { DatosMotivo, Motivo } from '#core/contract/motivo.ts'
import type { DocumentoPorSellar, FilaSellada } from './lote.ts'

/** Lo que la ceremonia pide a quien sella. */
export type AlWorker =
	| {
			readonly tipo: 'archivos'
			readonly archivos: readonly File[]
			/** Hora del servidor, en milisegundos. */
			readonly momento: number
			readonly curp: string | null
			/** Autoridades, DER en base64; null si no se pudieron traer: la cadena la comprueba el BFF. */
			readonly anclas: readonly string[] | null
	  }
	| {
			readonly tipo: 'sellar'
			readonly contrasena: string
			readonly documentos: readonly DocumentoPorSellar[]
	  }
	/** Unos cuantos, para que quien lee llegue con el paso hecho; lo que salga de ellos se tira. */
	| { readonly tipo: 'ensayar'; readonly documentos: readonly DocumentoPorSellar[] }
	| { readonly tipo: 'pausar' }
	| { readonly tipo: 'seguir' }
	| { readonly tipo: 'cancelar' }

/** Lo que recibe el worker que tiene la llave: las cadenas ya armadas le llegan por un puerto. */
export type AlFirmador =
	| Exclude<AlWorker, { tipo: 'sellar' | 'ensayar' }>
	| { readonly tipo: 'sellar'; readonly contrasena: string; readonly cadenas: MessagePort }

/** Lo que recibe el worker que lee; `fin` en el último grupo. */
export type AlLector =
	| Extract<AlWorker, { tipo: 'ensayar' }>
	| { readonly tipo: 'puerto'; readonly puerto: MessagePort }
	| {
			readonly tipo: 'documentos'
			readonly documentos: readonly DocumentoPorSellar[]
			readonly fin: boolean
	  }

export type FalloDeArchivo = {
	readonly archivo: string
	readonly motivo: Motivo
	readonly datos: DatosMotivo
}

/** El certificado elegido, para que la persona vea que es el suyo. */
export type EfirmaElegida = {
	readonly archivo: string
	readonly titular: string
	readonly rfc: string
	readonly noCertificado: string
	/** ISO. */
	readonly hasta: string
	/** Sirve para sellar: las revisiones del dispositivo pasaron. */
	readonly sirve: boolean
}

export type DelWorker =
	| {
			readonly tipo: 'efirma'
			readonly certificado: EfirmaElegida | null
			readonly llave: { readonly archivo: string } | null
			readonly fallos: readonly FalloDeArchivo[]
			/** Lo que no impide sellar: vence pronto, cadena no comprobada aquí. */
			readonly advertencias: readonly { readonly motivo: Motivo; readonly datos: DatosMotivo }[]
	  }
	/** `certificado`: el .cer en base64, que acompaña a los sellos. */
	| { readonly tipo: 'abierta'; readonly certificado: string }
	| { readonly tipo: 'no-abre'; readonly motivo: Motivo; readonly datos: DatosMotivo }
	| { readonly tipo: 'sellados'; readonly filas: readonly FilaSellada[] }
	| { readonly tipo: 'terminado' }
	| { readonly tipo: 'falla' }
