/**
 * Un cajón de IndexedDB para lo que espera red. Guarda sólo lo que ya se puede enviar: nunca llaves,
 * contraseñas ni documentos.
 */
export type Pendiente = {
	/** Única: volver a guardar con la misma clave no duplica. */
	readonly clave: string
	readonly clase: string
	/** De qué persona es; null si no hay cuenta (el egresado). Nadie envía lo de otra persona. */
	readonly de: string | null
	readonly carga: unknown
	readonly creado: string
}

export type Almacen = {
	readonly guardar: (pendiente: Pendiente) => Promise<void>
	readonly quitar: (clave: string) => Promise<void>
	readonly todos: () => Promise<readonly Pendiente[]>
}

const BASE = 'egreso'
const CAJON = 'pendientes'

const comoPromesa = <T>(peticion: IDBRequest<T>): Promise<T> =>
	new Promise((resolver, rechazar) => {
		peticion.onsuccess = () => resolver(peticion.result)
		peticion.onerror = () => rechazar(peticion.error ?? new Error('IndexedDB falló'))
	})

const abrir = (): Promise<IDBDatabase> => {
	const peticion = indexedDB.open(BASE, 1)
	peticion.onupgradeneeded = () => peticion.result.createObjectStore(CAJON, { keyPath: 'clave' })
	return comoPromesa(peticion)
}

/** El cajón de este dispositivo. Se abre y se cierra en cada uso: así ninguna pestaña estorba a la otra. */
export const almacenDelDispositivo = (): Almacen => {
	const con = async <T>(modo: IDBTransactionMode, hacer: (cajon: IDBObjectStore) => IDBRequest<T>) => {
		const base = await abrir()
		try {
			const transaccion = base.transaction(CAJON, modo)
			const terminada = new Promise<void>((resolver, rechazar) => {
				transaccion.oncomplete = () => resolver()
				transaccion.onabort = () => rechazar(transaccion.error ?? new Error('IndexedDB falló'))
			})
			const [valor] = await Promise.all([comoPromesa(hacer(transaccion.objectStore(CAJON))), terminada])
			return valor
		} finally {
			base.close()
		}
	}
	return {
		guardar: async (pendiente) => {
			await con('readwrite', (cajon) => cajon.put(pendiente))
		},
		quitar: async (clave) => {
			await con('readwrite', (cajon) => cajon.delete(clave))
		},
		todos: () => con('readonly', (cajon) => cajon.getAll() as IDBRequest<Pendiente[]>),
	}
}
