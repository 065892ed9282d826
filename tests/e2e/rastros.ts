import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'

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
	pagina.context().on('console', (mensaje) => consola.push(mensaje.text()))
	pagina.on('pageerror', (error) => consola.push(String(error)))
	return {
		peticiones,
		textos: () => [
			...peticiones.flatMap(({ url, encabezados, cuerpo }) => [url, encabezados, cuerpo]),
			...consola,
		],
	}
}

/** Lo guardado en el dispositivo, como texto: localStorage, sessionStorage, IndexedDB y Cache Storage. */
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

type Aguja = { readonly que: string; readonly texto: string }

/** Todas las maneras en que unos bytes se escriben como texto, sea cual sea lo que los rodea. */
const agujas = (que: string, bytes: Buffer): Aguja[] => [
	{ que: `${que}, bytes`, texto: bytes.toString('latin1') },
	{ que: `${que}, bytes escapados`, texto: JSON.stringify(bytes.toString('latin1')).slice(1, -1) },
	{ que: `${que}, hex`, texto: bytes.toString('hex') },
	{ que: `${que}, HEX`, texto: bytes.toString('hex').toUpperCase() },
	{ que: `${que}, arreglo`, texto: [...bytes].join(',') },
	// En base64 el mismo byte se escribe de tres maneras, según en qué tercio caiga.
	...[0, 1, 2].flatMap((salto) => {
		const tercios = bytes.subarray(salto, salto + Math.floor((bytes.length - salto) / 3) * 3)
		return [
			{ que: `${que}, base64`, texto: tercios.toString('base64') },
			{ que: `${que}, base64url`, texto: tercios.toString('base64url') },
		]
	}),
]

const LARGO = 24

const enTrozos = (que: string, bytes: Buffer): Aguja[] =>
	[0.1, 0.35, 0.6, 0.85].flatMap((parte) => {
		const desde = Math.floor((bytes.length - LARGO) * parte)
		return agujas(que, bytes.subarray(desde, desde + LARGO))
	})

/** Qué buscar de una e.firma: lo público (el certificado, que sí viaja) y lo secreto (llave cifrada, abierta, contraseña). */
export const secretosDe = async (
	cer: string,
	key: string,
	contrasena: string,
): Promise<{ readonly publicos: readonly Aguja[]; readonly secretos: readonly Aguja[] }> => {
	const cifrada = await readFile(key)
	const { d, p, q } = createPrivateKey({
		key: cifrada,
		format: 'der',
		type: 'pkcs8',
		passphrase: contrasena,
	}).export({ format: 'jwk' })
	const secretos = [
		...agujas('contraseña', Buffer.from(contrasena)),
		// Sólo lo cifrado: la envoltura (OID, iteraciones) es la misma en todas.
		...enTrozos('llave cifrada', cifrada.subarray(100)),
		...Object.entries({ d, p, q }).flatMap(([que, valor]) =>
			enTrozos(`llave abierta (${que})`, Buffer.from(valor ?? '', 'base64url')),
		),
	]
	return { publicos: enTrozos('certificado', await readFile(cer)), secretos }
}

/** Qué agujas aparecen en lo dicho. */
export const rastrosDe = (dicho: readonly string[], agujas: readonly Aguja[]): readonly string[] =>
	agujas.filter(({ texto }) => dicho.some((uno) => uno.includes(texto))).map(({ que }) => que)
