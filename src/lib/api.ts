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
/** Cuánto puede callar una subida antes de darla por cortada; mientras avance, lo que tarde. */
const SILENCIO_MS = 60_000

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
		headers: { ...deArchivo(archivo), ...opciones.encabezados },
	}
	const respuesta = await llamar(ruta, peticion, { limite: LIMITE_ARCHIVO_MS, ...opciones }, [422])
	return leer(respuesta, esquema)
}

const deArchivo = (archivo: File) => ({
	'x-egreso': '1',
	'x-archivo': encodeURIComponent(archivo.name),
	'content-type': 'application/octet-stream',
})

/**
 * Como {@link subir}, para archivos grandes: va diciendo cuántos bytes salieron, que fetch no sabe, y no tiene más
 * límite que el silencio. Lanza {@link ErrorApi}; si se canceló, la causa de la señal.
 */
export const subirConAvance = async <E extends Esquema>(
	ruta: string,
	archivo: File,
	esquema: E,
	{ senal, alAvanzar }: { readonly senal: AbortSignal; readonly alAvanzar: (bytes: number) => void },
): Promise<v.InferOutput<E>> => {
	senal.throwIfAborted()
	const respuesta = await new Promise<Response>((cumplir, negar) => {
		const peticion = new XMLHttpRequest()
		let callada: ReturnType<typeof setTimeout> | undefined
		let cortada: unknown
		const cortar = (causa: unknown) => {
			cortada = causa
			peticion.abort()
		}
		const seOye = (limite: number) => {
			clearTimeout(callada)
			callada = setTimeout(() => cortar(errorDeRed('tardo-demasiado')), limite)
		}
		const alCancelar = () => cortar(senal.reason)
		// El navegador sabe antes que nadie que ya no hay red: la petición sólo se quedaría callada.
		const alQuedarSinRed = () => cortar(errorDeRed('sin-red'))
		const terminar = (hacer: () => void) => {
			clearTimeout(callada)
			senal.removeEventListener('abort', alCancelar)
			removeEventListener('offline', alQuedarSinRed)
			hacer()
		}
		senal.addEventListener('abort', alCancelar)
		addEventListener('offline', alQuedarSinRed)
		peticion.upload.onprogress = ({ loaded }) => {
			seOye(SILENCIO_MS)
			alAvanzar(loaded)
		}
		// Todo salió: ahora es el servidor quien lo guarda y contesta.
		peticion.upload.onload = () => seOye(LIMITE_ARCHIVO_MS)
		peticion.onload = () => terminar(() => cumplir(comoRespuesta(peticion)))
		peticion.onerror = () => terminar(() => negar(errorDeRed('sin-red')))
		peticion.onabort = () => terminar(() => negar(cortada))
		peticion.open('POST', ruta)
		peticion.responseType = 'arraybuffer'
		for (const [nombre, valor] of Object.entries(deArchivo(archivo))) peticion.setRequestHeader(nombre, valor)
		seOye(SILENCIO_MS)
		peticion.send(archivo)
	})
	return leer(await juzgar(respuesta, ruta), esquema)
}

const comoRespuesta = (peticion: XMLHttpRequest): Response =>
	new Response(peticion.response as ArrayBuffer, {
		status: peticion.status,
		headers: { 'content-type': peticion.getResponseHeader('content-type') ?? '' },
	})

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
	return juzgar(respuesta, ruta, admitidos)
}

/** La respuesta, si es un «sí» o de los estados admitidos; si no, lanza su {@link ErrorApi}. */
const juzgar = async (
	respuesta: Response,
	ruta: string,
	admitidos: readonly number[] = [],
): Promise<Response> => {
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
