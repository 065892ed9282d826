import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fecha } from '#core/domain/fecha.ts'
import {
	diaAnterior,
	diaSiguiente,
	laQueRige,
	primerHueco,
	rige,
	SIN_TERMINO,
} from '#core/domain/vigencia.ts'

const de = (desde: string, hasta: string) => ({ desde: desde as Fecha, hasta: hasta as Fecha })
const dia = (texto: string) => texto as Fecha

/** Días de un mes y medio, que cruza el fin de febrero de un año bisiesto. */
const DIAS = Array.from({ length: 45 }, (_, i) =>
	dia(new Date(Date.UTC(2028, 1, 1 + i)).toISOString().slice(0, 10)),
)
const unDia = fc.nat(DIAS.length - 1)
const unaVigencia = fc.tuple(unDia, unDia).map(([a, b]) => {
	const [desde = a, hasta = b] = [a, b].sort((x, y) => x - y)
	return de(DIAS[desde] ?? '', DIAS[hasta] ?? '')
})

describe('vigencia', () => {
	test('los dos días cuentan, y uno antes o después no', () => {
		const suya = de('2026-07-15', '2026-07-15')
		expect(rige(suya, dia('2026-07-15'))).toBe(true)
		expect(rige(suya, dia('2026-07-14'))).toBe(false)
		expect(rige(suya, dia('2026-07-16'))).toBe(false)
	})

	test('el día de antes y el de después cruzan meses, años y bisiestos', () => {
		expect(diaAnterior(dia('2026-01-01'))).toBe('2025-12-31')
		expect(diaSiguiente(dia('2028-02-28'))).toBe('2028-02-29')
		expect(diaSiguiente(dia('2027-02-28'))).toBe('2027-03-01')
	})

	test('el primer hueco es el primer día del periodo en que ninguna rige', () => {
		fc.assert(
			fc.property(fc.array(unaVigencia, { maxLength: 5 }), unaVigencia, (vigencias, periodo) => {
				const hueco = DIAS.find((cada) => rige(periodo, cada) && laQueRige(vigencias, cada) === undefined)
				expect(primerHueco(vigencias, periodo)).toBe(hueco ?? null)
			}),
		)
	})

	test('lo que no tiene término sólo lo cubre lo que tampoco lo tiene', () => {
		const siempre = de('1900-01-01', SIN_TERMINO)
		expect(primerHueco([siempre], de('2026-01-01', SIN_TERMINO))).toBeNull()
		expect(primerHueco([de('1900-01-01', '2030-12-31')], de('2026-01-01', SIN_TERMINO))).toBe('2031-01-01')
		expect(primerHueco([de('1900-01-01', '2030-12-31'), de('2031-01-01', SIN_TERMINO)], siempre)).toBeNull()
	})
})
