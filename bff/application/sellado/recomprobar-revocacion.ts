import { juzgarSello, type SelloComprobado } from '#core/domain/revocacion.ts'
import { anotarVarias } from '../bitacora.ts'
import type { Azar, Base, ConsultarRevocacion, Huella, Lectura, Reloj, Revocacion, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'

export type DepsRecomprobar = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly consultarRevocacion: ConsultarRevocacion
}

type Recomprobado =
	/** `sellos`: cuántos quedaron comprobados; cero, si ninguno esperaba. */
	| { readonly estado: 'comprobado'; readonly sellos: number }
	/** `desde`: cuándo se puso el más antiguo de los que esperan (instante ISO). */
	| { readonly estado: 'no-comprobado'; readonly razon: string; readonly desde: string }

type Respondida = Exclude<Revocacion, { estado: 'no-comprobado' }>

/** SQLite admite 32,766 parámetros por sentencia. */
const TANDA = 1000

/**
 * Pregunta otra vez al SAT por un certificado con el que se selló sin poder comprobarlo (16). El sello no se toca (el
 * registro sólo agrega): cada uno recibe su renglón en `revocacion_comprobada`, con la respuesta OCSP de evidencia (20) y
 * su anotación. Si estaba revocado antes de sellar, el trámite queda detenido: no se sella más ni viaja, y se devuelve
 * para que lo selle otro certificado; si se revocó después, el sello vale y se anota.
 */
export const recomprobarRevocacion =
	(deps: DepsRecomprobar) =>
	async (noCertificado: string): Promise<Recomprobado> => {
		const [primero] = await sinComprobar(deps.base.db, noCertificado)
			.select(['s.certificado', 's.momento'])
			.orderBy('s.momento')
			.limit(1)
			.execute()
		if (!primero) return { estado: 'comprobado', sellos: 0 }
		const respuesta = await deps.consultarRevocacion(Buffer.from(primero.certificado, 'base64'))
		if (respuesta.estado === 'no-comprobado') {
			return { estado: 'no-comprobado', razon: respuesta.razon, desde: primero.momento }
		}
		const sellos = await deps.base.enTransaccion((tx) => guardar(tx, deps, noCertificado, respuesta))
		return { estado: 'comprobado', sellos }
	}

/** Los certificados con sellos que esperan respuesta, encargados otra vez: ninguno se queda sin quien pregunte por él. */
export const encargarSinComprobar =
	(deps: Omit<DepsRecomprobar, 'consultarRevocacion'>) => async (): Promise<number> => {
		const certificados = await sinComprobar(deps.base.db).select('s.noCertificado').distinct().execute()
		await deps.base.enTransaccion(async (tx) => {
			for (const { noCertificado } of certificados) await encargarRecomprobar(tx, deps, noCertificado)
		})
		return certificados.length
	}

/** Encarga preguntar por un certificado. Mientras haya un encargo pendiente por él, no hace nada. */
export const encargarRecomprobar = (
	tx: Tx,
	deps: { readonly reloj: Reloj; readonly azar: Azar },
	noCertificado: string,
	noAntes?: string,
): Promise<void> =>
	encargar(tx, deps, {
		clase: 'recomprobar-revocacion',
		clave: noCertificado,
		carga: { noCertificado },
		...(noAntes === undefined ? {} : { noAntes }),
	})

/** Los sellos puestos sin poder comprobar su certificado, y que siguen sin respuesta. */
const sinComprobar = (db: Lectura, noCertificado?: string) => {
	const todos = db
		.selectFrom('sello as s')
		.leftJoin('revocacionComprobada as rc', (u) =>
			u
				.onRef('rc.tramiteId', '=', 's.tramiteId')
				.onRef('rc.rol', '=', 's.rol')
				.onRef('rc.intento', '=', 's.intento'),
		)
		.where('s.revocacion', '=', 'no-comprobado')
		.where('rc.tramiteId', 'is', null)
	return noCertificado === undefined ? todos : todos.where('s.noCertificado', '=', noCertificado)
}

const guardar = async (
	tx: Tx,
	deps: DepsRecomprobar,
	noCertificado: string,
	respuesta: Respondida,
): Promise<number> => {
	const momento = deps.reloj()
	const esperan = await sinComprobar(tx, noCertificado).select('s.tramiteId').distinct().execute()
	const ids = esperan.map(({ tramiteId }) => tramiteId).sort()
	// El candado de los trámites, en orden: quien sella o integra lotes espera, y ya con el suyo ve este registro.
	for (let i = 0; i < ids.length; i += TANDA) {
		await tx
			.updateTable('tramite')
			.set({ actualizado: momento })
			.where('id', 'in', ids.slice(i, i + TANDA))
			.execute()
	}
	const sellos = await sinComprobar(tx, noCertificado)
		.innerJoin('tramite as t', 't.id', 's.tramiteId')
		.select(['s.tramiteId', 's.rol', 's.intento', 's.momento', 't.estado', 't.entidadId', 't.plantelId'])
		.orderBy('s.tramiteId')
		.execute()
	const desde = respuesta.estado === 'revocado' ? respuesta.desde : null
	const motivo = respuesta.estado === 'revocado' ? respuesta.motivo : null
	for (let i = 0; i < sellos.length; i += TANDA) {
		await tx
			.insertInto('revocacionComprobada')
			.values(
				sellos.slice(i, i + TANDA).map((sello) => ({
					tramiteId: sello.tramiteId,
					rol: sello.rol,
					intento: sello.intento,
					noCertificado,
					resultado: juzgarSello(sello.momento, desde),
					revocadoDesde: desde,
					motivo,
					ocsp: respuesta.respuesta,
					momento,
				})),
			)
			.execute()
	}
	await anotarVarias(
		tx,
		deps,
		sellos.map((sello) => {
			const resultado = juzgarSello(sello.momento, desde)
			return {
				autor: { sistema: 'sellado' },
				acto: ACTOS[resultado],
				objeto: `tramite:${sello.tramiteId}`,
				entidadId: sello.entidadId,
				plantelId: sello.plantelId,
				detalle: {
					rol: sello.rol,
					intento: sello.intento,
					noCertificado,
					revocacion: resultado,
					...(desde === null ? {} : { desde, motivo }),
					estado: sello.estado,
					ocsp: deps.huella(respuesta.respuesta),
				},
			}
		}),
	)
	return sellos.length
}

/** El acto de la bitácora dice solo lo que pasó: en la historia se lee sin abrir el detalle. */
const ACTOS: Record<SelloComprobado, string> = {
	vigente: 'recomprobar-revocacion',
	'revocado-antes': 'detener-por-revocacion',
	'revocado-despues': 'anotar-revocacion-posterior',
}
