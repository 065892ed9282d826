import { expect, test } from 'vitest'
import { pintarCarta } from '../../../bff/adapters/pdf/carta.ts'
import { cadenaDeCarta, DECLARACION, type DatosDeCarta } from '#core/domain/carta.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import { hay, paginasDe, revisarConQpdf } from './leer-pdf.ts'

const DATOS: DatosDeCarta = {
	...{ entidadId: 'mex', entidad: 'Colegio Estatal del Estado de México', numero: 3 },
	custodio: { nombre: 'Patricia Villaseñor Ñáñez', curp: 'VIOP810217MMCLCT01', cargo: 'Jefa de Archivo' },
	...{ corte: '2026-11-24T18:00:00.000Z', certificados: 2480, relacion: 'ab'.repeat(32) },
	...{ inicio: '2021-07-19', limite: '2021-08-18' },
}

/** La carta responsiva en PDF (14), leída por pdftotext. */
test.skipIf(!hay('pdftotext', 'poppler-utils'))(
	'dice quién responde, de cuántos, la huella de su relación, los plazos y el sello completo',
	async () => {
		const sello = 'Qk'.repeat(170) + 'A='.repeat(2)
		const cadena = exigir(cadenaDeCarta(DATOS))
		const momento = '2026-11-24T18:05:00.000Z' as Instante
		const pdf = await pintarCarta({ ...DATOS, cadena, sello, noCertificado: '00001000000500000001', momento })
		if (hay('qpdf', 'qpdf')) revisarConQpdf(pdf)
		const seguido = paginasDe(pdf).join(' ').replace(/\s+/g, ' ')
		for (const dicho of [
			...['Carta responsiva', 'Patricia Villaseñor Ñáñez, Jefa de Archivo', '2,480', DATOS.relacion],
			...['19 de julio de 2021', '18 de agosto de 2021', '00001000000500000001', 'Página 1 de', DECLARACION],
		]) {
			expect(seguido).toContain(dicho)
		}
		const pegado = seguido.replaceAll(' ', '')
		expect(pegado).toContain(sello)
		expect(pegado).toContain(cadena.replaceAll(' ', ''))
	},
)
