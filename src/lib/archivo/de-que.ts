/** De qué certificados se habla, según los filtros: «del plantel Toluca, generación 2023-2026». */
export const deQue = (
	planteles: readonly { readonly id: string; readonly nombre: string }[],
	filtros: URLSearchParams,
): string => {
	const generacion = filtros.get('generacion')
	const plantel = planteles.find(({ id }) => id === filtros.get('plantel'))
	const donde = plantel === undefined ? 'de su ámbito' : `de ${plantel.nombre}`
	return generacion === null ? `${donde}, de todas las generaciones` : `${donde}, generación ${generacion}`
}
