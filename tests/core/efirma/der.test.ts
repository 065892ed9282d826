import fc from 'fast-check'
import { Sequence } from 'asn1js'
import { describe, expect, it } from 'vitest'
import { leerDer, LIMITE_ARCHIVO } from '#core/efirma/der.ts'
import { tlv } from './sobre.ts'

const leer = (bytes: Uint8Array): ReturnType<typeof leerDer> => leerDer(new Uint8Array(bytes))
const hex = (texto: string): Buffer => Buffer.from(texto.replaceAll(' ', ''), 'hex')
const momento = (etiqueta: number, texto: string): Buffer => tlv(etiqueta, Buffer.from(texto))

/** Árboles DER de octetos, enteros y secuencias. */
const { arbol } = fc.letrec<{ arbol: Buffer; hoja: Buffer; rama: Buffer }>((tie) => ({
	hoja: fc
		.tuple(fc.constantFrom(0x02, 0x04, 0x80), fc.uint8Array({ minLength: 1, maxLength: 300 }))
		.map(([etiqueta, contenido]) => tlv(etiqueta, contenido)),
	rama: fc
		.tuple(fc.constantFrom(0x30, 0x31, 0xa0), fc.array(tie('arbol'), { maxLength: 4 }))
		.map(([etiqueta, hijos]) => tlv(etiqueta, ...hijos)),
	arbol: fc.oneof({ maxDepth: 4 }, tie('hoja'), tie('rama')),
}))

describe('lo que se lee como DER', () => {
	it('todo árbol bien escrito, y con sus mismos bytes', () => {
		fc.assert(
			fc.property(arbol, (bytes) => {
				expect(Buffer.from(leer(bytes)?.valueBeforeDecodeView ?? [])).toEqual(bytes)
			}),
		)
	})

	it('ningún recorte, ni con un byte de sobra', () => {
		fc.assert(
			fc.property(arbol, fc.nat(), (bytes, donde) => {
				expect(leer(bytes.subarray(0, donde % bytes.length))).toBeNull()
				expect(leer(Buffer.concat([bytes, Buffer.from([0])]))).toBeNull()
			}),
		)
	})

	it('ningunos bytes lo hacen lanzar', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void leer(bytes)),
			{ numRuns: 2000 },
		)
	})

	const MALOS: Readonly<Record<string, Uint8Array>> = {
		'longitud indefinida': hex('30 80 02 01 05 00 00'),
		'longitud larga donde cabe la corta': hex('30 81 03 02 01 05'),
		'longitud con un cero de más': Buffer.concat([hex('04 82 00 80'), Buffer.alloc(128)]),
		'un hijo que se sale de su padre': hex('30 05 30 02 04 02 05 05 00'),
		'octetos en varias piezas': hex('24 06 04 01 41 04 01 42'),
		'una SEQUENCE de una pieza': hex('10 03 02 01 05'),
		'una etiqueta de varios bytes': hex('30 05 9f 81 01 01 05'),
		'una etiqueta larga que cabe en un byte': hex('30 04 9f 01 01 05'),
		'cien niveles': Array.from({ length: 100 }).reduce<Buffer>((dentro) => tlv(0x30, dentro), hex('05 00')),
		'diez mil elementos': tlv(0x30, Buffer.alloc(20_000, hex('05 00'))),
		'más de lo que mide un archivo': tlv(0x30, Buffer.alloc(LIMITE_ARCHIVO - 3)),
		nada: Buffer.alloc(0),
	}
	for (const [nombre, bytes] of Object.entries(MALOS)) {
		it(`no: ${nombre}`, () => expect(leer(bytes)).toBeNull())
	}

	it('las fechas, con segundos, en UTC y de un día que exista', () => {
		for (const buena of [momento(23, '240229235959Z'), momento(24, '20500101000000Z')]) {
			expect(leer(tlv(0x30, buena))).toBeInstanceOf(Sequence)
		}
		for (const texto of [
			'2402292359Z',
			'240230000000Z',
			'240229240000Z',
			'240229000000-0600',
			'x240229235959Z',
		]) {
			expect(leer(tlv(0x30, momento(23, texto)))).toBeNull()
			expect(leer(tlv(0x30, momento(24, `20${texto}`)))).toBeNull()
		}
		expect(leer(tlv(0x30, momento(24, '20240229235959.5Z')))).toBeNull()
	})
})
