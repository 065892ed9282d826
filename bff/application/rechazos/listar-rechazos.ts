import type { Rechazos } from '#core/contract/rechazo.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import {
	interpretarRechazo,
	llanoDeRechazo,
	patronPropuesto,
	taparRechazo,
} from '#core/domain/lotes/rechazo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import type { Base, Reloj } from '../ports.ts'
import { leerReglas } from './reglas.ts'
import { leerTextos, MAXIMO_DE_TEXTOS, ventanaDesde } from './textos.ts'

/** Cuántos grupos se enseñan. */
const GRUPOS = 200

type Grupo = Rechazos['grupos'][number]

/**
 * Los rechazos de la nación, juntos por lo que dicen (15): los interpretados, por su patrón; los demás, por el texto con lo
 * personal tapado. Primero lo que nadie ha interpretado, y en cada parte lo más frecuente.
 */
export const listarRechazos =
	({ base: { db }, reloj }: { readonly base: Base; readonly reloj: Reloj }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<Rechazos, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-rechazos')) return rechazo('sin-permiso', { acto: 'ver-rechazos' })
		const ahora = reloj()
		const desde = ventanaDesde(ahora)
		const textos = await leerTextos(db, desde)
		const reglas = await leerReglas(db, fechaEnMexico(ahora))
		const grupos = new Map<string, Grupo>()
		for (const { dijo, cuantos, abiertos, primero, ultimo } of textos) {
			const interpretacion = interpretarRechazo(dijo, reglas)?.interpretacion ?? null
			const llave = interpretacion
				? `regla:${interpretacion.clave}`
				: `texto:${llanoDeRechazo(taparRechazo(dijo))}`
			const antes = grupos.get(llave)
			grupos.set(llave, {
				interpretacion,
				// Los textos llegan del más reciente al más viejo: se enseña el más reciente.
				texto: antes?.texto ?? taparRechazo(dijo),
				propuesto: antes?.propuesto ?? patronPropuesto(dijo),
				cuantos: (antes?.cuantos ?? 0) + cuantos,
				abiertos: (antes?.abiertos ?? 0) + abiertos,
				primero: antes && antes.primero < primero ? antes.primero : primero,
				ultimo: antes && antes.ultimo > ultimo ? antes.ultimo : ultimo,
			})
		}
		const enOrden = [...grupos.values()].sort(
			(a, b) =>
				Number(a.interpretacion !== null) - Number(b.interpretacion !== null) ||
				b.cuantos - a.cuantos ||
				(a.ultimo < b.ultimo ? 1 : -1),
		)
		const sumar = (unos: readonly { readonly cuantos: number }[]): number =>
			unos.reduce((suma, uno) => suma + uno.cuantos, 0)
		return ok({
			desde,
			total: sumar(textos),
			sinInterpretar: sumar(enOrden.filter(({ interpretacion }) => interpretacion === null)),
			recortado: textos.length === MAXIMO_DE_TEXTOS || enOrden.length > GRUPOS,
			grupos: enOrden.slice(0, GRUPOS),
		})
	}
