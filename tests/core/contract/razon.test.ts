import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { FijarAjuste } from '#core/contract/ajustes.ts'
import { Devolver } from '#core/contract/devolucion.ts'
import { razonDe } from '#core/contract/razon.ts'
import { RazonDeSuplencia } from '#core/contract/suplencia.ts'
import { ActoConRazon } from '#core/contract/tramite.ts'

const leer = (texto: string) => v.safeParse(razonDe(20), texto)

/** Cada lugar donde se escribe una razón, con lo demás en regla. */
const CON_RAZON = {
	devolver: (razon: string) =>
		v.safeParse(Devolver, { certificados: [{ tramiteId: 't', intento: 1 }], clase: 'otro', razon }),
	'fijar un ajuste': (razon: string) => v.safeParse(FijarAjuste, { valor: 4, anterior: 3, razon }),
	'responder una suplencia': (razon: string) => v.safeParse(RazonDeSuplencia, { razon }),
	'denegar un trámite': (razon: string) => v.safeParse(ActoConRazon, { tramites: ['t'], razon }),
}

describe.each(Object.entries(CON_RAZON))('%s', (_, escribir) => {
	test.each([
		['de ancho cero', '\u200b\u200c\u200d\u2060\ufeff\u200b'],
		['de relleno hangul', '\u3164\u115f\u1160\uffa0\u3164'],
		['de braille vacío', '\u2800'.repeat(8)],
		['de controles', '\u0007\u001b\u0085\u0001\u0002\u0003'],
		['de medias letras', '\ud800\udc00\ud800\ud800\ud800\ud800'.replace(/\ud800\udc00/, '\ud800')],
		['de espacios', ' \t\n\u00a0\u3000 '],
	])('no hay razón %s', (_clase, razon) => {
		expect(escribir(razon).success).toBe(false)
	})
	test('con una que se ve, sí', () => {
		expect(escribir('No es su nombre').success).toBe(true)
	})
})

describe('razonDe', () => {
	test('quita lo que voltea el texto, lo que lo esconde y la media letra; deja sus renglones y su emoji', () => {
		const casos = {
			'Falta\u202e el acento': 'Falta el acento',
			'mal \u001b[31macento': 'mal [31macento',
			'mal \ud800acento': 'mal acento',
			'uno\r\ndos\u2028tres': 'uno\ndos\ntres',
			'\u200eGómez 👍': 'Gómez 👍',
		}
		for (const [crudo, limpio] of Object.entries(casos)) expect(leer(crudo).output).toBe(limpio)
	})
	test('lo que admite cabe, se ve y se guarda igual en las dos bases', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (crudo) => {
				const leida = leer(crudo)
				if (!leida.success) return
				expect(leida.output.length).toBeLessThanOrEqual(20)
				expect(leida.output).not.toMatch(/[\p{Cf}\p{Cs}]|(?!\n)\p{Cc}/u)
				expect(Buffer.from(leida.output, 'utf8').toString('utf8')).toBe(leida.output)
			}),
		)
	})
})
