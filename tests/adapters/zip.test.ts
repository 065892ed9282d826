import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { empaquetar } from '../../bff/adapters/zip.ts'

const MOMENTO = '2026-11-24T12:00:00.000Z'

const archivosDe = (cuantos: number, tamano: number) => {
	const cuenta = { pedidos: 0, cerrados: 0 }
	const archivos = async function* () {
		try {
			for (let i = 0; i < cuantos; i += 1) {
				await Promise.resolve()
				cuenta.pedidos += 1
				yield { ruta: `PLANTEL/ñandú-${i}.bin`, bytes: new Uint8Array(tamano).fill(i), momento: MOMENTO }
			}
		} finally {
			cuenta.cerrados += 1
		}
	}
	return { cuenta, archivos: archivos() }
}

test('lo empaquetado se abre igual, con sus nombres', async () => {
	const { archivos, cuenta } = archivosDe(5, 1000)
	const abierto = unzipSync(new Uint8Array(await new Response(empaquetar(archivos)).arrayBuffer()))
	expect(Object.keys(abierto)).toEqual([0, 1, 2, 3, 4].map((i) => `PLANTEL/ñandú-${i}.bin`))
	expect(abierto['PLANTEL/ñandú-3.bin']).toEqual(new Uint8Array(1000).fill(3))
	expect(cuenta).toEqual({ pedidos: 5, cerrados: 1 })
})

test('se pide conforme se recibe: con quien va despacio no se adelanta', async () => {
	const { archivos, cuenta } = archivosDe(1000, 100_000)
	const lector = empaquetar(archivos).getReader()
	for (let i = 0; i < 10; i += 1) await lector.read()
	await new Promise((listo) => setTimeout(listo, 20))
	expect(cuenta.pedidos).toBeLessThan(10)
	await lector.cancel()
	expect(cuenta.cerrados).toBe(1)
})

test('si quien recibe se va, se deja de pedir y se cierra; si falla quien da, el flujo falla', async () => {
	const ido = archivosDe(100, 1000)
	const flujo = empaquetar(ido.archivos)
	await flujo.cancel(new Error('se fue'))
	expect(ido.cuenta.pedidos).toBeLessThan(3)
	const roto = async function* () {
		yield { ruta: 'a', bytes: new Uint8Array(1), momento: MOMENTO }
		await Promise.resolve()
		throw new Error('el almacén no responde')
	}
	await expect(new Response(empaquetar(roto())).arrayBuffer()).rejects.toThrow()
})
