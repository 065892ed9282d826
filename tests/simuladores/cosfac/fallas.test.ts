import { describe, expect, test } from 'vitest'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import type { Cosfac } from '../../../bff/simuladores/cosfac/cosfac.ts'
import { cargar, consultar, descargar, filas, montarMesa, zipDe } from './mesa.ts'

const { buenos, levantar } = montarMesa()

describe('las fallas que se piden', () => {
	test('respuesta-perdida: la conexión se corta pero el lote quedó tomado', async () => {
		const cosfac = await levantar()
		Object.assign(cosfac.fallas, { modo: 'respuesta-perdida', veces: 1 })
		await expect(cargar(cosfac, await buenos(1))).rejects.toThrow()
		expect((await filas(cosfac, '100001'))[1]?.[2]).toBe('Satisfactorio')
		expect(cosfac.vivos()).toBe(1)
	})

	test('peticion-perdida: la conexión se corta y no se tomó nada', async () => {
		const cosfac = await levantar()
		Object.assign(cosfac.fallas, { modo: 'peticion-perdida', veces: 1 })
		await expect(cargar(cosfac, await buenos(1))).rejects.toThrow()
		expect((await consultar(cosfac, '100001')).campo('mensaje')).toContain('No existe')
	})

	test('duplicados-permitidos: dos certificados vivos de la misma persona', async () => {
		const cosfac = await levantar({ fallas: { modo: 'duplicados-permitidos' } })
		const lote = await buenos(1)
		await filas(cosfac, (await cargar(cosfac, lote)).campo('numeroLote'))
		await filas(cosfac, (await cargar(cosfac, lote)).campo('numeroLote'))
		expect(cosfac.vivos()).toBe(2)
	})

	test('error-500, soap-fault, nunca-listo y los ZIP a medias', async () => {
		const cosfac = await levantar()
		const numero = (await cargar(cosfac, await buenos(1))).campo('numeroLote')
		await filas(cosfac, numero)
		cosfac.fallas.modo = 'error-500'
		expect((await consultar(cosfac, numero)).texto).toContain('Internal Server Error')
		cosfac.fallas.modo = 'soap-fault'
		expect((await consultar(cosfac, numero)).campo('faultcode')).toBe('SOAP-ENV:Server')
		cosfac.fallas.modo = 'nunca-listo'
		expect((await consultar(cosfac, numero)).campo('excelBase64')).toBeUndefined()
		cosfac.fallas.modo = 'excel-a-medias'
		const excel = (await consultar(cosfac, numero)).campo('excelBase64')
		expect(() => zipDe(excel)).toThrow()
		cosfac.fallas.modo = 'zip-a-medias'
		const zip = (await descargar(cosfac, numero)).campo('certificadosBase64')
		expect(zip).toBeTruthy()
		expect(() => zipDe(zip)).toThrow()
	})

	test('los certificados alterados, cambiados, faltantes, repetidos y hostiles', async () => {
		const cosfac = await levantar()
		const enviados = await buenos(3)
		const numero = (await cargar(cosfac, enviados)).campo('numeroLote')
		await filas(cosfac, numero)
		const con = async (modo: Cosfac['fallas']['modo']): Promise<Record<string, string>> => {
			cosfac.fallas.modo = modo
			return zipDe((await descargar(cosfac, numero)).campo('certificadosBase64'))
		}
		const normal = await con('normal')
		const cambia = (otro: Record<string, string>): string[] =>
			Object.keys(normal).filter((nombre) => otro[nombre] !== normal[nombre])
		const alterado = await con('atributo-alterado')
		expect(cambia(alterado)).toEqual(['cert-1.xml'])
		expect(exigir(leerDec(alterado['cert-1.xml'] ?? '')).acreditacion.promedioAprovechamiento).toBe('10')
		expect(cambia(await con('certificado-cambiado'))).toHaveLength(3)
		expect(Object.keys(await con('falta-uno'))).toHaveLength(2)
		expect(Object.keys(await con('duplicado'))).toHaveLength(4)
		expect((await con('xml-con-dtd'))['cert-1.xml']).toContain('<!DOCTYPE')
		expect(Object.keys(await con('ruta-traviesa'))).toContain('../../fuera.xml')
	})

	test('el interruptor por HTTP llega a los modos propios', async () => {
		const cosfac = await levantar()
		const respuesta = await fetch(new URL('/_fallas', cosfac.url), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ modo: 'falta-uno', veces: 2, demoraMs: 1 }),
		})
		expect(respuesta.status).toBe(200)
		expect(cosfac.fallas).toMatchObject({ modo: 'falta-uno', veces: 2, demoraMs: 1 })
	})
})
