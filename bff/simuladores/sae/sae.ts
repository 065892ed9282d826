import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { actua, fallasEnReposo, type Fallas } from '../fallas.ts'
import { contestar, levantarServidorHttp } from '../servidor.ts'

/**
 * - `cortado`: la página se corta a la mitad.
 * - `ilegible`: un renglón no es JSON.
 * - `cambia-a-media-entrega`: la segunda página ya es de otra versión.
 * - `a-otro-sitio`: la página que sigue está en otro servidor.
 */
const MODOS_SAE = ['cortado', 'ilegible', 'cambia-a-media-entrega', 'a-otro-sitio'] as const
type ModoSae = (typeof MODOS_SAE)[number]

/** Lo que SAE dice de un egresado: las columnas de su archivo, y el plantel en `CCT`. */
export type FilaSae = Readonly<Record<string, unknown>>

type OpcionesSae = {
	readonly puerto?: number
	/** La ficha que se pide a quien consulta. */
	readonly ficha: string
	readonly egresados: readonly FilaSae[]
	readonly porPagina?: number
	readonly fallas?: Partial<Fallas<ModoSae>>
}

export type Sae = {
	readonly url: string
	readonly fallas: Fallas<ModoSae>
	/** Lo que SAE sabe desde ahora. */
	readonly cambiar: (egresados: readonly FilaSae[]) => void
	cerrar(): Promise<void>
}

/**
 * El SAE local: `GET /sae/egresados?cct=…&pagina=…` contesta NDJSON en páginas enlazadas, con ETag de todo lo del plantel. La
 * forma es nuestra (la de SAE no es pública) y está explicada en el README.
 */
export const levantarSae = async (opciones: OpcionesSae): Promise<Sae> => {
	const fallas = fallasEnReposo<ModoSae>(opciones.fallas)
	const porPagina = opciones.porPagina ?? 500
	let egresados = opciones.egresados

	const atender = (peticion: IncomingMessage, respuesta: ServerResponse): void => {
		const { pathname, searchParams } = new URL(peticion.url ?? '/', 'http://127.0.0.1')
		if (peticion.method !== 'GET' || pathname !== '/sae/egresados') {
			return contestar(respuesta, 404, 'text/plain; charset=utf-8', 'No existe.\n')
		}
		if (peticion.headers.authorization !== `Bearer ${opciones.ficha}`) {
			return contestar(respuesta, 401, 'text/plain; charset=utf-8', 'Falta la ficha, o no es.\n')
		}
		const cct = searchParams.get('cct') ?? ''
		const pagina = Number(searchParams.get('pagina') ?? '1')
		const filas = egresados.filter((egresado) => egresado['CCT'] === cct)
		const otra = pagina > 1 && actua(fallas, 'cambia-a-media-entrega') ? 'otra' : ''
		const huella = createHash('sha256')
			.update(JSON.stringify(filas) + otra)
			.digest('hex')
			.slice(0, 32)
		const etag = `"${huella}"`
		if (peticion.headers['if-none-match'] === etag) {
			respuesta.writeHead(304, { etag }).end()
			return
		}
		const suyas = filas.slice((pagina - 1) * porPagina, pagina * porPagina)
		const hayMas = pagina * porPagina < filas.length
		const base = actua(fallas, 'a-otro-sitio') ? 'http://127.0.0.2:9' : ''
		const sigue = `${base}/sae/egresados?cct=${encodeURIComponent(cct)}&pagina=${pagina + 1}`
		const cuerpo = `${suyas.map((fila) => JSON.stringify(fila)).join('\n')}\n`
		if (actua(fallas, 'cortado')) {
			respuesta.writeHead(200, {
				'content-type': 'application/x-ndjson',
				'content-length': String(Buffer.byteLength(cuerpo)),
			})
			respuesta.write(cuerpo.slice(0, cuerpo.length / 2), () => respuesta.destroy())
			return
		}
		contestar(
			respuesta,
			200,
			'application/x-ndjson',
			actua(fallas, 'ilegible') ? `${cuerpo}{"MATRICULA": \n` : cuerpo,
			{ etag, ...(hayMas ? { link: `<${sigue}>; rel="next"` } : {}) },
		)
	}

	const servidor = await levantarServidorHttp({
		puerto: opciones.puerto ?? 0,
		fallas,
		modos: MODOS_SAE,
		atender,
	})
	return {
		url: `${servidor.url}/sae`,
		fallas,
		cambiar: (nuevos) => void (egresados = nuevos),
		cerrar: servidor.cerrar,
	}
}
