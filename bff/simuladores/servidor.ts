import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as esperar } from 'node:timers/promises'
import { moverFallas, type Fallas } from './fallas.ts'

/** Quien contesta lo que no es `/_fallas`. */
type Atender = (peticion: IncomingMessage, respuesta: ServerResponse) => Promise<void> | void

type OpcionesServidor<M extends string> = {
	/** 0 pide un puerto libre. */
	readonly puerto?: number
	readonly fallas: Fallas<M>
	readonly modos: readonly M[]
	readonly atender: Atender
	/** `false` donde las fallas son de otro protocolo (correo) y esta página solo las gobierna. */
	readonly sufreFallas?: boolean
}

export type ServidorHttp = { readonly url: string; readonly puerto: number; cerrar(): Promise<void> }

const CUERPO_EXCESIVO = 'CUERPO_EXCESIVO'

/** El cuerpo entero de una petición, hasta `limite` bytes; si trae más, lanza y se contesta 413. */
export const leerCuerpo = async (peticion: IncomingMessage, limite: number): Promise<Buffer> => {
	const trozos: Buffer[] = []
	let largo = 0
	for await (const trozo of peticion as AsyncIterable<Buffer>) {
		largo += trozo.length
		if (largo > limite) {
			throw Object.assign(new Error(`La petición pasa de ${limite} bytes.`), { code: CUERPO_EXCESIVO })
		}
		trozos.push(trozo)
	}
	return Buffer.concat(trozos)
}

/** Contesta JSON en UTF-8. */
export const contestarJson = (respuesta: ServerResponse, estado: number, valor: unknown): void => {
	respuesta.writeHead(estado, {
		'content-type': 'application/json; charset=utf-8',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
	})
	respuesta.end(JSON.stringify(valor))
}

/** Contesta texto; `tipo` es el tipo de medio completo. */
export const contestar = (
	respuesta: ServerResponse,
	estado: number,
	tipo: string,
	cuerpo: string | Uint8Array,
	cabeceras: Readonly<Record<string, string>> = {},
): void => {
	respuesta.writeHead(estado, {
		'content-type': tipo,
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		...cabeceras,
	})
	respuesta.end(cuerpo)
}

const atenderFallas = async <M extends string>(
	peticion: IncomingMessage,
	respuesta: ServerResponse,
	{ fallas, modos }: OpcionesServidor<M>,
): Promise<void> => {
	if (peticion.method === 'GET')
		return contestarJson(respuesta, 200, { ...fallas, modos: ['normal', ...modos] })
	if (peticion.method !== 'POST') return contestarJson(respuesta, 405, { error: 'Use GET o POST.' })
	// Solo JSON: una página ajena no puede mandarlo a otro origen sin preguntar antes.
	if (!(peticion.headers['content-type'] ?? '').startsWith('application/json')) {
		return contestarJson(respuesta, 415, { error: 'Se espera content-type: application/json.' })
	}
	let pedido: unknown
	try {
		pedido = JSON.parse((await leerCuerpo(peticion, 10_000)).toString('utf8'))
	} catch {
		return contestarJson(respuesta, 400, { error: 'El cuerpo no es JSON.' })
	}
	const queja = moverFallas(fallas, modos, pedido)
	if (queja !== null) return contestarJson(respuesta, 400, { error: queja })
	contestarJson(respuesta, 200, { ...fallas })
}

/**
 * Un servidor HTTP en 127.0.0.1 con su interruptor de fallas en `/_fallas`. `cerrar` corta lo que siga abierto
 * y espera a que el puerto quede libre.
 */
export const levantarServidorHttp = async <M extends string>(
	opciones: OpcionesServidor<M>,
): Promise<ServidorHttp> => {
	const { fallas, atender, sufreFallas = true, puerto = 0 } = opciones
	let cuenta = 0
	const contestarUna = async (peticion: IncomingMessage, respuesta: ServerResponse): Promise<void> => {
		if ((peticion.url ?? '').split('?')[0] === '/_fallas') return atenderFallas(peticion, respuesta, opciones)
		if (sufreFallas) {
			cuenta += 1
			const falla = fallas.errorCada > 0 && cuenta % fallas.errorCada === 0
			if (fallas.demoraMs > 0) await esperar(fallas.demoraMs)
			if (falla) {
				return contestar(respuesta, 500, 'text/plain; charset=utf-8', 'Error provocado por el simulador.\n')
			}
		}
		await atender(peticion, respuesta)
	}
	const servidor = createServer((peticion, respuesta) => {
		contestarUna(peticion, respuesta).catch((causa: unknown) => {
			if (respuesta.headersSent || respuesta.destroyed) return respuesta.destroy()
			const excesivo = causa instanceof Error && 'code' in causa && causa.code === CUERPO_EXCESIVO
			const frase = causa instanceof Error ? causa.message : String(causa)
			if (!excesivo) console.error(causa)
			contestar(respuesta, excesivo ? 413 : 500, 'text/plain; charset=utf-8', `${frase}\n`)
		})
	})
	await new Promise<void>((listo, fallo) => {
		servidor.once('error', fallo)
		servidor.listen(puerto, '127.0.0.1', listo)
	})
	const enUso = (servidor.address() as AddressInfo).port
	return {
		url: `http://127.0.0.1:${enUso}`,
		puerto: enUso,
		cerrar: () =>
			new Promise<void>((listo, fallo) => {
				servidor.close((causa) => (causa ? fallo(causa) : listo()))
				servidor.closeAllConnections()
			}),
	}
}
