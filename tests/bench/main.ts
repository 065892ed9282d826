/**
 * `npm run bench`: cada medida es una razón contra un límite o un par que corre por turnos con lo nuestro.
 *   --json ARCHIVO   además, las razones en JSON
 *   --solo NOMBRE    una sola
 * No es una prueba: lo que queda corto se dice, y la orden sólo falla si algo no se pudo medir.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { iniciarPostgres } from '../db/postgres.ts'
import { medirDec } from './dec.ts'
import { medirFolio } from './folio.ts'
import { medirImportar } from './importar.ts'
import { medirContraPar, medirCrecimiento } from './intercambio/medir.ts'
import { cumple, type Medida, type Meta } from './medida.ts'
import { enNavegador } from './navegador.ts'
import { medirMemoria, medirTareas } from './pantalla.ts'
import { medirPdf } from './pdf.ts'
import { medirReglas } from './reglas.ts'
import { medirLimite, medirLlave, medirNodecfdi } from './sello.ts'
import { medirTablero } from './tablero.ts'

type Banco = { readonly meta: Meta; readonly par: string; readonly medir: () => Promise<Medida> }

const alMenos = (valor: number): Meta => ({ sentido: 'al-menos', valor })
const aLoMas = (valor: number): Meta => ({ sentido: 'a-lo-mas', valor })

const enCarpeta = async (medir: (urlDe: (nombre: string) => string) => Promise<Medida>): Promise<Medida> => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-bench-'))
	try {
		return await medir((nombre) => `sqlite:${join(carpeta, `${nombre}.sqlite`)}`)
	} finally {
		rmSync(carpeta, { recursive: true, force: true })
	}
}

const folioEnSqlite = (): Promise<Medida> =>
	enCarpeta(async (urlDe) =>
		deFolio('folio.vs-insert.sqlite', await medirFolio({ dialecto: 'sqlite', url: urlDe('folio') })),
	)

const folioEnPostgres = async (): Promise<Medida> => {
	const servidor = await iniciarPostgres()
	try {
		const url = await servidor.crearBase('folio')
		return deFolio('folio.vs-insert.postgres', await medirFolio({ dialecto: 'postgres', url }))
	} finally {
		await servidor.detener()
	}
}

const tableroEnPostgres = async (): Promise<Medida> => {
	const servidor = await iniciarPostgres()
	try {
		return await medirTablero('tablero.crecimiento.postgres', servidor.crearBase)
	} finally {
		await servidor.detener()
	}
}

const importarEnPostgres = async (): Promise<Medida> => {
	const servidor = await iniciarPostgres()
	try {
		return await medirImportar('postgres', await servidor.crearBase('importar'))
	} finally {
		await servidor.detener()
	}
}

const deFolio = (
	nombre: string,
	{ nuestro, pelado }: { readonly nuestro: number; readonly pelado: number },
): Medida => ({ nombre, nuestro, par: pelado, razon: nuestro / pelado, unidad: 'folios/s', notas: [] })

const BANCOS: Readonly<Record<string, Banco>> = {
	'sello.vs-limite': {
		meta: alMenos(0.9),
		par: 'crypto.subtle.sign pelado',
		medir: () => enNavegador(medirLimite),
	},
	'sello.vs-nodecfdi': {
		meta: alMenos(20),
		par: '@nodecfdi/credentials',
		medir: () => enNavegador(medirNodecfdi),
	},
	'llave.vs-forge': { meta: aLoMas(1), par: 'node-forge', medir: () => enNavegador(medirLlave) },
	'pantalla.tareas-largas': { meta: aLoMas(1), par: 'lo que se siente como un tirón', medir: medirTareas },
	'pantalla.memoria': { meta: aLoMas(1.25), par: 'el lote de 100', medir: medirMemoria },
	'reglas.vs-lectura': {
		meta: aLoMas(3),
		par: 'leer esos renglones con el controlador pelado',
		medir: () => enCarpeta((urlDe) => medirReglas(urlDe('reglas'))),
	},
	'tablero.crecimiento.sqlite': {
		meta: aLoMas(1.5),
		par: 'el mismo tablero con 10,000 trámites',
		medir: () => enCarpeta((urlDe) => medirTablero('tablero.crecimiento.sqlite', urlDe)),
	},
	'tablero.crecimiento.postgres': {
		meta: aLoMas(1.5),
		par: 'el mismo tablero con 10,000 trámites',
		medir: tableroEnPostgres,
	},
	'importar.vs-csv.sqlite': {
		meta: alMenos(0.5),
		par: 'csv-parse e insert pelado de lo mismo',
		medir: () => enCarpeta((urlDe) => medirImportar('sqlite', urlDe('importar'))),
	},
	'importar.vs-csv.postgres': {
		meta: alMenos(0.5),
		par: 'csv-parse e insert pelado de lo mismo',
		medir: importarEnPostgres,
	},
	'dec.vs-limite': { meta: aLoMas(3), par: 'comprimir esos mismos bytes', medir: medirDec },
	'pdf.vs-pdfkit': { meta: alMenos(2), par: 'pdfkit pintando las mismas páginas', medir: medirPdf },
	'intercambio.vs-par': {
		meta: alMenos(0.5),
		par: 'lo más que da el par SOAP a un cliente que sólo manda, pregunta y baja',
		medir: medirContraPar,
	},
	'intercambio.crecimiento': {
		meta: alMenos(0.9),
		par: 'lo mismo con 1,000 certificados',
		medir: medirCrecimiento,
	},
	'folio.vs-insert.sqlite': { meta: alMenos(0.5), par: 'insert pelado', medir: folioEnSqlite },
	'folio.vs-insert.postgres': { meta: alMenos(0.5), par: 'insert pelado', medir: folioEnPostgres },
}

const numero = (valor: number): string =>
	valor.toLocaleString('es-MX', { maximumFractionDigits: valor < 10 ? 2 : valor < 100 ? 1 : 0 })

const COLUMNAS = [26, 14, 14, 9, 10] as const
const renglon = (celdas: readonly string[]): string =>
	celdas.map((celda, i) => (i === 0 ? celda.padEnd(COLUMNAS[0]) : celda.padStart(COLUMNAS[i] ?? 0))).join(' ')

const decir = ({ nombre, nuestro, par, razon, unidad, notas }: Medida, banco: Banco): void => {
	const meta = `${banco.meta.sentido === 'al-menos' ? '≥' : '≤'} ${numero(banco.meta.valor)}`
	const cifras = [nuestro, par].map((valor) => `${numero(valor)} ${unidad}`)
	const desenlace = cumple(razon, banco.meta) ? 'cumple' : 'QUEDA CORTO'
	console.log(`${renglon([nombre, ...cifras, numero(razon), meta])}  ${desenlace}`)
	for (const nota of [`par: ${banco.par}`, ...notas]) console.log(`    ${nota}`)
}

const elegir = (solo: string | undefined): [string, Banco][] => {
	const todos = Object.entries(BANCOS)
	if (solo === undefined) return todos
	const elegidos = todos.filter(([nombre]) => nombre === solo || nombre.startsWith(`${solo}.`))
	if (elegidos.length === 0) {
		throw new Error(`No hay una medida «${solo}». Las que hay: ${Object.keys(BANCOS).join(', ')}`)
	}
	return elegidos
}

const correr = async (): Promise<number> => {
	const { values } = parseArgs({ options: { json: { type: 'string' }, solo: { type: 'string' } } })
	const elegidos = elegir(values.solo)
	const carga = loadavg()[0] ?? 0
	if (carga > availableParallelism() / 2) {
		console.log(
			`La máquina ya está ocupada (carga ${numero(carga)} en ${availableParallelism()} núcleos): las razones salen con ruido.\n`,
		)
	}
	console.log(`${renglon(['medida', 'nuestro', 'su par', 'razón', 'meta'])}`)
	const razones: Record<string, number> = {}
	let sinMedir = 0
	for (const [nombre, banco] of elegidos) {
		try {
			const medida = await banco.medir()
			razones[nombre] = Number(medida.razon.toPrecision(4))
			decir(medida, banco)
		} catch (error) {
			sinMedir += 1
			console.log(`${nombre}: no se pudo medir. ${error instanceof Error ? error.message : String(error)}`)
		}
	}
	if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ razones }, null, '\t')}\n`)
	return sinMedir === 0 ? 0 : 1
}

try {
	process.exitCode = await correr()
} catch (error) {
	console.error(error instanceof Error ? error.message : error)
	process.exitCode = 2
}
