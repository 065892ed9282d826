import { errorDe, type ErrorFila } from '../sae/tabla.ts'
import { diaAnterior, SIN_TERMINO } from '#core/domain/vigencia.ts'
import { DESDE, HASTA, QUITAR } from './definiciones.ts'
import type { Fila } from './leer-filas.ts'
import type { Datos, Valor, Valores } from './valores.ts'

/** Qué le pasa a una vigencia: se agrega, cambia lo que dice o su término, termina antes, o se quita. */
type Suceso = 'alta' | 'cambio' | 'baja' | 'quitada'

export type Cambio = {
	readonly suceso: Suceso
	readonly clave: string
	readonly antes: Valor | null
	readonly despues: Valor | null
	/** El renglón que lo causa. */
	readonly linea: number
}

export type Comparacion = {
	readonly cambios: readonly Cambio[]
	readonly sinCambio: number
	/** Las claves que el archivo nombra, como quedarían. */
	readonly quedan: Valores
	readonly errores: readonly ErrorFila[]
}

type ConLinea = Valor & { readonly linea: number | null }

/**
 * Lo que un archivo cambiaría. Función pura. Un renglón es una vigencia: la de esa clave que empieza ese día. Lo que el
 * archivo no nombra se queda como está. Una vigencia nueva releva a la anterior si ésta no tenía término o no viene en el
 * archivo: la anterior acaba el día antes. Cualquier otro traslape es un error.
 */
export const compararCatalogo = (actuales: Valores, filas: readonly Fila[]): Comparacion => {
	const errores: ErrorFila[] = []
	const porClave = new Map<string, Fila[]>()
	for (const fila of filas) porClave.set(fila.clave, [...(porClave.get(fila.clave) ?? []), fila])
	const cambios: Cambio[] = []
	const quedan = new Map<string, readonly Valor[]>()
	let sinCambio = 0
	for (const [clave, suyas] of porClave) {
		const antes = actuales.get(clave) ?? []
		const despues = relevar(aplicar(antes, suyas, errores), errores)
		quedan.set(
			clave,
			despues.map(({ linea: _, ...valor }) => valor),
		)
		const hallados = diferencias(antes, despues, suyas[0]?.linea ?? 0)
		cambios.push(...hallados)
		sinCambio += suyas.filter(
			({ linea, desde }) =>
				!hallados.some((uno) => uno.linea === linea || (uno.antes ?? uno.despues)?.desde === desde),
		).length
	}
	return { cambios: cambios.sort((a, b) => a.linea - b.linea), sinCambio, quedan, errores }
}

/** Las vigencias de una clave con los renglones del archivo encima, en orden; las que no vienen en él, sin renglón. */
const aplicar = (antes: readonly Valor[], filas: readonly Fila[], errores: ErrorFila[]): ConLinea[] => {
	const todas = new Map<string, ConLinea>(antes.map((valor) => [valor.desde, { ...valor, linea: null }]))
	const vistas = new Map<string, number>()
	for (const { quitar, ...fila } of filas) {
		const { linea, clave, desde } = fila
		const otra = vistas.get(desde)
		if (otra !== undefined) {
			const razon = `Esta clave ya está en el renglón ${otra} con este mismo inicio. Deje uno.`
			errores.push(errorDe(linea, DESDE, desde, razon))
			continue
		}
		vistas.set(desde, linea)
		if (!quitar) todas.set(desde, fila)
		else if (!todas.delete(desde)) {
			const razon = `«${clave}» no tiene una vigencia que empiece el ${desde}: no hay qué quitar.`
			errores.push(errorDe(linea, QUITAR, 'SI', razon))
		}
	}
	return [...todas.values()].sort((a, b) => (a.desde < b.desde ? -1 : 1))
}

/** Termina la vigencia que otra releva, y señala las que se enciman. */
const relevar = (vigencias: readonly ConLinea[], errores: ErrorFila[]): ConLinea[] =>
	vigencias.map((una, i) => {
		const siguiente = vigencias[i + 1]
		if (siguiente === undefined || una.hasta < siguiente.desde) return una
		const seReleva = una.hasta === SIN_TERMINO || (una.linea === null && siguiente.linea !== null)
		if (seReleva) return { ...una, hasta: diaAnterior(siguiente.desde) }
		const razon = `Se encima con la vigencia que empieza el ${siguiente.desde}: debe terminar antes.`
		errores.push(errorDe(una.linea ?? siguiente.linea ?? 0, HASTA, una.hasta, razon))
		return una
	})

const diferencias = (
	antes: readonly Valor[],
	despues: readonly ConLinea[],
	siNoHay: number,
): readonly Cambio[] => {
	const habia = new Map(antes.map((valor) => [valor.desde, valor]))
	const quedan = new Set(despues.map(({ desde }) => desde))
	return [
		...antes
			.filter(({ desde }) => !quedan.has(desde))
			.map((valor) => ({
				suceso: 'quitada' as const,
				clave: valor.clave,
				antes: valor,
				despues: null,
				linea: siNoHay,
			})),
		...despues.flatMap(({ linea, ...valor }) => {
			const anterior = habia.get(valor.desde) ?? null
			const suceso = sucesoDe(anterior, valor)
			return suceso === null
				? []
				: [{ suceso, clave: valor.clave, antes: anterior, despues: valor, linea: linea ?? siNoHay }]
		}),
	]
}

const sucesoDe = (antes: Valor | null, despues: Valor): Suceso | null => {
	if (antes === null) return 'alta'
	if (!sonIguales(antes.datos, despues.datos)) return 'cambio'
	if (despues.hasta === antes.hasta) return null
	return despues.hasta < antes.hasta ? 'baja' : 'cambio'
}

const sonIguales = (unos: Datos, otros: Datos): boolean =>
	[...new Set([...Object.keys(unos), ...Object.keys(otros)])].every(
		(dato) => (unos[dato] ?? null) === (otros[dato] ?? null),
	)

/** Un dato que no se repite en dos claves, repetido. */
export const repetidos = (
	{ nombre, dato }: { readonly nombre: string; readonly dato: string },
	todos: Valores,
	cambios: readonly Cambio[],
): readonly ErrorFila[] => {
	const duenos = new Map<string, Set<string>>()
	for (const [clave, vigencias] of todos) {
		for (const { datos } of vigencias) {
			const valor = datos[dato]
			if (valor) duenos.set(valor, (duenos.get(valor) ?? new Set()).add(clave))
		}
	}
	return cambios.flatMap(({ despues, linea, clave }) => {
		const valor = despues?.datos[dato]
		const otro = [...(valor ? (duenos.get(valor) ?? []) : [])].find((una) => una !== clave)
		return valor && otro !== undefined
			? [errorDe(linea, nombre, valor, `Es también de «${otro}»: revise cuál de los dos está mal.`)]
			: []
	})
}
