import { describe, expect, test } from 'vitest'
import {
	columnasRepetidas,
	confirmarMapeo,
	mapeoSeguro,
	proponerColumnas,
} from '../../../bff/application/sae/mapeo.ts'
import { FILA } from './archivo.ts'

const NUESTRAS = Object.keys(FILA)
const AJENAS: Readonly<Record<string, string>> = {
	MATRICULA: 'No. de control',
	PRIMER_APELLIDO: 'Apellido paterno',
	SEGUNDO_APELLIDO: 'Apellido materno',
	CCT: 'Clave del centro de trabajo',
	CORREO_INSTITUCIONAL: 'Correo institucional',
	FECHA_NACIMIENTO: 'Fecha de nacimiento',
	PROMEDIO: 'Promedio general',
}
const deOtroSistema = NUESTRAS.map((columna) => AJENAS[columna] ?? columna)
const propuestas = (encabezado: readonly string[], recordado = {}) =>
	Object.fromEntries(
		proponerColumnas(encabezado, recordado, false).map((una) => [una.columna, [una.encabezado, una.como]]),
	)

describe('columnas del archivo', () => {
	test('las de la plantilla se leen sin preguntar, con acentos y espacios de más', () => {
		const escritas = ['Matrícula ', 'curp', ...NUESTRAS.slice(2)]
		expect(mapeoSeguro(proponerColumnas(escritas, {}, false))).toMatchObject({ MATRICULA: 'MATRICULA' })
	})

	test('lo que sólo se parece se propone y se pregunta', () => {
		expect(propuestas(deOtroSistema)).toMatchObject({
			MATRICULA: ['No. de control', 'parecida'],
			PRIMER_APELLIDO: ['Apellido paterno', 'parecida'],
			SEGUNDO_APELLIDO: ['Apellido materno', 'parecida'],
			CCT: ['Clave del centro de trabajo', 'parecida'],
			CORREO_INSTITUCIONAL: ['Correo institucional', 'exacta'],
			CURP: ['CURP', 'exacta'],
			SEXO: [null, 'ninguna'],
		})
		expect(mapeoSeguro(proponerColumnas(deOtroSistema, {}, false))).toBeNull()
	})

	test('la CURP con más palabras sigue siendo la CURP, aunque la clave del plantel también diga clave', () => {
		const encabezado = [
			'Clave CURP',
			'Clave del plantel',
			...NUESTRAS.filter((una) => una !== 'CURP' && una !== 'CCT'),
		]
		expect(propuestas(encabezado)).toMatchObject({
			CURP: ['Clave CURP', 'parecida'],
			CCT: ['Clave del plantel', 'parecida'],
		})
	})

	test('lo confirmado se recuerda: la segunda vez no se pregunta, aunque cambie el orden', () => {
		const columnas = Object.fromEntries(NUESTRAS.map((columna, i) => [columna, deOtroSistema[i] ?? '']))
		const { mapeo, mal } = confirmarMapeo(deOtroSistema, columnas, false)
		expect(mal).toEqual([])
		const otroDia = deOtroSistema.toReversed()
		expect(propuestas(otroDia, mapeo)).toMatchObject({ MATRICULA: ['No. de control', 'recordada'] })
		expect(mapeoSeguro(proponerColumnas(otroDia, mapeo, false))).toEqual(mapeo)
	})

	test('lo recordado que el archivo ya no trae no estorba: se vuelve a lo que se llama igual', () => {
		expect(propuestas(NUESTRAS, { MATRICULA: 'NO_DE_CONTROL' })).toMatchObject({
			MATRICULA: ['MATRICULA', 'exacta'],
		})
	})

	test.each([
		['falta una necesaria', { MATRICULA: 'No. de control' }, 'CURP'],
		['un encabezado para dos', { MATRICULA: 'CURP', CURP: 'CURP' }, 'CURP'],
		['un encabezado que el archivo no trae', { CURP: 'Otra' }, 'CURP'],
		['una columna que no es nuestra', { INVENTADA: 'CURP' }, 'INVENTADA'],
	])('%s: se dice cuál', (_que, columnas, cual) => {
		expect(confirmarMapeo(deOtroSistema, columnas, false).mal).toContain(cual)
	})

	test('los módulos no hacen falta en la fila si vienen en su hoja', () => {
		const sinModulos = NUESTRAS.filter((columna) => columna !== 'MODULOS')
		expect(mapeoSeguro(proponerColumnas(sinModulos, {}, false))).toBeNull()
		expect(mapeoSeguro(proponerColumnas(sinModulos, {}, true))).not.toBeNull()
	})

	test('una de las nuestras dos veces no se sabe cuál leer', () => {
		expect(columnasRepetidas([...NUESTRAS, 'Curp', 'Otra', 'Otra'])).toEqual(['Curp'])
	})
})
