import {
	agregar,
	type DepsDocumentos,
	documentosDe,
	TIPOS_DE_DOCUMENTO,
} from '../documentos/emitir-documentos.ts'
import { mensajeAcuse } from './mensajes.ts'
import type { EnviarCorreo, PintarAcuse } from '../ports.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

/**
 * Pinta el PDF del acuse para el expediente y manda copia a quien acusó (13). Seguro de repetir: el PDF se hace una
 * vez y el mensaje conserva su identificador.
 */
export const mandarAcuse =
	(
		deps: Pick<DepsDocumentos, 'base' | 'almacen' | 'azar' | 'reloj'> & {
			readonly pintarAcuse: PintarAcuse
			readonly enviarCorreo: EnviarCorreo
		},
	) =>
	async (tramiteId: string): Promise<Awaited<ReturnType<EnviarCorreo>>> => {
		const fila = await deps.base.db
			.selectFrom('acuse as a')
			.innerJoin('tramite as t', 't.id', 'a.tramiteId')
			.innerJoin('certificado as c', 'c.tramiteId', 't.id')
			.innerJoin('plantel as p', 'p.id', 't.plantelId')
			.select([
				'a.entregaId',
				'a.quien',
				'a.nombre as quienNombre',
				'a.correo',
				'a.archivos',
				'a.momento',
				't.matricula',
				't.nombre',
				't.primerApellido',
				't.segundoApellido',
				't.folioDigital',
				'c.folio',
				'p.nombre as plantel',
			])
			.where('a.tramiteId', '=', tramiteId)
			.executeTakeFirstOrThrow()
		const nombreArchivo = `${fila.folio}-acuse.pdf`
		if (!(await documentosDe(deps.base.db, tramiteId)).some((documento) => documento.clase === 'acuse')) {
			const pdf = await deps.pintarAcuse({
				folio: fila.folio,
				folioDigital: fila.folioDigital ?? '',
				egresado: nombreCompleto(fila),
				matricula: fila.matricula,
				plantel: fila.plantel,
				quien: fila.quienNombre,
				relacion: fila.quien,
				correo: fila.correo,
				momento: fila.momento,
				archivos: JSON.parse(fila.archivos) as { nombre: string; sha256: string }[],
			})
			await agregar(deps, tramiteId, 'acuse', nombreArchivo, pdf)
		}
		const acuse = (await documentosDe(deps.base.db, tramiteId)).find(
			(documento) => documento.clase === 'acuse',
		)
		if (!acuse) throw new Error(`El acuse del trámite ${tramiteId} no quedó guardado`)
		return deps.enviarCorreo(
			mensajeAcuse({
				para: fila.correo,
				folio: fila.folio,
				adjunto: {
					nombre: nombreArchivo,
					tipo: TIPOS_DE_DOCUMENTO.acuse,
					bytes: await deps.almacen.leer(acuse.sha256),
				},
				id: fila.entregaId,
			}),
		)
	}
