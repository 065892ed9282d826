import process from 'node:process'
import { utils, write, type WorkBook } from '@e965/xlsx'
import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { leerArchivo } from '../../../bff/application/sae/leer-archivo.ts'
import { BYTES_MAXIMOS } from '../../../bff/application/sae/tabla.ts'
import { exigir } from '../../../src/core/domain/result.ts'
import { bytes, csv, fila, FILA, type Fila } from './archivo.ts'

const leidas = async (contenido: Uint8Array): Promise<readonly Fila[]> => {
	const { egresados } = exigir(await leerArchivo(contenido))
	return egresados.renglones.map(({ celdas }) =>
		Object.fromEntries(egresados.encabezado.map((nombre, i) => [nombre, celdas[i] ?? ''])),
	)
}
const lineas = async (contenido: Uint8Array) =>
	exigir(await leerArchivo(contenido)).egresados.renglones.map((renglon) => renglon.linea)
const razon = async (contenido: Uint8Array): Promise<string> => {
	const leido = await leerArchivo(contenido)
	return leido.ok ? '' : `${leido.motivo} ${String(leido.datos.razon ?? leido.datos.maximo)}`
}
const enXlsx = (libro: WorkBook): Uint8Array =>
	new Uint8Array(write(libro, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer)

describe('CSV de SAE', () => {
	test.each([
		['comas', () => bytes(csv([fila()]))],
		['punto y coma', () => bytes(csv([fila()], ';'))],
		['tabuladores', () => bytes(csv([fila()], '\t'))],
		['marca UTF-8', () => bytes(`\uFEFF${csv([fila()])}`)],
		['«sep=;» de Excel', () => bytes(`sep=;\r\n${csv([fila()], ';')}`)],
		['windows-1252', () => Uint8Array.from(csv([fila()]), (letra) => letra.charCodeAt(0))],
		['UTF-16 con marca', () => new Uint8Array(Buffer.from(`\uFEFF${csv([fila()])}`, 'utf16le'))],
		['letras con su acento aparte (NFD)', () => bytes(csv([fila()]).normalize('NFD'))],
		['saltos de línea de Unix', () => bytes(csv([fila()]).replaceAll('\r\n', '\n'))],
		['espacios a los lados', () => bytes(csv([fila({ NOMBRE: '  MARÍA DE LA LUZ\u00a0' })]))],
		['encabezados con acentos y espacios', () => bytes(csv([fila()]).replace('GENERACION', 'Generación '))],
	])('con %s se lee igual', async (_que, contenido) => {
		expect(await leidas(contenido())).toEqual([FILA])
	})

	test('cualquier texto entre comillas vuelve como se escribió, y cada renglón sabe su número', async () => {
		const texto = fc.string({ unit: fc.constantFrom(...'AÁÑ ,;"|=\n'.split('')), maxLength: 12 })
		await fc.assert(
			fc.asyncProperty(fc.array(texto, { minLength: 1, maxLength: 5 }), async (textos) => {
				const filas = textos.map((nombre) => fila({ NOMBRE: nombre }))
				const contenido = bytes(csv(filas))
				expect((await leidas(contenido)).map((una) => una.NOMBRE)).toEqual(textos.map((uno) => uno.trim()))
				let linea = 2
				const esperadas = textos.map((uno) => {
					const aqui = linea
					linea += uno.split('\n').length
					return aqui
				})
				expect(await lineas(contenido)).toEqual(esperadas)
			}),
			{ numRuns: 60 },
		)
	})

	test('los renglones vacíos no cuentan, pero ocupan su número', async () => {
		const [encabezado, uno] = csv([fila()]).split('\r\n')
		const contenido = bytes([encabezado, '', uno, ',,,,', '', uno, '', ''].join('\r\n'))
		expect(await lineas(contenido)).toEqual([3, 6])
	})
})

describe('XLSX de SAE', () => {
	test('fechas, números y síes de verdad se leen como se ven, y los módulos en su hoja', async () => {
		const libro = utils.book_new()
		const fecha = new Date('2008-02-14T00:00:00Z')
		const egresado = {
			FECHA: fecha,
			PROMEDIO: 9.1,
			CREDITOS: 360,
			SUMA: 0.1 + 0.2,
			SI: true,
			NO: false,
			VACIA: null,
		}
		utils.book_append_sheet(
			libro,
			utils.json_to_sheet([egresado], { UTC: true, cellDates: true }),
			'EGRESADOS',
		)
		utils.book_append_sheet(libro, utils.json_to_sheet([{ MODULO: 'M1', CALIFICACION: 10 }]), 'Módulos')
		const { egresados, modulos } = exigir(await leerArchivo(enXlsx(libro)))
		expect(egresados.renglones).toEqual([
			{ linea: 2, celdas: ['2008-02-14', '9.1', '360', '0.3', 'SI', 'NO', ''] },
		])
		expect(modulos?.renglones).toEqual([{ linea: 2, celdas: ['M1', '10'] }])
	})

	test('sin hoja Egresados se lee la primera; las filas vacías ocupan su número', async () => {
		const libro = utils.book_new()
		utils.book_append_sheet(libro, utils.aoa_to_sheet([['CURP'], [], ['X'], [''], ['Y']]), 'Hoja1')
		expect(await lineas(enXlsx(libro))).toEqual([3, 5])
	})
})

describe('XLSX hostil', () => {
	const hoja = (filas: string, despues = '', textos = ''): Uint8Array => {
		const libro = {
			SheetNames: ['Egresados'],
			Sheets: { Egresados: utils.aoa_to_sheet([['MATRICULA', 'CCT']]) },
		}
		const partes = unzipSync(new Uint8Array(write(libro, { type: 'buffer', bookSST: true }) as Buffer))
		const cambiar = (nombre: string, cambio: (texto: string) => string): void => {
			partes[nombre] = new TextEncoder().encode(cambio(new TextDecoder().decode(partes[nombre])))
		}
		cambiar('xl/worksheets/sheet1.xml', (xml) =>
			xml.replace('</sheetData>', `${filas}</sheetData>${despues}`),
		)
		cambiar('xl/sharedStrings.xml', (xml) => xml.replace('</sst>', `${textos}</sst>`))
		return zipSync(partes)
	}

	test.each(['<hyperlink ', '<x:hyperlink '])(
		'un vínculo %ssobre toda la hoja no crea sus celdas',
		async (marca) => {
			const archivo = hoja(
				'<row r="2"><c r="A2"><v>1</v></c></row>',
				`<hyperlinks>${marca}ref="A1:ALL9999" location="x"/></hyperlinks>`,
			)
			const antes = process.memoryUsage().heapUsed
			expect(exigir(await leerArchivo(archivo)).egresados.renglones).toEqual([
				{ linea: 2, celdas: ['1', ''] },
			])
			expect(process.memoryUsage().heapUsed - antes).toBeLessThan(200 * 1024 * 1024)
		},
	)

	test('un texto de megas repetido en mil celdas se corta donde Excel corta', async () => {
		const filas = Array.from(
			{ length: 1000 },
			(_, i) => `<row r="${i + 2}"><c r="A${i + 2}" t="s"><v>2</v></c></row>`,
		)
		const archivo = hoja(filas.join(''), '', `<si><t>${'é'.repeat(1_000_000)}</t></si>`)
		const { egresados } = exigir(await leerArchivo(archivo))
		expect(egresados.renglones).toHaveLength(1000)
		expect(egresados.renglones.every(({ celdas }) => celdas[0]?.length === 32_767)).toBe(true)
	})

	test('un XLSX con otra clase de libro adentro se lee como XLSX', async () => {
		const partes = unzipSync(hoja('<row r="2"><c r="A2"><v>1</v></c></row>'))
		const doble = zipSync({
			...partes,
			'META-INF/manifest.xml': bytes('<m/>'),
			'Index/Document.iwa': bytes('x'),
		})
		expect(exigir(await leerArchivo(doble)).egresados.renglones).toHaveLength(1)
	})
})

describe('archivos que no son', () => {
	const zip = (partes: Record<string, Uint8Array>) => zipSync(partes)
	test.each([
		['vacío', () => new Uint8Array(), /ilegible está vacío/],
		['un PDF', () => bytes('%PDF-1.7\n…'), /ilegible es un PDF/],
		['un .xls antiguo', () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), /\.xls.*guárdelo como \.xlsx/],
		['binario cualquiera', () => Uint8Array.of(1, 2, 0, 3, 44, 0), /no es CSV ni XLSX/],
		['texto sin columnas', () => bytes('hola\nadiós'), /no se encontró el encabezado/],
		['CSV con comillas sin cerrar', () => bytes('A,B\n1,"2\n3,4\n'), /comillas sin cerrar/],
		['un ZIP que no es libro', () => zip({ 'a.txt': bytes('hola') }), /no es un libro de Excel/],
		['un ZIP truncado', () => zip({ 'a.txt': bytes('hola') }).slice(0, 40), /no es un libro de Excel/],
		['más grande que lo permitido', () => new Uint8Array(BYTES_MAXIMOS + 1), /demasiado-grande 20 MB/],
	])('%s: una frase dice por qué', async (_que, contenido, frase) => {
		expect(await razon(contenido())).toMatch(frase)
	})

	test('una bomba que se infla a más de 100 MB se deja de abrir', async () => {
		const bomba = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(110 * 1024 * 1024) }, { level: 1 })
		expect(bomba.length).toBeLessThan(1024 * 1024)
		expect(await razon(bomba)).toMatch(/demasiado-grande 100 MB/)
	})

	test('más de 50,000 egresados', async () => {
		expect(await razon(bytes(`A,B\n${'1,2\n'.repeat(50_001)}`))).toMatch(/demasiado-grande 50,000 egresados/)
	})
})
