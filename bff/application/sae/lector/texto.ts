import { ArchivoIlegible } from '../tabla.ts'
import type { Fuente } from './fuente.ts'

/**
 * El texto de una fuente, por trozos: UTF-8 o UTF-16 por su marca; sin marca, UTF-8 si toda lo es y, si no, windows-1252
 * (lo que guarda Excel en México). Por eso se lee dos veces. Lanza {@link ArchivoIlegible} si trae bytes que no son texto.
 */
export const leerTexto = async (fuente: Fuente): Promise<AsyncIterable<string>> =>
	decodificar(fuente, await codificacionDe(fuente))

const codificacionDe = async (fuente: Fuente): Promise<string> => {
	const [a, b] = await primerosBytes(fuente, 2)
	if (a === 0xff && b === 0xfe) return 'utf-16le'
	if (a === 0xfe && b === 0xff) return 'utf-16be'
	const decodificador = new TextDecoder('utf-8', { fatal: true })
	try {
		for await (const trozo of fuente.leer()) decodificador.decode(trozo, { stream: true })
		decodificador.decode()
		return 'utf-8'
	} catch (error) {
		if (!(error instanceof TypeError)) throw error
		return 'windows-1252'
	}
}

const decodificar = async function* (fuente: Fuente, codificacion: string): AsyncGenerator<string> {
	const decodificador = new TextDecoder(codificacion)
	for await (const trozo of fuente.leer()) yield sinNulos(decodificador.decode(trozo, { stream: true }))
	yield sinNulos(decodificador.decode())
}

const sinNulos = (texto: string): string => {
	if (texto.includes('\u0000')) throw new ArchivoIlegible('no es CSV, XLSX ni JSON')
	return texto
}

/** Los primeros bytes; menos, si no hay tantos. */
export const primerosBytes = async (fuente: Fuente, cuantos: number): Promise<Uint8Array> => {
	const juntos: Uint8Array[] = []
	for await (const trozo of fuente.leer(0, Math.min(cuantos, fuente.bytes))) juntos.push(trozo)
	return Buffer.concat(juntos)
}
