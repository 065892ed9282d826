import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sembrar } from '../../../bff/simuladores/mundo/azar.ts'
import {
	completarMuestra,
	porAbrir,
	sorteoDelDispositivo,
	tamanoDeMuestra,
	type Sorteo,
} from '../../../src/lib/firma/muestra.ts'
import type { Revisable } from '../../../src/lib/firma/revision.ts'
import { revisar } from './revisar.ts'
import { decDe, listaDe, porSellar, QUIEN } from './certificados.ts'

const AJUSTE = { minimo: 3, porcentaje: 2 }
const conSemilla = (semilla: number): Sorteo => {
	const azar = sembrar(semilla)
	return (tope) => azar.entre(0, tope - 1)
}
const grupoDe = (cuantos: number) => Array.from({ length: cuantos }, (_, n) => `t${n}`)

describe('cuántos', () => {
	test.each([
		[0, 0],
		[1, 1],
		[2, 2],
		[3, 3],
		[48, 3],
		[150, 3],
		[151, 4],
		[500, 10],
		[1000, 20],
	])('de %i, el mayor entre 3 y el 2 %%, hacia arriba: %i', (total, esperado) => {
		expect(tamanoDeMuestra(total, AJUSTE)).toBe(esperado)
	})

	test('con otros ajustes, nunca más de los que hay', () => {
		fc.assert(
			fc.property(
				fc.nat(1000),
				fc.integer({ min: 1, max: 100 }),
				fc.nat(100),
				(total, minimo, porcentaje) => {
					const cuantos = tamanoDeMuestra(total, { minimo, porcentaje })
					expect(cuantos).toBeLessThanOrEqual(total)
					expect(cuantos).toBeGreaterThanOrEqual(Math.min(total, minimo))
					expect(cuantos * 100).toBeGreaterThanOrEqual(Math.min(total, (total * porcentaje) / 100) * 100)
				},
			),
		)
	})
})

describe('cuáles', () => {
	test('todos distintos, del grupo, y tantos como se piden', () => {
		fc.assert(
			fc.property(fc.nat(60), fc.nat(80), fc.nat(), (cuantos, pide, semilla) => {
				const grupo = grupoDe(cuantos)
				const muestra = completarMuestra([], grupo, pide, conSemilla(semilla))
				expect(new Set(muestra).size).toBe(Math.min(cuantos, pide))
				expect(muestra.every((id) => grupo.includes(id))).toBe(true)
			}),
		)
	})

	test('la muestra no cambia mientras se revisa; quien sale se repone y nadie más se mueve', () => {
		const grupo = grupoDe(100)
		const muestra = completarMuestra([], grupo, 5, conSemilla(1))
		expect(completarMuestra(muestra, grupo, 5, conSemilla(2))).toEqual(muestra)
		const [apartado] = muestra
		const sin = grupo.filter((id) => id !== apartado)
		const repuesta = completarMuestra(muestra, sin, 5, conSemilla(3))
		expect(repuesta).toHaveLength(5)
		expect(repuesta.slice(0, 4)).toEqual(muestra.slice(1))
		expect(muestra).not.toContain(repuesta[4])
	})

	test('con el azar del dispositivo, cada quien sale igual de seguido', () => {
		const veces = new Map<string, number>()
		const VUELTAS = 4000
		for (let vuelta = 0; vuelta < VUELTAS; vuelta += 1)
			for (const id of completarMuestra([], grupoDe(20), 5, sorteoDelDispositivo))
				veces.set(id, (veces.get(id) ?? 0) + 1)
		// Se espera 1,000 de cada uno, con desviación de unos 27: seis desviaciones no fallan por azar.
		for (const id of grupoDe(20)) expect(Math.abs((veces.get(id) ?? 0) - 1000)).toBeLessThan(165)
	})

	test('el sorteo del dispositivo no se sale del tope', () => {
		for (const tope of [1, 2, 3, 7, 1000, 2 ** 31 + 1])
			for (let i = 0; i < 200; i += 1) {
				const salio = sorteoDelDispositivo(tope)
				expect(Number.isInteger(salio) && salio >= 0 && salio < tope).toBe(true)
			}
	})
})

describe('qué hay que abrir', () => {
	const NOMBRES = ['Abril', 'Bruno', 'Carla', 'Dante', 'Elena', 'Fausto', 'Gala', 'Hugo', 'Irma', 'Julia']
	const lista = (cuantos: number, editados: number): readonly Revisable[] => {
		const certificados = Array.from({ length: cuantos }, (_, n) =>
			porSellar(
				decDe({
					nombre: NOMBRES[n % 10] ?? '',
					primerApellido: `Wong${'abcdefghijklmnopqrstuvwxyz'[Math.floor(n / 10)] ?? ''}`,
					curp: `WOQA08${String((n % 12) + 1).padStart(2, '0')}${String((n % 28) + 1).padStart(2, '0')}MMCXRM04`,
					numeroControl: `23${String(n).padStart(7, '0')}-1`,
				}),
				{ nombreEditado: n < editados },
			),
		)
		return revisar({ lista: listaDe(certificados), quien: QUIEN, hoy: Date.parse('2026-11-23') })
	}

	test('una muestra del resto y otra de los inusuales: hacer inusual uno no lo libra', () => {
		const revisables = lista(200, 60)
		const abrir = porAbrir(revisables, [], AJUSTE, conSemilla(1))
		const inusuales = revisables.filter(({ avisos }) => avisos.length > 0)
		expect(inusuales).toHaveLength(60)
		const deInusuales = abrir.filter((id) => inusuales.some(({ tramiteId }) => tramiteId === id))
		expect(deInusuales).toHaveLength(3)
		expect(abrir).toHaveLength(6)
		// Ninguno queda fuera del alcance del sorteo.
		const salieron = new Set<string>()
		for (let semilla = 0; semilla < 2000; semilla += 1)
			for (const id of porAbrir(revisables, [], AJUSTE, conSemilla(semilla))) salieron.add(id)
		expect(salieron.size).toBe(200)
	})

	test('el que difiere de todos hay que abrirlo siempre, además de la muestra', () => {
		const honestos = lista(30, 0)
		const [raro, ...demas] = honestos
		if (!raro) throw new Error('falta')
		const abrir = porAbrir([{ ...raro, hayQueAbrirlo: true }, ...demas], [], AJUSTE, conSemilla(1))
		expect(abrir[0]).toBe(raro.tramiteId)
		expect(abrir).toHaveLength(4)
	})

	test('sin nada que sellar no hay nada que abrir', () => {
		expect(porAbrir([], ['t1'], AJUSTE, conSemilla(1))).toEqual([])
	})
})
