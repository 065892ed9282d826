import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import fontkit from '@pdf-lib/fontkit'
import { zlibSync } from 'fflate'
import { abrirWoff } from './woff.ts'

const resolver = createRequire(import.meta.url).resolve

type Letra = ReturnType<typeof fontkit.create>

/**
 * Una tipografía lista para incrustarse: el mismo corte de letras para todos los documentos, hecho una vez por proceso.
 * Recortarla y comprimirla por documento costaba más que todo lo demás junto.
 */
export type Tipografia = {
	/** Nombre PostScript con su prefijo de corte (ISO 32000-1, 9.6.4). */
	readonly nombre: string
	readonly letra: Letra
	/** El programa TrueType del corte, y lo que mide antes de comprimirse con zlib. */
	readonly programa: Uint8Array
	readonly largo: number
	/** De código a letra, para que el texto se pueda sacar (ISO 32000-1, 9.10.3). Comprimido con zlib. */
	readonly unicode: Uint8Array
	/** De punto de código a glifo del corte, en cuatro cifras hexadecimales. */
	readonly codigos: ReadonlyMap<number, string>
	/** De punto de código a ancho, en milésimas de cuadratín. */
	readonly anchos: ReadonlyMap<number, number>
	/** Anchos por glifo, del 0 al último. */
	readonly anchoDeGlifo: readonly number[]
	/** Cuántos glifos trae el programa, contados los que componen a otros. */
	readonly glifos: number
}

const preparadas = new Map<string, Promise<Tipografia>>()

/** La tipografía de un archivo de @fontsource, como `noto-sans/files/noto-sans-latin-400-normal.woff`. */
export const leerTipografia = (archivo: string): Promise<Tipografia> => {
	const lista = preparadas.get(archivo) ?? preparar(archivo)
	preparadas.set(archivo, lista)
	return lista
}

const preparar = async (archivo: string): Promise<Tipografia> => {
	const letra = fontkit.create(abrirWoff(await readFile(resolver(`@fontsource/${archivo}`))))
	const corte = letra.createSubset()
	const escala = 1000 / letra.unitsPerEm
	const codigos = new Map<number, string>()
	const anchos = new Map<number, number>()
	const anchoDeGlifo = [letra.getGlyph(0).advanceWidth * escala]
	const deGlifo = new Map<number, number>()
	for (const punto of [...letra.characterSet].sort((a, b) => a - b)) {
		const glifo = letra.glyphForCodePoint(punto)
		// El glifo 0 es el cuadro de lo que la tipografía no trae: PDF/A no deja usarlo.
		if (glifo.id === 0) continue
		const numero = corte.includeGlyph(glifo)
		codigos.set(punto, hexadecimal(numero))
		anchos.set(punto, glifo.advanceWidth * escala)
		anchoDeGlifo[numero] = glifo.advanceWidth * escala
		if (!deGlifo.has(numero)) deGlifo.set(numero, punto)
	}
	const programa = await codificar(corte)
	return {
		nombre: `${prefijoDe(programa)}+${letra.postscriptName ?? 'Letra'}`,
		letra,
		programa: zlibSync(programa, { level: 9 }),
		largo: programa.length,
		unicode: zlibSync(new TextEncoder().encode(cmapDe(deGlifo)), { level: 9 }),
		codigos,
		anchos,
		anchoDeGlifo,
		glifos: cuantosGlifos(programa),
	}
}

const hexadecimal = (numero: number): string => numero.toString(16).toUpperCase().padStart(4, '0')

const codificar = (corte: ReturnType<Letra['createSubset']>): Promise<Uint8Array> =>
	new Promise((resolver) => {
		const partes: Uint8Array[] = []
		corte
			.encodeStream()
			.on('data', (parte: Uint8Array) => void partes.push(parte))
			.on('end', () => {
				resolver(new Uint8Array(Buffer.concat(partes)))
			})
	})

/** Seis mayúsculas que dependen del programa: dos cortes distintos nunca se llaman igual. */
const prefijoDe = (programa: Uint8Array): string =>
	[...createHash('sha256').update(programa).digest().subarray(0, 6)]
		.map((octeto) => String.fromCharCode(65 + (octeto % 26)))
		.join('')

/** `maxp.numGlyphs` (OpenType): el corte agrega por su cuenta las partes de las letras compuestas. */
const cuantosGlifos = (programa: Uint8Array): number => {
	const vista = new DataView(programa.buffer, programa.byteOffset, programa.byteLength)
	for (let i = 0; i < vista.getUint16(4); i += 1) {
		const renglon = 12 + i * 16
		if (vista.getUint32(renglon) === MAXP) return vista.getUint16(vista.getUint32(renglon + 8) + 4)
	}
	throw new Error('El corte de la tipografía no trae su tabla maxp')
}

const MAXP = 0x6d617870

/** Lo más que cabe en un bloque `bfchar` (ISO 32000-1, 9.7.5.4). */
const POR_BLOQUE = 100

const cmapDe = (deGlifo: ReadonlyMap<number, number>): string => {
	const pares = [...deGlifo]
		.sort(([uno], [otro]) => uno - otro)
		.map(([glifo, punto]) => `<${hexadecimal(glifo)}> <${enUtf16(punto)}>`)
	const bloques: string[] = []
	for (let i = 0; i < pares.length; i += POR_BLOQUE) {
		const bloque = pares.slice(i, i + POR_BLOQUE)
		bloques.push(`${bloque.length} beginbfchar\n${bloque.join('\n')}\nendbfchar`)
	}
	return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${bloques.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`
}

const enUtf16 = (punto: number): string =>
	Array.from(String.fromCodePoint(punto).split(''), (unidad) => hexadecimal(unidad.charCodeAt(0))).join('')
