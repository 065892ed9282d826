import type { Regla } from '#core/domain/requisitos.ts'

/** Los incisos del numeral 6, dichos en corto para los filtros. */
export const TITULO_DE_REGLA: Record<Regla, string> = {
	a: 'Datos validados',
	b: 'CURP confrontada',
	c: 'Módulos aprobados',
	d: 'Folio asignado',
	e: 'CRIP en mayúsculas',
	f: 'Fecha de secundaria',
	g: 'Institución médica',
	h: 'Correo institucional',
}

/** Dónde se remedia, cuando puede ser en varios lugares separados por coma: «Se corrige aquí o en SAE». */
export const fraseDeLugar = (lugares: string): string => {
	const frases = lugares
		.split(',')
		.map((uno) => uno.trim())
		.filter((uno) => uno !== '')
		.toSorted((uno, otro) => Number(otro === 'aquí') - Number(uno === 'aquí'))
		.map((uno) => (uno === 'aquí' ? 'aquí' : `en ${uno}`))
	return frases.length > 0
		? `Se corrige ${new Intl.ListFormat('es-MX', { type: 'disjunction' }).format(frases)}`
		: ''
}
