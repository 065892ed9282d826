import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	cadenaDeCarta,
	DECLARACION,
	limiteDeCarta,
	situacionDeCarta,
	type DatosDeCarta,
} from '#core/domain/carta.ts'
import type { Fecha } from '#core/domain/fecha.ts'

const DATOS: DatosDeCarta = {
	...{ entidadId: 'mex', entidad: 'Colegio Estatal del Estado de México', numero: 3 },
	custodio: { nombre: 'Patricia Villaseñor Ocampo', curp: 'VIOP810217MMCLCT01', cargo: 'Responsable' },
	...{ corte: '2026-11-24T18:00:00.000Z', certificados: 48, relacion: 'ab'.repeat(32) },
	...{ inicio: '2021-07-19', limite: '2021-08-18' },
}

describe('la carta responsiva (14)', () => {
	test('su cadena original lleva todo lo que dice, en orden, y no se confunde con la de un certificado', () => {
		expect(cadenaDeCarta(DATOS)).toEqual({
			ok: true,
			valor: `||carta-responsiva|1.0|mex|Colegio Estatal del Estado de México|3|Patricia Villaseñor Ocampo|VIOP810217MMCLCT01|Responsable|2026-11-24T18:00:00.000Z|48|${'ab'.repeat(32)}|2021-07-19|2021-08-18|${DECLARACION}||`,
		})
	})

	test('cambiar cualquier dato cambia la cadena, y una pleca se niega', () => {
		const suya = cadenaDeCarta(DATOS)
		fc.assert(
			fc.property(
				fc.constantFrom('entidadId', 'entidad', 'corte', 'relacion', 'inicio', 'limite'),
				fc.string({ minLength: 1 }),
				(campo, otro) => {
					const cambiada = cadenaDeCarta({ ...DATOS, [campo]: otro })
					if (otro.includes('|')) expect(cambiada).toMatchObject({ motivo: 'dato-no-cabe' })
					else if (otro !== DATOS[campo]) expect(cambiada).not.toEqual(suya)
				},
			),
		)
	})

	test('los treinta días se cuentan desde el inicio, a través de meses y años', () => {
		expect(limiteDeCarta('2021-07-19' as Fecha)).toBe('2021-08-18')
		expect(limiteDeCarta('2024-02-01' as Fecha)).toBe('2024-03-02')
		expect(limiteDeCarta('2026-12-15' as Fecha)).toBe('2027-01-14')
	})

	test.each([
		['2021-08-17', false, null, { clase: 'falta', dias: 1 }],
		['2021-08-18', false, null, { clase: 'falta', dias: 0 }],
		['2021-08-19', false, null, { clase: 'vencida', dias: 1 }],
		['2021-08-19', true, null, { clase: 'por-enviar' }],
		['2021-09-01', true, '2021-08-18', { clase: 'entregada', el: '2021-08-18', tarde: 0 }],
		['2021-09-01', true, '2021-08-20', { clase: 'entregada', el: '2021-08-20', tarde: 2 }],
	])('el %s, sellada %s y entregada %s: %o', (hoy, sellada, entregada, espera) => {
		const limite = '2021-08-18' as Fecha
		expect(
			situacionDeCarta({ hoy: hoy as Fecha, limite, sellada, entregada: entregada as Fecha | null }),
		).toEqual(espera)
	})
})
