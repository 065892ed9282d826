/**
 * Escribe el XML de un DEC. Está aparte de la lectura para que la página pública y el worker, que solo leen, no
 * carguen con xmlbuilder2.
 */
import { create } from 'xmlbuilder2'
import { ARBOL, ESPACIO, type Elemento } from './campos.ts'
import type { Dec } from './dec.ts'

type Nodo = ReturnType<ReturnType<typeof create>['ele']>
type Objeto = Readonly<Record<string, unknown>>

const atributos = (elemento: Elemento, objeto: Objeto): Record<string, string> => {
	const salida: Record<string, string> = {}
	for (const grupo of [elemento.atributos.requeridos, elemento.atributos.opcionales]) {
		for (const nombre in grupo) {
			const valor = objeto[nombre]
			if (typeof valor === 'string') salida[nombre] = valor
		}
	}
	return salida
}

const lista = (valor: unknown): readonly Objeto[] => (Array.isArray(valor) ? valor : [])

const escribirHijos = (nodo: Nodo, elemento: Elemento, objeto: Objeto): void => {
	for (const hijo of elemento.hijos) {
		if (hijo.campo === '') {
			if (hijo.hijos.some((nieto) => lista(objeto[nieto.campo]).length > 0)) {
				escribirHijos(nodo.ele(ESPACIO, hijo.nombre), hijo, objeto)
			}
			continue
		}
		const valor = objeto[hijo.campo]
		const objetos = hijo.maximo === 'varios' ? lista(valor) : valor === undefined ? [] : [valor as Objeto]
		for (const uno of objetos) {
			escribirHijos(nodo.ele(ESPACIO, hijo.nombre, atributos(hijo, uno)), hijo, uno)
		}
	}
}

/**
 * El XML de un DEC, en UTF-8 y con sangría. Lo que `leerDec` lea de él es idéntico, atributo por atributo, a lo escrito.
 * Lanza si un valor trae un carácter que XML no admite: `revisarEstructura` lo dice antes.
 */
export const escribirDec = (dec: Dec): string => {
	const documento = create({ version: '1.0', encoding: 'UTF-8' })
	const raiz = documento.ele(ESPACIO, ARBOL.nombre, atributos(ARBOL, dec))
	escribirHijos(raiz, ARBOL, dec)
	return documento.end({ prettyPrint: true, indent: '  ', wellFormed: true })
}
