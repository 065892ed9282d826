import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { conectarRenapo } from '../../../bff/adapters/renapo/client.ts'
import { sobreConsulta } from '../../../bff/adapters/renapo/translate.ts'
import { levantarRenapo, type Renapo } from '../../../bff/simuladores/renapo/renapo.ts'

const CREDENCIALES = { usuario: 'conalep', contrasena: 'demostracion' }
const PREGUNTA = {
	curp: 'EEML080214MMCJNZA4',
	nombre: 'MARIA DE LA LUZ',
	primerApellido: 'EJEMPLO',
	segundoApellido: 'MUNGUIA',
	fechaNacimiento: '2008-02-14',
}

let renapo: Renapo
beforeAll(async () => {
	renapo = await levantarRenapo({
		...CREDENCIALES,
		poblacion: [
			{
				curp: PREGUNTA.curp,
				nombres: 'MARÍA DE LA LUZ',
				primerApellido: 'EJEMPLO',
				segundoApellido: 'MUNGUÍA',
				sexo: 'M',
				fechaNacimiento: '14/02/2008',
				entidad: 'MC',
				statusCurp: 'AN',
			},
		],
	})
})
afterAll(() => renapo.cerrar())

const conectar = (cambios: Partial<Parameters<typeof conectarRenapo>[0]> = {}) =>
	conectarRenapo({ url: renapo.url, ...CREDENCIALES, esperaMs: 1, ...cambios })

test('una CURP que existe coincide; una que no, no existe; un dato distinto se nombra', async () => {
	const confrontar = conectar()
	expect(await confrontar(PREGUNTA)).toEqual({ resultado: 'coincide', campos: [] })
	expect(await confrontar({ ...PREGUNTA, curp: 'EEML080214MMCJNZB3' })).toMatchObject({
		resultado: 'no-existe',
	})
	expect(await confrontar({ ...PREGUNTA, nombre: 'LUZ' })).toEqual({
		resultado: 'no-coincide',
		campos: ['nombre'],
	})
})

test('con la contraseña equivocada no hay servicio, y nunca «no existe»', async () => {
	expect(await conectar({ contrasena: 'otra' })(PREGUNTA)).toMatchObject({ resultado: 'no-disponible' })
})

let cerrar: (() => void) | undefined
afterEach(() => cerrar?.())

/** Un servidor que se porta mal a propósito; cuenta las veces que le preguntan. */
const servidorMalo = async (atender: RequestListener): Promise<{ url: string; veces: () => number }> => {
	let veces = 0
	const servidor = createServer((peticion, respuesta) => {
		veces += 1
		atender(peticion, respuesta)
	})
	await new Promise<void>((resolver) => servidor.listen(0, '127.0.0.1', resolver))
	cerrar = () => {
		servidor.closeAllConnections()
		servidor.close()
	}
	return { url: `http://127.0.0.1:${(servidor.address() as AddressInfo).port}/`, veces: () => veces }
}

test('si falla y luego contesta, se reintenta y no se pierde la respuesta', async () => {
	const buena = await fetch(renapo.url, {
		method: 'POST',
		headers: { 'content-type': 'text/xml' },
		body: sobreConsulta(PREGUNTA.curp, CREDENCIALES),
	}).then((respuesta) => respuesta.text())
	let fallas = 2
	const malo = await servidorMalo((_peticion, respuesta) => {
		fallas -= 1
		if (fallas >= 0) respuesta.writeHead(500).end('<h1>error</h1>')
		else respuesta.end(buena)
	})
	expect(await conectar({ url: malo.url })(PREGUNTA)).toEqual({ resultado: 'coincide', campos: [] })
	expect(malo.veces()).toBe(3)
})

test.each<[string, RequestListener]>([
	['nunca contesta', () => undefined],
	['corta a la mitad', (_peticion, respuesta) => void (respuesta.write('<?xml'), respuesta.destroy())],
	['contesta sin fin', (_peticion, respuesta) => void respuesta.end('x'.repeat(10_000_000))],
	[
		'manda a otro lado',
		(_peticion, respuesta) => void respuesta.writeHead(302, { location: renapo.url }).end(),
	],
])('un RENAPO que %s: se reintenta lo justo y la respuesta es «no disponible»', async (_que, atender) => {
	const malo = await servidorMalo(atender)
	const confrontar = conectar({ url: malo.url, plazoMs: 200, intentos: 2 })
	expect(await confrontar(PREGUNTA)).toEqual({ resultado: 'no-disponible', campos: [] })
	expect(malo.veces()).toBe(2)
})

test('sin nadie en el puerto: no disponible', async () => {
	const { url } = await servidorMalo(() => undefined)
	cerrar?.()
	expect(await conectar({ url })(PREGUNTA)).toMatchObject({ resultado: 'no-disponible' })
})
