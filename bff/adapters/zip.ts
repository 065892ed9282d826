import { makeZip } from 'client-zip'

type Archivo = { readonly ruta: string; readonly bytes: Uint8Array; readonly momento: string }

/**
 * Un ZIP por flujo (APPNOTE 6.3, con Zip64 si hace falta), sin comprimir: un PDF ya lo está. Cada archivo se pide cuando el
 * anterior ya salió; si quien lo recibe se va, se deja de pedir y `archivos` se cierra.
 */
export const empaquetar = (archivos: AsyncGenerator<Archivo>): ReadableStream<Uint8Array> => {
	const cerrar = async (): Promise<IteratorResult<Entrada>> => {
		await archivos.return(undefined)
		return { done: true, value: undefined }
	}
	const entradas: AsyncIterableIterator<Entrada> = {
		[Symbol.asyncIterator]: () => entradas,
		next: async () => {
			const { done, value } = await archivos.next()
			if (done === true) return { done, value: undefined }
			// Como su propio búfer: lo que un archivo de la tanda no usa no lo detiene el que sigue.
			const { ruta: name, momento, bytes } = value
			return { done: false, value: { name, lastModified: new Date(momento), input: new Uint8Array(bytes) } }
		},
		return: cerrar,
		// Así avisa client-zip que el flujo se canceló.
		throw: cerrar,
	}
	return makeZip(entradas, { buffersAreUTF8: true })
}

type Entrada = { readonly name: string; readonly lastModified: Date; readonly input: Uint8Array<ArrayBuffer> }
