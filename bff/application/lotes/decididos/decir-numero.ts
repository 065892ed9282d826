import type { Motivo } from '#core/contract/motivo.ts'
import { clasificar } from '#core/domain/lotes/conciliacion.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { leerAjuste } from '../../ajustes/leer-ajuste.ts'
import type { Base, Cosfac } from '../../ports.ts'
import { nombresDe } from '../buscar.ts'
import type { DepsLote } from '../mover-lote.ts'
import { numeroLlano } from '../numeros.ts'
import { recibirNumero, volverAConciliar } from '../recibir-numero.ts'
import { leerParaDecidir } from './leer-para-decidir.ts'

export type DepsDecirNumero = DepsLote & {
	readonly base: Base
	readonly cosfac: Pick<Cosfac, 'consultar'>
	readonly sondeoMs: number
}

/** De éstos se puede decir: no se sabe su número, o ya se terminó y quedó algo por resolver. */
const ADMITEN = ['desconocido', 'comprobado', 'cerrado'] as const

/**
 * La DSE dice que, según COSFAC, un lote es el de ese número (11). No se cree: se le pregunta a COSFAC, y lo que trae debe
 * ser de este lote. Entonces se adopta, o se revisa lo que traiga de lo que quedó por resolver.
 */
export const decirNumero =
	(deps: DepsDecirNumero) =>
	async (orden: {
		readonly actor: Actor
		readonly loteId: string
		readonly numero: string
	}): Promise<Result<true, Motivo>> => {
		const { actor, loteId } = orden
		const { db, enTransaccion } = deps.base
		const leido = await leerParaDecidir(db, actor, loteId)
		if (!leido.ok) return leido
		const lote = leido.valor
		if (!ADMITEN.some((estado) => estado === lote.estado))
			return rechazo('lote-no-admite', { estado: lote.estado })
		const numero = numeroLlano(orden.numero)
		const dicho = await deps.cosfac.consultar(numero)
		if (dicho.resultado === 'sin-respuesta') return rechazo('servicio-no-disponible', { servicio: 'COSFAC' })
		const nombres = dicho.resultado === 'leido' ? dicho.filas.map(({ archivo }) => archivo) : null
		const inexistente = await leerAjuste(db, 'lote-estatus-inexistente', null)
		const visto = clasificar(
			{ estatus: dicho.estatus, nombres },
			await nombresDe(deps.base, loteId),
			inexistente,
		)
		switch (visto) {
			case 'inexistente':
				return rechazo('lote-inexistente', { numero })
			case 'en-proceso':
				return rechazo('lote-en-revision', { numero })
			case 'ajeno':
			case 'confuso':
				return rechazo('lote-no-coincide', { numero })
			case 'nuestro':
				return enTransaccion(async (tx) => {
					const recibido = await recibirNumero(tx, deps, lote, {
						numero,
						mensaje: dicho.mensaje,
						autor: actor,
					})
					if (recibido === 'de-otro') return rechazo('lote-no-coincide', { numero })
					if (recibido === 'ya-sabido') await volverAConciliar(tx, deps, lote, actor)
					return ok(true)
				})
		}
	}
