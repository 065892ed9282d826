import type { Context } from 'hono'
import * as v from 'valibot'
import { negar } from './rechazos.ts'
import type { SesionVista } from '../application/sesion/persona.ts'
import type { Actor } from '#core/domain/rol.ts'

/** Lo que las rutas encuentran en el contexto: la sesión, cuando la ruta la pide. */
export type Ambiente = { Variables: { sesion: SesionVista; secreto: string; nonce: string } }

export type Contexto = Context<Ambiente>

/** Quien actúa, según la sesión ya comprobada por {@link conSesion}. */
export const actorDe = (c: Contexto): Actor => c.get('sesion').actor

type Esquema<T> = v.GenericSchema<unknown, T>

/** Una petición leída por el esquema del contrato, o la respuesta 400 con el error de cada campo. */
type Leido<T> =
	{ readonly ok: true; readonly valor: T } | { readonly ok: false; readonly respuesta: Response }

/** Lee el cuerpo JSON con el esquema del contrato. */
export const leerCuerpo = async <T>(c: Contexto, esquema: Esquema<T>): Promise<Leido<T>> => {
	let crudo: unknown
	try {
		crudo = await c.req.json()
	} catch {
		return { ok: false, respuesta: negar(c, 'peticion-invalida') }
	}
	return leerCon(c, esquema, crudo)
}

/** Lee los parámetros de la dirección con el esquema del contrato. */
export const leerConsulta = <T>(c: Contexto, esquema: Esquema<T>): Leido<T> =>
	leerCon(c, esquema, c.req.query())

const leerCon = <T>(c: Contexto, esquema: Esquema<T>, crudo: unknown): Leido<T> => {
	const leido = v.safeParse(esquema, crudo, { lang: 'es' })
	if (leido.success) {
		// PostgreSQL no guarda el carácter nulo; nadie lo escribe.
		return traeNulo(leido.output)
			? { ok: false, respuesta: negar(c, 'peticion-invalida') }
			: { ok: true, valor: leido.output }
	}
	const campos = leido.issues.map((falla) => ({ campo: v.getDotPath(falla) ?? '', frase: fraseDe(falla) }))
	return { ok: false, respuesta: negar(c, 'peticion-invalida', {}, campos) }
}

const traeNulo = (valor: unknown): boolean =>
	typeof valor === 'string'
		? valor.includes('\0')
		: typeof valor === 'object' && valor !== null && Object.values(valor).some(traeNulo)

const fraseDe = (falla: v.BaseIssue<unknown>): string => {
	switch (falla.type) {
		case 'min_length':
			return falla.requirement === 1
				? 'Este dato es necesario.'
				: `Escriba al menos ${String(falla.requirement)} caracteres.`
		case 'max_length':
			return `Admite hasta ${String(falla.requirement)}.`
		case 'integer':
		case 'number':
			return 'Escriba un número entero.'
		case 'iso_date':
			return 'Escriba una fecha válida.'
		case 'regex':
			return 'No tiene la forma esperada.'
		default:
			return falla.input === undefined ? 'Este dato es necesario.' : 'El valor no es válido.'
	}
}
