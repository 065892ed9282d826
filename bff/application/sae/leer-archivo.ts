import { leerCsv } from './leer-csv.ts'
import { leerXlsx } from './leer-xlsx.ts'
import { BYTES_MAXIMOS, demasiadoGrande, ilegible, type ArchivoLeido } from './tabla.ts'

/**
 * Lee los bytes de un archivo de SAE: CSV (coma, punto y coma o tabulador; UTF-8, UTF-16 con marca o windows-1252)
 * o XLSX. Se reconoce por su contenido, no por su nombre. No revisa los datos: eso es de `validar`.
 */
export const leerArchivo = async (bytes: Uint8Array): Promise<ArchivoLeido> => {
	if (bytes.length > BYTES_MAXIMOS) return demasiadoGrande('20 MB')
	if (bytes.length === 0) return ilegible('está vacío')
	if (empieza(bytes, [0x50, 0x4b, 0x03, 0x04])) return leerXlsx(bytes)
	if (empieza(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
		return ilegible(
			'es un libro de Excel con contraseña o del formato antiguo .xls; guárdelo como .xlsx o CSV',
		)
	}
	if (empieza(bytes, [0x25, 0x50, 0x44, 0x46])) return ilegible('es un PDF')
	const texto = decodificar(bytes)
	return texto.includes('\u0000') ? ilegible('no es CSV ni XLSX') : leerCsv(texto)
}

const empieza = (bytes: Uint8Array, marca: readonly number[]): boolean =>
	marca.every((byte, i) => bytes[i] === byte)

/** UTF-8 o UTF-16 por su marca; sin marca, UTF-8 si lo es y, si no, windows-1252 (lo que guarda Excel en México). */
const decodificar = (bytes: Uint8Array): string => {
	if (empieza(bytes, [0xff, 0xfe])) return new TextDecoder('utf-16le').decode(bytes)
	if (empieza(bytes, [0xfe, 0xff])) return new TextDecoder('utf-16be').decode(bytes)
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		return new TextDecoder('windows-1252').decode(bytes)
	}
}
