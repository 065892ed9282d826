/**
 * `npm test`: instala lo que falte, corre todas las revisiones y cierra con una línea, «N passed, N failed».
 *   --rapido        formato, lint, tipos, casa y unidad: sin navegadores ni bases de datos
 *   --solo PASO     uno: formato, lint, svelte, tipos, casa, unidad, db, construccion, e2e
 *   --bench …       las medidas (tests/bench/main.ts), con lo que siga como argumentos
 * JavaScript simple: arranca en el Node 20 del sistema, sin nada instalado.
 */
import { join } from 'node:path'
import process from 'node:process'
import { Impedimento, instalar, lanzar, nodeFijado } from '../bff/cli/instalar.mjs'
import { encabezar, raiz } from '../bff/cli/proceso.mjs'
import { cerrarTodoAlSalir, ejecutar, enFila } from './correr/ejecutar.mjs'
import { prepararHerramientas } from './correr/herramientas.mjs'
import { casa, construccion, db, e2e, generar, revisiones, tipos, unidad } from './correr/pasos.mjs'

/** @typedef {import('./correr/ejecutar.mjs').Desenlace} Desenlace */

/** @param {readonly string[]} faltan @returns {Desenlace} */
const decirHerramientas = (faltan) => {
	console.log(`${faltan.length ? '✗' : '✓'} herramientas de la máquina`)
	for (const frase of faltan) console.log(`    ${frase}`)
	const cuenta = faltan.length ? { pasan: 0, fallan: faltan.length } : { pasan: 1, fallan: 0 }
	return { nombre: 'herramientas', segundos: 0, omitidas: 0, notas: [], ...cuenta }
}

/** Dos carriles, uno por núcleo: lo que sólo lee las fuentes, y lo que las corre. @param {import('./correr/pasos.mjs').Paso[]} pruebas */
const revisar = async (pruebas) => {
	const preparado = await ejecutar(generar)
	const carriles = await Promise.all([enFila(revisiones), enFila([...tipos, ...pruebas])])
	return [preparado, ...carriles.flat()]
}

const todo = async () => {
	const herramientas = decirHerramientas(await prepararHerramientas())
	const revisado = await revisar([unidad, db])
	return [herramientas, ...revisado, ...(await enFila([construccion, e2e]))]
}

/** @param {string} id */
const uno = async (id) => {
	const paso = [...revisiones, ...tipos, casa, unidad, db, construccion, e2e].find(
		(candidato) => candidato.id === id,
	)
	if (!paso) throw new Impedimento(`No hay un paso «${id}». Los pasos se leen con: head tests/correr.mjs`)
	if (paso === e2e)
		return [decirHerramientas(await prepararHerramientas()), ...(await enFila([construccion, e2e]))]
	return enFila(paso === construccion || paso === db ? [paso] : [generar, paso])
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
	if (argumentos[0] === '--bench') {
		await prepararHerramientas()
		return encabezar(nodeFijado(), [join(raiz, 'tests', 'bench', 'main.ts'), ...argumentos.slice(1)])
	}
	cerrarTodoAlSalir()
	const solo = argumentos.indexOf('--solo')
	if (solo >= 0) return cerrar(await uno(argumentos[solo + 1] ?? ''))
	return cerrar(argumentos.includes('--rapido') ? await revisar([unidad]) : await todo())
})
