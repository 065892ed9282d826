import { PDFDocument, PDFName } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { pintarCertificado } from '../../../bff/adapters/pdf/certificado.ts'
import { datosDe } from './datos.ts'
import { hayPreflight, revisarConPreflight } from './leer-pdf.ts'
import { comoPdfA1 } from './variante-a1.ts'

const conPreflight = hayPreflight()

const LARGO = {
	nombre: 'María Guadalupe del Sagrado Corazón de Jesús y de la Santísima Trinidad',
	primerApellido: 'D’Angelo-Ibargüengoitia',
	segundoApellido: "O'Gorman y Nuño de Guzmán",
}
const DE_LEJOS = { nombre: 'Žofie Ester', primerApellido: 'Győri', segundoApellido: 'Łąska' }

/** PDFBox preflight, que no sabe nada de nosotros, como PDF/A-1b (la parte que revisa). */
describe.skipIf(!conPreflight)('preflight', () => {
	test('no le halla nada: corto, largo, con sello de calidad, con nombre larguísimo y con letras de lejos', async () => {
		const documentos = {
			'corto.pdf': datosDe({}, {}, 2),
			'largo.pdf': datosDe({}, {}, 64),
			'calidad.pdf': datosDe({ selloCalidad: true }, LARGO, 30),
			'de-lejos.pdf': datosDe({}, DE_LEJOS),
		}
		const variantes: Record<string, Uint8Array> = {}
		for (const [nombre, datos] of Object.entries(documentos))
			variantes[nombre] = await comoPdfA1(await pintarCertificado(datos))
		const dichos = revisarConPreflight(variantes)
		for (const nombre of Object.keys(documentos))
			expect(dichos[nombre]).toBe(`The file ${nombre} is a valid PDF/A-1b file`)
	})

	test('y sí halla lo que se le quita', async () => {
		const documento = await PDFDocument.load(await comoPdfA1(await pintarCertificado(datosDe())), {
			updateMetadata: false,
		})
		documento.catalog.delete(PDFName.of('OutputIntents'))
		const roto = await documento.save({ useObjectStreams: false })
		expect(revisarConPreflight({ 'roto.pdf': roto })['roto.pdf']).toMatch(/not a valid PDF\/A-1b/)
	})
})
