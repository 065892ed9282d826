import type { Huella } from '../ports.ts'
import { encadenar, ORIGEN } from './cadena.ts'
import type { Hallazgo } from './hallazgo.ts'
import type { HojaPuesta } from './hojas.ts'
import type { Renglon } from './renglones.ts'

/** Una hoja puesta con su renglón, o sin él si ya no está. */
export type Eslabon = HojaPuesta & { readonly renglon: Renglon | null }

/**
 * Cuánto puede ir un renglón por detrás, en hora, de uno encadenado antes: lo que dura la transacción más larga más
 * la diferencia de relojes entre procesos. Más atrás, alguien lo metió después.
 */
const ATRASO_MAXIMO_MS = 15 * 60_000

/** Lo que se guarda de los que no cuadran, para ver si uno está en el lugar de otro. Más que eso no es un reacomodo. */
const SOSPECHOSOS_MAXIMOS = 2000

type Sospechoso = Eslabon & { readonly despuesDeHueco: boolean; readonly antes: string }

type RevisionDeCadena = {
	/** Si la hoja y su renglón son los que se anotaron. */
	readonly revisar: (eslabon: Eslabon) => boolean
	/** Los que aún no tienen hoja: sólo se les puede ver el contenido y la hora. */
	readonly revisarSuelto: (renglon: Renglon) => void
	readonly terminar: (cabezaAnotada: string | undefined) => {
		readonly cabeza: string
		readonly hallazgos: readonly Hallazgo[]
	}
}

/**
 * Revisa los eslabones uno por uno y en orden, y nombra el renglón cambiado, quitado, metido o cambiado de lugar. Un
 * solo cambio se nombra una vez: de ahí se sigue con lo guardado.
 */
export const crearRevisionDeCadena = (huella: Huella): RevisionDeCadena => {
	const hallazgos: Hallazgo[] = []
	const sospechosos: Sospechoso[] = []
	const cabezas = new Set<string>()
	let cabeza = ORIGEN
	let esperado = 1
	let ultimoMomento = ''

	const mirarMomento = (renglon: Renglon, indice: number | null): void => {
		if (ultimoMomento !== '' && Date.parse(ultimoMomento) - Date.parse(renglon.momento) > ATRASO_MAXIMO_MS) {
			const detalle = `${renglon.nombre} tiene hora anterior a lo que ya estaba encadenado: se metió después`
			hallazgos.push({ clase: 'metido', indice, id: renglon.clave, detalle })
		}
		if (indice !== null && renglon.momento > ultimoMomento) ultimoMomento = renglon.momento
	}

	return {
		revisar: (eslabon) => {
			const { indice, renglon } = eslabon
			const despuesDeHueco = indice !== esperado
			if (indice > esperado) {
				const hasta = indice - 1
				const cuales = hasta === esperado ? `la hoja ${esperado}` : `las hojas ${esperado} a ${hasta}`
				hallazgos.push({
					...{ clase: 'eslabon-quitado', indice: esperado, id: `${esperado}-${hasta}` },
					detalle: `${hasta === esperado ? 'falta' : 'faltan'} ${cuales}, antes de ${nombreDe(eslabon)}`,
				})
			} else if (despuesDeHueco) {
				const detalle = `la hoja ${indice} está antes de la primera: se metió`
				hallazgos.push({ clase: 'metido', indice, id: eslabon.clave, detalle })
			}
			const cuadra =
				renglon !== null &&
				renglon.hoja === eslabon.hoja &&
				(renglon.escrita ?? renglon.hoja) === renglon.hoja &&
				(despuesDeHueco || encadenar(huella, cabeza, eslabon.hoja) === eslabon.encadenado)
			if (!cuadra && sospechosos.length < SOSPECHOSOS_MAXIMOS) {
				sospechosos.push({ ...eslabon, despuesDeHueco, antes: cabeza })
			}
			if (renglon !== null) mirarMomento(renglon, indice)
			cabeza = eslabon.encadenado
			cabezas.add(cabeza)
			esperado = indice + 1
			return cuadra
		},
		revisarSuelto: (renglon) => {
			if (renglon.escrita !== null && renglon.escrita !== renglon.hoja) {
				const detalle = `${renglon.nombre} no dice lo que se anotó`
				hallazgos.push({ clase: 'cambiado', indice: null, id: renglon.clave, detalle })
			}
			mirarMomento(renglon, null)
		},
		terminar: (cabezaAnotada) => {
			hallazgos.push(...aclarar(huella, sospechosos))
			if (cabezaAnotada !== undefined && !cabezas.has(cabezaAnotada)) {
				const detalle = 'el eslabón anotado fuera no está en la cadena: se reescribió o se cortó'
				hallazgos.push({ clase: 'eslabon-quitado', indice: null, id: cabezaAnotada, detalle })
			}
			return { cabeza, hallazgos }
		},
	}
}

/**
 * Qué le pasó a cada sospechoso. La cadena dice qué hoja iba en cada lugar: si es la de otro sospechoso, los cambiaron
 * de lugar; si es la suya, lo que cambió fue su renglón; si ninguna, cambiaron la hoja o el eslabón.
 */
const aclarar = (huella: Huella, sospechosos: readonly Sospechoso[]): Hallazgo[] => {
	const hallazgos: Hallazgo[] = []
	const puestas = new Map(sospechosos.map((uno) => [uno.hoja, uno]))
	let corregido: { readonly indice: number; readonly encadenado: string } | null = null
	for (const uno of sospechosos) {
		const antes: string = corregido?.indice === uno.indice - 1 ? corregido.encadenado : uno.antes
		const aqui = (otro: Sospechoso): string | null => {
			const encadenado = encadenar(huella, antes, otro.hoja)
			return encadenado === uno.encadenado || encadenado === otro.encadenado ? encadenado : null
		}
		const suyo = uno.despuesDeHueco ? uno.encadenado : aqui(uno)
		if (suyo !== null) {
			corregido = { indice: uno.indice, encadenado: suyo }
			const hallado = queTieneSuRenglon(uno, puestas)
			if (hallado) hallazgos.push(hallado)
			continue
		}
		const otro = sospechosos.find((candidato) => candidato !== uno && aqui(candidato) !== null)
		if (otro) {
			corregido = { indice: uno.indice, encadenado: aqui(otro) ?? '' }
			const detalle = `en la hoja ${uno.indice} va ${nombreDe(otro)}, y está ${nombreDe(uno)}: los cambiaron de lugar`
			hallazgos.push({ clase: 'reordenado', indice: uno.indice, id: uno.clave, detalle })
			continue
		}
		corregido = null
		const detalle = `la hoja ${uno.indice}, de ${nombreDe(uno)}, no continúa a la anterior: cambiaron la hoja o su eslabón`
		hallazgos.push({ clase: 'eslabon-cambiado', indice: uno.indice, id: uno.clave, detalle })
	}
	return hallazgos
}

/** La hoja está en su lugar: ¿y el renglón que dice ser suyo? */
const queTieneSuRenglon = (uno: Sospechoso, puestas: ReadonlyMap<string, Sospechoso>): Hallazgo | null => {
	const { indice, renglon, clave: id } = uno
	if (renglon === null) return { clase: 'quitado', indice, id, detalle: `${nombreDe(uno)} ya no está` }
	if (renglon.hoja === uno.hoja && (renglon.escrita ?? renglon.hoja) === renglon.hoja) return null
	const duena = puestas.get(renglon.hoja)
	if (duena && duena !== uno) {
		const detalle = `la hoja ${indice} señala a ${renglon.nombre}, que va en la ${duena.indice}: los cambiaron de lugar`
		return { clase: 'reordenado', indice, id, detalle }
	}
	return { clase: 'cambiado', indice, id, detalle: `${renglon.nombre} no dice lo que se anotó` }
}

const COMO: Readonly<Record<Eslabon['clase'], string>> = {
	renglon: 'el renglón',
	asiento: 'el asiento del folio',
	nota: 'la nota marginal',
	cancelacion: 'la cancelación del folio',
}

const nombreDe = ({ renglon, clase, clave }: Eslabon): string => renglon?.nombre ?? `${COMO[clase]} ${clave}`
