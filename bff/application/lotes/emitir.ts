import { estadosDeCertificadoQueAdmiten } from '#core/domain/lote.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'
import { anotar } from '../bitacora.ts'
import { nombrarApartado, resolverApartados } from '../cuarentena/apartar.ts'
import type { Base, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import type { Devuelto } from './comprobar-devuelto.ts'
import { SISTEMA, type DepsLote, type LoteLeido } from './mover-lote.ts'

/** Lo que sigue a la emisión, en su misma transacción. */
export type AlEmitir = (tx: Tx, tramiteId: string) => Promise<void>

type Deps = DepsLote & { readonly base: Base; readonly alEmitir: AlEmitir }

/** Un documento comprobado, con sus archivos ya en el almacén. */
export type Guardado = {
	readonly tramiteId: string
	readonly archivo: string
	/** El del trámite cuando se integró su lote. */
	readonly intento: number
	readonly devuelto: Devuelto
	readonly archivos: readonly {
		readonly clase: string
		readonly extension: string
		readonly guardado: { readonly sha256: string; readonly bytes: number }
	}[]
}

/**
 * Emite los certificados comprobados (11): estado, folio digital, XML timbrado, archivos y lo que sigue, juntos. Uno por
 * trámite: el primero que se guarda es el que vale, y los demás se anotan para cancelarse ante SEP.
 */
export const emitir = (deps: Deps, lote: LoteLeido, tanda: readonly Guardado[]): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		for (const guardado of tanda) await emitirUno(tx, deps, lote, guardado)
	})

const emitirUno = async (tx: Tx, deps: Deps, lote: LoteLeido, guardado: Guardado): Promise<void> => {
	const { tramiteId, devuelto } = guardado
	const { folioDigital } = devuelto.sep
	// Toma el renglón: dos lotes con el mismo trámite no deciden a la vez cuál vale.
	const tramite = await tx
		.updateTable('tramite')
		.set((e) => ({ modelo: e.ref('modelo') }))
		.where('id', '=', tramiteId)
		.returning(['estado', 'folioDigital', 'plantelId'])
		.executeTakeFirstOrThrow()
	if (tramite.folioDigital === folioDigital) {
		await mover(tx, lote, tramiteId, 'emitir', 'emitido')
		return
	}
	const usado = await tx
		.selectFrom('tramite')
		.select('id')
		.where('folioDigital', '=', folioDigital)
		.executeTakeFirst()
	if (usado) {
		const razon = 'El folio digital ya es de otro certificado.'
		const [xml] = guardado.archivos
		const nombrado = { tramiteId, archivo: guardado.archivo, razon }
		if (xml) await nombrarApartado(tx, deps, lote, { ...nombrado, guardado: xml.guardado })
		await apartar(tx, deps, lote, tramiteId, razon)
		return
	}
	const emitido =
		tramite.folioDigital === null &&
		!(await seCancela(tx, folioDigital)) &&
		(await adoptar(tx, deps, lote, guardado, tramite))
	if (!emitido) await anotarSobrante(tx, deps, lote, guardado, tramite)
}

const seCancela = async (tx: Tx, folioDigital: string): Promise<boolean> =>
	(await tx
		.selectFrom('cancelacionSep')
		.select('folioDigital')
		.where('folioDigital', '=', folioDigital)
		.executeTakeFirst()) !== undefined

/** El documento es el que vale: dice si el trámite lo esperaba. */
const adoptar = async (
	tx: Tx,
	deps: Deps,
	lote: LoteLeido,
	{ tramiteId, intento, devuelto, archivo, archivos }: Guardado,
	{ estado, plantelId }: { readonly estado: string; readonly plantelId: string },
): Promise<boolean> => {
	const { folioDigital, fechaSep } = devuelto.sep
	const momento = deps.reloj()
	const movido = await tx
		.updateTable('tramite')
		.set({ estado: 'emitido', folioDigital, razon: null, actualizado: momento })
		.where('id', '=', tramiteId)
		.where('intento', '=', intento)
		.where('estado', 'in', estadosQueAdmiten('emitir'))
		.returning('id')
		.executeTakeFirst()
	if (!movido) return false
	await tx
		.updateTable('certificado')
		.set({ xmlSep: devuelto.xml, fechaSep })
		.where('tramiteId', '=', tramiteId)
		.execute()
	await mover(tx, lote, tramiteId, 'emitir', 'emitido')
	await resolverApartados(tx, deps, { loteId: lote.id, tramiteId }, 'emitido')
	const raiz = archivo.replace(/\.xml$/i, '')
	await tx
		.insertInto('archivo')
		.values(
			archivos.map(({ clase, extension, guardado: { sha256, bytes } }) => ({
				id: deps.azar.id(),
				tramiteId,
				clase,
				nombre: `${raiz}.${extension}`,
				sha256,
				bytes,
				momento,
			})),
		)
		.execute()
	await anotar(tx, deps, {
		autor: SISTEMA,
		acto: 'emitir',
		objeto: `tramite:${tramiteId}`,
		entidadId: lote.entidadId,
		plantelId,
		detalle: { de: estado, a: 'emitido', lote: lote.id, folioDigital },
	})
	await deps.alEmitir(tx, tramiteId)
	return true
}

/**
 * SEP lo emitió y el que vale es otro, o ya no se esperaba: se anota para cancelarlo, con el documento que prueba que es
 * nuestro (lleva el sello que pusimos). Repetirlo no anota dos veces.
 */
const anotarSobrante = async (
	tx: Tx,
	deps: Deps,
	lote: LoteLeido,
	{ tramiteId, intento, devuelto }: Guardado,
	tramite: { readonly folioDigital: string | null; readonly plantelId: string },
): Promise<void> => {
	const { folioDigital } = devuelto.sep
	await mover(tx, lote, tramiteId, 'sobrar', 'sobrante')
	const razon =
		tramite.folioDigital === null
			? 'El trámite ya no esperaba este certificado.'
			: `El trámite ya tiene el folio digital ${tramite.folioDigital}.`
	const anotada = await tx
		.insertInto('cancelacionSep')
		.values({
			folioDigital,
			tramiteId,
			intento,
			loteId: lote.id,
			numeroLote: lote.numeroLote ?? '',
			estado: 'pendiente',
			xml: devuelto.xml,
			razon,
			codigo: null,
			mensaje: null,
			pedida: deps.reloj(),
			sabida: null,
		})
		.onConflict((conflicto) => conflicto.column('folioDigital').doNothing())
		.returning('folioDigital')
		.executeTakeFirst()
	if (!anotada) return
	await encargar(tx, deps, { clase: 'cancelar-sobrante', clave: folioDigital, carga: { folioDigital } })
	await anotar(tx, deps, {
		autor: SISTEMA,
		acto: 'anotar-sobrante',
		objeto: `tramite:${tramiteId}`,
		entidadId: lote.entidadId,
		plantelId: tramite.plantelId,
		detalle: { lote: lote.id, numeroLote: lote.numeroLote, folioDigital, razon },
	})
}

const mover = async (
	tx: Tx,
	lote: LoteLeido,
	tramiteId: string,
	suceso: 'emitir' | 'sobrar',
	estado: 'emitido' | 'sobrante',
): Promise<void> => {
	await tx
		.updateTable('loteCertificado')
		.set({ estado })
		.where('loteId', '=', lote.id)
		.where('tramiteId', '=', tramiteId)
		.where('estado', 'in', estadosDeCertificadoQueAdmiten(suceso))
		.execute()
}

/** Deja en cuarentena lo que volvió distinto, o no volvió, con su porqué; el trámite sigue `enviado` hasta que alguien decida. */
export const ponerEnCuarentena = async (
	deps: Deps,
	lote: LoteLeido,
	razones: ReadonlyMap<string, string>,
): Promise<void> => {
	if (razones.size === 0) return
	await deps.base.enTransaccion(async (tx) => {
		for (const [tramiteId, razon] of razones) await apartar(tx, deps, lote, tramiteId, razon)
	})
}

const apartar = async (
	tx: Tx,
	deps: DepsLote,
	lote: LoteLeido,
	tramiteId: string,
	descripcion: string,
): Promise<void> => {
	const apartado = await tx
		.updateTable('loteCertificado')
		.set({ estado: 'cuarentena', descripcion })
		.where('loteId', '=', lote.id)
		.where('tramiteId', '=', tramiteId)
		.where('estado', '=', 'aceptado')
		.returning('tramiteId')
		.executeTakeFirst()
	if (!apartado) return
	await anotar(tx, deps, {
		autor: SISTEMA,
		acto: 'poner-en-cuarentena',
		objeto: `tramite:${tramiteId}`,
		entidadId: lote.entidadId,
		detalle: { lote: lote.id, razon: descripcion },
	})
}
