/** Un pedazo de texto, y si es de lo que cambió. */
type Tramo = { readonly texto: string; readonly distinto: boolean }

/** Sólo la primera de cada palabra en mayúscula: con lo que se compara la propuesta para ver qué decidió la regla. */
export const sinRegla = (texto: string): string =>
	texto
		.toLocaleLowerCase('es-MX')
		.replace(/(^| )(\p{L})/gu, (_, antes: string, letra: string) => antes + letra.toLocaleUpperCase('es-MX'))

/**
 * Qué cambió de un nombre a otro, letra por letra: acentos, mayúsculas, espacios y guiones. Si además cambiaron las
 * letras, lo distinto es todo lo que hay entre el principio y el final que comparten.
 */
export const tramosDe = (antes: string, ahora: string): readonly Tramo[] => {
	const [uno, otro] = [[...antes.normalize('NFC')], [...ahora.normalize('NFC')]]
	return juntar(otro, soloLetras(uno) === soloLetras(otro) ? porLetra(uno, otro) : porOrillas(uno, otro))
}

/** Lo mismo, por palabras enteras: la que algo cambió se resalta completa. */
export const palabrasDe = (antes: string, ahora: string): readonly Tramo[] => {
	const palabras: { texto: string; distinto: boolean }[] = []
	for (const { texto, distinto } of tramosDe(antes, ahora)) {
		for (const trozo of texto.split(/(?<=[ -])|(?=[ -])/)) {
			const ultima = palabras.at(-1)
			const sigue = ultima && !esSeparador(ultima.texto.at(-1)) && !esSeparador(trozo.at(0))
			if (!sigue) palabras.push({ texto: trozo, distinto })
			else {
				ultima.texto += trozo
				ultima.distinto ||= distinto
			}
		}
	}
	return palabras
}

const esSeparador = (letra: string | undefined): boolean => letra === ' ' || letra === '-'

const soloLetras = (letras: readonly string[]): string =>
	letras
		.filter((letra) => !esSeparador(letra))
		.join('')
		.normalize('NFD')
		.replace(/(?<![nN]\p{M}*)\u0303|[\u0300-\u0302\u0304-\u0326\u0328-\u036f]/gu, '')
		.toLocaleUpperCase('es-MX')

const porLetra = (uno: readonly string[], otro: readonly string[]): boolean[] => {
	let i = 0
	return otro.map((letra) => {
		if (esSeparador(letra)) {
			const igual = uno[i] === letra
			if (esSeparador(uno[i])) i += 1
			return !igual
		}
		// Un espacio que se quitó se nota en la letra que quedó pegada.
		const pegada = esSeparador(uno[i])
		while (esSeparador(uno[i])) i += 1
		const distinta = pegada || uno[i] !== letra
		i += 1
		return distinta
	})
}

const porOrillas = (uno: readonly string[], otro: readonly string[]): boolean[] => {
	const tope = Math.min(uno.length, otro.length)
	let principio = 0
	while (principio < tope && uno[principio] === otro[principio]) principio += 1
	let final = 0
	while (final < tope - principio && uno.at(-1 - final) === otro.at(-1 - final)) final += 1
	return otro.map((_, i) => i >= principio && i < otro.length - final)
}

const juntar = (letras: readonly string[], distintas: readonly boolean[]): readonly Tramo[] => {
	const tramos: { texto: string; distinto: boolean }[] = []
	letras.forEach((letra, i) => {
		const distinto = distintas[i] ?? false
		const ultimo = tramos.at(-1)
		if (ultimo?.distinto === distinto) ultimo.texto += letra
		else tramos.push({ texto: letra, distinto })
	})
	return tramos
}
