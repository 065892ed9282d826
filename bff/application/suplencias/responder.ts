import type { Motivo } from '#core/contract/motivo.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Acto, type Actor, puede } from '#core/domain/rol.ts'
import {
	actoQueResponde,
	estadoDeSuplencia,
	puedeResponder,
	sucesosQueAdmite,
	type SucesoSuplencia,
} from '#core/domain/suplencia.ts'
import { anotar } from '../bitacora.ts'
import type { Azar, Base, Huella, Reloj, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { cuentasDe } from '../sesion/persona.ts'
import { apartarSuplencia, enDominio, lugarDe, sucesosDe, suplencias, type FilaSuplencia } from './filas.ts'

type Deps = { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }
type Orden = { readonly actor: Actor; readonly id: string }

/**
 * La segunda persona confirma la suplencia (16): desde aquí vale, en sus fechas. Se avisa por correo al suplente y al
 * titular. Confirma la dirección estatal; si la suplida es ella, la DSE; y nunca quien la otorgó ni los suplidos.
 */
export const confirmarSuplencia =
	(deps: Deps) =>
	({ actor, id }: Orden): Promise<Result<true, Motivo>> =>
		asentar(deps, { actor, id, suceso: 'confirmada', razon: null })

/** La segunda persona dice que no, con su razón: la suplencia nunca valió. */
export const negarSuplencia =
	(deps: Deps) =>
	({ actor, id, razon }: Orden & { readonly razon: string }): Promise<Result<true, Motivo>> =>
		asentar(deps, { actor, id, suceso: 'negada', razon })

/** La entidad la termina antes de tiempo, o retira la que aún no se confirma. Lo ya sellado con ella sigue valiendo. */
export const revocarSuplencia =
	(deps: Deps) =>
	({ actor, id, razon }: Orden & { readonly razon: string }): Promise<Result<true, Motivo>> =>
		asentar(deps, { actor, id, suceso: 'revocada', razon })

const ACTO_EN_BITACORA: Record<SucesoSuplencia, string> = {
	confirmada: 'confirmar-suplencia',
	negada: 'negar-suplencia',
	revocada: 'revocar-suplencia',
}

const asentar = (
	deps: Deps,
	orden: Orden & { readonly suceso: SucesoSuplencia; readonly razon: string | null },
): Promise<Result<true, Motivo>> =>
	deps.base.enTransaccion(async (tx) => {
		const { actor, id, suceso, razon } = orden
		// El candado antes de leer: confirmar y revocar a la vez van de uno en uno, y el segundo ve al primero.
		const existe = await apartarSuplencia(tx, id, actor.ambito)
		const fila = existe ? await suplencias(tx).where('s.id', '=', id).executeTakeFirst() : undefined
		const permiso = permitir(actor, fila, suceso)
		if (!permiso.ok) return permiso
		if (!fila) return rechazo('no-encontrado')
		const sucesos = (await sucesosDe(tx, [id])).get(id) ?? []
		const momento = deps.reloj()
		const estado = estadoDeSuplencia(enDominio(fila, sucesos), fechaEnMexico(momento))
		if (!sucesosQueAdmite(estado).includes(suceso)) return rechazo('suplencia-no-admite', { estado })
		if (suceso !== 'revocada') {
			// Con cualquiera de sus cuentas: quien tiene dos sigue siendo uno.
			const suyas = await cuentasDe(tx, actor.personaId)
			if (!suyas.every((una) => puedeResponder(fila, una))) return rechazo('suplencia-segunda-persona')
		}
		await tx
			.insertInto('suplenciaSuceso')
			.values({ suplenciaId: id, suceso, personaId: actor.personaId, razon, momento })
			.execute()
		await anotar(tx, deps, {
			autor: actor,
			acto: ACTO_EN_BITACORA[suceso],
			objeto: `suplencia:${id}`,
			entidadId: fila.entidadId,
			plantelId: fila.plantelId,
			detalle: { de: estado, ...(razon === null ? {} : { razon }) },
		})
		if (suceso === 'confirmada') await avisos(tx, deps, id)
		return ok(true)
	})

/** De la que no existe y de la ajena se dice lo mismo a quien no tiene el permiso; a quien lo tiene, cuál de las dos. */
const permitir = (
	actor: Actor,
	fila: FilaSuplencia | undefined,
	suceso: SucesoSuplencia,
): Result<true, 'sin-permiso' | 'fuera-de-ambito'> => {
	const lugar = fila ? lugarDe(fila) : actor.ambito.tipo === 'nacional' ? { entidadId: '' } : actor.ambito
	if (suceso === 'revocada') return puede(actor, 'revocar-suplencia', lugar)
	if (fila) return puede(actor, actoQueResponde(fila.rol), lugar)
	const actos: readonly Acto[] = ['confirmar-suplencia-plantel', 'confirmar-suplencia-estatal']
	const alguno = actos.map((acto) => puede(actor, acto, lugar)).find((uno) => uno.ok)
	return alguno ?? rechazo('sin-permiso', { perfil: actor.perfil })
}

/** Un encargo por destinatario: si un buzón falla, el otro no recibe dos veces. */
const avisos = async (tx: Tx, deps: Deps, id: string): Promise<void> => {
	for (const a of ['suplente', 'titular'] as const) {
		await encargar(tx, deps, {
			clase: 'avisar-suplencia',
			clave: `${id}:${a}`,
			carga: { suplenciaId: id, a },
		})
	}
}
