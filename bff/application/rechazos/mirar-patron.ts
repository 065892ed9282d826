import type { Motivo } from '#core/contract/motivo.ts'
import type { AlcanceDePatron, PatronNuevo } from '#core/contract/rechazo.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { interpretarRechazo, leerPatronDeRechazo, taparRechazo } from '#core/domain/lotes/rechazo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import type { DepsCatalogo } from '../catalogos/contra-lo-que-hay.ts'
import { mirarCatalogo } from '../catalogos/mirar.ts'
import { claveDePatron, ORDEN_DE_PAGINA, ordenDePatron } from './patron.ts'
import { leerReglas } from './reglas.ts'
import { leerTextos, ventanaDesde } from './textos.ts'

const EJEMPLOS = 5

/** A cuántos rechazos de los últimos doce meses alcanzaría un patrón, sin cambiar nada (15). */
export const mirarPatron =
	(deps: DepsCatalogo) =>
	async ({
		actor,
		patron,
	}: {
		readonly actor: Actor
		readonly patron: PatronNuevo
	}): Promise<Result<AlcanceDePatron, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'interpretar-rechazos'))
			return rechazo('sin-permiso', { acto: 'interpretar-rechazos' })
		const mirado = await mirarCatalogo(deps)(ordenDePatron(deps, actor, patron))
		if (!mirado.ok) return mirado
		const { vista, errores } = mirado.valor
		if (vista === null) return rechazo('patron-de-rechazo-invalido', { razon: errores[0]?.razon ?? null })
		const leido = leerPatronDeRechazo(patron.patron)
		if (!leido.ok) return leido
		const ahora = deps.reloj()
		const nueva = { clave: claveDePatron(deps, patron.patron), patron: leido.valor, orden: ORDEN_DE_PAGINA }
		const reglas = await leerReglas(deps.base.db, fechaEnMexico(ahora))
		const otras = reglas.filter(({ clave }) => clave !== nueva.clave)
		const textos = (await leerTextos(deps.base.db, ventanaDesde(ahora))).filter(
			({ dijo }) => interpretarRechazo(dijo, [...otras, nueva]) === nueva,
		)
		const sumar = (unos: typeof textos): number => unos.reduce((suma, { cuantos }) => suma + cuantos, 0)
		return ok({
			alcanza: sumar(textos),
			quita: sumar(textos.filter(({ dijo }) => interpretarRechazo(dijo, otras) !== null)),
			ejemplos: [...new Set(textos.map(({ dijo }) => taparRechazo(dijo)))].slice(0, EJEMPLOS),
			vista,
		})
	}
