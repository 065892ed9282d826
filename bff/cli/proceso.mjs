/**
 * Procesos hijos de los lanzadores. JavaScript simple: corre en el Node 20 del sistema, sin nada instalado.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** La carpeta del proyecto, venga de donde venga la orden. */
export const raiz = fileURLToPath(new URL('../../', import.meta.url))

/** Una frase para la persona, por stderr: stdout es de la orden que se pidió. @param {string} frase */
export const decir = (frase) => void process.stderr.write(`${frase}\n`)

/** @param {boolean} conLoNuestro */
const rutas = (conLoNuestro) => {
	const bin = join(raiz, 'node_modules', '.bin')
	const ajenas = (process.env['PATH'] ?? '').split(delimiter).filter((ruta) => ruta !== bin)
	return (conLoNuestro ? [bin, ...ajenas] : ajenas).join(delimiter)
}

/** El ambiente con lo instalado por el proyecto al frente del PATH. @returns {NodeJS.ProcessEnv} */
export const ambiente = () => ({ ...process.env, PATH: rutas(true) })

/**
 * El ambiente del sistema, sin lo instalado aquí: con él corre npm, que puede borrar node_modules y con él
 * al node que lo está corriendo. @returns {NodeJS.ProcessEnv}
 */
export const ambienteDelSistema = () => ({ ...process.env, PATH: rutas(false) })

/** Código de salida según la costumbre: el propio, o 128 + señal. @param {number | null} codigo @param {NodeJS.Signals | null} senal */
export const codigoDe = (codigo, senal) => codigo ?? 128 + (senal ? constants.signals[senal] : 0)

/** @type {readonly NodeJS.Signals[]} */
const SENALES = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Pasa al hijo las señales que llegan y devuelve cómo dejar de hacerlo. En una terminal, Ctrl-C ya llega a todo
 * el grupo de procesos: pasarla otra vez le parecería al hijo una segunda orden de cerrar.
 * @param {import('node:child_process').ChildProcess} hijo
 */
const pasarSenales = (hijo) => {
	const oyentes = SENALES.map((senal) => {
		const oyente = () => {
			if (senal === 'SIGINT' && process.stdin.isTTY) return
			hijo.kill(senal)
		}
		process.on(senal, oyente)
		return /** @type {const} */ ([senal, oyente])
	})
	const dejarDeCuidar = alQuedarSinNpm(() => hijo.kill('SIGTERM'))
	return () => {
		dejarDeCuidar()
		oyentes.forEach(([senal, oyente]) => process.off(senal, oyente))
	}
}

/** El padre de un proceso, donde el sistema lo cuenta. @param {number} pid */
const padreDe = (pid) => {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]
	} catch {
		return undefined
	}
}

/**
 * Avisa, una vez, si npm se fue y nos dejó: al cerrarlo, la señal muere en el intérprete que hay entre npm y nosotros.
 * Devuelve cómo dejar de cuidarlo. Sin npm no hay nada que cuidar: quien corre el lanzador a solas decide por él.
 * @param {() => void} avisar
 */
export const alQuedarSinNpm = (avisar) => {
	if (!process.env['npm_lifecycle_event']) return () => {}
	const interprete = process.ppid
	const npm = padreDe(interprete)
	const reloj = setInterval(() => {
		if (process.ppid === interprete && padreDe(interprete) === npm) return
		clearInterval(reloj)
		avisar()
	}, 500).unref()
	return () => clearInterval(reloj)
}

/**
 * Corre una orden en primer plano, con la terminal y las señales de quien la pidió; resuelve con su código.
 * @param {string} orden @param {readonly string[]} argumentos @returns {Promise<number>}
 */
export const encabezar = (orden, argumentos) =>
	new Promise((resolver, fallar) => {
		const hijo = spawn(orden, argumentos, { cwd: process.cwd(), env: ambiente(), stdio: 'inherit' })
		const soltar = pasarSenales(hijo)
		hijo.once('error', (error) => {
			soltar()
			fallar(error)
		})
		hijo.once('close', (codigo, senal) => {
			soltar()
			resolver(codigoDe(codigo, senal))
		})
	})

/**
 * Corre una orden callada, en la carpeta del proyecto; resuelve con su código y todo lo que dijo.
 * @param {string} orden @param {readonly string[]} argumentos
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [opciones] @returns {Promise<{ codigo: number, salida: string }>}
 */
export const callada = (orden, argumentos, { env = ambiente(), cwd = raiz } = {}) =>
	new Promise((resolver) => {
		// En Windows npm es un .cmd, y sólo el intérprete de órdenes sabe correrlo.
		const shell = process.platform === 'win32' && !orden.includes('\\')
		const hijo = spawn(orden, argumentos, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
		const soltar = pasarSenales(hijo)
		let salida = ''
		hijo.stdout.setEncoding('utf8').on('data', (parte) => (salida += parte))
		hijo.stderr.setEncoding('utf8').on('data', (parte) => (salida += parte))
		hijo.once('error', (error) => {
			soltar()
			resolver({ codigo: 127, salida: salida + error.message })
		})
		hijo.once('close', (codigo, senal) => {
			soltar()
			resolver({ codigo: codigoDe(codigo, senal), salida })
		})
	})
