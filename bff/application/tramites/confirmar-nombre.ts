import type { Motivo } from '#core/contract/motivo.ts'
import type { Nombre } from '#core/domain/nombre.ts'
import { rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { type Confirmado, confirmarTodos } from './confirmacion.ts'
import type { DepsTramite } from './mover.ts'

type Orden = { readonly actor: Actor; readonly tramiteId: string; readonly nombre: Nombre }

/**
 * Una persona de Servicios Escolares confirma cómo se escribe el nombre, con el acta de nacimiento delante (17), y ahí
 * mismo se arma el certificado que los directores van a sellar. Antes del primer sello puede repetirse. Queda el
 * antes y el después, quién y cuándo; todo lo demás se corrige en SAE (18).
 */
export const confirmarNombre =
	(deps: DepsTramite) =>
	async ({ actor, tramiteId, nombre }: Orden): Promise<Result<Confirmado, Motivo>> => {
		const resultados = await confirmarTodos(deps, {
			actor,
			nombres: [{ tramiteId, nombre }],
			revisar: () => null,
			enLote: false,
		})
		return resultados.get(tramiteId) ?? rechazo('no-encontrado')
	}
