import type { Catalogos } from './leer-egresado.ts'
import { leerMatricula } from '#core/domain/matricula.ts'

/**
 * Si una matrícula nueva es de un plantel (10): la admite su patrón del catálogo y el de ningún otro. No mira quién está en
 * la base: un plantel que prueba matrículas no aprende de ellas más que lo que el catálogo dice. Sin patrón propio, ninguna.
 */
export const crearPertenencia = ({ planteles }: Pick<Catalogos, 'planteles'>) => {
	const patrones = [...planteles.values()].flatMap(({ id, patronPropio }) =>
		patronPropio === null ? [] : [{ id, patron: patronPropio }],
	)
	return ({ matricula, plantelId }: { readonly matricula: string; readonly plantelId: string }): boolean => {
		let suya = false
		for (const { id, patron } of patrones) {
			if (!leerMatricula(matricula, patron).ok) continue
			if (id !== plantelId) return false
			suya = true
		}
		return suya
	}
}
