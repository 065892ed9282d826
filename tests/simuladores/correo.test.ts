import { createTransport, type SendMailOptions } from 'nodemailer'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { levantarCorreo, type Correo, type OpcionesCorreo } from '../../bff/simuladores/correo/correo.ts'

const abiertos: Correo[] = []
const levantar = async (opciones: OpcionesCorreo = {}): Promise<Correo> => {
	const correo = await levantarCorreo(opciones)
	abiertos.push(correo)
	return correo
}
afterEach(async () => {
	await Promise.all(abiertos.splice(0).map((uno) => uno.cerrar()))
})

const enviar = async (correo: Correo, extra: SendMailOptions = {}, auth?: { user: string; pass: string }) => {
	const transporte = createTransport({
		host: '127.0.0.1',
		port: correo.puerto,
		secure: false,
		...(auth ? { auth } : {}),
	})
	try {
		return await transporte.sendMail({
			from: 'Egreso <no-responder@conalep.edu.mx>',
			to: 'Zoé Ñúñez <zoe@alumnos.example>',
			subject: 'Su código: 123456',
			text: 'Su código es 123456.\n<script>alert(1)</script>',
			html: '<p>Su código es <b>123456</b>.</p><script>alert(1)</script>',
			attachments: [
				{
					filename: 'certificado de Zoé.pdf',
					content: Buffer.from('%PDF-falso'),
					contentType: 'application/pdf',
				},
			],
			...extra,
		})
	} finally {
		transporte.close()
	}
}
type Resumen = {
	id: string
	asunto: string
	texto: string
	html: string
	destinatarios: string[]
	adjuntos: { url: string; nombre: string }[]
}
const api = async (correo: Correo, ruta = '/api/mensajes'): Promise<Resumen[]> =>
	(await fetch(correo.web + ruta)).json() as Promise<Resumen[]>

describe('el correo local', () => {
	test('lo enviado por SMTP se lee por JSON, con adjuntos íntegros', async () => {
		const correo = await levantar()
		await enviar(correo)
		await enviar(correo, { to: 'otra@alumnos.example', subject: 'Segundo' })
		const todos = await api(correo)
		expect(todos.map(({ asunto }) => asunto)).toEqual(['Segundo', 'Su código: 123456'])
		const [uno] = await api(correo, '/api/mensajes?para=ZOE@alumnos.example')
		expect(uno).toMatchObject({
			destinatarios: ['zoe@alumnos.example'],
			html: expect.stringContaining('<b>123456</b>'),
		})
		expect(uno?.texto).toContain('Su código es 123456.')
		expect(uno?.adjuntos[0]?.nombre).toBe('certificado de Zoé.pdf')
		const adjunto = await fetch(correo.web + (uno?.adjuntos[0]?.url ?? ''))
		expect(await adjunto.text()).toBe('%PDF-falso')
		expect(adjunto.headers.get('content-disposition')).toContain('attachment')
	})

	test('el buzón web está en español y nada de lo que llega corre en él', async () => {
		const correo = await levantar()
		expect(await (await fetch(correo.web)).text()).toContain('Todavía no ha llegado ningún mensaje')
		await enviar(correo, { subject: '<img src=x onerror=alert(1)>' })
		const [uno] = await api(correo)
		const pagina = await fetch(`${correo.web}/mensajes/${uno?.id}`)
		const texto = await pagina.text()
		expect(texto).not.toContain('<img src=x')
		expect(texto).not.toContain('<script>')
		expect(texto).toContain('<iframe title="Versión HTML del mensaje" sandbox="allow-popups')
		expect(pagina.headers.get('content-security-policy')).toContain("default-src 'none'")
		const marco = await fetch(`${correo.web}/mensajes/${uno?.id}/html`)
		expect(marco.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-scripts)/)
		expect((await fetch(`${correo.web}/mensajes/999999`)).status).toBe(404)
	})

	test('con carpeta, un reinicio no pierde mensajes ni repite números; vaciar los borra', async () => {
		const datos = mkdtempSync(join(tmpdir(), 'egreso-correo-'))
		try {
			const primero = await levantar({ datos })
			await enviar(primero)
			const antes = await api(primero)
			await primero.cerrar()
			abiertos.length = 0
			const segundo = await levantar({ datos })
			expect(await api(segundo)).toEqual(antes)
			await enviar(segundo)
			expect(new Set((await api(segundo)).map(({ id }) => id)).size).toBe(2)
			expect((await fetch(`${segundo.web}/api/mensajes`, { method: 'DELETE' })).status).toBe(204)
			await segundo.cerrar()
			abiertos.length = 0
			expect(await api(await levantar({ datos }))).toEqual([])
		} finally {
			rmSync(datos, { recursive: true, force: true })
		}
	})

	test('con usuario y contraseña, sin ellos no se entrega', async () => {
		const correo = await levantar({ usuario: 'egreso', contrasena: 'clave' })
		await expect(enviar(correo)).rejects.toMatchObject({ responseCode: 530 })
		await expect(enviar(correo, {}, { user: 'egreso', pass: 'no' })).rejects.toMatchObject({
			responseCode: 535,
		})
		await enviar(correo, {}, { user: 'egreso', pass: 'clave' })
		expect(correo.mensajes()).toHaveLength(1)
	})
})

describe('las fallas del correo', () => {
	test('550 al destinatario y 451 temporal: nada queda guardado y después funciona', async () => {
		const correo = await levantar({ fallas: { modo: 'destinatario-rechazado', veces: 1 } })
		await expect(enviar(correo)).rejects.toMatchObject({ responseCode: 550 })
		Object.assign(correo.fallas, { modo: 'temporal', veces: 1 })
		await expect(enviar(correo)).rejects.toMatchObject({ responseCode: 451 })
		expect(correo.mensajes()).toHaveLength(0)
		await enviar(correo)
		expect(correo.mensajes()).toHaveLength(1)
	})

	test('respuesta-perdida: quien envía ve un error, pero el mensaje llegó', async () => {
		const correo = await levantar({ fallas: { modo: 'respuesta-perdida', veces: 1 } })
		await expect(enviar(correo)).rejects.toThrow()
		expect(correo.mensajes()).toHaveLength(1)
	})

	test('cortar y errorCada contestan 421; la demora se nota', async () => {
		const correo = await levantar({ fallas: { modo: 'cortar', veces: 1 } })
		await expect(enviar(correo)).rejects.toMatchObject({ responseCode: 421 })
		const respuesta = await fetch(`${correo.web}/_fallas`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ errorCada: 1 }),
		})
		expect(respuesta.status).toBe(200)
		await expect(enviar(correo)).rejects.toMatchObject({ responseCode: 421 })
		Object.assign(correo.fallas, { errorCada: 0, demoraMs: 150 })
		const antes = performance.now()
		await enviar(correo)
		expect(performance.now() - antes).toBeGreaterThan(140)
	})
})
