/** Las reglas que miran un archivo solo: su nombre, su tamaño y lo que no se hace ahí. */
import { posix } from 'node:path'
import ts from 'typescript'
import { esCodigo, marcadoDe, recorrer, type Modulo } from './arbol.ts'

const LINEAS_POR_ARCHIVO = 300
const ARCHIVOS_POR_CARPETA = 24

const comienza = (ruta: string, ...comienzos: string[]): boolean =>
	comienzos.some((comienzo) => ruta.startsWith(comienzo))

/** Nombres: ASCII sin espacios, y ninguno que no diga de qué trata. */
export const faltasDeNombre = (rutas: readonly string[]): string[] =>
	rutas.flatMap((ruta) => {
		const faltas: string[] = []
		if (!/^[\x21-\x7e]+$/.test(ruta))
			faltas.push(`${ruta}: la ruta no es ASCII sin espacios; quítele acentos, eñes y espacios.`)
		if (esCodigo(ruta) && /(^|\/)(utils?|helpers?|types|common|misc|shared)(\/|\.\w+$)/.test(ruta)) {
			faltas.push(`${ruta}: el nombre no dice de qué trata; cada cosa va en el archivo de su palabra.`)
		}
		return faltas
	})

// Lo que crece por su naturaleza: cartas al pasado, ejemplos de oro, imágenes.
const CRECEN = ['migrations', 'tests/golden', 'static']

/** Tamaños: un archivo o una carpeta demasiado grandes quieren ser dos. */
export const faltasDeTamano = (modulos: readonly Modulo[], rutas: readonly string[]): string[] => {
	const largos = modulos
		.map(({ ruta, texto }) => ({ ruta, lineas: texto.trimEnd().split('\n').length }))
		.filter(({ ruta, lineas }) => lineas > LINEAS_POR_ARCHIVO && !comienza(ruta, 'tests/golden/'))
		.map(
			({ ruta, lineas }) =>
				`${ruta}: ${lineas} líneas (límite ${LINEAS_POR_ARCHIVO}); quiere ser dos archivos.`,
		)
	const porCarpeta = new Map<string, number>()
	for (const ruta of rutas)
		porCarpeta.set(posix.dirname(ruta), (porCarpeta.get(posix.dirname(ruta)) ?? 0) + 1)
	const llenas = [...porCarpeta]
		.filter(([carpeta, archivos]) => archivos > ARCHIVOS_POR_CARPETA && !comienza(carpeta, ...CRECEN))
		.map(
			([carpeta, archivos]) =>
				`${carpeta}: ${archivos} archivos (límite ${ARCHIVOS_POR_CARPETA}); quiere ser dos carpetas.`,
		)
	return [...largos, ...llenas]
}

/** Sólo reexporta: todo lo que hace es pasar nombres de otros archivos. */
const esBarril = ({ guiones }: Modulo): boolean => {
	const sentencias = guiones.flatMap((guion) => [...guion.statements])
	const reexporta = sentencias.some(ts.isExportDeclaration)
	return (
		reexporta &&
		sentencias.every((sentencia) => ts.isExportDeclaration(sentencia) || ts.isImportDeclaration(sentencia))
	)
}

/** Barriles: archivos que sólo reexportan. */
export const faltasDeBarril = (modulos: readonly Modulo[]): string[] =>
	modulos
		.filter(esBarril)
		.map(
			({ ruta }) =>
				`${ruta}: es un barril (sólo reexporta); importe del archivo que define cada cosa y bórrelo.`,
		)

type Prohibicion = {
	readonly que: RegExp
	readonly en: (ruta: string) => boolean
	readonly frase: string
}

const esPrueba = (ruta: string): boolean => ruta.startsWith('tests/')
const esConfiguracion = (ruta: string): boolean => !ruta.includes('/')
const delNavegador = (ruta: string): boolean =>
	comienza(ruta, 'src/lib/', 'src/routes/', 'src/hooks', 'src/core/')

const RELOJ_O_AZAR = /^(Date\.now\(.*|new Date\(\)|new Date|Date\(\)|Math\.random|performance\.now)$/
const AZAR_DE_CRYPTO = /^crypto\.(randomUUID|getRandomValues)$/

// Se comparan con el texto de cada expresión del código (nunca con comentarios ni cadenas).
const PROHIBICIONES: readonly Prohibicion[] = [
	{
		que: /^(globalThis\.)?process\.env$/,
		en: (ruta) =>
			ruta !== 'bff/config.ts' && !ruta.endsWith('.mjs') && !esConfiguracion(ruta) && !esPrueba(ruta),
		frase: 'lee process.env; el ambiente se lee una vez, en bff/config.ts, y llega como argumento.',
	},
	{
		que: /^((globalThis|window|self)\.)?(fetch|XMLHttpRequest|WebSocket|EventSource)$|\.sendBeacon$/,
		en: (ruta) => delNavegador(ruta) && ruta !== 'src/lib/api.ts',
		frase: 'habla por la red; en el navegador sólo src/lib/api.ts lo hace.',
	},
	{
		que: /^console\.(log|info|debug|table|dir)$/,
		en: (ruta) => !comienza(ruta, 'bff/cli/', 'bff/simuladores/', 'tests/'),
		frase:
			'escribe en la consola; quien habla con la persona es bff/cli, y el servidor anota por su bitácora.',
	},
	{
		que: AZAR_DE_CRYPTO,
		// La e.firma sí: los retos y sales son parte de su criptografía.
		en: (ruta) => comienza(ruta, 'src/core/', 'bff/application/') && !ruta.startsWith('src/core/efirma/'),
		frase: 'toma el azar por su cuenta; entra por la puerta, como argumento.',
	},
	{
		que: RELOJ_O_AZAR,
		en: (ruta) => comienza(ruta, 'src/core/', 'bff/application/'),
		frase: 'toma la hora o el azar por su cuenta; entran por la puerta, como argumento.',
	},
	{
		que: /^(crypto|performance|setTimeout|setInterval|localStorage|document|window|globalThis)$/,
		en: (ruta) => comienza(ruta, 'src/core/domain/'),
		frase:
			'usa el mundo de afuera; el dominio son reglas puras. Va en src/core/efirma, en un adaptador o en el borde.',
	},
]

/** ¿Es un nombre que se usa como valor? (No una clave, ni la propiedad de otro, ni el nombre que se declara.) */
const esUso = (nodo: ts.Identifier): boolean => {
	const padre = nodo.parent
	if (ts.isPropertyAccessExpression(padre)) return padre.expression === nodo
	if (ts.isCallExpression(padre) || ts.isNewExpression(padre)) return true
	if (ts.isVariableDeclaration(padre) || ts.isPropertyAssignment(padre)) return padre.initializer === nodo
	return ts.isBinaryExpression(padre) || ts.isElementAccessExpression(padre)
}

const expresionesDe = (guion: ts.SourceFile): Set<string> => {
	const expresiones = new Set<string>()
	recorrer(guion, (nodo) => {
		const simple =
			ts.isPropertyAccessExpression(nodo) || ts.isCallExpression(nodo) || ts.isNewExpression(nodo)
		if (simple || (ts.isIdentifier(nodo) && esUso(nodo))) expresiones.add(nodo.getText(guion))
	})
	return expresiones
}

/** `fetch(` y `process.env` escritos en el marcado de un componente. */
const expresionesDelMarcado = (modulo: Modulo): string[] =>
	[...marcadoDe(modulo).matchAll(/\b(fetch(?=\()|process\.env|console\.log)\b/g)].map((hallado) => hallado[0])

/** Lo que no se hace fuera de su lugar: ambiente, red, consola, reloj y azar. */
export const faltasDeCostumbre = (modulos: readonly Modulo[]): string[] =>
	modulos.flatMap((modulo) => {
		const expresiones = [
			...modulo.guiones.flatMap((guion) => [...expresionesDe(guion)]),
			...expresionesDelMarcado(modulo),
		]
		return PROHIBICIONES.filter(({ en }) => en(modulo.ruta)).flatMap(({ que, frase }) => {
			const hallada = expresiones.find((expresion) => que.test(expresion))
			return hallada === undefined ? [] : [`${modulo.ruta}: «${hallada}» ${frase}`]
		})
	})
