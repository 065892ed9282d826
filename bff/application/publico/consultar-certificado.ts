import { leerFirmante } from '../documentos/emitir-documentos.ts'
import type { Base } from '../ports.ts'
import type { CertificadoPublico } from '#core/contract/publico.ts'
import { leerFolio } from '#core/domain/folio.ts'
import { leerCuv } from '#core/domain/libro.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { SelloComprobado } from '#core/domain/revocacion.ts'

const REVOCACIONES = ['vigente', 'revocado', 'no-comprobado'] as const

/** Cómo estaba el certificado al sellar: lo dicho entonces o, si no se supo, lo que el SAT contestó después (16). */
const revocacionDe = (sello: {
	readonly revocacion: string
	readonly resultado: SelloComprobado | null
}): (typeof REVOCACIONES)[number] => {
	if (sello.resultado !== null) return sello.resultado === 'revocado-antes' ? 'revocado' : 'vigente'
	return REVOCACIONES.find((una) => una === sello.revocacion) ?? 'no-comprobado'
}

/** Folio digital a partir del folio impreso y su CUV (21): los dos juntos, para que nadie coseche folios seguidos. */
export const consultarFolio =
	(deps: { readonly base: Base }) =>
	async (orden: {
		folio: string
		cuv: string
	}): Promise<Result<{ folioDigital: string }, 'no-encontrado'>> => {
		const folio = leerFolio(orden.folio)
		const cuv = leerCuv(orden.cuv)
		// Un dato mal escrito y uno que no es se responden igual: nada dice cuál folio existe.
		if (!folio.ok || !cuv.ok) return rechazo('no-encontrado')
		const fila = await deps.base.db
			.selectFrom('asiento as a')
			.innerJoin('tramite as t', 't.id', 'a.tramiteId')
			.select(['t.folioDigital'])
			.where('a.folio', '=', folio.valor)
			.where('a.cuv', '=', cuv.valor)
			.executeTakeFirst()
		return fila?.folioDigital ? ok({ folioDigital: fila.folioDigital }) : rechazo('no-encontrado')
	}

/**
 * Lo que el público recibe de un certificado (21): el XML timbrado y los dos sellos respaldados (20), para que su
 * navegador lo compruebe por su cuenta. El folio digital es un UUID v4: no se adivina.
 */
export const consultarCertificado =
	(deps: { readonly base: Base; readonly siged: string }) =>
	async (folioDigital: string): Promise<Result<CertificadoPublico, 'no-encontrado'>> => {
		const fila = await deps.base.db
			.selectFrom('tramite as t')
			.innerJoin('certificado as c', 'c.tramiteId', 't.id')
			.innerJoin('asiento as a', 'a.tramiteId', 't.id')
			.select(['t.id', 't.estado', 't.intento', 'c.folio', 'c.fecha', 'c.selloCalidad', 'c.xmlSep', 'a.cuv'])
			.where('t.folioDigital', '=', folioDigital)
			.executeTakeFirst()
		if (!fila || fila.xmlSep === null) return rechazo('no-encontrado')
		const sellos = await deps.base.db
			.selectFrom('sello as s')
			.leftJoin('revocacionComprobada as rc', (u) =>
				u
					.onRef('rc.tramiteId', '=', 's.tramiteId')
					.onRef('rc.rol', '=', 's.rol')
					.onRef('rc.intento', '=', 's.intento'),
			)
			.select([
				's.rol',
				's.firmante',
				's.certificado',
				's.sello',
				's.momento',
				's.revocacion',
				's.suplenciaId',
				'rc.resultado',
			])
			.where('s.tramiteId', '=', fila.id)
			.where('s.intento', '=', fila.intento)
			.orderBy('s.momento')
			.execute()
		return ok({
			situacion: fila.estado === 'baja' ? 'cancelado' : 'vigente',
			folio: fila.folio,
			cuv: fila.cuv,
			folioDigital,
			xml: fila.xmlSep,
			selloCalidad: fila.selloCalidad === 1,
			fecha: fila.fecha,
			sellos: sellos.map((sello) => ({
				rol: sello.rol,
				firmante: leerFirmante(sello.firmante),
				certificado: sello.certificado,
				sello: sello.sello,
				momento: sello.momento,
				revocacion: revocacionDe(sello),
				enSuplencia: sello.suplenciaId !== null,
			})),
			siged: `${deps.siged}${folioDigital}`,
		})
	}
