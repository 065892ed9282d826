import { esIncierto } from '#core/domain/lotes/conciliacion.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'
import { anotarVarias } from '../bitacora.ts'
import type { Tx } from '../ports.ts'
import { losDetenidos } from '../sellado/detenidos.ts'
import { encargar } from '../trabajos.ts'
import { leerEnvios } from './envios.ts'
import { moverLote, SISTEMA, type DepsLote, type LoteLeido } from './mover-lote.ts'

const MENSAJE = 'Uno de sus certificados tiene un sello puesto con una e.firma que ya estaba revocada (16).'

/**
 * Deshace un lote que todavía no sale si después de integrarlo se supo que un sello de alguno de sus certificados se puso
 * con uno ya revocado (16): lo que no ha viajado, no viaja. Todos vuelven a esperar lote: los buenos van en otro, que se
 * encarga aquí mismo; los detenidos esperan a que se vuelvan a sellar. Dice si lo deshizo.
 */
export const deshacerSiHayDetenidos = async (
	tx: Tx,
	deps: DepsLote & { readonly vigilanciaMs: number },
	lote: LoteLeido,
	tramites: readonly { readonly tramiteId: string }[],
): Promise<boolean> => {
	// El mismo candado que toma quien anota una revocación: o ya está aquí, o llega con el lote enviado.
	const suyos = await tx
		.updateTable('tramite')
		.set({ actualizado: deps.reloj() })
		.where(
			'id',
			'in',
			tramites.map(({ tramiteId }) => tramiteId),
		)
		.where('estado', 'in', estadosQueAdmiten('sacar-de-lote'))
		.returning(['id', 'plantelId'])
		.execute()
	const ids = suyos.map(({ id }) => id)
	const detenidos = await losDetenidos(tx, ids)
	if (detenidos.size === 0) return false
	// Deja libre su nombre: si se vuelven a sellar igual, el mismo contenido debe poder llamarse igual.
	const nombreArchivo = `${lote.id}-deshecho.zip`
	if (!(await moverLote(tx, deps, lote, 'deshacer', { mensaje: MENSAJE, nombreArchivo }))) return false
	await tx.updateTable('tramite').set({ estado: 'sellado-estatal' }).where('id', 'in', ids).execute()
	await tx.updateTable('loteCertificado').set({ estado: 'sacado' }).where('loteId', '=', lote.id).execute()
	await vigilarLoYaEnviado(tx, deps, lote)
	await anotarVarias(
		tx,
		deps,
		suyos.map(({ id, plantelId }) => ({
			autor: SISTEMA,
			acto: 'sacar-de-lote',
			objeto: `tramite:${id}`,
			entidadId: lote.entidadId,
			plantelId,
			detalle: { de: 'enviado', a: 'sellado-estatal', lote: lote.id, detenido: detenidos.has(id) },
		})),
	)
	const { entidadId } = lote
	await encargar(tx, deps, { clase: 'integrar-lotes', clave: entidadId, carga: { entidadId } })
	return true
}

/** Si antes salió y constó que no lo tenían, todavía puede llegar tarde: se vuelve a mirar antes de olvidarlo. */
const vigilarLoYaEnviado = async (
	tx: Tx,
	deps: DepsLote & { readonly vigilanciaMs: number },
	lote: LoteLeido,
): Promise<void> => {
	const inciertos = (await leerEnvios(tx, lote.id)).filter(({ desenlace }) => esIncierto(desenlace))
	const ultima = inciertos.at(-1)
	if (!ultima) return
	await encargar(tx, deps, {
		clase: 'conciliar-lote',
		clave: lote.id,
		carga: { loteId: lote.id },
		noAntes: new Date(Date.parse(ultima.salio) + deps.vigilanciaMs).toISOString(),
	})
}
