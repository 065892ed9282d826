import { describe, expect, test } from 'vitest'
import { casaDe } from './arbol.ts'
import { faltasDeBarril, faltasDeCostumbre, faltasDeNombre, faltasDeTamano } from './costumbres.ts'
import { faltasDeExportar } from './exportado.ts'
import { faltasDeCirculo } from './pisos.ts'

const DOMINIO = 'src/core/domain/'

describe('las reglas de la casa hallan la falta que se les pone', () => {
	const vacio = 'export const nada = 0'

	test('un círculo, aunque sólo sea de tipos', () => {
		const [a, b, c] = ['bff/jobs/a.ts', 'bff/jobs/b.ts', 'bff/jobs/c.ts'] as const
		const casa = {
			[a]: "import './b.ts'",
			[b]: "import type { C } from './c.ts'",
			[c]: "export * from './a.ts'\nexport const d = 1",
		}
		expect(faltasDeCirculo(casaDe(casa))).toEqual([expect.stringContaining(`${a} → ${b} → ${c} → ${a}`)])
		expect(faltasDeCirculo(casaDe({ ...casa, [c]: vacio }))).toEqual([])
	})

	test.each(["export * from './b.ts'", "import { b } from './b.ts'\nexport { b }"])(
		'un barril: %s',
		(texto) => {
			expect(faltasDeBarril(casaDe({ 'bff/jobs/a.ts': texto }))).toHaveLength(1)
			expect(faltasDeBarril(casaDe({ 'bff/jobs/a.ts': `${texto}\nexport const propio = 1` }))).toEqual([])
		},
	)

	test.each([
		['bff/http/app.ts', 'const puerto = process.env.PORT'],
		['src/lib/firma/a.ts', 'await fetch(direccion)'],
		['src/routes/+page.svelte', '<button onclick={() => fetch(direccion)}>Enviar</button>'],
		['bff/application/sellar.ts', 'const hoy = new Date()'],
		['src/core/dec/xml.ts', 'const cuando = Date.now()'],
		[DOMINIO + 'folio.ts', 'const suerte = Math.random()'],
		['bff/application/lote.ts', 'const id = crypto.randomUUID()'],
		[DOMINIO + 'folio.ts', "const huella = crypto.subtle.digest('SHA-256', bytes)"],
		['bff/jobs/enviar.ts', "console.log('enviado')"],
	])('%s: %s', (ruta, texto) => {
		expect(faltasDeCostumbre(casaDe({ [ruta]: texto }))).toEqual([expect.stringContaining(ruta)])
	})

	test('lo mismo, en su lugar, no es falta; ni en un comentario, ni en una cadena', () => {
		const casa = casaDe({
			'bff/config.ts': 'const puerto = process.env.PORT',
			'src/lib/api.ts': 'await fetch(direccion)',
			'bff/cli/egreso.ts': "console.log('listo')",
			'src/core/efirma/llave.ts': 'const reto = crypto.getRandomValues(bytes)',
			[DOMINIO + 'fecha.ts']: "// new Date() no\nconst frase = 'Math.random()'\nconst dia = new Date(texto)",
		})
		expect(faltasDeCostumbre(casa)).toEqual([])
	})

	test('lo que se exporta y nadie importa', () => {
		const faltas = (texto: string, otro = '') =>
			faltasDeExportar(casaDe({ 'bff/jobs/a.ts': texto, 'bff/jobs/b.ts': otro }))
		for (const texto of [
			'export const uno = 1',
			'export async function uno() {}',
			'export class uno {}',
			'export type uno = 1',
			'export const { uno } = dos',
			'const uno = 1\nexport { uno }',
		]) {
			expect(faltas(texto)).toEqual([expect.stringContaining('exporta uno y nadie lo importa')])
			expect(faltas(texto, "import { uno } from './a.ts'")).toEqual([])
			expect(faltas(texto, "import { uno as otro } from './a.ts'")).toEqual([])
			expect(faltas(texto, "import { otro as uno } from './a.ts'")).toHaveLength(1)
			expect(faltas(texto, "import * as a from './a.ts'")).toEqual([])
			expect(faltas(texto, "const { uno } = await import('./a.ts')")).toEqual([])
			expect(faltas(texto, "export { uno } from './a.ts'")).toHaveLength(1)
			expect(faltas(texto, "import './a.ts'")).toHaveLength(1)
		}
		expect(faltas('export default 1')).toEqual([])
	})

	test('lo que sólo usan las pruebas; lo que su archivo también usa, se puede probar solo', () => {
		const faltas = (texto: string) =>
			faltasDeExportar(
				casaDe({ 'bff/jobs/a.ts': texto, 'tests/a.test.ts': "import { uno } from '../bff/jobs/a.ts'" }),
			)
		const muerta = [expect.stringContaining('uno sólo lo usan las pruebas')]
		expect(faltas('export const uno = () => 1')).toEqual(muerta)
		expect(faltas('export const uno = () => 1\nconst dos = { uno: otro.uno }')).toEqual(muerta)
		expect(faltas('export const uno = () => 1\nconst dos = { uno }')).toEqual([])
		expect(faltas('export const uno = () => 1\nconst dos = () => uno()')).toEqual([])
		expect(faltas('export const uno = () => 1\nexport default uno')).toEqual([])
	})

	test('lo que una herramienta abre por su ruta, exporta lo que ella toma', () => {
		const texto = 'export const uno = 1'
		for (const ruta of ['src/routes/+layout.ts', 'src/hooks.client.ts', 'migrations/a.ts', 'vite.config.ts'])
			expect(faltasDeExportar(casaDe({ [ruta]: texto }))).toEqual([])
	})

	test('nombres que no dicen nada, rutas con acentos, archivos y carpetas enormes', () => {
		expect(
			faltasDeNombre([
				'bff/utils.ts',
				'src/lib/types.ts',
				'src/helpers/a.ts',
				'src/lib/año.ts',
				'src/lib/folio.ts',
			]),
		).toHaveLength(4)
		const carpeta = Array.from({ length: 25 }, (_, n) => `bff/http/r${n}.ts`)
		const largo = casaDe({ 'bff/main.ts': 'x\n'.repeat(301) })
		expect(faltasDeTamano(largo, carpeta)).toHaveLength(2)
		expect(faltasDeTamano(casaDe({ 'bff/main.ts': 'x\n'.repeat(300) }), carpeta.slice(1))).toEqual([])
	})
})
