import { sql } from 'kysely'
import { anotar } from '../bitacora.ts'
import type { Base, Tx } from '../ports.ts'
import type { ImportacionCatalogo } from '#core/contract/catalogo.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import {
	abrir,
	contar,
	informe,
	mirar,
	type DepsCatalogo,
	type Mirada,
	type OrdenDeCatalogo,
} from './contra-lo-que-hay.ts'
import { CATALOGOS } from './definiciones.ts'
import { guardarCambios } from './guardar.ts'
import { proyectar } from './proyectar.ts'

/**
 * Aplica un archivo a un catálogo (todo o nada, en una transacción), con su historia y lo que hoy vale donde otras tablas
 * lo nombran. `vista` es lo que se vio antes de aplicar: si ya no es eso, no cambia nada. Repetirlo es inofensivo: la
 * segunda vez no hay qué cambiar. Lo que un certificado ya armado lleva no se toca.
 */
export const importarCatalogo =
	(deps: DepsCatalogo) =>
	async (
		orden: OrdenDeCatalogo & {
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

const aplicar = async (tx: Tx, deps: DepsCatalogo, orden: OrdenDeCatalogo, mirada: Mirada): Promise<void> => {
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
