/** Qué se mira de un catálogo; vive en la URL. */
export type VistaDeCatalogo = {
	readonly busca: string
	readonly rige: 'hoy' | 'todas'
	readonly pagina: number
}

/** Lo que se mira del catálogo, según la URL; lo que no se entiende, como al llegar. */
export const leerDireccion = (parametros: URLSearchParams): VistaDeCatalogo => {
	const pagina = Number(parametros.get('pagina') ?? '1')
	return {
		busca: (parametros.get('busca') ?? '').slice(0, 100),
		rige: parametros.get('rige') === 'todas' ? 'todas' : 'hoy',
		pagina: Number.isSafeInteger(pagina) && pagina >= 1 && pagina <= 99_999 ? pagina : 1,
	}
}

/** La dirección de una vista; lo que es de omisión no se escribe. */
export const direccionDe = (ruta: string, { busca, rige, pagina }: VistaDeCatalogo): string => {
	const parametros = new URLSearchParams()
	if (busca !== '') parametros.set('busca', busca)
	if (rige !== 'hoy') parametros.set('rige', rige)
	if (pagina > 1) parametros.set('pagina', String(pagina))
	return parametros.size > 0 ? `${ruta}?${parametros}` : ruta
}
