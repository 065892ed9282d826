import { ok, rechazo, type Result } from './result.ts'

/** Cómo está encuadernado el Libro Electrónico de un plantel: asientos por foja y fojas por volumen, ambos ≥ 1. */
export type Encuadernacion = { readonly asientosPorFoja: number; readonly fojasPorVolumen: number }

/** Dónde queda un asiento (8): volumen, foja dentro del volumen y renglón dentro de la foja, todos desde 1. */
export type Colocacion = { readonly volumen: number; readonly foja: number; readonly renglon: number }

/**
 * Un tramo del Libro con la misma encuadernación: empieza con el asiento `desdeNumero`, que abre el volumen `volumen`, y
 * llega hasta que empieza otro. La encuadernación sólo cambia al abrir un volumen.
 */
export type TramoDelLibro = Encuadernacion & { readonly desdeNumero: number; readonly volumen: number }

/** El Libro que empieza: su primer volumen. */
export const primerTramo = (encuadernacion: Encuadernacion): TramoDelLibro => ({
	...encuadernacion,
	desdeNumero: 1,
	volumen: 1,
})

/** Coloca el asiento número `numero` (desde 1) de un plantel: el Libro se llena seguido, sin dejar renglones. */
export const colocar = (numero: number, tramo: TramoDelLibro): Colocacion => {
	const { desdeNumero, volumen, asientosPorFoja, fojasPorVolumen } = tramo
	for (const valor of [numero, desdeNumero, volumen, asientosPorFoja, fojasPorVolumen]) {
		if (!Number.isInteger(valor) || valor < 1) throw new RangeError(`El Libro cuenta desde 1: ${valor}`)
	}
	if (numero < desdeNumero) throw new RangeError(`El asiento ${numero} es de antes de este tramo`)
	const dentro = numero - desdeNumero
	const fojasLlenas = Math.floor(dentro / asientosPorFoja)
	return {
		volumen: volumen + Math.floor(fojasLlenas / fojasPorVolumen),
		foja: (fojasLlenas % fojasPorVolumen) + 1,
		renglon: (dentro % asientosPorFoja) + 1,
	}
}

/** El primer asiento, de `numero` en adelante, que abre un volumen del tramo. */
export const siguienteQueAbre = (
	numero: number,
	{ desdeNumero, asientosPorFoja, fojasPorVolumen }: TramoDelLibro,
): number => {
	const caben = asientosPorFoja * fojasPorVolumen
	return desdeNumero + Math.max(0, Math.ceil((numero - desdeNumero) / caben)) * caben
}

/** El tramo en que cae un asiento; `tramos`, en orden. Sin ninguno que lo alcance, `undefined`. */
export const tramoDe = (numero: number, tramos: readonly TramoDelLibro[]): TramoDelLibro | undefined =>
	tramos.filter((tramo) => tramo.desdeNumero <= numero).at(-1)

/** Clave Única de Verificación de un asiento (8): doce símbolos base32 de Crockford, `XXXX-XXXX-XXXX`. */
type Cuv = string & { readonly __marca: 'Cuv' }

// Crockford deja fuera I, L, O y U: los tres primeros se confunden con 1 y 0 al leer en voz alta o de un papel.
const SIMBOLOS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LARGO = 12

/**
 * Lee una CUV como la escribe una persona: sin importar mayúsculas, espacios ni guiones, y tomando la O por 0 y la
 * I y la L por 1 (base32 de Crockford).
 */
export const leerCuv = (texto: string): Result<Cuv, 'cuv-invalida'> => {
	const limpio = texto.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')
	const valida = limpio.length === LARGO && [...limpio].every((simbolo) => SIMBOLOS.includes(simbolo))
	return valida ? ok(agrupar(limpio)) : rechazo('cuv-invalida', { valor: texto })
}

/** La CUV que escriben los primeros 60 bits de `bytes` (al menos ocho bytes). */
export const componerCuv = (bytes: Uint8Array): Cuv => {
	if (bytes.length < 8) throw new RangeError('Una CUV pide al menos ocho bytes.')
	let pendiente = 0
	let bits = 0
	let simbolos = ''
	for (const byte of bytes) {
		pendiente = (pendiente << 8) | byte
		bits += 8
		while (bits >= 5 && simbolos.length < LARGO) {
			bits -= 5
			simbolos += SIMBOLOS.charAt((pendiente >> bits) & 31)
		}
		pendiente &= (1 << bits) - 1
		if (simbolos.length === LARGO) break
	}
	return agrupar(simbolos)
}

const agrupar = (simbolos: string): Cuv => (simbolos.match(/.{4}/g) ?? []).join('-') as Cuv
