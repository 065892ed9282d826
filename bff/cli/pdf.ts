/**
 * `pdf verificar FILE.pdf…`: comprueba los PDF de los certificados sin base de datos, sin servidor y sin red (21).
 */
import { readFileSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import { verificarPdfAparte } from '../adapters/pdf/verificar/verificar-aparte.ts'
import type { Revision } from '../adapters/pdf/verificar/verificar-pdf.ts'

/** Por dónde sale lo que la orden dice; las pruebas ponen el suyo. */
type Salida = {
	readonly decir: (linea: string) => void
	readonly quejarse: (linea: string) => void
	readonly terminar: (codigo: number) => void
}

const DE_VERDAD: Salida = {
	decir: (linea) => void process.stdout.write(`${linea}\n`),
	quejarse: (linea) => void process.stderr.write(`${linea}\n`),
	terminar: (codigo) => {
		process.exitCode = codigo
	},
}

/** Un certificado pesa menos de cien kilobytes. */
const TOPE = 16 * 1024 * 1024

const leer = (ruta: string): Uint8Array => {
	if (statSync(ruta).size > TOPE) throw new Error('pesa más de 16 MB')
	return readFileSync(ruta)
}

const CAUSAS: Readonly<Record<string, string>> = {
	ENOENT: 'no existe',
	EACCES: 'no hay permiso para leerlo',
	EISDIR: 'es una carpeta',
	ENOTDIR: 'un tramo de su ruta no es una carpeta',
}

const causaDe = (falla: unknown): string => {
	if (!(falla instanceof Error)) return 'el sistema no lo permitió'
	return CAUSAS[String(Reflect.get(falla, 'code'))] ?? falla.message
}

const informe = (archivo: string, revisiones: readonly Revision[]): string => {
	const malas = revisiones.filter(({ faltas }) => faltas.length > 0).length
	const total = `${revisiones.length} reglas: ${malas === 0 ? 'todas se cumplen' : `${malas} no se ${malas === 1 ? 'cumple' : 'cumplen'}`}`
	return [
		archivo,
		...revisiones.flatMap(({ id, frase, faltas }) => [
			`  ${faltas.length === 0 ? 'bien' : 'MAL '}  ${id.padEnd(20)}${frase}`,
			...faltas.map((falta) => `          → ${falta}`),
		]),
		`  ${total}`,
	]
		.map((renglon) => renglon.replace(/\p{Cc}/gu, '\ufffd'))
		.join('\n')
}

/** Termina en 0 si todo se cumple, en 1 si algo no, y en 2 si un archivo no se pudo leer. */
const verificarArchivos = async (
	archivos: readonly string[],
	{ json }: { readonly json?: true },
	salida: Salida,
): Promise<void> => {
	let codigo = 0
	for (const archivo of archivos) {
		let bytes: Uint8Array
		try {
			bytes = leer(archivo)
		} catch (falla) {
			salida.quejarse(`No se pudo leer «${archivo}»: ${causaDe(falla)}.`)
			codigo = 2
			continue
		}
		const revisiones = await verificarPdfAparte(bytes)
		salida.decir(json ? JSON.stringify({ archivo, revisiones }) : informe(archivo, revisiones))
		if (revisiones.some(({ faltas }) => faltas.length > 0)) codigo = Math.max(codigo, 1)
	}
	salida.terminar(codigo)
}

/** Monta la orden en el programa. */
export const registrarPdf = (programa: Command, salida: Salida = DE_VERDAD): void => {
	programa
		.command('pdf')
		.description('Los certificados en PDF.')
		.command('verificar')
		.description(
			'Comprueba que un certificado en PDF es un PDF/A-3 y dice lo mismo que su XML, sin base de datos ni red',
		)
		.argument('<archivos...>', 'los PDF por comprobar')
		.option('--json', 'un objeto JSON por renglón y archivo')
		.action((archivos: readonly string[], opciones: { json?: true }) =>
			verificarArchivos(archivos, opciones, salida),
		)
}
