import { describe, expect, test } from 'vitest'
import { pintarLibro } from '../../../bff/adapters/pdf/libro.ts'
import type { DatosPdfLibro } from '../../../bff/application/ports.ts'
import { hay, paginasDe, revisarConQpdf } from './leer-pdf.ts'

const conPoppler = hay('pdftotext', 'poppler-utils')
const conQpdf = hay('qpdf', 'qpdf')

const asiento = (n: number, porFoja: number): DatosPdfLibro['asientos'][number] => ({
	...{
		foja: Math.ceil(n / porFoja),
		renglon: ((n - 1) % porFoja) + 1,
		folio: `CE2018${String(n).padStart(7, '0')}`,
	},
	...{ cuv: '0123-4567-89AB', matricula: `23${String(n).padStart(7, '0')}-1`, fecha: '2026-07-15' },
	...{ nombre: 'María de los Ángeles Muñoz De la Cruz', cancelado: false, notas: [], hoja: 'ab'.repeat(32) },
})
const datosDe = (cuantos: number, porFoja = 20): DatosPdfLibro => ({
	plantel: 'Plantel Toluca',
	volumen: 2,
	asientos: Array.from({ length: cuantos }, (_, i) => asiento(i + 1, porFoja)),
	punto: { tamano: 1234, raiz: 'cd'.repeat(32), momento: '2026-07-16T03:00:00.000Z' },
})
const conNota = (datos: DatosPdfLibro): DatosPdfLibro => ({
	...datos,
	asientos: datos.asientos.with(1, {
		...(datos.asientos[1] ?? asiento(2, 20)),
		cancelado: true,
		notas: [{ texto: 'Folio cancelado por orden de la DSE.', momento: '2026-07-16T03:00:00.000Z' }],
	}),
})

describe('el Libro en PDF', () => {
	test('los mismos asientos dan los mismos bytes', async () => {
		const [uno, otro] = await Promise.all([pintarLibro(datosDe(5)), pintarLibro(datosDe(5))])
		expect(Buffer.from(uno).equals(Buffer.from(otro))).toBe(true)
		expect(Buffer.from(await pintarLibro(conNota(datosDe(5)))).equals(Buffer.from(uno))).toBe(false)
	})

	test.skipIf(!conPoppler)('cada foja va en su página, con sus asientos y lo anotado al margen', async () => {
		const paginas = paginasDe(await pintarLibro(conNota(datosDe(45))))
		expect(paginas).toHaveLength(3)
		for (const [i, pagina] of paginas.entries()) {
			expect(pagina).toContain(`Volumen 2 · Foja ${i + 1}`)
			expect(pagina).toContain(`Página ${i + 1} de 3`)
			expect(pagina.match(/CE2018\d{7}/g)).toHaveLength(i < 2 ? 20 : 5)
		}
		expect(paginas[0]).toMatch(/CE20180000002[\s\S]*Folio cancelado · CUV 0123-4567-89AB/)
		expect(paginas[0]).toMatch(/Al margen, 15 jul 2026: Folio cancelado por orden de la DSE\./)
		expect(paginas[2]).toMatch(/1,234 hojas, firmado el 15 de julio de 2026/)
	})

	test.skipIf(!conPoppler)('una foja que no cabe en una página sigue en otra con su encabezado', async () => {
		const paginas = paginasDe(await pintarLibro(datosDe(60, 60)))
		expect(paginas.length).toBeGreaterThan(1)
		for (const pagina of paginas) expect(pagina).toContain('Volumen 2 · Foja 1')
	})

	test.skipIf(!conPoppler)('sin punto de control lo dice', async () => {
		const [pagina] = paginasDe(await pintarLibro({ ...datosDe(1), punto: null }))
		expect(pagina).toContain('todavía no tiene un punto de control')
	})

	test.skipIf(!conQpdf)('qpdf lo encuentra bien formado', async () => {
		revisarConQpdf(await pintarLibro(conNota(datosDe(30))))
	})
})
