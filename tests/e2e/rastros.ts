import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ConsoleMessage, Page } from '@playwright/test'
import { buscar, type Secreto } from './agujas.ts'

/* Buscar la llave y la contraseña en todo lo que deja un navegador: red, consola y lo que guarda. */

export type Grabacion = {
	readonly peticiones: readonly { readonly url: string; readonly cuerpo: string }[]
	/** Todo lo oído hasta ahora: direcciones, encabezados, cuerpos y consola. */
	readonly textos: () => readonly string[]
}

/** Graba, desde ahora, cada petición de la página, de sus workers y de su service worker, y cada mensaje de consola. */
export const grabar = (pagina: Page): Grabacion => {
	const peticiones: { url: string; encabezados: string; cuerpo: string }[] = []
	const consola: string[] = []
	pagina.context().on('request', (peticion) =>
		peticiones.push({
			url: peticion.url(),
			encabezados: JSON.stringify(peticion.headers()),
			cuerpo: peticion.postDataBuffer()?.toString('latin1') ?? '',
		}),
	)
	const anotar = (mensaje: ConsoleMessage) => {
		consola.push(mensaje.text(), mensaje.location().url)
		// Un objeto se imprime resumido: se anota entero, si todavía vive.
		for (const argumento of mensaje.args()) {
			argumento.jsonValue().then(
				(valor) => consola.push(JSON.stringify(valor) ?? ''),
				() => undefined,
			)
		}
	}
	pagina.context().on('console', anotar)
	pagina.context().on('serviceworker', (worker) => worker.on('console', anotar))
	pagina.context().on('weberror', (error) => consola.push(error.error().stack ?? String(error.error())))
	pagina.on('framenavigated', (marco) => consola.push(marco.url()))
	pagina.on('websocket', (socket) =>
		socket.on('framesent', ({ payload }) => consola.push(Buffer.from(payload).toString('latin1'))),
	)
	return {
		peticiones,
		textos: () => [
			...peticiones.flatMap(({ url, encabezados, cuerpo }) => [url, encabezados, cuerpo]),
			...consola,
		],
	}
}

/**
 * Lo guardado en el dispositivo, como texto: localStorage, sessionStorage, cookies, historial, dirección, IndexedDB y
 * Cache Storage.
 */
export const leerAlmacenes = (pagina: Page): Promise<string[]> =>
	pagina.evaluate(async () => {
		const texto = (valor: unknown): string =>
			JSON.stringify(valor, (_, uno: unknown) => {
				if (uno instanceof ArrayBuffer)
					return [...new Uint8Array(uno)].map((n) => String.fromCharCode(n)).join('')
				if (ArrayBuffer.isView(uno))
					return [...new Uint8Array(uno.buffer)].map((n) => String.fromCharCode(n)).join('')
				return uno
			}) ?? ''
		const pedir = <T>(peticion: IDBRequest<T>): Promise<T> =>
			new Promise((resolver, negar) => {
				peticion.onsuccess = () => resolver(peticion.result)
				peticion.onerror = () => negar(new Error('IndexedDB no se dejó leer'))
			})
		const hallado = [texto({ ...localStorage }), texto({ ...sessionStorage })]
		hallado.push(document.cookie, location.href, document.title, texto(history.state), window.name)
		hallado.push(...performance.getEntries().map(({ name }) => name))
		for (const { name } of await indexedDB.databases()) {
			if (name === undefined) continue
			const base = await pedir(indexedDB.open(name))
			for (const cajon of base.objectStoreNames) {
				const tienda = base.transaction(cajon).objectStore(cajon)
				hallado.push(texto(await pedir(tienda.getAllKeys())))
				hallado.push(texto(await pedir(base.transaction(cajon).objectStore(cajon).getAll())))
			}
			base.close()
		}
		for (const nombre of await caches.keys()) {
			const cache = await caches.open(nombre)
			for (const peticion of await cache.keys()) {
				const guardada = await cache.match(peticion)
				hallado.push(peticion.url, (await guardada?.text()) ?? '')
			}
		}
		return hallado
	})

/** Qué buscar de una e.firma: lo público (el certificado, que sí viaja) y lo secreto (llave cifrada, abierta, contraseña). */
export const secretosDe = async (
	cer: string,
	key: string,
	contrasena: string,
): Promise<{ readonly publicos: readonly Secreto[]; readonly secretos: readonly Secreto[] }> => {
	const cifrada = await readFile(key)
	const abierta = createPrivateKey({ key: cifrada, format: 'der', type: 'pkcs8', passphrase: contrasena })
	const { d, p, q, dp, dq, qi } = abierta.export({ format: 'jwk' })
	const trozos = (que: string, bytes: Buffer): Secreto => ({ que, bytes, como: 'trozos' })
	const secretos: Secreto[] = [
		{ que: 'contraseña', bytes: Buffer.from(contrasena), como: 'entero' },
		// Sólo lo cifrado: la envoltura (OID, iteraciones) es la misma en todas.
		trozos('llave cifrada', cifrada.subarray(128)),
		...Object.entries({ d, p, q, dp, dq, qi }).map(([que, valor]) =>
			trozos(`llave abierta (${que})`, Buffer.from(valor ?? '', 'base64url')),
		),
	]
	return { publicos: [trozos('certificado', await readFile(cer))], secretos }
}

/** Qué secretos aparecen en lo dicho, y escritos cómo. */
export const rastrosDe = (dicho: readonly string[], secretos: readonly Secreto[]): readonly string[] =>
	buscar(dicho, secretos)
