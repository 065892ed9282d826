import { ok, rechazo, type Result } from './result.ts'

/** Promedio o calificación como va en el DEC: `9.1`, `8.0`, y `10` para diez. */
type Promedio = string & { readonly __marca: 'Promedio' }

/**
 * La menor calificación con la que un módulo se aprueba en el CONALEP. Sólo sirve para avisar: aprobado o no lo dice SAE, y
 * ninguna regla de los lineamientos compara con ella.
 */
export const MINIMO_APROBATORIO = '7.0' as Promedio

/** Créditos como van en el DEC: sin ceros de sobra, `360`, `10.8`. */
type Creditos = string & { readonly __marca: 'Creditos' }

/**
 * Lee un promedio de SAE, del 0 al 10. Un segundo decimal distinto de cero se rechaza: redondear es corregir, y eso
 * se hace en SAE (18).
 */
export const leerPromedio = (texto: string): Result<Promedio, 'promedio-invalido'> => {
	const partes = /^0?(\d|10)(?:\.(\d)0*)?$/.exec(texto.trim())
	const [entero = '', decimal = '0'] = partes?.slice(1) ?? []
	if (!partes || (entero === '10' && decimal !== '0')) return rechazo('promedio-invalido', { valor: texto })
	return ok((entero === '10' ? '10' : `${entero}.${decimal}`) as Promedio)
}

const CIFRAS = ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve']

/** El promedio en letra (DEC, promedioAprovechamientoTexto): `Nueve punto uno`, `Diez`. */
export const promedioEnLetra = (promedio: Promedio): string => {
	if (promedio === '10') return 'Diez'
	const entero = CIFRAS[Number(promedio[0])] ?? ''
	return `${entero.charAt(0).toUpperCase()}${entero.slice(1)} punto ${CIFRAS[Number(promedio[2])] ?? ''}`
}

/** Lee créditos de SAE o del plan: hasta cuatro cifras y dos decimales. */
export const leerCreditos = (texto: string): Result<Creditos, 'creditos-invalidos'> => {
	const partes = /^0*(\d{1,4})(?:\.(\d{1,2}))?$/.exec(texto.trim())
	if (!partes) return rechazo('creditos-invalidos', { valor: texto })
	const decimales = (partes[2] ?? '').replace(/0+$/, '')
	return ok(`${partes[1]}${decimales && `.${decimales}`}` as Creditos)
}
