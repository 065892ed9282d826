/**
 * Escribe el XML de un DEC a partir de la misma tabla con que se lee (`campos.ts`), con xmlbuilder2.
 *
 * xmlbuilder2 deja tal cual lo que ya parece una referencia: un valor `&amp;` saldría sin escapar y se leería `&`,
 * distinto de lo que se selló. Por eso se le entrega cada `&` ya escrito `&amp;`, que respeta. Solo corre en el BFF:
 * el navegador no escribe documentos. Fuente: XML 1.0 (2.2 Char, 2.4 escapes, 3.3.3 normalización de atributos).
 */
import { create } from 'xmlbuilder2'
import { ARBOL, ESPACIO, type Elemento } from './campos.ts'
import type { Dec } from './dec.ts'
import { PROHIBIDO } from './etiquetas.ts'

type Objeto = Readonly<Record<string, unknown>>
type Nodo = ReturnType<typeof create>

const REFERENCIAS: Readonly<Record<string, string>> = {
	'&': '&amp;',
	// Sueltos, la lectura de un atributo los volvería espacios.
	'\t': '&#9;',
	'\n': '&#10;',
	'\r': '&#13;',
}

const conReferencias = (valor: string): string =>
	valor.replace(/[&\t\n\r]/g, (letra) => REFERENCIAS[letra] ?? letra)

const atributos = (elemento: Elemento, objeto: Objeto): Record<string, string> => {
	const salida: Record<string, string> = {}
	for (const grupo of [elemento.atributos.requeridos, elemento.atributos.opcionales]) {
		for (const nombre in grupo) {
			const valor = objeto[nombre]
			if (typeof valor !== 'string') continue
			if (PROHIBIDO.test(valor))
				throw new Error(`${elemento.nombre}/@${nombre} trae un carácter que XML no admite`)
			salida[nombre] = conReferencias(valor)
		}
	}
	return salida
}

const losDe = (elemento: Elemento, objeto: Objeto): readonly Objeto[] => {
	const valor = objeto[elemento.campo]
	if (elemento.maximo === 'varios') return Array.isArray(valor) ? valor : []
	return valor === undefined ? [] : [valor as Objeto]
}

const agregarHijos = (nodo: Nodo, elemento: Elemento, objeto: Objeto): void => {
	for (const hijo of elemento.hijos) {
		if (hijo.campo === '') {
			// Lo que lo agrupa solo se escribe si lleva algo dentro.
			if (hijo.hijos.some((dentro) => losDe(dentro, objeto).length > 0))
				agregarHijos(nodo.ele(ESPACIO, hijo.nombre), hijo, objeto)
			continue
		}
		for (const uno of losDe(hijo, objeto))
			agregarHijos(nodo.ele(ESPACIO, hijo.nombre, atributos(hijo, uno)), hijo, uno)
	}
}

/**
 * El XML de un DEC, en UTF-8 y con sangría. Lo que `leerDec` lea de él es idéntico, atributo por atributo, a lo escrito.
 * Lanza si un valor trae un carácter que XML no admite: `revisarEstructura` lo dice antes.
 */
export const escribirDec = (dec: Dec): string => {
	const raiz = create({ version: '1.0', encoding: 'UTF-8' }).ele(ESPACIO, ARBOL.nombre, atributos(ARBOL, dec))
	agregarHijos(raiz, ARBOL, dec)
	return `${raiz.end({ prettyPrint: true })}\n`
}
