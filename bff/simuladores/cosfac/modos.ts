import type { ModoSoap } from '../soap.ts'

/** Las fallas que este simulador sabe provocar, además de las de todo SOAP; qué hace cada una, en el README. */
export const MODOS_COSFAC = [
	'duplicados-permitidos',
	'nunca-listo',
	'excel-a-medias',
	'zip-a-medias',
	'atributo-alterado',
	'certificado-cambiado',
	'falta-uno',
	'duplicado',
	'xml-con-dtd',
	'ruta-traviesa',
	'bomba',
] as const

export type ModoCosfac = ModoSoap | (typeof MODOS_COSFAC)[number]
