import { anotar } from '../bitacora.ts'
import type { Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { vencimiento, type FilaDeImportacion } from './filas.ts'
import { SIN_CUENTAS } from './juzgar.ts'
import type { DepsSubir } from './subir.ts'
import { tomar, vista, type SinPoder } from './tomar.ts'
import type { Importacion } from '#core/contract/importacion.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'

/** La persona vio qué cambiaría y lo acepta: se aplican los renglones buenos. Con renglones malos, tiene que decirlo. */
export const aplicarImportacion =
	(deps: DepsSubir) =>
	(orden: {
		readonly actor: Actor
		readonly id: string
		readonly soloBuenos: boolean
	}): Promise<Result<Importacion, SinPoder | 'filas-con-error'>> =>
		deps.base.enTransaccion(async (tx) => {
			const { actor, id } = orden
			const tomada = await tomar(tx, deps, actor, id, ['revisada'])
			if (!tomada.ok) return tomada
			const { errores, filas, entidadId, plantelId } = tomada.valor
			if (errores > 0 && !orden.soloBuenos) return rechazo('filas-con-error', { errores })
			await empezarAAplicar(tx, id, filas, {
				aplicaId: actor.personaId,
				aplicaPerfil: actor.perfil,
				vence: vencimiento(deps.reloj()),
			})
			await encargar(tx, deps, { clase: 'aplicar-importacion', clave: id, carga: { importacion: id } })
			await anotar(tx, deps, {
				autor: actor,
				acto: 'aplicar-importacion',
				objeto: `importacion:${id}`,
				entidadId,
				plantelId,
				detalle: { soloBuenos: orden.soloBuenos, renglones: filas, errores },
			})
			return ok(await vista(tx, tomada.valor))
		})

/** Lo que la revisión previó se borra: al aplicar se anota lo que de veras se hace. */
export const empezarAAplicar = async (
	tx: Tx,
	id: string,
	filas: number,
	quien: Pick<FilaDeImportacion, 'aplicaId' | 'aplicaPerfil' | 'vence'>,
): Promise<void> => {
	await tx
		.updateTable('importacion')
		.set({ estado: 'aplicando', ...quien, ...SIN_CUENTAS, hechos: 0, total: filas })
		.where('id', '=', id)
		.execute()
	await tx.deleteFrom('importacionError').where('importacionId', '=', id).execute()
	await tx.deleteFrom('importacionCambio').where('importacionId', '=', id).execute()
}
