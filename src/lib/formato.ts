/** Zona en la que se leen los momentos: la del centro, que es la del BFF y la de los documentos. */
const ZONA = 'America/Mexico_City'

const enteros = new Intl.NumberFormat('es-MX')
const dias = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'UTC' })
const diasCortos = new Intl.DateTimeFormat('es-MX', { dateStyle: 'medium', timeZone: 'UTC' })
const momentos = new Intl.DateTimeFormat('es-MX', { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONA })
const tamanos = new Intl.NumberFormat('es-MX', { maximumFractionDigits: 1 })

/** 1,234 */
export const numero = (valor: number): string => enteros.format(valor)

/** «12 por solicitar», con su plural. */
export const cuantos = (valor: number, uno: string, varios: string): string =>
	`${numero(valor)} ${valor === 1 ? uno : varios}`

/** `2026-07-15` → 15 de julio de 2026. Lo que no es fecha se muestra como vino. */
export const fecha = (texto: string): string => conFecha(texto.slice(0, 10), dias)

/** `2026-07-15` → 15 jul 2026. */
export const fechaCorta = (texto: string): string => conFecha(texto.slice(0, 10), diasCortos)

/** `2026-07-15` y `2026-07-20` → 15–20 de julio de 2026. */
export const rangoDeFechas = (desde: string, hasta: string): string => {
	const [a, b] = [desde, hasta].map((texto) => Date.parse(`${texto.slice(0, 10)}T00:00:00Z`))
	if (a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b)) return `${desde} – ${hasta}`
	return dias.formatRange(a, b)
}

/** Instante ISO → 15 jul 2026, 10:32 a.m., en hora del centro. */
export const momento = (texto: string): string => {
	const leido = Date.parse(texto)
	return Number.isNaN(leido) ? texto : momentos.format(leido)
}

/** 1,536 → 1.5 KB */
export const tamano = (bytes: number): string => {
	if (bytes < 1024) return `${enteros.format(bytes)} B`
	if (bytes < 1024 * 1024) return `${tamanos.format(bytes / 1024)} KB`
	return `${tamanos.format(bytes / (1024 * 1024))} MB`
}

/** «Profesional Técnico-Bachiller en Informática» → «PT-B en Informática», para las listas. */
export const carreraCorta = (carrera: string): string =>
	carrera
		.replace(/^Profesional T[ée]cnico[- ]Bachiller en /i, 'PT-B en ')
		.replace(/^Profesional T[ée]cnico en /i, 'PT en ')

const conFecha = (texto: string, formato: Intl.DateTimeFormat): string => {
	const leido = Date.parse(`${texto}T00:00:00Z`)
	return Number.isNaN(leido) ? texto : formato.format(leido)
}
