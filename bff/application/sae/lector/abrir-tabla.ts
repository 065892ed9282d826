import { ArchivoIlegible, demasiadoGrande, type TablaEnFlujo } from '../tabla.ts'
import { abrirCsv } from './csv.ts'
import type { Fuente } from './fuente.ts'
import { abrirJson } from './json.ts'
import { leerTexto, primerosBytes } from './texto.ts'
import { abrirXlsx } from './xlsx.ts'
import { ARCHIVO_SAE_MAXIMO } from '#core/contract/importacion.ts'

/**
 * Abre un archivo de SAE: CSV (coma, punto y coma o tabulador; UTF-8, UTF-16 con marca o windows-1252), XLSX o JSON. Se
 * reconoce por su contenido, no por su nombre, y se lee por flujo. No revisa los datos. Lanza {@link ArchivoIlegible}.
 */
export const abrirTabla = async (fuente: Fuente): Promise<TablaEnFlujo> => {
	if (fuente.bytes > ARCHIVO_SAE_MAXIMO) throw demasiadoGrande(`${ARCHIVO_SAE_MAXIMO / 1024 / 1024} MB`)
	if (fuente.bytes === 0) throw new ArchivoIlegible('está vacío')
	const inicio = await primerosBytes(fuente, 1024)
	if (empieza(inicio, [0x50, 0x4b, 0x03, 0x04])) return abrirXlsx(fuente)
	if (empieza(inicio, [0xd0, 0xcf, 0x11, 0xe0])) {
		throw new ArchivoIlegible(
			'es un libro de Excel con contraseña o del formato antiguo .xls; guárdelo como .xlsx o CSV',
		)
	}
	if (empieza(inicio, [0x25, 0x50, 0x44, 0x46])) throw new ArchivoIlegible('es un PDF')
	const textos = await leerTexto(fuente)
	// Ningún encabezado empieza con llave ni corchete.
	return /^(\u00EF\u00BB\u00BF)?\s*[[{]/.test(Buffer.from(inicio).toString('latin1').replaceAll('\0', ''))
		? abrirJson(textos)
		: abrirCsv(textos)
}

const empieza = (bytes: Uint8Array, marca: readonly number[]): boolean =>
	marca.every((byte, i) => bytes[i] === byte)
