import { describe, expect, test } from 'vitest'
import { casaDe } from './arbol.ts'
import { faltasDeBarril, faltasDeCostumbre, faltasDeNombre, faltasDeTamano } from './costumbres.ts'
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
