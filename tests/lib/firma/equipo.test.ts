import { describe, expect, test } from 'vitest'
import { recibirCadenas } from '../../../src/lib/firma/cadenas.ts'
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
	const grupos = () => alLector.filter((mensaje) => mensaje.tipo === 'documentos')
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
		let vueltos = 0
		while (vueltos < enviados().length) {
			expect(enviados().length - vueltos).toBeLessThanOrEqual(150)
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

	test('el primer grupo lleva uno: la firma empieza con el primer documento leído', () => {
		const { equipo, grupos } = preparar()
		equipo.postMessage({ tipo: 'sellar', contrasena: 'x', documentos: documentos(60) })
		const tamanos = grupos().map(({ documentos: suyos, fin }) => [suyos.length, fin])
		expect(tamanos).toEqual([
			[1, false],
			[2, false],
			[4, false],
			[8, false],
			[16, false],
			[25, false],
			[4, true],
		])
	})

	test('la contraseña sólo va a quien tiene la llave, y los documentos sólo al lector', () => {
		const { equipo, alFirmador, grupos } = preparar()
		equipo.postMessage({ tipo: 'sellar', contrasena: 'cl4ve-de-prueba', documentos: documentos(3) })
		expect(alFirmador.map(({ tipo }) => tipo)).toEqual(['sellar'])
		expect(Object.keys(alFirmador[0] ?? {}).sort()).toEqual(['cadenas', 'contrasena', 'tipo'])
		expect(JSON.stringify(grupos())).not.toContain('cl4ve-de-prueba')
	})

	test('lo que se ensaya va sólo a quien lee, y de ello no sale nada', () => {
		const { equipo, alFirmador, alLector } = preparar()
		equipo.postMessage({ tipo: 'ensayar', documentos: documentos(2) })
		expect(alLector.map(({ tipo }) => tipo)).toEqual(['ensayar'])
		expect(alFirmador).toEqual([])
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

const grupo = (n: number, fin: boolean) => ({
	preparados: [{ tramiteId: `t${n}`, cadena: `||${n}||` }],
	fin,
})

test('las cadenas llegan en orden aunque se adelanten, hasta el fin', async () => {
	const { port1, port2 } = new MessageChannel()
	for (const n of [1, 2, 3]) port1.postMessage(grupo(n, n === 3))
	const oidas: string[] = []
	for await (const llegado of recibirCadenas(port2)) oidas.push(...llegado.map(({ tramiteId }) => tramiteId))
	expect(oidas).toEqual(['t1', 't2', 't3'])
	port1.close()
})

test('dejar de pedir cadenas cierra el puerto', async () => {
	const { port1, port2 } = new MessageChannel()
	const cerrado = new Promise((listo) => port1.addEventListener('close', listo))
	for (let n = 0; n < 50; n += 1) port1.postMessage(grupo(n, n === 49))
	let vistos = 0
	for await (const llegado of recibirCadenas(port2)) {
		vistos += llegado.length
		if (vistos === 2) break
	}
	expect(vistos).toBe(2)
	await cerrado
})
