import type { Fuente } from './fuente.ts'
import { leerOperadores, type Operacion, type Operando } from './operadores.ts'

/** Un rectángulo relleno, en las unidades en que se escribió. */
export type Cuadro = readonly [x: number, y: number, ancho: number, alto: number]

/** Lo que una página dice, por su número de contenido marcado; lo que no es contenido va en `artefactos`. */
export type Pagina = {
	readonly marcados: ReadonlyMap<
		number,
		{ readonly tipo: string; readonly texto: string; readonly cuadros: readonly Cuadro[] }
	>
	/** Los textos de encabezados y pies. */
	readonly artefactos: readonly string[]
	/** Lo que se pintó sin marcar. */
	readonly sueltos: number
	readonly operadores: ReadonlySet<string>
	/** Códigos que se escribieron y su fuente no dice qué son. */
	readonly sinLetra: readonly string[]
}

const PINTAN = new Set([
	'Tj',
	'TJ',
	"'",
	'"',
	'f',
	'F',
	'f*',
	'S',
	's',
	'B',
	'B*',
	'b',
	'b*',
	'sh',
	'Do',
	'BI',
	'EI',
])

type Marca = { readonly tipo: string; readonly mcid: number | null }

/** Lee una página: qué texto hay en cada marca, con qué operadores y qué quedó sin marcar. */
export const leerPagina = (contenido: Uint8Array, fuentes: ReadonlyMap<string, Fuente>): Pagina => {
	const marcados = new Map<number, { tipo: string; texto: string; cuadros: Cuadro[] }>()
	const artefactos: string[] = []
	const operadores = new Set<string>()
	const sinLetra: string[] = []
	const pila: Marca[] = []
	let sueltos = 0
	let fuente: Fuente | undefined
	const deLaMarca = (): { texto: string; cuadros: Cuadro[] } | undefined => {
		const marca = pila.findLast(({ mcid }) => mcid !== null)
		return marca?.mcid == null ? undefined : marcados.get(marca.mcid)
	}
	const escribir = (operandos: readonly Operando[]): void => {
		let texto = ''
		for (const codigo of codigosDe(operandos)) {
			const letra = fuente?.letras.get(codigo)
			if (letra === undefined) sinLetra.push(codigo)
			texto += letra ?? '\ufffd'
		}
		const destino = deLaMarca()
		if (destino) destino.texto += texto
		else if (pila.length > 0) artefactos.push(texto)
	}
	for (const { operador, operandos } of leerOperadores(contenido)) {
		operadores.add(operador)
		if (PINTAN.has(operador) && pila.length === 0) sueltos += 1
		if (operador === 'BDC' || operador === 'BMC') {
			const marca = marcaDe({ operador, operandos })
			pila.push(marca)
			if (marca.mcid !== null) marcados.set(marca.mcid, { tipo: marca.tipo, texto: '', cuadros: [] })
		} else if (operador === 'EMC') pila.pop()
		else if (operador === 'Tf') fuente = fuentes.get(nombreDe(operandos[0]))
		else if (operador === 'Tj' || operador === 'TJ' || operador === "'" || operador === '"')
			escribir(operandos)
		else if (operador === 're') {
			const [x = 0, y = 0, ancho = 0, alto = 0] = operandos.map((uno) =>
				uno.clase === 'numero' ? uno.valor : 0,
			)
			deLaMarca()?.cuadros.push([x, y, ancho, alto])
		}
	}
	return { marcados, artefactos, sueltos, operadores, sinLetra }
}

const nombreDe = (operando: Operando | undefined): string =>
	operando?.clase === 'nombre' ? operando.valor : ''

const marcaDe = ({ operandos: [tipo, propiedades] }: Operacion): Marca => {
	const valores = propiedades?.clase === 'dict' ? propiedades.valores : []
	const donde = valores.findIndex((valor) => valor.clase === 'nombre' && valor.valor === '/MCID')
	const mcid = donde < 0 ? undefined : valores[donde + 1]
	return { tipo: nombreDe(tipo).slice(1), mcid: mcid?.clase === 'numero' ? mcid.valor : null }
}

/** Los códigos de dos octetos de lo que se escribe. */
const codigosDe = (operandos: readonly Operando[]): string[] =>
	operandos.flatMap((operando) => {
		if (operando.clase === 'lista') return codigosDe(operando.valores)
		return operando.clase === 'hexadecimal' ? (operando.valor.toUpperCase().match(/.{1,4}/g) ?? []) : []
	})
