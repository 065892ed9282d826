import { describe, expect, test } from 'vitest'
import { repartirDescarga, type Esperado } from '../../../bff/application/lotes/repartir-descarga.ts'
import { conSello } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { bytes, timbrar } from '../../adapters/cosfac/ventanilla.ts'
import { documento } from '../../simuladores/dec-de-prueba.ts'

/** Aquí nadie verifica la firma: se compara contra lo enviado. Un sello distinto por documento basta. */
const enviar = (n: number): Esperado => ({
	tramiteId: `t${n}`,
	archivo: `CE${n}.xml`,
	xml: escribirDec(
		conSello(documento(`LOAA060101HMCPLN0${n}`, `22000000${n}-1`), {
			sello: String(n).repeat(344),
			certificado: 'MIIB',
			noCertificado: '00001000000500000001',
		}),
	),
})

const [uno, dos] = [enviar(1), enviar(2)]
const deVuelta = ({ archivo, xml }: Esperado) => ({ nombre: archivo, bytes: bytes(timbrar(xml)) })
const bueno = deVuelta(dos)
const PDF = bytes('%PDF-1.7 x')

/** Lo que pasa con el uno si vuelve eso; el dos, bueno, siempre sigue. */
const conUno = (...archivos: readonly { nombre: string; bytes: Uint8Array }[]) => {
	const { veredictos, ajenos } = repartirDescarga([uno, dos], [...archivos, bueno])
	expect(veredictos.get('t2')?.que).toBe('bueno')
	return { veredicto: veredictos.get('t1'), ajenos }
}

const utf16 = (texto: string): Uint8Array =>
	Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(texto, 'utf16le')])

describe('lo que vuelve de uno, torcido; el otro sigue', () => {
	const xml = timbrar(uno.xml)
	const cambiar = (de: string, a: string): Uint8Array => {
		const cambiado = xml.replace(de, a)
		if (cambiado === xml) throw new Error('El cambio de la prueba no cambió nada.')
		return bytes(cambiado)
	}
	const abrir = '<Dec '
	test.each([
		['en UTF-16', utf16(xml)],
		['en UTF-16 y diciéndolo', utf16(xml.replace('UTF-8', 'UTF-16'))],
		[
			'con bytes que no son UTF-8',
			Buffer.concat([Buffer.from(xml.slice(0, -20)), Buffer.from([0xc3, 0x28])]),
		],
		['con una entidad', cambiar('Ñuñez', '&ntilde;')],
		[
			'con entidades que se multiplican',
			cambiar(abrir, `<!DOCTYPE Dec [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${abrir}`),
		],
		['con CDATA', cambiar('</Dec>', '<![CDATA[x]]></Dec>')],
		['con una instrucción antes', cambiar(abrir, `<?xml-stylesheet href="x"?>${abrir}`)],
		['con un atributo repetido', cambiar('<Alumno ', '<Alumno nombre="Otra" ')],
		['con el texto de otro y su sello', bytes(timbrar(dos.xml.replace('2'.repeat(344), '1'.repeat(344))))],
		['vacío', new Uint8Array()],
		[
			'con ocho megas de espacios',
			bytes(xml.replace('</Dec>', `${' '.repeat(8_000_000)}</Dec>`).replace('9.1', '9.2')),
		],
	] as const)('%s: cuarentena, con sus bytes', (_, contenido) => {
		const { veredicto } = conUno({ nombre: uno.archivo, bytes: contenido })
		expect(veredicto?.que).toBe('cuarentena')
		if (veredicto?.que !== 'cuarentena') return
		expect(veredicto.apartados.map(({ nombre }) => nombre)).toEqual([uno.archivo])
		expect(veredicto.apartados[0]?.bytes).toBe(contenido)
		expect(veredicto.razon).toMatch(/\.$/)
	})

	test('con BOM es el mismo documento, o se aparta: nunca se pierde', () => {
		const conBom = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(xml)])
		expect(['bueno', 'cuarentena']).toContain(conUno({ nombre: uno.archivo, bytes: conBom }).veredicto?.que)
	})

	test('dos veces, con otras mayúsculas en el nombre: no se escoge', () => {
		const { veredicto } = conUno(deVuelta(uno), { nombre: 'ce1.XML', bytes: bytes(timbrar(uno.xml)) })
		expect(veredicto).toMatchObject({ que: 'cuarentena', apartados: { length: 2 } })
	})

	test('con dos PDF que se llaman casi igual: tampoco', () => {
		const pdfs = [
			{ nombre: 'CE1.pdf', bytes: PDF },
			{ nombre: 'ce1.PDF', bytes: bytes('%PDF-1.7 otro') },
		]
		expect(conUno(deVuelta(uno), ...pdfs).veredicto).toMatchObject({
			que: 'cuarentena',
			apartados: { length: 3 },
		})
		expect(conUno(deVuelta(uno), ...pdfs.slice(0, 1)).veredicto).toMatchObject({ que: 'bueno', pdf: PDF })
	})

	test('el XML de un certificado que no va en este lote no es de nadie', () => {
		const { veredicto, ajenos } = conUno({ nombre: 'CE9.xml', bytes: bytes(timbrar(enviar(9).xml)) })
		expect(veredicto?.que).toBe('falta')
		expect(ajenos.map(({ nombre }) => nombre)).toEqual(['CE9.xml'])
	})

	test('un folio digital para los dos: de ninguno, y los dos documentos se guardan', () => {
		const folio = crypto.randomUUID()
		const { veredictos } = repartirDescarga(
			[uno, dos],
			[uno, dos].map(({ archivo, xml }) => ({ nombre: archivo, bytes: bytes(timbrar(xml, folio)) })),
		)
		for (const id of ['t1', 't2'])
			expect(veredictos.get(id)).toMatchObject({ que: 'cuarentena', apartados: { length: 1 } })
	})
})
