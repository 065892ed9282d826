import { utils, write } from '@e965/xlsx'
import { PDFDocument, StandardFonts } from 'pdf-lib'
import { strToU8, zipSync, type Zippable } from 'fflate'
import { actua, type Fallas } from '../fallas.ts'
import type { ModoCosfac } from './modos.ts'
import type { Renglon } from './registro.ts'

/** El ZIP con un solo .xls (BIFF8), hoja `Resultado`, columnas ARCHIVO, ESTATUS y DESCRIPCION. */
export const escribirResultado = (numero: number, renglones: readonly Renglon[]): Uint8Array => {
	const libro = utils.book_new()
	const hoja = utils.aoa_to_sheet([
		['ARCHIVO', 'ESTATUS', 'DESCRIPCION'],
		...renglones.map(({ archivo, estatus, descripcion }) => [archivo, estatus, descripcion]),
	])
	utils.book_append_sheet(libro, hoja, 'Resultado')
	const xls = new Uint8Array(write(libro, { bookType: 'biff8', type: 'buffer' }) as Buffer)
	return zipSync({ [`ResultadoCertificados_${numero}.xls`]: xls })
}

const pdfDe = async (folioDigital: string): Promise<Uint8Array> => {
	const documento = await PDFDocument.create()
	const pagina = documento.addPage([612, 792])
	const letra = await documento.embedFont(StandardFonts.Helvetica)
	pagina.drawText('Certificado de terminación de estudios (simulado)', {
		x: 72,
		y: 700,
		size: 16,
		font: letra,
	})
	pagina.drawText(`Folio digital: ${folioDigital}`, { x: 72, y: 670, size: 11, font: letra })
	return documento.save()
}

const alterar = (xml: string): string =>
	xml.replace(
		/promedioAprovechamiento="([^"]*)"/,
		(_todo, valor: string) => `promedioAprovechamiento="${valor === '10' ? '9.9' : '10'}"`,
	)

const conHostilidad = (archivos: Zippable, nombre: string, xml: string, fallas: Fallas<ModoCosfac>): void => {
	if (actua(fallas, 'xml-con-dtd')) {
		const dtd = '<!DOCTYPE Dec [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
		archivos[nombre] = strToU8(xml.replace(/\?>/, `?>${dtd}`))
	}
	if (actua(fallas, 'ruta-traviesa')) archivos['../../fuera.xml'] = strToU8(xml)
	if (actua(fallas, 'bomba')) archivos['bomba.xml'] = [new Uint8Array(200_000_000), { level: 9 }]
}

/**
 * El ZIP de certificados timbrados, con el PDF de cada uno si `conPdf`, y con la falla que esté puesta: falta uno,
 * va repetido, dos cambiados, un atributo alterado, contenido hostil o el ZIP cortado a la mitad.
 */
export const escribirCertificados = async (
	renglones: readonly Renglon[],
	ajeno: string | undefined,
	conPdf: boolean,
	fallas: Fallas<ModoCosfac>,
): Promise<Uint8Array> => {
	const emitidos = renglones.flatMap(({ archivo, emitido }) => (emitido ? [{ archivo, ...emitido }] : []))
	const textos = emitidos.map(({ xml }) => xml)
	if (actua(fallas, 'certificado-cambiado')) {
		// Con uno solo no hay con quién cambiarlo dentro del lote: llega el de otro lote, o nada que ya se tenga.
		const ultimo = textos.length > 1 ? textos.pop() : ajeno
		if (emitidos.length === 1) textos.pop()
		if (ultimo !== undefined) textos.unshift(ultimo)
	}
	if (actua(fallas, 'atributo-alterado')) textos[0] = alterar(textos[0] ?? '')
	const archivos: Zippable = {}
	for (const [indice, { archivo, folioDigital }] of emitidos.entries()) {
		const xml = textos[indice]
		if (xml === undefined) continue
		archivos[archivo] = strToU8(xml)
		if (conPdf) archivos[archivo.replace(/\.xml$/i, '.pdf')] = await pdfDe(folioDigital)
	}
	const [primero] = emitidos
	if (primero) {
		if (actua(fallas, 'falta-uno')) delete archivos[primero.archivo]
		if (actua(fallas, 'duplicado')) archivos[`copia-${primero.archivo}`] = strToU8(textos[0] ?? '')
		conHostilidad(archivos, primero.archivo, textos[0] ?? '', fallas)
	}
	const zip = zipSync(archivos)
	return actua(fallas, 'zip-a-medias') ? zip.subarray(0, Math.floor(zip.length / 2)) : zip
}
