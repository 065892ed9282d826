import { utils, write } from '@e965/xlsx'
import { expect, test } from 'vitest'
import { leerResultado, ResultadoInservible } from '../../../bff/adapters/cosfac/resultado-xls.ts'

const libro = (renglones: unknown[][], hoja = 'Resultado', tipo: 'biff8' | 'xlsx' = 'biff8'): Uint8Array => {
	const nuevo = utils.book_new()
	utils.book_append_sheet(nuevo, utils.aoa_to_sheet(renglones), hoja)
	return new Uint8Array(write(nuevo, { type: 'buffer', bookType: tipo }) as Buffer)
}
const encabezado = ['ARCHIVO', 'ESTATUS', 'DESCRIPCION']

test('lee cada renglón, sea el ESTATUS número o texto', () => {
	const xls = libro([
		encabezado,
		['CE1.xml', 1, 'Satisfactorio'],
		['CE2.xml', '1', 'Satisfactorio'],
		['CE3.xml', 0, '  La CURP «ñ» no existe.  '],
	])
	expect(leerResultado(xls)).toEqual([
		{ archivo: 'CE1.xml', estatus: '1', descripcion: 'Satisfactorio' },
		{ archivo: 'CE2.xml', estatus: '1', descripcion: 'Satisfactorio' },
		{ archivo: 'CE3.xml', estatus: '0', descripcion: '  La CURP «ñ» no existe.  ' },
	])
})

test('halla las columnas por su encabezado, en otro orden y con otras de más', () => {
	const xls = libro([
		['No.', 'Descripción', 'Estatus ', 'Archivo'],
		[1, 'Bien', 1, 'CE1.xml'],
	])
	expect(leerResultado(xls)).toEqual([{ archivo: 'CE1.xml', estatus: '1', descripcion: 'Bien' }])
})

test('aguanta mil renglones', () => {
	const filas = Array.from({ length: 1000 }, (_, i) => [`CE${i}.xml`, 1, 'Satisfactorio'])
	expect(leerResultado(libro([encabezado, ...filas]))).toHaveLength(1000)
})

test.each([
	['sin la hoja Resultado', libro([encabezado], 'Hoja1')],
	['sin la columna ESTATUS', libro([['ARCHIVO', 'DESCRIPCION']])],
	['con la columna ARCHIVO dos veces', libro([['ARCHIVO', 'ARCHIVO', 'ESTATUS', 'DESCRIPCION']])],
	['vacío', new Uint8Array()],
	['que en realidad es .xlsx', libro([encabezado], 'Resultado', 'xlsx')],
	['que en realidad es HTML', new TextEncoder().encode('<table><tr><td>ARCHIVO</td></tr></table>')],
	['con demasiados renglones', libro([encabezado, ...Array.from({ length: 6000 }, () => ['x', 1, 'y'])])],
	['cortado', libro([encabezado, ['CE1.xml', 1, 'y']]).slice(0, 700)],
])('un resultado %s es inservible', (_, xls) => {
	expect(() => leerResultado(xls)).toThrow(ResultadoInservible)
})
