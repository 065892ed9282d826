import { sql } from 'kysely'
import { anotar } from '../bitacora.ts'
import type { Autor, Azar, Base, Huella, Lectura, Reloj, Tx } from '../ports.ts'
import { leerTablaEntera, type Tabla } from '../sae/lector/tabla-entera.ts'
import type { ErrorFila } from '../sae/tabla.ts'
import type { ImportacionCatalogo } from '#core/contract/catalogo.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso } from '#core/domain/rol.ts'
import { type Cambio, compararCatalogo, type Comparacion, repetidos } from './comparar.ts'
import {
	CATALOGOS,
	esNombreCatalogo,
	losQueNombran,
	type NombreCatalogo,
	referenciasDe,
} from './definiciones.ts'
import { detallar } from './detallar.ts'
import { guardarCambios } from './guardar.ts'
import { leerFilas } from './leer-filas.ts'
import { erroresDeMudanza } from './mudanzas.ts'
import { proyectar } from './proyectar.ts'
import { erroresDesdeOtros, erroresHaciaOtros, type Todos } from './referencias.ts'
import { leerValores, type Valores } from './valores.ts'

type Deps = { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }

/** Quien importa: una persona de la nación, o el operador desde la terminal. */
type Importador = Exclude<Autor, { readonly egresado: string }>

type Orden = {
	readonly actor: Importador
	readonly catalogo: string
	readonly archivo: string
	readonly bytes: Uint8Array
}

type Mirada = {
	readonly cual: NombreCatalogo
	readonly sha256: string
	readonly filas: number
	readonly comparacion: Comparacion
	readonly errores: readonly ErrorFila[]
	/** Qué se vio: el archivo y lo que cambiaría sobre lo que había. */
	readonly vista: string
}

const ERRORES_MAXIMOS = 500

/** Qué cambiaría un archivo en un catálogo, sin cambiar nada. */
export const mirarCatalogo =
	(deps: Deps) =>
	async (orden: Orden): Promise<Result<ImportacionCatalogo, Motivo>> => {
		const leido = await abrir(orden)
		if (!leido.ok) return leido
		return ok(informe(await mirar(deps, deps.base.db, orden, leido.valor), false))
	}

/**
 * Aplica un archivo a un catálogo (todo o nada, en una transacción), con su historia y lo que hoy vale donde otras tablas
 * lo nombran. `vista` es lo que se vio antes de aplicar: si ya no es eso, no cambia nada. Repetirlo es inofensivo: la
 * segunda vez no hay qué cambiar. Lo que un certificado ya armado lleva no se toca.
 */
export const importarCatalogo =
	(deps: Deps) =>
	async (
		orden: Orden & {
			/** null: sin vista previa, desde la terminal. */
			readonly vista: string | null
		},
	): Promise<Result<ImportacionCatalogo, Motivo>> => {
		const leido = await abrir(orden)
		if (!leido.ok) return leido
		return deps.base.enTransaccion(async (tx) => {
			await formarse(deps.base, tx)
			const mirada = await mirar(deps, tx, orden, leido.valor)
			if (mirada.errores.length > 0) return ok(informe(mirada, false))
			const { cambios } = mirada.comparacion
			if (orden.vista !== null && orden.vista !== mirada.vista) {
				return rechazo('catalogo-cambiado', { catalogo: CATALOGOS[mirada.cual].titulo })
			}
			if (cambios.length > 0) await aplicar(tx, deps, orden, mirada)
			return ok(informe(mirada, true))
		})
	}

/** Dos importaciones a la vez se forman: cada una compara contra lo que la anterior dejó. En SQLite quien escribe ya está solo. */
export const formarse = async (base: Base, tx: Tx): Promise<void> => {
	if (base.dialecto === 'postgres') {
		await sql`lock table catalogo_importacion in share row exclusive mode`.execute(tx)
	}
}

const abrir = async ({
	actor,
	catalogo,
	bytes,
}: Orden): Promise<Result<{ cual: NombreCatalogo; tabla: Tabla }, Motivo>> => {
	if ('perfil' in actor && !tienePermiso(actor.perfil, 'importar-catalogo')) {
		return rechazo('sin-permiso', { acto: 'importar-catalogo', perfil: actor.perfil })
	}
	if (!esNombreCatalogo(catalogo)) return rechazo('no-encontrado')
	const leido = await leerTablaEntera(bytes)
	return leido.ok ? ok({ cual: catalogo, tabla: leido.valor }) : leido
}

const mirar = async (
	{ huella }: Deps,
	db: Lectura,
	{ bytes }: Orden,
	{ cual, tabla }: { readonly cual: NombreCatalogo; readonly tabla: Tabla },
): Promise<Mirada> => {
	const todos = new Map<NombreCatalogo, Valores>()
	for (const otro of new Set([cual, ...referenciasDe(cual).map(({ de }) => de), ...losQueNombran(cual)])) {
		todos.set(otro, await leerValores(db, otro))
	}
	const propios = todos.get(cual) ?? new Map()
	const leidas = leerFilas(cual, tabla, (de, por, valor) => claveDe(todos, de, por, valor))
	const comparacion = compararCatalogo(propios, leidas.filas)
	const quedarian: Valores = new Map([...propios, ...comparacion.quedan])
	const conEste: Todos = new Map([...todos, [cual, quedarian]])
	const { cambios } = comparacion
	const sha256 = huella(bytes)
	return {
		cual,
		sha256,
		filas: tabla.renglones.length,
		comparacion,
		errores: [
			...leidas.errores,
			...comparacion.errores,
			...erroresHaciaOtros(cual, cambios, conEste),
			...erroresDesdeOtros(cual, cambios, conEste),
			...(await erroresDeMudanza(db, cual, cambios, propios)),
			...CATALOGOS[cual].columnas
				.filter(({ unica }) => unica)
				.flatMap((columna) => repetidos(columna, quedarian, cambios)),
		],
		vista: huella(JSON.stringify([cual, sha256, cambios])),
	}
}

/** La clave de quien lleva ese dato: la CCT de un plantel, en cualquiera de sus vigencias. */
const claveDe = (todos: Todos, de: NombreCatalogo, por: string, valor: string): string | undefined => {
	for (const [clave, vigencias] of todos.get(de) ?? []) {
		if (vigencias.some(({ datos }) => datos[por] === valor)) return clave
	}
	return undefined
}

const aplicar = async (tx: Tx, deps: Deps, orden: Orden, mirada: Mirada): Promise<void> => {
	const { actor, archivo } = orden
	const { cual, sha256, filas, comparacion } = mirada
	const cuentas = contar(comparacion.cambios)
	const id = deps.azar.id()
	const momento = deps.reloj()
	await tx
		.insertInto('catalogoImportacion')
		.values({
			...{ id, catalogo: cual, archivo, sha256, filas, momento, ...cuentas },
			personaId: 'personaId' in actor ? actor.personaId : null,
		})
		.execute()
	await guardarCambios(tx, { cual, importacionId: id, cambios: comparacion.cambios })
	await proyectar(tx, fechaEnMexico(momento))
	await anotar(tx, deps, {
		autor: actor,
		acto: 'importar-catalogo',
		objeto: `catalogo:${cual}`,
		detalle: { importacion: id, sha256, ...cuentas },
	})
}

const contar = (cambios: readonly Cambio[]) => {
	const de = (suceso: Cambio['suceso']) => cambios.filter((uno) => uno.suceso === suceso).length
	return { altas: de('alta'), cambios: de('cambio'), bajas: de('baja'), quitadas: de('quitada') }
}

const informe = (
	{ cual, filas, comparacion, errores, vista }: Mirada,
	importado: boolean,
): ImportacionCatalogo => ({
	importado,
	filas,
	sinCambio: comparacion.sinCambio,
	...contar(comparacion.cambios),
	detalle: detallar(cual, comparacion.cambios),
	errores: [...errores].sort((a, b) => a.linea - b.linea).slice(0, ERRORES_MAXIMOS),
	totalErrores: errores.length,
	vista: errores.length > 0 ? null : vista,
})
