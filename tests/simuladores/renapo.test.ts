import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
	CONSULTA_CURP,
	levantarRenapo,
	type Poblador,
	type Renapo,
} from '../../bff/simuladores/renapo/renapo.ts'

const persona: Poblador = {
	curp: 'NUPZ050607MMCXRSA8',
	nombres: 'ZOÉ <PRUEBA>',
	primerApellido: 'ÑÚÑEZ',
	segundoApellido: '',
	sexo: 'M',
	fechaNacimiento: '07/06/2005',
	entidad: 'MC',
	statusCurp: 'AN',
}
let carpeta: string
let renapo: Renapo
beforeAll(async () => {
	carpeta = mkdtempSync(join(tmpdir(), 'egreso-renapo-'))
	const ruta = join(carpeta, 'poblacion.json')
	writeFileSync(ruta, JSON.stringify([persona]))
	renapo = await levantarRenapo({ usuario: 'u', contrasena: 'c', poblacion: ruta })
})
afterAll(async () => {
	await renapo.cerrar()
	rmSync(carpeta, { recursive: true, force: true })
})
beforeEach(() => {
	Object.assign(renapo.fallas, { modo: 'normal', veces: 0 })
})

const preguntar = async (curp: string, contrasena = 'c') => {
	const respuesta = await fetch(renapo.url, {
		method: 'POST',
		headers: { 'content-type': 'text/xml; charset=utf-8' },
		body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><consultarPorCurpRequest xmlns="${CONSULTA_CURP.espacio}"><curp>${curp}</curp><usuario>u</usuario><contrasena>${contrasena}</contrasena></consultarPorCurpRequest></s:Body></s:Envelope>`,
	})
	const texto = await respuesta.text()
	const campo = (nombre: string): string | undefined =>
		new RegExp(`<ns2:${nombre}>([^<]*)</`).exec(texto)?.[1]
	return { estado: respuesta.status, campo }
}

describe('la consulta de CURP local', () => {
	test('una CURP de la población devuelve sus datos', async () => {
		const { estado, campo } = await preguntar(persona.curp)
		expect(estado).toBe(200)
		expect(campo('statusOper')).toBe('EXITOSO')
		expect(campo('nombres')).toBe('ZOÉ &lt;PRUEBA&gt;')
		for (const dato of [
			'curp',
			'primerApellido',
			'segundoApellido',
			'sexo',
			'fechaNacimiento',
			'entidad',
			'statusCurp',
		] as const) {
			expect(campo(dato)).toBe(persona[dato])
		}
	})

	test('lo que no existe, lo mal escrito y otra contraseña son NO EXITOSO con su código', async () => {
		const codigos = [
			(await preguntar('AAAA050607MMCXRSA8')).campo('codigoError'),
			(await preguntar('corta')).campo('codigoError'),
			(await preguntar(persona.curp, 'otra')).campo('codigoError'),
		]
		expect(codigos).toEqual(['06', '07', '02'])
	})

	test('las fallas propias', async () => {
		renapo.fallas.modo = 'sin-servicio'
		expect((await preguntar(persona.curp)).campo('codigoError')).toBe('99')
		renapo.fallas.modo = 'datos-cambiados'
		expect((await preguntar(persona.curp)).campo('primerApellido')).toBe('CAMBIADO')
		renapo.fallas.modo = 'no-existe'
		expect((await preguntar(persona.curp)).campo('codigoError')).toBe('06')
		renapo.fallas.modo = 'respuesta-perdida'
		await expect(preguntar(persona.curp)).rejects.toThrow()
		renapo.fallas.modo = 'soap-fault'
		expect((await preguntar(persona.curp)).estado).toBe(500)
	})

	test('sirve su WSDL, y una población mal hecha no arranca', async () => {
		expect(await (await fetch(renapo.wsdl)).text()).toContain('consultarPorCurpRequest')
		const ruta = join(carpeta, 'mala.json')
		writeFileSync(ruta, JSON.stringify([{ ...persona, sexo: undefined }]))
		await expect(levantarRenapo({ usuario: 'u', contrasena: 'c', poblacion: ruta })).rejects.toThrow(
			'le falta sexo',
		)
	})
})
