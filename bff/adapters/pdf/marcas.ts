import { PDFDict, PDFHexString, PDFName, type PDFDocument, type PDFPage, type PDFRef } from 'pdf-lib'
import { trazar } from './trazos.ts'

/** Los tipos de la estructura que usamos (ISO 32000-1, 14.8.4): los que agrupan y los que llevan contenido. */
type Grupo = 'Document' | 'Sect' | 'Table' | 'TR' | 'L' | 'LI'
type Tipo = 'H1' | 'H2' | 'H3' | 'P' | 'TH' | 'TD' | 'LBody' | 'Figure'

/** Un elemento con contenido; puede seguir en otra página. */
export type Hoja = { readonly marcar: (pagina: PDFPage, operadores: string) => void }

/** La estructura de un documento: lo que un lector de pantalla recorre, en orden. */
export type Marcas = {
	/** Lo que `hacer` marque queda dentro de un grupo. */
	readonly dentro: (grupo: Grupo, hacer: () => void) => void
	readonly hoja: (tipo: Tipo, alternativo?: string) => Hoja
	/** Escribe el árbol en el documento. Una vez, con todas las páginas ya hechas. */
	readonly terminar: () => void
}

type Elemento = {
	readonly tipo: Grupo | Tipo
	readonly padre: Elemento | null
	readonly alternativo: string | null
	readonly dentro: (Elemento | Pedazo)[]
}
/** Un contenido marcado: su número dentro de su página. */
type Pedazo = { readonly pagina: PDFPage; readonly mcid: number }

/** Empieza la estructura de un documento, con su raíz `Document`. */
export const crearMarcas = (documento: PDFDocument): Marcas => {
	const raiz: Elemento = { tipo: 'Document', padre: null, alternativo: null, dentro: [] }
	const porPagina = new Map<PDFPage, Elemento[]>()
	let actual = raiz
	const agregar = (tipo: Grupo | Tipo, alternativo: string | null): Elemento => {
		const elemento: Elemento = { tipo, padre: actual, alternativo, dentro: [] }
		actual.dentro.push(elemento)
		return elemento
	}
	return {
		dentro: (grupo, hacer) => {
			const antes = actual
			actual = agregar(grupo, null)
			hacer()
			actual = antes
		},
		hoja: (tipo, alternativo) => {
			const elemento = agregar(tipo, alternativo ?? null)
			return {
				marcar: (pagina, operadores) => {
					const suyos = porPagina.get(pagina) ?? []
					porPagina.set(pagina, suyos)
					const mcid = suyos.push(elemento) - 1
					elemento.dentro.push({ pagina, mcid })
					trazar(pagina, `/${tipo} <</MCID ${mcid}>> BDC ${operadores} EMC`)
				},
			}
		},
		terminar: () => {
			escribirArbol(documento, raiz, porPagina)
		},
	}
}

const escribirArbol = (
	documento: PDFDocument,
	raiz: Elemento,
	porPagina: ReadonlyMap<PDFPage, readonly Elemento[]>,
): void => {
	const { context, catalog } = documento
	const refDeRaiz = context.nextRef()
	const refs = new Map<Elemento, PDFRef>()
	const andar = (elemento: Elemento): PDFRef => {
		const ref = context.nextRef()
		refs.set(elemento, ref)
		const propia = elemento.dentro.find(esPedazo)?.pagina ?? null
		const hijos = elemento.dentro.map((hijo) => {
			if (!esPedazo(hijo)) return andar(hijo)
			if (hijo.pagina === propia) return hijo.mcid
			return { Type: 'MCR', Pg: hijo.pagina.ref, MCID: hijo.mcid }
		})
		const dict = context.obj({
			Type: 'StructElem',
			S: elemento.tipo,
			P: elemento.padre === null ? refDeRaiz : (refs.get(elemento.padre) ?? refDeRaiz),
			K: hijos,
			...(propia === null ? {} : { Pg: propia.ref }),
			// El encabezado de una columna dice que lo es (ISO 32000-1, 14.8.5.7).
			...(elemento.tipo === 'TH' ? { A: { O: 'Table', Scope: 'Column' } } : {}),
		})
		if (elemento.alternativo !== null && dict instanceof PDFDict)
			dict.set(PDFName.of('Alt'), PDFHexString.fromText(elemento.alternativo))
		context.assign(ref, dict)
		return ref
	}
	const refDeDocumento = andar(raiz)
	const numeros = documento.getPages().flatMap((pagina, i) => {
		pagina.node.set(PDFName.of('StructParents'), context.obj(i))
		pagina.node.set(PDFName.of('Tabs'), PDFName.of('S'))
		const suyos = (porPagina.get(pagina) ?? []).map((elemento) => refs.get(elemento) ?? refDeDocumento)
		return [context.obj(i), context.register(context.obj(suyos))]
	})
	context.assign(
		refDeRaiz,
		context.obj({
			Type: 'StructTreeRoot',
			K: refDeDocumento,
			ParentTree: context.register(context.obj({ Nums: numeros })),
			ParentTreeNextKey: documento.getPageCount(),
		}),
	)
	catalog.set(PDFName.of('StructTreeRoot'), refDeRaiz)
	catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }))
}

const esPedazo = (hijo: Elemento | Pedazo): hijo is Pedazo => 'mcid' in hijo
