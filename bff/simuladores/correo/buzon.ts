import { simpleParser, type AddressObject } from 'mailparser'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { escribirEntero } from '../autoridad/autoridad.ts'

type Adjunto = {
	readonly nombre: string
	readonly tipo: string
	readonly bytes: Buffer
}

/** Un mensaje recibido, ya leído. */
export type Mensaje = {
	readonly id: string
	readonly recibido: string
	/** El sobre de SMTP: a quién iba de veras, diga lo que diga el encabezado. */
	readonly remitente: string
	readonly destinatarios: readonly string[]
	readonly de: string
	readonly para: string
	readonly asunto: string
	readonly texto: string
	readonly html: string | null
	readonly adjuntos: readonly Adjunto[]
}

type Sobre = { readonly remitente: string; readonly destinatarios: readonly string[] }

/** Lo recibido, del más nuevo al más viejo. */
export type Buzon = {
	todos(): readonly Mensaje[]
	uno(id: string): Mensaje | undefined
	recibir(sobre: Sobre, crudo: Buffer): Promise<Mensaje>
	vaciar(): Promise<void>
}

type Ficha = Sobre & { readonly id: string; readonly recibido: string }

const direcciones = (dato: AddressObject | AddressObject[] | undefined): string =>
	(Array.isArray(dato) ? dato : dato ? [dato] : []).map(({ text }) => text).join(', ')

const leerMensaje = async (ficha: Ficha, crudo: Buffer): Promise<Mensaje> => {
	const leido = await simpleParser(crudo, { skipHtmlToText: true, skipTextToHtml: true })
	return {
		...ficha,
		de: leido.from?.text ?? '',
		para: direcciones(leido.to),
		asunto: leido.subject ?? '',
		texto: leido.text ?? '',
		html: typeof leido.html === 'string' ? leido.html : null,
		adjuntos: leido.attachments.map((uno, indice) => ({
			nombre: uno.filename ?? `adjunto-${indice + 1}`,
			tipo: uno.contentType,
			bytes: uno.content,
		})),
	}
}

const releer = async (carpeta: string): Promise<Mensaje[]> => {
	const fichas = (await readdir(carpeta)).filter((uno) => uno.endsWith('.json')).sort()
	return Promise.all(
		fichas.map(async (uno) => {
			const ficha = JSON.parse(await readFile(join(carpeta, uno), 'utf8')) as Ficha
			return leerMensaje(ficha, await readFile(join(carpeta, `${ficha.id}.eml`)))
		}),
	)
}

/** Abre el buzón. Con `carpeta`, cada mensaje queda como `.eml` con su sobre al lado y sobrevive a un reinicio. */
export const abrirBuzon = async (carpeta: string | null, reloj: () => Date): Promise<Buzon> => {
	if (carpeta !== null) await mkdir(carpeta, { recursive: true })
	const mensajes = carpeta === null ? [] : (await releer(carpeta)).reverse()
	let cuenta = mensajes.reduce((mayor, { id }) => Math.max(mayor, Number(id)), 0)
	return {
		todos: () => mensajes,
		uno: (id) => mensajes.find((mensaje) => mensaje.id === id),
		recibir: async (sobre, crudo) => {
			cuenta += 1
			const ficha: Ficha = { id: String(cuenta).padStart(6, '0'), recibido: reloj().toISOString(), ...sobre }
			const mensaje = await leerMensaje(ficha, crudo)
			if (carpeta !== null) {
				await escribirEntero(join(carpeta, `${ficha.id}.eml`), crudo)
				await escribirEntero(join(carpeta, `${ficha.id}.json`), Buffer.from(JSON.stringify(ficha)))
			}
			mensajes.unshift(mensaje)
			return mensaje
		},
		vaciar: async () => {
			const idos = mensajes.splice(0)
			if (carpeta === null) return
			for (const { id } of idos) {
				await rm(join(carpeta, `${id}.json`), { force: true })
				await rm(join(carpeta, `${id}.eml`), { force: true })
			}
		},
	}
}
