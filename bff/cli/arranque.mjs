/**
 * `npm start`: instala y construye lo que falte, y pone en marcha la demostración. La segunda vez no hay nada que
 * instalar ni construir y tarda segundos.
 */
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { construir } from './construir.mjs'
import { Impedimento, instalar, lanzar, nodeFijado } from './instalar.mjs'
import { encabezar, raiz } from './proceso.mjs'

const PUERTO_USUAL = 3000

/** @param {string | undefined} texto */
const leerPuerto = (texto) => {
	if (texto === undefined || texto === '') return PUERTO_USUAL
	const puerto = Number(texto)
	if (Number.isInteger(puerto) && puerto >= 0 && puerto <= 65535) return puerto
	throw new Impedimento(`PORT debe ser un número entre 0 y 65535, y es «${texto}».`)
}

/** @param {number} puerto @param {string} [interfaz] @returns {Promise<string | null>} el código de la falla */
const probar = (puerto, interfaz) =>
	new Promise((resolver) => {
		const servidor = createServer()
		servidor.once('error', (error) => resolver('code' in error ? String(error.code) : error.message))
		servidor.listen({ port: puerto, ...(interfaz ? { host: interfaz } : {}) }, () =>
			servidor.close(() => resolver(null)),
		)
	})

/** @param {number} puerto */
const exigirPuertoLibre = async (puerto) => {
	for (const interfaz of ['127.0.0.1', undefined]) {
		const falla = await probar(puerto, interfaz)
		if (falla === 'EADDRINUSE') {
			throw new Impedimento(
				`El puerto ${puerto} ya lo ocupa otro programa. Ciérrelo, o use otro puerto: PORT=${puerto + 1} npm start`,
			)
		}
		if (falla === 'EACCES') {
			throw new Impedimento(
				`Su usuario no puede abrir el puerto ${puerto}. Use uno de 1024 en adelante: PORT=3000 npm start`,
			)
		}
	}
}

await lanzar(async () => {
	const puerto = leerPuerto(process.env['PORT'])
	await exigirPuertoLibre(puerto)
	await instalar()
	await construir()
	process.env['PORT'] = String(puerto)
	return encabezar(nodeFijado(), [join(raiz, 'bff', 'cli', 'demo-en-marcha.ts'), ...process.argv.slice(2)])
})
