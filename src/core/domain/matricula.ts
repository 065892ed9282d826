import { ok, rechazo, type Result } from './result.ts'

/** Matrícula de un alumno, tal como la escribe SAE. */
type Matricula = string & { readonly __marca: 'Matricula' }

/** El patrón por omisión. La gramática de la matrícula no es pública: cada entidad tiene el suyo en su catálogo. */
const PATRON_MATRICULA = '^\\d{9}-\\d$'

/** Letras de una matrícula, y de un patrón. */
const LARGO_MAXIMO = 40
const PATRON_MAXIMO = 80
/** Piezas que pueden repetirse un número variable de veces: con dos, comparar cuesta cuando más 40 × 40 pasos. */
const VARIABLES_MAXIMAS = 2

/** Una letra tal cual, `\d`, un signo con su diagonal, o una clase como `[A-Z0-9]`. */
const PIEZA = /[\p{L}\d _/-]|\\[d./\\]|\[(?:[A-ZÑ\d]-[A-ZÑ\d]|[A-ZÑ\d_]|\\d)+\]/uy
const VECES = /\{(\d{1,2})(?:,(\d{1,2})?)?\}|[?*+]/y

/**
 * Lee el patrón de matrícula de una entidad: una expresión regular de principio a fin, hecha de piezas simples y sus
 * repeticiones. Viene de un archivo, y una expresión cualquiera puede tardar siglos en comparar (ReDoS): por eso no
 * admite grupos, alternativas ni más de dos repeticiones variables.
 */
export const leerPatronMatricula = (texto: string): Result<RegExp, 'patron-invalido'> => {
	const malo = rechazo('patron-invalido', { valor: texto.slice(0, PATRON_MAXIMO) })
	if (texto.length > PATRON_MAXIMO || !/^\^.+\$$/su.test(texto)) return malo
	const fin = texto.length - 1
	let variables = 0
	for (let lugar = 1; lugar < fin;) {
		const pieza = avanzar(PIEZA, texto, lugar)
		if (pieza === null) return malo
		lugar += pieza[0].length
		const veces = avanzar(VECES, texto, lugar)
		if (veces === null) continue
		lugar += veces[0].length
		const [todo, minimo = '0', maximo = LARGO_MAXIMO] = veces
		if (Number(minimo) > Number(maximo)) return malo
		if (!/^\{\d+\}$/.test(todo)) variables += 1
	}
	return variables > VARIABLES_MAXIMAS ? malo : ok(new RegExp(texto, 'u'))
}

const avanzar = (forma: RegExp, texto: string, lugar: number): RegExpExecArray | null => {
	forma.lastIndex = lugar
	return forma.exec(texto)
}

const leidos = new Map<string, RegExp | null>()

/** Lee una matrícula con el patrón de su entidad. No le quita ni le pone nada. Sin entidad conocida (`''`) basta el largo. */
export const leerMatricula = (
	texto: string,
	patron: string = PATRON_MATRICULA,
): Result<Matricula, 'matricula-invalida'> =>
	texto.length <= LARGO_MAXIMO && (patron === '' || (compilado(patron)?.test(texto) ?? false))
		? ok(texto as Matricula)
		: rechazo('matricula-invalida', { valor: texto })

/** Hay un patrón por entidad: se lee una vez. */
const compilado = (patron: string): RegExp | null => {
	const hay = leidos.get(patron)
	if (hay !== undefined) return hay
	const leido = leerPatronMatricula(patron)
	const expresion = leido.ok ? leido.valor : null
	if (leidos.size > 1000) leidos.clear()
	leidos.set(patron, expresion)
	return expresion
}
