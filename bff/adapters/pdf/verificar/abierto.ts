import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, type PDFPage } from 'pdf-lib'
import { contenidoDe } from './corriente.ts'
import { leerEstructura, type Estructura } from './estructura.ts'
import { leerFuente, type Fuente } from './fuente.ts'
import { leerPagina, type Pagina } from './pagina.ts'

/** Un PDF abierto para revisarlo: sus bytes, su árbol y lo que sus páginas dicen. */
export type Abierto = {
	readonly bytes: Uint8Array
	readonly documento: PDFDocument
	readonly paginas: readonly Pagina[]
	readonly estructura: Estructura
	readonly fuentes: readonly Fuente[]
}

/** Abre un PDF y lee sus páginas. Lanza si no es un PDF o si su contenido no se entiende. */
export const abrirPdf = async (bytes: Uint8Array): Promise<Abierto> => {
	const documento = await PDFDocument.load(bytes, {
		updateMetadata: false,
		ignoreEncryption: true,
		throwOnInvalidObject: true,
	})
	const vistas = new Map<string, Fuente>()
	const paginas = documento
		.getPages()
		.map((pagina) => leerPagina(contenidoDePagina(pagina), fuentesDe(pagina, vistas)))
	return {
		bytes,
		documento,
		paginas,
		estructura: leerEstructura(documento, paginas),
		fuentes: [...vistas.values()],
	}
}

/** El contenido de una página, ya abierto. Lanza si no lo trae. */
export const contenidoDePagina = ({ node }: PDFPage): Uint8Array => {
	const contenido = node.lookup(PDFName.of('Contents'))
	const partes =
		contenido instanceof PDFArray ? contenido.asArray().map((uno) => node.context.lookup(uno)) : [contenido]
	return Buffer.concat(
		partes.flatMap((parte) => {
			if (!(parte instanceof PDFRawStream)) throw new Error('una página no trae contenido')
			return [contenidoDe(parte), Buffer.from('\n')]
		}),
	)
}

/** Las fuentes de una página, por su nombre en ella; `vistas` guarda las que otra página ya trajo. */
export const fuentesDe = ({ node }: PDFPage, vistas: Map<string, Fuente>): ReadonlyMap<string, Fuente> => {
	const recursos = node.Resources()?.lookup(PDFName.of('Font'))
	if (!(recursos instanceof PDFDict)) return new Map()
	return new Map(
		recursos.entries().map(([alias, objeto]) => {
			const clave = objeto.toString()
			const fuente = vistas.get(clave) ?? leerFuente(node.context.lookup(objeto))
			vistas.set(clave, fuente)
			return [alias.toString(), fuente]
		}),
	)
}
