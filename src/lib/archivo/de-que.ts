/** De qué certificados se habla, según los filtros: «del plantel Toluca, generación 2023-2026». */
export const deQue = (
	planteles: readonly { readonly id: string; readonly nombre: string }[],
	filtros: URLSearchParams,
): string => {
	const generacion = filtros.get('generacion')
	const escogido = planteles.find(({ id }) => id === filtros.get('plantel'))
	const plantel = planteles.length === 1 ? planteles[0] : escogido
	const donde = plantel === undefined ? 'de todos sus planteles' : `de ${plantel.nombre}`
	return generacion === null ? `${donde}, de todas las generaciones` : `${donde}, generación ${generacion}`
}
