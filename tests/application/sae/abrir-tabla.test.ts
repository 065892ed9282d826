import process from 'node:process'
import { utils, write, type WorkBook } from '@e965/xlsx'
import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { normalizarEncabezado } from '../../../bff/application/sae/columnas.ts'
import { abrirTabla } from '../../../bff/application/sae/lector/abrir-tabla.ts'
import { FILAS_MAXIMAS } from '../../../bff/application/sae/tabla.ts'
import { ARCHIVO_SAE_MAXIMO } from '#core/contract/importacion.ts'
import { bytes, csv, fila, FILA, type Fila } from './archivo.ts'
import { leerTodo, razonDe } from './leer.ts'

const leidas = async (contenido: Uint8Array): Promise<readonly Fila[]> => {
	const { encabezado, renglones } = await leerTodo(contenido)
	return renglones.map(({ celdas }) =>
		Object.fromEntries(encabezado.map((nombre, i) => [normalizarEncabezado(nombre), celdas[i] ?? ''])),
	)
}
const lineas = async (contenido: Uint8Array) =>
	(await leerTodo(contenido)).renglones.map((renglon) => renglon.linea)

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
		const modulo = { MATRICULA: 'A', MODULO: 'M1', CALIFICACION: 10 }
		utils.book_append_sheet(libro, utils.json_to_sheet([modulo]), 'Módulos')
		const { renglones, modulos } = await leerTodo(enXlsx(libro))
		expect(renglones).toEqual([{ linea: 2, celdas: ['2008-02-14', '9.1', '360', '0.3', 'SI', 'NO', ''] }])
		expect(modulos?.get('A')).toEqual([{ linea: 2, clave: 'M1', calificacion: '10' }])
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
			expect((await leerTodo(archivo)).renglones).toEqual([{ linea: 2, celdas: ['1', ''] }])
			expect(process.memoryUsage().heapUsed - antes).toBeLessThan(200 * 1024 * 1024)
		},
	)

	test('un texto de megas repetido en mil celdas se corta donde Excel corta', async () => {
		const filas = Array.from(
			{ length: 1000 },
			(_, i) => `<row r="${i + 2}"><c r="A${i + 2}" t="s"><v>2</v></c></row>`,
		)
		const archivo = hoja(filas.join(''), '', `<si><t>${'é'.repeat(1_000_000)}</t></si>`)
		const { renglones } = await leerTodo(archivo)
		expect(renglones).toHaveLength(1000)
		expect(renglones.every(({ celdas }) => celdas[0]?.length === 32_767)).toBe(true)
	})

	test('un XLSX con otra clase de libro adentro se lee como XLSX', async () => {
		const partes = unzipSync(hoja('<row r="2"><c r="A2"><v>1</v></c></row>'))
		const doble = zipSync({
			...partes,
			'META-INF/manifest.xml': bytes('<m/>'),
			'Index/Document.iwa': bytes('x'),
		})
		expect((await leerTodo(doble)).renglones).toHaveLength(1)
	})
})

describe('archivos que no son', () => {
	const zip = (partes: Record<string, Uint8Array>) => zipSync(partes)
	test.each([
		['vacío', () => new Uint8Array(), /ilegible está vacío/],
		['un PDF', () => bytes('%PDF-1.7\n…'), /ilegible es un PDF/],
		['un .xls antiguo', () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), /\.xls.*guárdelo como \.xlsx/],
		['binario cualquiera', () => Uint8Array.of(1, 2, 0, 3, 44, 0), /no es CSV, XLSX ni JSON/],
		['texto sin columnas', () => bytes('hola\nadiós'), /no se encontró el encabezado/],
		['CSV con comillas sin cerrar', () => bytes('A,B\n1,"2\n3,4\n'), /comillas sin cerrar/],
		['un ZIP que no es libro', () => zip({ 'a.txt': bytes('hola') }), /no es un libro de Excel/],
		['un ZIP truncado', () => zip({ 'a.txt': bytes('hola') }).slice(0, 40), /no es un libro de Excel/],
	])('%s: una frase dice por qué', async (_que, contenido, frase) => {
		expect(await razonDe(contenido())).toMatch(frase)
	})

	test('más grande que lo permitido: ni se empieza a leer', async () => {
		const fuente = { bytes: ARCHIVO_SAE_MAXIMO + 1, leer: () => expect.unreachable() }
		await expect(abrirTabla(fuente)).rejects.toThrow('200 MB')
	})

	test('una bomba en los textos compartidos se deja de abrir', async () => {
		const libro = utils.book_new()
		utils.book_append_sheet(libro, utils.aoa_to_sheet([['CURP'], ['x']]), 'Egresados')
		const partes = unzipSync(new Uint8Array(write(libro, { type: 'buffer', bookSST: true }) as Buffer))
		const relleno = bytes(`<sst><si><t>a</t></si>${' '.repeat(130 * 1024 * 1024)}</sst>`)
		const bomba = zipSync({ ...partes, 'xl/sharedStrings.xml': relleno }, { level: 1 })
		expect(bomba.length).toBeLessThan(1024 * 1024)
		expect(await razonDe(bomba)).toMatch(/demasiado-grande 128 MB ya descomprimido|texto desmedido/)
	})

	test('más egresados de los que se admiten', async () => {
		const contenido = bytes(`A,B\n${'1,2\n'.repeat(FILAS_MAXIMAS + 1)}`)
		expect(await razonDe(contenido)).toMatch(/demasiado-grande 150,000 egresados/)
	})
})
