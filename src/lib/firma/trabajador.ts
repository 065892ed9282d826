import { urlDePrograma } from '../confianza.ts'
import type { Trabajador } from './ceremonia.svelte.ts'
import url from './firma.worker.ts?worker&url'

/** El worker donde se abre la llave y se sella. Uno por ceremonia: al terminar se destruye con todo lo que sabía. */
export const crearTrabajador = (): Trabajador =>
	new Worker(urlDePrograma(url), { type: 'module', name: 'firma' })
