import { expect, test } from 'vitest'
import type { Sellar } from '../../../src/core/contract/sellado.ts'
import { crearSubida } from '../../../src/lib/firma/subida.ts'
import type { Desenlace } from '../../../src/lib/offline/cola.ts'
import type { ResultadoLote } from '../../../src/core/contract/problema.ts'

const sello = (n: number) => ({ tramiteId: `t${n}`, sello: `s${n}` })

const preparar = (subir: (cuerpo: Sellar, vez: number) => Promise<Desenlace<ResultadoLote>>) => {
	const estados = new Map<string, string>()
	const subidos: Sellar[] = []
	const guardados: Sellar[] = []
	const esperas: number[] = []
	const subida = crearSubida({
		certificado: 'cer',
		avance: { marcar: (id, e) => void estados.set(id, e.estado === 'fallo' ? e.frase : e.estado) },
		subir: (cuerpo) => subir(cuerpo, subidos.push(cuerpo)),
		guardar: async (cuerpo) => void guardados.push(cuerpo),
		esperar: async (ms) => void esperas.push(ms),
	})
	return { esperas, estados, subidos, guardados, subida }
}

const todoBien = async ({ sellos }: Sellar): Promise<Desenlace<ResultadoLote>> => ({
	tipo: 'hecho',
	respuesta: { filas: sellos.map(({ tramiteId }) => ({ id: tramiteId, hecho: true })) },
})

test('sube en grupos de cincuenta a lo más, cada sello una sola vez', async () => {
	const { estados, subidos, subida } = preparar(todoBien)
	for (let n = 0; n < 120; n += 1) subida.agregar(sello(n))
	await subida.vaciar()
	expect(subidos.map(({ sellos }) => sellos.length)).toEqual([50, 50, 20])
	expect(new Set(subidos.flatMap(({ sellos }) => sellos.map((s) => s.tramiteId))).size).toBe(120)
	expect([...estados.values()].every((estado) => estado === 'recibido')).toBe(true)
})

test('el que falla dice por qué y los demás siguen', async () => {
	const { estados, subida } = preparar(async () => ({
		tipo: 'hecho',
		respuesta: {
			filas: [
				{ id: 't1', hecho: true },
				{ id: 't2', hecho: false, motivo: 'sello-no-corresponde', frase: 'No corresponde.' },
				{ id: 't3', hecho: false, motivo: 'ya-sellado', frase: 'Ya.' },
			],
		},
	}))
	for (const n of [1, 2, 3, 4]) subida.agregar(sello(n))
	await subida.vaciar()
	expect(estados.get('t1')).toBe('recibido')
	expect(estados.get('t2')).toBe('No corresponde.')
	expect(estados.get('t3')).toBe('recibido')
	expect(estados.get('t4')).toMatch(/no hubo respuesta/)
})

test('sin red el grupo se guarda entero y se dice', async () => {
	const { estados, guardados, subidos, subida } = preparar(async (cuerpo, vez) =>
		vez === 1 ? todoBien(cuerpo) : { tipo: 'despues', por: 'red' },
	)
	for (let n = 0; n < 160; n += 1) subida.agregar(sello(n))
	await subida.vaciar()
	expect(estados.get('t0')).toBe('recibido')
	expect(estados.get('t159')).toBe('guardado')
	expect(guardados.map(({ sellos }) => sellos.length)).toEqual([50, 50, 10])
	// Tras el primer intento fallido no se vuelve a esperar a la red.
	expect(subidos).toHaveLength(2)
})

test('una falla al subir marca ese grupo y no detiene los siguientes', async () => {
	const { estados, subida } = preparar(async (cuerpo, vez) => {
		if (vez === 1) throw new Error('se cayó')
		return todoBien(cuerpo)
	})
	for (let n = 0; n < 51; n += 1) subida.agregar(sello(n))
	await subida.vaciar()
	expect(estados.get('t0')).toMatch(/no hubo respuesta/)
	expect(estados.get('t50')).toBe('recibido')
})

test('al servidor ocupado se le espera, cada vez más, y el grupo entra al fin', async () => {
	const { estados, guardados, esperas, subidos, subida } = preparar(async (cuerpo, vez) =>
		vez < 4 ? { tipo: 'despues', por: 'servidor' } : todoBien(cuerpo),
	)
	for (let n = 0; n < 60; n += 1) subida.agregar(sello(n))
	expect(await subida.vaciar()).toBe(null)
	expect(esperas).toHaveLength(3)
	expect(esperas).toEqual([...esperas].sort((a, b) => a - b))
	expect(guardados).toEqual([])
	expect(subidos.map(({ sellos }) => sellos.length)).toEqual([50, 50, 50, 50, 10])
	expect(new Set(estados.values())).toEqual(new Set(['recibido']))
})

test('si el servidor no se recupera, todo queda guardado y no se insiste con cada grupo', async () => {
	const { estados, guardados, subidos, subida } = preparar(async () => ({
		tipo: 'despues',
		por: 'servidor',
	}))
	for (let n = 0; n < 120; n += 1) subida.agregar(sello(n))
	expect(await subida.vaciar()).toBe('servidor')
	expect(subidos.every(({ sellos }) => sellos[0]?.tramiteId === 't0')).toBe(true)
	expect(guardados.map(({ sellos }) => sellos.length)).toEqual([50, 50, 20])
	expect(new Set(estados.values())).toEqual(new Set(['guardado']))
})

test('sin sesión no se insiste: se guarda todo y se dice que hay que entrar', async () => {
	const { guardados, esperas, subidos, subida } = preparar(async () => ({ tipo: 'despues', por: 'sesion' }))
	for (let n = 0; n < 70; n += 1) subida.agregar(sello(n))
	expect(await subida.vaciar()).toBe('sesion')
	expect([subidos.length, esperas.length]).toEqual([1, 0])
	expect(guardados.flatMap(({ sellos }) => sellos)).toHaveLength(70)
})

test('si el SAT no contesta y la entidad pide esperarlo, no se insiste: se guarda todo (16)', async () => {
	const { estados, guardados, esperas, subidos, subida } = preparar(async () => ({
		tipo: 'despues',
		por: 'sat',
	}))
	for (let n = 0; n < 70; n += 1) subida.agregar(sello(n))
	expect(await subida.vaciar()).toBe('sat')
	expect([subidos.length, esperas.length]).toEqual([1, 0])
	expect(guardados.flatMap(({ sellos }) => sellos)).toHaveLength(70)
	expect(new Set(estados.values())).toEqual(new Set(['guardado']))
})
