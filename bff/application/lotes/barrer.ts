import { expressionBuilder, sql } from 'kysely'
import { ESTADOS_LOTE, type EstadoLote } from '#core/domain/lote.ts'
import { detenido } from '../sellado/detenidos.ts'
import type { Base } from '../ports.ts'
import type { Tablas } from '../tablas.ts'
import { encargar, type ClaseTrabajo } from '../trabajos.ts'
import type { DepsLote } from './mover-lote.ts'

/** El trabajo que mueve a un lote en ese estado; `null` si ya no se mueve, o si espera a una persona. */
const quienLoMueve = (estado: EstadoLote): ClaseTrabajo | null => {
	switch (estado) {
		case 'integrado':
		case 'enviando':
			return 'enviar-lote'
		case 'aceptado':
		case 'en-proceso':
			return 'consultar-lote'
		case 'leido':
		case 'descargado':
			return 'descargar-lote'
		case 'desconocido':
		case 'comprobado':
			return 'conciliar-lote'
		case 'detenido':
		case 'cerrado':
		case 'deshecho':
			return null
	}
}

/**
 * Barre lo atorado (11): lotes, cancelaciones y certificados por enviar que ningún trabajo va a mover —porque se agotaron
 * sus intentos, o porque alguien lo borró—, y lo vuelve a encargar. No toca lo que espera a una persona.
 */
export const barrerLotes = (deps: DepsLote & { readonly base: Base }): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		for (const estado of ESTADOS_LOTE) {
			const clase = quienLoMueve(estado)
			if (clase === null) continue
			const sueltos = await tx
				.selectFrom('lote as l')
				.select('l.id')
				.where('l.estado', '=', estado)
				.where('l.pendiente', 'is', null)
				.where((e) => e.not(e.exists(enMarcha(clase, 'l.id'))))
				.limit(TANDA)
				.execute()
			for (const { id } of sueltos) await encargar(tx, deps, { clase, clave: id, carga: { loteId: id } })
		}
		const porCancelar = await tx
			.selectFrom('cancelacionSep as s')
			.select('s.folioDigital')
			.where('s.estado', '=', 'pendiente')
			.where((e) => e.not(e.exists(enMarcha('cancelar-sobrante', 's.folioDigital'))))
			.limit(TANDA)
			.execute()
		for (const { folioDigital } of porCancelar) {
			await encargar(tx, deps, { clase: 'cancelar-sobrante', clave: folioDigital, carga: { folioDigital } })
		}
		const porIntegrar = await tx
			.selectFrom('tramite as t')
			.select('t.entidadId')
			.distinct()
			.where('t.estado', '=', 'sellado-estatal')
			.where((e) => e.not(detenido()))
			.where((e) => e.not(e.exists(enMarcha('integrar-lotes', 't.entidadId'))))
			.execute()
		for (const { entidadId } of porIntegrar) {
			await encargar(tx, deps, { clase: 'integrar-lotes', clave: entidadId, carga: { entidadId } })
		}
	})

/** Cuántos de cada uno por vuelta. */
const TANDA = 500

/** Los trabajos vivos de esa clase cuya clave es la columna dada de la consulta de afuera. */
const enMarcha = (clase: ClaseTrabajo, clave: string) =>
	expressionBuilder<Tablas>()
		.selectFrom('trabajo as tr')
		.select('tr.id')
		.where('tr.clase', '=', clase)
		.where('tr.clave', '=', sql.ref<string>(clave))
		.where('tr.estado', 'in', ['pendiente', 'en-curso'])
