import { Buffer } from 'node:buffer'
import { deflateSync } from 'node:zlib'
import type { PDFDocument } from 'pdf-lib'
import { PDFName, PDFNumber, PDFRawStream, type PDFRef } from 'pdf-lib'
import { beforeAll, describe, expect, test } from 'vitest'
import { pintarCertificado } from '../../../bff/adapters/pdf/certificado.ts'
import { verificarPdfAparte } from '../../../bff/adapters/pdf/verificar/verificar-aparte.ts'
import { datosDe } from './datos.ts'
import { mutar, n } from './mutar.ts'

const MB = 1024 * 1024
const TOPES = { memoriaMb: 250, plazoMs: 6000 }

const rotas = async (pdf: Uint8Array) =>
	(await verificarPdfAparte(pdf, TOPES)).filter(({ faltas }) => faltas.length > 0)

const comprimida = (documento: PDFDocument, bytes: Uint8Array): PDFRef => {
	const dict = documento.context.obj({ Filter: 'FlateDecode' })
	const contenido = deflateSync(bytes)
	dict.set(n('Length'), PDFNumber.of(contenido.length))
	return documento.context.register(PDFRawStream.of(dict, contenido))
}

/** Un PDF hecho para tirar a quien lo revise: se dice que no se abre, y pronto. */
describe('un PDF hostil', () => {
	let pdf: Uint8Array
	beforeAll(async () => {
		pdf = await pintarCertificado(datosDe())
	})

	test('el nuestro cabe de sobra', async () => {
		expect(await rotas(pdf)).toEqual([])
	})

	test('una página que repite mil veces la misma corriente comprimida no se lleva la memoria', async () => {
		const bomba = await mutar(pdf, (documento) => {
			const ref = comprimida(documento, new Uint8Array(15 * MB).fill(32))
			const veces = Array.from({ length: 1000 }, () => ref)
			documento.getPage(0).node.set(PDFName.of('Contents'), documento.context.obj(veces))
		})
		expect(bomba.length).toBeLessThan(MB)
		expect(await rotas(bomba)).toMatchObject([{ id: 'abrir', faltas: [expect.stringMatching(/demasiad/)] }])
	})

	test('una corriente de objetos que descomprime gigabytes tampoco, ni el objeto que se muerde la cola', async () => {
		const contenido = deflateSync(deflateSync(Buffer.alloc(600 * MB), { level: 1 }))
		const bomba = Buffer.concat([
			Buffer.from(
				`%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length ${contenido.length}>>\nstream\n`,
			),
			contenido,
			Buffer.from('\nendstream\nendobj\ntrailer<</Root 2 0 R>>\n%%EOF'),
		])
		expect(await rotas(new Uint8Array(bomba))).toMatchObject([
			{ id: 'abrir', faltas: [expect.stringMatching(/demasiad/)] },
		])
		const enCirculo = [
			'%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
			'2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
		].join('\n')
		expect((await rotas(new TextEncoder().encode(enCirculo))).map(({ id }) => id)).toEqual(['abrir'])
	})

	test('un contenido hecho para tardar no se queda dando vueltas', async () => {
		const lento = await mutar(pdf, (documento) => {
			const marcas = '/A BMC '.repeat(1_000_000) + '<00>Tj '.repeat(1_000_000)
			documento.getPage(0).node.set(PDFName.of('Contents'), comprimida(documento, Buffer.from(marcas)))
		})
		expect(await rotas(lento)).toMatchObject([{ id: 'abrir', faltas: [expect.stringMatching(/demasiad/)] }])
	}, 15_000)
})
