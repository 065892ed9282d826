import { ACENTUADOS } from './nombre/acentos.ts'
import { FUENTES_ACENTO, type FuenteAcento } from './nombre/fuentes.ts'
import { esMac, esParticula, PREPOSICIONES, ARTICULOS, NUMEROS_ROMANOS } from './nombre/particulas.ts'
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
 * - La conjunción entre dos apellidos, en minúscula: «López y Fuentes», «Silva e Costa», «Pi i Margall». En el nombre
 *   de pila la «e» sólo lo es delante del sonido i y la «i» nunca: lo demás son iniciales.
 * - Tras el apóstrofo va mayúscula si lo de antes se elide («O'Farrill», «D'Angelo», «Dell'Anna»); si es una letra más
 *   de la palabra, como el cierre glotal del maya, no: «K'uk'ulkan».
 * - Mc pide mayúscula enseguida («McGregor»); Mac, sólo en los apellidos de una lista corta («MacArthur»): Macías y
 *   Macario son los más.
 * - II, III, IV, VII y VIII al final se quedan como números; VI, XI, IX y LI no, porque son apellidos.
 * - Ningún acento se pone solo: se sugiere.
 */

/** La propuesta automática en mayúsculas y minúsculas a partir de SAE, que lo trae en mayúsculas (17). */
export const proponerNombre = (sae: Nombre): Nombre => ({
	nombre: proponerParte(sae.nombre, 'nombre'),
	primerApellido: proponerParte(sae.primerApellido, 'primerApellido'),
	segundoApellido:
		sae.segundoApellido === null ? null : proponerParte(sae.segundoApellido, 'segundoApellido') || null,
})

const proponerParte = (texto: string, campo: CampoNombre): string => {
	// Los separadores (espacio, guion, punto) quedan en los lugares impares.
	const trozos = normalizar(texto).split(/([ .-]+)/)
	const palabras = trozos.filter((trozo, i) => i % 2 === 0 && trozo !== '').map(enMinusculas)
	let cual = -1
	return trozos
		.map((trozo, i) => (i % 2 === 1 || trozo === '' ? trozo : proponerPalabra(palabras, ++cual, campo)))
		.join('')
}

/** En minúsculas; la İ turca deja un punto suelto que no es de la letra. */
const enMinusculas = (palabra: string): string => palabra.toLowerCase().replace(/i\u0307/g, 'i')

const proponerPalabra = (palabras: readonly string[], cual: number, campo: CampoNombre): string => {
	const palabra = palabras[cual] ?? ''
	const antes = palabras[cual - 1] ?? ''
	const despues = palabras[cual + 1]
	if (antes !== '' && despues !== undefined) {
		if (PREPOSICIONES.has(palabra)) return palabra
		if (ARTICULOS.has(palabra) && PREPOSICIONES.has(antes)) return palabra
		if (palabra === 'y') return palabra
		if (palabra === 'e' && (campo !== 'nombre' || /^h?[ií]/.test(despues))) return palabra
		if (palabra === 'i' && campo !== 'nombre') return palabra
	}
	const comoNumero = palabra.toUpperCase()
	if (antes !== '' && despues === undefined && NUMEROS_ROMANOS.has(comoNumero)) return comoNumero
	return capitalizar(palabra)
}

/** Lo que se elide delante de un apóstrofo. Las consonantes que el maya glotaliza (b, ch, k, p, t, tz) no están. */
const ELISIONES = new Set(['o', 'd', 'l', 'm', 'n', 'dell', 'dall', 'nell', 'degl', 'sant', 'de'])

const capitalizar = (palabra: string): string => {
	const [primero = '', ...resto] = palabra.split("'")
	const inicio = /^mc\p{L}{2}/u.test(primero)
		? `Mc${capital(primero.slice(2))}`
		: esMac(primero)
			? `Mac${capital(primero.slice(3))}`
			: capital(primero)
	if (resto.length === 0) return inicio
	const final = resto.join("'")
	return `${inicio}'${ELISIONES.has(primero) ? capitalizar(final) : final}`
}

const capital = (letras: string): string => letras.charAt(0).toUpperCase() + letras.slice(1)

/** Una sugerencia de acento: la palabra como está, como suele escribirse y según qué lista. Nadie la puso todavía. */
type SugerenciaAcento = { readonly de: string; readonly a: string; readonly fuente: FuenteAcento }

/**
 * Los acentos que una parte del nombre podría llevar, palabra por palabra, según listas de nombres y apellidos
 * frecuentes; si hay dos formas, las dos. Sólo sugiere: quien decide es una persona con el acta de nacimiento delante
 * (17).
 */
export const sugerirAcentos = (parte: string): readonly SugerenciaAcento[] =>
	normalizar(parte)
		.split(/[ .'-]+/)
		.flatMap((de) =>
			(POR_LLANO.get(de.toLowerCase()) ?? []).map(({ acentuado, fuente }) => ({
				de,
				a: de === de.toUpperCase() ? acentuado.toUpperCase() : acentuado,
				fuente,
			})),
		)

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
		if (valor !== '' && !tieneCapitales(valor, campo)) {
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

// Letras latinas, y apóstrofos donde se escriben (O'Farrill, Itzae'); entre palabras un espacio o un guion, o el punto de
// una abreviatura (Ma. Luisa).
const FORMA =
	/^'?\p{Script=Latin}+(?:'\p{Script=Latin}+)*'?(?:(?:\. ?|[ -])'?\p{Script=Latin}+(?:'\p{Script=Latin}+)*'?)*\.?$/u

/** NFC, apóstrofos (el saltillo entre ellos) y guiones de una sola clase, y ningún espacio de sobra. */
const normalizar = (texto: string): string => {
	const limpio = texto
		.normalize('NFC')
		.replace(/[‘’‛ʻʼˈ′´`Ꞌꞌ]/g, "'")
		.replace(/[‐‑‒–—−]/g, '-')
		.replace(/[ \u00a0\u2007\u202f]+/g, ' ')
		.replace(/ ?- ?/g, '-')
		.replace(/ \./g, '.')
		.trim()
	// «D' ANGELO» se junta; el saltillo con que termina una palabra, no.
	return limpio.includes("'") ? limpio.replace(ELISION_SUELTA, "$1'") : limpio
}

const ELISION_SUELTA = new RegExp(`(?<=^|[ -])(${[...ELISIONES].join('|')}) ?' ?(?=\\p{L})`, 'giu')

/** Lo que no puede cambiar: las letras en su orden, sin mirar mayúsculas, acentos, espacios ni guiones. */
const letras = (texto: string): string => sinAcentos(normalizar(texto)).replace(/[ -]/g, '').toUpperCase()

/** Las letras de casi todos los nombres: con éstas no hay nada más que mirar. */
const USUALES = /^[A-Za-zÁÉÍÓÚÜÑáéíóúüñ' .-]*$/

/** La ı sin punto, la ſ larga, la ß o la ligadura ﬁ dan en mayúsculas letras que no son la suya: cambian el nombre. */
const vuelveDeMayusculas = (texto: string): boolean =>
	USUALES.test(texto) ||
	[...texto].every((letra) => {
		const mayuscula = letra.toUpperCase()
		return letra === mayuscula || letra === mayuscula.toLowerCase()
	})

/**
 * Quita los acentos (agudo, grave, circunflejo), la diéresis y la tilde de ã y õ. La de la ñ y las marcas que hacen otra
 * letra (ç, å, č) se quedan.
 */
const sinAcentos = (texto: string): string =>
	/^[\x20-\x7e]*$/.test(texto)
		? texto
		: texto
				.normalize('NFD')
				.replace(/(?<![nN]\p{M}*)\u0303|[\u0300-\u0302\u0308]|(?<=[iI])\u0307/gu, '')
				.normalize('NFC')

/**
 * Empieza con mayúscula y no lleva dos seguidas en una palabra, salvo un número romano al final. Un apellido puede empezar
 * con su partícula en minúscula si así lo decide la persona: detrás del nombre se escribe «María de la Cruz».
 */
const tieneCapitales = (valor: string, campo: CampoNombre): boolean => {
	const palabras = valor.split(/[ .'-]+/).filter((palabra) => palabra !== '')
	const ultima = palabras.at(-1) ?? ''
	const revisables = palabras.length > 1 && NUMEROS_ROMANOS.has(ultima) ? palabras.slice(0, -1) : palabras
	const conParticula = campo !== 'nombre' && esParticula(palabras[0] ?? '') && /\p{Lu}/u.test(valor)
	return (
		(/^(?:\p{Lu}|')/u.test(valor) || conParticula) &&
		revisables.every((palabra) => !/\p{Lu}\p{Lu}/u.test(palabra))
	)
}

type Acentuado = { readonly acentuado: string; readonly fuente: FuenteAcento }

const POR_LLANO: ReadonlyMap<string, readonly Acentuado[]> = (() => {
	const porLlano = new Map<string, Acentuado[]>()
	for (const fuente of FUENTES_ACENTO) {
		for (const acentuado of ACENTUADOS[fuente]) {
			const llano = sinAcentos(acentuado).toLowerCase()
			porLlano.set(llano, [...(porLlano.get(llano) ?? []), { acentuado, fuente }])
		}
	}
	return porLlano
})()
