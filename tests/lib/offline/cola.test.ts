import { describe, expect, test } from 'vitest'
import {
	crearCola,
	turnoEnSerie,
	type Envio,
	type QuienEntro,
	type Vaciado,
} from '../../../src/lib/offline/cola.ts'
import { cofreEnMemoria } from './archivero.ts'

const BIEN = { tipo: 'hecho', respuesta: null } as const

const conCola = (enviar: Envio['enviar'], anotar?: Envio['anotar']) => {
	const { cofre, filas } = cofreEnMemoria()
	const mundo = { quien: 'ana' as string | null }
	const vaciados: Vaciado[] = []
	const quienEntro: QuienEntro = async () =>
		mundo.quien === null ? { persona: null, por: 'sesion' } : { persona: mundo.quien }
	const cola = crearCola({
		cofre,
		envios: { acuse: { enviar, ...(anotar ? { anotar } : {}) } },
		quienEntro,
		enTurno: turnoEnSerie(),
		alCambiar: (vaciado) => vaciados.push(vaciado),
	})
	const agregar = (carga: unknown, de: string | null = null, unico = String(carga)) =>
		cola.agregar({ clase: 'acuse', de, unico, carga })
	return { cofre, filas, cola, mundo, vaciados, agregar }
}

describe('cola sin red', () => {
	test('lo que no sale se queda, y sale una sola vez cuando hay red', async () => {
		let red = false
		const salidas: unknown[] = []
		const { cola, filas, agregar } = conCola(async (carga) => {
			if (!red) return { tipo: 'despues', por: 'red' }
			salidas.push(carga)
			return BIEN
		})
		await agregar(1)
		expect(await cola.vaciar()).toEqual({ salieron: 0, quedan: 1, falta: 'red' })
		expect(filas.size).toBe(1)
		red = true
		await Promise.all([cola.vaciar(), cola.vaciar(), cola.vaciar()])
		expect(salidas).toEqual([1])
		expect(filas.size).toBe(0)
	})

	test('tocar dos veces no duplica y se envía en el orden en que se hizo', async () => {
		const salidas: unknown[] = []
		const { cola, agregar } = conCola(async (carga) => {
			salidas.push(carga)
			return BIEN
		})
		await agregar('primero', null, 'b')
		await agregar('segundo', null, 'a')
		await agregar('segundo', null, 'a')
		await cola.vaciar()
		expect(salidas).toEqual(['primero', 'segundo'])
	})

	test('sin red no se prueba uno por uno; una falla del servidor en uno no detiene a los demás', async () => {
		let por: 'red' | 'servidor' = 'red'
		const probados: unknown[] = []
		const { cola, agregar } = conCola(async (carga) => {
			probados.push(carga)
			return carga === 1 ? { tipo: 'despues', por } : BIEN
		})
		for (const carga of [1, 2, 3]) await agregar(carga)
		expect(await cola.vaciar()).toEqual({ salieron: 0, quedan: 3, falta: 'red' })
		expect(probados).toEqual([1])
		por = 'servidor'
		expect(await cola.vaciar()).toEqual({ salieron: 2, quedan: 1, falta: 'servidor' })
	})
})

describe('de quién es', () => {
	test('nadie envía lo de otra persona, y no se pierde', async () => {
		const salidas: unknown[] = []
		const { cola, mundo, agregar } = conCola(async (carga) => {
			salidas.push(carga)
			return BIEN
		})
		await agregar('de ana', 'ana')
		await agregar('de nadie')
		mundo.quien = 'beto'
		expect(await cola.vaciar()).toEqual({ salieron: 1, quedan: 0, falta: null })
		expect(salidas).toEqual(['de nadie'])
		mundo.quien = 'ana'
		await cola.vaciar()
		expect(salidas).toEqual(['de nadie', 'de ana'])
	})

	test('sin sesión se queda y se pide entrar; lo que no es de nadie sí sale', async () => {
		const { cola, mundo, vaciados, agregar } = conCola(async () => BIEN)
		await agregar('de ana', 'ana')
		await agregar('de nadie')
		mundo.quien = null
		await cola.vaciar()
		expect(vaciados).toEqual([{ salieron: 1, quedan: 1, falta: 'sesion' }])
	})

	test('la sesión que termina a media cola no pierde nada', async () => {
		let van = 0
		const { cola, agregar } = conCola(async () =>
			(van += 1) === 2 ? { tipo: 'despues', por: 'sesion' } : BIEN,
		)
		for (const carga of [1, 2, 3]) await agregar(carga, 'ana')
		expect(await cola.vaciar()).toEqual({ salieron: 1, quedan: 2, falta: 'sesion' })
		expect(await cola.esperan('acuse', 'ana')).toEqual([2, 3])
		expect(await cola.vaciar()).toEqual({ salieron: 2, quedan: 0, falta: null })
	})

	test('si otra persona entró entre preguntar y enviar, su «no» no quita lo de quien selló', async () => {
		const { cola, mundo, agregar } = conCola(async () => {
			mundo.quien = 'beto'
			return { tipo: 'rechazado', frase: 'Es de otra persona.' }
		})
		await agregar(1, 'ana')
		expect(await cola.vaciar()).toEqual({ salieron: 0, quedan: 1, falta: 'sesion' })
		expect(await cola.esperan('acuse', 'ana')).toEqual([1])
	})
})

test('lo enviado se quita y su resultado se anota en el mismo cambio', async () => {
	const { cofre, cola, agregar } = conCola(
		async () => ({ tipo: 'rechazado', frase: 'No.' }),
		(carga, desenlace, unico) => ({ clase: 'resultado', de: 'ana', unico, valor: [carga, desenlace.tipo] }),
	)
	const cambios: number[][] = []
	const cambiar = cofre.cambiar
	Object.assign(cofre, {
		cambiar: (cambio: Parameters<typeof cambiar>[0]) => {
			cambios.push([cambio.quitar?.length ?? 0, cambio.poner?.length ?? 0])
			return cambiar(cambio)
		},
	})
	await agregar(7, 'ana')
	await cola.vaciar()
	expect(cambios).toEqual([
		[0, 1],
		[1, 1],
	])
	expect((await cofre.leer('resultado', 'ana')).map(({ valor }) => valor)).toEqual([[7, 'rechazado']])
})
