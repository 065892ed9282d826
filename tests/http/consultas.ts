import Database from 'better-sqlite3'

type Correr = (this: Database.Statement, ...valores: unknown[]) => unknown

/**
 * Lo que se le pregunta a SQLite mientras corre `obra`, sentencia por sentencia y en su orden: para ver que dos peticiones
 * cuestan lo mismo sin mirar el reloj.
 */
export const consultasDe = async <T>(obra: () => Promise<T>): Promise<readonly [T, readonly string[]]> => {
	const vacia = new Database(':memory:')
	const sentencia = Object.getPrototypeOf(vacia.prepare('select 1')) as Record<string, Correr>
	vacia.close()
	const hechas: string[] = []
	const originales = ['all', 'get', 'run', 'iterate'].map((nombre) => [nombre, sentencia[nombre]] as const)
	for (const [nombre, original] of originales) {
		sentencia[nombre] = function (...valores) {
			hechas.push(this.source)
			return original?.apply(this, valores)
		}
	}
	try {
		return [await obra(), hechas]
	} finally {
		for (const [nombre, original] of originales) if (original) sentencia[nombre] = original
	}
}
