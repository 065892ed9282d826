/**
 * Nuestra propia revisión de un DEC, con el mismo veredicto que el esquema oficial DecTerminacion 3.0: sirve en el
 * navegador, sin procesador de esquemas, y dice con nombre qué valor está mal.
 *
 * Fuente: DecTerminacion 3.0 y W3C XML Schema 1.0, parte 2 (integer 3.3.13, dateTime 3.2.7, date 3.2.9).
 */
import { ARBOL, type Elemento, type Tipo } from './campos.ts'
import type { Dec } from './dec.ts'
import { PROHIBIDO } from './etiquetas.ts'

export type MotivoEstructura =
	| 'valor-faltante'
	| 'valor-desconocido'
	| 'valor-vacio'
	| 'valor-no-entero'
	| 'valor-no-fecha'
	| 'valor-no-fecha-hora'
	| 'valor-no-permitido'
	| 'elemento-ausente'
	| 'lista-vacia'
	| 'caracter-prohibido'

/** Una falla: qué y dónde, con la forma `Alumno/@curp` o `UacdeFt[3]/@nombre` (desde 1). */
export type FallaDec<M extends string = MotivoEstructura> = {
	readonly motivo: M
	readonly donde: string
	readonly valor: string | null
}

const ENTERO = /^[+-]?[0-9]+$/
const FECHA = /^-?([0-9]{4,})-([0-9]{2})-([0-9]{2})$/
const HORA = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?$/
const ZONA = /(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))$/

/**
 * Los enteros colapsan el espacio de los extremos (whiteSpace=collapse). Las fechas también deberían, pero libxml2, con
 * quien esto coincide, no lo hace, y ahí conviene ser igual de estricto.
 */
const colapsar = (valor: string): string => valor.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')

const diasDelMes = (anio: number, mes: number): number => {
	if (mes === 2) return (anio % 4 === 0 && anio % 100 !== 0) || anio % 400 === 0 ? 29 : 28
	return [4, 6, 9, 11].includes(mes) ? 30 : 31
}

const esFecha = (texto: string): boolean => {
	const partes = FECHA.exec(texto)
	if (partes === null) return false
	const [, anio = '', mes, dia] = partes
	// En XML Schema 1.0 no hay año 0000, ni ceros de más en uno de cinco cifras.
	if (Number(anio) === 0 || (anio.length > 4 && anio.startsWith('0'))) return false
	const m = Number(mes)
	return m >= 1 && m <= 12 && Number(dia) >= 1 && Number(dia) <= diasDelMes(Number(anio), m)
}

const esHora = (texto: string): boolean => {
	const partes = HORA.exec(texto)
	if (partes === null) return false
	const [hora, minuto, segundo] = [Number(partes[1]), Number(partes[2]), Number(partes[3])]
	if (hora === 24) return minuto === 0 && segundo === 0 && /^(?:\.0+)?$/.test(partes[4] ?? '')
	return hora < 24 && minuto < 60 && segundo < 60
}

const esFechaHora = (texto: string): boolean => {
	const corte = texto.indexOf('T')
	if (corte < 0) return false
	return esFecha(texto.slice(0, corte)) && esHora(texto.slice(corte + 1).replace(ZONA, ''))
}

/** Qué tiene de malo un valor para su tipo; null si nada. */
const revisarValor = (tipo: Tipo, valor: string): MotivoEstructura | null => {
	if (PROHIBIDO.test(valor)) return 'caracter-prohibido'
	if (typeof tipo === 'object') {
		if ('fijo' in tipo) return valor === tipo.fijo ? null : 'valor-no-permitido'
		const entero = colapsar(valor)
		if (!ENTERO.test(entero)) return 'valor-no-entero'
		return tipo.enteroEn.includes(Number(entero)) ? null : 'valor-no-permitido'
	}
	switch (tipo) {
		case 'cadena':
			return null
		case 'no-vacia':
			return valor === '' ? 'valor-vacio' : null
		case 'entero':
			return ENTERO.test(colapsar(valor)) ? null : 'valor-no-entero'
		case 'fecha':
			return esFecha(valor.replace(ZONA, '')) ? null : 'valor-no-fecha'
		case 'fecha-hora':
			return esFechaHora(valor) ? null : 'valor-no-fecha-hora'
	}
}

const revisarAtributos = (
	elemento: Elemento,
	ruta: string,
	objeto: Readonly<Record<string, unknown>>,
	fallas: FallaDec[],
): void => {
	const { requeridos, opcionales } = elemento.atributos
	const revisar = (nombre: string, tipo: Tipo, obligatorio: boolean): void => {
		const donde = `${ruta}/@${nombre}`
		const valor = objeto[nombre]
		if (valor === undefined) {
			if (obligatorio) fallas.push({ motivo: 'valor-faltante', donde, valor: null })
			return
		}
		if (typeof valor !== 'string') {
			fallas.push({ motivo: 'valor-desconocido', donde, valor: null })
			return
		}
		const motivo = revisarValor(tipo, valor)
		if (motivo !== null) fallas.push({ motivo, donde, valor })
	}
	for (const nombre in requeridos) revisar(nombre, requeridos[nombre] ?? 'cadena', true)
	for (const nombre in opcionales) revisar(nombre, opcionales[nombre] ?? 'cadena', false)
}

const esObjeto = (valor: unknown): valor is Readonly<Record<string, unknown>> =>
	typeof valor === 'object' && valor !== null

const revisarElemento = (
	elemento: Elemento,
	ruta: string,
	objeto: Readonly<Record<string, unknown>>,
	fallas: FallaDec[],
): void => {
	revisarAtributos(elemento, ruta, objeto, fallas)
	for (const hijo of elemento.hijos) {
		// UacsdeFt no tiene objeto: existe si hay módulos, y entonces tiene al menos uno.
		if (hijo.campo === '') {
			for (const nieto of hijo.hijos) revisarLista(nieto, objeto[nieto.campo], false, fallas)
			continue
		}
		const valor = objeto[hijo.campo]
		if (hijo.maximo === 'varios') revisarLista(hijo, valor, true, fallas)
		else if (esObjeto(valor)) revisarElemento(hijo, hijo.nombre, valor, fallas)
		else if (valor !== undefined || hijo.minimo === 1) {
			fallas.push({ motivo: 'elemento-ausente', donde: hijo.nombre, valor: null })
		}
	}
}

const revisarLista = (elemento: Elemento, valor: unknown, alMenosUno: boolean, fallas: FallaDec[]): void => {
	const lista: readonly unknown[] = Array.isArray(valor) ? valor : []
	if (alMenosUno && lista.length === 0) {
		fallas.push({ motivo: 'lista-vacia', donde: elemento.nombre, valor: null })
	}
	lista.forEach((objeto, i) => {
		const ruta = `${elemento.nombre}[${i + 1}]`
		if (esObjeto(objeto)) revisarElemento(elemento, ruta, objeto, fallas)
		else fallas.push({ motivo: 'elemento-ausente', donde: ruta, valor: null })
	})
}

/** Las fallas de un DEC frente al esquema; lista vacía cuando el esquema oficial también lo daría por bueno. */
export const revisarEstructura = (dec: Dec): readonly FallaDec[] => {
	const fallas: FallaDec[] = []
	revisarElemento(ARBOL, ARBOL.nombre, dec, fallas)
	return fallas
}
