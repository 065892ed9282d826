import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escribirDec } from '#core/dec/escribir.ts'
import { leerDec, LIMITE_XML } from '#core/dec/leer.ts'
import { decBueno } from './generar.ts'
import { hayReferencia, leerReferencia } from './referencia.ts'

const muestra = fc.sample(decBueno, { numRuns: 1, seed: 3 })[0]
if (muestra === undefined) throw new Error('sin muestra')
const xml = escribirDec({ ...muestra, alumno: { ...muestra.alumno, nombre: 'María' } })

describe('leer un DEC', () => {
	it('lo que se escribe se lee igual, atributo por atributo', () => {
		fc.assert(
			fc.property(decBueno, (dec) => {
				const leido = leerDec(escribirDec(dec))
				expect(leido).toEqual({ ok: true, valor: { ...dec, uacs: dec.uacs } })
			}),
			{ numRuns: 300 },
		)
	})

	it('lee igual el texto y sus bytes, con BOM y con saltos de Windows', () => {
		const bytes = new TextEncoder().encode(`\ufeff${xml.replaceAll('\n', '\r\n')}`)
		expect(leerDec(bytes)).toEqual(leerDec(xml))
	})

	it.skipIf(!hayReferencia)('lee el ejemplo enviado y el timbrado', () => {
		const enviado = leerDec(leerReferencia('sep/ejemplo-dec-enviado.xml'))
		const timbrado = leerDec(leerReferencia('sep/ejemplo-dec-timbrado-simulado.xml'))
		if (!enviado.ok || !timbrado.ok) throw new Error('no se leyeron')
		const { sep, ...sinSep } = timbrado.valor
		expect(sinSep).toEqual(enviado.valor)
		expect(sep?.fechaSep).toBe('2021-07-19T12:00:00')
		expect(enviado.valor.alumno).toEqual({
			nombre: 'María José',
			primerApellido: 'Ñáñez',
			segundoApellido: 'Pérez',
			curp: 'XAPJ030405MMCXRSA8',
			numeroControl: '181234567-8',
		})
	})

	it('un atributo normaliza el espacio como manda XML, y las referencias no', () => {
		const leido = leerDec(xml.replace('nombre="María"', 'nombre="Mar\u00eda\tJos\u00e9&#10;&#x41;"'))
		expect(leido).toMatchObject({ ok: true, valor: { alumno: { nombre: 'María José\nA' } } })
	})

	it('tolera xsi:schemaLocation en la raíz, que no dice nada del egresado', () => {
		const conXsi = xml.replace(
			'<Dec ',
			'<Dec xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b" ',
		)
		expect(leerDec(conXsi)).toEqual(leerDec(xml))
	})
})

const HOSTILES: Readonly<Record<string, readonly [string | Uint8Array, string]>> = {
	'una DTD': [xml.replace('<Dec ', '<!DOCTYPE Dec><Dec '), 'xml-prohibido'],
	'una entidad externa': [
		xml
			.replace('<Dec ', '<!DOCTYPE Dec [<!ENTITY x SYSTEM "file:///etc/passwd">]><Dec ')
			.replace('"María"', '"&x;"'),
		'xml-prohibido',
	],
	'mil millones de risas': [
		xml
			.replace('<Dec ', '<!DOCTYPE Dec [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Dec ')
			.replace('"María"', '"&b;"'),
		'xml-prohibido',
	],
	'una entidad sin declarar': [xml.replace('"María"', '"&x;"'), 'xml-mal-formado'],
	'una entidad de HTML': [xml.replace('"María"', '"Mar&iacute;a"'), 'xml-mal-formado'],
	'una instrucción de proceso': [xml.replace('<Alumno ', '<?php echo 1 ?><Alumno '), 'xml-prohibido'],
	'una hoja de estilo': [xml.replace('<Dec ', '<?xml-stylesheet href="x"?><Dec '), 'xml-prohibido'],
	CDATA: [xml.replace('<Alumno ', '<![CDATA[ ]]><Alumno '), 'xml-prohibido'],
	'un comentario': [xml.replace('<Alumno ', '<!-- hola --><Alumno '), 'xml-prohibido'],
	'un comentario tras la raíz': [`${xml}<!-- hola -->`, 'xml-prohibido'],
	'una segunda raíz': [`${xml}<Dec/>`, 'xml-mal-formado'],
	'texto tras la raíz': [`${xml}hola`, 'xml-mal-formado'],
	'un atributo dos veces': [xml.replace('nombre="María"', 'nombre="María" nombre="Pepe"'), 'xml-mal-formado'],
	'un carácter nulo por referencia': [xml.replace('"María"', '"&#0;"'), 'xml-mal-formado'],
	'un carácter de control': [xml.replace('"María"', '"\u0008"'), 'xml-mal-formado'],
	'medio surrogate': [xml.replace('"María"', '"\ud800A"'), 'xml-mal-formado'],
	'medio surrogate por referencia': [xml.replace('"María"', '"&#xD800;"'), 'xml-mal-formado'],
	'un menor que dentro de un atributo': [xml.replace('"María"', '"<b>"'), 'xml-mal-formado'],
	'un atributo sin comillas': [xml.replace('"María"', 'María'), 'xml-mal-formado'],
	'XML 1.1': [xml.replace('version="1.0"', 'version="1.1"'), 'xml-mal-formado'],
	'otra codificación': [xml.replace('UTF-8', 'ISO-8859-1'), 'xml-codificacion'],
	'bytes que no son UTF-8': [new Uint8Array(Buffer.from(xml, 'latin1')), 'xml-codificacion'],
	'UTF-16': [new Uint8Array(Buffer.from(`\ufeff${xml}`, 'utf16le')), 'xml-codificacion'],
	'un megabyte de más': [xml.padEnd(LIMITE_XML + 1), 'xml-demasiado-grande'],
	'un archivo vacío': ['', 'xml-mal-formado'],
	'dos BOM': [`\ufeff\ufeff${xml}`, 'xml-mal-formado'],
	'un atributo con prefijo sin declarar': [xml.replace('<Alumno ', '<Alumno x:a="1" '), 'xml-mal-formado'],
	'la misma pareja de atributos con dos prefijos': [
		xml.replace('<Alumno ', '<Alumno xmlns:x="u" xmlns:y="u" x:a="1" y:a="1" '),
		'xml-mal-formado',
	],
	'el prefijo xmlns declarado': [xml.replace('<Alumno ', '<Alumno xmlns:xmlns="u" '), 'xml-mal-formado'],
	'una etiqueta sin cerrar': [xml.replace('</Dec>', ''), 'xml-mal-formado'],
	'etiquetas cruzadas': [xml.replace('</Dec>', '</Alumno>'), 'xml-mal-formado'],
	'una declaración a medias': [xml.replace('?>', '>'), 'xml-mal-formado'],
	'un espacio antes de la declaración': [` ${xml}`, 'xml-prohibido'],
	'un prefijo sin declarar': [xml.replace('<Alumno ', '<x:Alumno '), 'xml-mal-formado'],
	'__proto__ como atributo': [xml.replace('<Alumno ', '<Alumno __proto__="x" '), 'atributo-desconocido'],
	'constructor como elemento': [xml.replace('<Alumno ', '<constructor/><Alumno '), 'elemento-desconocido'],
	'xsi:type': [
		xml.replace('<Alumno ', '<Alumno xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="a" '),
		'atributo-desconocido',
	],
	'cien mil elementos anidados': [`<a>`.repeat(100_000), 'espacio-de-nombres'],
	'un elemento de menos': [xml.replace(/<Alumno [^>]*\/>/, ''), 'elemento-faltante'],
	'un atributo de menos': [xml.replace(/ nombreSEN="[^"]*"/, ''), 'atributo-faltante'],
}

describe('lo que no se lee', () => {
	for (const [nombre, [entrada, motivo]] of Object.entries(HOSTILES)) {
		it(`rechaza ${nombre}`, () => {
			expect(entrada).not.toBe(xml)
			expect(leerDec(entrada)).toMatchObject({ ok: false, motivo })
		})
	}

	it('dice línea, columna y qué', () => {
		expect(leerDec('<?xml version="1.0"?>\n<!-- x --><Dec/>')).toEqual({
			ok: false,
			motivo: 'xml-prohibido',
			datos: { linea: 2, columna: 1, que: 'un comentario' },
		})
	})

	it('ningún recorte de los bytes lo hace lanzar ni pasa por bueno', () => {
		const bytes = new TextEncoder().encode(xml.trimEnd())
		for (let n = 0; n < bytes.length; n += 7) expect(leerDec(bytes.subarray(0, n)).ok).toBe(false)
	})

	it('miles de espacios de nombres en una etiqueta no cuestan su cuadrado', () => {
		const declarados = Array.from({ length: 30_000 }, (_, i) => ` xmlns:a${i}="b"`).join('')
		const antes = performance.now()
		expect(leerDec(`<Dec${declarados}/>`)).toMatchObject({ ok: false, motivo: 'espacio-de-nombres' })
		// Copiándolos uno por uno tardaba minutos.
		expect(performance.now() - antes).toBeLessThan(5_000)
	})
})
