import nodemailer from 'nodemailer'
import type { EnviarCorreo } from '../../application/ports.ts'

/**
 * Envío por SMTP (13). Un 5xx del servidor sobre este mensaje es permanente; lo demás (red, 4xx, tiempo) es
 * temporal y vale reintentar con el mismo Message-ID.
 */
export const crearEnviarCorreo = (opciones: { readonly url: string; readonly de: string }): EnviarCorreo => {
	const transporte = nodemailer.createTransport(opciones.url, {
		from: opciones.de,
		disableFileAccess: true,
		disableUrlAccess: true,
	})
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
			return codigo !== undefined && codigo >= 500
				? { resultado: 'permanente', razon }
				: { resultado: 'temporal', razon }
		}
	}
}

const codigoDe = (error: unknown): number | undefined =>
	error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
		? error.responseCode
		: undefined

const claseDe = (error: unknown): string =>
	error instanceof Error && 'code' in error ? String(error.code) : 'desconocido'
