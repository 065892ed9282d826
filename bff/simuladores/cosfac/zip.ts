import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'

/** Un archivo del ZIP recibido. */
export type Archivo = { readonly nombre: string; readonly bytes: Buffer }

const MAXIMO_ARCHIVOS = 5_000
const MAXIMO_UNO = 1_048_576
const MAXIMO_TODO = 268_435_456

/**
 * Los archivos de un ZIP, con tope en cuántos son, cuánto pesa cada uno y cuánto suman. Lanza con una frase si no
 * es un ZIP, si pasa los topes o si trae carpetas o nombres repetidos.
 */
export const leerZip = async (bytes: Buffer): Promise<readonly Archivo[]> => {
	// yauzl comprueba que lo extraído mida lo anunciado: el tope sobre lo anunciado también vale para lo extraído.
	const zip = await fromBufferPromise(bytes, { validateEntrySizes: true, strictFileNames: true })
	if (zip.entryCount > MAXIMO_ARCHIVOS) throw new Error(`El ZIP trae más de ${MAXIMO_ARCHIVOS} archivos.`)
	const archivos: Archivo[] = []
	const vistos = new Set<string>()
	let total = 0
	for await (const entrada of zip.eachEntry()) {
		const { fileName: nombre, uncompressedSize: mide } = entrada
		total += mide
		if (nombre.includes('/')) throw new Error(`El ZIP trae carpetas: ${nombre}`)
		if (vistos.has(nombre)) throw new Error(`El ZIP repite el archivo ${nombre}`)
		if (mide > MAXIMO_UNO) throw new Error(`${nombre} pasa de ${MAXIMO_UNO} bytes.`)
		if (total > MAXIMO_TODO) throw new Error(`El ZIP suma más de ${MAXIMO_TODO} bytes.`)
		vistos.add(nombre)
		archivos.push({ nombre, bytes: await buffer(await zip.openReadStreamPromise(entrada)) })
	}
	return archivos
}
