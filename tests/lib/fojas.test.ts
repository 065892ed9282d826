import fc from 'fast-check'
import { expect, test } from 'vitest'
import { colocar, primerTramo, tramoDe } from '#core/domain/libro.ts'
import { type Foja, vecinas } from '../../src/lib/folios/fojas.ts'

const encuadernacion = fc.record({
	asientosPorFoja: fc.integer({ min: 1, max: 20 }),
	fojasPorVolumen: fc.integer({ min: 1, max: 12 }),
})

test('hojear hacia atrás desde la última foja pasa por todas, una vez, hasta la primera; y de regreso igual', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 400 }),
			encuadernacion,
			encuadernacion,
			(asientos, primera, despues) => {
				// Desde el volumen 2, el Libro se encuaderna de otra manera.
				const uno = primerTramo(primera)
				const caben = primera.asientosPorFoja * primera.fojasPorVolumen
				const tramos = [uno, { ...despues, desdeNumero: caben + 1, volumen: 2 }]
				const lugar = (numero: number) => colocar(numero, tramoDe(numero, tramos) ?? uno)
				const escritas: Foja[] = []
				for (let numero = 1; numero <= asientos; numero += 1) {
					const { volumen, foja, renglon } = lugar(numero)
					if (renglon === 1) escritas.push({ volumen, foja })
				}
				const ultima = lugar(asientos)
				const libro = {
					fojasPorVolumen: Array.from({ length: ultima.volumen }, (_, i) =>
						i === 0 ? primera.fojasPorVolumen : despues.fojasPorVolumen,
					),
					ultimoVolumen: ultima.volumen,
					ultimaFoja: ultima.foja,
				}
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
