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
	const subida = crearSubida({
		certificado: 'cer',
		avance: { marcar: (id, e) => void estados.set(id, e.estado === 'fallo' ? e.frase : e.estado) },
		subir: (cuerpo) => subir(cuerpo, subidos.push(cuerpo)),
		guardar: async (cuerpo) => void guardados.push(cuerpo),
	})
	return { estados, subidos, guardados, subida }
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
		vez === 1 ? todoBien(cuerpo) : { tipo: 'despues' },
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
