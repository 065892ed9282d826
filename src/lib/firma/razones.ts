/** Por qué un certificado se sale de lo usual: cada razón con su nombre y qué pide. */

/**
 * Las razones, de la que más importa a la que menos. `abrir`: hay que abrirlo antes de sellar. Son las que un documento
 * honesto casi nunca tiene, y las que tendría uno cambiado en el camino junto con lo que se revisó.
 */
export const RAZONES = {
	'institucion-distinta': { etiqueta: 'Institución distinta', abrir: true },
	'modulos-distintos': { etiqueta: 'Módulos distintos', abrir: true },
	'letra-rara': { etiqueta: 'Letra poco usual', abrir: true },
	'fechas-distintas': { etiqueta: 'Fechas distintas', abrir: true },
	'pocos-casos': { etiqueta: 'Plan con pocos casos', abrir: true },
	creditos: { etiqueta: 'Créditos', abrir: true },
	'nombre-corregido': { etiqueta: 'Nombre corregido', abrir: false },
	'acento-distinto': { etiqueta: 'Acento distinto de SAE', abrir: false },
	'mismo-nombre': { etiqueta: 'Mismo nombre', abrir: false },
	gemelos: { etiqueta: 'Posibles gemelos', abrir: false },
	'fecha-limite': { etiqueta: 'Fecha en un límite', abrir: false },
	'promedio-diez': { etiqueta: 'Promedio de diez', abrir: false },
	'promedio-minimo': { etiqueta: 'Promedio mínimo', abrir: false },
	'plantel-solo': { etiqueta: 'Plantel con pocos casos', abrir: false },
	'quiza-acento': { etiqueta: 'Quizá lleve acento', abrir: false },
} as const satisfies Record<string, { readonly etiqueta: string; readonly abrir: boolean }>

export type Razon = keyof typeof RAZONES
/** En el orden de {@link RAZONES}: de la que más importa a la que menos. */
export const TODAS_LAS_RAZONES = Object.keys(RAZONES) as readonly Razon[]

export type AvisoInusual = { readonly razon: Razon; readonly frase: string }

const PESOS: ReadonlyMap<Razon, number> = new Map(TODAS_LAS_RAZONES.map((razon, i) => [razon, i]))

/** Su lugar entre las razones: 0 la que más importa. */
export const pesoDe = (razon: Razon): number => PESOS.get(razon) ?? 0
