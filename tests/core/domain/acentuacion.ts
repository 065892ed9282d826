/**
 * Las reglas generales de acentuación (Ortografía de la lengua española, RAE y ASALE, 2010), escritas aparte de la
 * lista de sugerencias para juzgarla: si una palabra con un acento escrito debe llevarlo, y ahí.
 */
const VOCALES = 'aeiouáéíóúü'
const ABIERTAS = 'aeoáéó'

/** Si el único acento escrito en `palabra` es el que piden las reglas para esa sílaba tónica. */
export const pideAcento = (palabra: string): boolean => {
	const letras = palabra
		.toLocaleLowerCase('es-MX')
		.replace(/qu(?=[eiéí])/g, 'k')
		.replace(/gu(?=[eiéí])/g, 'g')
		// La h no separa: Nahúm y Sarahí son hiatos.
		.replace(/(?<=[aeo])h(?=[íú])/g, '')
	const acentos = [...letras].filter((letra) => 'áéíóú'.includes(letra))
	if (acentos.length !== 1) return false
	const nucleos = nucleosDe(letras)
	const tonica = nucleos.findIndex((nucleo) => /[áéíóú]/.test(nucleo.texto))
	const nucleo = nucleos[tonica]
	if (nucleo === undefined) return false
	// Hiato de cerrada tónica y abierta: lleva acento siempre.
	if (/[íú]/.test(nucleo.texto) && (esAbierta(letras, nucleo.desde - 1) || esAbierta(letras, nucleo.hasta)))
		return true
	const desdeElFinal = nucleos.length - 1 - tonica
	const terminaEnVocalNS = /[aeiouáéíóúns]$/.test(letras)
	if (nucleos.length === 1) return false
	if (desdeElFinal === 0) return terminaEnVocalNS
	if (desdeElFinal === 1) return !terminaEnVocalNS
	return true
}

type Nucleo = { readonly texto: string; readonly desde: number; readonly hasta: number }

/** Los núcleos silábicos: diptongos juntos; dos abiertas, o cerrada acentuada con abierta, separadas. */
const nucleosDe = (letras: string): Nucleo[] => {
	const nucleos: Nucleo[] = []
	for (let i = 0; i < letras.length; i += 1) {
		if (!VOCALES.includes(letras.charAt(i))) continue
		const desde = i
		while (
			i + 1 < letras.length &&
			VOCALES.includes(letras.charAt(i + 1)) &&
			seJuntan(letras.charAt(i), letras.charAt(i + 1))
		) {
			i += 1
		}
		nucleos.push({ texto: letras.slice(desde, i + 1), desde, hasta: i + 1 })
	}
	return nucleos
}

const seJuntan = (una: string, otra: string): boolean => {
	if (ABIERTAS.includes(una) && ABIERTAS.includes(otra)) return false
	const cerradaTonica = (letra: string): boolean => letra === 'í' || letra === 'ú'
	if (cerradaTonica(una) && ABIERTAS.includes(otra)) return false
	if (ABIERTAS.includes(una) && cerradaTonica(otra)) return false
	return una !== otra
}

const esAbierta = (letras: string, i: number): boolean => i >= 0 && ABIERTAS.includes(letras.charAt(i) || '-')
