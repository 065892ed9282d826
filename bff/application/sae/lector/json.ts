import { setImmediate as cederElTurno } from 'node:timers/promises'
import { COLUMNA_MODULOS, normalizarEncabezado } from '../columnas.ts'
import {
	ArchivoIlegible,
	COLUMNAS_MAXIMAS,
	FILAS_MAXIMAS,
	LETRAS_POR_RENGLON,
	limpiar,
	sonDemasiados,
	textoDeNumero,
	type Renglon,
	type TablaEnFlujo,
} from '../tabla.ts'

type Objeto = Readonly<Record<string, unknown>>

/** Letras de un egresado, con sus módulos. */
const LETRAS_POR_OBJETO = 200_000
/** Objetos y arreglos unos dentro de otros: los de un egresado y sus módulos no pasan de tres. */
const HONDURA_MAXIMA = 32
/** De cuántos egresados se miran las claves: una que no aparezca entre ellos no se lee. */
const OBJETOS_DEL_ENCABEZADO = 1000

/**
 * Abre un JSON de SAE: un arreglo de egresados, o uno por renglón (NDJSON). Las claves son las columnas; los módulos
 * pueden ir como texto o como arreglo de `{clave, calificacion}`. La línea de cada uno es su ordinal.
 */
export const abrirJson = async (textos: AsyncIterable<string>): Promise<TablaEnFlujo> => {
	const objetos = separarObjetos(textos)
	const primeros: Objeto[] = []
	while (primeros.length < OBJETOS_DEL_ENCABEZADO) {
		const siguiente = await objetos.next()
		if (siguiente.done === true) break
		primeros.push(siguiente.value)
	}
	if (primeros.length === 0) throw new ArchivoIlegible('no trae ningún egresado')
	const encabezado = encabezadoDe(primeros)
	const renglones = async function* (): AsyncGenerator<Renglon> {
		let linea = 0
		const leer = (objeto: Objeto): Renglon => {
			linea += 1
			if (linea > FILAS_MAXIMAS) throw sonDemasiados()
			return { linea, celdas: encabezado.map((clave) => textoDe(clave, propio(objeto, clave))) }
		}
		for (const objeto of primeros.splice(0)) yield leer(objeto)
		for await (const objeto of objetos) yield leer(objeto)
	}
	return { formato: 'json', encabezado, lineaEncabezado: 0, renglones: renglones(), modulos: null }
}

/** Las claves de todos, en el orden en que aparecen. */
const encabezadoDe = (objetos: readonly Objeto[]): readonly string[] => {
	const claves = new Set<string>()
	let letras = 0
	for (const objeto of objetos) {
		for (const clave of Object.keys(objeto)) {
			if (claves.has(clave)) continue
			claves.add(clave)
			letras += clave.length
			if (claves.size > COLUMNAS_MAXIMAS)
				throw new ArchivoIlegible(`sus egresados tienen más de ${COLUMNAS_MAXIMAS} datos distintos`)
			if (letras > LETRAS_POR_RENGLON) throw new ArchivoIlegible('los nombres de sus datos son desmedidos')
		}
	}
	return [...claves]
}

/** Sólo lo que el archivo trae: «constructor» también es un nombre, y todo objeto lo hereda. */
const propio = (objeto: Objeto, clave: string): unknown =>
	Object.hasOwn(objeto, clave) ? objeto[clave] : undefined

/** Cada objeto del primer nivel. Entre uno y otro sólo caben comas, corchetes y espacios. */
const separarObjetos = async function* (textos: AsyncIterable<string>): AsyncGenerator<Objeto> {
	let hondo = 0
	let enCadena = false
	let escape = false
	let pendiente = ''
	let ordinal = 1
	for await (const texto of textos) {
		let desde = hondo > 0 ? 0 : -1
		for (let i = 0; i < texto.length; i += 1) {
			const letra = texto.charCodeAt(i)
			if (enCadena) {
				if (escape) escape = false
				else if (letra === DIAGONAL) escape = true
				else if (letra === COMILLA) enCadena = false
			} else if (hondo > 0) {
				if (letra === COMILLA) enCadena = true
				else if (letra === ABRE || letra === ABRE_ARREGLO) {
					hondo += 1
					if (hondo > HONDURA_MAXIMA)
						throw new ArchivoIlegible(`el egresado ${ordinal} es desmedido: trae datos dentro de datos`)
				} else if (letra === CIERRA || letra === CIERRA_ARREGLO) {
					hondo -= 1
					if (hondo === 0) {
						yield leerObjeto(pendiente + texto.slice(desde, i + 1), ordinal)
						pendiente = ''
						desde = -1
						ordinal += 1
					}
				}
			} else if (letra === ABRE) {
				hondo = 1
				desde = i
			} else if (!ENTRE.has(letra)) {
				throw new ArchivoIlegible(`no se entiende como JSON antes del egresado ${ordinal}`)
			}
		}
		if (hondo > 0) pendiente += texto.slice(desde)
		if (pendiente.length > LETRAS_POR_OBJETO)
			throw new ArchivoIlegible(`el egresado ${ordinal} es desmedido o su JSON no cierra`)
		await cederElTurno()
	}
	if (hondo > 0) throw new ArchivoIlegible(`el JSON está cortado en el egresado ${ordinal}`)
}

const [COMILLA, DIAGONAL, ABRE, CIERRA, ABRE_ARREGLO, CIERRA_ARREGLO] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d]
const ENTRE: ReadonlySet<number> = new Set([...' \t\r\n,[]\uFEFF'].map((letra) => letra.charCodeAt(0)))

const leerObjeto = (texto: string, ordinal: number): Objeto => {
	if (texto.length > LETRAS_POR_OBJETO)
		throw new ArchivoIlegible(`el egresado ${ordinal} es desmedido o su JSON no cierra`)
	try {
		return JSON.parse(texto) as Objeto
	} catch {
		throw new ArchivoIlegible(`no se entiende el JSON del egresado ${ordinal}`)
	}
}

const textoDe = (clave: string, valor: unknown): string => {
	if (valor === null || valor === undefined) return ''
	if (typeof valor === 'string') return limpiar(valor)
	if (typeof valor === 'number') return textoDeNumero(valor)
	if (typeof valor === 'boolean') return valor ? 'SI' : 'NO'
	if (Array.isArray(valor) && normalizarEncabezado(clave) === COLUMNA_MODULOS.nombre) {
		return limpiar(valor.map(parDeModulo).join('|'))
	}
	return limpiar(JSON.stringify(valor))
}

/** `{clave, calificacion}` como el par que va en la celda MODULOS; lo que no tenga esa forma va tal cual, y se señala. */
const parDeModulo = (modulo: unknown): string => {
	if (typeof modulo !== 'object' || modulo === null) return textoDe('', modulo)
	const { clave, modulo: otra, calificacion } = modulo as Objeto
	return `${textoDe('', clave ?? otra)}=${textoDe('', calificacion)}`
}
