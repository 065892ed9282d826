/** Los filtros de la lista que viven en la URL. */
export const FILTROS = [
	'situacion',
	'regla',
	'puede',
	'devuelto',
	'revocacion',
	'aviso',
	'renapo',
	'busca',
	'matriculas',
	'carrera',
	'entidad',
	'plantel',
	'generacion',
	'orden',
	'pagina',
] as const
export type Filtro = (typeof FILTROS)[number]

/**
 * La dirección de la lista con unos filtros cambiados. Cambiar cualquiera que no sea la página regresa a la primera;
 * un valor vacío quita el filtro.
 */
export const conFiltros = (
	ruta: string,
	actuales: URLSearchParams,
	cambios: Partial<Record<Filtro, string>>,
): string => {
	const filtros = consulta(actuales)
	if (!('pagina' in cambios)) filtros.delete('pagina')
	for (const [nombre, valor] of Object.entries(cambios)) {
		if (valor === '') filtros.delete(nombre)
		else filtros.set(nombre, valor)
	}
	if (filtros.get('pagina') === '1') filtros.delete('pagina')
	return filtros.size > 0 ? `${ruta}?${filtros}` : ruta
}

/** De la URL de la página sólo pasan a la petición los filtros conocidos y con valor. */
export const consulta = (actuales: URLSearchParams): URLSearchParams => {
	const limpios = new URLSearchParams()
	for (const nombre of FILTROS) {
		const valor = actuales.get(nombre)?.trim()
		if (valor) limpios.set(nombre, valor)
	}
	return limpios
}

/** La ruta del API con su consulta, sin «?» cuando no hay nada que preguntar. */
export const conConsulta = (ruta: string, filtros: URLSearchParams): string =>
	filtros.size > 0 ? `${ruta}?${filtros}` : ruta
