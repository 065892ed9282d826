/**
 * `importar.vs-csv`: renglones por segundo de importar un archivo de SAE (revisarlo entero y después aplicarlo, con sus
 * requisitos evaluados, su confronta encargada y su bitácora) ÷ leerlo con csv-parse e insertar a secas lo mismo. Por turnos,
 * sobre la misma base y con sus mismos disparadores; cada quien su gente.
 */
import { Readable } from 'node:stream'
import Database from 'better-sqlite3'
import { parse } from 'csv-parse'
import pg from 'pg'
import { exigir } from '#core/domain/result.ts'
import { importarDeUnaVez } from '../../bff/application/importaciones/de-una-vez.ts'
import { enMemoria } from '../../bff/application/sae/lector/fuente.ts'
import type { FILA } from '../application/sae/archivo.ts'
import { AHORA, montar } from '../db/escena.ts'
import { archivo, MODULOS, sembrarPlan } from './archivo-sae.ts'
import { alternar, mediana, razonPorRonda, type Medida } from './medida.ts'

const EGRESADOS = 2000
const RONDAS = 5
const POR_TANDA = 500

type Dialecto = 'sqlite' | 'postgres'

export const medirImportar = async (dialecto: Dialecto, url: string): Promise<Medida> => {
	const { base, deps } = await montar({ url })
	const insertar = dialecto === 'sqlite' ? enSqlite(url) : enPostgres(url)
	try {
		await sembrarPlan(base)
		let siguiente = 0
		const nuevo = (): Uint8Array => archivo(siguiente, (siguiente += EGRESADOS))
		const importar = importarDeUnaVez(deps)
		const nuestro = async (): Promise<number> => {
			const fuente = enMemoria(nuevo())
			const empezo = performance.now()
			const orden = { actor: { sistema: 'banco' }, archivo: 'banco.csv', fuente }
			const { importacion, errores } = exigir(await importar(orden))
			const segundos = (performance.now() - empezo) / 1000
			if (importacion.cuentas.altas !== EGRESADOS) {
				throw new Error(
					`Entraron ${importacion.cuentas.altas} de ${EGRESADOS}: ${JSON.stringify(errores[0])}`,
				)
			}
			return EGRESADOS / segundos
		}
		const par = async (): Promise<number> => {
			const bytes = nuevo()
			const empezo = performance.now()
			await insertar.archivo(bytes)
			return EGRESADOS / ((performance.now() - empezo) / 1000)
		}
		// Una vuelta sin medir: conexiones abiertas, sentencias preparadas, código caliente.
		await nuestro()
		await par()
		const medidos = await alternar(RONDAS, { nuestro, par })
		return {
			nombre: `importar.vs-csv.${dialecto}`,
			nuestro: mediana(medidos.nuestro),
			par: mediana(medidos.par),
			razon: razonPorRonda(medidos.nuestro, medidos.par),
			unidad: 'renglones/s',
			notas: [
				`${EGRESADOS} egresados de ${MODULOS} módulos por ronda, ${RONDAS} rondas; lo nuestro lee el archivo dos veces`,
			],
		}
	} finally {
		await insertar.cerrar()
		await base.cerrar()
	}
}

type Insertar = {
	readonly archivo: (bytes: Uint8Array) => Promise<void>
	readonly cerrar: () => Promise<void>
}
type Fila = Readonly<Record<keyof typeof FILA, string>>

const EGRESADO = [
	...['matricula', 'curp', 'nombre', 'primer_apellido', 'segundo_apellido', 'fecha_nacimiento', 'plantel_id'],
	...['plan_clave', 'generacion', 'fecha_inicio', 'fecha_termino', 'fecha_secundaria', 'crip'],
	...['institucion_medica', 'correo_institucional', 'datos_validados', 'creditos_obtenidos', 'promedio'],
	'actualizado',
]
const MODULO = ['matricula', 'clave', 'calificacion', 'aprobado']

const deEgresado = (fila: Fila): unknown[] => [
	...[fila.MATRICULA, fila.CURP, fila.NOMBRE, fila.PRIMER_APELLIDO, fila.SEGUNDO_APELLIDO],
	...[fila.FECHA_NACIMIENTO, 'toluca', fila.PLAN, fila.GENERACION, fila.FECHA_INICIO, fila.FECHA_TERMINO],
	...[fila.FECHA_SECUNDARIA, null, fila.INSTITUCION_MEDICA, fila.CORREO_INSTITUCIONAL, 1, fila.CREDITOS],
	...[fila.PROMEDIO, AHORA],
]

const deModulos = (fila: Fila): unknown[][] =>
	fila.MODULOS.split('|').map((par) => {
		const [clave = '', calificacion = ''] = par.split('=')
		return [fila.MATRICULA, clave, calificacion, Number(calificacion) >= 7 ? 1 : 0]
	})

const leer = async function* (bytes: Uint8Array): AsyncGenerator<Fila[]> {
	let tanda: Fila[] = []
	for await (const fila of Readable.from([bytes]).pipe(parse({ columns: true })) as AsyncIterable<Fila>) {
		if (tanda.push(fila) < POR_TANDA) continue
		yield tanda
		tanda = []
	}
	if (tanda.length > 0) yield tanda
}

const enSqlite = (url: string): Insertar => {
	const base = new Database(url.slice('sqlite:'.length), { timeout: 10_000 })
	for (const ajuste of ['journal_mode = WAL', 'foreign_keys = ON', 'synchronous = FULL']) base.pragma(ajuste)
	const en = (tabla: string, columnas: readonly string[]) =>
		base.prepare(
			`insert into ${tabla} (${columnas.join(', ')}) values (${columnas.map(() => '?').join(', ')})`,
		)
	let sentencias: { egresado: Database.Statement; modulo: Database.Statement } | null = null
	return {
		archivo: async (bytes) => {
			const { egresado, modulo } = (sentencias ??= {
				egresado: en('egresado', EGRESADO),
				modulo: en('modulo_cursado', MODULO),
			})
			const guardar = base.transaction((tanda: readonly Fila[]) => {
				for (const fila of tanda) {
					egresado.run(...deEgresado(fila))
					for (const valores of deModulos(fila)) modulo.run(...valores)
				}
			})
			for await (const tanda of leer(bytes)) guardar.immediate(tanda)
		},
		cerrar: async () => void base.close(),
	}
}

/** Muchos renglones por sentencia: de uno en uno mediría la red. */
const enPostgres = (url: string): Insertar => {
	const pool = new pg.Pool({ connectionString: url, max: 1 })
	// Una conexión ociosa que el servidor corta al cerrarse no tumba la medida.
	pool.on('error', () => undefined)
	const insertar = async (
		cliente: pg.PoolClient,
		tabla: string,
		columnas: readonly string[],
		filas: readonly unknown[][],
	): Promise<void> => {
		const porSentencia = Math.floor(60_000 / columnas.length)
		for (let i = 0; i < filas.length; i += porSentencia) {
			const parte = filas.slice(i, i + porSentencia)
			let marca = 0
			const valores = parte.map((fila) => `(${fila.map(() => `$${(marca += 1)}`).join(', ')})`).join(', ')
			await cliente.query(`insert into ${tabla} (${columnas.join(', ')}) values ${valores}`, parte.flat())
		}
	}
	return {
		archivo: async (bytes) => {
			const cliente = await pool.connect()
			try {
				for await (const tanda of leer(bytes)) {
					await cliente.query('begin')
					await insertar(cliente, 'egresado', EGRESADO, tanda.map(deEgresado))
					await insertar(cliente, 'modulo_cursado', MODULO, tanda.flatMap(deModulos))
					await cliente.query('commit')
				}
			} finally {
				cliente.release()
			}
		},
		cerrar: () => pool.end(),
	}
}
