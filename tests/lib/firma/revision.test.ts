import { describe, expect, test } from 'vitest'
import type { Dec } from '../../../src/core/dec/dec.ts'
import { revisar, seSella } from '../../../src/lib/firma/revision.ts'
import { CURP_FIRMANTE, decDe, porSellar } from './certificados.ts'

const HOY = Date.parse('2026-11-23T15:00:00Z')

const uno = (certificado: ReturnType<typeof porSellar>) => {
	const [revisable] = revisar([certificado], CURP_FIRMANTE, HOY)
	if (!revisable) throw new Error('No hubo revisable')
	return revisable
}

describe('lo recibido contra lo revisado', () => {
	test('igual en todo, se sella y no avisa nada', () => {
		const revisable = uno(porSellar(decDe()))
		expect(revisable.diferencias).toEqual([])
		expect(revisable.avisos).toEqual([])
		expect(seSella(revisable)).toBe(true)
	})

	const alteraciones: readonly (readonly [string, (dec: Dec) => Dec])[] = [
		['Folio', (dec) => ({ ...dec, folioControl: 'CE20180000002' })],
		['Matrícula', (dec) => ({ ...dec, alumno: { ...dec.alumno, numeroControl: '231234567-9' } })],
		['Nombre', (dec) => ({ ...dec, alumno: { ...dec.alumno, nombre: 'Jimena' } })],
		['Primer apellido', (dec) => ({ ...dec, alumno: { ...dec.alumno, primerApellido: 'Nonga' } })],
		['Segundo apellido', (dec) => ({ ...dec, alumno: { ...dec.alumno, segundoApellido: 'Quirós' } })],
		['CURP', (dec) => ({ ...dec, alumno: { ...dec.alumno, curp: 'XOQX080102MMCXRM05' } })],
		[
			'Promedio',
			(dec) => ({ ...dec, acreditacion: { ...dec.acreditacion, promedioAprovechamiento: '9.2' } }),
		],
		[
			'Promedio en letra',
			(dec) => ({ ...dec, acreditacion: { ...dec.acreditacion, promedioAprovechamientoTexto: 'Diez' } }),
		],
		[
			'Carrera',
			(dec) => ({ ...dec, acreditacion: { ...dec.acreditacion, nombreTipoPerfilLaboralEMS: 'Enfermería' } }),
		],
		[
			'Perfil de egreso',
			(dec) => ({
				...dec,
				perfilEgreso: {
					nombrePerfilLaboralEMS: 'Enfermería',
					competencias: [{ nombreCompetenciasLaborales: 'Desarrolla software' }],
				},
			}),
		],
		['Plantel', (dec) => ({ ...dec, plantel: { ...dec.plantel, nombreNumeroPlantel: 'Otro' } })],
		[
			'CURP de quien sella',
			(dec) => ({ ...dec, firmaResponsable: { ...dec.firmaResponsable, curp: 'OTRA641101HNTLKS06' } }),
		],
	]
	test.each(alteraciones)('si el documento cambia «%s», ése no se sella', (dato, alterar) => {
		const honesto = decDe()
		const { xml } = porSellar(alterar(honesto))
		const revisable = uno({ ...porSellar(honesto), xml })
		expect(revisable.diferencias.map((diferencia) => diferencia.dato)).toEqual([dato])
		expect(seSella(revisable)).toBe(false)
	})

	test('sin CURP en la sesión no se sella nada', () => {
		const [revisable] = revisar([porSellar(decDe())], null, HOY)
		expect(revisable && seSella(revisable)).toBe(false)
	})

	test('lo que no es un DEC no se sella y no detiene a los demás', () => {
		const revisables = revisar(
			[{ ...porSellar(decDe()), tramiteId: 'roto', xml: '<Dec/>' }, porSellar(decDe())],
			CURP_FIRMANTE,
			HOY,
		)
		expect(revisables.map((r) => [r.tramiteId === 'roto', seSella(r)])).toEqual([
			[true, false],
			[false, true],
		])
	})

	test('un acento o un espacio de más es una diferencia', () => {
		const certificado = porSellar(decDe())
		for (const nombre of ['Xímena', 'Ximena ', 'XIMENA']) {
			const revisado = { ...certificado.revisado, nombre }
			expect(uno({ ...certificado, revisado }).diferencias.map(({ dato }) => dato)).toEqual(['Nombre'])
		}
	})
})

describe('lo inusual va primero y con su razón', () => {
	test('nombre corregido a mano, gemelos, homónimos y fechas', () => {
		const gemela = decDe({ nombre: 'Zoé', curp: 'XOQZ080102MMCXRZ01', numeroControl: '231234567-1' })
		const homonima = decDe({ curp: 'XOQX070909MMCXRM07', numeroControl: '231234567-2' })
		const normal = decDe({
			nombre: 'Abril',
			primerApellido: 'Wong',
			curp: 'WOQA080303MMCXRB01',
			numeroControl: '231234567-3',
		})
		const futura = {
			...decDe({ primerApellido: 'Yáñez', curp: 'YAQX080404MMCXRM01', numeroControl: '231234567-4' }),
		}
		const certificados = [
			porSellar(decDe(), { nombreEditado: true }),
			porSellar(gemela),
			porSellar(homonima),
			porSellar(normal),
			porSellar({
				...futura,
				acreditacion: { ...futura.acreditacion, periodoTermino: '2026-12-01T00:00:00' },
			}),
		]
		const revisables = revisar(certificados, CURP_FIRMANTE, HOY)
		const avisos = new Map(revisables.map((r) => [r.matricula, r.avisos.join(' ')]))
		expect(avisos.get('231234567-8')).toMatch(/corrigió a mano.*igual que 231234567-2.*gemelos/)
		expect(avisos.get('231234567-1')).toMatch(/nacimiento que 231234567-8/)
		expect(avisos.get('231234567-2')).toMatch(/igual que 231234567-8/)
		expect(avisos.get('231234567-3')).toBe('')
		expect(avisos.get('231234567-4')).toMatch(/todavía no llega/)
		expect(revisables.at(-1)?.matricula).toBe('231234567-3')
	})

	test('el que difiere de la mayoría en módulos o institución se señala', () => {
		const varios = ['1', '2', '3', '4', '5'].map((n) =>
			decDe({ nombre: `Persona${n}`, curp: `XOQX08010${n}MMCXRM04`, numeroControl: `23123456${n}-0` }),
		)
		const [otroPlan, otraInstitucion, ...resto] = varios
		if (!otroPlan || !otraInstitucion) throw new Error('faltan')
		const revisables = revisar(
			[
				porSellar({ ...otroPlan, uacs: otroPlan.uacs.slice(1) }),
				porSellar({ ...otraInstitucion, iems: { ...otraInstitucion.iems, idIEMS: '11111' } }),
				...resto.map((dec) => porSellar(dec)),
			],
			CURP_FIRMANTE,
			HOY,
		)
		const avisos = new Map(revisables.map((r) => [r.matricula, r.avisos.join(' ')]))
		expect(avisos.get('231234561-0')).toMatch(/módulos no son como/)
		expect(avisos.get('231234562-0')).toMatch(/institución no son como/)
		expect(avisos.get('231234563-0')).toBe('')
	})
})
