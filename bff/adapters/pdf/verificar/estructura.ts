import { PDFArray, PDFDict, PDFName, PDFNumber, PDFRef, type PDFDocument, type PDFObject } from 'pdf-lib'
import { textoDe } from './corriente.ts'
import type { Cuadro, Pagina } from './pagina.ts'

/** Un elemento de la estructura con contenido propio: lo que un lector de pantalla lee, en orden. */
export type Elemento = {
	readonly tipo: string
	/** Espacios sencillos; lo que sigue en otro contenido o en otra página va separado por uno. */
	readonly texto: string
	readonly alternativo: string | null
	readonly cuadros: readonly Cuadro[]
	/** El renglón (`TR`) en que está, contado desde 0 en todo el documento; null fuera de una tabla. */
	readonly renglon: number | null
}

export type Estructura = {
	readonly elementos: readonly Elemento[]
	/** Qué no cuadra entre el árbol y las páginas; vacío si todo. */
	readonly faltas: readonly string[]
}

const n = (texto: string): PDFName => PDFName.of(texto)

/** Recorre el árbol de estructura. Sin árbol no hay elementos, y la falta lo dice. */
export const leerEstructura = (documento: PDFDocument, paginas: readonly Pagina[]): Estructura => {
	const raiz = documento.catalog.lookup(n('StructTreeRoot'))
	if (!(raiz instanceof PDFDict)) return { elementos: [], faltas: ['no trae StructTreeRoot'] }
	const faltas: string[] = []
	const elementos: Elemento[] = []
	const porRef = new Map(documento.getPages().map(({ ref }, i) => [ref.toString(), i]))
	const alcanzados = paginas.map(() => new Set<number>())
	const vistos = new Set<PDFDict>()
	let renglones = 0
	const andar = (dict: PDFDict, renglon: number | null): void => {
		if (vistos.has(dict)) throw new Error('la estructura se muerde la cola')
		vistos.add(dict)
		const tipo = dict.lookup(n('S'))?.toString().slice(1) ?? ''
		const suRenglon = tipo === 'TR' ? renglones++ : renglon
		const propia = dict.get(n('Pg'))?.toString()
		const textos: string[] = []
		const cuadros: Cuadro[] = []
		const tomar = (pagina: string | undefined, mcid: number): void => {
			const i = porRef.get(pagina ?? '') ?? -1
			const marcado = paginas[i]?.marcados.get(mcid)
			if (!marcado) faltas.push(`un ${tipo} señala un contenido que no está`)
			else if (marcado.tipo !== tipo)
				faltas.push(`un ${tipo} señala un contenido marcado como ${marcado.tipo}`)
			if (!marcado) return
			alcanzados[i]?.add(mcid)
			textos.push(marcado.texto)
			cuadros.push(...marcado.cuadros)
		}
		let conContenido = false
		for (const hijo of hijosDe(dict)) {
			if (hijo instanceof PDFNumber) tomar(propia, hijo.asNumber())
			else if (hijo instanceof PDFDict && hijo.lookup(n('Type')) === n('MCR')) {
				const mcid = hijo.lookup(n('MCID'))
				tomar(hijo.get(n('Pg'))?.toString(), mcid instanceof PDFNumber ? mcid.asNumber() : -1)
			} else {
				if (hijo instanceof PDFDict) andar(hijo, suRenglon)
				continue
			}
			conContenido = true
		}
		if (!conContenido) return
		const texto = textos.join(' ').replace(/\s+/g, ' ').trim()
		elementos.push({ tipo, texto, alternativo: textoDe(dict.lookup(n('Alt'))), cuadros, renglon: suRenglon })
	}
	for (const hijo of hijosDe(raiz)) if (hijo instanceof PDFDict) andar(hijo, null)
	paginas.forEach(({ marcados }, i) => {
		const perdidos = marcados.size - (alcanzados[i]?.size ?? 0)
		if (perdidos > 0)
			faltas.push(`en la página ${i + 1} hay ${perdidos} contenidos que la estructura no alcanza`)
	})
	return { elementos, faltas: [...new Set([...faltas, ...faltasDePadres(raiz, documento, paginas)])] }
}

const hijosDe = (dict: PDFDict): readonly PDFObject[] => {
	const k = dict.lookup(n('K'))
	const lista = k instanceof PDFArray ? k.asArray() : k === undefined ? [] : [k]
	return lista.flatMap((uno) => (uno instanceof PDFRef ? (dict.context.lookup(uno) ?? []) : uno))
}

/** Del contenido al elemento (ISO 32000-1, 14.7.4.4): cada página tiene su renglón, con tantos padres como contenidos. */
const faltasDePadres = (raiz: PDFDict, documento: PDFDocument, paginas: readonly Pagina[]): string[] => {
	const arbol = raiz.lookup(n('ParentTree'))
	const numeros = arbol instanceof PDFDict ? arbol.lookup(n('Nums')) : undefined
	if (!(numeros instanceof PDFArray)) return ['no trae ParentTree']
	return documento.getPages().flatMap(({ node }, i) => {
		const clave = node.lookup(n('StructParents'))
		for (let j = 0; j + 1 < numeros.size(); j += 2) {
			if (numeros.lookup(j)?.toString() !== clave?.toString()) continue
			const padres = numeros.lookup(j + 1)
			const cuantos = padres instanceof PDFArray ? padres.size() : 0
			return cuantos === paginas[i]?.marcados.size ? [] : [`los padres de la página ${i + 1} no cuadran`]
		}
		return [`la página ${i + 1} no está en ParentTree`]
	})
}
