import { describe, expect, test } from 'vitest'
import { crearCola, turnoEnSerie, type Enviar } from '../../../src/lib/offline/cola.ts'
import type { Almacen, Pendiente } from '../../../src/lib/offline/almacen.ts'

const enMemoria = (): Almacen => {
	const cajon = new Map<string, Pendiente>()
	return {
		guardar: async (pendiente) => void cajon.set(pendiente.clave, structuredClone(pendiente)),
		quitar: async (clave) => void cajon.delete(clave),
		todos: async () => [...cajon.values()],
	}
}

const conCola = (enviar: Enviar) => {
	let reloj = 0
	const almacen = enMemoria()
	const cola = crearCola({
		almacen,
		envios: { acuse: enviar },
		enTurno: turnoEnSerie(),
		ahora: () => String((reloj += 1)).padStart(4, '0'),
	})
	return { almacen, cola }
}

describe('cola sin red', () => {
	test('lo que no sale se queda, y sale una sola vez cuando hay red', async () => {
		let red = false
		const salidas: unknown[] = []
		const { almacen, cola } = conCola(async (carga) => {
			if (!red) return { tipo: 'despues' }
			salidas.push(carga)
			return { tipo: 'hecho', respuesta: null }
		})
		await cola.agregar({ clave: 'a', clase: 'acuse', de: null, carga: 1 })
		await cola.vaciar(null)
		expect(await almacen.todos()).toHaveLength(1)
		red = true
		await Promise.all([cola.vaciar(null), cola.vaciar(null), cola.vaciar(null)])
		expect(salidas).toEqual([1])
		expect(await almacen.todos()).toEqual([])
	})

	test('tocar dos veces no duplica y se envía en el orden en que se hizo', async () => {
		const salidas: unknown[] = []
		const { cola } = conCola(async (carga) => {
			salidas.push(carga)
			return { tipo: 'hecho', respuesta: null }
		})
		await cola.agregar({ clave: 'b', clase: 'acuse', de: null, carga: 'primero' })
		await cola.agregar({ clave: 'a', clase: 'acuse', de: null, carga: 'segundo' })
		await cola.agregar({ clave: 'a', clase: 'acuse', de: null, carga: 'segundo' })
		await cola.vaciar(null)
		expect(salidas).toEqual(['primero', 'segundo'])
	})

	test('nadie envía lo de otra persona', async () => {
		const salidas: unknown[] = []
		const { cola } = conCola(async (carga) => {
			salidas.push(carga)
			return { tipo: 'hecho', respuesta: null }
		})
		await cola.agregar({ clave: 'a', clase: 'acuse', de: 'ana', carga: 'de ana' })
		await cola.vaciar('beto')
		await cola.vaciar(null)
		expect(salidas).toEqual([])
		await cola.vaciar('ana')
		expect(salidas).toEqual(['de ana'])
	})

	test('un no definitivo se quita y se avisa; los demás siguen', async () => {
		const { almacen, cola } = conCola(async (carga) =>
			carga === 'malo' ? { tipo: 'rechazado', frase: 'No.' } : { tipo: 'hecho', respuesta: null },
		)
		const avisos: string[] = []
		cola.alAvisar(({ pendiente, desenlace }) => avisos.push(`${pendiente.clave}:${desenlace.tipo}`))
		await cola.agregar({ clave: 'a', clase: 'acuse', de: null, carga: 'malo' })
		await cola.agregar({ clave: 'b', clase: 'acuse', de: null, carga: 'bueno' })
		await cola.vaciar(null)
		expect(avisos).toEqual(['a:rechazado', 'b:hecho'])
		expect(await almacen.todos()).toEqual([])
	})
})
