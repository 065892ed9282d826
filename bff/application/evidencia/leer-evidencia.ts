import type { RolSello } from '#core/domain/suplencia.ts'
import type { Lectura } from '../ports.ts'

/* Lo que la base guarda de un certificado y que sirve de evidencia (20). Sólo lectura. */

export type SelloConEvidencia = Awaited<ReturnType<typeof leerSellos>>[number]

/** El trámite de un folio, con lo que hay de su documento; `undefined` si el folio no se ha dado. */
export const leerTramite = (db: Lectura, folio: string) =>
	db
		.selectFrom('folio as f')
		.innerJoin('tramite as t', 't.id', 'f.tramiteId')
		.innerJoin('entidad as e', 'e.id', 't.entidadId')
		.leftJoin('certificado as c', 'c.tramiteId', 't.id')
		.select(['f.folio', 't.id', 't.estado', 't.intento', 't.folioDigital', 'e.firmante', 'c.dec', 'c.xmlSep'])
		.where('f.folio', '=', folio)
		.executeTakeFirst()

/** Todos los sellos de un trámite, de todos sus intentos, con lo que el SAT contestó después si no contestó al sellar. */
export const leerSellos = (db: Lectura, tramiteId: string) =>
	db
		.selectFrom('sello as s')
		.leftJoin('revocacionComprobada as rc', (u) =>
			u
				.onRef('rc.tramiteId', '=', 's.tramiteId')
				.onRef('rc.rol', '=', 's.rol')
				.onRef('rc.intento', '=', 's.intento'),
		)
		.select(['s.rol', 's.intento', 's.firmante', 's.noCertificado', 's.certificado', 's.cadena', 's.sello'])
		.select(['s.revocacion', 's.ocsp', 's.momento', 's.suplenciaId'])
		.select([
			'rc.resultado',
			'rc.revocadoDesde',
			'rc.motivo',
			'rc.ocsp as ocspPosterior',
			'rc.momento as momentoPosterior',
		])
		.where('s.tramiteId', '=', tramiteId)
		.orderBy('s.intento')
		.orderBy('s.rol', 'desc')
		.execute()

/** El XML que viajó a SEP en el último lote del trámite, o `undefined`; el de un lote deshecho nunca viajó. */
export const leerEnviado = async (db: Lectura, tramiteId: string): Promise<string | undefined> =>
	(
		await db
			.selectFrom('loteCertificado as c')
			.innerJoin('lote as l', 'l.id', 'c.loteId')
			.select('c.xml')
			.where('c.tramiteId', '=', tramiteId)
			.where('c.estado', '<>', 'sacado')
			.orderBy('l.creado', 'desc')
			.orderBy('l.id', 'desc')
			.executeTakeFirst()
	)?.xml

/** La bitácora del trámite, con el eslabón de cada renglón si ya se encadenó. */
export const leerBitacora = (db: Lectura, tramiteId: string) =>
	db
		.selectFrom('bitacora as b')
		.leftJoin('bitacoraHoja as h', 'h.bitacoraId', 'b.id')
		.selectAll('b')
		.select(['h.indice', 'h.encadenado'])
		.where('b.objeto', '=', `tramite:${tramiteId}`)
		.orderBy('b.momento')
		.orderBy('b.id')
		.execute()

/** Una suplencia (16) como se otorgó, con sus personas por nombre y lo que le pasó después. */
export const leerSuplencia = async (db: Lectura, id: string): Promise<Readonly<Record<string, unknown>>> => {
	const suplencia = await db
		.selectFrom('suplencia')
		.selectAll()
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	const sucesos = await db
		.selectFrom('suplenciaSuceso')
		.select(['suceso', 'personaId', 'razon', 'momento'])
		.where('suplenciaId', '=', id)
		.orderBy('momento')
		.orderBy('suceso')
		.execute()
	const { titularId, suplenteId, otorgaId } = suplencia
	const personas = await db
		.selectFrom('persona')
		.select(['id', 'nombre', 'primerApellido', 'segundoApellido', 'cargo', 'perfil'])
		.where('id', 'in', [titularId, suplenteId, otorgaId, ...sucesos.map(({ personaId }) => personaId)])
		.orderBy('id')
		.execute()
	return { ...suplencia, sucesos, personas }
}

/** Dónde va cada sello en la carpeta: los del intento en curso por su rol; los de antes, aparte. */
export const carpetaDe = (sello: { rol: RolSello; intento: number }, intento: number): string =>
	sello.intento === intento ? sello.rol : `anteriores/intento-${sello.intento}-${sello.rol}`
