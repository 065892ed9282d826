import { escapar, escribirPagina } from '../pagina.ts'
import type { Mensaje } from './buzon.ts'

const cuando = (iso: string): string =>
	new Intl.DateTimeFormat('es-MX', {
		dateStyle: 'medium',
		timeStyle: 'short',
		timeZone: 'America/Mexico_City',
	}).format(new Date(iso))

/** La lista de mensajes, el más nuevo primero. */
export const paginaDelBuzon = (mensajes: readonly Mensaje[]): string =>
	escribirPagina(
		'Correo de demostración',
		`<h1>Correo de demostración</h1>
<p class="aviso">Todo lo que Egreso envía en esta máquina llega aquí y no sale a ninguna parte.</p>
${
	mensajes.length === 0
		? '<p>Todavía no ha llegado ningún mensaje.</p>'
		: `<ul>${mensajes
				.map(
					({ id, asunto, destinatarios, recibido, adjuntos }) =>
						`<li><a class="boton" href="/mensajes/${id}"><strong>${escapar(asunto === '' ? '(sin asunto)' : asunto)}</strong>Para ${escapar(destinatarios.join(', '))}<br><small>${escapar(cuando(recibido))}${adjuntos.length > 0 ? ` · adjuntos: ${adjuntos.length}` : ''}</small></a></li>`,
				)
				.join('\n')}</ul>`
}`,
	)

/** Un mensaje: sobre, texto, la parte HTML en un marco aislado, y los adjuntos. */
export const paginaDelMensaje = (mensaje: Mensaje): string => {
	const { id, asunto, de, para, remitente, destinatarios, recibido, texto, html, adjuntos } = mensaje
	return escribirPagina(
		asunto === '' ? '(sin asunto)' : asunto,
		`<p><a href="/">← Todos los mensajes</a></p>
<h1>${escapar(asunto === '' ? '(sin asunto)' : asunto)}</h1>
<dl>
<dt>De</dt><dd>${escapar(de)} <small>(sobre: ${escapar(remitente)})</small></dd>
<dt>Para</dt><dd>${escapar(para)} <small>(sobre: ${escapar(destinatarios.join(', '))})</small></dd>
<dt>Recibido</dt><dd>${escapar(cuando(recibido))}</dd>
</dl>
${
	adjuntos.length === 0
		? ''
		: `<h2>Adjuntos</h2><ul>${adjuntos
				.map(
					({ nombre, tipo, bytes }, indice) =>
						`<li><a class="boton" href="/mensajes/${id}/adjuntos/${indice}" download="${escapar(nombre)}"><strong>${escapar(nombre)}</strong><small>${escapar(tipo)} · ${bytes.length} bytes</small></a></li>`,
				)
				.join('\n')}</ul>`
}
${texto === '' ? '' : `<h2>Texto</h2><pre>${escapar(texto)}</pre>`}
${html === null ? '' : `<h2>Versión HTML</h2><iframe title="Versión HTML del mensaje" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mensajes/${id}/html"></iframe>`}`,
	)
}
