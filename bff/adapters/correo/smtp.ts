import nodemailer from 'nodemailer'
import type { EnviarCorreo } from '../../application/ports.ts'

/** Quien pide un código espera la respuesta: un servidor que no contesta no lo detiene minutos. */
const PLAZOS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as const

/**
 * Envío por SMTP (13). Un 5xx del servidor sobre este mensaje o su destinatario es permanente; lo demás (red, 4xx,
 * tiempo, credenciales) es temporal y vale reintentar con el mismo Message-ID.
 */
export const crearEnviarCorreo = (opciones: { readonly url: string; readonly de: string }): EnviarCorreo => {
	const transporte = nodemailer.createTransport(
		{ url: opciones.url, ...PLAZOS },
		{ from: opciones.de, disableFileAccess: true, disableUrlAccess: true },
	)
	return async (correo) => {
		try {
			await transporte.sendMail({
				to: correo.para,
				subject: correo.asunto,
				text: correo.texto,
				html: correo.html,
				messageId: correo.mensajeId,
				attachments: (correo.adjuntos ?? []).map((adjunto) => ({
					filename: adjunto.nombre,
					contentType: adjunto.tipo,
					content: Buffer.from(adjunto.bytes),
				})),
			})
			return { resultado: 'enviado' }
		} catch (error) {
			const codigo = codigoDe(error)
			// La respuesta del servidor puede repetir la dirección: sólo se guarda el código.
			const razon =
				codigo === undefined ? `sin respuesta (${claseDe(error)})` : `el servidor respondió ${codigo}`
			return codigo !== undefined && codigo >= 500 && DEL_MENSAJE.includes(claseDe(error))
				? { resultado: 'permanente', razon }
				: { resultado: 'temporal', razon }
		}
	}
}

// Una contraseña o un saludo rechazados también son 5xx, pero no dicen nada del buzón.
const DEL_MENSAJE: readonly string[] = ['EENVELOPE', 'EMESSAGE']

const codigoDe = (error: unknown): number | undefined =>
	error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
		? error.responseCode
		: undefined

const claseDe = (error: unknown): string =>
	error instanceof Error && 'code' in error ? String(error.code) : 'desconocido'
