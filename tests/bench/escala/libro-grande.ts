/**
 * Un XLSX como lo guarda Excel, con todos sus textos compartidos: lo peor para quien lo lee, que los necesita todos a la vez.
 * Se escribe por partes, sin tenerlo entero.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { Zip, ZipDeflate } from 'fflate'
import { celdas, ENCABEZADO } from '../archivo-sae.ts'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const HOJAS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELACIONES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PAQUETE = 'http://schemas.openxmlformats.org/package/2006'
const TIPO = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** Letras que se comprimen juntas. */
const JUNTAS = 1024 * 1024

/** Escribe en `ruta` un libro con una hoja, Egresados, de `cuantos` egresados con sus módulos en la última columna. */
export const escribirLibro = (ruta: string, cuantos: number): void => {
	const archivo = openSync(ruta, 'w')
	const zip = new Zip((error, bytes) => {
		if (error) throw error
		writeSync(archivo, bytes)
	})
	const parte = (nombre: string, textos: Iterable<string>): void => {
		const entrada = new ZipDeflate(nombre, { level: 1 })
		zip.add(entrada)
		let juntos = XML
		for (const texto of textos) {
			juntos += texto
			if (juntos.length < JUNTAS) continue
			entrada.push(Buffer.from(juntos))
			juntos = ''
		}
		entrada.push(Buffer.from(juntos), true)
	}
	const textos = new Map<string, number>()
	parte('[Content_Types].xml', [
		`<Types xmlns="${PAQUETE}/content-types"><Default Extension="xml" ContentType="${TIPO}.sheet.main+xml"/>`,
		'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TIPO}.worksheet+xml"/>`,
		`<Override PartName="/xl/sharedStrings.xml" ContentType="${TIPO}.sharedStrings+xml"/></Types>`,
	])
	parte('_rels/.rels', [relaciones([['rId1', 'officeDocument', 'xl/workbook.xml']])])
	parte('xl/workbook.xml', [
		`<workbook xmlns="${HOJAS}" xmlns:r="${RELACIONES}"><sheets>`,
		'<sheet name="Egresados" sheetId="1" r:id="rId1"/></sheets></workbook>',
	])
	parte('xl/_rels/workbook.xml.rels', [
		relaciones([
			['rId1', 'worksheet', 'worksheets/sheet1.xml'],
			['rId2', 'sharedStrings', 'sharedStrings.xml'],
		]),
	])
	parte('xl/worksheets/sheet1.xml', hoja(cuantos, textos))
	parte('xl/sharedStrings.xml', compartidos(textos))
	zip.end()
	closeSync(archivo)
}

const relaciones = (cuales: readonly (readonly [id: string, tipo: string, destino: string])[]): string =>
	`<Relationships xmlns="${PAQUETE}/relationships">${cuales
		.map(
			([id, tipo, destino]) => `<Relationship Id="${id}" Type="${RELACIONES}/${tipo}" Target="${destino}"/>`,
		)
		.join('')}</Relationships>`

const hoja = function* (cuantos: number, textos: Map<string, number>): Generator<string> {
	yield `<worksheet xmlns="${HOJAS}"><sheetData>`
	for (let n = -1; n < cuantos; n += 1) {
		const linea = n + 2
		let renglon = `<row r="${linea}">`
		for (const [i, celda] of (n < 0 ? ENCABEZADO : celdas(n)).entries()) {
			if (celda === '') continue
			let cual = textos.get(celda)
			if (cual === undefined) textos.set(celda, (cual = textos.size))
			renglon += `<c r="${String.fromCharCode(65 + i)}${linea}" t="s"><v>${cual}</v></c>`
		}
		yield `${renglon}</row>`
	}
	yield '</sheetData></worksheet>'
}

const compartidos = function* (textos: ReadonlyMap<string, number>): Generator<string> {
	yield `<sst xmlns="${HOJAS}" uniqueCount="${textos.size}">`
	for (const texto of textos.keys()) yield `<si><t>${texto}</t></si>`
	yield '</sst>'
}
