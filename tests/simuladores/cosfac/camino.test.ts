import { XmlDocument } from 'libxml2-wasm'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import { compilarXsd } from '../../../bff/simuladores/soap.ts'
import { documento } from '../dec-de-prueba.ts'
import { cargar, consultar, curpDe, descargar, enviar, filas, montarMesa, XSD, zipDe } from './mesa.ts'

const { carpeta, buenos, cerrar, levantar, sellar, sellarAjena, sellarVencida } = montarMesa()

describe('el camino entero', () => {
	test('lo sellado de veras vuelve «Satisfactorio», timbrado y con la misma cadena original', async () => {
		const cosfac = await levantar()
		const enviados = await buenos(2)
		const carga = await cargar(cosfac, enviados)
		expect(carga.estado).toBe(200)
		const numero = carga.campo('numeroLote')
		expect(await filas(cosfac, numero)).toEqual([
			['ARCHIVO', 'ESTATUS', 'DESCRIPCION'],
			['cert-1.xml', 1, 'Satisfactorio'],
			['cert-2.xml', 1, 'Satisfactorio'],
		])
		const vueltos = zipDe((await descargar(cosfac, numero)).campo('certificadosBase64'))
		expect(Object.keys(vueltos).sort()).toEqual(['cert-1.xml', 'cert-2.xml'])
		const esquema = compilarXsd(readFileSync(XSD))
		for (const [nombre, xml] of Object.entries(vueltos)) {
			const enviado = enviados[nombre]
			const vuelto = exigir(leerDec(xml))
			const arbol = XmlDocument.fromString(xml)
			esquema.validate(arbol)
			arbol.dispose()
			expect(cadenaOriginal(vuelto)).toEqual(enviado && cadenaOriginal(enviado))
			expect(vuelto.plantel.entidadFederativa).toBe('México')
			expect(vuelto.sep).toMatchObject({ version: '1.0', fechaSep: '2026-11-23T12:00:00' })
			expect(vuelto.sep?.selloDec).toBe(enviado?.firmaResponsable.sello)
			expect(vuelto.sep?.folioDigital).toMatch(
				/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
			)
			expect(vuelto.sep?.noCertificadoSep).toMatch(/^\d{20}$/)
			expect(Buffer.from(vuelto.sep?.selloSep ?? '', 'base64')).toHaveLength(256)
		}
		esquema.dispose()
		expect(cosfac.vivos()).toBe(2)
	})

	test('cada documento malo se rechaza por su motivo y los demás siguen', async () => {
		const cosfac = await levantar()
		const base = documento(curpDe(1), '181234567-1')
		const bueno = await sellar(base)
		const xml = escribirDec(bueno)
		const otraCurp = { ...base, firmaResponsable: { ...base.firmaResponsable, curp: 'OTRA800101MMCXXR08' } }
		const carga = await cargar(cosfac, {
			'bueno.xml': bueno,
			'roto.xml': xml.slice(0, -20),
			'sin-alumno.xml': xml.replace(/<Alumno[^>]*>/, ''),
			'promedio-cambiado.xml': xml.replace('"9.1"', '"9.9"'),
			'certificado-vencido.xml': await sellarVencida(base),
			'autoridad-ajena.xml': await sellarAjena(base),
			'otra-curp.xml': await sellar(otraCurp),
			'con-dtd.xml': xml.replace('?>', '?><!DOCTYPE Dec [<!ENTITY a "b">]>'),
			'no-es.txt': 'hola',
			'repetido.xml': bueno,
		})
		const dicho = Object.fromEntries(
			(await filas(cosfac, carga.campo('numeroLote'))).map((fila) => [fila[0], fila[2]]),
		)
		expect(dicho['bueno.xml']).toBe('Satisfactorio')
		expect(dicho['roto.xml']).toContain('no está bien formado')
		expect(dicho['sin-alumno.xml']).toContain('no cumple con el esquema')
		expect(dicho['promedio-cambiado.xml']).toContain('no corresponde a la cadena original')
		expect(dicho['certificado-vencido.xml']).toContain('no se encuentra vigente')
		expect(dicho['autoridad-ajena.xml']).toContain('autoridad reconocida')
		expect(dicho['otra-curp.xml']).toContain('La CURP del responsable')
		expect(dicho['con-dtd.xml']).toContain('DTD')
		expect(dicho['no-es.txt']).toContain('no es XML')
		expect(dicho['repetido.xml']).toContain('ya cuenta con un certificado vigente')
		expect(
			Object.keys(zipDe((await descargar(cosfac, carga.campo('numeroLote'))).campo('certificadosBase64'))),
		).toEqual(['bueno.xml'])
	})

	test('cuando todos se rechazan lo dice con la frase de la SEP', async () => {
		const cosfac = await levantar()
		const numero = (await cargar(cosfac, { 'malo.xml': '<a/>' })).campo('numeroLote')
		await filas(cosfac, numero)
		const descarga = await descargar(cosfac, numero)
		expect(descarga.campo('mensaje')).toBe(`No hay certificados validos para el número de lote ${numero}.`)
		expect(descarga.campo('certificadosBase64')).toBeFalsy()
	})

	test('antes de procesaEnMs no hay nada; con conPdf llega también el PDF', async () => {
		const cosfac = await levantar({ procesaEnMs: 150, conPdf: true })
		const numero = (await cargar(cosfac, await buenos(1))).campo('numeroLote')
		expect((await consultar(cosfac, numero)).campo('excelBase64')).toBeUndefined()
		expect((await descargar(cosfac, numero)).campo('certificadosBase64')).toBeFalsy()
		await filas(cosfac, numero)
		const zip = zipDe((await descargar(cosfac, numero)).campo('certificadosBase64'))
		expect(zip['cert-1.pdf']?.slice(0, 5)).toBe('%PDF-')
	})

	test('cancelar libera a la persona para un certificado nuevo, y solo una vez', async () => {
		const cosfac = await levantar()
		const lote = await buenos(1)
		const numero = (await cargar(cosfac, lote)).campo('numeroLote')
		await filas(cosfac, numero)
		const xml = Object.values(zipDe((await descargar(cosfac, numero)).campo('certificadosBase64')))[0] ?? ''
		const folio = exigir(leerDec(xml)).sep?.folioDigital ?? ''
		const cancelar = () =>
			enviar(cosfac, 'cancelarCertificadosIEMS', `<c:folioCertificado>${folio}</c:folioCertificado>`)
		expect((await cancelar()).campo('codigo')).toBe('0')
		expect((await cancelar()).campo('codigo')).toBe('2')
		const otra = await filas(cosfac, (await cargar(cosfac, lote)).campo('numeroLote'))
		expect(otra[1]?.[2]).toBe('Satisfactorio')
	})

	test('un reinicio no olvida lotes, folios ni numeración', async () => {
		const datos = join(carpeta, 'memoria')
		const primero = await levantar({ datos })
		const numero = (await cargar(primero, await buenos(1))).campo('numeroLote')
		await filas(primero, numero)
		const antes = (await descargar(primero, numero)).campo('certificadosBase64')
		await cerrar(primero)
		expect(readdirSync(datos).sort()).toEqual([`lote-${numero}.json`, 'sello-sep.p8'])
		const segundo = await levantar({ datos })
		expect(zipDe((await descargar(segundo, numero)).campo('certificadosBase64'))).toEqual(zipDe(antes))
		const repetido = (await cargar(segundo, await buenos(1))).campo('numeroLote')
		expect(Number(repetido)).toBe(Number(numero) + 1)
		expect((await filas(segundo, repetido))[1]?.[2]).toContain('ya cuenta con un certificado')
	})
})
