import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { conectarCosfac } from '../../../bff/adapters/cosfac/client.ts'
import { comprimir } from '../../../bff/adapters/cosfac/comprimido.ts'
import { abrirVentanilla, bytes, fallar, texto, type Ventanilla } from './ventanilla.ts'

const credenciales = { usuario: 'conalep', password: 'secreta' }
const zip = comprimir([{ nombre: 'CE1.xml', bytes: bytes('<Dec sello="abc"></Dec>') }])
const envio = { nombreArchivo: 'lote.zip', zip }

describe('el cliente de COSFAC', () => {
	let ventanilla: Ventanilla
	beforeAll(async () => {
		ventanilla = await abrirVentanilla()
	})
	beforeEach(() => {
		for (const clave of Object.keys(ventanilla.torcer)) {
			delete ventanilla.torcer[clave as keyof typeof ventanilla.torcer]
		}
	})
	afterAll(() => ventanilla.cerrar())
	const cliente = (plazoMs = 5000) => conectarCosfac({ url: ventanilla.url, credenciales, plazoMs })

	test('manda, pregunta, descarga y cancela', async () => {
		const cargado = await cliente().cargar(envio)
		expect(cargado).toMatchObject({ resultado: 'aceptado', mensaje: 'Lote recibido' })
		const numero = 'numeroLote' in cargado ? cargado.numeroLote : ''
		expect(await cliente().consultar(numero)).toEqual({
			resultado: 'leido',
			estatus: 2,
			mensaje: 'Terminado',
			filas: [{ archivo: 'CE1.xml', estatus: '1', descripcion: 'Satisfactorio' }],
		})
		const descargado = await cliente().descargar(numero)
		expect(descargado).toMatchObject({ resultado: 'descargado' })
		const [archivo] = 'archivos' in descargado ? descargado.archivos : []
		expect(archivo?.nombre).toBe('CE1.xml')
		expect(texto(archivo?.bytes ?? bytes(''))).toContain('selloDec="abc"')
		expect(await cliente().cancelar('x')).toEqual({ resultado: 'cancelado', mensaje: 'Cancelado' })
	})

	test('todavía sin resultado y sin documentos', async () => {
		ventanilla.torcer.enProceso = 1_000_000
		ventanilla.torcer.descarga = () => null
		expect(await cliente().consultar('7')).toEqual({
			resultado: 'en-proceso',
			estatus: 1,
			mensaje: 'En proceso',
		})
		expect(await cliente().descargar('7')).toEqual({
			resultado: 'no-listo',
			mensaje: 'No hay certificados validos para el número de lote 7.',
		})
	})

	test('puerto cerrado: consta que no salió', async () => {
		const cerrado = await abrirVentanilla()
		await cerrado.cerrar()
		const respuesta = await conectarCosfac({ url: cerrado.url, credenciales }).cargar(envio)
		expect(respuesta).toMatchObject({ resultado: 'no-enviado' })
	})

	test('nombre que no existe: consta que no salió', async () => {
		const url = 'http://no-existe.invalid/mec-ws/services/'
		expect(await conectarCosfac({ url, credenciales }).cargar(envio)).toMatchObject({
			resultado: 'no-enviado',
		})
	})

	test.each(['antes', 'despues'] as const)(
		'la conexión se corta %s de registrar: nadie sabe, y no se supone',
		async (cuando) => {
			ventanilla.torcer.cortarCarga = cuando
			expect(await cliente().cargar(envio)).toMatchObject({ resultado: 'desconocido' })
		},
	)

	const responder = (estado: number, cuerpo: string) => {
		ventanilla.torcer.atender = (_, respuesta) => {
			respuesta.writeHead(estado, { 'content-type': 'text/xml' }).end(cuerpo)
			return true
		}
	}

	test.each([
		['404: nadie lo atendió', 404, 'No hay tal página', 'rechazado'],
		['401', 401, '', 'rechazado'],
		['una redirección', 302, '', 'rechazado'],
		['429: pide esperar', 429, '', 'no-enviado'],
		['502 de un intermediario', 502, '<html>Bad gateway</html>', 'desconocido'],
		['200 y una página', 200, '<html>Mantenimiento</html>', 'desconocido'],
		['200 y nada', 200, '', 'desconocido'],
	])('carga: %s', async (_, estado, cuerpo, resultado) => {
		responder(estado, cuerpo)
		expect(await cliente().cargar(envio)).toMatchObject({ resultado })
	})

	test.each([
		['SOAP-ENV:Client', 'rechazado'],
		['SOAP-ENV:Server', 'desconocido'],
	])('una falla %s en la carga es «%s»', async (codigo, resultado) => {
		ventanilla.torcer.atender = (_, respuesta) => {
			fallar(respuesta, codigo, 'Archivo inválido')
			return true
		}
		expect(await cliente().cargar(envio)).toMatchObject({ resultado })
	})

	test('sin respuesta a tiempo: desconocido al cargar, sin respuesta al preguntar', async () => {
		ventanilla.torcer.atender = () => true
		expect(await cliente(200).cargar(envio)).toMatchObject({ resultado: 'desconocido' })
		expect(await cliente(200).consultar('7')).toMatchObject({ resultado: 'sin-respuesta' })
		expect(await cliente(200).descargar('7')).toMatchObject({ resultado: 'sin-respuesta' })
	})

	test('una respuesta que no acaba se suelta en el tope', async () => {
		let mandados = 0
		ventanilla.torcer.atender = (_, respuesta) => {
			respuesta.writeHead(200)
			const trozo = Buffer.alloc(256 * 1024, 'a')
			const seguir = (): void => {
				while (!respuesta.destroyed && respuesta.write(trozo)) mandados += trozo.length
				mandados += trozo.length
			}
			respuesta.on('drain', seguir)
			seguir()
			return true
		}
		const corto = conectarCosfac({ url: ventanilla.url, credenciales, topeDescarga: 1024 * 1024 })
		expect(await corto.descargar('7')).toMatchObject({ resultado: 'sin-respuesta' })
		expect(mandados).toBeLessThan(32 * 1024 * 1024)
	})

	test('la respuesta de otro lote no es la nuestra', async () => {
		const consulta = `<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><a:consultaCertificadosIEMSResponse xmlns:a="http://ws.web.mec.sep.mx/schemas"><a:numeroLote>8</a:numeroLote><a:estatusLote>1</a:estatusLote></a:consultaCertificadosIEMSResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>`
		responder(200, consulta)
		expect(await cliente().consultar('7')).toMatchObject({ resultado: 'sin-respuesta' })
		expect(await cliente().consultar('08')).toMatchObject({ resultado: 'en-proceso' })
	})

	test.each([
		['media descarga', (zip: Uint8Array) => zip.slice(0, zip.length >> 1)],
		['una descarga que no es ZIP', () => bytes('no soy un zip')],
	])('%s es inservible', async (_, romper) => {
		ventanilla.torcer.descarga = () => romper(zip)
		expect(await cliente().descargar('7')).toMatchObject({ resultado: 'inservible' })
	})

	test('la contraseña no aparece en ninguna razón', async () => {
		ventanilla.torcer.atender = (_, respuesta) => {
			respuesta.destroy()
			return true
		}
		expect(JSON.stringify(await cliente().cargar(envio))).not.toContain('secreta')
	})
})
