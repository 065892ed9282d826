import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as esperar } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { actua, fallasEnReposo, type Fallas } from '../fallas.ts'
import { POLITICA } from '../pagina.ts'
import { contestar, contestarJson, levantarServidorHttp } from '../servidor.ts'
import { abrirBuzon, type Buzon, type Mensaje } from './buzon.ts'
import { paginaDelBuzon, paginaDelMensaje } from './paginas.ts'

/**
 * - `destinatario-rechazado`: 550 al RCPT TO.
 * - `temporal`: 451 al terminar el mensaje, que no se guarda.
 * - `respuesta-perdida`: guarda el mensaje y corta sin decirlo.
 * - `cortar`: corta al conectar.
 */
type ModoCorreo = 'destinatario-rechazado' | 'temporal' | 'respuesta-perdida' | 'cortar'
const MODOS: readonly ModoCorreo[] = ['destinatario-rechazado', 'temporal', 'respuesta-perdida', 'cortar']

export type OpcionesCorreo = {
	/** Puerto de SMTP. */
	readonly puerto?: number
	/** Puerto del buzón web. */
	readonly puertoWeb?: number
	/** Si se dan, SMTP exige AUTH PLAIN o LOGIN con ellos; si no, acepta sin identificarse. */
	readonly usuario?: string
	readonly contrasena?: string
	/** Carpeta donde guardar los mensajes entre reinicios. */
	readonly datos?: string
	readonly reloj?: () => Date
	readonly fallas?: Partial<Fallas<ModoCorreo>>
}

export type Correo = {
	/** `smtp://127.0.0.1:puerto` */
	readonly url: string
	readonly puerto: number
	/** El buzón web, que también lleva `/_fallas` y `/api/mensajes`. */
	readonly web: string
	readonly fallas: Fallas<ModoCorreo>
	/** Lo recibido, del más nuevo al más viejo. */
	mensajes(): readonly Mensaje[]
	cerrar(): Promise<void>
}

const MAXIMO = 50 * 1_048_576
// Dentro del marco no corre nada ni se pide nada de fuera, venga lo que venga en el mensaje.
const POLITICA_HTML =
	"sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"

const conCodigo = (responseCode: number, frase: string): Error =>
	Object.assign(new Error(frase), { responseCode })

const resumir = ({ adjuntos, ...mensaje }: Mensaje) => ({
	...mensaje,
	adjuntos: adjuntos.map(({ nombre, tipo, bytes }, indice) => ({
		nombre,
		tipo,
		largo: bytes.length,
		url: `/mensajes/${mensaje.id}/adjuntos/${indice}`,
	})),
})

const atenderWeb = async (
	peticion: IncomingMessage,
	respuesta: ServerResponse,
	buzon: Buzon,
): Promise<void> => {
	const ruta = new URL(peticion.url ?? '/', 'http://127.0.0.1')
	const html = (cuerpo: string): void =>
		contestar(respuesta, 200, 'text/html; charset=utf-8', cuerpo, { 'content-security-policy': POLITICA })
	if (ruta.pathname === '/api/mensajes') {
		if (peticion.method === 'DELETE') {
			await buzon.vaciar()
			return void respuesta.writeHead(204).end()
		}
		const para = ruta.searchParams.get('para')?.toLowerCase()
		const elegidos = buzon
			.todos()
			.filter(
				({ destinatarios }) => para === undefined || destinatarios.some((uno) => uno.toLowerCase() === para),
			)
		return contestarJson(respuesta, 200, elegidos.map(resumir))
	}
	if (ruta.pathname === '/') return html(paginaDelBuzon(buzon.todos()))
	const [, api, id, parte, indice] =
		/^(\/api)?\/mensajes\/(\d+)(?:\/(html|adjuntos\/(\d+)))?$/.exec(ruta.pathname) ?? []
	const mensaje = id === undefined ? undefined : buzon.uno(id)
	if (!mensaje) return contestar(respuesta, 404, 'text/plain; charset=utf-8', 'No hay nada aquí.\n')
	if (api !== undefined) return contestarJson(respuesta, 200, resumir(mensaje))
	if (parte === undefined) return html(paginaDelMensaje(mensaje))
	if (parte === 'html') {
		return contestar(respuesta, 200, 'text/html; charset=utf-8', mensaje.html ?? '', {
			'content-security-policy': POLITICA_HTML,
		})
	}
	const adjunto = mensaje.adjuntos[Number(indice)]
	if (!adjunto) return contestar(respuesta, 404, 'text/plain; charset=utf-8', 'No hay tal adjunto.\n')
	contestar(respuesta, 200, adjunto.tipo, adjunto.bytes, {
		'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(adjunto.nombre)}`,
	})
}

/** El correo local: SMTP sin TLS que nada reenvía, y un buzón web para leerlo (HTML y JSON). */
export const levantarCorreo = async (opciones: OpcionesCorreo = {}): Promise<Correo> => {
	const fallas = fallasEnReposo<ModoCorreo>(opciones.fallas)
	const buzon = await abrirBuzon(opciones.datos ?? null, opciones.reloj ?? (() => new Date()))
	const conClave = opciones.usuario !== undefined
	let cuenta = 0
	const smtp = new SMTPServer({
		name: 'correo.egreso.example',
		banner: 'Correo de demostración',
		size: MAXIMO,
		disabledCommands: conClave ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
		authOptional: !conClave,
		allowInsecureAuth: true,
		disableReverseLookup: true,
		closeTimeout: 200,
		logger: false,
		onConnect: (_sesion, seguir) => {
			cuenta += 1
			const falla = fallas.errorCada > 0 && cuenta % fallas.errorCada === 0
			const corta = actua(fallas, 'cortar')
			void esperar(fallas.demoraMs).then(() =>
				seguir(falla || corta ? conCodigo(421, 'El servicio no está disponible.') : null),
			)
		},
		onAuth: ({ username, password }, _sesion, seguir) => {
			const bien = username === opciones.usuario && password === opciones.contrasena
			if (bien) return seguir(null, { user: username })
			seguir(conCodigo(535, 'Usuario o contraseña incorrectos.'))
		},
		onRcptTo: (_destino, _sesion, seguir) => {
			seguir(actua(fallas, 'destinatario-rechazado') ? conCodigo(550, 'El buzón no existe.') : null)
		},
		onData: (corriente, sesion, seguir) => {
			const recibir = async (): Promise<void> => {
				const crudo = await buffer(corriente)
				if (corriente.sizeExceeded) throw conCodigo(552, 'El mensaje es demasiado grande.')
				if (actua(fallas, 'temporal')) throw conCodigo(451, 'Intente más tarde.')
				const { mailFrom, rcptTo } = sesion.envelope
				await buzon.recibir(
					{
						remitente: mailFrom === false ? '' : mailFrom.address,
						destinatarios: rcptTo.map(({ address }) => address),
					},
					crudo,
				)
			}
			recibir().then(
				() => {
					if (!actua(fallas, 'respuesta-perdida')) return seguir(null, 'Guardado')
					for (const conexion of smtp.connections as Set<{ id: string; _socket: { destroy(): void } }>) {
						if (conexion.id === sesion.id) conexion._socket.destroy()
					}
				},
				(causa: unknown) => seguir(causa instanceof Error ? causa : new Error(String(causa))),
			)
		},
	})
	// Quien corta a media conversación no debe tirar el simulador.
	smtp.on('error', () => undefined)
	await new Promise<void>((listo, fallo) => {
		smtp.server.once('error', fallo)
		smtp.listen(opciones.puerto ?? 0, '127.0.0.1', () => listo())
	})
	const puerto = (smtp.server.address() as AddressInfo).port
	const web = await levantarServidorHttp({
		puerto: opciones.puertoWeb ?? 0,
		fallas,
		modos: MODOS,
		sufreFallas: false,
		atender: (peticion, respuesta) => atenderWeb(peticion, respuesta, buzon),
	})
	return {
		url: `smtp://127.0.0.1:${puerto}`,
		puerto,
		web: web.url,
		fallas,
		mensajes: () => buzon.todos(),
		cerrar: async () => {
			await web.cerrar()
			await new Promise<void>((listo) => smtp.close(() => listo()))
		},
	}
}
