import { leerFecha } from './fecha.ts'
import { ok, rechazo, type Result } from './result.ts'

/** Clave Única de Registro de Población: 18 caracteres (RENAPO, Instructivo Normativo para la Asignación de la CURP). */
export type Curp = string & { readonly __marca: 'Curp' }

/** Claves de entidad de nacimiento; `NE` es nacido en el extranjero. */
export const ENTIDADES_CURP =
	'AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE'.split(
		' ',
	)

const FORMA = new RegExp(
	`^[A-ZÑ][AEIOUX][A-ZÑ]{2}(\\d{2})(\\d{2})(\\d{2})[HMX](?:${ENTIDADES_CURP.join('|')})[B-DF-HJ-NP-TV-ZÑ]{3}([0-9A-Z])\\d$`,
)

/**
 * Lee una CURP por su forma: letras, una fecha que existe, sexo, entidad y consonantes. No exige el dígito
 * verificador: si la CURP existe, lo dice RENAPO (6 b); para comprobarlo está {@link digitoVerificador}.
 */
export const leerCurp = (texto: string): Result<Curp, 'curp-invalida'> => {
	const partes = FORMA.exec(texto)
	if (!partes || !leerFecha(fechaDe(partes)).ok) return rechazo('curp-invalida', { valor: texto })
	return ok(texto as Curp)
}

/** La homoclave (posición 17) dice el siglo: cifra hasta 1999, letra desde 2000. */
const fechaDe = (partes: RegExpExecArray): string => {
	const [, anio, mes, dia, homoclave = ''] = partes
	return `${/\d/.test(homoclave) ? '19' : '20'}${anio}-${mes}-${dia}`
}

const ALFABETO = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'

/**
 * El dígito verificador (posición 18) que corresponde a los primeros 17 caracteres: Σ índice(c[i])·(18−i), y el
 * complemento a diez. `null` si alguno no es del alfabeto o no son 17.
 */
export const digitoVerificador = (primeros17: string): string | null => {
	const indices = Array.from(primeros17, (letra) => ALFABETO.indexOf(letra))
	if (indices.length !== 17 || indices.includes(-1)) return null
	const suma = indices.reduce((total, indice, i) => total + indice * (18 - i), 0)
	return String((10 - (suma % 10)) % 10)
}
