/**
 * `folio.vs-insert`: registros por segundo (folio, asiento y bitácora, ya en disco) con 16 clientes por el acto
 * `registrar`, contra los mismos renglones metidos a la base sin nada nuestro: el controlador pelado, una transacción
 * por unidad, 16 clientes, los mismos ajustes de conexión. Las rondas se alternan para que el ruido de la máquina les
 * toque parejo.
 */
import Database from 'better-sqlite3'
import pg from 'pg'
import { componerFolio } from '#core/domain/folio.ts'
import { colocar } from '#core/domain/libro.ts'
import { hojaDe } from '../../bff/application/bitacora.ts'
import type { TablaAsiento, TablaBitacora, TablaFolio } from '../../bff/application/tablas/registros.ts'
import { registrar } from '../../bff/application/tramites/registrar.ts'
import { AHORA, type Escena, ESCOLARES, HOY_EN_MEXICO, montar } from '../db/escena.ts'

const CLIENTES = 16
const RONDAS = 3
const UNIDADES_POR_RONDA = 1600
/** Cómo se encuaderna lo pelado: sólo importa que cada asiento tenga su lugar. */
const TRAMO = { desdeNumero: 1, volumen: 1, asientosPorFoja: 20, fojasPorVolumen: 200 }

/** Unidades por segundo, nuestras y peladas, sobre la base nueva y vacía de `url`. */
export const medirFolio = async ({
	dialecto,
	url,
}: {
	readonly dialecto: 'sqlite' | 'postgres'
	readonly url: string
}): Promise<{ nuestro: number; pelado: number }> => {
	const escena = await montar({ url })
	const insertar = dialecto === 'sqlite' ? peladoSqlite(url) : peladoPostgres(url)
	try {
		const total = RONDAS * UNIDADES_POR_RONDA
		await escena.agregarRango(1, 1_000_000)
		const ajeno = await escena.agregarRango(5_000_000, 9_000_000, { plantel: 'lerma' })
		const nuestras = await escena.agregarTramites(total + CLIENTES)
		const peladas = await prepararPeladas(escena, ajeno, total + CLIENTES)
		const acto = registrar(escena.deps)
		const registrarUna = async (id: string): Promise<void> => {
			const [fila] = await acto({ actor: ESCOLARES, tramites: [id] })
			if (!fila?.hecho) throw new Error(`No se registró: ${fila?.motivo}`)
		}
		// Una vuelta corta sin medir: conexiones abiertas y sentencias preparadas.
		await cronometrar(nuestras.splice(0, CLIENTES), registrarUna)
		await cronometrar(peladas.splice(0, CLIENTES), insertar.una)
		const tiempos = { nuestro: 0, pelado: 0 }
		for (let ronda = 0; ronda < RONDAS; ronda += 1) {
			tiempos.pelado += await cronometrar(peladas.splice(0, UNIDADES_POR_RONDA), insertar.una)
			tiempos.nuestro += await cronometrar(nuestras.splice(0, UNIDADES_POR_RONDA), registrarUna)
		}
		return { nuestro: total / tiempos.nuestro, pelado: total / tiempos.pelado }
	} finally {
		await insertar.cerrar()
		await escena.base.cerrar()
	}
}

/** Segundos que tardan los 16 clientes en acabar con todas, cada uno una tras otra. */
const cronometrar = async <T>(
	unidades: readonly T[],
	hacer: (unidad: T) => Promise<void>,
): Promise<number> => {
	const cola = unidades[Symbol.iterator]()
	const empezo = performance.now()
	await Promise.all(
		Array.from({ length: CLIENTES }, async () => {
			for (const unidad of { [Symbol.iterator]: () => cola }) await hacer(unidad)
		}),
	)
	return (performance.now() - empezo) / 1000
}

type Pelada = { readonly folio: TablaFolio; readonly asiento: TablaAsiento; readonly bitacora: TablaBitacora }
type Insertar = { readonly una: (pelada: Pelada) => Promise<void>; readonly cerrar: () => Promise<void> }

/** Los mismos renglones que escribe el acto, ya calculados: al pelado no se le cobra pensarlos. */
const prepararPeladas = async (
	{ agregarTramites, base, deps }: Escena,
	rangoId: string,
	cuantas: number,
): Promise<Pelada[]> => {
	const ids = await agregarTramites(cuantas, { plantel: 'lerma' })
	const filas = await base.db
		.selectFrom('tramite')
		.select(['id', 'matricula'])
		.where('plantelId', '=', 'lerma')
		.orderBy('id')
		.execute()
	if (filas.length !== ids.length) throw new Error('La base no estaba vacía.')
	return filas.map(({ id, matricula }, i) => {
		const numero = 5_000_000 + i
		const folio = componerFolio('2018', numero)
		const { volumen, foja, renglon } = colocar(i + 1, TRAMO)
		const anotado = {
			id: deps.azar.id(),
			momento: AHORA,
			quien: ESCOLARES.personaId,
			perfil: ESCOLARES.perfil,
			acto: 'registrar',
			objeto: `tramite:${id}`,
			entidadId: 'mex',
			plantelId: 'lerma',
			detalle: JSON.stringify({ de: 'autorizado', a: 'registrado', folio, volumen, foja, renglon }),
		}
		return {
			folio: { folio, rangoId, modelo: '2018', numero, tramiteId: id, momento: AHORA },
			asiento: {
				plantelId: 'lerma',
				numero: i + 1,
				volumen,
				foja,
				renglon,
				folio,
				cuv: deps.derivarCuv({ folio, matricula, fecha: HOY_EN_MEXICO }),
				matricula,
				tramiteId: id,
				fecha: HOY_EN_MEXICO,
				momento: AHORA,
			},
			bitacora: { ...anotado, hoja: hojaDe(anotado, deps.huella) },
		}
	})
}

const TABLAS = ['folio', 'asiento', 'bitacora'] as const

const COLUMNAS = {
	folio: ['folio', 'rangoId', 'modelo', 'numero', 'tramiteId', 'momento'],
	asiento: [
		'plantelId',
		'numero',
		'volumen',
		'foja',
		'renglon',
		'folio',
		'cuv',
		'matricula',
		'tramiteId',
		'fecha',
		'momento',
	],
	bitacora: [
		'id',
		'momento',
		'quien',
		'perfil',
		'acto',
		'objeto',
		'entidadId',
		'plantelId',
		'detalle',
		'hoja',
	],
} satisfies { [T in keyof Pelada]: readonly (keyof Pelada[T])[] }

const insercion = (tabla: (typeof TABLAS)[number], marca: (i: number) => string): string => {
	const columnas = COLUMNAS[tabla].map((c) => c.replace(/[A-Z]/g, (letra) => `_${letra.toLowerCase()}`))
	return `insert into ${tabla} (${columnas.join(', ')}) values (${columnas.map((_, i) => marca(i)).join(', ')})`
}

const valores = (pelada: Pelada, tabla: (typeof TABLAS)[number]): unknown[] => {
	const renglon = pelada[tabla] as Readonly<Record<string, unknown>>
	return COLUMNAS[tabla].map((columna) => renglon[columna])
}

const peladoSqlite = (url: string): Insertar => {
	const base = new Database(url.slice('sqlite:'.length))
	for (const ajuste of ['journal_mode = WAL', 'foreign_keys = ON', 'synchronous = FULL']) base.pragma(ajuste)
	const sentencias = TABLAS.map((tabla) => [tabla, base.prepare(insercion(tabla, () => '?'))] as const)
	const insertar = base.transaction((pelada: Pelada) => {
		for (const [tabla, sentencia] of sentencias) sentencia.run(...valores(pelada, tabla))
	})
	return {
		una: async (pelada) => insertar.immediate(pelada),
		cerrar: async () => void base.close(),
	}
}

const peladoPostgres = (url: string): Insertar => {
	const pool = new pg.Pool({ connectionString: url, max: CLIENTES })
	// Una conexión ociosa que el servidor corta al cerrarse no tumba la medida.
	pool.on('error', () => undefined)
	const sentencias = TABLAS.map((tabla) => [tabla, insercion(tabla, (i) => `$${i + 1}`)] as const)
	return {
		una: async (pelada) => {
			const cliente = await pool.connect()
			try {
				await cliente.query('begin')
				for (const [tabla, text] of sentencias) {
					await cliente.query({ name: tabla, text, values: valores(pelada, tabla) })
				}
				await cliente.query('commit')
			} finally {
				cliente.release()
			}
		},
		cerrar: () => pool.end(),
	}
}
