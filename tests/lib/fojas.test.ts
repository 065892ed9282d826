import fc from 'fast-check'
import { expect, test } from 'vitest'
import { colocar } from '#core/domain/libro.ts'
import { type Foja, vecinas } from '../../src/lib/folios/fojas.ts'

test('hojear hacia atrás desde la última foja pasa por todas, una vez, hasta la primera; y de regreso igual', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 400 }),
			fc.integer({ min: 1, max: 20 }),
			fc.integer({ min: 1, max: 12 }),
			(asientos, asientosPorFoja, fojasPorVolumen) => {
				const encuadernacion = { asientosPorFoja, fojasPorVolumen }
				const escritas: Foja[] = []
				for (let numero = 1; numero <= asientos; numero += asientosPorFoja) {
					const { volumen, foja } = colocar(numero, encuadernacion)
					escritas.push({ volumen, foja })
				}
				const ultima = colocar(asientos, encuadernacion)
				const libro = { fojasPorVolumen, ultimoVolumen: ultima.volumen, ultimaFoja: ultima.foja }
				const recorrer = (desde: Foja, hacia: 'anterior' | 'siguiente'): Foja[] => {
					const pasos: Foja[] = []
					for (let una: Foja | null = desde; una !== null; una = vecinas({ ...libro, ...una })[hacia]) {
						pasos.push(una)
						if (pasos.length > escritas.length) break
					}
					return pasos
				}
				expect(recorrer({ volumen: ultima.volumen, foja: ultima.foja }, 'anterior').toReversed()).toEqual(
					escritas,
				)
				expect(recorrer({ volumen: 1, foja: 1 }, 'siguiente')).toEqual(escritas)
			},
		),
	)
})
