/** Los filtros de la lista que viven en la URL. */
const FILTROS = [
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

/** Lo que quita todos los filtros; el orden se queda. */
export const SIN_FILTROS: Partial<Record<Filtro, string>> = Object.fromEntries(
	FILTROS.filter((uno) => uno !== 'orden' && uno !== 'pagina').map((uno) => [uno, '']),
)

/** Lo que «Situación» enseña escogido: unas son pasos del trámite y otras, filtros con su propio nombre en la URL. */
export const situacionDe = (filtros: URLSearchParams): string => {
	if (filtros.get('puede') === 'solicitar') return 'por-solicitar'
	if (filtros.get('devuelto') === 'si') return 'devuelto'
	const propios: readonly Filtro[] = ['aviso', 'renapo', 'revocacion', 'situacion']
	return propios.map((uno) => filtros.get(uno)).find((valor) => valor !== null) ?? ''
}

const CON_FILTRO_PROPIO: Readonly<Record<string, Partial<Record<Filtro, string>>>> = {
	'por-solicitar': { puede: 'solicitar' },
	devuelto: { devuelto: 'si' },
	curp: { aviso: 'curp' },
	'por-preguntar': { renapo: 'por-preguntar' },
	'sin-respuesta': { renapo: 'sin-respuesta' },
	detenido: { revocacion: 'detenido' },
	'sin-comprobar': { revocacion: 'sin-comprobar' },
}

/** Los cambios de la URL al escoger una opción de «Situación»: pone la suya y quita las demás. */
export const porSituacion = (valor: string): Partial<Record<Filtro, string>> => ({
	...{ situacion: '', puede: '', devuelto: '', aviso: '', renapo: '', revocacion: '' },
	...(CON_FILTRO_PROPIO[valor] ?? { situacion: valor }),
})
