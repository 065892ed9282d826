import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { contar } from './cuentas.mjs'
import { casa, type Paso, rapidas, revisiones, unidad } from './pasos.mjs'

const carpeta = mkdtempSync(join(tmpdir(), 'egreso-correr-'))
afterAll(() => rmSync(carpeta, { recursive: true, force: true }))

const ids = (pasos: readonly Paso[]): string[] => pasos.map(({ id }) => id)

describe('la revisión rápida', () => {
	test('la casa corre siempre, y lo unitario, lo que alcanza lo cambiado', () => {
		const pasos = rapidas('abc123')
		expect(pasos).toContain(casa)
		const cambiado = pasos.find(({ id }) => id === 'cambiado')
		expect(cambiado?.argumentos.join(' ')).toContain('--changed abc123')
	})

	test('sin saber qué cambió, lo unitario corre entero', () => {
		expect(rapidas(null)).toContain(unidad)
		expect(ids(rapidas(null))).not.toContain('cambiado')
	})

	test('la completa no recuerda nada ni se salta nada', () => {
		expect(ids(revisiones).sort()).toEqual(
			['db', 'formato', 'lint', 'svelte', 'tipos', 'tipos-dominio', 'unidad'].sort(),
		)
		for (const { argumentos, vacioVale } of revisiones) {
			expect(vacioVale).toBeUndefined()
			expect(argumentos.join(' ')).not.toMatch(/--changed|--cache|--incremental|--passWithNoTests/)
		}
	})
})

describe('las cuentas de un paso', () => {
	const paso = (informe: string, cambios: Partial<Paso> = {}): Paso => ({ ...unidad, informe, ...cambios })
	const conInforme = (contenido: object): string => {
		const ruta = join(carpeta, `${crypto.randomUUID()}.json`)
		writeFileSync(ruta, JSON.stringify(contenido))
		return ruta
	}
	const ninguno = join(carpeta, 'no-esta.json')
	const vacio = () => conInforme({ numPassedTests: 0, numFailedTests: 0, testResults: [] })

	test('sin informe o sin pruebas es una falla, salvo donde puede no haber qué correr', () => {
		expect(contar(paso(ninguno), 0).fallan).toBe(1)
		expect(contar(paso(vacio()), 0).fallan).toBe(1)
		expect(contar(paso(ninguno, { vacioVale: true }), 0)).toMatchObject({ pasan: 0, fallan: 0 })
		expect(contar(paso(vacio(), { vacioVale: true }), 0)).toMatchObject({ pasan: 0, fallan: 0 })
	})

	test('caerse es una falla también ahí', () => {
		expect(contar(paso(ninguno, { vacioVale: true }), 1).fallan).toBe(1)
		expect(contar(paso(vacio(), { vacioVale: true }), 1).fallan).toBe(1)
	})

	test('un archivo de pruebas que no cargó cuenta', () => {
		const informe = conInforme({
			numPassedTests: 3,
			numFailedTests: 0,
			testResults: [{ status: 'failed', assertionResults: [] }],
		})
		expect(contar(paso(informe, { vacioVale: true }), 1)).toMatchObject({ pasan: 3, fallan: 1 })
	})
})
