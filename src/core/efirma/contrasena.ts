/** Los bytes que pudo tener una contraseña cuando se cifró la llave. */

// windows-1252 coincide con Latin-1 salvo en 0x80–0x9F; el SAT ha guardado contraseñas con eñe así.
const W1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const enW1252 = (texto: string): Uint8Array<ArrayBuffer> | null => {
	const bytes = new Uint8Array([...texto].length)
	let i = 0
	for (const letra of texto) {
		const codigo = letra.codePointAt(0) ?? 0
		const alto = W1252.indexOf(letra)
		if (alto >= 0) bytes[i] = 0x80 + alto
		else if (codigo < 0x80 || (codigo >= 0xa0 && codigo <= 0xff)) bytes[i] = codigo
		else return null
		i += 1
	}
	return bytes
}

/**
 * Los bytes que la contraseña pudo tener, en el orden en que se prefieren: en UTF-8 y, si lleva letras fuera de ASCII, en
 * windows-1252. Quien los recibe los borra.
 */
export const lecturas = (contrasena: string): readonly Uint8Array<ArrayBuffer>[] => {
	// Un teclado puede componer la eñe en dos caracteres; la contraseña se escribió en uno.
	const formas = new Set([contrasena, contrasena.normalize('NFC')])
	const intentos: Uint8Array<ArrayBuffer>[] = []
	for (const forma of formas) intentos.push(new TextEncoder().encode(forma))
	for (const forma of formas) {
		const bytes = /[^\0-\x7f]/.test(forma) ? enW1252(forma) : null
		if (bytes !== null) intentos.push(bytes)
	}
	return intentos
}
