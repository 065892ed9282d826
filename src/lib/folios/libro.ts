import type { Foja } from './fojas.ts'

/** Lo que del Libro vive en la dirección. */
const FILTROS_DE_LIBRO = ['plantel', 'volumen', 'foja', 'folio', 'q', 'vista'] as const
type FiltroDeLibro = (typeof FILTROS_DE_LIBRO)[number]

/** De la dirección, sólo lo conocido y con valor. */
export const filtrosDeLibro = (actuales: URLSearchParams): URLSearchParams => {
	const limpios = new URLSearchParams()
	for (const nombre of FILTROS_DE_LIBRO) {
		const valor = actuales.get(nombre)?.trim()
		if (valor) limpios.set(nombre, valor)
	}
	return limpios
}

/** Los filtros que pide cada ruta, sin los de las otras. */
export const soloFiltros = (filtros: URLSearchParams, nombres: readonly FiltroDeLibro[]): URLSearchParams =>
	new URLSearchParams([...filtros].filter(([nombre]) => nombres.some((uno) => uno === nombre)))

/** La dirección de una foja; con folio, el asiento que se señala. */
export const direccionDeFoja = (
	ruta: string,
	lugar: Foja & { readonly plantel?: string | undefined; readonly folio?: string | undefined },
): string => {
	const destino = new URLSearchParams()
	if (lugar.plantel) destino.set('plantel', lugar.plantel)
	destino.set('volumen', String(lugar.volumen))
	destino.set('foja', String(lugar.foja))
	if (lugar.folio) destino.set('folio', lugar.folio)
	return `${ruta}?${destino}`
}
