import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	leerRespuestaCancelar,
	leerRespuestaCarga,
	leerRespuestaConsulta,
	leerRespuestaDescarga,
	RespuestaInservible,
	sobreCancelar,
	sobreCarga,
	sobreConsulta,
	sobreDescarga,
} from '../../../bff/adapters/cosfac/translate.ts'

const credenciales = { usuario: 'conalep', password: 'a<b&"c' }
const zip = new TextEncoder().encode('PK de mentiras')

const respuesta = (cuerpo: string, antes = ''): string =>
	`<?xml version="1.0" encoding="UTF-8"?>${antes}<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body>${cuerpo}</SOAP-ENV:Body></SOAP-ENV:Envelope>`
const carga = (dentro: string): string =>
	`<ns2:cargaCertificadosIEMSResponse xmlns:ns2="http://ws.web.mec.sep.mx/schemas">${dentro}</ns2:cargaCertificadosIEMSResponse>`
const bueno = carga('<ns2:numeroLote>81</ns2:numeroLote><ns2:mensaje>Recibido</ns2:mensaje>')

describe('los sobres que salen', () => {
	test.each([
		['carga', sobreCarga({ nombreArchivo: 'lote.zip', zip }, credenciales)],
		['consulta', sobreConsulta('81', credenciales)],
		['descarga', sobreDescarga('81', credenciales)],
		['cancelar', sobreCancelar('0f8fad5b-d9cb-469f-a165-70867728950e', credenciales)],
	])('%s es, byte por byte, el guardado', async (nombre, sobre) => {
		await expect(sobre).toMatchFileSnapshot(`../../golden/cosfac-${nombre}.xml`)
	})

	test('un nombre de archivo fuera de 2 a 100 caracteres no sale', () => {
		for (const largo of [0, 1, 101]) {
			expect(() => sobreCarga({ nombreArchivo: 'x'.repeat(largo), zip }, credenciales)).toThrow('de 2 a 100')
		}
	})

	const wsdl = new URL('../../../../shared/reference/sep/CertificadosIEMS.wsdl', import.meta.url)
	const falta = existsSync(wsdl) ? '' : ' (falta ../shared: no se puede comparar con el WSDL)'
	test.skipIf(falta !== '')(`los nombres y su orden son los del WSDL de la SEP${falta}`, () => {
		const oficial = readFileSync(wsdl, 'utf8')
		for (const sobre of [
			sobreCarga({ nombreArchivo: 'lote.zip', zip }, credenciales),
			sobreConsulta('81', credenciales),
			sobreDescarga('81', credenciales),
			sobreCancelar('x', credenciales),
		]) {
			const nombres = [...sobre.matchAll(/<(\w+)[ >]/g)].map((hallado) => hallado[1])
			const [peticion, ...campos] = nombres.filter((nombre) => nombre !== 'usuario' && nombre !== 'password')
			const inicio = oficial.indexOf(`<xs:element name="${peticion}">`)
			expect(inicio).toBeGreaterThan(0)
			const declarada = oficial.slice(inicio, oficial.indexOf('</xs:sequence>', inicio))
			const oficiales = [...declarada.matchAll(/<xs:element name="(\w+)"/g)].map((hallado) => hallado[1])
			expect([peticion, ...campos]).toEqual(oficiales)
		}
	})
})

describe('las respuestas que llegan', () => {
	test('la carga trae número de lote y mensaje', () => {
		expect(leerRespuestaCarga(respuesta(bueno))).toEqual({
			falla: false,
			numeroLote: '81',
			mensaje: 'Recibido',
		})
	})

	test('una consulta sin excel es que todavía no hay resultado', () => {
		const xml = respuesta(
			'<c:consultaCertificadosIEMSResponse xmlns:c="http://ws.web.mec.sep.mx/schemas"><c:numeroLote>81</c:numeroLote><c:estatusLote>2</c:estatusLote></c:consultaCertificadosIEMSResponse>',
		)
		expect(leerRespuestaConsulta(xml)).toEqual({
			falla: false,
			numeroLote: '81',
			estatus: 2,
			mensaje: '',
			excel: null,
		})
	})

	test('la descarga trae los bytes, también con saltos de renglón en el base64', () => {
		const xml = respuesta(
			'<descargaCertificadosIEMSResponse xmlns="http://ws.web.mec.sep.mx/schemas"><numeroLote>81</numeroLote><mensaje>ok</mensaje><certificadosBase64>aG9s\n YQ==</certificadosBase64></descargaCertificadosIEMSResponse>',
		)
		const leida = leerRespuestaDescarga(xml)
		expect(leida).toMatchObject({ falla: false })
		expect('certificados' in leida && Buffer.from(leida.certificados ?? []).toString()).toBe('hola')
	})

	test('la cancelación trae su código', () => {
		const xml = respuesta(
			'<cancelarCertificadosIEMSResponse xmlns="http://ws.web.mec.sep.mx/schemas"><codigo>-3</codigo><mensaje>No existe</mensaje></cancelarCertificadosIEMSResponse>',
		)
		expect(leerRespuestaCancelar(xml)).toEqual({ falla: false, codigo: -3, mensaje: 'No existe' })
	})

	test.each([
		['SOAP-ENV:Client', true],
		['Client.Authentication', true],
		['soap:Server', false],
		['Servidor', false],
	])('una falla %s se distingue por quién tuvo la culpa', (codigo, delCliente) => {
		const xml = respuesta(
			`<SOAP-ENV:Fault><faultcode>${codigo}</faultcode><faultstring>Usuario o contraseña incorrectos</faultstring></SOAP-ENV:Fault>`,
		)
		expect(leerRespuestaCarga(xml)).toEqual({
			falla: true,
			delCliente,
			texto: 'Usuario o contraseña incorrectos',
		})
	})

	test.each([
		['con DTD', respuesta(bueno, '<!DOCTYPE x [<!ENTITY a "b">]>')],
		['con instrucción de proceso', respuesta(`<?php x?>${bueno}`)],
		['cortada', respuesta(bueno).slice(0, -20)],
		['vacía', ''],
		['que es una página', '<html><body>Mantenimiento</body></html>'],
		['de otra operación', respuesta(bueno.replaceAll('carga', 'consulta'))],
		['en otro espacio de nombres', respuesta(bueno.replace('ws.web.mec.sep.mx', 'otro.mx'))],
		[
			'con el campo repetido',
			respuesta(bueno.replace('<ns2:mensaje>', '<ns2:numeroLote>9</ns2:numeroLote><ns2:mensaje>')),
		],
		['sin número', respuesta(carga('<ns2:mensaje>ok</ns2:mensaje>'))],
		['con número que no es número', respuesta(bueno.replace('81', '81; drop'))],
		['muy anidada', respuesta('<a>'.repeat(50) + '</a>'.repeat(50))],
	])('una respuesta %s es inservible', (_, xml) => {
		expect(() => leerRespuestaCarga(xml)).toThrow(RespuestaInservible)
	})

	test('ningún texto tira al lector con otra cosa que «inservible»', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.string().map(carga), fc.string().map(respuesta)), (xml) => {
				try {
					leerRespuestaCarga(xml)
				} catch (causa) {
					expect(causa).toBeInstanceOf(RespuestaInservible)
				}
			}),
		)
	})
})
