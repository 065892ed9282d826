import { PDFDocument } from 'pdf-lib'
import { beforeAll, describe, expect, test } from 'vitest'
import { pintarCertificado } from '../../../bff/adapters/pdf/certificado.ts'
import { verificarPdf } from '../../../bff/adapters/pdf/verificar/verificar-pdf.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { datosDe } from './datos.ts'
import { DISCORDES } from './discordes.ts'
import { MUTANTES } from './mutantes.ts'
import { conContenido, conXml, mutar } from './mutar.ts'

const rotas = async (pdf: Uint8Array): Promise<string[]> =>
	(await verificarPdf(pdf)).filter(({ faltas }) => faltas.length > 0).map(({ id }) => id)

const enLatin = (texto: string): Uint8Array => new Uint8Array(Buffer.from(texto, 'latin1'))
const comoTexto = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1')

describe('verificar el PDF de un certificado', () => {
	let pdf: Uint8Array
	let ids: readonly string[]
	beforeAll(async () => {
		pdf = await pintarCertificado(datosDe({ selloCalidad: true }))
		ids = (await verificarPdf(pdf)).map(({ id }) => id)
	})

	test('los nuestros cumplen todo: corto, largo y con letras de lejos', async () => {
		const deLejos = { nombre: 'Žofie Ester', primerApellido: 'Győri', segundoApellido: "O'Łąska" }
		for (const datos of [datosDe({}, {}, 1), datosDe({}, {}, 64), datosDe({}, deLejos, 0)])
			expect(await rotas(await pintarCertificado(datos))).toEqual([])
		expect(await rotas(pdf)).toEqual([])
	})

	for (const [id, cambios] of Object.entries(MUTANTES)) {
		test.each(Object.entries(cambios))(`no se cumple «${id}»: %s`, async (_, cambiar) => {
			expect(await rotas(await mutar(pdf, cambiar))).toContain(id)
		})
	}

	for (const [id, documentos] of Object.entries(DISCORDES)) {
		test.each(Object.entries(documentos))(`no coincide «${id}»: %s`, async (_, dec) => {
			expect(await rotas(await conXml(pdf, escribirDec(dec)))).toContain(id)
		})
	}

	test('no se cumple «cabecera» ni «final» si sus octetos son otros', async () => {
		expect(await rotas(enLatin(comoTexto(pdf).replace('%PDF-1.7', '%PDF-2.0')))).toContain('cabecera')
		expect(await rotas(enLatin(comoTexto(pdf).replace(/%[\x80-\xff]{4}/, '%abcd')))).toContain('cabecera')
		expect(await rotas(enLatin(`${comoTexto(pdf)}sobra`))).toContain('final')
	})

	test('lo que no se abre lo dice, y nada lo hace lanzar', async () => {
		expect(await rotas(new Uint8Array())).toEqual(['abrir'])
		expect(await rotas(enLatin('hola'))).toEqual(['abrir'])
		for (let i = 1; i < 12; i += 1) {
			const recortado = pdf.slice(0, Math.floor((pdf.length * i) / 12))
			expect((await rotas(recortado)).length).toBeGreaterThan(0)
		}
		const ajeno = await PDFDocument.create()
		ajeno.addPage()
		expect((await rotas(await ajeno.save())).length).toBeGreaterThan(0)
		const deImagen = await mutar(pdf, (documento) => {
			conContenido(documento.getPage(0), () => '((((')
		})
		expect(await rotas(deImagen)).toEqual(['abrir'])
	})

	test('toda regla tiene un cambio que la rompe', () => {
		const probadas = new Set([
			...Object.keys(MUTANTES),
			...Object.keys(DISCORDES),
			'cabecera',
			'final',
			'abrir',
		])
		expect(ids.filter((id) => !probadas.has(id))).toEqual([])
	})
})
