/** Lo que `verificar.sh` dice de una carpeta alterada (20). La carpeta es la misma en las dos bases: aquí se juzga sólo una. */
import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enSqlite } from '../ambas.ts'
import {
	alterar,
	archivosDe,
	DE_SELLO,
	hayJueces,
	ponerMesaDeEvidencia,
	rehacerManifiesto,
	verificar,
	type MesaDeEvidencia,
} from './mesa-de-evidencia.ts'

enSqlite('una carpeta de evidencia alterada', (abrir) => {
	let mesa: MesaDeEvidencia
	let carpeta: string
	beforeAll(async () => {
		mesa = await ponerMesaDeEvidencia(await abrir())
		carpeta = mesa.sacar(await mesa.emitido())
	})
	afterAll(() => mesa.recoger())

	let copias = 0
	const copia = (): string => {
		copias += 1
		const otra = join(mesa.temporal, `copia-${copias}`)
		cpSync(carpeta, otra, { recursive: true })
		return otra
	}

	describe.runIf(hayJueces)('según openssl y xmllint', () => {
		/** Del guion, en su comentario: uno que no corre tampoco dice que todo está bien. */
		const enMedio = (ruta: string): number => (ruta.endsWith('.sh') ? 20 : statSync(ruta).size >> 1)
		const nombrado = (ruta: string): RegExp => new RegExp(`^MAL .*${ruta.replaceAll('.', '\\.')}`, 'm')

		test('un byte cambiado en un archivo, y en todos: termina en 1 y dice en cuáles', () => {
			const rutas = archivosDe(carpeta)
			const uno = ['MANIFIESTO', 'verificar.sh', 'LEEME.txt', 'esquema.xsd', 'plantel/momentos.txt'].map(
				(ruta) => [ruta],
			)
			for (const cuales of [...uno, rutas.filter((ruta) => ruta !== 'MANIFIESTO')]) {
				const otra = copia()
				for (const ruta of cuales) alterar(join(otra, ruta), enMedio(join(otra, ruta)))
				const { codigo, dicho } = verificar(otra)
				expect([cuales, codigo]).toEqual([cuales, 1])
				for (const ruta of cuales) expect(dicho).toMatch(nombrado(ruta))
				const otros = rutas.filter((ruta) => ruta !== 'MANIFIESTO' && !cuales.includes(ruta))
				if (cuales[0] === 'LEEME.txt') for (const ruta of otros) expect(dicho).not.toMatch(nombrado(ruta))
			}
		})

		test('un archivo de menos, uno de más, y un MANIFIESTO cortado', () => {
			const menos = copia()
			execFileSync('rm', [join(menos, 'estatal/ocsp.der')])
			expect(verificar(menos)).toMatchObject({ codigo: 1 })
			expect(verificar(menos).dicho).toContain('MAL   · estatal/ocsp.der: no está')
			const mas = copia()
			cpSync(join(mas, 'LEEME.txt'), join(mas, 'plantel/otro.txt'))
			expect(verificar(mas).dicho).toContain('MAL   · plantel/otro.txt: no está en el MANIFIESTO')
			const cortado = copia()
			execFileSync('truncate', ['-s', '-1', join(cortado, 'MANIFIESTO')])
			expect(verificar(cortado).dicho).toContain('MAL   · MANIFIESTO: está cortado')
		})

		/** Qué byte cambiar para que el archivo siga leyéndose; sin decir, el de en medio. */
		const DONDE: Readonly<Record<string, (bytes: Buffer) => number>> = {
			'dec.xml': (bytes) => bytes.indexOf('promedioAprovechamiento="') + 'promedioAprovechamiento="'.length,
			'dec-enviado.xml': (bytes) => bytes.indexOf('nombre="', bytes.indexOf('<Alumno')) + 'nombre="'.length,
			'dec-sep.xml': (bytes) => bytes.indexOf('nombre="', bytes.indexOf('<Alumno')) + 'nombre="'.length,
			'bitacora.jsonl': (bytes) => bytes.indexOf('confirmar-nombre') + 3,
			'momentos.txt': (bytes) => bytes.indexOf('sellado=2') + 'sellado=20'.length,
		}

		test('aunque se rehaga el MANIFIESTO, lo firmado no se puede cambiar', { timeout: 300_000 }, () => {
			const firmados = [
				...DE_SELLO.map((archivo) => `estatal/${archivo}`),
				...['dec-enviado.xml', 'dec-sep.xml', 'bitacora.jsonl'],
			]
			for (const ruta of firmados) {
				const otra = copia()
				const bytes = readFileSync(join(otra, ruta))
				const lugar = DONDE[ruta.split('/').at(-1) ?? '']?.(bytes) ?? bytes.length >> 1
				alterar(join(otra, ruta), lugar)
				rehacerManifiesto(otra)
				const { codigo, dicho } = verificar(otra)
				expect([ruta, codigo]).toEqual([ruta, 1])
				expect(dicho).not.toContain('Todo está bien.')
			}
		})

		test('los sellos cambiados de lugar no pasan', () => {
			const otra = copia()
			for (const archivo of DE_SELLO)
				cpSync(join(carpeta, 'plantel', archivo), join(otra, 'estatal', archivo))
			cpSync(join(carpeta, 'estatal/sello.bin'), join(otra, 'estatal/sello.bin'))
			rehacerManifiesto(otra)
			expect(verificar(otra)).toMatchObject({ codigo: 1 })
		})
	})
})
