import { setTimeout as esperar } from 'node:timers/promises'
import { SaeNoDisponible, type TraerDeSae } from '../../application/ports.ts'
import { leerConTope } from '../leer-con-tope.ts'
import { ARCHIVO_SAE_MAXIMO } from '#core/contract/importacion.ts'

type OpcionesSae = {
	readonly url: string
	/** La ficha que SAE da a quien consulta (Bearer); null si no la pide. */
	readonly ficha: string | null
	/** Plazo de cada página; por omisión 60 s. */
	readonly plazoMs?: number
	/** Intentos por página; por omisión 4. */
	readonly intentos?: number
	/** Espera antes del segundo intento, que se duplica en cada uno; por omisión 500 ms. */
	readonly esperaMs?: number
	/** Lo más que se trae entre todas las páginas; por omisión, lo que se admite de un archivo. */
	readonly bytesMaximos?: number
}

/** Lo más que puede pesar una página: se tiene entera antes de entregarla, para poder pedirla otra vez si se corta. */
const BYTES_POR_PAGINA = 16 * 1024 * 1024
const PAGINAS_MAXIMAS = 10_000

type Pagina =
	| {
			readonly tipo: 'hay'
			readonly cuerpo: Uint8Array
			readonly etag: string | null
			readonly sigue: string | null
	  }
	| { readonly tipo: 'igual' }
	| { readonly tipo: 'negada'; readonly razon: string }
	| { readonly tipo: 'sin-servicio'; readonly razon: string }

/**
 * Trae de SAE los egresados de un plantel: `GET {url}/egresados?cct=…`, NDJSON en páginas enlazadas (`Link: <…>; rel="next"`,
 * RFC 8288), con `If-None-Match` para no repetir lo que no cambió (RFC 9110). Leer no cambia nada allá: se reintenta.
 */
export const conectarSae = (opciones: OpcionesSae): TraerDeSae => {
	const origen = new URL(opciones.url)
	return async ({ cct, etag }) => {
		const primera = new URL(`${opciones.url.replace(/\/$/, '')}/egresados`)
		primera.searchParams.set('cct', cct)
		const pagina = await pedirPagina(opciones, primera, etag)
		switch (pagina.tipo) {
			case 'igual':
				return { resultado: 'sin-novedad' }
			case 'hay':
				return { resultado: 'hay', etag: pagina.etag, paginas: seguir(opciones, origen, primera, pagina) }
			case 'negada':
			case 'sin-servicio':
				return { resultado: 'no-disponible', razon: pagina.razon }
		}
	}
}

const seguir = async function* (
	opciones: OpcionesSae,
	origen: URL,
	primera: URL,
	leida: Extract<Pagina, { tipo: 'hay' }>,
): AsyncGenerator<Uint8Array> {
	const { bytesMaximos = ARCHIVO_SAE_MAXIMO } = opciones
	let pagina = leida
	let direccion = primera
	let bytes = 0
	for (let paginas = 1; ; paginas += 1) {
		bytes += pagina.cuerpo.length
		// Lo que no se va a poder leer tampoco se guarda: el disco no es de quien contesta.
		if (bytes > bytesMaximos) throw new SaeNoDisponible('manda más de lo que cabe')
		yield pagina.cuerpo
		// Dos páginas pueden no acabar en fin de línea.
		yield Buffer.from('\n')
		if (pagina.sigue === null) return
		if (!URL.canParse(pagina.sigue, direccion.href)) throw new SaeNoDisponible('manda a otro sitio')
		direccion = new URL(pagina.sigue, direccion)
		// La ficha sólo se le enseña a quien se le pidió.
		if (direccion.origin !== origen.origin) throw new SaeNoDisponible('manda a otro sitio')
		if (paginas >= PAGINAS_MAXIMAS) throw new SaeNoDisponible('no acaba de entregar')
		const siguiente = await pedirPagina(opciones, direccion, null)
		if (siguiente.tipo === 'negada' || siguiente.tipo === 'sin-servicio') {
			throw new SaeNoDisponible(siguiente.razon)
		}
		if (siguiente.tipo === 'igual') throw new SaeNoDisponible('contestó algo que no se le pidió')
		// Si lo de allá cambió a la mitad, unas páginas serían de antes y otras de después.
		if (siguiente.etag !== leida.etag) throw new SaeNoDisponible('cambió mientras se traía; vuelva a pedirlo')
		pagina = siguiente
	}
}

const pedirPagina = async (opciones: OpcionesSae, direccion: URL, etag: string | null): Promise<Pagina> => {
	const { intentos = 4, esperaMs = 500 } = opciones
	for (let intento = 1; ; intento += 1) {
		const pagina = await pedirUnaVez(opciones, direccion, etag)
		if (pagina.tipo !== 'sin-servicio' || intento >= intentos) return pagina
		await esperar(esperaMs * 2 ** (intento - 1) * (1 + Math.random() / 4))
	}
}

const pedirUnaVez = async (
	{ ficha, plazoMs = 60_000 }: OpcionesSae,
	direccion: URL,
	etag: string | null,
): Promise<Pagina> => {
	try {
		const respuesta = await fetch(direccion, {
			headers: {
				accept: 'application/x-ndjson',
				...(ficha === null ? {} : { authorization: `Bearer ${ficha}` }),
				...(etag === null ? {} : { 'if-none-match': etag }),
			},
			redirect: 'error',
			signal: AbortSignal.timeout(plazoMs),
		})
		if (respuesta.status === 304 && etag !== null) return { tipo: 'igual' }
		if (respuesta.status === 401 || respuesta.status === 403) {
			return { tipo: 'negada', razon: 'no acepta nuestra ficha' }
		}
		if (respuesta.status === 404) return { tipo: 'negada', razon: 'no conoce el plantel' }
		if (!respuesta.ok) return { tipo: 'sin-servicio', razon: `contestó ${respuesta.status}` }
		const cuerpo = await leerConTope(respuesta, BYTES_POR_PAGINA)
		if (cuerpo === null) return { tipo: 'negada', razon: 'mandó una página desmedida' }
		return {
			tipo: 'hay',
			cuerpo,
			etag: respuesta.headers.get('etag'),
			sigue: siguienteDe(respuesta.headers.get('link')),
		}
	} catch {
		// Sin conexión, fuera de plazo o cortada a la mitad: para quien pregunta es lo mismo.
		return { tipo: 'sin-servicio', razon: 'no contestó' }
	}
}

const siguienteDe = (enlaces: string | null): string | null =>
	/<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(enlaces ?? '')?.[1] ?? null
