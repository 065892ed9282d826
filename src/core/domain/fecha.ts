import { ok, rechazo, type Result } from './result.ts'

/** Día civil `AAAA-MM-DD`, sin hora ni zona. */
export type Fecha = string & { readonly __marca: 'Fecha' }

/** Momento UTC con milésimas, `AAAA-MM-DDTHH:mm:ss.sssZ`: se ordena como texto. */
export type Instante = string & { readonly __marca: 'Instante' }

/** Lee `AAAA-MM-DD` y comprueba que el día exista. */
export const leerFecha = (texto: string): Result<Fecha, 'fecha-invalida'> => {
	const partes = /^(\d{4})-(\d{2})-(\d{2})$/.exec(texto)
	if (!partes) return rechazo('fecha-invalida', { valor: texto })
	const [anio, mes, dia] = [Number(partes[1]), Number(partes[2]), Number(partes[3])]
	if (anio < 1900 || mes < 1 || mes > 12 || dia < 1 || dia > diasDelMes(anio, mes)) {
		return rechazo('fecha-invalida', { valor: texto })
	}
	return ok(texto as Fecha)
}

/** Edad en años cumplidos al día `en`. */
const edad = (nacimiento: Fecha, en: Fecha): number => {
	const anios = Number(en.slice(0, 4)) - Number(nacimiento.slice(0, 4))
	return en.slice(5) < nacimiento.slice(5) ? anios - 1 : anios
}

/** Mayoría de edad (13): dieciocho años cumplidos. */
export const esMayorDeEdad = (nacimiento: Fecha, en: Fecha): boolean => edad(nacimiento, en) >= 18

const diasDelMes = (anio: number, mes: number): number => {
	if (mes === 2) return (anio % 4 === 0 && anio % 100 !== 0) || anio % 400 === 0 ? 29 : 28
	return [4, 6, 9, 11].includes(mes) ? 30 : 31
}

const EN_MEXICO = new Intl.DateTimeFormat('en-CA', {
	timeZone: 'America/Mexico_City',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
})

/** El día civil de un instante en la Ciudad de México: la fecha que llevan el Libro, el certificado y la mayoría de edad. */
export const fechaEnMexico = (instante: string): Fecha => EN_MEXICO.format(new Date(instante)) as Fecha
