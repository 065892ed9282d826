import { ok, rechazo, type Result } from './result.ts'

/** Matrícula de un alumno, tal como la escribe SAE. */
export type Matricula = string & { readonly __marca: 'Matricula' }

/** El patrón por omisión. La gramática de la matrícula no es pública: cada entidad tiene el suyo como dato. */
const PATRON_MATRICULA = '^\\d{9}-\\d$'

/** Lee una matrícula con el patrón (expresión regular) de su entidad. No le quita ni le pone nada. */
export const leerMatricula = (
	texto: string,
	patron: string = PATRON_MATRICULA,
): Result<Matricula, 'matricula-invalida'> =>
	texto.length <= 40 && new RegExp(patron, 'u').test(texto)
		? ok(texto as Matricula)
		: rechazo('matricula-invalida', { valor: texto })
