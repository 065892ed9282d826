import { anotar } from '../bitacora.ts'
import { documentosDe } from '../documentos/emitir-documentos.ts'
import { leerSano, type ParaBajar } from '../documentos/descargar-documento.ts'
import { encargar } from '../trabajos.ts'
import type { Almacen, Azar, Base, Huella, Lectura, Reloj, Tx } from '../ports.ts'
import type { EntregaVista } from '#core/contract/entrega.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { esMayorDeEdad, type Fecha, fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { transicion } from '#core/domain/tramite.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

type Deps = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly almacen: Almacen
}

const DEL_EGRESADO = ['pdf', 'pdf-sep', 'xml', 'qr'] as const

/** Lo que el egresado ve antes de acusar (13). No cambia nada. */
export const consultarEntrega =
	(deps: Deps) =>
	async (ficha: string): Promise<Result<EntregaVista, Motivo>> => {
		const hallada = await leerEntrega(deps.base.db, deps.huella, ficha)
		if (!hallada.ok) return hallada
		const fila = hallada.valor
		const documentos = await documentosDe(deps.base.db, fila.tramiteId)
		return ok({
			nombre: nombreCompleto(fila),
			carrera: fila.carrera,
			plantel: fila.plantel,
			promedio: fila.promedio,
			folio: fila.folio,
			folioDigital: fila.folioDigital,
			fecha: fila.fecha,
			menor: !esMayorDeEdad(fila.fechaNacimiento as Fecha, fechaEnMexico(deps.reloj())),
			documentos: documentos.flatMap(({ clase, nombre, bytes, sha256 }) => {
				const publica = DEL_EGRESADO.find((una) => una === clase)
				return publica ? [{ clase: publica, nombre, bytes, sha256 }] : []
			}),
			acusado: fila.acusado,
		})
	}

/** Un documento para el egresado, con su ficha. */
export const bajarDocumento =
	(deps: Deps) =>
	async (orden: {
		ficha: string
		clase: (typeof DEL_EGRESADO)[number] | 'acuse'
	}): Promise<Result<ParaBajar, Motivo>> => {
		const hallada = await leerEntrega(deps.base.db, deps.huella, orden.ficha)
		if (!hallada.ok) return hallada
		const documentos = await documentosDe(deps.base.db, hallada.valor.tramiteId)
		const documento = documentos.find((uno) => uno.clase === orden.clase)
		if (!documento) return rechazo('documento-no-disponible')
		const bytes = await leerSano(deps.almacen, documento.sha256)
		return bytes.ok ? ok({ nombre: documento.nombre, clase: documento.clase, bytes: bytes.valor }) : bytes
	}

/**
 * El acuse (13): un acto expreso que registra momento, quién y qué archivos con su huella. Se hace una vez; repetirlo
 * devuelve el mismo momento, porque un teléfono sin señal puede mandarlo dos veces.
 */
export const acusar =
	(deps: Deps) =>
	async (ficha: string): Promise<Result<{ momento: string }, Motivo>> =>
		deps.base.enTransaccion(async (tx) => {
			const hallada = await leerEntrega(tx, deps.huella, ficha)
			if (!hallada.ok) return hallada
			const fila = hallada.valor
			if (fila.acusado !== null) return ok({ momento: fila.acusado })
			const siguiente = transicion(fila.estado, 'acusar')
			if (!siguiente.ok) return siguiente
			const momento = deps.reloj()
			const movido = await tx
				.updateTable('tramite')
				.set({ estado: siguiente.valor, actualizado: momento })
				.where('id', '=', fila.tramiteId)
				.where('estado', '=', fila.estado)
				.returning('id')
				.executeTakeFirst()
			if (!movido) {
				// Otro acuse del mismo certificado ganó mientras tanto: vale el suyo.
				const previo = await tx
					.selectFrom('acuse')
					.select('momento')
					.where('tramiteId', '=', fila.tramiteId)
					.executeTakeFirst()
				return previo ? ok(previo) : rechazo('estado-no-permite', { estado: fila.estado })
			}
			const archivos = (await documentosDe(tx, fila.tramiteId))
				.filter(({ clase }) => DEL_EGRESADO.some((una) => una === clase))
				.map(({ nombre, sha256 }) => ({ nombre, sha256 }))
			await tx
				.insertInto('acuse')
				.values({
					tramiteId: fila.tramiteId,
					entregaId: fila.entregaId,
					quien: fila.manifiesta ?? 'egresado',
					nombre: fila.manifiestaNombre ?? nombreCompleto(fila),
					correo: fila.correo,
					archivos: JSON.stringify(archivos),
					momento,
				})
				.execute()
			await encargar(tx, deps, {
				clase: 'mandar-acuse',
				clave: fila.tramiteId,
				carga: { tramiteId: fila.tramiteId },
			})
			await anotar(tx, deps, {
				autor: { egresado: fila.matricula },
				acto: 'acusar',
				objeto: `tramite:${fila.tramiteId}`,
				entidadId: fila.entidadId,
				plantelId: fila.plantelId,
				detalle: { entrega: fila.entregaId, quien: fila.manifiesta ?? 'egresado', archivos },
			})
			return ok({ momento })
		})

const leerEntrega = async (db: Lectura | Tx, huella: Huella, ficha: string) => {
	const fila = await db
		.selectFrom('entrega as en')
		.innerJoin('tramite as t', 't.id', 'en.tramiteId')
		.innerJoin('buzon as b', 'b.id', 'en.buzonId')
		.innerJoin('certificado as c', 'c.tramiteId', 't.id')
		.innerJoin('egresado as e', 'e.matricula', 't.matricula')
		.innerJoin('planEstudios as pe', 'pe.clave', 'e.planClave')
		.innerJoin('plantel as p', 'p.id', 't.plantelId')
		.leftJoin('acuse as ac', 'ac.tramiteId', 't.id')
		.select([
			'en.id as entregaId',
			'en.tramiteId',
			'en.correo',
			't.estado',
			't.entidadId',
			't.plantelId',
			't.matricula',
			't.nombre',
			't.primerApellido',
			't.segundoApellido',
			't.folioDigital',
			'c.folio',
			'c.fecha',
			'e.promedio',
			'e.fechaNacimiento',
			'pe.carrera',
			'p.nombre as plantel',
			'b.manifiesta',
			'b.manifiestaNombre',
			'ac.momento as acusado',
		])
		.where('en.ficha', '=', huella(ficha))
		.executeTakeFirst()
	if (!fila || fila.folioDigital === null) return rechazo('enlace-invalido')
	return ok({ ...fila, folioDigital: fila.folioDigital })
}
