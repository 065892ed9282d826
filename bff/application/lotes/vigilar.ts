import { AVISO_DE_LOTE, ESTADOS_LOTE, PLAZO_COSFAC, type EstadoLote } from '#core/domain/lote.ts'
import type { Perfil } from '#core/domain/rol.ts'
import { anotar } from '../bitacora.ts'
import type { Base, Lectura, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { SISTEMA, type DepsLote } from './mover-lote.ts'

export type DepsVigilar = DepsLote & { readonly base: Base }

/** Qué tan tarde va un lote: pasadas dos horas se avisa a la entidad; pasadas veinticuatro, también a la DSE (11). */
export type NivelDeAviso = 'aviso' | 'escalado'

const NIVELES: readonly {
	readonly nivel: NivelDeAviso
	readonly columna: 'avisado' | 'escalado'
	readonly edad: number
	readonly perfiles: readonly Perfil[]
}[] = [
	{ nivel: 'aviso', columna: 'avisado', edad: AVISO_DE_LOTE, perfiles: ['escolares-estatal'] },
	{ nivel: 'escalado', columna: 'escalado', edad: PLAZO_COSFAC, perfiles: ['escolares-estatal', 'dse'] },
]

/** Si de un lote así todavía se espera que SEP diga algo. */
export const esperaRespuesta = (estado: EstadoLote): boolean => {
	switch (estado) {
		case 'integrado':
		case 'enviando':
		case 'aceptado':
		case 'desconocido':
		case 'detenido':
		case 'en-proceso':
		case 'leido':
		case 'descargado':
			return true
		case 'comprobado':
		case 'cerrado':
		case 'deshecho':
			return false
	}
}

/** Avisa, una sola vez por nivel, de los lotes que llevan de más esperando a SEP desde que se integraron (11). */
export const vigilarLotes = async (deps: DepsVigilar): Promise<void> => {
	const ahora = Date.parse(deps.reloj())
	for (const { nivel, columna, edad, perfiles } of NIVELES) {
		const tardan = await deps.base.db
			.selectFrom('lote')
			.select(['id', 'entidadId', 'estado', 'creado'])
			.where(columna, 'is', null)
			.where('estado', 'in', ESTADOS_LOTE.filter(esperaRespuesta))
			.where('creado', '<=', new Date(ahora - edad).toISOString())
			.orderBy('creado')
			.limit(200)
			.execute()
		for (const lote of tardan) {
			await deps.base.enTransaccion(async (tx) => {
				const marcado = await tx
					.updateTable('lote')
					.set({ [columna]: deps.reloj() })
					.where('id', '=', lote.id)
					.where(columna, 'is', null)
					.returning('id')
					.executeTakeFirst()
				if (marcado) await avisarA(tx, deps, lote, nivel, perfiles)
			})
		}
	}
}

const avisarA = async (
	tx: Tx,
	deps: DepsVigilar,
	lote: { readonly id: string; readonly entidadId: string; readonly estado: string },
	nivel: NivelDeAviso,
	perfiles: readonly Perfil[],
): Promise<void> => {
	const personas = await aQuien(tx, lote.entidadId, perfiles)
	for (const personaId of personas) {
		await encargar(tx, deps, {
			clase: 'avisar-lote',
			clave: `${lote.id}:${nivel}:${personaId}`,
			carga: { loteId: lote.id, nivel, personaId },
		})
	}
	await anotar(tx, deps, {
		autor: SISTEMA,
		acto: nivel === 'aviso' ? 'avisar-de-lote' : 'escalar-lote',
		objeto: `lote:${lote.id}`,
		entidadId: lote.entidadId,
		detalle: { estado: lote.estado, avisados: personas.length },
	})
}

const aQuien = async (db: Lectura, entidadId: string, perfiles: readonly Perfil[]): Promise<string[]> => {
	const filas = await db
		.selectFrom('persona')
		.select('id')
		.where('activa', '=', 1)
		.where('perfil', 'in', perfiles)
		.where((e) => e.or([e('entidadId', '=', entidadId), e('entidadId', 'is', null)]))
		.orderBy('id')
		.execute()
	return filas.map(({ id }) => id)
}
