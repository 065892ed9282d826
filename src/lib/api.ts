import * as v from 'valibot'
import { Problema } from '#core/contract/problema.ts'
import { ceder } from './ceder.ts'
import { ErrorApi, errorDeRed } from './error-api.ts'

/*
 * El único fetch de la app. Todo va al mismo origen con su cookie; lo que cambia algo lleva `x-egreso`, que otro
 * sitio no puede poner; toda respuesta se valida con el esquema del contrato antes de creerla.
 */

const LIMITE_MS = 30_000
const LIMITE_ARCHIVO_MS = 180_000

type Esquema = v.GenericSchema
type Opciones = { readonly senal?: AbortSignal | undefined; readonly limite?: number }
type Metodo = 'POST' | 'PUT' | 'DELETE'

let sinSesion: (() => void) | null = null

/** Qué hacer cuando una petición responde que la sesión terminó (401). */
export const alPerderSesion = (hacer: (() => void) | null): void => {
	sinSesion = hacer
}

/** GET: lee y valida. Lanza {@link ErrorApi}. */
export const obtener = async <E extends Esquema>(
	ruta: string,
	esquema: E,
	opciones: Opciones = {},
): Promise<v.InferOutput<E>> => leer(await llamar(ruta, {}, opciones), esquema)

/** POST, PUT o DELETE con cuerpo JSON; sin esquema no se espera respuesta (204). Lanza {@link ErrorApi}. */
export function enviar<E extends Esquema>(
	metodo: Metodo,
	ruta: string,
	cuerpo: unknown,
	esquema: E,
	opciones?: Opciones,
): Promise<v.InferOutput<E>>
export function enviar(
	metodo: Metodo,
	ruta: string,
	cuerpo: unknown,
	esquema?: null,
	opciones?: Opciones,
): Promise<null>
export async function enviar(
	metodo: Metodo,
	ruta: string,
	cuerpo: unknown,
	esquema: Esquema | null = null,
	opciones: Opciones = {},
): Promise<unknown> {
	const respuesta = await llamar(ruta, conJson(metodo, cuerpo), opciones)
	return esquema === null ? null : leer(respuesta, esquema)
}

/**
 * Sube un archivo tal cual; su nombre va codificado en `x-archivo`. Un 422 con cuerpo JSON del mismo esquema es
 * respuesta (el informe de errores), no falla. Lanza {@link ErrorApi}.
 */
export const subir = async <E extends Esquema>(
	ruta: string,
	archivo: File,
	esquema: E,
	opciones: Opciones & { readonly encabezados?: Readonly<Record<string, string>> } = {},
): Promise<v.InferOutput<E>> => {
	const peticion: RequestInit = {
		method: 'POST',
		body: archivo,
		headers: {
			'x-egreso': '1',
			'x-archivo': encodeURIComponent(archivo.name),
			'content-type': 'application/octet-stream',
			...opciones.encabezados,
		},
	}
	const respuesta = await llamar(ruta, peticion, { limite: LIMITE_ARCHIVO_MS, ...opciones }, [422])
	return leer(respuesta, esquema)
}

/** Pide un archivo: por GET, o por POST si se da cuerpo (descargar es un acto que se anota). Lanza {@link ErrorApi}. */
export const pedirArchivo = async (
	ruta: string,
	cuerpo?: unknown,
	opciones: Opciones = {},
): Promise<Blob> => {
	const peticion = cuerpo === undefined ? {} : conJson('POST', cuerpo)
	const respuesta = await llamar(ruta, peticion, { limite: LIMITE_ARCHIVO_MS, ...opciones })
	return respuesta.blob().catch(() => Promise.reject(errorDeRed('sin-red')))
}

const conJson = (metodo: Metodo, cuerpo: unknown): RequestInit => ({
	method: metodo,
	headers: { 'x-egreso': '1', 'content-type': 'application/json' },
	body: JSON.stringify(cuerpo ?? {}),
})

const llamar = async (
	ruta: string,
	peticion: RequestInit,
	{ senal, limite = LIMITE_MS }: Opciones,
	admitidos: readonly number[] = [],
): Promise<Response> => {
	const reloj = AbortSignal.timeout(limite)
	let respuesta: Response
	try {
		respuesta = await fetch(ruta, {
			credentials: 'same-origin',
			cache: 'no-store',
			redirect: 'error',
			...peticion,
			signal: senal ? AbortSignal.any([senal, reloj]) : reloj,
		})
	} catch (causa) {
		if (senal?.aborted) throw causa
		throw errorDeRed(reloj.aborted ? 'tardo-demasiado' : 'sin-red')
	}
	if (respuesta.ok) return respuesta
	if (respuesta.status === 401 && ruta !== '/api/sesion') sinSesion?.()
	if (admitidos.includes(respuesta.status) && !esProblema(respuesta)) return respuesta
	throw await problemaDe(respuesta)
}

const esProblema = (respuesta: Response): boolean =>
	(respuesta.headers.get('content-type') ?? '').includes('application/problem+json')

const problemaDe = async (respuesta: Response): Promise<ErrorApi> => {
	const leido = v.safeParse(Problema, await respuesta.json().catch(() => null))
	if (leido.success) return new ErrorApi(leido.output)
	// Un intermediario contestó por el servidor: su página no se muestra.
	return new ErrorApi({
		motivo: 'servicio-no-disponible',
		detail: 'El servidor no responde en este momento. Intente de nuevo en unos minutos.',
		status: respuesta.status,
	})
}

const leer = async <E extends Esquema>(respuesta: Response, esquema: E): Promise<v.InferOutput<E>> => {
	let cuerpo: unknown
	try {
		cuerpo = await respuesta.json()
	} catch (causa) {
		throw errorDeRed(causa instanceof SyntaxError ? 'respuesta-ilegible' : 'sin-red')
	}
	// Mil certificados son siete megas: leerlos y validarlos de corrido congela la pantalla.
	await ceder()
	const leido = v.safeParse(esquema, cuerpo)
	if (!leido.success) throw errorDeRed('respuesta-ilegible')
	return leido.output
}
