import { urlDePrograma } from '../confianza.ts'
import type { Trabajador } from './ceremonia.svelte.ts'
import { unir } from './equipo.ts'
import urlFirmador from './firma.worker.ts?worker&url'
import urlLector from './lector.worker.ts?worker&url'

/**
 * El worker donde se abre la llave y se firma, con el que le lee los documentos. Un equipo por ceremonia: al terminar
 * se destruye con todo lo que sabía.
 */
export const crearTrabajador = (): Trabajador =>
	unir(
		new Worker(urlDePrograma(urlFirmador), { type: 'module', name: 'firma' }),
		new Worker(urlDePrograma(urlLector), { type: 'module', name: 'lector' }),
	)
