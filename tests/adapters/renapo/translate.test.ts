import { describe, expect, test } from 'vitest'
import {
	confrontarDatos,
	leerRespuesta,
	sobreConsulta,
	type Persona,
} from '../../../bff/adapters/renapo/translate.ts'

const ESPACIO = 'urn:egreso:simuladores:renapo:1'
const CREDENCIALES = { usuario: 'conalep', contrasena: 'a<b&c' }

const sobre = (cuerpo: string): string =>
	`<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>${cuerpo}</S:Body></S:Envelope>`
const respuesta = (campos: Record<string, string>): string =>
	sobre(
		`<r:consultarPorCurpResponse xmlns:r="${ESPACIO}">${Object.entries(campos)
			.map(([nombre, valor]) => `<r:${nombre}>${valor}</r:${nombre}>`)
			.join('')}</r:consultarPorCurpResponse>`,
	)
const EXITOSA = {
	statusOper: 'EXITOSO',
	codigoError: '',
	message: '',
	curp: 'EEML080214MMCJNZA4',
	nombres: 'MARÍA DE LA LUZ',
	primerApellido: 'EJEMPLO',
	segundoApellido: 'MUNGUÍA',
	sexo: 'M',
	fechaNacimiento: '14/02/2008',
	entidad: 'MC',
	statusCurp: 'AN',
}

describe('lo que se le dice a RENAPO', () => {
	test('el sobre es el que se espera, con todo lo escapable escapado', async () => {
		await expect(sobreConsulta('EEML080214MMCJNZA4', CREDENCIALES)).toMatchFileSnapshot(
			'../../golden/renapo-consulta.xml',
		)
	})
})

describe('lo que RENAPO contesta', () => {
	test('una persona', () => {
		expect(leerRespuesta(respuesta(EXITOSA))).toEqual({
			tipo: 'persona',
			persona: {
				curp: 'EEML080214MMCJNZA4',
				nombres: 'MARÍA DE LA LUZ',
				primerApellido: 'EJEMPLO',
				segundoApellido: 'MUNGUÍA',
				fechaNacimiento: '2008-02-14',
				sexo: 'M',
				entidad: 'MC',
				statusCurp: 'AN',
			},
		})
	})

	test.each([
		['06', 'no-existe'],
		['07', 'no-existe'],
		['02', 'negado'],
		['99', 'sin-servicio'],
		['', 'sin-servicio'],
	])('NO EXITOSO con código «%s» es %s', (codigoError, tipo) => {
		const contestado = respuesta({ statusOper: 'NO EXITOSO', codigoError, message: 'x' })
		expect(leerRespuesta(contestado)).toEqual({ tipo })
	})

	test.each([
		['una página de error', '<html><body>502 Bad Gateway</body></html>'],
		['nada', ''],
		['XML cortado', respuesta(EXITOSA).slice(0, -20)],
		[
			'una falla SOAP',
			sobre('<S:Fault><faultcode>S:Server</faultcode><faultstring>x</faultstring></S:Fault>'),
		],
		['una DTD', respuesta(EXITOSA).replace('?>', '?><!DOCTYPE x [<!ENTITY e "6">]>')],
		['una instrucción de proceso', respuesta(EXITOSA).replace('<S:Body>', '<S:Body><?x y?>')],
		['un campo repetido', respuesta(EXITOSA).replace('<r:curp>', '<r:curp>OTRA</r:curp><r:curp>')],
		['otro espacio de nombres', respuesta(EXITOSA).replace(ESPACIO, 'urn:otro')],
		['una fecha que no se entiende', respuesta({ ...EXITOSA, fechaNacimiento: '2008-02-14' })],
		['un éxito sin nombre', respuesta({ ...EXITOSA, nombres: '' })],
		['la respuesta fuera de su lugar', sobre(`<otra>${respuesta(EXITOSA).split('?>')[1]}</otra>`)],
	])('%s no es una respuesta: nunca se toma por «no existe»', (_que, xml) => {
		expect(leerRespuesta(xml)).toEqual({ tipo: 'sin-servicio' })
	})
})

describe('la confronta', () => {
	const SAE = {
		curp: 'EEML080214MMCJNZA4',
		nombre: 'MARIA DE LA LUZ',
		primerApellido: 'MUÑOZ',
		segundoApellido: 'MUNGUIA',
		fechaNacimiento: '2008-02-14',
	}
	const RENAPO: Persona = {
		curp: SAE.curp,
		nombres: 'MARÍA DE LA LUZ',
		primerApellido: 'MUÑOZ',
		segundoApellido: 'MUNGUÍA',
		fechaNacimiento: '2008-02-14',
		sexo: 'M',
		entidad: 'MC',
		statusCurp: 'AN',
	}

	test.each([
		['acentos', {}],
		['minúsculas', { nombres: 'María de la Luz' }],
		['espacios de más', { nombres: ' MARIA  DE LA  LUZ ' }],
		['la Ñ en dos piezas (NFD)', { primerApellido: 'MUÑOZ'.normalize('NFD') }],
	])('coincide aunque difiera en %s', (_que, cambios) => {
		expect(confrontarDatos(SAE, { ...RENAPO, ...cambios })).toEqual({ resultado: 'coincide', campos: [] })
	})

	test('sin segundo apellido coincide con vacío', () => {
		const sinSegundo = confrontarDatos({ ...SAE, segundoApellido: null }, { ...RENAPO, segundoApellido: '' })
		expect(sinSegundo.resultado).toBe('coincide')
	})

	test('el sexo y la entidad se comparan si los dos los dicen', () => {
		const conTodo = { ...SAE, sexo: 'M', entidadNacimiento: 'MC' }
		expect(confrontarDatos(conTodo, RENAPO)).toEqual({ resultado: 'coincide', campos: [] })
		expect(confrontarDatos(conTodo, { ...RENAPO, sexo: '', entidad: '' }).resultado).toBe('coincide')
		expect(confrontarDatos({ ...conTodo, sexo: 'H', entidadNacimiento: 'DF' }, RENAPO)).toEqual({
			resultado: 'no-coincide',
			campos: ['sexo', 'entidad de nacimiento'],
		})
		expect(confrontarDatos({ ...conTodo, sexo: null, entidadNacimiento: null }, RENAPO).resultado).toBe(
			'coincide',
		)
	})

	test.each([
		['la Ñ por N', { primerApellido: 'MUNOZ' }, ['primer apellido']],
		['el nombre', { nombres: 'MARIA LUZ' }, ['nombre']],
		['el segundo apellido de menos', { segundoApellido: '' }, ['segundo apellido']],
		['la fecha', { fechaNacimiento: '2008-02-15' }, ['fecha de nacimiento']],
		['otra CURP', { curp: 'EEML080214MMCJNZB3' }, ['CURP (RENAPO tiene otra vigente)']],
		['una baja', { statusCurp: 'BD' }, ['CURP (RENAPO la tiene dada de baja)']],
		['dos cosas', { nombres: 'X', fechaNacimiento: '2000-01-01' }, ['nombre', 'fecha de nacimiento']],
	])('no coincide si difiere %s, y dice en qué', (_que, cambios, campos) => {
		expect(confrontarDatos(SAE, { ...RENAPO, ...cambios })).toEqual({ resultado: 'no-coincide', campos })
	})
})
