import { Command } from 'commander'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pintarCertificado } from '../../bff/adapters/pdf/certificado.ts'
import { registrarPdf } from '../../bff/cli/pdf.ts'
import { datosDe } from '../adapters/pdf/datos.ts'
import { conXml } from '../adapters/pdf/mutar.ts'

type Corrida = {
	readonly codigo: number
	readonly dicho: readonly string[]
	readonly quejas: readonly string[]
}

const correr = async (...argumentos: readonly string[]): Promise<Corrida> => {
	const dicho: string[] = []
	const quejas: string[] = []
	const codigos: number[] = []
	const programa = new Command('egreso').exitOverride()
	registrarPdf(programa, {
		decir: (linea) => void dicho.push(linea),
		quejarse: (linea) => void quejas.push(linea),
		terminar: (codigo) => void codigos.push(codigo),
	})
	await programa.parseAsync(['pdf', 'verificar', ...argumentos], { from: 'user' })
	expect(codigos).toHaveLength(1)
	return { codigo: codigos[0] ?? -1, dicho, quejas }
}

describe('egreso pdf verificar', () => {
	let carpeta = ''
	let bueno = ''
	let alterado = ''
	beforeAll(async () => {
		carpeta = mkdtempSync(join(tmpdir(), 'egreso-pdf-verificar-'))
		bueno = join(carpeta, 'bueno.pdf')
		alterado = join(carpeta, 'alterado.pdf')
		const datos = datosDe()
		const pdf = await pintarCertificado(datos)
		writeFileSync(bueno, pdf)
		writeFileSync(
			alterado,
			await conXml(pdf, datos.xml.replace('promedioAprovechamiento="9.1"', 'promedioAprovechamiento="9.9"')),
		)
	})
	afterAll(() => {
		rmSync(carpeta, { recursive: true })
	})

	it('el nuestro: cada regla con su frase, y termina en 0', async () => {
		const { codigo, dicho, quejas } = await correr(bueno)
		expect([codigo, quejas]).toEqual([0, []])
		const [archivo, ...renglones] = (dicho[0] ?? '').split('\n')
		expect(archivo).toBe(bueno)
		expect(renglones.at(-1)).toBe('  27 reglas: todas se cumplen')
		for (const renglon of renglones.slice(0, -1)) expect(renglon).toMatch(/^ {2}bien {2}[a-z-]+ +\S.+$/)
	})

	it('uno al que le cambiaron el promedio: dice cuál regla y qué dice cada quien, y termina en 1', async () => {
		const { codigo, dicho } = await correr(alterado)
		expect(codigo).toBe(1)
		expect(dicho[0]).toMatch(
			/MAL {3}promedio-y-periodo[^\n]*\n {10}→ el XML dice «Promedio 9\.9 Nueve punto uno» y el PDF no\n/,
		)
		expect(dicho[0]).toMatch(/27 reglas: 1 no se cumple$/)
	})

	it('--json: un objeto por archivo', async () => {
		const { codigo, dicho } = await correr('--json', bueno, alterado)
		expect(codigo).toBe(1)
		const objetos = dicho.map(
			(linea) => JSON.parse(linea) as { archivo: string; revisiones: { faltas: string[] }[] },
		)
		expect(objetos.map(({ archivo }) => archivo)).toEqual([bueno, alterado])
		expect(
			objetos.map(({ revisiones }) => revisiones.filter(({ faltas }) => faltas.length > 0).length),
		).toEqual([0, 1])
	})

	it('lo que no se puede leer se dice, se sigue con lo demás y termina en 2', async () => {
		const { codigo, dicho, quejas } = await correr(join(carpeta, 'no-hay.pdf'), bueno)
		expect(codigo).toBe(2)
		expect(dicho).toHaveLength(1)
		expect(quejas).toEqual([`No se pudo leer «${join(carpeta, 'no-hay.pdf')}»: no existe.`])
	})
})
