import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { columnasRepetidas, proponerColumnas } from '../../../bff/application/sae/mapeo.ts'
import { crearRevisor } from '../../../bff/application/sae/revisar-renglon.ts'
import { bytes, FILA } from './archivo.ts'
import { leerTodo, razonDe } from './leer.ts'

const libro = (hoja: string, otras: Readonly<Record<string, string>> = {}): Uint8Array =>
	zipSync({
		'xl/workbook.xml': strToU8(
			`<workbook xmlns:r="r"><sheets><sheet name="Egresados" r:id="a"/><sheet name="Modulos" r:id="b"/></sheets></workbook>`,
		),
		'xl/_rels/workbook.xml.rels': strToU8(
			`<Relationships><Relationship Id="a" Target="a.xml"/><Relationship Id="b" Target="b.xml"/></Relationships>`,
		),
		'xl/a.xml': strToU8(hoja),
		...Object.fromEntries(Object.entries(otras).map(([parte, xml]) => [parte, strToU8(xml)])),
	})
const hoja = (renglones: string): string =>
	`<worksheet><sheetData><row r="1"><c t="str"><v>MATRICULA</v></c></row>${renglones}</sheetData></worksheet>`
const renglon = (texto: string, r = ''): string => `<row${r}><c t="str"><v>${texto}</v></c></row>`

test('XLSX con etiquetas una dentro de otra sin fin: se deja de leer antes de que ocupen la memoria', async () => {
	const bomba = libro(`<worksheet>${'<a>'.repeat(2_000_000)}`)
	expect(bomba.length).toBeLessThan(10_000)
	const antes = process.memoryUsage().heapUsed
	expect(await razonDe(bomba)).toMatch(/dañado/)
	expect(process.memoryUsage().heapUsed - antes).toBeLessThan(200e6)
})

test('XLSX que cita mil veces un texto: un renglón no pasa de lo que cabe en uno de CSV', async () => {
	const celdas = '<c t="s"><v>0</v></c>'.repeat(200)
	const compartidos = { 'xl/sharedStrings.xml': `<sst><si><t>${'x'.repeat(32_000)}</t></si></sst>` }
	expect(await razonDe(libro(hoja(`<row>${celdas}</row>`), compartidos))).toMatch(/renglón desmedido: el 2/)
})

test('XLSX cuyos renglones dicen un número que no lo es, no avanza o no cabe: se cuentan', async () => {
	const mal = ['abc', '9e99', '-4.5', '3', '2'].map((r, i) => renglon(`m${i}`, ` r="${r}"`)).join('')
	const { renglones } = await leerTodo(libro(hoja(mal)))
	expect(renglones.map(({ linea }) => linea)).toEqual([2, 3, 4, 5, 6])
	const salta = await leerTodo(libro(hoja(renglon('m', ' r="40"'))))
	expect(salta.renglones.map(({ linea }) => linea)).toEqual([40])
})

test('la hoja Modulos no trae miles de una sola matrícula', async () => {
	const celda = (texto: string) => `<c t="str"><v>${texto}</v></c>`
	const uno = `<row>${celda('1')}${celda('M1')}${celda('9')}</row>`
	const modulos = `<worksheet><row>${celda('MATRICULA')}${celda('MODULO')}${celda('CALIFICACION')}</row>${uno.repeat(501)}</worksheet>`
	expect(await razonDe(libro(hoja(renglon('1')), { 'xl/b.xml': modulos }))).toMatch(/más de 500 módulos/)
})

test('JSON con claves que todo objeto hereda: se lee lo que trae, y lo que no trae está vacío', async () => {
	const { encabezado, renglones } = await leerTodo(
		bytes('{"MATRICULA":"1","constructor":"x","__proto__":"y"}\n{"MATRICULA":"2"}'),
	)
	expect(encabezado).toEqual(['MATRICULA', 'constructor', '__proto__'])
	expect(renglones.map(({ celdas }) => celdas)).toEqual([
		['1', 'x', 'y'],
		['2', '', ''],
	])
})

test('JSON hondo que sí cierra: una frase, no una pila agotada', async () => {
	const hondo = `{"MATRICULA":${'['.repeat(90_000)}${']'.repeat(90_000)}}`
	expect(await razonDe(bytes(hondo))).toMatch(/desmedido/)
})

test('JSON con nombres de datos desmedidos o un egresado desmedido de una pieza', async () => {
	const claves = Array.from({ length: 3 }, (_, i) => `{"${'k'.repeat(90_000)}${i}":1}`).join('\n')
	expect(await razonDe(bytes(claves))).toMatch(/desmedidos/)
	expect(await razonDe(bytes(`{"A":"${'x'.repeat(250_000)}"}`))).toMatch(/desmedido/)
})

test('un encabezado larguísimo no se compara letra por letra con los nuestros', () => {
	const ancho = Array.from({ length: 200 }, (_, i) => `${i}${'NOMBRE '.repeat(140)}`)
	const antes = performance.now()
	const propuesta = proponerColumnas(ancho, {}, false)
	const anchos = performance.now() - antes
	expect(propuesta.every(({ como }) => como === 'ninguna')).toBe(true)
	const otra = performance.now()
	proponerColumnas(
		ancho.map((uno) => uno.slice(0, 60)),
		{},
		false,
	)
	expect(anchos).toBeLessThan(performance.now() - otra)
})

test('una columna que se recuerda y está dos veces en el encabezado se dice', () => {
	const encabezado = ['MATRICULA', 'Ap. paterno', 'AP_PATERNO', 'Otra', 'OTRA']
	expect(columnasRepetidas(encabezado)).toEqual([])
	expect(columnasRepetidas(encabezado, { PRIMER_APELLIDO: 'AP_PATERNO' })).toEqual(['AP_PATERNO'])
})

test('de un renglón se dicen los primeros errores, no diez mil', () => {
	const encabezado = Object.keys(FILA)
	const mapeo = Object.fromEntries(encabezado.map((columna) => [columna, columna]))
	const revisar = (modulos: string) => {
		const celdas = Object.values({ ...FILA, MODULOS: modulos })
		const catalogos = { planteles: new Map(), planes: new Map() }
		const revisor = crearRevisor({ encabezado, modulos: null }, mapeo, catalogos, 7)
		return revisor.revisar({ linea: 2, celdas }).errores
	}
	const muchos = revisar('a|'.repeat(4_000))
	expect(muchos).toHaveLength(51)
	expect(muchos.at(-1)?.razon).toMatch(/^Tiene otros 39\d\d errores/)
	expect(revisar('a|'.repeat(6_000)).map(({ razon }) => razon)).toContain('El dato es demasiado largo.')
})
