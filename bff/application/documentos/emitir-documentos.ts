import type {
	Almacen,
	Azar,
	Base,
	DatosPdfCertificado,
	Lectura,
	PintarCertificado,
	PintarQr,
	Reloj,
	Tx,
} from '../ports.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

/** Los documentos de un certificado (11, 12, 13, 21) y cómo se dice su clase en HTTP y en el correo (IANA media types). */
export const TIPOS_DE_DOCUMENTO = {
	pdf: 'application/pdf',
	// El que SEP manda, si lo manda. El nuestro se hace siempre: es el que lleva el XML dentro y se puede verificar.
	'pdf-sep': 'application/pdf',
	xml: 'application/xml',
	qr: 'image/png',
	acuse: 'application/pdf',
} as const

export type ClaseDocumento = keyof typeof TIPOS_DE_DOCUMENTO
export type Documento = {
	readonly clase: ClaseDocumento
	readonly nombre: string
	readonly sha256: string
	readonly bytes: number
}

export type DepsDocumentos = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly almacen: Almacen
	readonly pintarCertificado: PintarCertificado
	readonly pintarQr: PintarQr
	/** Dirección pública de un certificado por su folio digital (21). */
	readonly enlacePublico: (folioDigital: string) => string
}

/**
 * Completa los documentos de un certificado emitido: el XML timbrado ya está, y el PDF de SEP si lo mandó; se pinta el
 * nuestro (11, 12), y su QR (21). Seguro de repetir: lo que ya está no se vuelve a hacer.
 */
export const emitirDocumentos =
	(deps: DepsDocumentos) =>
	async (tramiteId: string): Promise<readonly Documento[]> => {
		const hay = await documentosDe(deps.base.db, tramiteId)
		const clases = new Set(hay.map((documento) => documento.clase))
		if (clases.has('pdf') && clases.has('qr')) return hay
		const datos = await datosDePdf(deps, tramiteId)
		if (!clases.has('pdf')) {
			await agregar(deps, tramiteId, 'pdf', `${datos.folio}.pdf`, await deps.pintarCertificado(datos))
		}
		if (!clases.has('qr')) {
			await agregar(deps, tramiteId, 'qr', `${datos.folio}-qr.png`, await deps.pintarQr(datos.enlacePublico))
		}
		return documentosDe(deps.base.db, tramiteId)
	}

/** Los documentos de un trámite, uno por clase: el primero que se guardó. */
export const documentosDe = async (db: Lectura | Tx, tramiteId: string): Promise<readonly Documento[]> => {
	const filas = await db
		.selectFrom('archivo')
		.select(['clase', 'nombre', 'sha256', 'bytes'])
		.where('tramiteId', '=', tramiteId)
		.where('clase', 'in', Object.keys(TIPOS_DE_DOCUMENTO))
		.orderBy('momento')
		.orderBy('id')
		.execute()
	const porClase = new Map<string, Documento>()
	for (const fila of filas) {
		if (!porClase.has(fila.clase)) porClase.set(fila.clase, { ...fila, clase: fila.clase as ClaseDocumento })
	}
	return [...porClase.values()]
}

/** Guarda los bytes y después escribe el renglón que los nombra; si otro llegó antes con esa clase, vale el suyo. */
export const agregar = async (
	deps: Pick<DepsDocumentos, 'base' | 'almacen' | 'azar' | 'reloj'>,
	tramiteId: string,
	clase: ClaseDocumento,
	nombre: string,
	bytes: Uint8Array,
): Promise<void> => {
	const guardado = await deps.almacen.guardar(bytes)
	await deps.base.db
		.insertInto('archivo')
		.values({ id: deps.azar.id(), tramiteId, clase, nombre, ...guardado, momento: deps.reloj() })
		.execute()
}

const datosDePdf = async (deps: DepsDocumentos, tramiteId: string): Promise<DatosPdfCertificado> => {
	const fila = await deps.base.db
		.selectFrom('tramite as t')
		.innerJoin('certificado as c', 'c.tramiteId', 't.id')
		.innerJoin('asiento as a', 'a.tramiteId', 't.id')
		.innerJoin('entidad as en', 'en.id', 't.entidadId')
		.select([
			't.folioDigital',
			't.modelo',
			't.intento',
			'c.folio',
			'c.fecha',
			'c.selloCalidad',
			'c.xmlSep',
			'a.cuv',
			'a.volumen',
			'a.foja',
			'en.nombre as entidad',
		])
		.where('t.id', '=', tramiteId)
		.executeTakeFirstOrThrow()
	if (fila.xmlSep === null || fila.folioDigital === null)
		throw new Error(`El trámite ${tramiteId} no está emitido`)
	const sellos = await deps.base.db
		.selectFrom('sello')
		.select(['rol', 'firmante', 'noCertificado', 'sello', 'momento'])
		.where('tramiteId', '=', tramiteId)
		.where('intento', '=', fila.intento)
		.execute()
	return {
		folio: fila.folio,
		cuv: fila.cuv,
		volumen: fila.volumen,
		foja: fila.foja,
		fecha: fila.fecha,
		xml: fila.xmlSep,
		selloCalidad: fila.selloCalidad === 1,
		enlacePublico: deps.enlacePublico(fila.folioDigital),
		firmantes: [...sellos]
			.sort((uno, otro) => (uno.rol === otro.rol ? 0 : uno.rol === 'plantel' ? -1 : 1))
			.map((sello) => {
				const firmante = leerFirmante(sello.firmante)
				return {
					rol: sello.rol,
					nombre: nombreCompleto(firmante),
					cargo: firmante.cargo ?? '',
					noCertificado: sello.noCertificado,
					sello: sello.sello,
					momento: sello.momento,
				}
			}),
		entidad: fila.entidad,
		modelo: fila.modelo,
	}
}

type Firmante = {
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly curp: string
	readonly idCargo: string
	readonly cargo: string | null
}

/** El firmante como se guardó con su sello (20): JSON que este sistema escribió. */
export const leerFirmante = (json: string): Firmante => {
	const crudo = JSON.parse(json) as Partial<Firmante>
	return {
		nombre: crudo.nombre ?? '',
		primerApellido: crudo.primerApellido ?? '',
		segundoApellido: crudo.segundoApellido ?? null,
		curp: crudo.curp ?? '',
		idCargo: crudo.idCargo ?? '',
		cargo: crudo.cargo ?? null,
	}
}
