import { beforeAll, describe, expect, test } from 'vitest'
import { pintarAcuse } from '../../../bff/adapters/pdf/acuse.ts'
import { pintarCertificado } from '../../../bff/adapters/pdf/certificado.ts'
import { pintarQr } from '../../../bff/adapters/pdf/qr.ts'
import { datosDe, ENLACE, FOLIO_DIGITAL, SELLOS, timbrado } from './datos.ts'
import {
	adjuntosDe,
	estructuraDe,
	firmasDe,
	hay,
	paginasDe,
	qrDePdf,
	qrDePng,
	revisarConQpdf,
	textoEnOrden,
	tipografiasDe,
} from './leer-pdf.ts'
import { escribirDec } from '#core/dec/escribir.ts'

const conPoppler = hay('pdftotext', 'poppler-utils')
const conQpdf = hay('qpdf', 'qpdf')
const conZbar = hay('zbarimg', 'zbar-tools') && conPoppler

const sinEspacios = (texto: string): string => texto.replace(/\s+/g, '')
const enUnRenglon = (texto: string): string => texto.replace(/\s+/g, ' ')
const letras = (pdf: Uint8Array): string => paginasDe(pdf).join('\n')

describe('el certificado en PDF', () => {
	const datos = datosDe()
	let pdf: Uint8Array
	beforeAll(async () => {
		pdf = await pintarCertificado(datos)
	})

	test('el mismo certificado da los mismos bytes; otro, otros', async () => {
		expect(Buffer.from(await pintarCertificado(datos)).equals(Buffer.from(pdf))).toBe(true)
		const otro = await pintarCertificado(datosDe({ folio: 'CE20180000002' }))
		expect(Buffer.from(otro).equals(Buffer.from(pdf))).toBe(false)
	})

	test.skipIf(!conPoppler)('el texto se puede sacar: nombre con eñe, promedio, carrera y asiento', () => {
		const texto = enUnRenglon(letras(pdf))
		for (const parte of [
			'Ximena Ñonga Quiroz',
			'XOQX080102MMCXRM04',
			'231234567-8',
			'acreditó en su totalidad el plan de estudios de Informática',
			'9.1',
			'Nueve punto uno',
			'Volumen 2, foja 7',
			'0123-4567-89AB',
			'15 de julio de 2026',
			'El trámite es gratuito',
		]) {
			expect(texto).toContain(parte)
		}
	})

	test.skipIf(!conPoppler)('lleva los dos directores con su sello entero, y el timbre de SEP', () => {
		const texto = letras(pdf)
		const junto = sinEspacios(texto)
		for (const firmante of datos.firmantes) {
			expect(enUnRenglon(texto)).toContain(firmante.nombre)
			expect(texto).toContain(firmante.noCertificado)
			expect(junto).toContain(firmante.sello)
		}
		expect(junto).toContain(SELLOS.sep)
		expect(texto).toContain('00001000000500000001')
		expect(texto).toContain(FOLIO_DIGITAL)
	})

	test.skipIf(!conPoppler)('el texto sale en el orden en que se lee', () => {
		const texto = enUnRenglon(textoEnOrden(pdf))
		const partes = [
			'Certificado de Terminación de Estudios',
			'Ximena Ñonga Quiroz',
			'XOQX080102MMCXRM04',
			'Promedio 9.1 Nueve punto uno',
			'Plantel de Prueba',
			'Módulo Horas Créditos Calificación',
			'Módulo número 1 108 — 9.3',
			'Módulo número 14 108 — 9.3',
			'Íñigo Peña Güereña',
			'Leticia Farías Montaño',
			'Timbre del certificado',
			'Compruebe este certificado',
			'El trámite es gratuito',
		]
		const lugares = partes.map((parte) => texto.indexOf(parte))
		expect(lugares).not.toContain(-1)
		expect(lugares).toEqual([...lugares].sort((uno, otro) => uno - otro))
	})

	test.skipIf(!conPoppler)(
		'poppler recorre su estructura: título, encabezados y una tabla con sus celdas',
		() => {
			const renglones = estructuraDe(pdf)
			const cuantos = (tipo: string): number =>
				renglones.filter((renglon) => renglon.split(/[ :]/, 1)[0] === tipo).length
			expect(renglones.slice(0, 2)).toEqual(['Document', 'H1 (block)'])
			expect([cuantos('H1'), cuantos('Table'), cuantos('TR')]).toEqual([1, 1, 15])
			expect([cuantos('TH'), cuantos('TD'), cuantos('Figure')]).toEqual([4, 14 * 4, 1])
			expect(cuantos('H2')).toBe(4)
		},
	)

	test.skipIf(!conPoppler)('lleva dentro el XML timbrado, byte por byte', () => {
		expect(adjuntosDe(pdf)).toEqual({ 'CE20180000001.xml': datos.xml })
	})

	test.skipIf(!conPoppler)('cada hoja dice de qué folio es y cuál es', async () => {
		const paginas = paginasDe(await pintarCertificado(datosDe({}, {}, 60)))
		expect(paginas.length).toBeGreaterThan(2)
		paginas.forEach((pagina, i) => {
			expect(pagina).toContain('Folio CE20180000001')
			expect(pagina).toContain(`Página ${i + 1} de ${paginas.length}`)
			expect(pagina).toContain('CONALEP')
		})
		const texto = paginas.join('\n')
		for (let i = 1; i <= 60; i += 1) expect(texto).toMatch(new RegExp(`Módulo número ${i}\\b`))
	})

	test.skipIf(!conPoppler)('el sello de calidad sale sólo si aplica (19)', async () => {
		expect(letras(pdf)).not.toMatch(/SINEMS/)
		const conCalidad = await pintarCertificado(datosDe({ selloCalidad: true }))
		expect(letras(conCalidad)).toMatch(/PC-SINEMS/)
	})

	test.skipIf(!conPoppler)('un nombre con letras de otras lenguas no sale con cuadros', async () => {
		const extranjero = { nombre: 'Žofie Ester', primerApellido: 'Győri', segundoApellido: 'Łąska' }
		const texto = enUnRenglon(letras(await pintarCertificado(datosDe({}, extranjero))))
		expect(sinEspacios(texto)).toContain('ŽofieEsterGyőriŁąska')
	})

	test.skipIf(!conPoppler)('un nombre muy largo no se sale de la hoja ni se pierde', async () => {
		const largo = 'María Guadalupe del Sagrado Corazón de Jesús y de la Santísima Trinidad'
		const texto = letras(await pintarCertificado(datosDe({}, { nombre: largo })))
		expect(enUnRenglon(texto)).toContain(`${largo} Ñonga Quiroz`)
	})

	test.skipIf(!conPoppler)('las tipografías van dentro, y su texto es texto', () => {
		const tipografias = tipografiasDe(pdf)
		expect(tipografias.length).toBeGreaterThanOrEqual(3)
		for (const tipografia of tipografias)
			expect(tipografia).toMatchObject({ incrustada: true, unicode: true })
	})

	test.skipIf(!conQpdf)('qpdf lo da por bien formado', () => {
		expect(() => revisarConQpdf(pdf)).not.toThrow()
	})

	test.skipIf(!conZbar)('su QR se lee impreso a 200 puntos por pulgada, y lleva a la página pública', () => {
		expect(qrDePdf(pdf, 200)).toEqual([ENLACE])
	})

	test.skipIf(!conZbar)('y reducido a 30 milímetros con todo y zona quieta', () => {
		// Mide 42 en la hoja.
		expect(qrDePdf(pdf, Math.round((200 * 30) / 42))).toEqual([ENLACE])
	})

	test.skipIf(!conPoppler)('pdfsig no le halla firmas PDF ni fallas: sus sellos son los del XML', () => {
		const { codigo, dicho } = firmasDe(pdf)
		expect(dicho).toMatch(/does not contain any signatures/)
		expect(dicho).not.toMatch(/error/i)
		expect(codigo).toBe(2)
	})

	test('un XML que no se lee no se pinta', async () => {
		await expect(pintarCertificado(datosDe({ xml: '<Dec/>' }))).rejects.toThrow(/no se lee/)
	})

	test('ni uno sin timbre, ni el de otro folio', async () => {
		const { sep: _, ...sinTimbre } = timbrado('CE20180000001')
		await expect(pintarCertificado(datosDe({ xml: escribirDec(sinTimbre) }))).rejects.toThrow(/timbre/)
		const { xml } = datosDe({ folio: 'CE20180000002' })
		await expect(pintarCertificado(datosDe({ xml }))).rejects.toThrow(/es del folio CE20180000002/)
	})
})

describe('el QR de la entrega', () => {
	test.skipIf(!conZbar)('zbar lee de él el enlace, entero', async () => {
		expect(qrDePng(await pintarQr(ENLACE))).toEqual([ENLACE])
	})
})

describe('el acuse en PDF', () => {
	const datos = {
		folio: 'CE20180000001',
		folioDigital: FOLIO_DIGITAL,
		egresado: 'Ximena Ñonga Quiroz',
		matricula: '231234567-8',
		plantel: 'Plantel El Encino',
		quien: 'Rosa Peña Inventada',
		relacion: 'madre',
		correo: 'rosa@correo.example',
		// 03:30 UTC: en México todavía es el 15.
		momento: '2026-07-16T03:30:00.000Z',
		archivos: ['pdf', 'xml', 'png'].map((ext, i) => ({
			nombre: `CE20180000001.${ext}`,
			sha256: String(i).repeat(64),
		})),
	}

	test.skipIf(!conPoppler)('dice quién, de quién, cuándo, en qué correo y qué archivos', async () => {
		const texto = enUnRenglon(letras(await pintarAcuse(datos)))
		for (const parte of [
			'Rosa Peña Inventada, madre de la persona egresada',
			'Ximena Ñonga Quiroz',
			'15 de julio de 2026',
			'rosa@correo.example',
			...datos.archivos.flatMap(({ nombre, sha256 }) => [nombre, sha256]),
			'Acuse · folio CE20180000001',
			'Página 1 de 1',
		]) {
			expect(texto).toContain(parte)
		}
	})

	test.skipIf(!conQpdf)('qpdf lo da por bien formado', async () => {
		const pdf = await pintarAcuse(datos)
		expect(() => revisarConQpdf(pdf)).not.toThrow()
	})

	test('el mismo acuse da los mismos bytes', async () => {
		const [uno, otro] = await Promise.all([pintarAcuse(datos), pintarAcuse(datos)])
		expect(Buffer.from(uno).equals(Buffer.from(otro))).toBe(true)
	})
})
