import { describe, expect, test } from 'vitest'
import {
	admiteDe,
	AJUSTES,
	ajusteVigente,
	CLAVES_DE_AJUSTE,
	esClaveAjuste,
	leerValorAjuste,
	omisionDe,
	textoDeAjuste,
} from '#core/domain/ajustes.ts'

describe('el catálogo de ajustes', () => {
	test.each(CLAVES_DE_AJUSTE)('%s: su omisión cabe en su forma, y dice de qué trata', (clave) => {
		const { titulo, explica, numeral } = AJUSTES[clave]
		expect(leerValorAjuste(clave, omisionDe(clave))).toEqual({ ok: true, valor: omisionDe(clave) })
		expect(titulo.length).toBeGreaterThan(10)
		expect(explica).toMatch(/\.$/)
		expect(numeral).toMatch(/^\d{1,2}( [a-h])?(, \d{1,2})*$/)
	})

	test('las omisiones son las acordadas', () => {
		expect(Object.fromEntries(CLAVES_DE_AJUSTE.map((clave) => [clave, omisionDe(clave)]))).toMatchObject({
			'muestra-minimo': 3,
			'muestra-porcentaje': 2,
			'revocacion-sin-respuesta': 'sellar',
		})
	})

	test.each([
		['muestra-minimo', 1, true],
		['muestra-minimo', 100, true],
		['muestra-minimo', 0, false],
		['muestra-minimo', 101, false],
		['muestra-minimo', 2.5, false],
		['muestra-minimo', '3', false],
		['muestra-minimo', Number.NaN, false],
		['muestra-minimo', null, false],
		['muestra-porcentaje', 0, true],
		['revocacion-sin-respuesta', 'esperar', true],
		['revocacion-sin-respuesta', 'Esperar', false],
		['revocacion-sin-respuesta', 1, false],
	] as const)('%s = %s: cabe %s', (clave, valor, cabe) => {
		expect(leerValorAjuste(clave, valor).ok).toBe(cabe)
	})

	test('lo que no cabe se dice con lo que sí admite', () => {
		expect(leerValorAjuste('muestra-minimo', 0)).toMatchObject({
			motivo: 'ajuste-invalido',
			datos: { admite: 'un número entero del 1 al 100' },
		})
		expect(admiteDe(AJUSTES['revocacion-sin-respuesta'].forma)).toContain('«Sellar ya y comprobar después»')
	})

	test('un valor se lee en pantalla con su unidad o su opción', () => {
		expect(textoDeAjuste('muestra-minimo', 1)).toBe('1 certificado')
		expect(textoDeAjuste('muestra-minimo', 3)).toBe('3 certificados')
		expect(textoDeAjuste('revocacion-sin-respuesta', 'esperar')).toBe('Esperar a que el SAT responda')
	})

	test.each([
		[
			{ entidad: 5, nacional: 4 },
			{ valor: 5, origen: 'entidad' },
		],
		[{ nacional: 4 }, { valor: 4, origen: 'nacional' }],
		[{}, { valor: 3, origen: 'omision' }],
		[
			{ entidad: 5000, nacional: 4 },
			{ valor: 4, origen: 'nacional' },
		],
		[
			{ entidad: 'tres', nacional: -1 },
			{ valor: 3, origen: 'omision' },
		],
	] as const)('vale el de la entidad, si no el nacional, si no el de omisión: %o', (guardados, vale) => {
		expect(ajusteVigente('muestra-minimo', guardados)).toEqual(vale)
	})

	test('un nombre de objeto no es una clave', () => {
		expect(['toString', '__proto__', 'muestra-minimo'].map(esClaveAjuste)).toEqual([false, false, true])
	})
})
