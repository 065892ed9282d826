const UNIDADES = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
] as const

/** Cuánto va de un instante a otro, en la unidad que se entiende: «3 horas», «menos de un minuto». */
export const haceCuanto = (desde: string, ahora: string): string => {
	const ms = Date.parse(ahora) - Date.parse(desde)
	for (const [unidad, largo] of UNIDADES) {
		if (ms < largo) continue
		return new Intl.NumberFormat('es-MX', {
			style: 'unit',
			unit: unidad,
			unitDisplay: 'long',
			maximumFractionDigits: 0,
		}).format(Math.floor(ms / largo))
	}
	return 'menos de un minuto'
}
