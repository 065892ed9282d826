import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CERTIFICADOS_IEMS } from '../../../bff/simuladores/cosfac/contrato.ts'
import { compilarXsd, leerXml } from '../../../bff/simuladores/soap.ts'
import { cargar, consultar, descargar, enviar, filas, haySep, montarMesa, SEP } from './mesa.ts'

if (!haySep) console.log('Sin ../shared/reference/sep no se compara con el WSDL oficial.')

const { buenos, levantar } = montarMesa()

describe('el protocolo', () => {
	test('otra contraseña, otro orden, otro espacio de nombres o algo que no es ZIP reciben una falta de SOAP', async () => {
		const cosfac = await levantar()
		const lote = '<c:numeroLote>1</c:numeroLote>'
		const mala = await enviar(
			cosfac,
			'consultaCertificadosIEMS',
			lote,
			'<c:usuario>egreso</c:usuario><c:password>no</c:password>',
		)
		expect([mala.estado, mala.campo('faultcode'), mala.campo('faultstring')]).toEqual([
			500,
			'SOAP-ENV:Client',
			'Usuario o contraseña incorrectos.',
		])
		const alReves = '<c:password>secreta</c:password><c:usuario>egreso</c:usuario>'
		expect((await enviar(cosfac, 'consultaCertificadosIEMS', lote, alReves)).campo('faultstring')).toContain(
			'usuario',
		)
		expect((await enviar(cosfac, 'consultaCertificadosIEMS', lote.replaceAll('c:', ''))).estado).toBe(500)
		expect((await enviar(cosfac, 'inventada', lote)).campo('faultstring')).toContain('No existe la operación')
		const basura = '<c:nombreArchivo>a.zip</c:nombreArchivo><c:archivoBase64>aG9sYQ==</c:archivoBase64>'
		expect((await enviar(cosfac, 'cargaCertificadosIEMS', basura)).campo('faultstring')).toContain('ZIP')
		const hostil = await fetch(cosfac.url, {
			method: 'POST',
			headers: { 'content-type': 'text/xml' },
			body: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
		})
		expect(await hostil.text()).toContain('DTD')
		expect(cosfac.vivos()).toBe(0)
	})

	test('cada respuesta cumple el esquema del contrato', async () => {
		const cosfac = await levantar()
		const numero = (await cargar(cosfac, await buenos(1))).campo('numeroLote')
		await filas(cosfac, numero)
		const esquema = compilarXsd(Buffer.from(CERTIFICADOS_IEMS.esquema))
		const respuestas = [
			await cargar(cosfac, { 'malo.xml': '<a/>' }),
			await consultar(cosfac, numero),
			await consultar(cosfac, '7'),
			await descargar(cosfac, numero),
			await descargar(cosfac, '7'),
			await enviar(cosfac, 'cancelarCertificadosIEMS', '<c:folioCertificado>x</c:folioCertificado>'),
		]
		for (const { estado, texto } of respuestas) {
			expect(estado).toBe(200)
			const arbol = leerXml(Buffer.from(texto))
			const cuerpo = arbol.get('/s:Envelope/s:Body/*', { s: 'http://schemas.xmlsoap.org/soap/envelope/' })
			esquema.validate(cuerpo as typeof arbol.root)
			arbol.dispose()
		}
		esquema.dispose()
	})

	test.skipIf(!haySep)(
		'el WSDL servido dice lo mismo que el oficial: mensajes, elementos, orden y tipos',
		async () => {
			const cosfac = await levantar()
			const resumen = (texto: string): string[] => {
				const arbol = leerXml(Buffer.from(texto))
				const nodos = arbol.find('//*[@name or @element or @type or @value or @use or @transport]')
				const dicho = nodos.map((nodo) => {
					const elemento = nodo as typeof arbol.root
					const atributos = elemento.attrs.map((uno) => `${uno.name}=${uno.value}`).sort()
					return `${elemento.name} ${atributos.join(' ')}`
				})
				arbol.dispose()
				return dicho
			}
			const servido = await (await fetch(cosfac.wsdl)).text()
			expect(servido).toContain(`location="${cosfac.url}"`)
			expect(resumen(servido)).toEqual(resumen(readFileSync(join(SEP, 'CertificadosIEMS.wsdl'), 'utf8')))
		},
	)
})
