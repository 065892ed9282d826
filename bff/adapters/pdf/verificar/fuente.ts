import { PDFArray, PDFDict, PDFName, PDFNumber, PDFRawStream, type PDFObject } from 'pdf-lib'
import { contenidoDe } from './corriente.ts'

/** Una tipografía como el PDF la trae. */
export type Fuente = {
	readonly nombre: string
	/** De código de dos octetos, en hexadecimal, a texto. */
	readonly letras: ReadonlyMap<string, string>
	/** Qué le falta para poder archivarse (ISO 19005-3, 6.2.11); vacío si nada. */
	readonly faltas: readonly string[]
	readonly anchos: readonly number[]
	/** Anchos que el programa incrustado da a cada glifo, en milésimas. */
	readonly anchosDelPrograma: readonly number[]
}

const n = (texto: string): PDFName => PDFName.of(texto)

/** Lee un diccionario de fuente. Lanza si ni siquiera es uno. */
export const leerFuente = (objeto: PDFObject | undefined): Fuente => {
	if (!(objeto instanceof PDFDict)) throw new Error('una fuente no es un diccionario')
	const faltas: string[] = []
	const nombre = objeto.lookup(n('BaseFont'))?.toString() ?? '(sin nombre)'
	const pedir = (dict: PDFDict | undefined, clave: string, vale: string): void => {
		const valor = dict?.lookup(n(clave))?.toString()
		if (valor !== vale) faltas.push(`su ${clave} no es ${vale}`)
	}
	pedir(objeto, 'Subtype', '/Type0')
	pedir(objeto, 'Encoding', '/Identity-H')
	const descendientes = objeto.lookup(n('DescendantFonts'))
	const cid = descendientes instanceof PDFArray ? descendientes.lookup(0) : undefined
	const cidDict = cid instanceof PDFDict ? cid : undefined
	pedir(cidDict, 'Subtype', '/CIDFontType2')
	pedir(cidDict, 'CIDToGIDMap', '/Identity')
	const descriptor = cidDict?.lookup(n('FontDescriptor'))
	const archivo = descriptor instanceof PDFDict ? descriptor.lookup(n('FontFile2')) : undefined
	if (!(archivo instanceof PDFRawStream)) faltas.push('no está incrustada')
	if (!/^\/[A-Z]{6}\+/.test(nombre)) faltas.push('su nombre no dice que es un corte')
	const unicode = objeto.lookup(n('ToUnicode'))
	if (!(unicode instanceof PDFRawStream)) faltas.push('no trae ToUnicode')
	return {
		nombre,
		letras: unicode instanceof PDFRawStream ? leerUnicode(unicode) : new Map(),
		faltas,
		anchos: leerAnchos(cidDict),
		anchosDelPrograma: archivo instanceof PDFRawStream ? leerHmtx(contenidoDe(archivo)) : [],
	}
}

const leerUnicode = (corriente: PDFRawStream): ReadonlyMap<string, string> => {
	const texto = Buffer.from(contenidoDe(corriente)).toString('latin1')
	const letras = new Map<string, string>()
	for (const [bloque] of texto.matchAll(/beginbfchar[^]*?endbfchar/g)) {
		for (const [, codigo = '', destino = ''] of bloque.matchAll(
			/<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>/g,
		))
			letras.set(codigo.toUpperCase(), Buffer.from(destino, 'hex').swap16().toString('utf16le'))
	}
	return letras
}

/** Sólo la forma que escribimos: `[0 [w0 w1 …]]`. */
const leerAnchos = (cid: PDFDict | undefined): readonly number[] => {
	const w = cid?.lookup(n('W'))
	const lista = w instanceof PDFArray && w.size() === 2 ? w.lookup(1) : undefined
	if (!(lista instanceof PDFArray)) return []
	return lista.asArray().map((ancho) => (ancho instanceof PDFNumber ? ancho.asNumber() : Number.NaN))
}

/** Los anchos de `hmtx` (OpenType), en milésimas de cuadratín. Vacío si el programa no los trae. */
const leerHmtx = (programa: Uint8Array): readonly number[] => {
	const vista = new DataView(programa.buffer, programa.byteOffset, programa.byteLength)
	const tablas = new Map(
		Array.from({ length: vista.getUint16(4) }, (_, i) => {
			const renglon = 12 + i * 16
			const marca = String.fromCharCode(...programa.subarray(renglon, renglon + 4))
			return [marca, vista.getUint32(renglon + 8)] as const
		}),
	)
	const [head, hhea, hmtx] = ['head', 'hhea', 'hmtx'].map((marca) => tablas.get(marca))
	if (head === undefined || hhea === undefined || hmtx === undefined) return []
	const escala = 1000 / vista.getUint16(head + 18)
	return Array.from({ length: vista.getUint16(hhea + 34) }, (_, i) => vista.getUint16(hmtx + i * 4) * escala)
}
