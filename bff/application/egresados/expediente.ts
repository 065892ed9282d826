import type { Lectura } from '../ports.ts'
import type { EgresadoDetalle } from '#core/contract/egresado.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { leerIntentos, ultimoRechazo } from '../rechazos/intentos.ts'
import type { Interpretar } from '../rechazos/reglas.ts'
import { ultimasDevoluciones } from '../sellado/devoluciones.ts'
import { leerFirmante } from '../documentos/emitir-documentos.ts'
import { acuerdosDe } from '../suplencias/acuerdos.ts'

type Expediente = NonNullable<EgresadoDetalle['tramite']>

/** El expediente de un trámite: registro, sellos, documentos, entrega, acuse e historia. Quien llama ya vio el ámbito. */
export const leerExpediente = async (
	db: Lectura,
	id: string,
	interpretar: Interpretar,
): Promise<Expediente> => {
	const tramite = await db
		.selectFrom('tramite as t')
		.leftJoin('asiento as a', 'a.tramiteId', 't.id')
		.leftJoin('folio as f', 'f.tramiteId', 't.id')
		.leftJoin('folioCancelado as x', 'x.folio', 'f.folio')
		.leftJoin('certificado as c', 'c.tramiteId', 't.id')
		.leftJoin('acuse as r', 'r.tramiteId', 't.id')
		.where('t.id', '=', id)
		.select([
			't.estado',
			't.razon',
			't.intento',
			't.folioDigital',
			'f.folio',
			'a.volumen',
			'a.foja',
			'a.cuv',
			'a.fecha as fechaRegistro',
			'x.razon as razonDeCancelar',
			'x.momento as momentoDeCancelar',
			'c.selloCalidad',
			'r.quien as acuseQuien',
			'r.momento as acuseMomento',
		])
		.executeTakeFirstOrThrow()
	return {
		id,
		estado: tramite.estado,
		razon: tramite.razon,
		folio: tramite.folio,
		volumen: tramite.volumen,
		foja: tramite.foja,
		cuv: tramite.cuv,
		fechaRegistro: tramite.fechaRegistro,
		folioDigital: tramite.folioDigital,
		selloCalidad: tramite.selloCalidad === null ? null : tramite.selloCalidad === 1,
		// También ya dado de baja del aplicativo: es lo que se corrige antes de cargarlo otra vez (15).
		rechazo: ['rechazado', 'baja', 'registrado'].includes(tramite.estado)
			? await ultimoRechazo(db, id, interpretar)
			: null,
		intentos: await leerIntentos(db, id, interpretar),
		folioCancelado:
			tramite.razonDeCancelar === null || tramite.momentoDeCancelar === null
				? null
				: { razon: tramite.razonDeCancelar, momento: tramite.momentoDeCancelar },
		devolucion: (await ultimasDevoluciones(db, [id])).get(id) ?? null,
		sellos: await leerSellos(db, id, tramite.intento),
		documentos: await leerDocumentos(db, id),
		buzon: await leerBuzon(db, id),
		entrega: await leerEntrega(db, id),
		acuse:
			tramite.acuseQuien === null || tramite.acuseMomento === null
				? null
				: { quien: tramite.acuseQuien, momento: tramite.acuseMomento },
		historia: await leerHistoria(db, id),
	}
}

/** Los sellos del intento en curso; los de intentos anteriores quedan en el registro (20). */
const leerSellos = async (db: Lectura, id: string, intento: number): Promise<Expediente['sellos']> => {
	const sellos = await db
		.selectFrom('sello as s')
		.leftJoin('revocacionComprobada as rc', (u) =>
			u
				.onRef('rc.tramiteId', '=', 's.tramiteId')
				.onRef('rc.rol', '=', 's.rol')
				.onRef('rc.intento', '=', 's.intento'),
		)
		.where('s.tramiteId', '=', id)
		.where('s.intento', '=', intento)
		.orderBy('s.momento')
		.orderBy('s.rol', 'desc')
		.select(['s.rol', 's.firmante', 's.noCertificado', 's.revocacion', 's.momento', 's.suplenciaId'])
		.select(['rc.resultado', 'rc.momento as comprobado', 'rc.revocadoDesde', 'rc.motivo'])
		.execute()
	const acuerdos = await acuerdosDe(
		db,
		sellos.flatMap(({ suplenciaId }) => suplenciaId ?? []),
	)
	return sellos.map(({ suplenciaId, resultado, comprobado, revocadoDesde: desde, motivo, ...sello }) => ({
		...sello,
		comprobada:
			resultado === null || comprobado === null ? null : { resultado, momento: comprobado, desde, motivo },
		firmante: nombreCompleto(leerFirmante(sello.firmante)),
		suplencia: (suplenciaId !== null && acuerdos.get(suplenciaId)) || null,
	}))
}

const leerDocumentos = (db: Lectura, id: string): Promise<Expediente['documentos']> =>
	db
		.selectFrom('archivo')
		.where('tramiteId', '=', id)
		// Sólo lo que se descarga (12); el XML enviado queda en el archivo, para comparar.
		.where('clase', 'in', ['pdf', 'pdf-sep', 'xml', 'qr', 'acuse'])
		.orderBy('momento')
		.orderBy('id')
		.select(['clase', 'nombre', 'sha256', 'bytes'])
		.execute()

const leerBuzon = async (db: Lectura, id: string): Promise<Expediente['buzon']> =>
	(await db
		.selectFrom('buzon')
		.where('tramiteId', '=', id)
		.where('anulado', 'is', null)
		.orderBy('creado', 'desc')
		.orderBy('id', 'desc')
		.select(['correo', 'manifiesta', 'confirmado', 'vence'])
		.executeTakeFirst()) ?? null

const leerEntrega = async (db: Lectura, id: string): Promise<Expediente['entrega']> =>
	(await db
		.selectFrom('entrega')
		.where('tramiteId', '=', id)
		.orderBy('creado', 'desc')
		.orderBy('id', 'desc')
		.select(['correo', 'estado', 'enviado', 'error'])
		.executeTakeFirst()) ?? null

const leerHistoria = async (db: Lectura, id: string): Promise<Expediente['historia']> => {
	const renglones = await db
		.selectFrom('bitacora as b')
		.leftJoin('persona as p', 'p.id', 'b.quien')
		.where('b.objeto', '=', `tramite:${id}`)
		.orderBy('b.momento')
		.orderBy('b.id')
		.select([
			'b.momento',
			'b.acto',
			'b.perfil',
			'b.detalle',
			'p.nombre',
			'p.primerApellido',
			'p.segundoApellido',
		])
		.execute()
	return renglones.map((renglon) => ({
		momento: renglon.momento,
		quien: quienDe(renglon),
		acto: renglon.acto,
		detalle: enPalabras(JSON.parse(renglon.detalle) as Record<string, unknown>),
	}))
}

const quienDe = (renglon: {
	readonly perfil: string
	readonly nombre: string | null
	readonly primerApellido: string | null
	readonly segundoApellido: string | null
}): string => {
	const nombre = nombreCompleto(renglon)
	if (nombre !== '') return nombre
	return renglon.perfil === 'egresado' ? 'Egresado' : 'Sistema'
}

/** Lo que la historia muestra de una anotación: la razón, el cambio de nombre (17) y el folio. Lo técnico no. */
const enPalabras = (detalle: Record<string, unknown>): string => {
	const partes: string[] = []
	if (typeof detalle.razon === 'string') partes.push(detalle.razon)
	if (typeof detalle.suplencia === 'string') partes.push('En suplencia (16)')
	if (typeof detalle.folio === 'string') partes.push(`Folio ${detalle.folio}`)
	const [antes, despues] = [nombreEscrito(detalle.antes), nombreEscrito(detalle.despues)]
	if (antes !== null && despues !== null) partes.push(`De «${antes}» a «${despues}»`)
	return partes.join(' · ')
}

const nombreEscrito = (valor: unknown): string | null => {
	if (typeof valor !== 'object' || valor === null) return null
	const { nombre, primerApellido, segundoApellido } = valor as Record<string, unknown>
	const partes = [nombre, primerApellido, segundoApellido].filter((parte) => typeof parte === 'string')
	return partes.length === 0 ? null : partes.join(' ')
}
