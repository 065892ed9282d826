/**
 * Qué certificados hay que abrir antes de sellar. Se sortean en el dispositivo, para que el servidor no pueda saber
 * cuáles ni apartar de la muestra el que quisiera. Se sortea tanto del resto como de los inusuales: si sólo fuera del
 * resto, bastaría con hacer inusual un certificado (marcar su nombre como corregido) para que nadie tuviera que abrirlo.
 */
import type { PorSellar } from '#core/contract/sellado.ts'
import type { Revisable } from './revision.ts'

type TamanoDeMuestra = PorSellar['muestra']

/** Un entero al azar, de 0 a `tope` - 1. */
export type Sorteo = (tope: number) => number

/** Cuántos de `total` hay que abrir: al menos `minimo`, o ese porcentaje si es más; nunca más de los que hay. */
export const tamanoDeMuestra = (total: number, { minimo, porcentaje }: TamanoDeMuestra): number =>
	Math.min(total, Math.max(minimo, Math.ceil((total * porcentaje) / 100)))

/** Sorteo con el azar del dispositivo. Los números del último tramo incompleto se descartan: todos salen igual de seguido. */
export const sorteoDelDispositivo: Sorteo = (tope) => {
	const ULTIMO = 2 ** 32
	const limite = ULTIMO - (ULTIMO % tope)
	const numero = new Uint32Array(1)
	do crypto.getRandomValues(numero)
	while ((numero[0] ?? 0) >= limite)
	return (numero[0] ?? 0) % tope
}

/**
 * La muestra de un grupo. Quien ya estaba y sigue en el grupo, se queda: no cambia mientras se revisa. Si faltan (porque
 * uno se apartó, o el grupo creció), se sortean los que falten de entre los demás.
 */
export const completarMuestra = (
	previa: readonly string[],
	grupo: readonly string[],
	cuantos: number,
	sortear: Sorteo,
): readonly string[] => {
	const estan = new Set(grupo)
	const muestra = previa.filter((id) => estan.has(id))
	const ya = new Set(muestra)
	const demas = grupo.filter((id) => !ya.has(id))
	while (muestra.length < cuantos && demas.length > 0) {
		const [elegido] = demas.splice(sortear(demas.length), 1)
		if (elegido !== undefined) muestra.push(elegido)
	}
	return muestra
}

/** Los que hay que abrir de entre los que se van a sellar: los que lo piden por su razón, y la muestra de cada grupo. */
export const porAbrir = (
	sellables: readonly Revisable[],
	previa: readonly string[],
	tamano: TamanoDeMuestra,
	sortear: Sorteo,
): readonly string[] => {
	const ids = (grupo: readonly Revisable[]) => grupo.map(({ tramiteId }) => tramiteId)
	const completar = (grupo: readonly Revisable[]) =>
		completarMuestra(previa, ids(grupo), tamanoDeMuestra(grupo.length, tamano), sortear)
	const obligados = sellables.filter((uno) => uno.hayQueAbrirlo)
	const inusuales = sellables.filter((uno) => !uno.hayQueAbrirlo && uno.avisos.length > 0)
	const resto = sellables.filter((uno) => !uno.hayQueAbrirlo && uno.avisos.length === 0)
	return [...ids(obligados), ...completar(inusuales), ...completar(resto)]
}
