/** Maneras de romper un archivo DER: como datos, para que un caso que falla se repita igual. */
import fc from 'fast-check'
import { oid as escribirOid, tlv } from './sobre.ts'

const OIDS = [
	'1.2.840.113549.1.5.13',
	'1.2.840.113549.1.5.12',
	'1.2.840.113549.1.5.3',
	'1.2.840.113549.3.7',
	'1.2.840.113549.3.2',
	'2.16.840.1.101.3.4.1.42',
	'1.3.6.1.4.1.11591.4.11',
	'1.2.840.113549.1.1.1',
	'1.2.840.10045.2.1',
	'2.5.29.19',
	'2.5.4.3',
	'1.2.3',
]

/** Sobre los bytes, sin saber qué son. */
type EnBytes =
	| { readonly tipo: 'bit' | 'byte'; readonly donde: number; readonly cual: number }
	| { readonly tipo: 'truncar'; readonly donde: number }
	| { readonly tipo: 'insertar' | 'pisar'; readonly donde: number; readonly bytes: Uint8Array }
	| { readonly tipo: 'borrar' | 'duplicar'; readonly donde: number; readonly cuantos: number }

/**
 * Sobre el elemento DER que hace ese número. `longitud` cambia sólo la que está escrita; las demás rehacen las de los
 * elementos que lo envuelven, y el resto del archivo sigue siendo DER.
 */
type EnElemento =
	| { readonly tipo: 'longitud' | 'contenido'; readonly donde: number; readonly bytes: Uint8Array }
	| { readonly tipo: 'oid' | 'etiqueta'; readonly donde: number; readonly cual: number }
	| { readonly tipo: 'anidar'; readonly donde: number; readonly niveles: number }

type Mutacion = EnBytes | EnElemento

const lugar = fc.nat(1_000_000)
const pedazo = fc.uint8Array({ minLength: 1, maxLength: 40 })

/** Las que conservan la estructura: el resto del archivo sigue siendo DER. */
export const enSitio: fc.Arbitrary<Mutacion> = fc.oneof(
	fc.record({
		tipo: fc.constant('contenido' as const),
		donde: lugar,
		bytes: fc.oneof(
			fc.constant(new Uint8Array()),
			fc.uint8Array({ maxLength: 12 }),
			// Números enormes y sales enormes.
			fc.constantFrom(
				new Uint8Array([0x7f, 0xff, 0xff, 0xff]),
				new Uint8Array([0]),
				new Uint8Array([0xff]),
				new Uint8Array(30).fill(0x7f),
				new Uint8Array(1025).fill(1),
				new Uint8Array(20_000).fill(2),
			),
		),
	}),
	fc.record({ tipo: fc.constant('oid' as const), donde: lugar, cual: fc.nat(OIDS.length - 1) }),
	fc.record({ tipo: fc.constant('etiqueta' as const), donde: lugar, cual: fc.nat(255) }),
	fc.record({
		tipo: fc.constant('anidar' as const),
		donde: lugar,
		niveles: fc.integer({ min: 1, max: 3000 }),
	}),
)

export const mutacion: fc.Arbitrary<Mutacion> = fc.oneof(
	fc.record({ tipo: fc.constant('bit' as const), donde: lugar, cual: fc.nat(7) }),
	fc.record({ tipo: fc.constant('byte' as const), donde: lugar, cual: fc.nat(255) }),
	fc.record({ tipo: fc.constant('truncar' as const), donde: lugar }),
	fc.record({ tipo: fc.constantFrom('insertar' as const, 'pisar' as const), donde: lugar, bytes: pedazo }),
	fc.record({
		tipo: fc.constantFrom('borrar' as const, 'duplicar' as const),
		donde: lugar,
		cuantos: fc.nat(300),
	}),
	fc.record({
		tipo: fc.constant('longitud' as const),
		donde: lugar,
		bytes: fc.oneof(
			fc.constantFrom(
				new Uint8Array([0x80]),
				new Uint8Array([0]),
				new Uint8Array([0xff]),
				new Uint8Array([0x84, 0xff, 0xff, 0xff, 0xff]),
				new Uint8Array([0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
			),
			fc.uint8Array({ minLength: 1, maxLength: 3 }),
		),
	}),
	enSitio,
)

type Elemento = { readonly desde: number; readonly contenido: number; readonly hasta: number }

/** Todos los elementos de un DER bien escrito, también los que van dentro de octetos y cadenas de bits que sean DER. */
const elementosDe = (der: Uint8Array): readonly Elemento[] => {
	const lista: Elemento[] = []
	const bajar = (desde: number, hasta: number): void => {
		let i = desde
		while (i + 2 <= hasta) {
			const corta = der[i + 1] ?? 0
			const mas = corta < 0x80 ? 0 : corta - 0x80
			let largo = mas === 0 ? corta : 0
			for (let k = 0; k < mas; k += 1) largo = largo * 256 + (der[i + 2 + k] ?? 0)
			const contenido = i + 2 + mas
			if (contenido + largo > hasta) return
			lista.push({ desde: i, contenido, hasta: contenido + largo })
			if (((der[i] ?? 0) & 0x20) !== 0) bajar(contenido, contenido + largo)
			i = contenido + largo
		}
	}
	bajar(0, der.length)
	return lista
}

/** El DER con ese tramo cambiado y las longitudes de lo que lo envuelve rehechas. */
const rehacer = (der: Uint8Array, { desde, hasta }: Elemento, nuevo: Uint8Array): Buffer => {
	let dentro: Buffer = Buffer.from(nuevo)
	const envuelven = elementosDe(der).filter((otro) => otro.contenido <= desde && otro.hasta >= hasta)
	let [a, b] = [desde, hasta]
	for (const otro of envuelven.toReversed()) {
		dentro = tlv(der[otro.desde] ?? 0, der.subarray(otro.contenido, a), dentro, der.subarray(b, otro.hasta))
		;[a, b] = [otro.desde, otro.hasta]
	}
	return dentro
}

const elegir = <T>(lista: readonly T[], donde: number): T | undefined => lista[donde % lista.length]

const enElemento = (der: Uint8Array, como: EnElemento): Buffer => {
	const elementos = elementosDe(der)
	const esOid = ({ desde }: Elemento): boolean => der[desde] === 0x06
	const uno = elegir(como.tipo === 'oid' ? elementos.filter(esOid) : elementos, como.donde)
	if (uno === undefined) return Buffer.from(der)
	const entero = der.subarray(uno.desde, uno.hasta)
	const etiqueta = der[uno.desde] ?? 0
	switch (como.tipo) {
		case 'contenido':
			return rehacer(der, uno, tlv(etiqueta, como.bytes))
		case 'oid':
			return rehacer(der, uno, escribirOid(OIDS[como.cual] ?? '1.2.3'))
		case 'etiqueta':
			return rehacer(der, uno, Buffer.concat([Buffer.from([como.cual]), entero.subarray(1)]))
		case 'anidar': {
			let dentro: Buffer = Buffer.from(entero)
			for (let i = 0; i < como.niveles && dentro.length < 60_000; i += 1) dentro = tlv(0x30, dentro)
			return rehacer(der, uno, dentro)
		}
		case 'longitud':
			return Buffer.concat([der.subarray(0, uno.desde + 1), como.bytes, der.subarray(uno.contenido)])
	}
}

/** El archivo, roto de esa manera. */
export const mutar = (der: Uint8Array, como: Mutacion): Buffer => {
	const donde = como.donde % der.length
	const [antes, despues] = [der.subarray(0, donde), der.subarray(donde)]
	switch (como.tipo) {
		case 'bit':
		case 'byte': {
			const roto = Buffer.from(der)
			roto[donde] = como.tipo === 'bit' ? (roto[donde] ?? 0) ^ (1 << como.cual) : como.cual
			return roto
		}
		case 'truncar':
			return Buffer.from(antes)
		case 'insertar':
			return Buffer.concat([antes, como.bytes, despues])
		case 'pisar':
			return Buffer.concat([antes, como.bytes, despues.subarray(como.bytes.length)])
		case 'borrar':
			return Buffer.concat([antes, despues.subarray(como.cuantos)])
		case 'duplicar':
			return Buffer.concat([antes, despues.subarray(0, como.cuantos), despues])
		case 'longitud':
		case 'contenido':
		case 'oid':
		case 'etiqueta':
		case 'anidar':
			return enElemento(der, como)
	}
}
