import { REGLAS } from '../requisitos.ts'
import { ok, rechazo, type Result } from '../result.ts'

/*
 * Lo que SEP dice al rechazar un certificado (15), interpretado por un catálogo: patrones con `*` como comodín, que escribe
 * la DSE. Nunca expresiones regulares: una mal escrita puede no acabar. Se interpreta al leer, así que mejorar el catálogo
 * mejora también lo que ya estaba.
 */

/** A qué toca un rechazo: un requisito del numeral 6, o lo que no es requisito. */
export const ASUNTOS_DE_RECHAZO = [...REGLAS, 'nombre', 'sello', 'catalogo', 'duplicado', 'otro'] as const
export type AsuntoDeRechazo = (typeof ASUNTOS_DE_RECHAZO)[number]

/** Dónde se remedia. */
export const LUGARES_DE_RECHAZO = ['SAE', 'RENAPO', 'AQUI', 'CATALOGOS', 'DSE'] as const
export type LugarDeRechazo = (typeof LUGARES_DE_RECHAZO)[number]

const DE_LA_DSE = 'La DSE, de lo que SEP devolvió y se apartó: '

/** Lo que queda escrito de un rechazo que decide la DSE: de lo apartado (11), SEP no dijo nada. */
export const rechazoDeLaDse = (razon: string): string => `${DE_LA_DSE}${razon}`

/** Si son palabras de la DSE y no de SEP: no se le atribuyen a quien no las dijo. */
export const loDijoLaDse = (texto: string): boolean => texto.startsWith(DE_LA_DSE)

/** Un patrón leído: sus tramos, ya sin mayúsculas ni acentos, y si antes o después puede haber otra cosa. */
type PatronDeRechazo = {
	readonly tramos: readonly string[]
	readonly abierto: { readonly antes: boolean; readonly despues: boolean }
	/** Cuántas letras y cifras fija: entre más, más específico. */
	readonly fija: number
}

/** Lo menos que un patrón fija: con menos, alcanzaría a casi todo. */
export const LETRAS_DE_PATRON = 6

/** Lo más que se mira de un texto; lo demás no decide. */
const LARGO_MAXIMO = 2000

/** Sin mayúsculas, acentos ni espacios de más: como se comparan textos y patrones. Nunca lanza; lineal en el largo. */
export const llanoDeRechazo = (texto: string): string =>
	texto
		.slice(0, LARGO_MAXIMO)
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toLowerCase()
		.replace(/\s+/g, ' ')
		.trim()

/** Lee un patrón, o `patron-de-rechazo-invalido` si fija menos de {@link LETRAS_DE_PATRON} letras. */
export const leerPatronDeRechazo = (texto: string): Result<PatronDeRechazo, 'patron-de-rechazo-invalido'> => {
	const llano = llanoDeRechazo(texto)
	const tramos = llano.split('*').filter((uno) => uno !== '')
	const fija = tramos.join('').replace(/[^\p{L}\p{N}]/gu, '').length
	if (fija < LETRAS_DE_PATRON) return rechazo('patron-de-rechazo-invalido', { letras: LETRAS_DE_PATRON })
	return ok({ tramos, abierto: { antes: llano.startsWith('*'), despues: llano.endsWith('*') }, fija })
}

/** Si el patrón casa con todo el texto, que va ya {@link llanoDeRechazo llano}. Una pasada: cada tramo se busca donde acabó el anterior. */
const casa = ({ tramos, abierto }: PatronDeRechazo, llano: string): boolean => {
	let desde = 0
	for (const [i, tramo] of tramos.entries()) {
		const primero = i === 0 && !abierto.antes
		const ultimo = i === tramos.length - 1 && !abierto.despues
		// El último va pegado al final; si además es el primero, es el texto entero.
		const donde = ultimo ? llano.length - tramo.length : llano.indexOf(tramo, desde)
		if (donde < desde || (primero && donde !== 0) || !llano.startsWith(tramo, donde)) return false
		desde = donde + tramo.length
	}
	return true
}

/** Lo que del catálogo decide cuál interpreta. */
export type ReglaDeRechazo = {
	readonly clave: string
	readonly patron: PatronDeRechazo
	readonly orden: number
}

/**
 * La regla que interpreta un texto, o null. De las que casan, la de menor `orden`; a igual orden, la más específica; y a
 * igual de específica, la de clave menor: el orden en que vengan no cambia la respuesta.
 */
export const interpretarRechazo = <R extends ReglaDeRechazo>(
	texto: string,
	reglas: readonly R[],
): R | null => {
	const llano = llanoDeRechazo(texto)
	let mejor: R | null = null
	for (const regla of reglas) {
		if (mejor !== null && !vaAntes(regla, mejor)) continue
		if (casa(regla.patron, llano)) mejor = regla
	}
	return mejor
}

const vaAntes = (una: ReglaDeRechazo, otra: ReglaDeRechazo): boolean => {
	if (una.orden !== otra.orden) return una.orden < otra.orden
	if (una.patron.fija !== otra.patron.fija) return una.patron.fija > otra.patron.fija
	return una.clave < otra.clave
}

/** Siglas que van seguidas sin ser el nombre de nadie. */
const SIGLAS = new Set('CURP RENAPO SEP SAT SAE DEC XML CCT RVOE RFC IEMS UAC DGAIR SEMS COSFAC'.split(' '))

/**
 * El texto con lo personal tapado con `*`: lo que va entre comillas, cada palabra con cifras o arroba (CURP, folios, fechas,
 * correos) y los nombres en mayúsculas. Sirve para juntar los que dicen lo mismo, y es el patrón que se propone. Es para
 * agrupar, no una garantía: lo mira quien ya puede ver egresados.
 */
export const taparRechazo = (texto: string): string => {
	const corto = texto.slice(0, LARGO_MAXIMO)
	const sinComillas = corto.replace(/«[^»]*»|“[^”]*”|"[^"]*"|(?<!\p{L})'[^']*'/gu, '*')
	const conMinusculas = /\p{Ll}/u.test(sinComillas)
	const palabras = sinComillas.split(/\s+/u).filter((una) => una !== '')
	const nombre = palabras.map((una) => conMinusculas && pareceNombre(una))
	return palabras
		.map((una, i) => {
			const cola = /[.,;:)]*$/u.exec(una)?.[0] ?? ''
			const tapada = /[\p{N}@*|\p{Cc}]/u.test(una) || (nombre[i] && (nombre[i - 1] || nombre[i + 1]))
			return tapada ? `*${cola}` : una
		})
		.join(' ')
		.replace(/\*(?:[ .,;:)]*\*)+/gu, '*')
}

/** Lo más que mide un patrón propuesto: cabe en una celda del catálogo. */
const LARGO_PROPUESTO = 200

/** El patrón que se propone para un texto: lo tapado y, si es largo, su principio. */
export const patronPropuesto = (texto: string): string => {
	const tapado = taparRechazo(texto)
	if (tapado.length <= LARGO_PROPUESTO) return tapado
	const corte = tapado.lastIndexOf(' ', LARGO_PROPUESTO)
	return `${tapado.slice(0, corte > 0 ? corte : LARGO_PROPUESTO)}*`
}

const pareceNombre = (palabra: string): boolean => {
	const limpia = palabra.replace(/[.,;:()]/gu, '')
	return /^\p{Lu}{2,}$/u.test(limpia) && !SIGLAS.has(limpia)
}
