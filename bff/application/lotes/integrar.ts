import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { conSello, type Firmante } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { MAXIMO_POR_LOTE } from '#core/domain/lote.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'
import { anotarVarias } from '../bitacora.ts'
import type { Autor, Azar, Base, Huella, Reloj } from '../ports.ts'
import { decDeFirmante, leerDecGuardado } from '../sellado/documento.ts'
import { detenido, losDetenidos } from '../sellado/detenidos.ts'
import { encargar } from '../trabajos.ts'
import type { Comprimir } from './archivo-de-lote.ts'
import { nombreSiguiente } from './envios.ts'

export type DepsIntegrar = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly comprimir: Comprimir
}

export type Integrados = { readonly lotes: number; readonly certificados: number }

/**
 * Junta en lotes lo que ya tiene los dos sellos en una entidad (11). De cada certificado viaja el documento sellado por el
 * director que la entidad eligió (`firmante`), con su certificado. El envío queda anotado (lote, trámites y encargo, en
 * una transacción) antes de que nada salga. Repetirlo no duplica: cada trámite pasa a `enviado` una sola vez. No viaja lo
 * detenido: lo que tiene un sello puesto con un certificado ya revocado (16).
 */
export const integrarLotes =
	(deps: DepsIntegrar) =>
	async ({
		entidadId,
		autor,
	}: {
		readonly entidadId: string
		readonly autor: Autor
	}): Promise<Integrados> => {
		let lotes = 0
		let certificados = 0
		for (;;) {
			const integrados = await conReintentos(() => integrarUno(deps, entidadId, autor))
			if (integrados === 0) return { lotes, certificados }
			lotes += 1
			certificados += integrados
		}
	}

/** Alguien movió un trámite entre la lectura y la escritura: se vuelve a leer. */
class CambioEntretanto extends Error {
	override readonly name = 'CambioEntretanto'
}

/** Veces que se vuelve a leer. Quien se adelantó ya terminó: con la segunda casi siempre basta. */
const LECTURAS = 5

const conReintentos = async <T>(hacer: () => Promise<T>, quedan = LECTURAS): Promise<T> => {
	try {
		return await hacer()
	} catch (error) {
		if (!(error instanceof CambioEntretanto) || quedan <= 1) throw error
		return conReintentos(hacer, quedan - 1)
	}
}

const integrarUno = async (deps: DepsIntegrar, entidadId: string, autor: Autor): Promise<number> => {
	const { base, huella } = deps
	const filas = await leerSellados(base, entidadId)
	if (filas.length === 0) return 0
	const documentos = filas.map((fila) => ({ ...fila, archivo: archivoDe(fila), xml: documentoDe(fila) }))
	const zip = deps.comprimir(
		documentos.map(({ archivo, xml }) => ({ nombre: archivo, bytes: new TextEncoder().encode(xml) })),
	)
	const sha256 = huella(zip)
	const momento = deps.reloj()
	const loteId = deps.azar.id()
	const ids = documentos.map(({ id }) => id)
	await base.enTransaccion(async (tx) => {
		const movidos = await tx
			.updateTable('tramite')
			.set({ estado: 'enviado', actualizado: momento })
			.where('id', 'in', ids)
			.where('estado', 'in', estadosQueAdmiten('enviar'))
			.returning('id')
			.execute()
		if (movidos.length !== ids.length)
			throw new CambioEntretanto('Un trámite cambió mientras se integraba el lote.')
		if ((await losDetenidos(tx, ids)).size > 0)
			throw new CambioEntretanto('Un sello resultó revocado mientras se integraba el lote.')
		await tx
			.insertInto('lote')
			.values({
				id: loteId,
				entidadId,
				estado: 'integrado',
				nombreArchivo: await nombreSiguiente(tx, entidadId, sha256),
				sha256,
				numeroLote: null,
				mensaje: null,
				creado: momento,
				enviado: null,
				actualizado: momento,
			})
			.execute()
		await tx
			.insertInto('loteCertificado')
			.values(
				documentos.map(({ id, archivo, xml, intento }) => ({
					loteId,
					intento,
					tramiteId: id,
					archivo,
					xml,
					estado: 'enviado',
					descripcion: null,
				})),
			)
			.execute()
		await anotarVarias(tx, deps, [
			{
				autor,
				acto: 'integrar-lote',
				objeto: `lote:${loteId}`,
				entidadId,
				detalle: { certificados: ids.length, sha256 },
			},
			...documentos.map(({ id, plantelId }) => ({
				autor,
				acto: 'enviar',
				objeto: `tramite:${id}`,
				entidadId,
				plantelId,
				detalle: { de: 'sellado-estatal', a: 'enviado', lote: loteId },
			})),
		])
		await encargar(tx, deps, { clase: 'enviar-lote', clave: loteId, carga: { loteId } })
	})
	return ids.length
}

/**
 * El nombre del XML dentro del ZIP: el folio y, si ya se había cargado antes (15), el intento. Ningún otro lote lo lleva,
 * así que por él se reconoce lo nuestro en lo que COSFAC contesta.
 */
const archivoDe = ({ folio, intento }: Sellado): string =>
	intento === 1 ? `${folio}.xml` : `${folio}-${intento}.xml`

type Sellado = Awaited<ReturnType<typeof leerSellados>>[number]

const leerSellados = ({ db }: Base, entidadId: string) =>
	db
		.selectFrom('tramite as t')
		.innerJoin('entidad as e', 'e.id', 't.entidadId')
		.innerJoin('certificado as c', 'c.tramiteId', 't.id')
		.innerJoin('sello as s', (u) =>
			u
				.onRef('s.tramiteId', '=', 't.id')
				.onRef('s.intento', '=', 't.intento')
				.onRef('s.rol', '=', 'e.firmante'),
		)
		.select(['t.id', 't.plantelId', 't.intento', 'c.folio', 'c.dec'])
		.select(['s.firmante', 's.sello', 's.certificado', 's.noCertificado', 's.cadena'])
		.where('t.entidadId', '=', entidadId)
		.where('t.estado', 'in', estadosQueAdmiten('enviar'))
		.where((e) => e.not(detenido()))
		.orderBy('c.folio')
		.limit(MAXIMO_POR_LOTE)
		.execute()

/** El documento con el sello guardado. Si la cadena ya no es la que se selló, alguien tocó la base: no sale nada. */
const documentoDe = ({ id, dec, firmante, sello, certificado, noCertificado, cadena }: Sellado): string => {
	const sinSello = decDeFirmante(leerDecGuardado(dec), JSON.parse(firmante) as Firmante)
	const rearmada = cadenaOriginal(sinSello)
	if (!rearmada.ok || rearmada.valor !== cadena) {
		throw new Error(`El certificado de tramite:${id} no es el que se selló.`)
	}
	return escribirDec(conSello(sinSello, { sello, certificado, noCertificado }))
}
