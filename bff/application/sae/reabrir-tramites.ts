import { anotarVarias, type DepsBitacora } from '../bitacora.ts'
import type { Autor, Tx } from '../ports.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'

const TANDA = 1000

/**
 * Toma los renglones de los trámites de estas matrículas: quien importa y quien carga con lo que SAE dice se esperan, y el
 * segundo lee lo que el primero dejó. Sólo PostgreSQL lo necesita; en SQLite quien escribe ya está solo.
 */
export const apartarTramites = async (
	tx: Tx,
	egresados: readonly { readonly matricula: string }[],
): Promise<void> => {
	for (const tanda of enTandas(egresados.map(({ matricula }) => matricula))) {
		await tx
			.selectFrom('tramite')
			.select('id')
			.where('matricula', 'in', tanda)
			.orderBy('id')
			.forUpdate()
			.execute()
	}
}

/**
 * Lo que SAE cambió después de cargar y antes del primer sello vuelve a los requisitos (6, 18): se deshace la foto que
 * se iba a sellar y el nombre se confirma otra vez. Conserva su folio y su asiento.
 */
export const reabrirTramites = async (
	tx: Tx,
	deps: DepsBitacora,
	autor: Autor,
	matriculas: readonly string[],
): Promise<void> => {
	for (const tanda of enTandas(matriculas)) {
		const reabiertos = await tx
			.updateTable('tramite')
			.set({ estado: 'registrado', nombreEditado: 0, actualizado: deps.reloj() })
			.where('matricula', 'in', tanda)
			.where('abierto', '=', 1)
			.where('estado', 'in', estadosQueAdmiten('reabrir'))
			.returning(['id', 'entidadId', 'plantelId'])
			.execute()
		if (reabiertos.length === 0) continue
		await tx
			.deleteFrom('certificado')
			.where(
				'tramiteId',
				'in',
				reabiertos.map(({ id }) => id),
			)
			.execute()
		await anotarVarias(
			tx,
			deps,
			reabiertos.map(({ id, entidadId, plantelId }) => ({
				autor,
				acto: 'reabrir',
				objeto: `tramite:${id}`,
				entidadId,
				plantelId,
			})),
		)
	}
}

const enTandas = (matriculas: readonly string[]): string[][] =>
	Array.from({ length: Math.ceil(matriculas.length / TANDA) }, (_, i) =>
		matriculas.slice(i * TANDA, (i + 1) * TANDA),
	)
