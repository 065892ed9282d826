import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fecha } from '../../../src/core/domain/fecha.ts'
import {
	evaluarRequisitos,
	mascaraDe,
	permiteCargar,
	permiteSolicitar,
	REGLAS,
	reglasDe,
	type HechosEgresado,
	type Regla,
} from '../../../src/core/domain/requisitos.ts'

/** Un egresado que cumple las ocho. */
const CUMPLE: HechosEgresado = {
	datosValidados: true,
	renapo: { resultado: 'coincide', campos: [] },
	modulosDelPlan: [
		{ clave: 'M1', nombre: 'Módulo uno' },
		{ clave: 'M2', nombre: 'Módulo dos' },
	],
	modulosAprobados: ['M1', 'M2'],
	folio: 'CE20180000001',
	crip: 'ABC123',
	fechaSecundaria: '2023-07-07' as Fecha,
	fechaInicio: '2023-08-21' as Fecha,
	institucionMedica: 'IMSS',
	correoInstitucional: 'alguien@mex.conalep.edu.mx',
}

/** Lo que rompe cada inciso, y sólo ése. */
const ROMPE: Record<Regla, readonly Partial<HechosEgresado>[]> = {
	a: [{ datosValidados: false }],
	b: (['no-coincide', 'no-existe', 'no-disponible', 'sin-confrontar'] as const).map((resultado) => ({
		renapo: { resultado, campos: [] },
	})),
	c: [
		{ modulosAprobados: [] },
		{ modulosAprobados: ['M1'] },
		{ modulosAprobados: ['M1', 'M3'] },
		{ modulosDelPlan: [] },
	],
	d: [{ folio: null }],
	e: [{ crip: 'abc123' }, { crip: 'ABCñ' }],
	f: [
		{ fechaSecundaria: null },
		{ fechaSecundaria: '2023-08-21' as Fecha },
		{ fechaSecundaria: '2024-01-01' as Fecha },
	],
	g: [
		{ institucionMedica: null },
		{ institucionMedica: '  ' },
		{ institucionMedica: 'En trámite' },
		{ institucionMedica: 'EN TRAMITE' },
		{ institucionMedica: 'No tengo Seguridad Social o lo Desconozco' },
		{ institucionMedica: 'NO TENGO  SEGURIDAD SOCIAL O LO DESCONOZCO ' },
	],
	h: [
		{ correoInstitucional: null },
		{ correoInstitucional: 'alguien' },
		{ correoInstitucional: 'alguien@dominio' },
		{ correoInstitucional: '@conalep.edu.mx' },
		{ correoInstitucional: 'a b@conalep.edu.mx' },
		{ correoInstitucional: 'a@conalep.edu.mx,b@conalep.edu.mx' },
	],
}

const incumplidas = (hechos: HechosEgresado): readonly Regla[] =>
	evaluarRequisitos(hechos)
		.filter((requisito) => !requisito.cumple)
		.map((requisito) => requisito.regla)

/** Cada hecho, bueno o roto por su cuenta, y textos cualesquiera donde SAE deja escribir. */
const hechosCualesquiera: fc.Arbitrary<HechosEgresado> = fc
	.tuple(
		...REGLAS.map((regla) => fc.constantFrom<Partial<HechosEgresado>>({}, {}, ...ROMPE[regla])),
		fc.record(
			{
				crip: fc.option(fc.string({ unit: 'grapheme', maxLength: 6 })),
				institucionMedica: fc.option(fc.string({ unit: 'grapheme', maxLength: 12 })),
				correoInstitucional: fc.option(fc.oneof(fc.emailAddress(), fc.string({ maxLength: 12 }))),
				modulosAprobados: fc.subarray(['M1', 'M2', 'M3']),
			},
			{ requiredKeys: [] },
		),
	)
	.map((cambios) => cambios.reduce<HechosEgresado>((suma, cambio) => ({ ...suma, ...cambio }), CUMPLE))

describe('los ocho requisitos (6)', () => {
	test('van los ocho, en su orden y con su numeral', () => {
		const requisitos = evaluarRequisitos(CUMPLE)
		expect(requisitos.map(({ regla }) => regla)).toEqual([...REGLAS])
		expect(requisitos.map(({ numeral }) => numeral)).toEqual(REGLAS.map((regla) => `6 ${regla}`))
	})

	test('quien cumple todo puede solicitar y cargarse', () => {
		const requisitos = evaluarRequisitos(CUMPLE)
		expect(requisitos.every(({ cumple, remedio }) => cumple && remedio === '')).toBe(true)
		expect([permiteSolicitar(requisitos), permiteCargar(requisitos)]).toEqual([true, true])
	})

	const casos = REGLAS.flatMap((regla) =>
		ROMPE[regla].map((cambios) => [`6 ${regla}`, cambios, regla] as const),
	)

	test.each(casos)('numeral %s: se incumple con %j, y ninguna otra', (numeral, cambios, regla) => {
		const hechos = { ...CUMPLE, ...cambios }
		expect(incumplidas(hechos)).toEqual([regla])
		const rota = evaluarRequisitos(hechos).find((requisito) => !requisito.cumple)
		expect(rota?.numeral).toBe(numeral)
		expect(rota?.hallazgo).toMatch(/\.$/)
		expect(rota?.remedio).toMatch(/\.$/)
	})

	test('se incumple exactamente lo que se rompió, en cualquier combinación', () => {
		const rotura = fc
			.subarray([...REGLAS])
			.chain((reglas) =>
				fc.tuple(fc.constant(reglas), fc.tuple(...reglas.map((regla) => fc.constantFrom(...ROMPE[regla])))),
			)
		fc.assert(
			fc.property(rotura, ([reglas, cambios]) => {
				const hechos = cambios.reduce<HechosEgresado>((suma, cambio) => ({ ...suma, ...cambio }), CUMPLE)
				expect(incumplidas(hechos)).toEqual(reglas)
				const requisitos = evaluarRequisitos(hechos)
				expect(permiteCargar(requisitos)).toBe(reglas.length === 0)
				// El folio llega después de autorizar (8): sólo él no detiene la solicitud (5).
				expect(permiteSolicitar(requisitos)).toBe(reglas.every((regla) => regla === 'd'))
			}),
		)
	})

	test('la máscara dice lo mismo que la evaluación, salvo el d (8), con cualesquiera hechos', () => {
		fc.assert(
			fc.property(hechosCualesquiera, (hechos) => {
				expect(reglasDe(mascaraDe(hechos))).toEqual(incumplidas(hechos).filter((regla) => regla !== 'd'))
			}),
			{ numRuns: 2000 },
		)
	})

	test('sin CRIP la e no aplica; con cifras y Ñ mayúscula se cumple', () => {
		expect(incumplidas({ ...CUMPLE, crip: null })).toEqual([])
		expect(incumplidas({ ...CUMPLE, crip: '15Ñ-106' })).toEqual([])
	})

	test('dice dónde se remedia: lo de SAE en SAE, la CURP que no existe en RENAPO, lo demás aquí', () => {
		const lugar = (cambios: Partial<HechosEgresado>, regla: Regla) =>
			evaluarRequisitos({ ...CUMPLE, ...cambios }).find((requisito) => requisito.regla === regla)?.lugar
		expect(lugar({ renapo: { resultado: 'no-coincide', campos: ['nombre'] } }, 'b')).toBe('SAE')
		expect(lugar({ renapo: { resultado: 'no-existe', campos: [] } }, 'b')).toBe('RENAPO')
		expect(lugar({ renapo: { resultado: 'no-disponible', campos: [] } }, 'b')).toBe('aquí')
		expect(lugar({ folio: null }, 'd')).toBe('aquí')
		for (const regla of ['a', 'c', 'e', 'f', 'g', 'h'] as const) expect(lugar({}, regla)).toBe('SAE')
	})

	test('dice qué módulos faltan, y no los enumera todos si son muchos', () => {
		const modulosDelPlan = Array.from({ length: 9 }, (_, i) => ({ clave: `M${i}`, nombre: `Módulo ${i}` }))
		const c = evaluarRequisitos({ ...CUMPLE, modulosDelPlan, modulosAprobados: ['M8'] })[2]
		expect(c?.hallazgo).toBe('Faltan 8 de 9 módulos: Módulo 0, Módulo 1, Módulo 2 y 5 más.')
	})
})
