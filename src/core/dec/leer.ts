/**
 * Lee el XML de un DEC, propio o ajeno, sin creerle nada: solo pasa lo que es un DEC y nada más que un DEC.
 *
 * Los lectores de XML discrepan en DTD, instrucciones, CDATA, comentarios y entidades, y en esas grietas caben
 * documentos que dicen una cosa a quien verifica y otra a quien lee; por eso aquí se rechazan. Fuente: XML 1.0,
 * Namespaces in XML 1.0 y el esquema DecTerminacion 3.0 (`campos.ts`).
 */
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { ok, rechazo, type Rechazo, type Result } from '../domain/result.ts'
import { ARBOL, ESPACIO, type Elemento } from './campos.ts'
import type { Dec } from './dec.ts'

/** Por qué un XML no se puede leer como DEC. Los del primer grupo son del XML; los del segundo, del esquema. */
export type MotivoXml = 'xml-demasiado-grande' | 'xml-codificacion' | 'xml-mal-formado' | 'xml-prohibido'
export type MotivoEsquema =
	| 'espacio-de-nombres'
	| 'elemento-desconocido'
	| 'elemento-fuera-de-lugar'
	| 'elemento-faltante'
	| 'atributo-desconocido'
	| 'atributo-faltante'
	| 'texto-sobrante'
export type MotivoDec = MotivoXml | MotivoEsquema

/** Lo más que mide un DEC: holgado para cien módulos, corto para un ataque. En bytes o caracteres. */
export const LIMITE_XML = 1_048_576

const XMLNS = 'http://www.w3.org/2000/xmlns/'
const XSI = 'http://www.w3.org/2001/XMLSchema-instance'
const SURROGATE_SUELTO = /\p{Cs}/u
const SOLO_ESPACIO = /^[ \t\r\n]*$/

type Abierto = {
	readonly elemento: Elemento
	readonly objeto: Record<string, unknown>
	turno: number
	veces: number
}
type Negar = (motivo: MotivoDec, que: string) => never

/** El texto de unos bytes que deben ser UTF-8 exacto (con o sin BOM). */
const decodificar = (bytes: Uint8Array): string | null => {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		return null
	}
}

const leerAtributos = (elemento: Elemento, tag: SaxesTagNS, negar: Negar): Record<string, unknown> => {
	const objeto: Record<string, unknown> = {}
	const { requeridos, opcionales } = elemento.atributos
	for (const clave in tag.attributes) {
		const atributo = tag.attributes[clave]
		if (atributo === undefined || atributo.uri === XMLNS) continue
		const { uri, local, value } = atributo
		if (uri === '' && (Object.hasOwn(requeridos, local) || Object.hasOwn(opcionales, local))) {
			objeto[local] = value
		} else if (!(uri === XSI && local === 'schemaLocation' && elemento === ARBOL)) {
			negar('atributo-desconocido', `${elemento.nombre}/@${clave}`)
		}
	}
	for (const nombre in requeridos) {
		if (!Object.hasOwn(objeto, nombre)) negar('atributo-faltante', `${elemento.nombre}/@${nombre}`)
	}
	return objeto
}

/** Qué hijo del elemento abierto es el que llega; avanza el turno, y se niega si no le toca. */
const tocar = (padre: Abierto, nombre: string, negar: Negar): Elemento => {
	const { hijos } = padre.elemento
	for (;;) {
		const hijo = hijos[padre.turno]
		if (hijo === undefined) {
			const conocido = hijos.some((otro) => otro.nombre === nombre)
			return negar(conocido ? 'elemento-fuera-de-lugar' : 'elemento-desconocido', nombre)
		}
		if (hijo.nombre === nombre && (padre.veces === 0 || hijo.maximo === 'varios')) {
			padre.veces += 1
			return hijo
		}
		if (padre.veces < hijo.minimo) {
			const conocido = hijos.some((otro) => otro.nombre === nombre)
			return conocido ? negar('elemento-faltante', hijo.nombre) : negar('elemento-desconocido', nombre)
		}
		padre.turno += 1
		padre.veces = 0
	}
}

const cerrar = (abierto: Abierto, negar: Negar): void => {
	const { hijos } = abierto.elemento
	for (let turno = abierto.turno, veces = abierto.veces; turno < hijos.length; turno += 1, veces = 0) {
		const hijo = hijos[turno]
		if (hijo !== undefined && veces < hijo.minimo) negar('elemento-faltante', hijo.nombre)
	}
}

const colgar = (padre: Abierto, elemento: Elemento, objeto: Record<string, unknown>): void => {
	if (elemento.maximo === 1) {
		padre.objeto[elemento.campo] = objeto
		return
	}
	const lista = padre.objeto[elemento.campo]
	if (Array.isArray(lista)) lista.push(objeto)
	else padre.objeto[elemento.campo] = [objeto]
}

/** Recorre el documento ya visto como texto; lanza por medio de `negar` en lo primero que no cuadre. */
const recorrer = (
	parser: SaxesParser<{ xmlns: true }>,
	texto: string,
	negar: Negar,
): Record<string, unknown> => {
	const pila: Abierto[] = []
	let raiz: Record<string, unknown> = {}
	parser.on('error', (error) => negar('xml-mal-formado', error.message))
	parser.on('doctype', () => negar('xml-prohibido', 'DOCTYPE'))
	parser.on('processinginstruction', () => negar('xml-prohibido', 'PI'))
	parser.on('cdata', () => negar('xml-prohibido', 'CDATA'))
	parser.on('comment', () => negar('xml-prohibido', 'COMMENT'))
	parser.on('xmldecl', ({ version, encoding }) => {
		if (version !== '1.0') negar('xml-mal-formado', 'version')
		if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') negar('xml-codificacion', encoding)
	})
	parser.on('text', (trozo) => {
		const actual = pila.at(-1)
		if (actual === undefined) return
		if (actual.elemento.hijos.length === 0 || !SOLO_ESPACIO.test(trozo)) {
			negar('texto-sobrante', actual.elemento.nombre)
		}
	})
	parser.on('opentag', (tag) => {
		if (tag.uri !== ESPACIO) negar('espacio-de-nombres', tag.name)
		const padre = pila.at(-1)
		if (padre === undefined) {
			if (tag.local !== ARBOL.nombre) negar('elemento-desconocido', tag.name)
			raiz = { ...leerAtributos(ARBOL, tag, negar), uacs: [] }
			pila.push({ elemento: ARBOL, objeto: raiz, turno: 0, veces: 0 })
			return
		}
		const elemento = tocar(padre, tag.local, negar)
		const propio = leerAtributos(elemento, tag, negar)
		const objeto = elemento.campo === '' ? padre.objeto : propio
		if (elemento.campo !== '') colgar(padre, elemento, objeto)
		pila.push({ elemento, objeto, turno: 0, veces: 0 })
	})
	parser.on('closetag', () => {
		const abierto = pila.pop()
		if (abierto !== undefined) cerrar(abierto, negar)
	})
	parser.write(texto).close()
	return raiz
}

/**
 * Lee un DEC. Acepta el texto o los bytes UTF-8 del archivo; nunca lanza por lo que traiga la entrada.
 *
 * El rechazo lleva `linea` y `columna` (desde 1) y `que` (el elemento, el atributo o lo prohibido). Los valores
 * quedan como el XML los define (referencias resueltas, saltos de línea dentro de un atributo vueltos espacio);
 * sus tipos los revisa `revisarEstructura`.
 */
export const leerDec = (
	entrada: string | Uint8Array,
	{ limite = LIMITE_XML }: { readonly limite?: number } = {},
): Result<Dec, MotivoDec> => {
	if (entrada.length > limite) return rechazo('xml-demasiado-grande', { limite })
	const texto = typeof entrada === 'string' ? entrada : decodificar(entrada)
	if (texto === null) return rechazo('xml-codificacion', { que: 'UTF-8', linea: 1, columna: 1 })
	// saxes une un surrogate alto con lo que siga, sea lo que sea: se descartan antes los sueltos.
	if (SURROGATE_SUELTO.test(texto))
		return rechazo('xml-mal-formado', { que: 'surrogate', linea: 1, columna: 1 })

	const parser = new SaxesParser({ xmlns: true as const, defaultXMLVersion: '1.0', forceXMLVersion: true })
	let negativa: Rechazo<MotivoDec> | undefined
	const negar: Negar = (motivo, que) => {
		negativa ??= rechazo(motivo, { que, linea: parser.line, columna: parser.column + 1 })
		throw new Error(motivo)
	}
	try {
		// La tabla que guía la lectura es la misma de la que sale el tipo: lo que pasó por ella es un Dec.
		return ok(recorrer(parser, texto, negar) as unknown as Dec)
	} catch (falla) {
		if (negativa !== undefined) return negativa
		throw falla
	}
}
