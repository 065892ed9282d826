import { estadosQueAdmiten } from '#core/domain/tramite.ts'
import { anotar } from '../bitacora.ts'
import type { Base, Tx } from '../ports.ts'
import type { Devuelto } from './comprobar-devuelto.ts'
import { SISTEMA, type DepsLote, type LoteLeido } from './mover-lote.ts'

/** Lo que sigue a la emisión, en su misma transacción. */
export type AlEmitir = (tx: Tx, tramiteId: string) => Promise<void>

type Deps = DepsLote & { readonly base: Base; readonly alEmitir: AlEmitir }

/** Un documento comprobado, con sus archivos ya en el almacén. */
export type Guardado = {
	readonly tramiteId: string
	readonly archivo: string
	readonly devuelto: Devuelto
	readonly archivos: readonly {
		readonly clase: string
		readonly extension: string
		readonly guardado: { readonly sha256: string; readonly bytes: number }
	}[]
}

/** Emite los certificados comprobados (11): estado, folio digital, XML timbrado, archivos y lo que sigue, juntos. */
export const emitir = (deps: Deps, lote: LoteLeido, tanda: readonly Guardado[]): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		for (const guardado of tanda) await emitirUno(tx, deps, lote, guardado)
	})

const emitirUno = async (tx: Tx, deps: Deps, lote: LoteLeido, guardado: Guardado): Promise<void> => {
	const { tramiteId, devuelto } = guardado
	const { folioDigital, fechaSep } = devuelto.sep
	const usado = await tx
		.selectFrom('tramite')
		.select('id')
		.where('folioDigital', '=', folioDigital)
		.executeTakeFirst()
	if (usado) {
		await apartar(tx, deps, lote, tramiteId, 'El folio digital ya es de otro certificado.')
		return
	}
	const momento = deps.reloj()
	const movido = await tx
		.updateTable('tramite')
		.set({ estado: 'emitido', folioDigital, actualizado: momento })
		.where('id', '=', tramiteId)
		.where('estado', 'in', estadosQueAdmiten('emitir'))
		.returning('plantelId')
		.executeTakeFirst()
	if (!movido) {
		await apartar(tx, deps, lote, tramiteId, 'El trámite ya no esperaba este certificado.')
		return
	}
	await tx
		.updateTable('certificado')
		.set({ xmlSep: devuelto.xml, fechaSep })
		.where('tramiteId', '=', tramiteId)
		.execute()
	await tx
		.updateTable('loteCertificado')
		.set({ estado: 'emitido' })
		.where('loteId', '=', lote.id)
		.where('tramiteId', '=', tramiteId)
		.execute()
	const raiz = guardado.archivo.replace(/\.xml$/i, '')
	await tx
		.insertInto('archivo')
		.values(
			guardado.archivos.map(({ clase, extension, guardado: { sha256, bytes } }) => ({
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
		plantelId: movido.plantelId,
		detalle: { de: 'enviado', a: 'emitido', lote: lote.id, folioDigital },
	})
	await deps.alEmitir(tx, tramiteId)
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
