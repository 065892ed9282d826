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
