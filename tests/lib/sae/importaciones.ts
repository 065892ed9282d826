import type { CuentasDeImportacion, Importacion } from '#core/contract/importacion.ts'

export const NADA: CuentasDeImportacion = {
	filas: 0,
	altas: 0,
	cambios: 0,
	sinCambio: 0,
	conError: 0,
	errores: 0,
	sellados: 0,
	requisitos: 0,
	reabre: 0,
	reconfronta: 0,
}

/** Una importación ya revisada, con lo que se le cambie. */
export const importacion = (distinto: Partial<Importacion>): Importacion => ({
	id: 'una',
	archivo: 'garzas.csv',
	origen: 'archivo',
	estado: 'revisada',
	formato: 'csv',
	bytes: 300,
	quien: 'Alma',
	aplica: null,
	momento: '2026-11-23T17:00:00Z',
	vence: '2026-11-30T17:00:00Z',
	avance: { hechos: 0, total: null },
	cuentas: NADA,
	columnas: null,
	razon: null,
	porCorregir: false,
	...distinto,
})
