import type { Fecha } from './fecha.ts'

/** De qué día a qué día vale algo; los dos cuentan. */
export type Vigencia = { readonly desde: Fecha; readonly hasta: Fecha }

/** El último día de lo que no tiene término. */
export const SIN_TERMINO = '9999-12-31' as Fecha

/** Si está en vigor ese día. */
export const rige = ({ desde, hasta }: Vigencia, dia: Fecha): boolean => desde <= dia && dia <= hasta

/** La que está en vigor ese día; de vigencias sin traslape hay una o ninguna. */
export const laQueRige = <T extends Vigencia>(vigencias: readonly T[], dia: Fecha): T | undefined =>
	vigencias.find((una) => rige(una, dia))

/** El primer día de `periodo` que ninguna vigencia alcanza, o null si lo cubren entero. */
export const primerHueco = (vigencias: readonly Vigencia[], periodo: Vigencia): Fecha | null => {
	let falta = periodo.desde
	for (const { desde, hasta } of [...vigencias].sort((a, b) => (a.desde < b.desde ? -1 : 1))) {
		if (hasta < falta) continue
		if (desde > falta) break
		if (hasta >= periodo.hasta) return null
		falta = diaSiguiente(hasta)
	}
	return falta
}

export const diaAnterior = (dia: Fecha): Fecha => mover(dia, -1)
export const diaSiguiente = (dia: Fecha): Fecha => mover(dia, 1)

const DIA_MS = 86_400_000
const mover = (dia: Fecha, dias: number): Fecha =>
	new Date(Date.parse(`${dia}T00:00:00Z`) + dias * DIA_MS).toISOString().slice(0, 10) as Fecha
