import type { Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { type Rechazo, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { transicion } from '#core/domain/tramite.ts'
import type { Tx } from '../ports.ts'
import { asentar, type DepsRegistrar, type PorAsentar, SeMovio } from './asentar.ts'
import { enOrden, filaHecha, filaNegada, leerTramites, type TramiteLeido } from './filas.ts'
import { groupCommit } from './group-commit.ts'
import { fueraDeVia } from './misma-via.ts'

type Orden = { readonly actor: Actor; readonly tramites: readonly string[] }

/** Cuántos trámites se registran, a lo más, en una transacción. */
const MAXIMO_POR_TRANSACCION = 1000
const VUELTAS = 5

/**
 * Registra trámites autorizados (8): a cada uno le da el siguiente folio del modelo correcto, su asiento en el Libro
 * Electrónico (volumen, foja, renglón, CUV y fecha) y lo pasa a «registrado». Una respuesta por trámite; los que no
 * alcanzan folio lo dicen y quedan como estaban. Los folios se dan en el orden de los identificadores, que es el de
 * las solicitudes.
 *
 * Lo que llega a la vez para el mismo plantel comparte transacción: el plantel es una fila de todos modos (folios en
 * orden y sin huecos), y así una sola espera de disco sirve para varias personas.
 */
export const registrar = (deps: DepsRegistrar): ((orden: Orden) => Promise<ResultadoFila[]>) => {
	const enGrupo = groupCommit<Orden, ResultadoFila[]>({
		obra: (_, ordenes) => registrarJuntas(deps, ordenes),
		peso: (orden) => orden.tramites.length,
		maximo: MAXIMO_POR_TRANSACCION,
	})
	return async (orden) =>
		tienePermiso(orden.actor.perfil, 'registrar')
			? enGrupo(JSON.stringify(orden.actor.ambito), orden)
			: enOrden(orden.tramites).map((id) => filaNegada(id, rechazo('sin-permiso')))
}

const registrarJuntas = async (
	deps: DepsRegistrar,
	ordenes: readonly Orden[],
): Promise<ResultadoFila[][]> => {
	for (let vuelta = 1; ; vuelta += 1) {
		try {
			return await deps.base.enTransaccion((tx) => registrarEn(tx, deps, ordenes))
		} catch (error) {
			// Un retiro se adelantó: se deshizo todo y se vuelve a leer. Cada vuelta queda alguno menos por registrar.
			if (!(error instanceof SeMovio) || vuelta === VUELTAS) throw error
		}
	}
}

const registrarEn = async (
	tx: Tx,
	deps: DepsRegistrar,
	ordenes: readonly Orden[],
): Promise<ResultadoFila[][]> => {
	// Las órdenes de un grupo son del mismo ámbito: lo ajeno ni se lee, y se contesta como lo que no existe (10).
	const tramites = await leerTramites(
		tx,
		enOrden(ordenes.flatMap((orden) => orden.tramites)),
		ordenes.slice(0, 1).map(({ actor }) => actor.ambito),
	)
	const vistos = new Set<string>()
	const porAsentar: PorAsentar[] = []
	const negativas = ordenes.map(({ actor, tramites: ids }) => {
		const propias = new Map<string, Rechazo<Motivo>>()
		for (const id of enOrden(ids)) {
			const admitido = admite(tramites.get(id))
			if (!admitido.ok) propias.set(id, admitido)
			// Otra orden del grupo lo pidió antes: para ésta ya está registrado.
			else if (vistos.has(id)) propias.set(id, rechazo('estado-no-permite', { estado: 'registrado' }))
			else porAsentar.push({ tramite: admitido.valor, autor: actor })
			vistos.add(id)
		}
		return propias
	})
	const reparos = await fueraDeVia(
		tx,
		porAsentar.map(({ tramite }) => tramite),
	)
	const sinFolio = await asentar(
		tx,
		deps,
		porAsentar.filter(({ tramite }) => !reparos.has(tramite.id)),
	)
	return ordenes.map((orden, i) =>
		enOrden(orden.tramites).map((id) => {
			const negativa = negativas[i]?.get(id) ?? reparos.get(id) ?? sinFolio.get(id)
			return negativa ? filaNegada(id, negativa) : filaHecha(id)
		}),
	)
}

const admite = (tramite: TramiteLeido | undefined): Result<TramiteLeido, Motivo> => {
	if (!tramite) return rechazo('no-encontrado')
	const siguiente = transicion(tramite.estado, 'registrar')
	return siguiente.ok ? { ok: true, valor: tramite } : siguiente
}
