import type { DocumentoPorSellar } from '../../../src/lib/firma/lote.ts'

/** Con qué se mide: los documentos y una e.firma con la forma de las del SAT. */
export type Material = {
	readonly documentos: readonly DocumentoPorSellar[]
	readonly cer: Uint8Array<ArrayBuffer>
	readonly key: Uint8Array<ArrayBuffer>
	readonly contrasena: string
	/** De quién es la e.firma. */
	readonly curp: string
}

/** Lo mismo como viaja en JSON: los bytes en base64. */
export type MaterialEnJson = {
	readonly documentos: readonly DocumentoPorSellar[]
	readonly cer: string
	readonly key: string
	readonly contrasena: string
	/** De quién es la e.firma. */
	readonly curp: string
}

export type Medible =
	/** El lote como en la ceremonia, por los workers del producto: leer, rearmar, comparar, sellar y avisar. */
	| 'sellar'
	/** Lo mismo todo en un solo worker: para ver qué se gana con dos. */
	| 'sellar-en-uno'
	/** Sólo lo de antes de firmar: leer, comparar y rearmar. */
	| 'leer'
	/** `crypto.subtle.sign` y nada más, de una en una o con varias en vuelo. */
	| 'firmar-en-fila'
	| 'firmar-en-vuelo'
	/** @nodecfdi/credentials como se usa: la llave cifrada, con su contraseña. */
	| 'nodecfdi'
	/** Y en su mejor caso: con la llave ya descifrada en memoria. */
	| 'nodecfdi-abierta'
	| 'abrir'
	| 'abrir-forge'

export type AlMedidor =
	| { readonly tipo: 'preparar'; readonly material: Material }
	| { readonly tipo: 'medir'; readonly que: Exclude<Medible, 'sellar'>; readonly veces: number }
	/** Que esos sellos sean los que dan los pares. */
	| { readonly tipo: 'comprobar'; readonly sellos: readonly string[] }

export type DelMedidor =
	{ readonly tipo: 'listo'; readonly ms: number } | { readonly tipo: 'falla'; readonly mensaje: string }
