/**
 * La base de IndexedDB de este dispositivo. Sólo guarda registros cifrados y la llave no extraíble que los abre: nada
 * personal en claro, tampoco en las claves.
 *
 * Versión 1: un cajón `pendientes`, en claro. Versión 2: `cifrado` y `llaves`; lo que hubiera en `pendientes` se pasa
 * cifrado la primera vez que se abre, registro por registro, sin perder ninguno.
 */

import { NOMBRE_DE_BASE } from './hay.ts'

/** Un registro tal como se guarda. */
export type Fila = {
	/** Única y opaca: una huella o un número al azar. */
	readonly clave: string
	readonly clase: string
	/** Huella de la persona de quien es; null si no hay cuenta (el egresado). */
	readonly de: string | null
	/** ISO. */
	readonly creado: string
	readonly iv: Uint8Array<ArrayBuffer>
	readonly cifra: ArrayBuffer
}

type Cambio = { readonly quitar?: readonly string[]; readonly poner?: readonly Fila[] }

/** Un registro de la versión 1, en claro. */
export type FilaAntigua = {
	readonly clave: string
	readonly clase: string
	readonly de: string | null
	readonly carga: unknown
	readonly creado: string
}

/** Donde viven las filas: IndexedDB en el navegador, un mapa en las pruebas. */
export type Archivero = {
	/** La llave AES-GCM de este dispositivo; la crea la primera vez y nunca sale de él. */
	readonly llave: () => Promise<CryptoKey>
	readonly filas: (clase: string) => Promise<readonly Fila[]>
	/** Todo o nada: lo que se quita y lo que se pone van en la misma transacción. */
	readonly cambiar: (cambio: Cambio) => Promise<void>
	/** Lo que dejó la versión 1. */
	readonly antiguas: () => Promise<readonly FilaAntigua[]>
	/** Cambia una fila de la versión 1 por la suya cifrada; null si ya no se necesita. */
	readonly relevar: (antigua: string, nueva: Fila | null) => Promise<void>
}

const VERSION_DE_BASE = 2
const CIFRADO = 'cifrado'
const LLAVES = 'llaves'
const POR_CLASE = 'clase'
const ANTIGUO = 'pendientes'
const LLAVE_UNICA = 'dispositivo'

/** AES-GCM de 256 bits; no extraíble: ni esta página puede leer sus bytes. */
export const crearLlave = (): Promise<CryptoKey> =>
	crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

const comoPromesa = <T>(peticion: IDBRequest<T>): Promise<T> =>
	new Promise((resolver, rechazar) => {
		peticion.onsuccess = () => resolver(peticion.result)
		peticion.onerror = () => rechazar(peticion.error ?? new Error('IndexedDB falló'))
	})

const abrir = (): Promise<IDBDatabase> => {
	const peticion = indexedDB.open(NOMBRE_DE_BASE, VERSION_DE_BASE)
	peticion.onupgradeneeded = () => {
		const base = peticion.result
		const hay = (cajon: string) => base.objectStoreNames.contains(cajon)
		if (!hay(CIFRADO)) base.createObjectStore(CIFRADO, { keyPath: 'clave' }).createIndex(POR_CLASE, 'clase')
		if (!hay(LLAVES)) base.createObjectStore(LLAVES)
		// Cifrar no cabe en la transacción que sube de versión: lo antiguo espera aquí a que se releve.
		if (!hay(ANTIGUO)) base.createObjectStore(ANTIGUO, { keyPath: 'clave' })
	}
	return comoPromesa(peticion)
}

const con = async <T>(
	cajones: string | string[],
	modo: IDBTransactionMode,
	hacer: (transaccion: IDBTransaction) => Promise<T>,
): Promise<T> => {
	// Se abre y se cierra en cada uso: así ninguna pestaña estorba a la otra, ni a la versión que sigue.
	const base = await abrir()
	try {
		const transaccion = base.transaction(cajones, modo)
		const terminada = new Promise<void>((resolver, rechazar) => {
			transaccion.oncomplete = () => resolver()
			transaccion.onabort = () => rechazar(transaccion.error ?? new Error('IndexedDB falló'))
		})
		const [valor] = await Promise.all([hacer(transaccion), terminada])
		return valor
	} finally {
		base.close()
	}
}

const leerLlave = () =>
	con(LLAVES, 'readonly', (t) => comoPromesa<CryptoKey | undefined>(t.objectStore(LLAVES).get(LLAVE_UNICA)))

/** El archivero de este dispositivo. Cada operación lanza el `DOMException` del navegador si no deja guardar. */
export const archiveroDelDispositivo = (): Archivero => ({
	llave: async () => {
		const puesta = await leerLlave()
		if (puesta) return puesta
		const nueva = await crearLlave()
		return con(LLAVES, 'readwrite', async (t) => {
			const cajon = t.objectStore(LLAVES)
			// Otra pestaña pudo llegar primero: vale la suya.
			const otra = await comoPromesa<CryptoKey | undefined>(cajon.get(LLAVE_UNICA))
			if (otra) return otra
			await comoPromesa(cajon.add(nueva, LLAVE_UNICA))
			return nueva
		})
	},
	filas: (clase) =>
		con(CIFRADO, 'readonly', (t) =>
			comoPromesa<Fila[]>(t.objectStore(CIFRADO).index(POR_CLASE).getAll(clase)),
		),
	cambiar: async ({ quitar = [], poner = [] }) => {
		await con(CIFRADO, 'readwrite', async (t) => {
			const cajon = t.objectStore(CIFRADO)
			for (const clave of quitar) cajon.delete(clave)
			for (const fila of poner) cajon.put(fila)
			return Promise.resolve()
		})
	},
	antiguas: () =>
		con(ANTIGUO, 'readonly', (t) => comoPromesa<FilaAntigua[]>(t.objectStore(ANTIGUO).getAll())),
	relevar: async (antigua, nueva) => {
		await con([ANTIGUO, CIFRADO], 'readwrite', async (t) => {
			// Si otra pestaña ya la relevó, puede haberse enviado: no se repone.
			const sigue = await comoPromesa<IDBValidKey | undefined>(t.objectStore(ANTIGUO).getKey(antigua))
			if (sigue === undefined) return
			if (nueva) t.objectStore(CIFRADO).put(nueva)
			t.objectStore(ANTIGUO).delete(antigua)
		})
	},
})
