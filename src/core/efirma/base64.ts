/** Base64 (RFC 4648 §4) en navegador, worker y Node, sin módulos de ninguno. */

// Ya en los navegadores de 2025 (ECMA-262, proposal-arraybuffer-base64); en los demás, a mano.
type ConBase64 = { readonly toBase64?: () => string }

/** Los bytes como Base64, en una sola línea. */
export const aBase64 = (bytes: Uint8Array): string => (bytes as ConBase64).toBase64?.() ?? aManoABase64(bytes)

const aManoABase64 = (bytes: Uint8Array): string => {
	let binario = ''
	// En trozos: los argumentos de una llamada están acotados.
	for (let i = 0; i < bytes.length; i += 8192) {
		binario += String.fromCharCode(...bytes.subarray(i, i + 8192))
	}
	return btoa(binario)
}

/** Los bytes de un Base64 canónico, tolerando espacio entre líneas; null si no lo es. */
export const deBase64 = (texto: string): Uint8Array<ArrayBuffer> | null => {
	const limpio = texto.replace(/[ \t\r\n]+/g, '')
	if (limpio === '' || limpio.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(limpio)) return null
	const binario = atob(limpio)
	const bytes = new Uint8Array(binario.length)
	for (let i = 0; i < binario.length; i += 1) bytes[i] = binario.charCodeAt(i)
	return bytes
}
