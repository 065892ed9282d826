import { describe, expect, test } from 'vitest'
import { ESTADOS_IMPORTACION, type Importacion } from '#core/contract/importacion.ts'
import {
	avanceDe,
	consecuencias,
	cuartoDe,
	enUnaLinea,
	gruposDe,
	laQueLlego,
	nombreDeDato,
	TEXTO_DE_ESTADO,
	textoDeImportar,
} from '../../../src/lib/sae/textos.ts'
import { importacion, NADA } from './importaciones.ts'

describe('cómo se llama importar', () => {
	test.each([
		['sin errores', { altas: 3, cambios: 1 }, 'Importar 4'],
		['uno solo', { altas: 1 }, 'Importar uno'],
		[
			'con errores, sólo los buenos',
			{ altas: 1200, cambios: 34, conError: 6, errores: 9 },
			'Importar los 1,234 buenos',
		],
		['uno bueno entre malos', { cambios: 1, conError: 2, errores: 2 }, 'Importar el bueno'],
		['todo igual', { sinCambio: 8 }, 'Terminar'],
	])('%s', (_que, cuentas, texto) => {
		expect(textoDeImportar({ ...NADA, ...cuentas })).toBe(texto)
	})
})

describe('lo que importar les hace a los trámites', () => {
	test('nada que decir si no toca a ninguno', () => {
		expect(consecuencias({ ...NADA, altas: 40, cambios: 2 })).toEqual([])
	})
	test('lo que reabre va primero, y cada frase con su plural y su numeral', () => {
		const [reabre, revisa, renapo] = consecuencias({
			...NADA,
			cambios: 9,
			reabre: 2,
			requisitos: 1,
			reconfronta: 3,
		})
		expect(reabre).toMatch(/^2 certificados ya cargados se reabren.*folio.*\(18\)\.$/)
		expect(revisa).toBe('A 1 trámite en curso se le revisan otra vez los ocho requisitos (6).')
		expect(renapo).toBe('3 egresados se confrontan otra vez con RENAPO (6 b).')
		expect(consecuencias({ ...NADA, cambios: 1, reabre: 1 })[0]).toMatch(
			/^Un certificado ya cargado se reabre/,
		)
	})
	test('los grupos suman los cambios, del que más pesa al que menos, sin vacíos', () => {
		const cuentas = { ...NADA, cambios: 10, reabre: 1, requisitos: 4 }
		expect(gruposDe(cuentas)).toEqual([
			{ efecto: 'reabre', total: 1 },
			{ efecto: 'requisitos', total: 4 },
			{ efecto: 'sin-tramite', total: 5 },
		])
		expect(gruposDe({ ...NADA, cambios: 3, requisitos: 3 })).toEqual([{ efecto: 'requisitos', total: 3 }])
	})
})

test('en una línea se dice sólo lo que hay, y lo sellado aparte de lo que se corrige', () => {
	expect(
		enUnaLinea({ ...NADA, filas: 12, altas: 1, cambios: 2, sinCambio: 3, conError: 6, sellados: 2 }),
	).toBe('1 nuevo, 2 con cambios, 3 sin cambio, 4 con error, 2 ya sellados')
	expect(enUnaLinea(NADA)).toBe('Ningún renglón')
})

describe('el avance', () => {
	test('al revisar se cuenta en bytes; al aplicar, en renglones; lo que no se sabe no se inventa', () => {
		const revisando = importacion({ estado: 'revisando', avance: { hechos: 1_048_576, total: 4_194_304 } })
		expect(avanceDe(revisando)).toMatchObject({ total: 4_194_304, cifra: '1 MB de 4 MB' })
		const aplicando = importacion({ estado: 'aplicando', avance: { hechos: 500, total: 1200 } })
		expect(avanceDe(aplicando).cifra).toBe('500 de 1,200 renglones')
		expect(avanceDe(importacion({ estado: 'trayendo' }))).toMatchObject({ total: 0, cifra: '' })
	})
	test('de cuarto en cuarto, que es como se le dice a quien no ve', () => {
		expect([0, 24, 25, 50, 99, 100, 130].map((hechos) => cuartoDe(hechos, 100))).toEqual([
			0, 0, 1, 2, 3, 4, 4,
		])
		expect([cuartoDe(10, null), cuartoDe(10, 0)]).toEqual([0, 0])
	})
})

test('todo estado se dice, y ninguno igual que otro', () => {
	const dichos = ESTADOS_IMPORTACION.map((estado) => TEXTO_DE_ESTADO[estado].texto)
	expect(new Set(dichos).size).toBe(ESTADOS_IMPORTACION.length)
})

test('una columna se dice como se lee; las siglas y los módulos, como son', () => {
	expect(
		['PRIMER_APELLIDO', 'INSTITUCION_MEDICA', 'CURP', 'PROMEDIO', 'MODULOS INFO-03'].map(nombreDeDato),
	).toEqual(['Primer apellido', 'Institución médica', 'CURP', 'Promedio', 'Módulo INFO-03'])
})

describe('si el archivo que se cortó ya había llegado', () => {
	const archivo = { name: 'garzas.csv', size: 300 }
	const desde = new Date('2026-11-23T17:00:00Z')
	const suya: Partial<Importacion> = { archivo: 'garzas.csv', bytes: 300, momento: '2026-11-23T17:00:20Z' }
	const buscar = (...filas: Partial<Importacion>[]) => laQueLlego(filas.map(importacion), archivo, desde)

	test('el mismo nombre y tamaño, desde que se empezó', () => {
		expect(buscar({ id: 'otra', archivo: 'otra.csv' }, { ...suya, id: 'suya' })).toBe('suya')
	})
	test.each([
		['es de antes', { momento: '2026-11-23T16:59:00Z' }],
		['pesa otra cosa: quedó a medias', { bytes: 120 }],
		['todavía está llegando', { estado: 'subiendo' as const }],
		['la trajo SAE', { origen: 'sae' as const }],
	])('no es la suya si %s', (_que, distinto) => {
		expect(buscar({ ...suya, ...distinto })).toBeNull()
	})
})
