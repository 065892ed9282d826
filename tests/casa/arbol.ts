/** Lee el árbol del proyecto y lo que cada archivo importa de él, con el propio TypeScript. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

/** Un archivo del proyecto; `ruta` desde la raíz, con diagonales. */
type Archivo = { readonly ruta: string; readonly texto: string }

/** Lo que una importación toma de un archivo: unos nombres, o cuanto exporte (un `import()`, un worker, un `* as`). */
type Tomado = readonly string[] | 'todo'

/** A dónde apunta una importación: un archivo nuestro (`ruta`), o un paquete o módulo de Node (`externo`). */
type Importacion = { readonly ruta: string; readonly toma: Tomado } | { readonly externo: string }

/** Un archivo de código ya leído. `guiones`: su código; en un .svelte, cada bloque script. */
export type Modulo = Archivo & {
	readonly guiones: readonly ts.SourceFile[]
	readonly importaciones: readonly Importacion[]
}

/** Lo que nace al usar el proyecto y git no guarda. */
export const ARTEFACTOS = [
	'.git',
	'node_modules',
	'.svelte-kit',
	'build',
	'datos',
	'test-results',
	'playwright-report',
]

const CODIGO = /\.(ts|mts|js|mjs|svelte)$/

export const esCodigo = (ruta: string): boolean => CODIGO.test(ruta)

/** Todas las rutas del proyecto, sin los artefactos. */
export const rutasDelProyecto = (raiz: string, carpeta = ''): string[] =>
	readdirSync(join(raiz, carpeta), { withFileTypes: true }).flatMap((entrada) => {
		const ruta = posix.join(carpeta, entrada.name)
		if (carpeta === '' && ARTEFACTOS.includes(entrada.name)) return []
		return entrada.isDirectory() ? rutasDelProyecto(raiz, ruta) : [ruta]
	})

const leerModulos = (archivos: readonly Archivo[]): Modulo[] => {
	const existentes = new Set(archivos.map((archivo) => archivo.ruta))
	return archivos.map((archivo) => {
		const guiones = guionesDe(archivo)
		const importaciones = guiones
			.flatMap(especificadoresDe)
			.map(({ especificador, toma }) => resolver(archivo.ruta, especificador, toma, existentes))
			.filter((importacion) => importacion !== null)
		return { ...archivo, guiones, importaciones }
	})
}

/** El código del proyecto, leído. */
export const leerProyecto = (raiz: string): Modulo[] =>
	leerModulos(
		rutasDelProyecto(raiz)
			.filter(esCodigo)
			.map((ruta) => ({ ruta, texto: readFileSync(join(raiz, ruta), 'utf8') })),
	)

/** Una casa inventada (ruta → texto), para probar las reglas con ella. */
export const casaDe = (archivos: Readonly<Record<string, string>>): Modulo[] =>
	leerModulos(Object.entries(archivos).map(([ruta, texto]) => ({ ruta, texto })))

const BLOQUE_SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/g

const guionesDe = ({ ruta, texto }: Archivo): ts.SourceFile[] => {
	const bloques = ruta.endsWith('.svelte')
		? [...texto.matchAll(BLOQUE_SCRIPT)].map((hallado) => hallado[1] ?? '')
		: [texto]
	return bloques.map((bloque) =>
		ts.createSourceFile(ruta, bloque, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS),
	)
}

/** El marcado de un .svelte, sin sus bloques script (en otro archivo, nada). */
export const marcadoDe = ({ ruta, texto }: Archivo): string =>
	ruta.endsWith('.svelte') ? texto.replaceAll(BLOQUE_SCRIPT, '') : ''

/** Recorre un guion entero, de afuera hacia adentro. */
export const recorrer = (nodo: ts.Node, visitar: (nodo: ts.Node) => void): void => {
	visitar(nodo)
	ts.forEachChild(nodo, (hijo) => recorrer(hijo, visitar))
}

/** `new URL('./firma.worker.ts', import.meta.url)`: así se nombra a un worker o a un proceso nuestro. */
const esUrlDeModulo = (nodo: ts.Node): nodo is ts.NewExpression =>
	ts.isNewExpression(nodo) &&
	nodo.expression.getText() === 'URL' &&
	nodo.arguments?.[1]?.getText() === 'import.meta.url'

const especificadorDe = (nodo: ts.Node): ts.Node | undefined => {
	if (ts.isImportDeclaration(nodo) || ts.isExportDeclaration(nodo)) return nodo.moduleSpecifier
	if (ts.isImportTypeNode(nodo))
		return ts.isLiteralTypeNode(nodo.argument) ? nodo.argument.literal : undefined
	if (ts.isCallExpression(nodo) && nodo.expression.kind === ts.SyntaxKind.ImportKeyword)
		return nodo.arguments[0]
	if (esUrlDeModulo(nodo)) return nodo.arguments?.[0]
	return undefined
}

const tomadoPor = (nodo: ts.Node): Tomado => {
	if (ts.isExportDeclaration(nodo)) {
		const clausula = nodo.exportClause
		return clausula && ts.isNamedExports(clausula) ? clausula.elements.map(nombreDeOrigen) : 'todo'
	}
	if (!ts.isImportDeclaration(nodo)) return 'todo'
	const nombrados = nodo.importClause?.namedBindings
	if (!nombrados) return []
	return ts.isNamedImports(nombrados) ? nombrados.elements.map(nombreDeOrigen) : 'todo'
}

const nombreDeOrigen = ({ name, propertyName }: ts.ImportSpecifier | ts.ExportSpecifier): string =>
	(propertyName ?? name).text

const especificadoresDe = (guion: ts.SourceFile): { especificador: string; toma: Tomado }[] => {
	const hallados: { especificador: string; toma: Tomado }[] = []
	recorrer(guion, (nodo) => {
		const especificador = especificadorDe(nodo)
		if (!especificador || !ts.isStringLiteralLike(especificador)) return
		if (esUrlDeModulo(nodo) && !esCodigo(especificador.text)) return
		hallados.push({ especificador: especificador.text, toma: tomadoPor(nodo) })
	})
	return hallados
}

const SIN_EXTENSION = ['', '.ts', '.svelte', '.svelte.ts', '/index.ts']

const resolver = (
	desde: string,
	especificador: string,
	toma: Tomado,
	existentes: ReadonlySet<string>,
): Importacion | null => {
	const limpio = especificador.replace(/\?.*$/, '')
	const interno = rutaInterna(desde, limpio)
	if (interno === null) return { externo: limpio }
	const hallada = SIN_EXTENSION.map((extension) => interno + extension).find((ruta) => existentes.has(ruta))
	// Lo que no está entre el código (estilos, imágenes, ./$types) no hace piso; que exista lo cuida tsc.
	return hallada === undefined ? null : { ruta: hallada, toma }
}

const rutaInterna = (desde: string, especificador: string): string | null => {
	if (especificador.startsWith('.')) return posix.join(posix.dirname(desde), especificador)
	if (especificador.startsWith('#core/')) return posix.join('src/core', especificador.slice('#core/'.length))
	if (especificador === '$lib' || especificador.startsWith('$lib/'))
		return posix.join('src/lib', especificador.slice('$lib'.length))
	return null
}
