import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { PorSellar } from '#core/contract/sellado.ts'
import { conIntentosDe } from '../../../src/lib/firma/intentos.ts'
import { tamanoDeMuestra } from '../../../src/lib/firma/muestra.ts'
import { revisar } from './revisar.ts'
import { decDe, listaDe, porSellar, QUIEN } from './certificados.ts'

test('el sello dice el intento que se revisó, aunque la lista traiga ya otro', () => {
	const lista = listaDe([porSellar(decDe())])
	const revisados = revisar({ lista, quien: QUIEN, hoy: Date.now() })
	const [revisado] = revisados
	const conIntento = conIntentosDe(revisados)
	// Lo devolvieron y volvió igual: la lista nueva es de otro intento, que aquí nadie abrió.
	for (const certificado of lista.certificados) certificado.intento += 1
	const { sellos } = conIntento({
		certificado: 'AA==',
		sellos: [{ tramiteId: revisado?.tramiteId ?? '', sello: 'AA==' }],
	})
	expect(sellos).toEqual([{ tramiteId: revisado?.tramiteId, sello: 'AA==', intento: revisado?.intento }])
	expect(sellos[0]?.intento).toBeLessThan(lista.certificados[0]?.intento ?? 0)
})

describe('la muestra que manda el servidor', () => {
	const con = (muestra: object) => v.safeParse(PorSellar, { ...listaDe([porSellar(decDe())]), muestra })
	test.each([
		['de cero', { minimo: 0, porcentaje: 0 }],
		['negativa', { minimo: -50, porcentaje: 0 }],
		['de un mínimo que no es un número', { minimo: NaN, porcentaje: 2 }],
		['de menos de nada por ciento', { minimo: 1, porcentaje: -100 }],
		['de una fracción', { minimo: 0.4, porcentaje: 0 }],
	])('%s no se acepta: siempre hay que abrir alguno', (_, muestra) => {
		expect(con(muestra).success).toBe(false)
	})
	test('la menor que se acepta pide abrir uno', () => {
		const leida = con({ minimo: 1, porcentaje: 0 })
		expect(leida.success && tamanoDeMuestra(1000, leida.output.muestra)).toBe(1)
	})
})
