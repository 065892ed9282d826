/**
 * `npm test`: instala lo que falte, corre todas las revisiones y cierra con una línea, «N passed, N failed».
 *   --rapido        formato, lint, tipos, casa y lo unitario que alcanza lo cambiado: sin navegadores ni bases de datos
 *   --solo PASO     uno: formato, lint, svelte, tipos, casa, unidad, db, construccion, e2e
 *   --bench …       las medidas (tests/bench/main.ts), con lo que siga como argumentos
 *   --carrera …     la carrera larga de los folios (tests/db/folios/carrera-larga.ts), con lo que siga como argumentos
 *   --modelo …      corridas al azar del intercambio con COSFAC (tests/modelo/main.ts)
 *   --caos …        procesos BFF muertos con kill -9 contra el par SOAP (tests/caos/main.ts)
 *   --escala …      un archivo de SAE de 100,000 egresados con poca memoria (tests/bench/escala/main.ts)
 * JavaScript simple: arranca en el Node 20 del sistema, sin nada instalado.
 */
import { join } from 'node:path'
import process from 'node:process'
import { Impedimento, instalar, lanzar, nodeFijado } from '../bff/cli/instalar.mjs'
import { encabezar, raiz } from '../bff/cli/proceso.mjs'
import { cerrarTodoAlSalir, enCarriles } from './correr/ejecutar.mjs'
import { prepararHerramientas } from './correr/herramientas.mjs'
import { baseDeCambios, casa, construccion, e2e, generar, rapidas, revisiones } from './correr/pasos.mjs'

/** @typedef {import('./correr/ejecutar.mjs').Desenlace} Desenlace */

/** @param {{ impiden: string[], avisan: string[] }} herramientas @returns {Desenlace} */
const decirHerramientas = ({ impiden, avisan }) => {
	console.log(`${impiden.length ? '✗' : '✓'} herramientas de la máquina`)
	for (const frase of [...impiden, ...avisan]) console.log(`    ${frase}`)
	const cuenta = impiden.length ? { pasan: 0, fallan: impiden.length } : { pasan: 1, fallan: 0 }
	return { nombre: 'herramientas', segundos: 0, omitidas: 0, notas: [], ...cuenta }
}

// Uno por núcleo de la máquina en que corre la integración.
const CARRILES = 2

/** @param {readonly import('./correr/pasos.mjs').Paso[]} pasos @returns {Promise<Desenlace[]>} */
const enFila = (pasos) => enCarriles(pasos, 1)

const todo = async () => [
	decirHerramientas(await prepararHerramientas()),
	...(await enFila([generar])),
	...(await enCarriles(revisiones, CARRILES)),
	...(await enFila([construccion, e2e])),
]

const rapido = async () => [
	...(await enFila([generar])),
	...(await enCarriles(rapidas(baseDeCambios()), CARRILES)),
]

/** @param {string} id */
const uno = async (id) => {
	const paso = [...revisiones, casa, construccion, e2e].find((candidato) => candidato.id === id)
	if (!paso) throw new Impedimento(`No hay un paso «${id}». Los pasos se leen con: head tests/correr.mjs`)
	if (paso === construccion) return enFila([paso])
	if (paso === e2e)
		return [decirHerramientas(await prepararHerramientas()), ...(await enFila([construccion, paso]))]
	return enFila([generar, paso])
}

/** Lo que no cabe en las pruebas de siempre y se pide aparte. @type {Readonly<Record<string, string>>} */
const APARTE = {
	'--bench': 'bench/main.ts',
	'--carrera': 'db/folios/carrera-larga.ts',
	'--modelo': 'modelo/main.ts',
	'--caos': 'caos/main.ts',
	'--escala': 'bench/escala/main.ts',
}

/** La última línea de stdout, sola. @param {readonly Desenlace[]} desenlaces */
const cerrar = (desenlaces) => {
	const suma = (/** @type {'pasan' | 'fallan' | 'omitidas'} */ campo) =>
		desenlaces.reduce((total, desenlace) => total + desenlace[campo], 0)
	if (suma('omitidas') > 0) console.log(`\nOmitidas: ${suma('omitidas')} (arriba está cuáles)`)
	console.log(`\n${suma('pasan')} passed, ${suma('fallan')} failed`)
	return suma('fallan') === 0 ? 0 : 1
}

await lanzar(async () => {
	const argumentos = process.argv.slice(2)
	await instalar()
	const aparte = APARTE[argumentos[0] ?? '']
	if (aparte !== undefined) {
		await prepararHerramientas()
		return encabezar(nodeFijado(), [join(raiz, 'tests', aparte), ...argumentos.slice(1)])
	}
	cerrarTodoAlSalir()
	const solo = argumentos.indexOf('--solo')
	if (solo >= 0) return cerrar(await uno(argumentos[solo + 1] ?? ''))
	return cerrar(argumentos.includes('--rapido') ? await rapido() : await todo())
})
