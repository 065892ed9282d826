import type { Base, Lectura, Reloj, Tx } from '../ports.ts'
import type { ClaseDeTarea, TablaArchivoTarea } from '../tablas/archivo.ts'

/** En qué va una tarea del archivo, o `undefined` si nunca ha corrido. */
export const leerTarea = (db: Lectura | Tx, clase: ClaseDeTarea): Promise<TablaArchivoTarea | undefined> =>
	db.selectFrom('archivoTarea').selectAll().where('clase', '=', clase).executeTakeFirst()

/** Empieza otra vuelta: lo de la anterior ya no cuenta. */
export const empezarTarea = async (
	{ base, reloj }: { readonly base: Base; readonly reloj: Reloj },
	clase: ClaseDeTarea,
	total: number | null,
): Promise<void> => {
	const ahora = reloj()
	const nueva = {
		...{ cursor: null, total, vistos: 0, hechos: 0 },
		...{ iniciada: ahora, actualizada: ahora, terminada: null, error: null },
	}
	await base.db
		.insertInto('archivoTarea')
		.values({ clase, ...nueva })
		.onConflict((conflicto) => conflicto.column('clase').doUpdateSet(nueva))
		.execute()
}

/** Guarda el avance. */
export const avanzarTarea = async (
	{ base, reloj }: { readonly base: Base; readonly reloj: Reloj },
	clase: ClaseDeTarea,
	avance: Partial<Pick<TablaArchivoTarea, 'cursor' | 'vistos' | 'hechos' | 'terminada' | 'error'>>,
): Promise<void> => {
	await base.db
		.updateTable('archivoTarea')
		.set({ ...avance, actualizada: reloj() })
		.where('clase', '=', clase)
		.execute()
}
