import { describe, expect, test } from 'vitest'
import type { Dec } from '../../../src/core/dec/dec.ts'
import type { CertificadoPorSellar } from '../../../src/lib/firma/comparar.ts'
import type { Razon } from '../../../src/lib/firma/razones.ts'
import { aLaVista, paraDistinguir } from '../../../src/lib/firma/legible.ts'
import { seSella, type Revisable } from '../../../src/lib/firma/revision.ts'
import { revisar } from './revisar.ts'
import { decDe, listaDe, porSellar, QUIEN } from './certificados.ts'

const HOY = Date.parse('2026-11-23T15:00:00Z')
const revisarTodos = (
	certificados: readonly CertificadoPorSellar[],
	decs?: readonly Dec[],
): ReadonlyMap<string, Revisable> =>
	new Map(
		revisar({ lista: listaDe(certificados, decs), quien: QUIEN, hoy: HOY }).map((uno) => [
			uno.matricula,
			uno,
		]),
	)
const razonesDe = (revisable: Revisable | undefined): readonly Razon[] =>
	(revisable?.avisos ?? []).map(({ razon }) => razon)

/** Diez que no tienen nada de raro, para que haya con quién comparar. */
const NOMBRES = ['Abril', 'Bruno', 'Carla', 'Dante', 'Elena', 'Fausto', 'Gala', 'Hugo', 'Irma', 'Julia']
const normales = NOMBRES.map((nombre, n) =>
	decDe({
		nombre,
		primerApellido: 'Wong',
		curp: `WOQA08030${n}MMCXRB01`,
		numeroControl: `23000000${n}-1`,
	}),
)
const entreNormales = (certificado: CertificadoPorSellar) =>
	revisarTodos([certificado, ...normales.map((dec) => porSellar(dec))]).get(certificado.matricula)
const conAcreditacion = (cambio: Partial<Dec['acreditacion']>): Dec => {
	const dec = decDe()
	return { ...dec, acreditacion: { ...dec.acreditacion, ...cambio } }
}

test('quien no tiene nada de raro no lleva aviso', () => {
	expect(razonesDe(entreNormales(porSellar(decDe())))).toEqual([])
})

describe('el nombre', () => {
	const conSae = (dec: Dec, nombreSae: Partial<CertificadoPorSellar['revisado']['nombreSae']>) => {
		const certificado = porSellar(dec)
		const { revisado } = certificado
		return {
			...certificado,
			revisado: { ...revisado, nombreSae: { ...revisado.nombreSae, ...nombreSae } },
		}
	}

	test('corregido a mano, aunque el servidor calle la marca', () => {
		expect(razonesDe(entreNormales(porSellar(decDe(), { nombreEditado: true })))).toEqual([
			'nombre-corregido',
		])
		const maria = decDe({ nombre: 'María De Jesús' })
		expect(razonesDe(entreNormales(porSellar(maria)))).toEqual(['nombre-corregido'])
	})

	test('con un acento que SAE no trae, y sin uno que SAE sí trae', () => {
		const mas = entreNormales(conSae(decDe({ nombre: 'Zoé' }), { nombre: 'ZOE' }))
		expect(mas?.avisos.find(({ razon }) => razon === 'acento-distinto')?.frase).toContain('ZOE → Zoé')
		const menos = entreNormales(conSae(decDe({ primerApellido: 'Gomez' }), { primerApellido: 'GÓMEZ' }))
		expect(razonesDe(menos)).toEqual(expect.arrayContaining(['acento-distinto', 'quiza-acento']))
		expect(menos && seSella(menos)).toBe(true)
	})

	test('el mismo nombre que otro, y posibles gemelos, dicen de quién', () => {
		const gemela = decDe({ nombre: 'Yara', curp: 'XOQY080102MMCXRZ01', numeroControl: '231234567-1' })
		const homonima = decDe({ curp: 'XOQX070909MMCXRM07', numeroControl: '231234567-2' })
		const revisados = revisarTodos([decDe(), gemela, homonima, ...normales].map((dec) => porSellar(dec)))
		const frases = (matricula: string) =>
			revisados
				.get(matricula)
				?.avisos.map(({ frase }) => frase)
				.join(' ')
		expect(razonesDe(revisados.get('231234567-8'))).toEqual(['mismo-nombre', 'gemelos'])
		expect(frases('231234567-8')).toMatch(/igual que 231234567-2.*nacimiento que 231234567-1/)
		expect(razonesDe(revisados.get('231234567-1'))).toEqual(['gemelos'])
		expect(razonesDe(revisados.get('231234567-2'))).toEqual(['mismo-nombre'])
	})
})

describe('el promedio y los créditos', () => {
	test.each([
		['10', 'Diez', ['promedio-diez']],
		['9.9', 'Nueve punto nueve', []],
		['7.0', 'Siete punto cero', ['promedio-minimo']],
		['7.1', 'Siete punto uno', []],
		['6.4', 'Seis punto cuatro', ['promedio-minimo']],
	])('%s', (promedioAprovechamiento, promedioAprovechamientoTexto, razones) => {
		const dec = conAcreditacion({ promedioAprovechamiento, promedioAprovechamientoTexto })
		expect(razonesDe(entreNormales(porSellar(dec)))).toEqual(razones)
	})

	test('con menos créditos que el plan hay que abrirlo', () => {
		const revisable = entreNormales(porSellar(conAcreditacion({ creditosObtenidos: '348' })))
		expect(razonesDe(revisable)).toEqual(['creditos'])
		expect(revisable?.hayQueAbrirlo).toBe(true)
	})
})

describe('las fechas', () => {
	test.each([
		['2026-12-01', /todavía no llega/],
		['2026-11-23', /es de hoy/],
		['2025-07-10', /en 23 meses, menos de lo usual/],
		['2030-07-10', /todavía no llega.*en 83 meses, más de lo usual/],
	])('término %s', (dia, frase) => {
		const dec = conAcreditacion({ periodoTermino: `${dia}T00:00:00` })
		const avisos = entreNormales(porSellar(dec))?.avisos.filter(({ razon }) => razon === 'fecha-limite')
		expect(avisos?.map((aviso) => aviso.frase).join(' ')).toMatch(frase)
	})

	test.each([
		['2023-08-21', /no es anterior/],
		['2023-08-20', /hay un día/],
		['2023-08-16', /hay 5 días/],
		['2023-08-14', undefined],
		[null, undefined],
	])('secundaria %s, en el límite de la regla 6 f', (fechaSecundaria, frase) => {
		const certificado = porSellar(decDe())
		const revisado = { ...certificado.revisado, fechaSecundaria }
		const [aviso] = entreNormales({ ...certificado, revisado })?.avisos ?? []
		if (frase) expect(aviso?.frase).toMatch(frase)
		else expect(aviso).toBeUndefined()
	})

	test('las que no son las de los demás de su plantel', () => {
		const dec = conAcreditacion({ periodoTermino: '2026-07-11T00:00:00' })
		expect(razonesDe(entreNormales(porSellar(dec)))).toEqual(['fechas-distintas'])
	})
})

describe('el plan y el plantel', () => {
	const deOtro = (n: number, cambio: Partial<Dec['acreditacion']>, plantel: Partial<Dec['plantel']> = {}) => {
		const dec = decDe({ numeroControl: `23900000${n}-1`, curp: `XOQX08010${n}MMCXRM04` })
		return {
			...dec,
			alumno: { ...dec.alumno, nombre: NOMBRES[n] ?? '' },
			acreditacion: { ...dec.acreditacion, ...cambio },
			plantel: { ...dec.plantel, ...plantel },
		}
	}
	const conMuchos = (cuantos: number, otros: readonly Dec[], rol: 'plantel' | 'estatal' = 'plantel') => {
		const muchos = Array.from({ length: cuantos }, (_, n) =>
			decDe({
				nombre: NOMBRES[n % 10] ?? '',
				primerApellido: 'Wong',
				segundoApellido: `Quiroz${'abcdefghij'[Math.floor(n / 10)] ?? ''}`,
				curp: `WOQA08030${n % 10}MMCXRB0${Math.floor(n / 10)}`,
				numeroControl: `23${String(n).padStart(7, '0')}-1`,
			}),
		)
		const decs = [decDe(), ...otros]
		const lista = {
			...listaDe(
				[...muchos, ...otros].map((dec) => porSellar(dec)),
				decs,
			),
			rol,
		}
		const revisados = revisar({ lista, quien: QUIEN, hoy: HOY })
		return otros.map((dec) =>
			razonesDe(revisados.find(({ matricula }) => matricula === dec.alumno.numeroControl)),
		)
	}
	const otroPlan = { clavePlanEstudios: 'OTRO-18' }

	test('dos de un plan entre sesenta no tienen con quién compararse; tres sí', () => {
		expect(conMuchos(60, [deOtro(1, otroPlan), deOtro(2, otroPlan)])).toEqual([
			['pocos-casos'],
			['pocos-casos'],
		])
		expect(
			conMuchos(
				60,
				[1, 2, 3].map((n) => deOtro(n, otroPlan)),
			),
		).toEqual([[], [], []])
	})

	test('en una lista chica, que de cada plan haya pocos no es raro', () => {
		expect(conMuchos(10, [deOtro(1, otroPlan)])).toEqual([[]])
	})

	test('en la lista de un plantel, uno de otro plantel; en la de una entidad, sólo si no cuadra con los suyos', () => {
		const otro = { cct: '15DPT0099Z', nombreNumeroPlantel: 'Otro plantel' }
		expect(conMuchos(60, [deOtro(1, {}, otro)])).toEqual([['institucion-distinta']])
		expect(conMuchos(60, [deOtro(1, {}, otro)], 'estatal')).toEqual([['plantel-solo']])
		expect(conMuchos(60, [deOtro(1, {}, { cct: otro.cct })], 'estatal')).toEqual([
			['institucion-distinta', 'plantel-solo'],
		])
	})
})

describe('lo que se ve pero hay que ver con calma, y lo que no se puede ver', () => {
	const conCarrera = (carrera: string): Dec => {
		const dec = conAcreditacion({ nombreTipoPerfilLaboralEMS: carrera })
		return {
			...dec,
			perfilEgreso: { ...dec.perfilEgreso, nombrePerfilLaboralEMS: carrera, competencias: [] },
		}
	}
	/** El servidor cambia a la vez el documento y lo revisado. */
	const losDos = (dec: Dec) => revisarTodos([porSellar(dec)], [dec]).get(dec.alumno.numeroControl)

	test('una letra de otro alfabeto se señala con su código', () => {
		const revisable = losDos({
			...conCarrera('Informátic\u0430'),
			perfilEgreso: {
				nombrePerfilLaboralEMS: 'Informátic\u0430',
				competencias: [{ nombreCompetenciasLaborales: 'Desarrolla' }],
			},
		})
		expect(revisable?.avisos[0]).toEqual({
			razon: 'letra-rara',
			frase: 'Carrera trae una letra poco usual: «\u0430» (U+0430).',
		})
		expect(revisable?.hayQueAbrirlo).toBe(true)
	})

	test.each([
		['ancho cero', 'Ximena\u200b'],
		['marca de dirección', '\u202eXimena'],
		['relleno del hangul', 'Ximena\u3164'],
		['espacio que no se parte', 'Ximena\u00a0Sol'],
		['acentos sueltos', 'Zoe\u0301'],
		['dos espacios', 'Ximena  Sol'],
		['espacio al final', 'Ximena '],
	])('%s: aunque los dos digan lo mismo, no se sella', (_, nombre) => {
		const revisable = losDos(decDe({ nombre }))
		expect(revisable?.diferencias).toEqual([])
		expect(revisable?.reparos.map(({ dato }) => dato)).toContain('Nombre')
		expect(revisable && seSella(revisable)).toBe(false)
	})

	test('un nombre con otras letras que las de SAE no se sella: sólo cambian mayúsculas y acentos (17)', () => {
		for (const nombre of ['Jimena', 'X\u0456mena', 'Xımena', 'XIMENA', 'ximena']) {
			const certificado = porSellar(decDe({ nombre }))
			const nombreSae = { nombre: 'XIMENA', primerApellido: 'ÑONGA', segundoApellido: 'QUIROZ' }
			const revisable = entreNormales({ ...certificado, revisado: { ...certificado.revisado, nombreSae } })
			expect(revisable?.diferencias).toEqual([])
			expect(revisable && seSella(revisable)).toBe(false)
		}
	})

	test('ceros a la izquierda, plecas y formas que la SEP no admite', () => {
		for (const cambio of [
			{ promedioAprovechamiento: '09.1' },
			{ idNivelEstudios: '02' },
			{ clavePlanEstudios: 'INFO|18' },
			{ periodoInicio: '2023-08-21T00:00:00Z' },
		]) {
			const revisable = losDos(conAcreditacion(cambio))
			expect(revisable && seSella(revisable)).toBe(false)
		}
	})

	test('al decirlo, lo que no se ve se ve', () => {
		expect(aLaVista('Xi\u200bmena')).toBe('Xi‹U+200B›mena')
		expect(paraDistinguir('Zoé', 'Zoe\u0301')).toEqual(['Zoé', 'Zoe‹U+0301›'])
		expect(paraDistinguir('Ximena', 'Xim\u0435na')).toEqual(['Ximena', 'Xim\u0435na'])
		expect(paraDistinguir('Ximena ', 'Ximena')).toEqual(['Ximena␣', 'Ximena'])
		expect(paraDistinguir('9.1', '9.2')).toEqual(['9.1', '9.2'])
	})
})

test('los primeros, los que no se sellan; luego los que hay que abrir, los inusuales y el resto', () => {
	const [a, b, c, ...resto] = normales.map((dec) => porSellar(dec))
	if (!a || !b || !c) throw new Error('faltan')
	const creditos = conAcreditacion({ creditosObtenidos: '348' })
	const orden = [
		...revisarTodos([
			...resto,
			{ ...a, nombreEditado: true },
			b,
			porSellar(creditos),
			{ ...c, xml: '<Dec/>' },
		]).keys(),
	]
	expect(orden.slice(0, 3)).toEqual([c.matricula, creditos.alumno.numeroControl, a.matricula])
	expect(orden).toHaveLength(11)
})
