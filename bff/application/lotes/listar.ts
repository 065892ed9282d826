import type { Motivo } from '#core/contract/motivo.ts'
import type { Lotes } from '#core/contract/sellado.ts'
import { fraseDeLote, type EstadoLote } from '#core/domain/lote.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import type { Base, Lectura } from '../ports.ts'
import { detenido } from '../sellado/detenidos.ts'

const ULTIMOS = 100

/**
 * Los lotes que quien entró puede ver (11), del más nuevo al más viejo. Quien es de un plantel ve los lotes en que van
 * certificados suyos, y de ellos sólo los suyos. TI responde de que el intercambio funcione, no de los egresados: ve cómo
 * van lotes y folios, y no de quién son ni lo que SEP dijo de cada quien.
 */
export const listarLotes =
	({ base: { db } }: { readonly base: Base }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<Lotes, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-lotes')) return rechazo('sin-permiso', { acto: 'ver-lotes' })
		const conEgresados = tienePermiso(actor.perfil, 'ver-egresados')
		const lotes = await leerLotes(db, actor)
		const certificados = await leerCertificados(
			db,
			actor,
			lotes.map(({ id }) => id),
		)
		const deEnvios = await leerDeEnvios(
			db,
			actor,
			lotes.map(({ id }) => id),
		)
		const { porEnviar } = await enAmbito(db, actor)
			.where('t.estado', '=', 'sellado-estatal')
			.where((e) => e.not(detenido()))
			.select((e) => e.fn.countAll<number>().as('porEnviar'))
			.executeTakeFirstOrThrow()
		return ok({
			lotes: lotes.map(
				({
					id,
					entidad,
					estado,
					nombreArchivo,
					numeroLote,
					mensaje,
					creado,
					enviado,
					actualizado,
					...lote
				}) => ({
					pendiente: lote.pendiente,
					avisado: lote.avisado,
					escalado: lote.escalado,
					...deEnvios(id),
					id,
					entidad,
					estado,
					nombreArchivo,
					numeroLote,
					mensaje: conFrase(estado as EstadoLote, mensaje),
					creado,
					enviado,
					actualizado,
					certificados: certificados
						.filter(({ loteId }) => loteId === id)
						.map(({ tramiteId, matricula, folio, estado, descripcion }) => ({
							tramiteId,
							matricula: conEgresados ? matricula : null,
							folio,
							estado,
							descripcion: conEgresados ? descripcion : null,
						})),
				}),
			),
			porEnviar: Number(porEnviar),
		})
	}

/** La frase del estado y, si COSFAC dijo algo, sus palabras. */
const conFrase = (estado: EstadoLote, mensaje: string | null): string =>
	mensaje === null || mensaje === '' ? fraseDeLote(estado) : `${fraseDeLote(estado)} «${mensaje}»`

const enAmbito = (db: Lectura, { ambito }: Actor) => {
	const todos = db.selectFrom('tramite as t')
	switch (ambito.tipo) {
		case 'nacional':
			return todos
		case 'entidad':
			return todos.where('t.entidadId', '=', ambito.entidadId)
		case 'plantel':
			return todos.where('t.entidadId', '=', ambito.entidadId).where('t.plantelId', '=', ambito.plantelId)
	}
}

const leerLotes = (db: Lectura, actor: Actor) =>
	db
		.selectFrom('lote as l')
		.innerJoin('entidad as e', 'e.id', 'l.entidadId')
		.selectAll('l')
		.select('e.nombre as entidad')
		.where('l.id', 'in', (e) =>
			e
				.selectFrom(enAmbito(db, actor).select('t.id').as('mio'))
				.innerJoin('loteCertificado as c', 'c.tramiteId', 'mio.id')
				.select('c.loteId'),
		)
		.orderBy('l.creado', 'desc')
		.orderBy('l.id', 'desc')
		.limit(ULTIMOS)
		.execute()

const leerCertificados = async (db: Lectura, actor: Actor, loteIds: readonly string[]) =>
	loteIds.length === 0
		? []
		: await enAmbito(db, actor)
				.innerJoin('loteCertificado as c', 'c.tramiteId', 't.id')
				.innerJoin('certificado as d', 'd.tramiteId', 't.id')
				.select(['c.loteId', 'c.tramiteId', 'c.estado', 'c.descripcion', 't.matricula', 'd.folio'])
				.where('c.loteId', 'in', loteIds)
				.orderBy('d.folio')
				.execute()

/** De cada lote: sus envíos, los otros números que COSFAC le dio y lo que sobra ante SEP, de lo que quien pregunta ve. */
const leerDeEnvios = async (db: Lectura, actor: Actor, loteIds: readonly string[]) => {
	const ids = loteIds.length === 0 ? [''] : loteIds
	const envios = await db
		.selectFrom('envioLote')
		.selectAll()
		.where('loteId', 'in', ids)
		.orderBy('vez')
		.execute()
	const sobrantes = await db
		.selectFrom('loteNumero')
		.select(['loteId', 'numero'])
		.where('loteId', 'in', ids)
		.where('papel', '=', 'sobrante')
		.execute()
	const cancelaciones = await enAmbito(db, actor)
		.innerJoin('cancelacionSep as s', 's.tramiteId', 't.id')
		.innerJoin('certificado as d', 'd.tramiteId', 't.id')
		.select(['s.loteId', 's.folioDigital', 'd.folio', 's.numeroLote', 's.estado', 's.razon', 's.mensaje'])
		.where('s.loteId', 'in', ids)
		.orderBy('d.folio')
		.execute()
	return (id: string) => ({
		envios: envios
			.filter(({ loteId }) => loteId === id)
			.map(({ vez, salio, desenlace, numeroLote, nombreArchivo, mensaje }) => ({
				...{ vez, salio, desenlace, numeroLote, nombreArchivo, mensaje },
			})),
		sobrantes: sobrantes.filter(({ loteId }) => loteId === id).map(({ numero }) => numero),
		cancelaciones: cancelaciones
			.filter(({ loteId }) => loteId === id)
			.map(({ folioDigital, folio, numeroLote, estado, razon, mensaje }) => ({
				...{ folioDigital, folio, numeroLote, estado, razon, mensaje },
			})),
	})
}
