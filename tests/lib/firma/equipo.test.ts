import { describe, expect, test } from 'vitest'
import { crearSurtido, type GrupoPreparado } from '../../../src/lib/firma/cadenas.ts'
import { type Obrero, unir } from '../../../src/lib/firma/equipo.ts'
import type { DocumentoPorSellar } from '../../../src/lib/firma/lote.ts'
import type { AlFirmador, AlLector, DelWorker } from '../../../src/lib/firma/protocolo.ts'
import { decDe, documentoDe, porSellar } from './certificados.ts'

const documentos = (cuantos: number): DocumentoPorSellar[] =>
	Array.from({ length: cuantos }, (_, n) => ({
		...documentoDe(porSellar(decDe({ numeroControl: `${n}` }))),
		xml: '',
	}))

const preparar = () => {
	const alFirmador: AlFirmador[] = []
	const alLector: AlLector[] = []
	let terminados = 0
	const obrero = <M>(oidos: M[]): Obrero<M> => ({
		postMessage: (mensaje) => void oidos.push(mensaje),
		terminate: () => (terminados += 1),
		onmessage: null,
		onerror: null,
	})
	const firmador = obrero(alFirmador)
	const lector = obrero(alLector)
	const equipo = unir(firmador, lector)
	const grupos = () => alLector.flatMap((mensaje) => (mensaje.tipo === 'grupo' ? [mensaje.grupo] : []))
	return {
		equipo,
		firmador,
		lector,
		alFirmador,
		alLector,
		grupos,
		enviados: () => grupos().flatMap((grupo) => grupo.documentos.map(({ tramiteId }) => tramiteId)),
		terminados: () => terminados,
		volver: (cuantos: number) => {
			const filas = Array.from({ length: cuantos }, () => ({ tramiteId: '', sello: '' }))
			const data: DelWorker = { tipo: 'sellados', filas }
			firmador.onmessage?.(new MessageEvent('message', { data }))
		},
	}
}

describe('el equipo que sella', () => {
	test('los documentos salen conforme vuelven sellos: cada uno una vez, en orden, y nunca todos a la vez', () => {
		const { equipo, grupos, enviados, volver } = preparar()
		const lote = documentos(1000)
		equipo.postMessage({ tipo: 'sellar', contrasena: 'x', documentos: lote })
		const deEntrada = enviados().length
		expect(deEntrada).toBeLessThan(200)
		let vueltos = 0
		while (vueltos < enviados().length) {
			expect(enviados().length - vueltos).toBeLessThanOrEqual(deEntrada)
			vueltos += 7
			volver(7)
		}
		expect(enviados()).toEqual(lote.map(({ tramiteId }) => tramiteId))
		expect(grupos().map(({ fin }) => fin)).toEqual([
			...grupos()
				.slice(1)
				.map(() => false),
			true,
		])
	})

	test('un lote de menos de un grupo sale de una vez, con su fin', () => {
		const { equipo, grupos } = preparar()
		equipo.postMessage({ tipo: 'sellar', contrasena: 'x', documentos: documentos(3) })
		expect(grupos().map(({ documentos: suyos, fin }) => [suyos.length, fin])).toEqual([[3, true]])
	})

	test('la contraseña sólo va a quien tiene la llave, y al lector sólo documentos', () => {
		const { equipo, alFirmador, alLector, grupos } = preparar()
		equipo.postMessage({ tipo: 'sellar', contrasena: 'cl4ve-de-prueba', documentos: documentos(3) })
		expect(alFirmador.map(({ tipo }) => tipo)).toEqual(['sellar', 'grupo'])
		expect(Object.keys(alFirmador[0] ?? {}).sort()).toEqual(['contrasena', 'puerto', 'tipo'])
		expect(alLector.map(({ tipo }) => tipo)).toEqual(['puerto', 'grupo'])
		expect(JSON.stringify(alLector)).not.toContain('cl4ve-de-prueba')
		expect(alFirmador.flatMap((uno) => (uno.tipo === 'grupo' ? [uno.grupo] : []))).toEqual(grupos())
	})

	test('terminar o fallar uno es terminar o fallar los dos', () => {
		const { equipo, lector, firmador, terminados } = preparar()
		let fallas = 0
		equipo.onerror = () => (fallas += 1)
		const falla = new Event('error') as ErrorEvent
		lector.onerror?.(falla)
		firmador.onerror?.(falla)
		expect(fallas).toBe(2)
		equipo.terminate()
		expect(terminados()).toBe(2)
	})
})

describe('el surtido de cadenas', () => {
	const buenos = Array.from({ length: 12 }, (_, n) =>
		documentoDe(porSellar(decDe({ numeroControl: `${n}` }))),
	)
	const ids = buenos.map(({ tramiteId }) => tramiteId)
	const recorrer = async (hastaCuantos = Infinity) => {
		const { port1, port2 } = new MessageChannel()
		const surtido = crearSurtido(port2)
		const oidas: (readonly [string, string])[] = []
		const fin = (async () => {
			for await (const tramo of surtido.preparados) {
				for (const uno of tramo) oidas.push([uno.tramiteId, 'cadena' in uno ? uno.cadena : uno.motivo])
				// Como la firma: entre tramo y tramo pasan cosas.
				await new Promise((seguir) => setTimeout(seguir, 1))
				if (oidas.length >= hastaCuantos) break
			}
		})()
		return { lector: port1, surtido, oidas, fin }
	}
	const delLector = (numero: number, desde: number, hasta: number): GrupoPreparado => ({
		numero,
		preparados: buenos.slice(desde, hasta).map(({ tramiteId }) => ({ tramiteId, cadena: 'del lector' })),
	})

	test('sin lector se prepara todo aquí, en orden', async () => {
		const { surtido, oidas, fin, lector } = await recorrer()
		surtido.agregar({ numero: 0, documentos: buenos.slice(0, 7), fin: false })
		surtido.agregar({ numero: 1, documentos: buenos.slice(7), fin: true })
		await fin
		expect(oidas.map(([id]) => id)).toEqual(ids)
		expect(oidas.every(([, cadena]) => cadena.startsWith('||3.0|1|'))).toBe(true)
		lector.close()
	})

	test('lo que el lector ya preparó se usa, llegue antes o después que su grupo; cada uno sale una vez', async () => {
		const { surtido, oidas, fin, lector } = await recorrer()
		lector.postMessage(delLector(0, 0, 4))
		await new Promise((seguir) => setTimeout(seguir, 20))
		surtido.agregar({ numero: 0, documentos: buenos.slice(0, 4), fin: false })
		surtido.agregar({ numero: 1, documentos: buenos.slice(4), fin: true })
		lector.postMessage(delLector(0, 0, 4))
		await fin
		expect(oidas.map(([id]) => id)).toEqual(ids)
		expect(oidas.slice(0, 4).every(([, cadena]) => cadena === 'del lector')).toBe(true)
		lector.close()
	})

	test('dejar de recorrer cierra el puerto', async () => {
		const { surtido, oidas, fin, lector } = await recorrer(5)
		const cerrado = new Promise((listo) => lector.addEventListener('close', listo))
		lector.start()
		surtido.agregar({ numero: 0, documentos: buenos, fin: true })
		await fin
		await cerrado
		expect(oidas.length).toBeLessThan(buenos.length)
	})
})
