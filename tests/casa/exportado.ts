/** Lo que cada archivo ofrece y quién lo toma: se exporta lo que otro usa, y no sólo para las pruebas. */
import ts from 'typescript'
import { recorrer, type Modulo } from './arbol.ts'

// SvelteKit, Kysely, Vite y Playwright los abren por su ruta y toman sus nombres.
const ABRE_UNA_HERRAMIENTA = /(^|\/)\+[^/]+$|^src\/(hooks|service-worker|params)|^migrations\/|^[^/]+$/

/**
 * Faltas de exportar: lo que ningún otro archivo importa, y lo del producto que sólo conocen las pruebas (ni siquiera
 * su propio archivo lo usa: es código muerto con pruebas).
 */
export const faltasDeExportar = (modulos: readonly Modulo[]): string[] => {
	const tomado = quienesToman(modulos)
	return modulos
		.filter(({ ruta }) => !ABRE_UNA_HERRAMIENTA.test(ruta))
		.flatMap(({ ruta, guiones }) =>
			guiones.flatMap(exportadosDe).flatMap((nombre) => {
				const quienes = [nombre, TODO].flatMap((uno) => tomado.get(`${ruta}#${uno}`) ?? [])
				if (quienes.length === 0) {
					return [`${ruta}: exporta ${nombre} y nadie lo importa; quítele el export, o bórrelo si sobra.`]
				}
				if (esPrueba(ruta) || !quienes.every(esPrueba) || seNombra(guiones, nombre)) return []
				return [`${ruta}: ${nombre} sólo lo usan las pruebas; bórrelo con ellas, o úselo donde hace falta.`]
			}),
		)
}

const esPrueba = (ruta: string): boolean => ruta.startsWith('tests/')

/** Si su propio archivo lo usa. Declararlo, o que algo suyo se llame igual, no es usarlo. */
const seNombra = (guiones: readonly ts.SourceFile[], nombre: string): boolean => {
	let usos = 0
	for (const guion of guiones) {
		recorrer(guion, (nodo) => {
			if (ts.isIdentifier(nodo) && nodo.text === nombre && !soloNombra(nodo)) usos += 1
		})
	}
	return usos > 0
}

const soloNombra = (nodo: ts.Identifier): boolean => {
	const { parent: padre } = nodo
	const deQuienEsNombre =
		ts.isVariableDeclaration(padre) ||
		tieneNombre(padre) ||
		ts.isPropertyAssignment(padre) ||
		ts.isPropertySignature(padre) ||
		ts.isPropertyAccessExpression(padre)
	return ts.isExportSpecifier(padre) || (deQuienEsNombre && padre.name === nodo)
}

const TODO = '*'

/** `archivo#nombre` → quiénes lo importan. */
const quienesToman = (modulos: readonly Modulo[]): ReadonlyMap<string, readonly string[]> => {
	const tomado = new Map<string, string[]>()
	for (const { ruta: quien, importaciones } of modulos) {
		for (const importacion of importaciones) {
			if (!('ruta' in importacion)) continue
			for (const nombre of importacion.toma === 'todo' ? [TODO] : importacion.toma) {
				const clave = `${importacion.ruta}#${nombre}`
				tomado.set(clave, [...(tomado.get(clave) ?? []), quien])
			}
		}
	}
	return tomado
}

const exportadosDe = (guion: ts.SourceFile): string[] =>
	guion.statements.flatMap((sentencia) => {
		if (ts.isExportDeclaration(sentencia)) {
			const clausula = sentencia.exportClause
			return clausula && ts.isNamedExports(clausula) ? clausula.elements.map(({ name }) => name.text) : []
		}
		if (!seExporta(sentencia)) return []
		if (ts.isVariableStatement(sentencia)) {
			return sentencia.declarationList.declarations.flatMap(({ name }) => nombresDe(name))
		}
		return tieneNombre(sentencia) && sentencia.name ? [sentencia.name.text] : []
	})

const seExporta = (sentencia: ts.Statement): boolean => {
	const puestos = ts.canHaveModifiers(sentencia) ? (ts.getModifiers(sentencia) ?? []) : []
	const lleva = (clase: ts.SyntaxKind): boolean => puestos.some(({ kind }) => kind === clase)
	return lleva(ts.SyntaxKind.ExportKeyword) && !lleva(ts.SyntaxKind.DefaultKeyword)
}

const tieneNombre = (
	sentencia: ts.Node,
): sentencia is
	ts.FunctionDeclaration | ts.ClassDeclaration | ts.TypeAliasDeclaration | ts.InterfaceDeclaration =>
	ts.isFunctionDeclaration(sentencia) ||
	ts.isClassDeclaration(sentencia) ||
	ts.isTypeAliasDeclaration(sentencia) ||
	ts.isInterfaceDeclaration(sentencia)

const nombresDe = (nombre: ts.BindingName): string[] =>
	ts.isIdentifier(nombre)
		? [nombre.text]
		: nombre.elements.flatMap((uno) => (ts.isBindingElement(uno) ? nombresDe(uno.name) : []))
