import type { Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { type Nombre, proponerNombre } from '#core/domain/nombre.ts'
import { TEXTO_DE_RAZON } from '#core/domain/nombre/razones.ts'
import { razonesDeRevision } from '#core/domain/nombre/revision.ts'
import { type Rechazo, rechazo } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { type Confirmable, confirmarTodos, type PorConfirmar, sonIguales } from './confirmacion.ts'
import { enOrden, filaHecha, filaNegada } from './filas.ts'
import type { DepsTramite } from './mover.ts'

type Orden = { readonly actor: Actor; readonly nombres: readonly PorConfirmar[] }

/**
 * Confirma juntos los nombres de una pieza que una persona leyó en la misma página (17): sin acento sugerido, sin
 * partícula y sin nada que la regla pudiera leer de dos maneras. Los que no lo son, o ya se habían confirmado, se
 * rehúsan: van uno a uno, con el acta delante. Una respuesta por trámite; lo de otro plantel no existe.
 */
export const confirmarNombres =
	(deps: DepsTramite) =>
	async ({ actor, nombres }: Orden): Promise<ResultadoFila[]> => {
		const resultados = await confirmarTodos(deps, { actor, nombres, revisar, enLote: true })
		return enOrden(nombres.map(({ tramiteId }) => tramiteId)).map((id) => {
			const suyo = resultados.get(id) ?? rechazo('no-encontrado')
			return suyo.ok ? filaHecha(id) : filaNegada(id, suyo)
		})
	}

const revisar = ({ sae, estado, antes }: Confirmable, nombre: Nombre): Rechazo<Motivo> | null => {
	// Lo confirmado no se vuelve a confirmar en lote, aunque haya regresado a «cargado»: alguien decidió cómo va.
	if (antes !== null || estado !== 'cargado') return pideRevision('ya se había confirmado')
	const razones = razonesDeRevision(sae)
	if (razones.length > 0) {
		return pideRevision(razones.map((razon) => TEXTO_DE_RAZON[razon].toLocaleLowerCase('es-MX')).join(', '))
	}
	return sonIguales(nombre, proponerNombre(sae)) ? null : pideRevision('no es la propuesta de ahora')
}

const pideRevision = (razones: string): Rechazo<'nombre-pide-revision'> =>
	rechazo('nombre-pide-revision', { razones })
