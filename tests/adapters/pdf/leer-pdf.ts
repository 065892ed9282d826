/** Los jueces de los PDF: poppler, qpdf y zbar, que no saben nada de nosotros. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buscarOrden } from '../../correr/navegadores.mjs'
import { buscarPreflight, PAQUETES_DE_PREFLIGHT } from '../../correr/preflight.mjs'

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

/** El texto en el orden en que está escrito, sin acomodarlo por columnas. */
export const textoEnOrden = (pdf: Uint8Array): string =>
	conArchivo(pdf, 'a.pdf', (ruta) => correr('pdftotext', ['-raw', ruta, '-']))

/** Los tipos de la estructura, como poppler la recorre. */
export const estructuraDe = (pdf: Uint8Array): string[] =>
	conArchivo(pdf, 'a.pdf', (ruta) =>
		correr('pdfinfo', ['-struct', ruta])
			.split('\n')
			.map((renglon) => renglon.trim())
			.filter((renglon) => renglon !== ''),
	)

/** Los archivos que el PDF lleva dentro, como poppler los saca. */
export const adjuntosDe = (pdf: Uint8Array): Readonly<Record<string, string>> =>
	conArchivo(pdf, 'a.pdf', (ruta, carpeta) => {
		const dentro = join(carpeta, 'dentro')
		mkdirSync(dentro)
		correr('pdfdetach', ['-saveall', '-o', dentro, ruta])
		return Object.fromEntries(
			readdirSync(dentro).map((nombre) => [nombre, readFileSync(join(dentro, nombre), 'utf8')]),
		)
	})

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

/** Los QR que zbar lee en la última página del PDF, impresa a tantos puntos por pulgada. */
export const qrDePdf = (pdf: Uint8Array, ppp: number): string[] =>
	conArchivo(pdf, 'a.pdf', (ruta, carpeta) => {
		const ultima = /^Pages:\s+(\d+)$/m.exec(correr('pdfinfo', [ruta]))?.[1] ?? '1'
		const hoja = join(carpeta, 'pagina')
		correr('pdftoppm', ['-r', String(ppp), '-gray', '-png', '-singlefile', '-f', ultima, ruta, hoja])
		return qrDePng(readFileSync(`${hoja}.png`))
	})

/** Lo que pdfsig dice de las firmas PDF, con su código: 2 es que no hay ninguna. */
export const firmasDe = (pdf: Uint8Array): { readonly codigo: number | null; readonly dicho: string } =>
	conArchivo(pdf, 'a.pdf', (ruta) => {
		const { status, stdout, stderr } = spawnSync('pdfsig', [ruta], { encoding: 'utf8' })
		return { codigo: status, dicho: `${stdout}${stderr}` }
	})

/** Si PDFBox preflight está en esta máquina; si no, lo dice. */
export const hayPreflight = (): boolean => {
	const esta = buscarPreflight() !== null
	const paquetes = PAQUETES_DE_PREFLIGHT.join(' ')
	if (!esta) console.warn(`Falta PDFBox preflight (en Debian: apt-get install ${paquetes}): se omite.`)
	return esta
}

/** Lo que preflight dice de cada PDF como PDF/A-1b, en una sola máquina de Java: un texto por documento. */
export const revisarConPreflight = (
	pdfs: Readonly<Record<string, Uint8Array>>,
): Readonly<Record<string, string>> => {
	const preflight = buscarPreflight()
	if (preflight === null) throw new Error('Falta PDFBox preflight')
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-preflight-'))
	try {
		for (const [nombre, bytes] of Object.entries(pdfs)) writeFileSync(join(carpeta, nombre), bytes)
		const { stdout } = spawnSync(preflight.orden, [...preflight.argumentos, carpeta], { encoding: 'utf8' })
		const dichos = stdout.split(/^(?=The file )/m)
		return Object.fromEntries(
			Object.keys(pdfs).map((nombre) => [
				nombre,
				(dichos.find((dicho) => dicho.startsWith(`The file ${nombre} `)) ?? stdout).trim(),
			]),
		)
	} finally {
		rmSync(carpeta, { recursive: true, force: true })
	}
}
