import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import {
	abrirComprimido,
	ComprimidoInservible,
	comprimir,
	LIMITES_DESCARGA,
} from '../../../bff/adapters/cosfac/comprimido.ts'

const bytes = (texto: string): Uint8Array => new TextEncoder().encode(texto)
const limites = { entradas: 3, porEntrada: 200_000, total: 300_000 }
const ruido = (largo: number): Uint8Array => Uint8Array.from({ length: largo }, (_, i) => (i * 7919) % 251)

/** Cambia un texto por otro del mismo largo dentro de los bytes: así se fabrica un nombre que fflate no escribiría. */
const trocar = (zip: Uint8Array, de: string, a: string): Uint8Array =>
	Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(de, a), 'latin1')

describe('comprimir', () => {
	test('lo que se comprime vuelve igual, en orden de nombre', async () => {
		const nombre = fc.stringMatching(/^[A-Z0-9]{1,12}$/).map((raiz) => `${raiz}.xml`)
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.record({ nombre, bytes: fc.uint8Array({ maxLength: 500 }) }), {
					selector: (archivo) => archivo.nombre,
					maxLength: 8,
				}),
				async (archivos) => {
					const vuelta = await abrirComprimido(comprimir(archivos), LIMITES_DESCARGA)
					expect(vuelta.map(({ nombre }) => nombre)).toEqual(archivos.map(({ nombre }) => nombre).sort())
					for (const { nombre, bytes } of archivos) {
						const hallado = vuelta.find((archivo) => archivo.nombre === nombre)
						expect(Buffer.from(hallado?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true)
					}
				},
			),
			{ numRuns: 50 },
		)
	})

	test('los mismos archivos dan los mismos bytes, en cualquier orden', () => {
		const a = { nombre: 'CE2.xml', bytes: bytes('dos') }
		const b = { nombre: 'CE1.xml', bytes: bytes('uno') }
		expect(Buffer.from(comprimir([a, b])).equals(Buffer.from(comprimir([b, a])))).toBe(true)
	})

	test('dos archivos con el mismo nombre no se comprimen', () => {
		const archivo = { nombre: 'CE1.xml', bytes: bytes('x') }
		expect(() => comprimir([archivo, archivo])).toThrow('CE1.xml')
	})
})

describe('abrir lo ajeno', () => {
	const bueno = comprimir([{ nombre: 'aaaaaaaa.xml', bytes: bytes('<a/>') }])

	test.each([
		['que no es ZIP', bytes('no soy un zip')],
		['vacío', new Uint8Array()],
		['a la mitad', bueno.slice(0, bueno.length >> 1)],
		['sin el final', bueno.slice(0, -5)],
		['con ruta hacia arriba', trocar(bueno, 'aaaaaaaa.xml', '../../aa.xml')],
		['con ruta absoluta', trocar(bueno, 'aaaaaaaa.xml', '/etc/passwd1')],
		['con carpeta', trocar(bueno, 'aaaaaaaa.xml', 'carpeta/.xml')],
		['con diagonal invertida', trocar(bueno, 'aaaaaaaa.xml', 'c:\\aaaaa.xml')],
		['con nulo en el nombre', trocar(bueno, 'aaaaaaaa.xml', 'aaaa\0aaa.xml')],
		['con nombre oculto', trocar(bueno, 'aaaaaaaa.xml', '.aaaaaaa.xml')],
		['con demasiados archivos', zipSync({ a: bytes('1'), b: bytes('2'), c: bytes('3'), d: bytes('4') })],
		['con un archivo muy grande', zipSync({ a: ruido(200_001) })],
		['con demasiado en total', zipSync({ a: ruido(150_000), b: ruido(150_001) })],
		['que es una bomba', zipSync({ a: new Uint8Array(199_999) })],
		[
			'con el nombre repetido',
			trocar(zipSync({ 'aaaaaaaa.xml': bytes('1'), 'bbbbbbbb.xml': bytes('2') }), 'bbbbbbbb', 'aaaaaaaa'),
		],
	])('un ZIP %s es inservible', async (_, zip) => {
		await expect(abrirComprimido(zip, limites)).rejects.toBeInstanceOf(ComprimidoInservible)
	})

	test('un tamaño mentido no engaña al tope', async () => {
		const zip = zipSync({ a: ruido(250_000) })
		const real = Buffer.alloc(4)
		real.writeUInt32LE(250_000)
		const falso = Buffer.alloc(4)
		falso.writeUInt32LE(10)
		const mentido = trocar(zip, real.toString('latin1'), falso.toString('latin1'))
		await expect(abrirComprimido(mentido, limites)).rejects.toBeInstanceOf(ComprimidoInservible)
	})

	test('un byte cambiado en cualquier parte da lo mismo, otra cosa, o «inservible»: nunca otra falla', async () => {
		const original = unzipSync(bueno)['aaaaaaaa.xml']
		expect(original).toBeDefined()
		await fc.assert(
			fc.asyncProperty(fc.nat(bueno.length - 1), fc.integer({ min: 1, max: 255 }), async (lugar, giro) => {
				const roto = Uint8Array.from(bueno)
				roto[lugar] = (roto[lugar] ?? 0) ^ giro
				try {
					expect((await abrirComprimido(roto, limites)).length).toBeLessThanOrEqual(3)
				} catch (causa) {
					expect(causa).toBeInstanceOf(ComprimidoInservible)
				}
			}),
			{ numRuns: 300 },
		)
	})
})
