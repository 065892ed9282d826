import { describe, expect, test } from 'vitest'
import { ARBOL, type Elemento } from '../../../src/core/dec/campos.ts'
import type { Dec } from '../../../src/core/dec/dec.ts'
import { diferencias, type CertificadoPorSellar } from '../../../src/lib/firma/comparar.ts'
import { revisarSinCongelar, seSella } from '../../../src/lib/firma/revision.ts'
import { revisar } from './revisar.ts'
import { decDe, documentoDe, listaDe, porSellar, QUIEN } from './certificados.ts'

const HOY = Date.parse('2026-11-23T15:00:00Z')

const todos = (certificados: readonly CertificadoPorSellar[], quien = QUIEN) =>
	revisar({ lista: listaDe(certificados), quien, hoy: HOY })
const uno = (certificado: CertificadoPorSellar, quien = QUIEN) => {
	const [revisable] = todos([certificado], quien)
	if (!revisable) throw new Error('No hubo revisable')
	return revisable
}
const datosDe = (certificado: CertificadoPorSellar) => uno(certificado).diferencias.map(({ dato }) => dato)
/** Lo revisado es de un documento honesto; lo que llega es otro. */
const llega = (alterado: Dec, honesto = decDe()) => ({ ...porSellar(honesto), xml: porSellar(alterado).xml })

describe('lo recibido contra lo revisado', () => {
	test('igual en todo, se sella', () => {
		const revisable = uno(porSellar(decDe()))
		expect(revisable.diferencias).toEqual([])
		expect(revisable.reparos).toEqual([])
		expect(seSella(revisable)).toBe(true)
	})

	test('dice qué dato difiere, qué dice el documento y qué se revisó', () => {
		const honesto = decDe()
		const alterado = { ...honesto, alumno: { ...honesto.alumno, nombre: 'Jimena' } }
		expect(uno(llega(alterado)).diferencias).toEqual([
			{ dato: 'Nombre', enDocumento: 'Jimena', revisado: 'Ximena' },
		])
		expect(seSella(uno(llega(alterado)))).toBe(false)
	})

	test('el módulo que se quitó, se agregó o cambió de lugar se dice por su lugar', () => {
		const honesto = decDe()
		const [primero, segundo] = honesto.uacs
		if (!primero || !segundo) throw new Error('faltan')
		const con = (uacs: Dec['uacs']) => datosDe(llega({ ...honesto, uacs }))
		expect(con([segundo, primero])).toEqual(
			[1, 2].flatMap((n) => ['nombre', 'calificación', 'horas'].map((dato) => `Módulo ${n}: ${dato}`)),
		)
		expect(con([primero])).toContain('Módulo 2: nombre')
		expect(con([primero, segundo, segundo])).toContain('Módulo 3: nombre')
		expect(con([primero, { ...segundo, dictamen: 'x' }])).toEqual(['Módulo 2: dictamen'])
	})

	test('el perfil de egreso que falta, sobra o cambia una competencia', () => {
		const honesto = decDe()
		const { perfilEgreso, ...sinPerfil } = honesto
		if (!perfilEgreso) throw new Error('falta')
		expect(datosDe(llega(sinPerfil))).toEqual(['Perfil de egreso'])
		expect(datosDe(llega({ ...honesto, perfilEgreso: { ...perfilEgreso, competencias: [{}] } }))).toEqual([
			'Competencia 1',
		])
		const otra = { nombreCompetenciasLaborales: 'Otra' }
		const competencias = [...perfilEgreso.competencias, otra]
		expect(datosDe(llega({ ...honesto, perfilEgreso: { ...perfilEgreso, competencias } }))).toEqual([
			'Competencia 2',
		])
	})

	// Por la tabla del esquema: si mañana hay un atributo más, esta prueba lo alcanza sola.
	const casos = (elemento: Elemento, ruta: readonly (string | number)[]): [string, typeof ruta, string][] => {
		const { requeridos, opcionales } = elemento.atributos
		const suyos = elemento.nombre === 'Sep' ? [] : [...Object.keys(requeridos), ...Object.keys(opcionales)]
		return [
			...suyos.map((nombre): [string, typeof ruta, string] => [
				`${elemento.nombre}/@${nombre}`,
				ruta,
				nombre,
			]),
			...elemento.hijos.flatMap((hijo) => {
				const campo = hijo.campo === '' ? [] : [hijo.campo]
				return casos(hijo, [...ruta, ...campo, ...(hijo.maximo === 'varios' ? [0] : [])])
			}),
		]
	}
	describe.each(casos(ARBOL, []))('%s', (_, ruta, nombre) => {
		const alterar = (cambio: (antes: string | undefined) => string | undefined): Dec => {
			const dec = structuredClone(decDe()) as unknown as Record<string, unknown>
			let objeto = dec
			for (const paso of ruta) objeto = objeto[paso] as Record<string, unknown>
			const valor = cambio(objeto[nombre] as string | undefined)
			if (valor === undefined) Reflect.deleteProperty(objeto, nombre)
			else objeto[nombre] = valor
			return dec as unknown as Dec
		}
		const { mostrado } = documentoDe(porSellar(decDe()))
		test('cambiado, agregado, vacío o quitado, difiere', () => {
			const honesto = alterar((antes) => antes)
			expect(diferencias(honesto, mostrado)).toEqual([])
			expect(
				diferencias(
					alterar((antes) => `${antes ?? ''}x`),
					mostrado,
				),
			).not.toEqual([])
			const habia = alterar((antes) => (antes === undefined || antes === '' ? antes : ''))
			const vacio = alterar(() => '')
			const sin = alterar(() => undefined)
			if (JSON.stringify(habia) !== JSON.stringify(honesto)) {
				expect(diferencias(vacio, mostrado)).not.toEqual([])
				expect(diferencias(sin, mostrado)).not.toEqual([])
			}
		})
	})

	test('con un timbre de la SEP dentro, no se sella', () => {
		const sep = {
			version: '1.0',
			folioDigital: 'b7e3a2f0-0000-4000-8000-000000000000',
			fechaSep: '2026-11-23T10:00:00',
			selloDec: 'x',
			noCertificadoSep: '1',
			selloSep: 'x',
		}
		expect(datosDe(llega({ ...decDe(), sep }))).toEqual(['Timbre de la SEP'])
	})

	test('quien firma se compara también con la sesión, aunque el servidor cambie las dos cosas', () => {
		const certificado = porSellar(decDe())
		const con = (cambio: Partial<typeof QUIEN>) =>
			uno(certificado, { ...QUIEN, ...cambio }).diferencias.map(({ dato }) => dato)
		expect(con({ curp: 'OTRA641101HNTLKS06' })).toEqual(['CURP de quien entró'])
		expect(con({ curp: null })).toEqual(['CURP de quien entró'])
		expect(con({ nombre: 'Otra Persona' })).toEqual(['Nombre de quien entró'])
		expect(con({ cargo: null })).toEqual(['Cargo de quien entró'])
	})

	test('sin el plan o el plantel de un certificado, ése no se sella', () => {
		const certificado = porSellar(decDe())
		for (const clave of ['plan', 'plantel'] as const)
			for (const valor of ['otro', '__proto__', 'constructor']) {
				const revisado = { ...certificado.revisado, [clave]: valor }
				expect(seSella(uno({ ...certificado, revisado }))).toBe(false)
			}
	})

	test('lo que no es un DEC no se sella y no detiene a los demás', () => {
		const roto = { ...porSellar(decDe()), tramiteId: 'roto', xml: '<Dec/>' }
		expect(
			todos([roto, porSellar(decDe())]).map((revisable) => [
				revisable.tramiteId === 'roto',
				seSella(revisable),
			]),
		).toEqual([
			[true, false],
			[false, true],
		])
	})
})

describe('leer mil sin congelar la pantalla', () => {
	test('cede entre tramos, avisa cuántos van y da lo mismo', async () => {
		const certificados = Array.from({ length: 40 }, (_, n) =>
			porSellar(decDe({ numeroControl: `23${String(n).padStart(7, '0')}-1` })),
		)
		const orden = { lista: listaDe(certificados), quien: QUIEN, hoy: HOY }
		let hora = 0
		let cedidas = 0
		const avances: number[] = []
		const leidos = await revisarSinCongelar(orden, {
			// Cada paso cuesta cinco milisegundos: un tramo son tres pasos.
			reloj: () => (hora += 5),
			ceder: () => Promise.resolve(void (cedidas += 1)),
			senal: new AbortController().signal,
			alAvanzar: (cuantos) => avances.push(cuantos),
		})
		expect(leidos).toEqual(revisar(orden))
		expect(cedidas).toBeGreaterThan(20)
		// Una vez más al final, para que lo leído se pinte aparte.
		expect(avances.length).toBe(cedidas - 1)
		expect(Math.max(...avances)).toBe(40)
	})

	test('si la lista cambió mientras tanto, lo leído se deja', async () => {
		const control = new AbortController()
		const leidos = await revisarSinCongelar(
			{ lista: listaDe([porSellar(decDe()), porSellar(decDe())]), quien: QUIEN, hoy: HOY },
			{
				reloj: () => performance.now() * 1e6,
				ceder: () => Promise.resolve(control.abort()),
				senal: control.signal,
				alAvanzar: () => undefined,
			},
		)
		expect(leidos).toBeNull()
	})
})
