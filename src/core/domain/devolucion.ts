import type { ActoTramite } from './tramite.ts'

/** Qué hay que corregir en lo que un director devuelve a Servicios Escolares (16–18). */
export const CLASES_DE_DEVOLUCION = ['nombre', 'promedio', 'modulos', 'curp', 'otro'] as const

export type ClaseDeDevolucion = (typeof CLASES_DE_DEVOLUCION)[number]

/** Cómo se dice cada clase en pantalla. */
export const TEXTO_DE_DEVOLUCION: Readonly<Record<ClaseDeDevolucion, string>> = {
	nombre: 'El nombre',
	promedio: 'El promedio',
	modulos: 'Los módulos',
	curp: 'La CURP',
	otro: 'Otra cosa',
}

/**
 * A dónde vuelve: cómo se escribe el nombre es lo único que se corrige aquí, al confirmarlo (17); todo lo demás se
 * corrige en SAE y vuelve a los requisitos (18, 6).
 */
export const actoDeDevolucion = (
	clase: ClaseDeDevolucion,
): Extract<ActoTramite, 'devolver' | 'devolver-nombre'> => {
	switch (clase) {
		case 'nombre':
			return 'devolver-nombre'
		case 'promedio':
		case 'modulos':
		case 'curp':
		case 'otro':
			return 'devolver'
	}
}
