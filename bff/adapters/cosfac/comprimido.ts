import { crc32 } from 'node:zlib'
import { zipSync, type Zippable } from 'fflate'
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl'

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

/** Una entrada que no se abrió, con el nombre si se puede decir. */
type Inservible = { readonly nombre: string | null; readonly razon: string }

/**
 * Abre un ZIP ajeno con tope de entradas, de tamaños y de razón de compresión. Ninguna entrada lleva carpeta, ruta,
 * nombre repetido o contraseña: cualquiera de ellas vuelve inservible el ZIP entero (`ComprimidoInservible`).
 */
export const abrirComprimido = async (bytes: Uint8Array, limites: Limites): Promise<Archivo[]> => {
	const { archivos, inservibles } = await abrirPorEntrada(bytes, limites)
	const [mala] = inservibles
	if (mala) throw new ComprimidoInservible(mala.razon)
	if (new Set(archivos.map(({ nombre }) => nombre)).size < archivos.length)
		throw new ComprimidoInservible('El ZIP repite un nombre.')
	return archivos
}

/**
 * Abre un ZIP ajeno juzgando cada entrada aparte: la que no se debe abrir se dice y las demás se leen; un nombre puede
 * repetirse. Lo que es del ZIP —roto, demasiadas entradas, demasiado en total— lo vuelve inservible entero
 * (`ComprimidoInservible`).
 */
export const abrirPorEntrada = async (
	bytes: Uint8Array,
	limites: Limites,
): Promise<{ readonly archivos: Archivo[]; readonly inservibles: Inservible[] }> => {
	try {
		return await abrir(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), limites)
	} catch (causa) {
		if (causa instanceof ComprimidoInservible) throw causa
		throw new ComprimidoInservible('El ZIP está dañado o incompleto.', { cause: causa })
	}
}

const abrir = async (bytes: Buffer, limites: Limites) => {
	// Los nombres sin descifrar: la biblioteca daría por malo el ZIP entero por uno solo.
	const zip = await fromBufferPromise(bytes, { decodeStrings: false })
	if (zip.entryCount > limites.entradas)
		throw new ComprimidoInservible(`El ZIP dice traer ${zip.entryCount} archivos.`)
	const archivos: Archivo[] = []
	const inservibles: Inservible[] = []
	let quedan = limites.total
	for await (const entrada of zip.eachEntry()) {
		if (archivos.length + inservibles.length >= limites.entradas)
			throw new ComprimidoInservible('El ZIP trae demasiados archivos.')
		const nombre = nombreDe(entrada)
		const razon = nombre === null ? MAL_NOMBRE : razonDe(entrada, limites)
		if (nombre === null || razon !== null) {
			inservibles.push({ nombre, razon: razon ?? MAL_NOMBRE })
			continue
		}
		const leido = await leerTodo(zip, entrada, limites.porEntrada)
		if (typeof leido === 'string') {
			inservibles.push({ nombre, razon: leido })
			continue
		}
		quedan -= leido.length
		if (quedan < 0) throw new ComprimidoInservible('El contenido del ZIP es demasiado grande.')
		archivos.push({ nombre, bytes: leido })
	}
	return { archivos, inservibles }
}

const MAL_NOMBRE = 'El ZIP trae un nombre con ruta o con caracteres que no van.'

/** El nombre de una entrada, o null si lleva ruta o lo que no va (APPNOTE 4.4.17). */
const nombreDe = ({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string | null => {
	const nombre = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true)
	return /^[\p{L}\p{N}_.() -]{1,150}$/u.test(nombre) && !nombre.startsWith('.') ? nombre : null
}

/** Por qué una entrada no se debe abrir, según lo que dice de sí misma; null si se puede. */
const razonDe = (entrada: Entry, limites: Limites): string | null => {
	const { compressedSize, uncompressedSize } = entrada
	if (entrada.isEncrypted()) return 'El ZIP trae contraseña.'
	if (uncompressedSize > limites.porEntrada) return 'El ZIP trae un archivo demasiado grande.'
	if (uncompressedSize > SIN_SOSPECHA && uncompressedSize > compressedSize * RAZON_MAXIMA)
		return 'El ZIP está comprimido más de lo que un documento puede estarlo.'
	return null
}

const DANADO = 'El archivo viene dañado dentro del ZIP.'

/** El contenido de una entrada, o por qué no se pudo leer. */
const leerTodo = async (zip: ZipFile, entrada: Entry, tope: number): Promise<Uint8Array | string> => {
	const trozos: Buffer[] = []
	let largo = 0
	try {
		for await (const trozo of (await zip.openReadStreamPromise(entrada)) as AsyncIterable<Buffer>) {
			largo += trozo.length
			if (largo > tope) return 'El ZIP trae un archivo demasiado grande.'
			trozos.push(trozo)
		}
	} catch {
		return DANADO
	}
	const contenido = Buffer.concat(trozos)
	// La biblioteca no lo comprueba (APPNOTE 4.4.7), y un PDF no trae otra cosa que lo delate.
	return crc32(contenido) === entrada.crc32 ? contenido : DANADO
}
