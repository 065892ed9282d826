import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

type Guardado = { readonly payload: AdapterPayload; readonly vence: number }

/**
 * Lo que el proveedor OIDC recuerda mientras vive: sesiones, códigos y otorgamientos, en memoria y con su plazo. Un
 * mismo recuerdo puede servir a dos proveedores.
 */
export const enMemoria = (): AdapterFactory => {
	const todo = new Map<string, Guardado>()
	return (modelo): Adapter => {
		const clave = (id: string): string => `${modelo}:${id}`
		const leer = (id: string): AdapterPayload | undefined => {
			const uno = todo.get(clave(id))
			if (uno && uno.vence > Date.now()) return uno.payload
			todo.delete(clave(id))
			return undefined
		}
		const buscar = (campo: 'uid' | 'userCode', valor: string): AdapterPayload | undefined => {
			for (const [llave, { payload }] of todo) {
				if (llave.startsWith(`${modelo}:`) && payload[campo] === valor)
					return leer(llave.slice(modelo.length + 1))
			}
			return undefined
		}
		return {
			upsert: async (id, payload, segundos) => {
				todo.set(clave(id), { payload, vence: Date.now() + (segundos || 86_400) * 1000 })
			},
			find: async (id) => leer(id),
			findByUid: async (uid) => buscar('uid', uid),
			findByUserCode: async (codigo) => buscar('userCode', codigo),
			destroy: async (id) => {
				todo.delete(clave(id))
			},
			consume: async (id) => {
				const payload = leer(id)
				if (payload) payload.consumed = Math.floor(Date.now() / 1000)
			},
			revokeByGrantId: async (grantId) => {
				// Sólo lo de este modelo: el paso en que alguien cambia de cuenta nombra el mismo otorgamiento y debe seguir.
				for (const [llave, { payload }] of todo) {
					if (llave.startsWith(`${modelo}:`) && payload.grantId === grantId) todo.delete(llave)
				}
			},
		}
	}
}
