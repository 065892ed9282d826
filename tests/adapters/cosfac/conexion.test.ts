import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { mandarSobre } from '../../../bff/adapters/cosfac/http.ts'

let servidor: Server
afterEach(() => servidor.close())

test('cada sobre abre su conexión: una reusada se cortaría al salir y no se sabría si lo tomaron (11)', async () => {
	const vistas = new Set<Socket>()
	servidor = createServer((peticion, respuesta) => {
		const reusada = vistas.has(peticion.socket)
		vistas.add(peticion.socket)
		// Lo que hace un servidor que ya estaba cerrando la conexión ociosa.
		if (reusada) return void peticion.socket.destroy()
		peticion.resume().on('end', () => respuesta.end('<ok/>'))
	})
	await new Promise<void>((listo) => servidor.listen(0, '127.0.0.1', listo))
	const url = `http://127.0.0.1:${(servidor.address() as AddressInfo).port}`
	for (let i = 0; i < 3; i += 1) {
		expect(await mandarSobre('<a/>', { url, plazoMs: 5000, tope: 1000 })).toMatchObject({
			llego: 'respuesta',
		})
	}
	expect(vistas.size).toBe(3)
})
