import { Command } from 'commander'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IDS } from '#core/verificacion/documento.ts'
import { leerMomento, registrarVerificar } from '../../bff/cli/verificar.ts'
import { hayReferencia, REFERENCIA } from '../core/dec/referencia.ts'

const ENVIADO = join(REFERENCIA, 'sep/ejemplo-dec-enviado.xml')
const TIMBRADO = join(REFERENCIA, 'sep/ejemplo-dec-timbrado-simulado.xml')
const ANCLAS = ['--anclas', join(REFERENCIA, 'efirma/ca-test')]
const EN = ['--en', '2022-05-01']

type Corrida = {
	readonly codigo: number
	readonly dicho: readonly string[]
	readonly quejas: readonly string[]
}
type Linea = {
	readonly archivo: string
	readonly cadenaOriginal: string | null
	readonly comprobaciones: readonly {
		readonly id: string
		readonly resultado: string
		readonly detalle: string
	}[]
}

const correr = async (...argumentos: readonly string[]): Promise<Corrida> => {
	const dicho: string[] = []
	const quejas: string[] = []
	const codigos: number[] = []
	const programa = new Command('egreso').exitOverride()
	registrarVerificar(programa, {
		decir: (linea) => void dicho.push(linea),
		quejarse: (linea) => void quejas.push(linea),
		terminar: (codigo) => void codigos.push(codigo),
		ahora: () => new Date('2026-11-23T12:00:00Z'),
	})
	await programa.parseAsync(['verificar', ...argumentos], { from: 'user' })
	expect(codigos).toHaveLength(1)
	return { codigo: codigos[0] ?? -1, dicho, quejas }
}

const lineas = ({ dicho }: Corrida): readonly Linea[] => dicho.map((linea) => JSON.parse(linea) as Linea)

describe('egreso verificar', () => {
	let carpeta = ''
	beforeAll(() => {
		carpeta = mkdtempSync(join(tmpdir(), 'egreso-verificar-'))
	})
	afterAll(() => {
		rmSync(carpeta, { recursive: true })
	})

	describe.skipIf(!hayReferencia)('con el ejemplo de la SEP', () => {
		it('--json: un objeto por archivo, con la cadena byte por byte, y termina en 0', async () => {
			const corrida = await correr(ENVIADO, TIMBRADO, '--json', ...ANCLAS, ...EN)
			expect(corrida).toMatchObject({ codigo: 0, quejas: [] })
			const cadena = readFileSync(join(REFERENCIA, 'sep/ejemplo-cadena-original.txt'), 'utf8')
			for (const [i, linea] of lineas(corrida).entries()) {
				expect(Object.keys(linea)).toEqual(['archivo', 'cadenaOriginal', 'comprobaciones'])
				expect(linea).toMatchObject({ archivo: [ENVIADO, TIMBRADO][i], cadenaOriginal: cadena })
				expect(linea.comprobaciones.map(({ id }) => id)).toEqual([...IDS])
				for (const { id, resultado } of linea.comprobaciones) {
					expect([id, resultado]).toEqual([id, id === 'sello-sep' ? 'no-comprobable' : 'bien'])
				}
			}
			expect(corrida.dicho).toHaveLength(2)
		})

		it('la tabla dice de quién es y cada comprobación en su renglón', async () => {
			const { dicho } = await correr(ENVIADO, ...ANCLAS, ...EN)
			const renglones = dicho.join('\n').split('\n')
			expect(renglones[0]).toBe(ENVIADO)
			expect(renglones[1]).toContain('María José Ñáñez Pérez')
			expect(renglones).toHaveLength(2 + IDS.length)
			expect(renglones.find((renglon) => renglon.includes(' vigencia '))).toMatch(
				/^ {2}bien .*1 de mayo de 2022/,
			)
		})

		it('sin --en se comprueba hoy, y entonces el certificado ya venció: termina en 1', async () => {
			const corrida = await correr(ENVIADO, '--json', ...ANCLAS)
			expect(corrida.codigo).toBe(1)
			const mal = lineas(corrida)[0]?.comprobaciones.filter(({ resultado }) => resultado === 'mal')
			expect(mal?.map(({ id }) => id)).toEqual(['vigencia'])
		})

		it('sin --anclas la cadena de confianza no es comprobable, y eso no es un mal', async () => {
			const corrida = await correr(ENVIADO, '--json', ...EN)
			expect(corrida.codigo).toBe(0)
			expect(lineas(corrida)[0]?.comprobaciones[4]).toMatchObject({
				id: 'cadena-de-confianza',
				resultado: 'no-comprobable',
			})
		})

		it('con un dato cambiado en uno de dos, termina en 1 y dice cuál', async () => {
			const alterado = join(carpeta, 'alterado.xml')
			writeFileSync(
				alterado,
				readFileSync(ENVIADO, 'utf8').replace(
					'promedioAprovechamiento="9.1"',
					'promedioAprovechamiento="9.9"',
				),
			)
			const corrida = await correr(alterado, ENVIADO, '--json', ...ANCLAS, ...EN)
			expect(corrida.codigo).toBe(1)
			const malos = lineas(corrida).map(({ comprobaciones }) =>
				comprobaciones.filter(({ resultado }) => resultado === 'mal').map(({ id }) => id),
			)
			expect(malos).toEqual([['sello'], []])
			expect((await correr(alterado, ...ANCLAS, ...EN)).dicho.join('\n')).toMatch(/^ {2}MAL +sello /m)
		})

		it('un archivo que no está no detiene a los demás, y termina en 2', async () => {
			const falta = join(carpeta, 'no-esta.xml')
			const corrida = await correr(falta, ENVIADO, '--json', ...ANCLAS, ...EN)
			expect(corrida.codigo).toBe(2)
			expect(corrida.quejas).toEqual([`No se pudo leer «${falta}»: no existe.`])
			expect(corrida.dicho).toHaveLength(1)
		})
	})

	it('un archivo que no es XML está mal, sin lanzar, y termina en 1', async () => {
		const texto = join(carpeta, 'texto.xml')
		writeFileSync(texto, 'hola\u001b[31m')
		const corrida = await correr(texto)
		expect(corrida.codigo).toBe(1)
		expect(corrida.dicho.join('\n')).not.toContain('\u001b')
	})

	it('un archivo de más de un megabyte no se lee entero', async () => {
		const enorme = join(carpeta, 'enorme.xml')
		writeFileSync(enorme, Buffer.alloc(3_000_000, 0x20))
		const corrida = await correr(enorme, '--json')
		expect(lineas(corrida)[0]?.comprobaciones[0]?.detalle).toMatch(/demasiado grande/)
	})

	it('una carpeta en lugar de un archivo', async () => {
		const corrida = await correr(carpeta)
		expect(corrida).toMatchObject({ codigo: 2, quejas: [`No se pudo leer «${carpeta}»: es una carpeta.`] })
	})

	it('una fecha que no existe', async () => {
		for (const fecha of ['2022-02-30', 'ayer', '01/05/2022', '2022-05-01T25:00:00', '']) {
			const corrida = await correr('x.xml', '--en', fecha)
			expect(corrida.codigo).toBe(2)
			expect(corrida.dicho).toEqual([])
			expect(corrida.quejas[0]).toContain(`«${fecha}»`)
		}
	})

	it('una carpeta de anclas que no existe, que no es carpeta o que no trae autoridades', async () => {
		const vacia = join(carpeta, 'vacia')
		mkdirSync(vacia)
		const archivo = fileURLToPath(import.meta.url)
		const quejas = await Promise.all(
			[join(carpeta, 'nada'), archivo, vacia].map(async (anclas) => {
				const corrida = await correr('x.xml', '--anclas', anclas)
				expect(corrida.codigo).toBe(2)
				return corrida.quejas[0]?.split('»')[1]
			}),
		)
		expect(quejas).toEqual([
			': no existe.',
			': no es una carpeta.',
			' no tiene ningún certificado de autoridad.',
		])
	})

	it('el momento de --en es a mediodía del centro de México, salvo que se diga hora', () => {
		expect(leerMomento('2022-05-01')?.toISOString()).toBe('2022-05-01T18:00:00.000Z')
		expect(leerMomento('2022-05-01T08:30')?.toISOString()).toBe('2022-05-01T14:30:00.000Z')
		expect(leerMomento('2022-05-01T08:30:15Z')?.toISOString()).toBe('2022-05-01T08:30:15.000Z')
		expect(leerMomento('2022-05-01T08:30:15-07:00')?.toISOString()).toBe('2022-05-01T15:30:15.000Z')
		expect(leerMomento('2024-02-29')).not.toBeNull()
		expect(leerMomento('2023-02-29')).toBeNull()
	})
})
