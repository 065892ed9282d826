import type { Ajustes } from '#core/contract/ajustes.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { AJUSTES, CLAVES_DE_AJUSTE, type ClaveAjuste, leerValorAjuste } from '#core/domain/ajustes.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import type { Base, Lectura } from '../ports.ts'
import { deJson, leerAjusteConOrigen } from './leer-ajuste.ts'

const RENGLONES = 50

type Ajuste = Ajustes['ajustes'][number]

/** Los ajustes como valen para quien pregunta, con su historial: la entidad ve el suyo y el nacional; la nación, todos. */
export const listarAjustes =
	({ base: { db } }: { readonly base: Base }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<Ajustes, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-ajustes')) return rechazo('sin-permiso', { acto: 'ver-ajustes' })
		const { ambito } = actor
		if (ambito.tipo === 'plantel') return rechazo('fuera-de-ambito', { acto: 'ver-ajustes' })
		const entidadId = ambito.tipo === 'entidad' ? ambito.entidadId : null
		const entidades = new Map(
			(await db.selectFrom('entidad').select(['id', 'nombre']).execute()).map(({ id, nombre }) => [
				id,
				nombre,
			]),
		)
		const fija = tienePermiso(actor.perfil, 'fijar-ajuste')
		const ajustes: Ajuste[] = []
		for (const clave of CLAVES_DE_AJUSTE) {
			ajustes.push({
				clave,
				...(await leerAjusteConOrigen(db, clave, entidadId)),
				editable: fija && (entidadId === null || AJUSTES[clave].ambito === 'entidad'),
				excepciones: entidadId === null ? await excepcionesDe(db, clave, entidades) : [],
				historial: await historialDe(db, clave, entidadId, entidades),
			})
		}
		return ok({ entidad: entidadId === null ? null : (entidades.get(entidadId) ?? entidadId), ajustes })
	}

/** Las entidades cuyo último renglón es un valor suyo que el catálogo admite. */
const excepcionesDe = async (
	db: Lectura,
	clave: ClaveAjuste,
	entidades: ReadonlyMap<string, string>,
): Promise<Ajuste['excepciones']> => {
	if (AJUSTES[clave].ambito === 'nacional') return []
	const renglones = await db
		.selectFrom('ajuste')
		.select(['entidadId', 'valor'])
		.where('clave', '=', clave)
		.where('entidadId', 'is not', null)
		.orderBy('version')
		.execute()
	const ultimos = new Map(renglones.map(({ entidadId, valor }) => [entidadId ?? '', valor]))
	return [...ultimos].flatMap(([entidadId, json]) => {
		const valor = leerValorAjuste(clave, deJson(json))
		return valor.ok ? [{ entidad: entidades.get(entidadId) ?? entidadId, valor: valor.valor }] : []
	})
}

const historialDe = async (
	db: Lectura,
	clave: ClaveAjuste,
	entidadId: string | null,
	entidades: ReadonlyMap<string, string>,
): Promise<Ajuste['historial']> => {
	const deClave = db
		.selectFrom('ajuste as a')
		.innerJoin('persona as p', 'p.id', 'a.personaId')
		.select(['a.id', 'a.entidadId', 'a.valor', 'a.razon', 'a.momento'])
		.select(['p.nombre', 'p.primerApellido', 'p.segundoApellido'])
		.where('a.clave', '=', clave)
	const visibles =
		entidadId === null
			? deClave
			: deClave.where((e) => e.or([e('a.entidadId', '=', entidadId), e('a.entidadId', 'is', null)]))
	const renglones = await visibles
		.orderBy('a.momento', 'desc')
		.orderBy('a.id', 'desc')
		.limit(RENGLONES)
		.execute()
	return renglones.map(({ id, valor, razon, momento, ...renglon }) => ({
		id,
		entidad: renglon.entidadId === null ? null : (entidades.get(renglon.entidadId) ?? renglon.entidadId),
		valor: deJson(valor) ?? null,
		razon,
		quien: nombreCompleto(renglon),
		momento,
	}))
}
