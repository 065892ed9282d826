import { escapar } from '../entregas/mensajes.ts'
import { aCsv } from '#core/contract/csv.ts'

/** Un archivo de un certificado en el índice del ZIP. `falla`: por qué no va. */
export type RenglonDeIndice = {
	readonly folio: string
	readonly matricula: string
	readonly nombre: string
	readonly plantel: string
	readonly ruta: string
	readonly sha256: string
	readonly falla: 'danado' | 'falta' | 'pendiente' | null
}

const FALLAS = {
	danado: 'NO VA: el archivo guardado está dañado; avise a TI',
	falta: 'NO VA: el archivo guardado no está; avise a TI',
	pendiente: 'NO VA: todavía se está preparando; descárguelo más tarde',
} as const

const COLUMNAS = ['Folio', 'Matrícula', 'Nombre', 'Plantel', 'Archivo', 'SHA-256', 'Situación'] as const

const celdas = (uno: RenglonDeIndice): readonly string[] => [
	...[uno.folio, uno.matricula, uno.nombre, uno.plantel, uno.ruta, uno.sha256],
	uno.falla === null ? 'Bien' : FALLAS[uno.falla],
]

/** El índice para una hoja de cálculo. */
export const indiceCsv = (renglones: readonly RenglonDeIndice[]): string =>
	aCsv([[...COLUMNAS], ...renglones.map((uno) => [...celdas(uno)])])

const MOMENTO = new Intl.DateTimeFormat('es-MX', {
	dateStyle: 'long',
	timeStyle: 'short',
	timeZone: 'America/Mexico_City',
})

/** El índice para leerse: una página sin nada de fuera, con enlaces a los archivos del mismo ZIP ya abierto. */
export const indiceHtml = (renglones: readonly RenglonDeIndice[], momento: string): string => {
	const fallas = renglones.filter(({ falla }) => falla !== null).length
	const certificados = new Set(renglones.map(({ folio }) => folio)).size
	return [
		'<!doctype html><html lang="es-MX"><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width"><title>Índice de certificados</title><style>',
		"body{font:16px/1.5 'Noto Sans',system-ui,sans-serif;margin:2rem;color:#1f1b18;background:#fff}",
		'h1{color:#611232}table{border-collapse:collapse;width:100%}th,td{padding:.4rem .6rem;text-align:left;',
		'border-bottom:1px solid #cfc6bb;vertical-align:top}td:nth-child(6){font:12px monospace;word-break:break-all}',
		'a{color:#1e5b4f}.mal{color:#9b1c1c;font-weight:600}',
		'</style></head><body><h1>Certificados descargados</h1>',
		`<p>${certificados} certificados, ${MOMENTO.format(new Date(momento))}.</p>`,
		fallas === 0 ? '' : `<p class="mal">${fallas} archivos no van en este ZIP: vea la última columna.</p>`,
		`<table><thead><tr>${COLUMNAS.map((una) => `<th scope="col">${una}</th>`).join('')}</tr></thead><tbody>`,
		...renglones.map(renglonHtml),
		'</tbody></table></body></html>',
	].join('')
}

const renglonHtml = (uno: RenglonDeIndice): string => {
	const [folio, matricula, nombre, plantel, ruta, sha256, situacion] = celdas(uno).map(escapar)
	const archivo = uno.falla === null ? `<a href="${ruta}">${ruta}</a>` : ruta
	const como = uno.falla === null ? '<td>' : '<td class="mal">'
	return `<tr><td>${folio}</td><td>${matricula}</td><td>${nombre}</td><td>${plantel}</td><td>${archivo}</td><td>${sha256}</td>${como}${situacion}</td></tr>`
}
