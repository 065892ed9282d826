/** La DSE del modelo: cuando un lote espera a una persona, pregunta a COSFAC por otro medio y dice aquí la verdad. */
import { huella } from '../../bff/adapters/huella.ts'
import { decirNumero } from '../../bff/application/lotes/decididos/decir-numero.ts'
import { decirQueNoEsta } from '../../bff/application/lotes/decididos/decir-que-no-esta.ts'
import { leerEnvios } from '../../bff/application/lotes/envios.ts'
import type { Base } from '../../bff/application/ports.ts'
import type { Instante } from '#core/domain/fecha.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { Suerte } from './azar.ts'
import type { Sep } from './sep.ts'

const DSE: Actor = { personaId: 'p-dse', perfil: 'dse', ambito: { tipo: 'nacional' } }
const MINUTO = 60_000

/** Contesta por cada lote que espera; devuelve de cuántos se le aceptó lo dicho. */
export const decidir = async (
	base: Base,
	sep: Pick<Sep, 'cosfac' | 'numerosCon'>,
	{ suerte, ahora }: { readonly suerte: Suerte; readonly ahora: () => number },
): Promise<number> => {
	const deps = {
		base,
		cosfac: sep.cosfac,
		reloj: (): Instante => new Date(ahora()).toISOString() as Instante,
		huella,
		azar: { id: suerte.uuid, ficha: suerte.uuid, codigo: () => '' },
		sondeoMs: MINUTO,
		margenMs: 30 * MINUTO,
	}
	const esperan = await base.db
		.selectFrom('lote')
		.select('id')
		.where('estado', '=', 'desconocido')
		.where('pendiente', 'is not', null)
		.orderBy('id')
		.execute()
	let aceptadas = 0
	for (const { id: loteId } of esperan) {
		const [suyo] = await base.db
			.selectFrom('loteCertificado')
			.select('archivo')
			.where('loteId', '=', loteId)
			.orderBy('archivo')
			.execute()
		const numeros = sep.numerosCon(suyo?.archivo ?? '')
		const vez = (await leerEnvios(base.db, loteId)).at(-1)?.vez ?? 0
		const dicho =
			numeros.length > 0
				? await decirNumero(deps)({ actor: DSE, loteId, numero: String(suerte.escoge(numeros)) })
				: await decirQueNoEsta(deps)({ actor: DSE, loteId, vez, razon: 'Lo dijo por teléfono.' })
		if (dicho.ok) aceptadas += 1
	}
	return aceptadas
}
