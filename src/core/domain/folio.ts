import { ok, rechazo, type Result } from './result.ts'

/** Modelos académicos que van por la vía electrónica (1); los demás, por la tradicional (22). */
export const MODELOS = ['2008', '2018'] as const
export type Modelo = (typeof MODELOS)[number]

/**
 * Por dónde se certifica: `electronica`; o por la tradicional (22), porque el modelo es anterior a 2008 o porque ya se le
 * expidió un certificado en papel y lo que pide es su reposición.
 */
export const VIAS = ['electronica', 'modelo-anterior', 'reposicion'] as const
type Via = (typeof VIAS)[number]

/** La vía de un egresado (1, 22). El modelo pesa más: una reposición de un modelo anterior también es modelo anterior. */
export const viaDe = (egresado: {
	readonly modelo: string
	readonly certificadoFisico: number | null
}): Via => {
	if (!MODELOS.some((modelo) => modelo === egresado.modelo)) return 'modelo-anterior'
	return egresado.certificadoFisico === 1 ? 'reposicion' : 'electronica'
}

/** Folio de certificación electrónica (4, 8): serie CE, modelo y siete cifras, `CE20180000123`. */
type Folio = string & { readonly __marca: 'Folio' }

/** El último número que cabe en siete cifras. */
export const NUMERO_DE_FOLIO_MAXIMO = 9_999_999

/**
 * Cuántos folios caben en un rango. El numeral 4 no pone tope; éste evita que un cero de más deje sin números a los
 * demás planteles mientras alguien lo nota: lo que no se ha dado se puede pasar a otro plantel o recuperar, pero lo dado
 * no vuelve. El plantel más grande certifica menos de dos mil al año.
 */
export const FOLIOS_POR_RANGO_MAXIMO = 10_000

// La serie CE y el modelo los dice el numeral 8; que lleve siete cifras no es público: es nuestra convención.
const FORMA = /^CE(2008|2018)(\d{7})$/

/**
 * Lee un folio como lo escribe una persona: sin importar mayúsculas, espacios ni guiones. El número cero no existe.
 */
export const leerFolio = (texto: string): Result<Folio, 'folio-invalido'> => {
	const limpio = texto.replace(/[\s-]/g, '').toUpperCase()
	const partes = FORMA.exec(limpio)
	return partes && Number(partes[2]) > 0 ? ok(limpio as Folio) : rechazo('folio-invalido', { valor: texto })
}

/** El folio de un modelo y un número de su rango. Lanza si el número no cabe: los rangos lo impiden antes (4). */
export const componerFolio = (modelo: Modelo, numero: number): Folio => {
	if (!esNumeroDeFolio(numero)) throw new RangeError(`Número de folio fuera de serie: ${numero}`)
	return `CE${modelo}${String(numero).padStart(7, '0')}` as Folio
}

/** Si el número puede ser de un folio: entero, del 1 al 9,999,999. */
export const esNumeroDeFolio = (numero: number): boolean =>
	Number.isInteger(numero) && numero >= 1 && numero <= NUMERO_DE_FOLIO_MAXIMO
