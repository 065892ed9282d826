/** Qué lista de nombres se mira, y en qué página; vive en la URL. Sin decir cuál, la primera que tenga algo. */
type VistaNombres = { readonly cuales: 'lote' | 'uno' | null; readonly pagina: number }

/** Qué nombres se miran y en qué página, según la URL; lo que no se entiende, como al llegar. */
export const leerDireccion = (parametros: URLSearchParams): VistaNombres => {
	const pagina = Number(parametros.get('pagina') ?? '1')
	const cuales = parametros.get('cuales')
	return {
		cuales: cuales === 'uno' || cuales === 'lote' ? cuales : null,
		pagina: Number.isSafeInteger(pagina) && pagina >= 1 && pagina <= 1_000_000 ? pagina : 1,
	}
}

/** La dirección de una vista; lo que es de omisión no se escribe. */
export const direccionDe = (ruta: string, { cuales, pagina }: VistaNombres): string => {
	const parametros = new URLSearchParams()
	if (cuales !== null) parametros.set('cuales', cuales)
	if (pagina > 1) parametros.set('pagina', String(pagina))
	return parametros.size > 0 ? `${ruta}?${parametros}` : ruta
}
