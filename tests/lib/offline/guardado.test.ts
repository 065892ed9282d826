import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { Sesion } from '../../../src/core/contract/sesion.ts'
import { crearGuardados, DIAS_GUARDADO, POR_TROZO } from '../../../src/lib/offline/guardado.ts'
import { aLaVista, cofreEnMemoria } from './archivero.ts'

// Por el esquema: lo que la sesión lleve de más adelante toma su valor de siempre.
const sesionDe = (id: string): Sesion =>
	v.parse(Sesion, {
		persona: {
			id,
			nombre: 'Beatriz Olmedo',
			correo: 'b@conalep.edu.mx',
			curp: 'OESB700101MMCLLT05',
			cargo: null,
		},
		perfil: 'director-plantel',
		entidad: null,
		plantel: null,
		ahora: '2026-11-23T12:00:00.000Z',
		expira: '2026-11-23T20:00:00.000Z',
	})

const DIA = 86_400_000

const Lista = v.object({
	rol: v.string(),
	total: v.number(),
	certificados: v.array(v.object({ tramiteId: v.string(), matricula: v.string(), curp: v.string() })),
})
const listaDe = (cuantos: number): v.InferOutput<typeof Lista> => ({
	rol: 'plantel',
	total: cuantos,
	certificados: Array.from({ length: cuantos }, (_, i) => ({
		tramiteId: `tramite-${i}`,
		matricula: `23${String(i).padStart(7, '0')}-8`,
		curp: `XOQX080102MMCXR${i}`,
	})),
})

const preparar = () => {
	const { cofre, filas } = cofreEnMemoria()
	const mundo = { hora: Date.UTC(2026, 10, 23, 12) }
	return { filas, mundo, guardados: crearGuardados({ cofre, ahora: () => mundo.hora, esquema: Lista }) }
}
const guardado = (cuantos: number, id = 'ana') => ({
	sesion: sesionDe(id),
	lista: listaDe(cuantos),
	anclas: ['MIIancla'],
	desfase: 1234,
})

describe('guardar para firmar sin internet', () => {
	test('mil certificados van por trozos, cifrados, y vuelven iguales', async () => {
		const { guardados, filas } = preparar()
		const puesto = guardado(1000)
		await guardados.guardar(puesto)
		expect(filas.size).toBe(1000 / POR_TROZO + 1)
		const { desde, ...leido } = (await guardados.leer('ana')) ?? { desde: '' }
		expect(leido).toEqual(puesto)
		expect(desde).toBe('2026-11-23T12:00:00.000Z')
		const visto = aLaVista(filas.values())
		const primero = puesto.lista.certificados[0]
		for (const secreto of [primero?.matricula, primero?.tramiteId, primero?.curp, 'Olmedo', 'OESB70']) {
			expect(secreto).toBeTruthy()
			expect(visto).not.toContain(secreto)
		}
	})

	test('dice cuánto ocupa, desde cuándo, hasta cuándo y de quién', async () => {
		const { guardados, filas } = preparar()
		await guardados.guardar(guardado(120))
		const bytes = [...filas.values()].reduce((suma, { cifra }) => suma + cifra.byteLength, 0)
		expect(await guardados.resumen('ana')).toEqual({
			persona: 'Beatriz Olmedo',
			certificados: 120,
			desde: '2026-11-23T12:00:00.000Z',
			caduca: '2026-11-30T12:00:00.000Z',
			bytes,
		})
		expect(await guardados.sesion()).toEqual({ sesion: sesionDe('ana'), desfase: 1234 })
	})

	test('volver a guardar reemplaza, también lo de otra persona', async () => {
		const { guardados, filas } = preparar()
		await guardados.guardar(guardado(120))
		await guardados.guardar(guardado(10))
		expect((await guardados.leer('ana'))?.lista.certificados).toHaveLength(10)
		expect(filas.size).toBe(2)
		await guardados.guardar(guardado(1, 'beto'))
		expect(await guardados.leer('ana')).toBe(null)
		expect(filas.size).toBe(2)
	})

	test('a medias no es una lista: falta un trozo y no se lee', async () => {
		const { guardados, filas } = preparar()
		await guardados.guardar(guardado(120))
		const [primera] = filas.keys()
		filas.delete(primera ?? '')
		expect(await guardados.leer('ana')).toBe(null)
	})
})

describe('se borra', () => {
	test('a los siete días, aunque nadie lo pida', async () => {
		const { guardados, filas, mundo } = preparar()
		await guardados.guardar(guardado(60))
		mundo.hora += DIAS_GUARDADO * DIA - 1
		await guardados.limpiar(null)
		expect(await guardados.leer('ana')).not.toBe(null)
		mundo.hora += 1
		expect(await guardados.leer('ana')).toBe(null)
		expect(await guardados.sesion()).toBe(null)
		await guardados.limpiar(null)
		expect(filas.size).toBe(0)
	})

	test('atrasar el reloj no lo alarga', async () => {
		const { guardados, mundo } = preparar()
		await guardados.guardar(guardado(1))
		mundo.hora -= 2 * DIA
		expect(await guardados.leer('ana')).toBe(null)
	})

	test('al pedirlo, y al entrar otra persona; quien vuelve a entrar lo conserva', async () => {
		const { guardados, filas } = preparar()
		await guardados.guardar(guardado(60))
		await guardados.limpiar('ana')
		expect(filas.size).toBe(3)
		await guardados.limpiar('beto')
		expect(filas.size).toBe(0)
		await guardados.guardar(guardado(60))
		await guardados.borrar()
		expect(filas.size).toBe(0)
	})

	test('lo sellado se va y lo demás se queda con su misma fecha', async () => {
		const { guardados, mundo } = preparar()
		const puesto = guardado(70)
		await guardados.guardar(puesto)
		mundo.hora += DIA
		const siguen = new Set(puesto.lista.certificados.slice(65).map(({ tramiteId }) => tramiteId))
		await guardados.conservar('ana', (id) => siguen.has(id))
		const leido = await guardados.leer('ana')
		expect(leido?.lista.certificados).toEqual(puesto.lista.certificados.slice(65))
		expect(leido?.lista.total).toBe(5)
		expect(leido?.desde).toBe('2026-11-23T12:00:00.000Z')
		await guardados.conservar('ana', () => false)
		expect(await guardados.resumen('ana')).toMatchObject({ certificados: 0 })
		expect(await guardados.sesion()).not.toBe(null)
	})
})
