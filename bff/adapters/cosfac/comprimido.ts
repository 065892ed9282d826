import type { Readable } from 'node:stream'
import { zipSync, type Zippable } from 'fflate'
import { type Entry, fromBufferPromise } from 'yauzl'

type Archivo = { readonly nombre: string; readonly bytes: Uint8Array }

/** Mil novecientos ochenta, el primer día que el formato ZIP sabe decir, en hora local: así no cambia con la zona. */
const SIN_FECHA = new Date(1980, 0, 1)

/** Un ZIP que sólo depende de su contenido: mismos archivos, mismos bytes, en cualquier máquina y a cualquier hora. */
export const comprimir = (archivos: readonly Archivo[]): Uint8Array => {
	const ordenados = [...archivos].sort((a, b) => (a.nombre < b.nombre ? -1 : a.nombre > b.nombre ? 1 : 0))
	const contenido: Zippable = {}
	for (const { nombre, bytes } of ordenados) {
		if (Object.hasOwn(contenido, nombre)) throw new Error(`Dos archivos se llaman «${nombre}».`)
		contenido[nombre] = bytes
	}
	return zipSync(contenido, { level: 6, mtime: SIN_FECHA, os: 3, attrs: 0 })
}

export type Limites = {
	readonly entradas: number
	/** Bytes de una entrada ya abierta. */
	readonly porEntrada: number
	/** Bytes de todas juntas ya abiertas. */
	readonly total: number
}

/** Lo que una descarga de mil certificados puede traer de buena fe: un XML y un PDF por cada uno. */
export const LIMITES_DESCARGA: Limites = {
	entradas: 2100,
	porEntrada: 8 * 1024 * 1024,
	total: 256 * 1024 * 1024,
}

/** El resultado es un solo libro de cálculo. */
export const LIMITES_RESULTADO: Limites = {
	entradas: 1,
	porEntrada: 8 * 1024 * 1024,
	total: 8 * 1024 * 1024,
}

/** Un XML se comprime unas diez veces; una bomba, mil. */
const RAZON_MAXIMA = 150
const SIN_SOSPECHA = 64 * 1024

/** El ZIP no es uno que se deba abrir, o no se puede. */
export class ComprimidoInservible extends Error {
	override readonly name = 'ComprimidoInservible'
}

/**
 * Abre un ZIP ajeno con tope de entradas, de tamaños y de razón de compresión. Ninguna entrada lleva carpeta, ruta,
 * nombre repetido o contraseña: cualquiera de ellas vuelve inservible el ZIP entero (`ComprimidoInservible`).
 */
export const abrirComprimido = async (bytes: Uint8Array, limites: Limites): Promise<Archivo[]> => {
	try {
		return await abrir(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), limites)
	} catch (causa) {
		if (causa instanceof ComprimidoInservible) throw causa
		throw new ComprimidoInservible('El ZIP está dañado o incompleto.', { cause: causa })
	}
}

const abrir = async (bytes: Buffer, limites: Limites): Promise<Archivo[]> => {
	const zip = await fromBufferPromise(bytes, { strictFileNames: true })
	const archivos: Archivo[] = []
	const vistos = new Set<string>()
	let quedan = limites.total
	if (zip.entryCount > limites.entradas) {
		throw new ComprimidoInservible(`El ZIP dice traer ${zip.entryCount} archivos.`)
	}
	for await (const entrada of zip.eachEntry()) {
		revisarEntrada(entrada, limites, vistos)
		vistos.add(entrada.fileName)
		const contenido = await leerTodo(
			await zip.openReadStreamPromise(entrada),
			Math.min(limites.porEntrada, quedan),
		)
		quedan -= contenido.length
		archivos.push({ nombre: entrada.fileName, bytes: contenido })
	}
	return archivos
}

const revisarEntrada = (entrada: Entry, limites: Limites, vistos: ReadonlySet<string>): void => {
	const { fileName: nombre, compressedSize, uncompressedSize } = entrada
	if (vistos.size >= limites.entradas) throw new ComprimidoInservible('El ZIP trae demasiados archivos.')
	if (!/^[\p{L}\p{N}_.() -]{1,150}$/u.test(nombre) || nombre.startsWith('.')) {
		throw new ComprimidoInservible('El ZIP trae un nombre con ruta o con caracteres que no van.')
	}
	if (vistos.has(nombre)) throw new ComprimidoInservible('El ZIP repite un nombre.')
	if (entrada.isEncrypted()) throw new ComprimidoInservible('El ZIP trae contraseña.')
	if (uncompressedSize > limites.porEntrada) {
		throw new ComprimidoInservible('El ZIP trae un archivo demasiado grande.')
	}
	if (uncompressedSize > SIN_SOSPECHA && uncompressedSize > compressedSize * RAZON_MAXIMA) {
		throw new ComprimidoInservible('El ZIP está comprimido más de lo que un documento puede estarlo.')
	}
}

const leerTodo = async (flujo: Readable, tope: number): Promise<Uint8Array> => {
	const trozos: Buffer[] = []
	let largo = 0
	for await (const trozo of flujo as AsyncIterable<Buffer>) {
		largo += trozo.length
		if (largo > tope) throw new ComprimidoInservible('El contenido del ZIP es demasiado grande.')
		trozos.push(trozo)
	}
	return Buffer.concat(trozos)
}
