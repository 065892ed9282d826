/**
 * Lee el XML de un DEC, propio o ajeno, sin creerle nada: solo pasa lo que es un DEC y nada más que un DEC.
 *
 * Los lectores de XML discrepan en DTD, instrucciones, CDATA, comentarios y entidades, y en esas grietas caben
 * documentos que dicen una cosa a quien verifica y otra a quien lee; por eso aquí se rechazan. Fuente: XML 1.0,
 * Namespaces in XML 1.0 y el esquema DecTerminacion 3.0 (`campos.ts`).
 */
import { ok, rechazo, type Rechazo, type Result } from '../domain/result.ts'
import { ARBOL, ESPACIO, type Elemento } from './campos.ts'
import type { Dec } from './dec.ts'
import { recorrerEtiquetas, type Etiqueta, type MotivoXml } from './etiquetas.ts'

/** Por qué un XML bien formado no es un DEC. */
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

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

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
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
	} catch {
		return null
	}
}

/** `xsi:schemaLocation` en la raíz se tolera: el esquema lo admite y no dice nada del egresado. */
const esTolerado = (clave: string, elemento: Elemento, etiqueta: Etiqueta): boolean =>
	elemento === ARBOL &&
	clave.endsWith(':schemaLocation') &&
	etiqueta.espacioDe(clave.slice(0, clave.indexOf(':'))) === XSI

/** Los atributos que la tabla nombra. Se preguntan en su orden, y no en el del documento, porque es varias veces más rápido. */
const leerAtributos = (elemento: Elemento, etiqueta: Etiqueta, negar: Negar): Record<string, unknown> => {
	const objeto: Record<string, unknown> = {}
	const { requeridos, opcionales } = elemento.atributos
	let conocidos = 0
	for (const grupo of [requeridos, opcionales]) {
		for (const nombre in grupo) {
			const valor = etiqueta.atributos.get(nombre)
			if (valor === undefined) continue
			objeto[nombre] = valor
			conocidos += 1
		}
	}
	if (conocidos < etiqueta.atributos.size) {
		for (const clave of etiqueta.atributos.keys()) {
			if (!Object.hasOwn(objeto, clave) && !esTolerado(clave, elemento, etiqueta))
				negar('atributo-desconocido', `${elemento.nombre}/@${clave}`)
		}
	}
	for (const nombre in requeridos) {
		if (!(nombre in objeto)) negar('atributo-faltante', `${elemento.nombre}/@${nombre}`)
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

/** Línea y columna, desde 1, de un lugar del texto. */
const ubicar = (texto: string, lugar: number): { readonly linea: number; readonly columna: number } => {
	const antes = texto.slice(0, lugar).replace(/\r\n?/g, '\n')
	return {
		linea: antes.split('\n').length,
		columna: lugar === 0 ? 1 : antes.length - antes.lastIndexOf('\n'),
	}
}

type Rechazar = (motivo: MotivoDec, que: string, lugar: number) => never

/** Recorre el documento guiado por la tabla; se niega en lo primero que no cuadre. */
const recorrer = (texto: string, rechazar: Rechazar): Record<string, unknown> => {
	const pila: Abierto[] = []
	let raiz: Record<string, unknown> = {}
	let lugarActual = 0
	const negar: Negar = (motivo, que) => rechazar(motivo, que, lugarActual)
	recorrerEtiquetas(texto, {
		negar: rechazar,
		texto: (soloEspacio, lugar) => {
			lugarActual = lugar
			const actual = pila.at(-1)
			if (actual === undefined) return
			if (actual.elemento.hijos.length === 0 || !soloEspacio) negar('texto-sobrante', actual.elemento.nombre)
		},
		abre: (etiqueta, lugar) => {
			lugarActual = lugar
			if (etiqueta.espacio !== ESPACIO) negar('espacio-de-nombres', etiqueta.nombre)
			const padre = pila.at(-1)
			if (padre === undefined) {
				if (etiqueta.local !== ARBOL.nombre) negar('elemento-desconocido', etiqueta.nombre)
				raiz = { ...leerAtributos(ARBOL, etiqueta, negar), uacs: [] }
				pila.push({ elemento: ARBOL, objeto: raiz, turno: 0, veces: 0 })
				return
			}
			const elemento = tocar(padre, etiqueta.local, negar)
			const propio = leerAtributos(elemento, etiqueta, negar)
			const objeto = elemento.campo === '' ? padre.objeto : propio
			if (elemento.campo !== '') colgar(padre, elemento, objeto)
			pila.push({ elemento, objeto, turno: 0, veces: 0 })
		},
		cierra: (lugar) => {
			lugarActual = lugar
			const abierto = pila.pop()
			if (abierto !== undefined) cerrar(abierto, negar)
		},
	})
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
	let negativa: Rechazo<MotivoDec> | undefined
	const rechazar: Rechazar = (motivo, que, lugar) => {
		negativa ??= rechazo(motivo, { que, ...ubicar(texto, lugar) })
		throw new Error(motivo)
	}
	try {
		// La tabla que guía la lectura es la misma de la que sale el tipo: lo que pasó por ella es un Dec.
		return ok(recorrer(texto, rechazar) as unknown as Dec)
	} catch (falla) {
		if (negativa !== undefined) return negativa
		throw falla
	}
}
