/** Un S3 de verdad y chico, y por delante un intermediario que cuenta lo que pasa y falla como se le diga. */
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'

export const CUBO = 'egreso-prueba'
export const CREDENCIALES = { acceso: 'S3RVER', secreto: 'S3RVER', region: 'us-east-1' } as const

type Falla = 'corta' | 'lento' | number

export type S3DePrueba = {
	readonly url: string
	/** Donde guarda, para dañarlo: la ruta de una clave en su disco. */
	readonly ruta: (clave: string) => string
	/** Las siguientes peticiones fallan así, una por una. */
	readonly fallas: Falla[]
	readonly vistas: { metodo: string; ruta: string; encabezados: IncomingHttpHeaders }[]
	readonly cerrar: () => Promise<void>
}

export const levantarS3 = async (): Promise<S3DePrueba> => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-s3-'))
	const s3 = new S3rver({
		address: '127.0.0.1',
		port: 0,
		silent: true,
		directory: carpeta,
		vhostBuckets: false,
		configureBuckets: [{ name: CUBO }],
	})
	const { port } = await s3.run()
	const fallas: Falla[] = []
	const vistas: S3DePrueba['vistas'] = []
	const enfrente = createServer((pedida, respuesta) => {
		vistas.push({ metodo: pedida.method ?? '', ruta: pedida.url ?? '', encabezados: pedida.headers })
		const falla = fallas.shift()
		if (falla === 'corta') return void pedida.socket.destroy()
		if (falla === 'lento') return
		if (falla !== undefined) {
			pedida.resume()
			return void respuesta.writeHead(falla, { 'content-type': 'text/html' }).end('<html><br></body>')
		}
		const { method, url, headers } = pedida
		const atras = request({ host: '127.0.0.1', port, method, path: url, headers }, (suya) => {
			respuesta.writeHead(suya.statusCode ?? 500, suya.headers)
			suya.pipe(respuesta)
		})
		pedida.pipe(atras)
	})
	return {
		url: `http://127.0.0.1:${await puertoDe(enfrente)}`,
		ruta: (clave) => join(carpeta, CUBO, `${clave}._S3rver_object`),
		fallas,
		vistas,
		cerrar: async () => {
			enfrente.closeAllConnections()
			await new Promise((listo) => enfrente.close(listo))
			await s3.close()
			rmSync(carpeta, { recursive: true, force: true })
		},
	}
}

const puertoDe = (servidor: Server): Promise<number> =>
	new Promise((resolver, negar) => {
		servidor.once('error', negar)
		servidor.listen(0, '127.0.0.1', () => {
			const direccion = servidor.address()
			resolver(typeof direccion === 'object' && direccion !== null ? direccion.port : 0)
		})
	})
