import type { Fecha } from './fecha.ts'

/** Un periodo de registro en el PC-SINEMS; los dos días cuentan. */
export type RegistroPcSinems = { readonly desde: Fecha; readonly hasta: Fecha }

/** Si el certificado lleva el sello de calidad (19): algún registro del plantel está vigente el día del certificado. */
export const llevaSelloDeCalidad = (registros: readonly RegistroPcSinems[], dia: Fecha): boolean =>
	registros.some((registro) => registro.desde <= dia && dia <= registro.hasta)
