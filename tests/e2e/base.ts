import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { EgresoEnMarcha } from './egreso.ts'

/* La base de la demostración, por fuera del producto: para escoger a quién y para mover el tiempo de lo que vence. */

/** Abre la base del sistema en marcha, hace algo con ella y la cierra. */
export const conBase = <T>({ carpeta }: EgresoEnMarcha, hacer: (base: Database.Database) => T): T => {
	const base = new Database(join(carpeta, 'egreso.sqlite'), { timeout: 10_000 })
	try {
		return hacer(base)
	} finally {
		base.close()
	}
}

/** Una fila de textos, o falla diciendo qué se buscaba: una historia sin su persona no prueba nada. */
export const unaFila = <C extends string>(
	egreso: EgresoEnMarcha,
	columnas: readonly C[],
	consulta: string,
	...datos: readonly string[]
): Record<C, string> => {
	const fila = conBase(egreso, (base) => base.prepare(consulta).get(...datos)) as
		Readonly<Record<string, unknown>> | undefined
	if (fila === undefined) throw new Error(`La demostración no trae lo que se busca: ${consulta}`)
	return Object.fromEntries(columnas.map((columna) => [columna, String(fila[columna])])) as Record<C, string>
}

/** Cuántas filas tiene una tabla. */
export const contar = (
	egreso: EgresoEnMarcha,
	tabla: 'sello' | 'egresado' | 'rango_folio' | 'punto_control' | 'tramite',
): number =>
	conBase(egreso, (base) => (base.prepare(`select count(*) as n from ${tabla}`).get() as { n: number }).n)
