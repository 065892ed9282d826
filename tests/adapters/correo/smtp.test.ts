import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { crearEnviarCorreo } from '../../../bff/adapters/correo/smtp.ts'
import { mensajeEntrega } from '../../../bff/application/entregas/mensajes.ts'
import type { Correo } from '../../../bff/application/ports.ts'

type Fase = 'conectar' | 'identificar' | 'remitente' | 'destinatario' | 'datos'

/** El correo por SMTP (13), contra un servidor de verdad que niega donde la prueba diga. */
describe('el correo', () => {
	let smtp: SMTPServer
	let recibidos: ParsedMail[] = []
	let negar: { fase: Fase; codigo: number } | null = null
	let conClave = false

	const niega = (fase: Fase): Error | null =>
		negar?.fase === fase
			? Object.assign(new Error('no, rosa@correo.example'), { responseCode: negar.codigo })
			: null

	beforeAll(async () => {
		smtp = new SMTPServer({
			disabledCommands: ['STARTTLS'],
			authOptional: true,
			allowInsecureAuth: true,
			logger: false,
			onConnect: (_, seguir) => seguir(niega('conectar')),
			onAuth: (_, __, seguir) => seguir(niega('identificar'), { user: 'egreso' }),
			onMailFrom: (_, __, seguir) => seguir(niega('remitente')),
			onRcptTo: (_, __, seguir) => seguir(niega('destinatario')),
			onData: (corriente, _, seguir) => {
				void buffer(corriente).then(async (crudo) => {
					const no = niega('datos')
					if (!no) recibidos.push(await simpleParser(crudo))
					seguir(no)
				})
			},
		})
		smtp.on('error', () => undefined)
		await new Promise<void>((listo) => smtp.listen(0, '127.0.0.1', listo))
	})
	afterAll(() => new Promise<void>((listo) => smtp.close(listo)))
	beforeEach(() => {
		recibidos = []
		negar = null
		conClave = false
	})

	const puerto = () => (smtp.server.address() as AddressInfo).port
	const enviar = (correo: Correo = mensaje()) =>
		crearEnviarCorreo({
			url: `smtp://${conClave ? 'egreso:clave@' : ''}127.0.0.1:${puerto()}`,
			de: 'Egreso CONALEP <certificados@conalep.edu.mx>',
		})(correo)
	const mensaje = (cambios: Partial<Parameters<typeof mensajeEntrega>[0]> = {}): Correo =>
		mensajeEntrega({
			para: 'rosa@correo.example',
			nombre: 'María de los Ángeles Muñoz',
			folio: 'CE20180000001',
			enlaceAcuse: 'https://egreso.example/acuse#ficha-larga-de-prueba',
			enlacePublico: 'https://egreso.example/v/0b5e',
			adjuntos: [{ nombre: 'CE20180000001.pdf', tipo: 'application/pdf', bytes: new Uint8Array([1, 2, 3]) }],
			id: 'entrega-1',
			...cambios,
		})

	test('llega con su texto, su HTML, sus adjuntos y su identificador', async () => {
		expect(await enviar()).toEqual({ resultado: 'enviado' })
		const [recibido] = recibidos
		expect(recibido?.subject).toBe('Certificado de Terminación de Estudios CE20180000001')
		expect(recibido?.messageId).toBe('<entrega-entrega-1@egreso.conalep>')
		expect(recibido?.from?.text).toContain('certificados@conalep.edu.mx')
		expect(recibido?.text).toContain('María de los Ángeles Muñoz')
		expect(recibido?.html).toContain('https://egreso.example/acuse#ficha-larga-de-prueba')
		const [adjunto] = recibido?.attachments ?? []
		expect(adjunto?.contentType).toBe('application/pdf')
		expect([...(adjunto?.content ?? [])]).toEqual([1, 2, 3])
	})

	test('repetirlo conserva el identificador', async () => {
		await enviar()
		await enviar()
		expect(recibidos.map(({ messageId }) => messageId)).toEqual(
			Array(2).fill('<entrega-entrega-1@egreso.conalep>'),
		)
	})

	test('un nombre con marcas de HTML se ve como texto, no se vuelve página', async () => {
		await enviar(mensaje({ nombre: '<img src=x onerror=alert(1)> & "Cía"' }))
		expect(recibidos[0]?.html).not.toContain('<img')
		expect(recibidos[0]?.text).toContain('<img src=x')
	})

	test('ningún mensaje pide pago', async () => {
		await enviar()
		for (const parte of [recibidos[0]?.text, String(recibidos[0]?.html)]) {
			expect(parte).toContain('Este trámite es gratuito.')
			expect(parte).not.toMatch(/pago|cuota|costo|depósito/i)
		}
	})

	test.each<[Fase, number, 'permanente' | 'temporal']>([
		['destinatario', 550, 'permanente'],
		['destinatario', 450, 'temporal'],
		['datos', 552, 'permanente'],
		['datos', 451, 'temporal'],
		['remitente', 553, 'permanente'],
		// De la máquina y no del buzón: se corrige y se reintenta.
		['conectar', 421, 'temporal'],
		['conectar', 554, 'temporal'],
		['identificar', 535, 'temporal'],
	])('un no en «%s» con %i es %s', async (fase, codigo, resultado) => {
		negar = { fase, codigo }
		conClave = fase === 'identificar'
		const envio = await enviar()
		expect(envio).toMatchObject({ resultado })
		// Lo que se guarda dice el código y nada de la persona.
		if (envio.resultado !== 'enviado') {
			expect(envio.razon).toContain(String(codigo))
			expect(envio.razon).not.toContain('rosa')
		}
		expect(recibidos).toEqual([])
	})

	test('sin servidor se dice, sin esperar', async () => {
		const nadie = crearEnviarCorreo({ url: 'smtp://127.0.0.1:1', de: 'a@conalep.edu.mx' })
		expect(await nadie(mensaje())).toEqual({
			resultado: 'temporal',
			razon: expect.stringContaining('sin respuesta') as string,
		})
	})

	test('si corta a media conversación vale reintentar', async () => {
		const servidor: Server = createServer((conexion) => {
			conexion.write('220 hola\r\n')
			conexion.once('data', () => conexion.destroy())
		})
		await new Promise<void>((listo) => servidor.listen(0, '127.0.0.1', listo))
		const url = `smtp://127.0.0.1:${(servidor.address() as AddressInfo).port}`
		expect(await crearEnviarCorreo({ url, de: 'a@conalep.edu.mx' })(mensaje())).toMatchObject({
			resultado: 'temporal',
		})
		await new Promise((listo) => servidor.close(listo))
	})

	test('un adjunto no puede nombrar un archivo de la máquina', async () => {
		const correo = mensaje()
		const conRuta = { ...correo, html: '<img src="file:///etc/passwd">' }
		await enviar(conRuta)
		expect(recibidos[0]?.attachments).toHaveLength(1)
		expect(String(recibidos[0]?.html)).not.toContain('root:')
	})
})
