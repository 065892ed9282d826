import type { Fecha } from './fecha.ts'
import { rige, type Vigencia } from './vigencia.ts'

/** Si el certificado lleva el sello de calidad (19): algún registro del plantel en el PC-SINEMS rige el día del certificado. */
export const llevaSelloDeCalidad = (registros: readonly Vigencia[], dia: Fecha): boolean =>
	registros.some((registro) => rige(registro, dia))
