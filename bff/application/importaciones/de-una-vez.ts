import { createHash } from 'node:crypto'
import type { Fuente } from '../sae/lector/fuente.ts'
import { empezarAAplicar } from './aplicar.ts'
import { aplicarArchivo } from './aplicar-tandas.ts'
import { aContrato } from './filas.ts'
import type { Importador } from './juzgar.ts'
import { revisarArchivo, type DepsImportar, type GuardarMalos } from './revisar.ts'
import type { ErrorDeRenglon, Importacion } from '#core/contract/importacion.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso } from '#core/domain/rol.ts'

const ERRORES = 500

/** Lo que resultó: la importación como quedó, y los primeros errores. */
type ImportadoDeUnaVez = {
	readonly importacion: Importacion
	readonly errores: readonly ErrorDeRenglon[]
}

/**
 * Revisa y aplica un archivo de un jalón, con el mismo núcleo y sin guardarlo: para quien opera desde la terminal. Con un solo
 * error no aplica nada, salvo que se pidan sólo los buenos.
 */
export const importarDeUnaVez =
	(deps: DepsImportar) =>
	async (orden: {
		readonly actor: Importador
		readonly archivo: string
		readonly fuente: Fuente
		readonly soloBuenos?: boolean
		readonly guardarMalos?: GuardarMalos
	}): Promise<Result<ImportadoDeUnaVez, 'sin-permiso'>> => {
		const { base, azar, reloj } = deps
		const { actor, fuente } = orden
		if ('perfil' in actor && !tienePermiso(actor.perfil, 'importar-sae')) {
			return rechazo('sin-permiso', { acto: 'importar-sae', perfil: actor.perfil })
		}
		const id = azar.id()
		const ambito = 'perfil' in actor ? actor.ambito : null
		const entidadId = ambito === null || ambito.tipo === 'nacional' ? null : ambito.entidadId
		await base.db
			.insertInto('importacion')
			.values({
				id,
				archivo: orden.archivo,
				sha256: await resumir(fuente),
				momento: reloj(),
				personaId: 'personaId' in actor ? actor.personaId : null,
				filas: 0,
				altas: 0,
				cambios: 0,
				entidadId,
				plantelId: ambito?.tipo === 'plantel' ? ambito.plantelId : null,
				estado: 'revisando',
				bytes: fuente.bytes,
				total: fuente.bytes,
			})
			.execute()
		const encargo = { id, actor, entidadId, fuente, guardarMalos: orden.guardarMalos ?? (async () => {}) }
		await revisarArchivo(deps, encargo)
		const revisada = await leer(deps, id)
		const { estado, cuentas } = revisada.importacion
		if (estado !== 'revisada' || (cuentas.errores > 0 && orden.soloBuenos !== true)) {
			await olvidar(deps, id, false)
			return ok(revisada)
		}
		await base.enTransaccion((tx) =>
			empezarAAplicar(tx, id, cuentas.filas, { aplicaId: null, aplicaPerfil: null, vence: null }),
		)
		await aplicarArchivo(deps, encargo)
		const aplicada = await leer(deps, id)
		await olvidar(deps, id, true)
		return ok(aplicada)
	}

const resumir = async (fuente: Fuente): Promise<string> => {
	const resumen = createHash('sha256')
	for await (const trozo of fuente.leer()) resumen.update(trozo)
	return resumen.digest('hex')
}

const leer = async ({ base: { db } }: DepsImportar, id: string): Promise<ImportadoDeUnaVez> => {
	const fila = await db.selectFrom('importacion').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	const [importacion] = await aContrato(db, [fila], true)
	if (importacion === undefined) throw new Error('La importación que se acaba de leer no está.')
	const errores = await db
		.selectFrom('importacionError')
		.select(['linea', 'columna', 'valor', 'razon', 'clase'])
		.where('importacionId', '=', id)
		.orderBy('orden')
		.limit(ERRORES)
		.execute()
	return { importacion, errores }
}

/** Nadie la va a ver después: lo que llevaba datos de alguien se borra y, si no se aplicó, ella también. */
const olvidar = ({ base }: DepsImportar, id: string, aplicada: boolean): Promise<void> =>
	base.enTransaccion(async (tx) => {
		await tx.deleteFrom('importacionError').where('importacionId', '=', id).execute()
		await tx.deleteFrom('importacionCambio').where('importacionId', '=', id).execute()
		if (aplicada) {
			await tx.updateTable('importacion').set({ columnas: null, mapeo: null }).where('id', '=', id).execute()
		} else await tx.deleteFrom('importacion').where('id', '=', id).execute()
	})
