import type { Fecha } from './fecha.ts'
import { ok, rechazo, type Result } from './result.ts'

/** Clave de Centro de Trabajo, `15DPT0001A`: entidad, clasificador e identificador, consecutivo y letra. */
export type Cct = string & { readonly __marca: 'Cct' }

/** Lee una CCT tal como va en el DEC (estándares: `^\d{2}[A-Z]{3}\d{4}[A-Z]$`); las dos primeras cifras, del 01 al 32. */
export const leerCct = (texto: string): Result<Cct, 'cct-invalida'> => {
	const partes = /^(\d{2})[A-Z]{3}\d{4}[A-Z]$/.exec(texto)
	const entidad = Number(partes?.[1])
	return entidad >= 1 && entidad <= 32 ? ok(texto as Cct) : rechazo('cct-invalida', { valor: texto })
}

/** Un periodo de registro en el PC-SINEMS; los dos días cuentan. */
export type RegistroPcSinems = { readonly desde: Fecha; readonly hasta: Fecha }

/** Si el certificado lleva el sello de calidad (19): algún registro del plantel está vigente el día del certificado. */
export const llevaSelloDeCalidad = (registros: readonly RegistroPcSinems[], dia: Fecha): boolean =>
	registros.some((registro) => registro.desde <= dia && dia <= registro.hasta)
