import { expect, test } from '@playwright/test'
import { createServer, type Server } from 'node:http'
import { abrirWebKit, type WebKit } from './webkit.ts'

/** Lo que la firma necesita del motor: un worker de módulo que deriva con PBKDF2 y sella con una llave no extraíble. */
const TRABAJADOR = `
self.onmessage = async () => {
	const clave = await crypto.subtle.importKey('raw', new TextEncoder().encode('clave'), 'PBKDF2', false, ['deriveBits'])
	const sal = new Uint8Array(8)
	const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: sal, iterations: 2048 }, clave, 192)
	const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
	const par = await crypto.subtle.generateKey({ ...rsa, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }, false, ['sign', 'verify'])
	const mensaje = new TextEncoder().encode('||3.0|1|Muñoz||')
	const sello = await crypto.subtle.sign(rsa, par.privateKey, mensaje)
	const vale = await crypto.subtle.verify(rsa, par.publicKey, sello, mensaje)
	self.postMessage({ bytes: bits.byteLength, sello: sello.byteLength, vale, extraible: par.privateKey.extractable })
}`

const PAGINA = `<!doctype html><html lang="es-MX"><meta charset="utf-8"><title>Humo</title>
<label>Nombre <input id="nombre" /></label> <input id="archivo" type="file" hidden />
<button onclick="document.querySelector('output').textContent = document.querySelector('#nombre').value">Copiar</button><output></output>`

let servidor: Server
let raiz: string
let navegador: WebKit

test.beforeAll(async () => {
	servidor = createServer((pedido, respuesta) => {
		const esTrabajador = pedido.url === '/trabajador.js'
		respuesta.setHeader('content-type', esTrabajador ? 'text/javascript' : 'text/html; charset=utf-8')
		respuesta.end(esTrabajador ? TRABAJADOR : PAGINA)
	})
	await new Promise<void>((resolver) => servidor.listen(0, '127.0.0.1', resolver))
	const direccion = servidor.address()
	if (typeof direccion !== 'object' || direccion === null) throw new Error('El servidor no dio su puerto.')
	raiz = `http://127.0.0.1:${direccion.port}/`
	navegador = await abrirWebKit()
	await navegador.ir(raiz)
})

test.afterAll(async () => {
	await navegador?.cerrar()
	servidor.closeAllConnections()
	await new Promise((resolver) => servidor.close(resolver))
})

test('WebKit deriva, sella y verifica dentro de un worker, sin dejar salir la llave', async () => {
	test.info().annotations.push({ type: 'motor', description: navegador.motor })
	const hecho = await navegador.evaluar(`
		const trabajador = new Worker('/trabajador.js', { type: 'module' })
		return await new Promise((resolver, fallar) => {
			trabajador.onmessage = (mensaje) => resolver(mensaje.data)
			trabajador.onerror = (error) => fallar(new Error(error.message))
			trabajador.postMessage(null)
		})`)
	expect(hecho).toEqual({ bytes: 24, sello: 256, vale: true, extraible: false })
	expect(await navegador.evaluar("return isSecureContext && 'serviceWorker' in navigator")).toBe(true)
})

test('WebKit se deja conducir: escribir, tocar, leer, poner un archivo y retratar', async () => {
	await navegador.escribir('#nombre', 'María Núñez')
	await navegador.tocar('button')
	expect(await navegador.texto('output')).toBe('María Núñez')
	await navegador.ponerArchivo('#archivo', import.meta.filename)
	expect(await navegador.evaluar("return document.querySelector('#archivo').files[0].name")).toBe(
		'humo.spec.ts',
	)
	expect((await navegador.captura()).subarray(1, 4).toString('latin1')).toBe('PNG')
	expect(await navegador.direccion()).toBe(raiz)
})
