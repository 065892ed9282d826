import { describe, expect, test } from 'vitest'
import {
	anotarResultado,
	crearResultados,
	filasDeResultado,
	type SellosEnEspera,
} from '../../../src/lib/offline/resultados.ts'
import { cofreEnMemoria } from './archivero.ts'

const IDS = ['t1', 't2', 't3', 't4', 't5']
const sellos: SellosEnEspera = {
	de: 'ana',
	cuerpo: { certificado: 'cer', sellos: IDS.map((tramiteId) => ({ tramiteId, sello: 's' })) },
	nombres: IDS.slice(0, 4).map((tramiteId) => ({
		tramiteId,
		nombre: `Persona ${tramiteId}`,
		matricula: `m-${tramiteId}`,
	})),
}

describe('lo que se dice de cada sello que esperó', () => {
	test('cada uno con su nombre y su frase; el repetido cuenta como recibido', () => {
		const filas = filasDeResultado(sellos, {
			tipo: 'hecho',
			respuesta: {
				filas: [
					{ id: 't1', hecho: true },
					{ id: 't2', hecho: false, motivo: 'ya-sellado', frase: 'Ya.' },
					{ id: 't3', hecho: false, motivo: 'sello-no-corresponde', frase: 'No corresponde.' },
					{ id: 't5', hecho: false, motivo: 'devuelto', frase: 'Se devolvió.' },
				],
			},
		})
		expect(filas.map(({ nombre, estado, frase }) => [nombre, estado, frase])).toEqual([
			['Persona t1', 'recibido', undefined],
			['Persona t2', 'recibido', undefined],
			['Persona t3', 'no-entro', 'No corresponde.'],
			['Persona t4', 'no-entro', expect.stringContaining('no hubo respuesta')],
			['Certificado de su lista', 'no-entro', 'Se devolvió.'],
		])
	})

	test('un «no» a todo el envío (e.firma vencida o revocada) se dice de cada certificado', () => {
		const filas = filasDeResultado(sellos, { tipo: 'rechazado', frase: 'El certificado venció.' })
		expect(filas).toHaveLength(5)
		expect(
			filas.every(({ estado, frase }) => estado === 'no-entro' && frase === 'El certificado venció.'),
		).toBe(true)
	})

	test('lo que no salió no dice nada', () => {
		expect(anotarResultado(sellos, { tipo: 'despues', por: 'red' }, 'u')).toBe(null)
	})
})

test('los resultados se acumulan, el último vale, y se van sólo cuando su dueña los despacha', async () => {
	const { cofre } = cofreEnMemoria()
	const resultados = crearResultados(cofre)
	const uno = { ...sellos, cuerpo: { ...sellos.cuerpo, sellos: sellos.cuerpo.sellos.slice(0, 2) } }
	const no = anotarResultado(uno, { tipo: 'rechazado', frase: 'No.' }, 'a')
	const si = anotarResultado(
		{ ...uno, cuerpo: { ...uno.cuerpo, sellos: uno.cuerpo.sellos.slice(0, 1) } },
		{ tipo: 'hecho', respuesta: { filas: [{ id: 't1', hecho: true }] } },
		'b',
	)
	for (const nuevo of [no, si]) await cofre.cambiar({ poner: nuevo ? [nuevo] : [] })
	expect((await resultados.leer('ana')).map(({ tramiteId, estado }) => [tramiteId, estado])).toEqual([
		['t1', 'recibido'],
		['t2', 'no-entro'],
	])
	expect(await resultados.leer('beto')).toEqual([])
	await resultados.despachar('beto')
	expect(await resultados.leer('ana')).toHaveLength(2)
	await resultados.despachar('ana')
	expect(await resultados.leer('ana')).toEqual([])
})
