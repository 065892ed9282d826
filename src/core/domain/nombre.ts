import { ACENTUADOS } from './nombres-acentos.ts'
import { ok, rechazo, type Result } from './result.ts'

/** El nombre de una persona, en las tres partes en que lo llevan SAE y el DEC. */
export type Nombre = {
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
}

export type CampoNombre = keyof Nombre

/*
 * Cómo se escribe en mayúsculas y minúsculas (17). Ortografía de la lengua española (RAE y ASALE, 2010), con lo que
 * acostumbra el registro civil mexicano:
 * - Cada parte empieza con mayúscula, también si es partícula: en el DEC el apellido va solo en su campo, y un
 *   apellido sin nombre delante lleva la preposición con mayúscula: «De la Cruz», «Del Río», «Van der Linden».
 * - Dentro de la parte, la preposición y el artículo que la sigue van en minúscula: «María de los Ángeles», «Montes
 *   de Oca». El artículo que no sigue a preposición es parte del apellido: «Castro La Torre».
 * - Mc pide mayúscula enseguida («McGregor»). Mac no: Macías y Macario son más que MacArthur, así que se propone
 *   «Macarthur» y una persona lo cambia si su acta dice otra cosa.
 * - II, III, IV, VII y VIII al final se quedan como números; VI, XI y LI no, porque son apellidos.
 * - Ningún acento se pone solo: se sugiere.
 */
const PREPOSICIONES = new Set('de del da das di do dos du della van von der den'.split(' '))
const ARTICULOS = new Set('la las los el'.split(' '))
const NUMEROS_ROMANOS = new Set(['II', 'III', 'IV', 'VII', 'VIII'])

/** La propuesta automática en mayúsculas y minúsculas a partir de SAE, que lo trae en mayúsculas (17). */
export const proponerNombre = (sae: Nombre): Nombre => ({
	nombre: proponerParte(sae.nombre),
	primerApellido: proponerParte(sae.primerApellido),
	segundoApellido: sae.segundoApellido === null ? null : proponerParte(sae.segundoApellido) || null,
})

const proponerParte = (texto: string): string => {
	// Los separadores (espacio, guion, punto) quedan en los lugares impares.
	const trozos = normalizar(texto).split(/([ .-]+)/)
	const palabras = trozos.filter((trozo, i) => i % 2 === 0 && trozo !== '')
	let cual = -1
	return trozos
		.map((trozo, i) => (i % 2 === 1 || trozo === '' ? trozo : proponerPalabra(palabras, ++cual)))
		.join('')
}

const proponerPalabra = (palabras: readonly string[], cual: number): string => {
	const minuscula = (i: number): string => (palabras[i] ?? '').toLocaleLowerCase('es-MX')
	const palabra = minuscula(cual)
	const enMedio = cual > 0 && cual < palabras.length - 1
	if (enMedio) {
		if (PREPOSICIONES.has(palabra)) return palabra
		if (ARTICULOS.has(palabra) && PREPOSICIONES.has(minuscula(cual - 1))) return palabra
		if (palabra === 'y') return palabra
		// «e» sólo es conjunción delante del sonido i; si no, es una inicial.
		if (palabra === 'e' && /^h?[ií]/.test(minuscula(cual + 1))) return palabra
	}
	const comoNumero = palabra.toUpperCase()
	if (cual > 0 && cual === palabras.length - 1 && NUMEROS_ROMANOS.has(comoNumero)) return comoNumero
	return palabra
		.replace(/^mc(?=\p{L}{2})|^\p{L}/u, capital)
		.replace(/(?<=^Mc)\p{L}/u, capital)
		.replace(/(?<=')\p{L}/gu, capital)
}

const capital = (letras: string): string => letras.charAt(0).toLocaleUpperCase('es-MX') + letras.slice(1)

/** Una sugerencia de acento: la palabra como está y como suele escribirse. Nadie la puso todavía. */
export type SugerenciaAcento = { readonly de: string; readonly a: string }

/**
 * Los acentos que una parte del nombre podría llevar, palabra por palabra, según una lista de nombres y apellidos
 * frecuentes. Sólo sugiere: quien decide es una persona con el acta de nacimiento delante (17).
 */
export const sugerirAcentos = (parte: string): readonly SugerenciaAcento[] =>
	normalizar(parte)
		.split(/[ .-]+/)
		.flatMap((de) => {
			const acentuado = POR_LLANO.get(de.toLocaleLowerCase('es-MX'))
			if (acentuado === undefined) return []
			const a = de === de.toLocaleUpperCase('es-MX') ? acentuado.toLocaleUpperCase('es-MX') : acentuado
			return [{ de, a }]
		})

/**
 * Revisa el nombre que una persona confirma contra el de SAE (17, 18): pueden cambiar mayúsculas, acentos, espacios y
 * guiones; las letras no, y la ñ es una letra. Devuelve la forma que se guarda: NFC, sin espacios de sobra.
 */
export const confirmarNombre = (
	sae: Nombre,
	propuesta: Nombre,
): Result<Nombre, 'nombre-cambia-letras' | 'nombre-todo-mayusculas' | 'nombre-invalido'> => {
	const limpio: Nombre = {
		nombre: normalizar(propuesta.nombre),
		primerApellido: normalizar(propuesta.primerApellido),
		segundoApellido: normalizar(propuesta.segundoApellido ?? '') || null,
	}
	for (const campo of CAMPOS) {
		const valor = limpio[campo] ?? ''
		if (valor === '' ? campo !== 'segundoApellido' : !FORMA.test(valor)) {
			return rechazo('nombre-invalido', { campo: ETIQUETAS[campo] })
		}
		if (!vuelveDeMayusculas(valor) || letras(valor) !== letras(sae[campo] ?? '')) {
			return rechazo('nombre-cambia-letras', { campo: ETIQUETAS[campo] })
		}
		if (valor !== '' && !tieneCapitales(valor)) {
			return rechazo('nombre-todo-mayusculas', { campo: ETIQUETAS[campo] })
		}
	}
	return ok(limpio)
}

const CAMPOS: readonly CampoNombre[] = ['nombre', 'primerApellido', 'segundoApellido']
const ETIQUETAS: Readonly<Record<CampoNombre, string>> = {
	nombre: 'nombre',
	primerApellido: 'primer apellido',
	segundoApellido: 'segundo apellido',
}

// Letras latinas; entre ellas un espacio, guion o apóstrofo; punto al final de una abreviatura (Ma. Luisa).
const FORMA = /^\p{Script=Latin}+(?:(?:\. ?|[ '-])\p{Script=Latin}+)*\.?$/u

/** NFC, apóstrofos y guiones de una sola clase, y ningún espacio de sobra. */
const normalizar = (texto: string): string =>
	texto
		.normalize('NFC')
		.replace(/[‘’ʼ´`]/g, "'")
		.replace(/[‐‑–]/g, '-')
		.replace(/ +/g, ' ')
		.replace(/ ?(['-]) ?/g, '$1')
		.replace(/ \./g, '.')
		.trim()

/** Lo que no puede cambiar: las letras en su orden, sin mirar mayúsculas, acentos, espacios ni guiones. */
const letras = (texto: string): string =>
	sinAcentos(normalizar(texto)).replace(/[ -]/g, '').toLocaleUpperCase('es-MX')

/** La ı sin punto, la ſ larga, la ß o la ligadura ﬁ dan en mayúsculas letras que no son la suya: cambian el nombre. */
const vuelveDeMayusculas = (texto: string): boolean =>
	[...texto].every((letra) => {
		const mayuscula = letra.toLocaleUpperCase('es-MX')
		return letra === mayuscula || letra === mayuscula.toLocaleLowerCase('es-MX')
	})

/** Quita las marcas de acento y diéresis; la tilde de la ñ y la cedilla de la ç hacen otra letra y se quedan. */
const sinAcentos = (texto: string): string =>
	texto
		.normalize('NFD')
		.replace(/(?<![nN]\p{M}*)\u0303|[\u0300-\u0302\u0304-\u0326\u0328-\u036f]/gu, '')
		.normalize('NFC')

/** Empieza con mayúscula y no lleva dos seguidas en una palabra, salvo un número romano al final. */
const tieneCapitales = (valor: string): boolean => {
	const palabras = valor.split(/[ .'-]+/).filter((palabra) => palabra !== '')
	const ultima = palabras.at(-1) ?? ''
	const revisables = palabras.length > 1 && NUMEROS_ROMANOS.has(ultima) ? palabras.slice(0, -1) : palabras
	return /^\p{Lu}/u.test(valor) && revisables.every((palabra) => !/\p{Lu}\p{Lu}/u.test(palabra))
}

const POR_LLANO: ReadonlyMap<string, string> = new Map(
	ACENTUADOS.map((nombre) => [sinAcentos(nombre).toLocaleLowerCase('es-MX'), nombre]),
)
