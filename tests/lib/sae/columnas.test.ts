import { describe, expect, test } from 'vitest'
import type { ColumnasDeArchivo } from '#core/contract/importacion.ts'
import {
	deLoPropuesto,
	encabezadosDe,
	faltasDe,
	muestraDe,
	paraEnviar,
	porConfirmar,
} from '../../../src/lib/sae/columnas.ts'

const columna = (nombre: string, resto: Partial<ColumnasDeArchivo['propuesta'][number]> = {}) => ({
	columna: nombre,
	explicacion: '',
	necesaria: true,
	encabezado: null,
	como: 'ninguna' as const,
	...resto,
})
const ARCHIVO: ColumnasDeArchivo = {
	encabezado: ['Control', 'CURP', '', 'Control', ' '],
	muestra: [
		['1', '', 'x', '9', ''],
		['2', ' ABC ', '', '8', ''],
	],
	propuesta: [
		columna('MATRICULA', { encabezado: 'Control', como: 'parecida' }),
		columna('CURP', { encabezado: 'CURP', como: 'exacta' }),
		columna('PLAN'),
		columna('SEXO', { necesaria: false }),
	],
}

test('se pregunta lo parecido y lo que falta y hace falta; lo demás no', () => {
	expect(ARCHIVO.propuesta.filter(porConfirmar).map(({ columna: una }) => una)).toEqual(['MATRICULA', 'PLAN'])
	expect(porConfirmar(columna('CURP', { encabezado: 'Curp', como: 'recordada' }))).toBe(false)
})

test('se escoge entre los encabezados con nombre, una vez cada uno', () => {
	expect(encabezadosDe(ARCHIVO)).toEqual(['Control', 'CURP'])
})

test('la muestra es de esa columna, recortada y sin vacíos', () => {
	expect(muestraDe(ARCHIVO, 'CURP')).toEqual(['ABC'])
	expect(muestraDe(ARCHIVO, 'Control')).toEqual(['1', '2'])
	expect(muestraDe(ARCHIVO, 'no está')).toEqual([])
})

describe('lo que falta', () => {
	test('lo necesario sin escoger; lo que puede no venir, no', () => {
		expect(faltasDe(ARCHIVO, deLoPropuesto(ARCHIVO))).toEqual({ PLAN: 'Hace falta: escoja cuál es.' })
	})
	test('un encabezado es de una sola columna', () => {
		const escogidas = { ...deLoPropuesto(ARCHIVO), PLAN: 'Control' }
		expect(faltasDe(ARCHIVO, escogidas)).toEqual({ PLAN: '«Control» ya se escogió para MATRICULA.' })
	})
	test('se envía sólo lo que viene', () => {
		expect(paraEnviar(deLoPropuesto(ARCHIVO))).toEqual({ MATRICULA: 'Control', CURP: 'CURP' })
	})
})
