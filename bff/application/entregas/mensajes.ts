import type { Correo } from '../ports.ts'

/*
 * Los mensajes al egresado. HTML de tabla única y estilos en línea porque es lo que Outlook y los teléfonos leen
 * igual; la parte de texto dice lo mismo. Ninguno pide pago: el trámite es gratuito (2).
 */

const GRATUITO = 'Este trámite es gratuito.'

/** El código de seis dígitos que prueba el buzón (13). */
export const mensajeCodigo = (datos: {
	readonly para: string
	readonly codigo: string
	readonly id: string
}): Correo => ({
	para: datos.para,
	asunto: 'Su código para recibir el certificado del CONALEP',
	mensajeId: `<codigo-${datos.id}@egreso.conalep>`,
	texto: [
		`Su código es ${datos.codigo}. Vale 10 minutos.`,
		'Escríbalo en la página donde lo pidió para confirmar que este correo es suyo.',
		'Si usted no lo pidió, no haga nada: sin el código no se confirma ningún correo.',
		GRATUITO,
	].join('\n\n'),
	html: cuerpo('Confirme su correo', [
		parrafo('Escriba este código en la página donde lo pidió. Vale 10 minutos.'),
		`<p style="margin:24px 0;font-size:32px;letter-spacing:6px;font-weight:700;color:#611232">${datos.codigo}</p>`,
		parrafo('Si usted no lo pidió, no haga nada: sin el código no se confirma ningún correo.'),
	]),
})

/** El certificado con sus archivos y el enlace personal para acusar recibo (13). */
export const mensajeEntrega = (datos: {
	readonly para: string
	readonly nombre: string
	readonly folio: string
	readonly enlaceAcuse: string
	readonly enlacePublico: string
	readonly adjuntos: NonNullable<Correo['adjuntos']>
	readonly id: string
}): Correo => ({
	para: datos.para,
	asunto: `Certificado de Terminación de Estudios ${datos.folio}`,
	mensajeId: `<entrega-${datos.id}@egreso.conalep>`,
	adjuntos: datos.adjuntos,
	texto: [
		`${datos.nombre}:`,
		`Aquí está su Certificado de Terminación de Estudios electrónico, folio ${datos.folio}: el PDF, el XML con los sellos y el código QR. Guárdelos; el XML es el original.${deLaSep(datos.adjuntos)}`,
		`Para acusar de recibido, abra este enlace y toque «Acuso de recibido»:\n${datos.enlaceAcuse}`,
		`Cualquier persona puede comprobarlo aquí:\n${datos.enlacePublico}`,
		GRATUITO,
	].join('\n\n'),
	html: cuerpo('Su certificado está listo', [
		parrafo(`${escapar(datos.nombre)}:`),
		parrafo(
			`Aquí está su Certificado de Terminación de Estudios electrónico, folio <strong>${escapar(datos.folio)}</strong>: el PDF, el XML con los sellos y el código QR. Guárdelos; el XML es el original.${deLaSep(datos.adjuntos)}`,
		),
		`<p style="margin:28px 0"><a href="${escapar(datos.enlaceAcuse)}" style="background:#611232;color:#ffffff;padding:14px 22px;text-decoration:none;font-weight:700;display:inline-block">Ver y acusar de recibido</a></p>`,
		parrafo(
			`Cualquier persona puede comprobarlo en <a href="${escapar(datos.enlacePublico)}" style="color:#1e5b4f">${escapar(datos.enlacePublico)}</a>.`,
		),
	]),
})

/** Si la SEP mandó también su PDF, cuál es cuál. */
const deLaSep = (adjuntos: NonNullable<Correo['adjuntos']>): string => {
	const suyo = adjuntos.find(({ nombre }) => nombre.endsWith('.sep.pdf'))
	return suyo ? ` El archivo ${suyo.nombre} es el PDF que la SEP mandó del mismo certificado.` : ''
}

/** Copia del acuse para quien acusó (13). */
export const mensajeAcuse = (datos: {
	readonly para: string
	readonly folio: string
	readonly adjunto: { nombre: string; tipo: string; bytes: Uint8Array }
	readonly id: string
}): Correo => ({
	para: datos.para,
	asunto: `Acuse de recibido del certificado ${datos.folio}`,
	mensajeId: `<acuse-${datos.id}@egreso.conalep>`,
	adjuntos: [datos.adjunto],
	texto: `Registramos su acuse de recibido del certificado ${datos.folio}. Va adjunto para sus archivos; otra copia queda en su expediente.\n\n${GRATUITO}`,
	html: cuerpo('Gracias por acusar de recibido', [
		parrafo(
			`Registramos su acuse del certificado <strong>${escapar(datos.folio)}</strong>. Va adjunto para sus archivos; otra copia queda en su expediente.`,
		),
	]),
})

/** Un párrafo de un correo; `html` ya viene escapado. */
export const parrafo = (html: string): string => `<p style="margin:0 0 16px">${html}</p>`

/** El HTML entero de un correo de la casa. */
export const cuerpo = (titulo: string, partes: readonly string[]): string =>
	[
		'<!doctype html><html lang="es-MX"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>',
		'<body style="margin:0;background:#f4f1ec;font-family:\'Noto Sans\',Segoe UI,Arial,sans-serif;color:#1f1b18;font-size:16px;line-height:1.5">',
		'<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">',
		'<table role="presentation" width="560" cellpadding="0" cellspacing="0" style="max-width:560px;width:100%;background:#ffffff;border-top:6px solid #611232"><tr><td style="padding:28px">',
		`<h1 style="margin:0 0 20px;font-size:22px;color:#611232">${escapar(titulo)}</h1>`,
		...partes,
		`<p style="margin:28px 0 0;font-size:14px;color:#5a524c">CONALEP · ${GRATUITO}</p>`,
		'</td></tr></table></td></tr></table></body></html>',
	].join('')

/** Un texto ajeno, para ponerlo dentro de HTML. */
export const escapar = (texto: string): string =>
	texto.replace(/[&<>"']/g, (letra) => `&#${letra.charCodeAt(0)};`)
