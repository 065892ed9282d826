/** Por qué un nombre se confirma uno a uno, con el acta delante, y no en lote (17). */
export const RAZONES_DE_REVISION = [
	'acento',
	'particula',
	'apostrofo',
	'guion',
	'abreviatura',
	'mayuscula-interior',
	'numero-romano',
	'letra-poco-usual',
	'no-va-en-un-nombre',
] as const
export type RazonDeRevision = (typeof RAZONES_DE_REVISION)[number]

/** Cómo se dice cada una, en una insignia. */
export const TEXTO_DE_RAZON: Readonly<Record<RazonDeRevision, string>> = {
	acento: 'Podría llevar acento',
	particula: 'Partícula',
	apostrofo: 'Apóstrofo',
	guion: 'Guion',
	abreviatura: 'Inicial o abreviatura',
	'mayuscula-interior': 'Mc o Mac',
	'numero-romano': 'Número romano',
	'letra-poco-usual': 'Letra poco usual',
	'no-va-en-un-nombre': 'Algo que no va en un nombre',
}
