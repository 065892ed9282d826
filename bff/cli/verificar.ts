/**
 * `verificar FILE.xml…`: comprueba certificados electrónicos sin base de datos, sin servidor y sin red (21).
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { LIMITE_XML } from '#core/dec/leer.ts'
import { leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { LIMITE_ARCHIVO } from '#core/efirma/der.ts'
import type { X509 } from '#core/efirma/x509.ts'
import { verificarDocumento, type Resultado, type Verificacion } from '#core/verificacion/documento.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

type Opciones = { readonly json?: true; readonly anclas?: string; readonly en?: string }

/** Por dónde sale lo que la orden dice; las pruebas ponen el suyo. */
type Salida = {
	readonly decir: (linea: string) => void
	readonly quejarse: (linea: string) => void
	readonly terminar: (codigo: number) => void
	readonly ahora: () => Date
}

const DE_VERDAD: Salida = {
	decir: (linea) => void process.stdout.write(`${linea}\n`),
	quejarse: (linea) => void process.stderr.write(`${linea}\n`),
	terminar: (codigo) => {
		process.exitCode = codigo
	},
	ahora: () => new Date(),
}

const CAUSAS: Readonly<Record<string, string>> = {
	ENOENT: 'no existe',
	EACCES: 'no hay permiso para leerlo',
	EISDIR: 'es una carpeta',
	ENOTDIR: 'no es una carpeta',
}

const causa = (falla: unknown): string => {
	const codigo = falla instanceof Error ? String(Reflect.get(falla, 'code')) : ''
	return CAUSAS[codigo] ?? `el sistema no lo permitió (${codigo})`
}

const FECHA = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/

/**
 * El momento de `--en`: `AAAA-MM-DD` (a mediodía del centro de México) o `AAAA-MM-DDTHH:mm:ss` con zona opcional (la
 * del centro de México, UTC−6, si no trae). null si no existe tal momento.
 */
export const leerMomento = (texto: string): Date | null => {
	const partes = FECHA.exec(texto)
	if (partes === null) return null
	const [, anio, mes, dia, hora, , , zona] = partes
	// Date acepta el 30 de febrero y lo vuelve 2 de marzo.
	const civil = new Date(Date.UTC(Number(anio), Number(mes) - 1, Number(dia)))
	if (civil.getUTCMonth() !== Number(mes) - 1 || civil.getUTCDate() !== Number(dia)) return null
	const momento = new Date(hora === undefined ? `${texto}T12:00:00-06:00` : zona ? texto : `${texto}-06:00`)
	return Number.isNaN(momento.getTime()) ? null : momento
}

/** Los bytes de un archivo, hasta un tope: lo que lo pasa ya no puede ser lo que se busca, y no se carga. */
const leerHasta = (ruta: string, tope: number): Uint8Array => {
	if (statSync(ruta).size <= tope) return readFileSync(ruta)
	return new Uint8Array(tope + 1)
}

const leerCarpeta = (carpeta: string): readonly X509[] =>
	leerAnclas(
		readdirSync(carpeta, { withFileTypes: true })
			.filter((entrada) => !entrada.isDirectory())
			.map((entrada) => leerHasta(join(carpeta, entrada.name), LIMITE_ARCHIVO * 2)),
	)

const ETIQUETA: Readonly<Record<Resultado, string>> = {
	bien: 'bien',
	mal: 'MAL',
	'no-comprobable': 'no comprobable',
}

const tabla = (archivo: string, verificacion: Verificacion): string => {
	const renglones = verificacion.comprobaciones.map(
		({ id, resultado, detalle }) => `  ${ETIQUETA[resultado].padEnd(16)}${id.padEnd(22)}${detalle}`,
	)
	const alumno = verificacion.dec?.alumno
	const quien = alumno && nombreCompleto(alumno)
	// El documento es ajeno: sus controles no deben llegar a la terminal.
	return [archivo, ...(quien ? [`  ${quien}, ${alumno?.curp}`] : []), ...renglones]
		.map((renglon) => renglon.replace(/\p{Cc}/gu, '\ufffd'))
		.join('\n')
}

const preparar = (
	opciones: Opciones,
	salida: Salida,
): { readonly anclas: readonly X509[]; readonly momento: Date } | null => {
	const momento = opciones.en === undefined ? salida.ahora() : leerMomento(opciones.en)
	if (momento === null) {
		salida.quejarse(
			`La fecha «${opciones.en}» no existe o no tiene la forma AAAA-MM-DD (o AAAA-MM-DDTHH:mm:ss).`,
		)
		return null
	}
	if (opciones.anclas === undefined) return { anclas: [], momento }
	try {
		const anclas = leerCarpeta(opciones.anclas)
		if (anclas.length > 0) return { anclas, momento }
		salida.quejarse(`La carpeta de anclas «${opciones.anclas}» no tiene ningún certificado de autoridad.`)
	} catch (falla) {
		salida.quejarse(`No se pudo leer la carpeta de anclas «${opciones.anclas}»: ${causa(falla)}.`)
	}
	return null
}

/**
 * Verifica los archivos, uno por renglón de salida con `--json`. Termina en 0 si nada está mal, en 1 si algo lo está y
 * en 2 si un archivo, la carpeta o la fecha no se pudieron leer.
 */
const verificarArchivos = async (
	archivos: readonly string[],
	opciones: Opciones,
	salida: Salida = DE_VERDAD,
): Promise<void> => {
	const preparado = preparar(opciones, salida)
	if (preparado === null) return salida.terminar(2)
	let codigo = 0
	for (const archivo of archivos) {
		let xml: Uint8Array
		try {
			xml = leerHasta(archivo, LIMITE_XML)
		} catch (falla) {
			salida.quejarse(`No se pudo leer «${archivo}»: ${causa(falla)}.`)
			codigo = 2
			continue
		}
		const verificacion = await verificarDocumento({ xml, ...preparado })
		const { cadenaOriginal, comprobaciones } = verificacion
		salida.decir(
			opciones.json
				? JSON.stringify({ archivo, cadenaOriginal, comprobaciones })
				: tabla(archivo, verificacion),
		)
		if (comprobaciones.some(({ resultado }) => resultado === 'mal')) codigo = Math.max(codigo, 1)
	}
	salida.terminar(codigo)
}

/** Monta la orden en el programa. */
export const registrarVerificar = (programa: Command, salida: Salida = DE_VERDAD): void => {
	programa
		.command('verificar')
		.description('Comprueba certificados electrónicos (DEC), sin base de datos, sin servidor y sin red')
		.argument('<archivos...>', 'los XML por comprobar')
		.option('--json', 'un objeto JSON por renglón y archivo')
		.option('--anclas <carpeta>', 'carpeta con los .cer de las autoridades en que se confía')
		.option('--en <fecha>', 'el momento de la comprobación, AAAA-MM-DD o AAAA-MM-DDTHH:mm:ss (si no, ahora)')
		.action((archivos: readonly string[], opciones: Opciones) =>
			verificarArchivos(archivos, opciones, salida),
		)
}
