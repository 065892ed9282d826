import { beforeAll, describe, expect, test } from 'vitest'
import { cadenaOriginal } from '../../../src/core/dec/cadena-original.ts'
import { leerDec } from '../../../src/core/dec/leer.ts'
import { exigir } from '../../../src/core/domain/result.ts'
import { deBase64 } from '../../../src/core/efirma/base64.ts'
import {
	preparar,
	sellarLote,
	type DocumentoPorSellar,
	type FilaSellada,
} from '../../../src/lib/firma/lote.ts'
import { decDe, documentoDe, porSellar } from './certificados.ts'

const ALGORITMO = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
let pareja: CryptoKeyPair

beforeAll(async () => {
	pareja = (await crypto.subtle.generateKey(
		{ ...ALGORITMO, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
		false,
		['sign', 'verify'],
	)) as CryptoKeyPair
})

const documento = (n: number): DocumentoPorSellar =>
	documentoDe(porSellar(decDe({ numeroControl: `23${String(n).padStart(7, '0')}-8` })))
const muchos = (cuantos: number) => Array.from({ length: cuantos }, (_, n) => documento(n))

/** Las dos mitades en el mismo hilo, de diez en diez: lo que el lector pasa a quien firma. */
async function* prepararTodos(documentos: readonly DocumentoPorSellar[]) {
	for (let i = 0; i < documentos.length; i += 10) yield documentos.slice(i, i + 10).map(preparar)
}

const sellarTodo = async (
	documentos: readonly DocumentoPorSellar[],
	debeParar?: (hechos: number) => boolean | Promise<boolean>,
) => {
	const filas: FilaSellada[] = []
	const atendidos = await sellarLote({
		preparados: prepararTodos(documentos),
		llave: pareja.privateKey,
		alAvanzar: (nuevas) => filas.push(...nuevas),
		...(debeParar && { debeParar: () => debeParar(filas.length) }),
	})
	return { filas, atendidos }
}

describe('lote en el worker', () => {
	test('cada documento recibe su sello, en orden, y el sello es de su cadena', async () => {
		const documentos = muchos(60)
		const { filas, atendidos } = await sellarTodo(documentos)
		expect(atendidos).toBe(60)
		expect(filas.map((fila) => fila.tramiteId)).toEqual(documentos.map((uno) => uno.tramiteId))
		for (const [i, fila] of filas.entries()) {
			if (!('sello' in fila)) throw new Error('sin sello')
			const cadena = exigir(cadenaOriginal(exigir(leerDec(documentos[i]?.xml ?? ''))))
			const bytes = new TextEncoder().encode(cadena)
			const firma = deBase64(fila.sello)
			expect(firma && (await crypto.subtle.verify(ALGORITMO, pareja.publicKey, firma, bytes))).toBe(true)
		}
	})

	test('uno alterado entre quinientos no se sella y los demás sí', async () => {
		const documentos = muchos(500)
		const cual = 321
		const honesto = documentos[cual]
		if (!honesto) throw new Error('falta')
		documentos[cual] = {
			...honesto,
			xml: honesto.xml.replace('promedioAprovechamiento="9.1"', 'promedioAprovechamiento="9.2"'),
		}
		const { filas } = await sellarTodo(documentos)
		expect(filas[cual]).toEqual({ tramiteId: honesto.tramiteId, motivo: 'documento-alterado' })
		expect(filas.filter((fila) => 'sello' in fila)).toHaveLength(499)
	})

	test('lo que no es un DEC, o trae una pleca en un valor, no se sella', async () => {
		const bueno = documento(1)
		const conPleca = bueno.xml.replace('Programación básica', 'Programación|básica')
		const { filas } = await sellarTodo([
			{ ...bueno, xml: '<Dec/>' },
			{ ...bueno, xml: conPleca },
			{ ...bueno, xml: `<!DOCTYPE x>${bueno.xml}` },
		])
		expect(filas.every((fila) => 'motivo' in fila && fila.motivo === 'documento-alterado')).toBe(true)
		expect(filas).toHaveLength(3)
	})

	test('al cancelar se entrega lo que ya se había firmado, y nada más', async () => {
		const { filas, atendidos } = await sellarTodo(muchos(200), (hechos) => hechos >= 25)
		expect(atendidos).toBeLessThan(60)
		expect(filas).toHaveLength(atendidos)
	})

	test('en pausa lo firmado no espera: se entrega antes de detenerse', async () => {
		let seguir = () => {}
		const filas: FilaSellada[] = []
		let preguntas = 0
		const vuelta = sellarLote({
			preparados: prepararTodos(muchos(20)),
			llave: pareja.privateKey,
			alAvanzar: (nuevas) => filas.push(...nuevas),
			debeParar: () => {
				preguntas += 1
				if (preguntas !== 6) return false
				return new Promise((resolver) => {
					seguir = () => resolver(false)
				})
			},
		})
		while (filas.length < 5) await new Promise((ceder) => setTimeout(ceder, 5))
		const alPausar = filas.length
		seguir()
		expect(await vuelta).toBe(20)
		expect(alPausar).toBe(5)
		expect(filas).toHaveLength(20)
	})
})
