import { describe, expect, test } from 'vitest'
import { ARCHIVO_SAE_MAXIMO } from '#core/contract/importacion.ts'
import { ErrorApi, errorDeRed } from '../../../src/lib/error-api.ts'
import { crearSubida, type DepsSubida, noSirve } from '../../../src/lib/sae/subida.svelte.ts'

const ARCHIVO = new File(['MATRICULA\n1'], 'garzas.csv')
const negado = (estado: number, frase: string) =>
	new ErrorApi({ motivo: 'importaciones-abiertas', detail: frase, status: estado })

/** Una subida cuyos envíos responden, en orden, lo que se les diga. */
const montar = (...respuestas: (string | Error)[]) => {
	const visto = { enviados: 0, buscados: 0, avisos: [] as string[], cuidando: 0, llegados: [] as string[] }
	const red: { volver: (() => void) | null } = { volver: null }
	let yaEsta: string | null = null
	const deps: DepsSubida = {
		enviar: (archivo, { senal, alAvanzar }) => {
			const respuesta = respuestas[visto.enviados]
			visto.enviados += 1
			alAvanzar(archivo.size)
			// Sin respuesta: se queda subiendo hasta que la cancelen.
			if (respuesta === undefined) {
				return new Promise((_cumplir, negar) => {
					senal.addEventListener('abort', () => negar(senal.reason as Error))
				})
			}
			return typeof respuesta === 'string' ? Promise.resolve({ id: respuesta }) : Promise.reject(respuesta)
		},
		buscar: () => {
			visto.buscados += 1
			return Promise.resolve(yaEsta)
		},
		hora: () => new Date('2026-11-23T17:00:00Z'),
		avisar: (tono, texto) => visto.avisos.push(`${tono} ${texto}`),
		alVolverLaRed: (hacer) => {
			red.volver = hacer
			return () => (red.volver = null)
		},
		cuidar: () => {
			visto.cuidando += 1
			return () => (visto.cuidando -= 1)
		},
	}
	const subida = crearSubida(deps)
	const dejar = subida.mirar((id) => visto.llegados.push(id))
	return { subida, visto, red, dejar, yaLlego: (id: string) => (yaEsta = id) }
}

describe('lo que no puede servir se dice sin subirlo', () => {
	test('vacío', async () => {
		const { subida, visto } = montar('a')
		await subida.empezar(new File([], 'nada.csv'))
		expect(subida.estado).toMatchObject({
			fase: 'negada',
			frase: expect.stringContaining('está vacío') as string,
		})
		expect(visto.enviados).toBe(0)
	})
	test('más grande que el tope, con su tamaño y qué hacer; el tope justo, sí', () => {
		expect(noSirve({ name: 'a.csv', size: ARCHIVO_SAE_MAXIMO + 1 })).toMatch(/el tope es 200 MB.*en partes/)
		expect(noSirve({ name: 'a.csv', size: ARCHIVO_SAE_MAXIMO })).toBeNull()
	})
})

test('lo que llega se entrega a quien mira, y nada queda cuidándose', async () => {
	const { subida, visto } = montar('imp-1')
	await subida.empezar(ARCHIVO)
	expect(visto).toMatchObject({ llegados: ['imp-1'], cuidando: 0, avisos: [], buscados: 0 })
	expect(subida.estado.fase).toBe('quieta')
})

test('si nadie mira, se avisa: al llegar y al negarse', async () => {
	const uno = montar('imp-1')
	uno.dejar()
	await uno.subida.empezar(ARCHIVO)
	expect(uno.visto.avisos).toEqual([expect.stringMatching(/^bien «garzas\.csv» ya llegó/)])
	const otro = montar(negado(409, 'Hay tres sin decidir.'))
	otro.dejar()
	await otro.subida.empezar(ARCHIVO)
	expect(otro.visto.avisos).toEqual([expect.stringMatching(/^mal «garzas\.csv» no subió/)])
})

describe('la red se corta', () => {
	test('el archivo sigue a la mano y sale solo cuando vuelve', async () => {
		const { subida, visto, red } = montar(errorDeRed('sin-red'), 'imp-1')
		await subida.empezar(ARCHIVO)
		expect(subida.estado).toMatchObject({ fase: 'cortada', archivo: ARCHIVO })
		expect(visto.cuidando).toBe(0)
		red.volver?.()
		await expect.poll(() => visto.llegados).toEqual(['imp-1'])
		expect(visto).toMatchObject({ enviados: 2, buscados: 1 })
	})
	test('si el servidor ya lo tenía, no se sube dos veces', async () => {
		const { subida, visto, yaLlego } = montar(errorDeRed('tardo-demasiado'))
		await subida.empezar(ARCHIVO)
		yaLlego('imp-9')
		await subida.reintentar()
		expect(visto).toMatchObject({ llegados: ['imp-9'], enviados: 1 })
	})
	test('quien ya no lo quiere deja de esperar la red', async () => {
		const { subida, red } = montar(errorDeRed('sin-red'))
		await subida.empezar(ARCHIVO)
		subida.soltar()
		expect([subida.estado.fase, red.volver]).toEqual(['quieta', null])
	})
	test('un archivo que ya no se puede leer no se confunde con la red', async () => {
		const roto = new File(['x'], 'movido.csv')
		roto.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadable')) }) as unknown as Blob
		const { subida } = montar(errorDeRed('sin-red'))
		await subida.empezar(roto)
		expect(subida.estado).toMatchObject({
			fase: 'negada',
			frase: expect.stringContaining('Escójalo otra vez') as string,
		})
	})
})

test('un «no» del servidor se dice tal cual y no se reintenta; si se cayó, sí se puede', async () => {
	const no = montar(negado(409, 'Hay tres sin decidir.'))
	await no.subida.empezar(ARCHIVO)
	expect(no.subida.estado).toMatchObject({ fase: 'negada', frase: 'Hay tres sin decidir.' })
	const caido = montar(negado(503, 'No responde.'), 'imp-2')
	await caido.subida.empezar(ARCHIVO)
	expect(caido.subida.estado.fase).toBe('cortada')
	await caido.subida.reintentar()
	expect(caido.visto.llegados).toEqual(['imp-2'])
})

test('cancelar a media subida no deja error ni entrega nada', async () => {
	const { subida, visto } = montar()
	const obra = subida.empezar(ARCHIVO)
	expect(subida.estado).toMatchObject({ fase: 'subiendo', bytes: ARCHIVO.size })
	subida.soltar()
	await obra
	expect(subida.estado.fase).toBe('quieta')
	expect(visto).toMatchObject({ llegados: [], avisos: [], cuidando: 0 })
})
