import { describe, expect, test } from 'vitest'
import type { Razon } from '../../../src/lib/firma/razones.ts'
import { seSella, type Revisable } from '../../../src/lib/firma/revision.ts'
import { revisar } from './revisar.ts'
import { inventarLista, QUIEN as DIRECTORA } from '../../bench/documentos.ts'

const HOY = Date.parse('2026-11-23T15:00:00Z')

const razonesDe = (revisable: Revisable | undefined): readonly Razon[] =>
	(revisable?.avisos ?? []).map(({ razon }) => razon)

describe('el servidor que cambia a la vez el documento y lo revisado', () => {
	const lista = inventarLista(120)
	const [primero] = lista.certificados
	if (!primero) throw new Error('falta')
	const plan = lista.planes[primero.revisado.plan]
	const plantel = lista.planteles[primero.revisado.plantel]
	if (!plan || !plantel) throw new Error('falta')
	const [modulo, segundo, ...resto] = plan.modulos
	if (!modulo || !segundo) throw new Error('faltan')

	/** Un plan o un plantel alterado, sólo para el primero, y su documento con lo mismo. */
	const alterar = (
		cambio: { readonly plan?: typeof plan; readonly plantel?: typeof plantel },
		enXml: (xml: string) => string,
	) => {
		const xml = enXml(primero.xml)
		expect(xml).not.toBe(primero.xml)
		const revisado = {
			...primero.revisado,
			...(cambio.plan && { plan: 'otro' }),
			...(cambio.plantel && { plantel: 'otro' }),
		}
		const alterada = {
			...lista,
			planes: { ...lista.planes, ...(cambio.plan && { otro: cambio.plan }) },
			planteles: { ...lista.planteles, ...(cambio.plantel && { otro: cambio.plantel }) },
			certificados: lista.certificados.map((uno) => (uno === primero ? { ...uno, xml, revisado } : uno)),
		}
		const revisados = revisar({ lista: alterada, quien: DIRECTORA, hoy: HOY })
		const suyo = revisados.find(({ tramiteId }) => tramiteId === primero.tramiteId)
		if (!suyo) throw new Error('falta')
		// Los demás siguen como estaban.
		expect(revisados.filter((uno) => uno !== suyo).every((uno) => seSella(uno) && !uno.hayQueAbrirlo)).toBe(
			true,
		)
		return suyo
	}

	test('sin cambios nadie tiene que abrirse por distinto', () => {
		const revisados = revisar({ lista, quien: DIRECTORA, hoy: HOY })
		expect(revisados.filter((uno) => uno.hayQueAbrirlo || !seSella(uno))).toEqual([])
	})

	const atributo = (nombre: string, antes: string, despues: string) => (xml: string) =>
		xml.replace(`${nombre}="${antes}"`, `${nombre}="${despues}"`)
	const deModulo = (cual: typeof modulo, cambio: Partial<typeof modulo>) => ({
		...plan,
		modulos: plan.modulos.map((uno) => (uno === cual ? { ...uno, ...cambio } : uno)),
	})

	test.each([
		[
			'el nombre de un módulo',
			{ plan: deModulo(modulo, { nombre: 'Otro módulo' }) },
			atributo('nombre', modulo.nombre, 'Otro módulo'),
		],
		[
			'las horas de un módulo',
			{ plan: deModulo(modulo, { horas: '720' }) },
			atributo('totalHorasUAC', modulo.horas, '720'),
		],
		[
			'el total de créditos',
			{ plan: { ...plan, totalCreditos: '1' } },
			atributo('totalCreditos', plan.totalCreditos, '1'),
		],
		[
			'la carrera',
			{ plan: { ...plan, carrera: 'Medicina' } },
			(xml: string) => xml.replaceAll(plan.carrera, 'Medicina'),
		],
		[
			'la clave del municipio',
			{ plantel: { ...plantel, idMunicipio: '001' } },
			atributo('idMunicipio', plantel.idMunicipio, '001'),
		],
		[
			'el nombre del plantel',
			{ plantel: { ...plantel, nombre: 'Otro plantel' } },
			atributo('nombreNumeroPlantel', plantel.nombre, 'Otro plantel'),
		],
		['la CCT', { plantel: { ...plantel, cct: '09DPT0001X' } }, atributo('cct', plantel.cct, '09DPT0001X')],
	] as const)('%s: sale como inusual', (_, cambio, enXml) => {
		const suyo = alterar(cambio, enXml)
		expect(suyo.diferencias).toEqual([])
		expect(razonesDe(suyo)).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^(institucion-distinta|modulos-distintos|pocos-casos)$/),
			]),
		)
		expect(suyo.hayQueAbrirlo).toBe(true)
	})

	test('el orden de los módulos: sale como inusual y hay que abrirlo', () => {
		const iguales = { ...plan, modulos: [segundo, modulo, ...resto] }
		const [una = '', otra = '', ...demas] = primero.revisado.calificaciones
		const suyo = alterar({ plan: iguales }, (xml) => {
			const [a = '', b = ''] = xml.match(/<UacdeFt [^>]*\/>/g) ?? []
			return xml
				.replace(a, '<A/>')
				.replace(b, () => a)
				.replace('<A/>', () => b)
		})
		// Las calificaciones se quedaron en su orden viejo, así que además difiere; con ellas al día sólo es inusual.
		expect(suyo.diferencias.length).toBe(una === otra ? 0 : 2)
		expect(demas.length).toBe(resto.length)
		expect(razonesDe(suyo)).toContain('modulos-distintos')
		expect(suyo.hayQueAbrirlo).toBe(true)
	})

	test('los datos de quien expide son de todos: cambiarlos para uno hace que los demás no se sellen', () => {
		const entidad = { ...lista.entidad, nombreIems: 'Otra institución' }
		const xml = atributo('nombreIEMS', lista.entidad.nombreIems, 'Otra institución')(primero.xml)
		const alterada = {
			...lista,
			entidad,
			certificados: lista.certificados.map((uno) => (uno === primero ? { ...uno, xml } : uno)),
		}
		const revisados = revisar({ lista: alterada, quien: DIRECTORA, hoy: HOY })
		expect(revisados.filter(seSella)).toHaveLength(1)
		expect(razonesDe(revisados.find(seSella))).toContain('institucion-distinta')
	})
})
