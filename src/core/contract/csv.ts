/**
 * CSV (RFC 4180) que Excel abre bien: UTF-8 con marca de orden, CRLF, y un apóstrofo delante de lo que una hoja de
 * cálculo tomaría por fórmula (CWE-1236).
 */
export const aCsv = (filas: readonly (readonly (string | number)[])[]): string =>
	`\ufeff${filas.map(renglonCsv).join('')}`

/** Un renglón, con su fin de línea. */
export const renglonCsv = (fila: readonly (string | number)[]): string => `${fila.map(celda).join(',')}\r\n`

const celda = (valor: string | number): string => {
	const texto = String(valor)
	const inofensivo = typeof valor === 'string' && /^[=+\-@\t\r]/.test(texto) ? `'${texto}` : texto
	return /[",\r\n]/.test(inofensivo) ? `"${inofensivo.replaceAll('"', '""')}"` : inofensivo
}
