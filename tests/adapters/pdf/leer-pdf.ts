/** Los jueces de los PDF: poppler, qpdf y zbar, que no saben nada de nosotros. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buscarOrden } from '../../correr/navegadores.mjs'

/** Si la orden está en esta máquina; si no, dice qué se queda sin probar. */
export const hay = (orden: string, paquete: string): boolean => {
	const esta = buscarOrden(orden) !== null
	if (!esta) console.warn(`Falta ${orden} (en Debian: apt-get install ${paquete}): lo que lo pide se omite.`)
	return esta
}

const conArchivo = <T>(bytes: Uint8Array, nombre: string, obra: (ruta: string, carpeta: string) => T): T => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-pdf-'))
	try {
		const ruta = join(carpeta, nombre)
		writeFileSync(ruta, bytes)
		return obra(ruta, carpeta)
	} finally {
		rmSync(carpeta, { recursive: true, force: true })
	}
}

const correr = (orden: string, argumentos: readonly string[]): string =>
	execFileSync(orden, argumentos, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** El texto de cada página, como lo saca pdftotext. */
export const paginasDe = (pdf: Uint8Array): string[] =>
	conArchivo(pdf, 'a.pdf', (ruta) => correr('pdftotext', ['-layout', ruta, '-']).split('\f').slice(0, -1))

/** Lanza, con lo que qpdf diga, si el PDF no está bien formado. */
export const revisarConQpdf = (pdf: Uint8Array): void =>
	conArchivo(pdf, 'a.pdf', (ruta) => void correr('qpdf', ['--check', ruta]))

/** Cómo se incrusta cada tipografía, según pdffonts. */
export const tipografiasDe = (pdf: Uint8Array): { nombre: string; incrustada: boolean; unicode: boolean }[] =>
	conArchivo(pdf, 'a.pdf', (ruta) =>
		correr('pdffonts', [ruta])
			.trimEnd()
			.split('\n')
			.slice(2)
			.map((linea) => {
				const [emb, , uni] = linea.slice(-26).trim().split(/\s+/)
				return { nombre: linea.split(/\s+/)[0] ?? '', incrustada: emb === 'yes', unicode: uni === 'yes' }
			}),
	)

/** Los QR que zbar lee en una imagen PNG. */
export const qrDePng = (png: Uint8Array): string[] =>
	conArchivo(png, 'a.png', (ruta) =>
		correr('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', ruta]).trim().split('\n'),
	)

/** Los QR que zbar lee en las páginas del PDF, impresas a tantos puntos por pulgada. */
export const qrDePdf = (pdf: Uint8Array, ppp: number): string[] =>
	conArchivo(pdf, 'a.pdf', (ruta, carpeta) => {
		correr('pdftoppm', ['-r', String(ppp), '-png', ruta, join(carpeta, 'pagina')])
		const hojas = readdirSync(carpeta).filter((nombre) => nombre.endsWith('.png'))
		return hojas.flatMap((hoja) => {
			try {
				const ordenes = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', join(carpeta, hoja)]
				return correr('zbarimg', ordenes).trim().split('\n')
			} catch {
				// zbarimg sale con 4 cuando en la hoja no hay ninguno.
				return []
			}
		})
	})
