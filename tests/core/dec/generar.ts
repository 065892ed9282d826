import fc from 'fast-check'
import { ARBOL, type Elemento, type Tipo } from '#core/dec/campos.ts'
import type { Dec } from '#core/dec/dec.ts'

const DE_XML = /^(?:[\t\n\r\u0020-\ud7ff\ue000-\ufffd]|[\u{10000}-\u{10ffff}])*$/u

/** Texto que cabe en XML 1.0: acentos, emoji, saltos, y lo que hay que escapar. */
const texto: fc.Arbitrary<string> = fc.oneof(
	fc.constantFrom(
		'',
		' ',
		'María José',
		'a&b<c>"d\'e',
		'tab\ty\nsalto\r',
		']]>',
		'  dos  ',
		'&amp;',
		'😀',
		'x|y',
	),
	fc.string({ unit: 'binary', maxLength: 12 }).filter((valor) => DE_XML.test(valor)),
)

const numero = (minimo: number, maximo: number, ancho: number): fc.Arbitrary<string> =>
	fc.integer({ min: minimo, max: maximo }).map((n) => String(n).padStart(ancho, '0'))

const fecha = fc
	.tuple(
		fc.constantFrom('', '', '', '-'),
		fc.oneof(numero(1, 9999, 4), fc.constantFrom('0000', '12020', '02020', '2000', '1900', '2024', '0004')),
		numero(0, 13, 2),
		numero(0, 32, 2),
	)
	.map(([signo, anio, mes, dia]) => `${signo}${anio}-${mes}-${dia}`)

const zona = fc.constantFrom('', '', '', 'Z', '-06:00', '+13:59', '+14:00', '+14:01', '-06', '+05:60', 'z')
const hora = fc
	.tuple(
		numero(0, 25, 2),
		numero(0, 60, 2),
		numero(0, 61, 2),
		fc.constantFrom('', '', '.5', '.000', '.', ',5'),
	)
	.map(([h, m, s, fraccion]) => `${h}:${m}:${s}${fraccion}`)

const orilla = <T extends string>(valor: fc.Arbitrary<T>): fc.Arbitrary<string> =>
	fc
		.tuple(valor, fc.constantFrom('', '', '', ' ', '\t', '\n'))
		.map(([v, espacio]) => `${espacio}${v}${espacio}`)

const entero = orilla(
	fc.oneof(
		fc.integer().map(String),
		fc.constantFrom(
			'0',
			'+1',
			'-0',
			'007',
			'1.0',
			'',
			'+',
			'1e3',
			'１',
			'12 3',
			'99999999999999999999',
			'0x1',
		),
	),
)

const enteroBueno = fc.nat().map(String)
const buenos: Readonly<Record<Extract<Tipo, string>, fc.Arbitrary<string>>> = {
	cadena: texto,
	'no-vacia': texto.filter((valor) => valor !== ''),
	entero: enteroBueno,
	fecha: fc.constantFrom('2018-08-20', '2000-02-29', '-0004-01-01', '2018-08-20Z', '2018-08-20-14:00'),
	'fecha-hora': fc.constantFrom('2018-08-20T00:00:00', '2000-02-29T24:00:00', '2018-08-20T00:00:00.5-06:00'),
}

/** Valores que quizá el tipo admite y quizá no: el juez es el esquema. */
const dudosos: Readonly<Record<Extract<Tipo, string>, fc.Arbitrary<string>>> = {
	cadena: texto,
	'no-vacia': texto,
	entero,
	fecha: orilla(fc.tuple(fecha, zona).map((partes) => partes.join(''))),
	'fecha-hora': orilla(fc.tuple(fecha, hora, zona).map(([f, h, z]) => `${f}T${h}${z}`)),
}

const valor = (tipo: Tipo, dudoso: boolean): fc.Arbitrary<string> => {
	if (typeof tipo !== 'object') return (dudoso ? dudosos : buenos)[tipo]
	if ('fijo' in tipo) {
		return dudoso ? fc.constantFrom(tipo.fijo, ` ${tipo.fijo}`, '2.0', '') : fc.constant(tipo.fijo)
	}
	return dudoso
		? orilla(fc.constantFrom('1', '+12', '014', '2', '-1', '1.0', '16', ''))
		: fc.constantFrom(...tipo.enteroEn.map(String))
}

/** Los atributos y lo de dentro de un elemento. `dudoso` dice, atributo por atributo, si su valor es de fiar. */
const objeto = (
	elemento: Elemento,
	dudoso: (ruta: string) => boolean,
): fc.Arbitrary<Record<string, unknown>> => {
	const modelo: Record<string, fc.Arbitrary<unknown>> = {}
	const { requeridos, opcionales } = elemento.atributos
	for (const nombre in requeridos) {
		modelo[nombre] = valor(requeridos[nombre] ?? 'cadena', dudoso(`${elemento.nombre}/@${nombre}`))
	}
	for (const nombre in opcionales) {
		const uno = valor(opcionales[nombre] ?? 'cadena', dudoso(`${elemento.nombre}/@${nombre}`))
		modelo[nombre] = fc.option(uno, { nil: undefined })
	}
	for (const hijo of elemento.hijos) {
		const directos = hijo.campo === '' ? hijo.hijos : [hijo]
		for (const uno of directos) {
			const propio = objeto(uno, dudoso)
			if (uno.maximo === 'varios') {
				modelo[uno.campo] = fc.array(propio, { minLength: hijo.campo === '' ? 0 : 1, maxLength: 3 })
			} else modelo[uno.campo] = uno.minimo === 1 ? propio : fc.option(propio, { nil: undefined })
		}
	}
	return fc
		.record(modelo)
		.map((o) => Object.fromEntries(Object.entries(o).filter(([, contenido]) => contenido !== undefined)))
}

/** Las rutas `Elemento/@atributo` de todo el esquema. */
const RUTAS: readonly string[] = ((): readonly string[] => {
	const rutas: string[] = []
	const andar = (elemento: Elemento): void => {
		const { requeridos, opcionales } = elemento.atributos
		for (const nombre in { ...requeridos, ...opcionales }) rutas.push(`${elemento.nombre}/@${nombre}`)
		elemento.hijos.forEach(andar)
	}
	andar(ARBOL)
	return rutas
})()

// El generador recorre la misma tabla que define el tipo.
const comoDec = (o: Record<string, unknown>): Dec => o as unknown as Dec

/** Un DEC que cumple el esquema. */
export const decBueno: fc.Arbitrary<Dec> = objeto(ARBOL, () => false).map(comoDec)

/** Un DEC con uno o dos atributos de valor dudoso, para que tantos cumplan como no. */
export const decDudoso: fc.Arbitrary<Dec> = fc
	.subarray([...RUTAS], { minLength: 1, maxLength: 2 })
	.chain((rutas) => objeto(ARBOL, (ruta) => rutas.includes(ruta)))
	.map(comoDec)

/** Quita algo obligatorio de un DEC: un atributo, un elemento o todas las competencias. */
export const mutilar = (dec: Dec, azar: number): Dec => {
	const copia = structuredClone(dec) as unknown as Record<string, Record<string, unknown>>
	const quitables: (() => void)[] = []
	for (const hijo of ARBOL.hijos) {
		const propio = copia[hijo.campo]
		if (hijo.campo === '' || propio === undefined) continue
		if (hijo.minimo === 1) quitables.push(() => Reflect.deleteProperty(copia, hijo.campo))
		for (const nombre in hijo.atributos.requeridos) {
			quitables.push(() => Reflect.deleteProperty(propio, nombre))
		}
		if (hijo.campo === 'perfilEgreso') quitables.push(() => Reflect.set(propio, 'competencias', []))
	}
	quitables[azar % quitables.length]?.()
	return copia as unknown as Dec
}
