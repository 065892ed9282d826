import { enAmbito } from '../alcance.ts'
import { leerSano } from '../documentos/descargar-documento.ts'
import type { Almacen, Base } from '../ports.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'

type Parte = 'pdf' | 'relacion'

/** El PDF sellado de una carta, o su relación (14): a su entidad y a la DSE. De la ajena se dice lo que de la que no existe. */
export const bajarCarta =
	({ base, almacen }: { readonly base: Base; readonly almacen: Almacen }) =>
	async ({
		actor,
		id,
		parte,
	}: {
		readonly actor: Actor
		readonly id: string
		readonly parte: Parte
	}): Promise<
		Result<
			{ readonly nombre: string; readonly tipo: string; readonly bytes: Uint8Array },
			'sin-permiso' | 'no-encontrado' | 'documento-danado'
		>
	> => {
		const puede = tienePermiso(actor.perfil, 'ver-carta') || tienePermiso(actor.perfil, 'ver-cartas')
		if (!puede) return rechazo('sin-permiso', { acto: 'ver-carta' })
		const carta = await base.db
			.selectFrom('carta')
			.select(['entidadId', 'numero', 'pdfSha256', 'relacionSha256'])
			.where('id', '=', id)
			// Un ámbito de plantel no alcanza a lo que es de la entidad.
			.where(enAmbito(actor.ambito, { entidad: 'entidadId', plantel: 'entidadId' }))
			.executeTakeFirst()
		if (!carta) return rechazo('no-encontrado')
		const bytes = await leerSano(almacen, parte === 'pdf' ? carta.pdfSha256 : carta.relacionSha256)
		if (!bytes.ok) return bytes
		const cual = `${carta.entidadId}-${carta.numero}`
		return ok(
			parte === 'pdf'
				? { nombre: `carta-responsiva-${cual}.pdf`, tipo: 'application/pdf', bytes: bytes.valor }
				: { nombre: `relacion-${cual}.csv`, tipo: 'text/csv; charset=utf-8', bytes: bytes.valor },
		)
	}
