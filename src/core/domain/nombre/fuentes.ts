import type { Fecha } from '../fecha.ts'

/** De qué lista sale una sugerencia de acento. Vive aparte: la pantalla la cita sin cargar las listas. */
export const FUENTES_ACENTO = ['faker-js', 'faker-php', 'egreso'] as const
export type FuenteAcento = (typeof FUENTES_ACENTO)[number]

/** Cómo se cita una lista: qué es, su versión, con qué licencia se usa y de qué día es. */
type Cita = {
	readonly titulo: string
	readonly licencia: string
	readonly fecha: Fecha
	readonly direccion: string | null
}

export const CITAS: Readonly<Record<FuenteAcento, Cita>> = {
	'faker-js': {
		titulo: 'Faker 10.6.0, nombres de México y de España',
		licencia: 'MIT',
		fecha: '2026-08-14' as Fecha,
		direccion: 'https://github.com/faker-js/faker',
	},
	'faker-php': {
		titulo: 'FakerPHP 1.20.0, nombres frecuentes según el INE de España',
		licencia: 'MIT',
		fecha: '2022-07-20' as Fecha,
		direccion: 'https://github.com/FakerPHP/Faker',
	},
	egreso: {
		titulo: 'Lista de Egreso, según la Ortografía de la lengua española (RAE y ASALE, 2010)',
		licencia: 'propia',
		fecha: '2026-11-23' as Fecha,
		direccion: null,
	},
}
