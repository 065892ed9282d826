import { errorDe, type ErrorFila } from '../sae/tabla.ts'
import { primerHueco, SIN_TERMINO, type Vigencia } from '#core/domain/vigencia.ts'
import type { Cambio } from './comparar.ts'
import { CATALOGOS, HASTA, type NombreCatalogo, referenciasDe } from './definiciones.ts'
import type { Valor, Valores } from './valores.ts'

/** Los catálogos que hacen falta para juzgar a uno, con el propio como quedaría. */
export type Todos = ReadonlyMap<NombreCatalogo, Valores>

/** Cuántos ejemplos se nombran en una frase. */
const EJEMPLOS = 3

/** Lo que un catálogo nombra de otro tiene que regir todo el tiempo que rija quien lo nombra. */
export const erroresHaciaOtros = (
	cual: NombreCatalogo,
	cambios: readonly Cambio[],
	todos: Todos,
): readonly ErrorFila[] =>
	cambios.flatMap(({ despues, linea, suceso }) => {
		if (despues === null || suceso === 'baja') return []
		return referenciasDe(cual).flatMap(({ dato, columna, de }) => {
			const clave = despues.datos[dato]
			if (!clave) return []
			const suyas = todos.get(de)?.get(clave) ?? []
			const titulo = CATALOGOS[de].titulo
			if (suyas.length === 0) return [errorDe(linea, columna, clave, `No está en «${titulo}».`)]
			const hueco = primerHueco(suyas, despues)
			return hueco === null
				? []
				: [errorDe(linea, columna, clave, `En «${titulo}» no rige el ${hueco}. ${comoSigue(despues)}`)]
		})
	})

const comoSigue = ({ desde, hasta }: Vigencia): string =>
	hasta === SIN_TERMINO ? `Aquí va desde el ${desde} y sin término.` : `Aquí va del ${desde} al ${hasta}.`

/** Una clave que otros catálogos nombran no puede dejar de regir antes que ellos. */
export const erroresDesdeOtros = (
	cual: NombreCatalogo,
	cambios: readonly Cambio[],
	todos: Todos,
): readonly ErrorFila[] => {
	const encogidas = new Map<string, number>()
	for (const { clave, antes, despues, linea } of cambios) {
		if (antes !== null && (despues === null || despues.hasta < antes.hasta)) encogidas.set(clave, linea)
	}
	if (encogidas.size === 0) return []
	return [...todos].flatMap(([otro, valores]) =>
		referenciasDe(otro)
			.filter(({ de }) => de === cual)
			.flatMap(({ dato }) => {
				const afectados = new Map<string, Valor[]>()
				for (const valor of [...valores.values()].flat()) {
					const clave = valor.datos[dato]
					if (!clave || !encogidas.has(clave)) continue
					if (primerHueco(todos.get(cual)?.get(clave) ?? [], valor) === null) continue
					afectados.set(clave, [...(afectados.get(clave) ?? []), valor])
				}
				return [...afectados].map(([clave, suyos]) =>
					errorDe(encogidas.get(clave) ?? 0, HASTA, clave, enUso(otro, suyos)),
				)
			}),
	)
}

const enUso = (otro: NombreCatalogo, suyos: readonly Valor[]): string => {
	const claves = [...new Set(suyos.map(({ clave }) => clave))]
	const resto = claves.length > EJEMPLOS ? ` y ${claves.length - EJEMPLOS} más` : ''
	return `Después de ese día todavía la nombran en «${CATALOGOS[otro].titulo}»: ${claves.slice(0, EJEMPLOS).join(', ')}${resto}. Termine o cambie antes esas vigencias.`
}
