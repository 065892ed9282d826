/** Corre un paso aparte, guarda todo lo que dijo y lo devuelve contado. */
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { nodeFijado } from '../../bff/cli/instalar.mjs'
import { alQuedarSinNpm, ambiente, codigoDe, raiz } from '../../bff/cli/proceso.mjs'
import { contar } from './cuentas.mjs'
import { carpetaDeInformes } from './pasos.mjs'

/** @typedef {import('./pasos.mjs').Paso} Paso */
/** @typedef {import('./cuentas.mjs').Cuenta} Cuenta */
/** @typedef {Cuenta & { nombre: string, segundos: number }} Desenlace */

// Ningún paso sano se acerca; es para que uno atorado no detenga la revisión para siempre.
const LIMITE_MS = 20 * 60_000

/** @type {Set<import('node:child_process').ChildProcess>} */
const enMarcha = new Set()

/** Cierra el grupo del paso entero: los navegadores y servidores que abrió se van con él. @param {import('node:child_process').ChildProcess} hijo @param {NodeJS.Signals} senal */
const cerrarGrupo = (hijo, senal) => {
	if (hijo.pid === undefined) return
	try {
		process.kill(process.platform === 'win32' ? hijo.pid : -hijo.pid, senal)
	} catch {
		// Ya se había ido.
	}
}

/** Si a la revisión se le pide cerrar, nada de lo que abrió queda corriendo. */
export const cerrarTodoAlSalir = () => {
	/** @param {NodeJS.Signals} senal */
	const cerrar = (senal) => {
		for (const hijo of enMarcha) cerrarGrupo(hijo, 'SIGTERM')
		process.exit(codigoDe(null, senal))
	}
	for (const senal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(senal, cerrar)
	alQuedarSinNpm(() => cerrar('SIGTERM'))
}

/**
 * @param {Paso} paso
 * @returns {Promise<{ codigo: number, salida: string }>}
 */
const correr = ({ guion, argumentos, env = {} }) =>
	new Promise((resolver) => {
		const hijo = spawn(nodeFijado(), [guion, ...argumentos], {
			cwd: raiz,
			env: { ...ambiente(), NO_COLOR: '1', ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: process.platform !== 'win32',
		})
		enMarcha.add(hijo)
		let salida = ''
		const limite = setTimeout(() => {
			salida += `\nEl paso no terminó en ${LIMITE_MS / 60_000} minutos y se cerró.\n`
			cerrarGrupo(hijo, 'SIGKILL')
		}, LIMITE_MS)
		/** @param {number} codigo */
		const terminar = (codigo) => {
			clearTimeout(limite)
			enMarcha.delete(hijo)
			resolver({ codigo, salida })
		}
		hijo.stdout.setEncoding('utf8').on('data', (parte) => (salida += parte))
		hijo.stderr.setEncoding('utf8').on('data', (parte) => (salida += parte))
		hijo.once('error', (error) => {
			salida += error.message
			terminar(127)
		})
		hijo.once('exit', (codigo, senal) => {
			// Un nieto que sobreviva retendría la salida abierta y 'close' no llegaría nunca.
			cerrarGrupo(hijo, 'SIGTERM')
			setTimeout(() => terminar(codigoDe(codigo, senal)), 2000).unref()
		})
		hijo.once('close', (codigo, senal) => terminar(codigoDe(codigo, senal)))
	})

/** @param {Desenlace} desenlace @param {string} salida */
const decirDesenlace = ({ nombre, segundos, pasan, fallan, omitidas, notas }, salida) => {
	const cuentas = `${pasan} bien${fallan ? `, ${fallan} mal` : ''}${omitidas ? `, ${omitidas} omitidas` : ''}`
	console.log(`${fallan ? '✗' : '✓'} ${nombre.padEnd(52)} ${segundos.toFixed(1).padStart(6)} s  ${cuentas}`)
	for (const nota of notas) console.log(`    ${nota}`)
	if (fallan) console.log(`\n${salida.trim()}\n`)
}

/** Corre un paso y dice cómo salió; si falla, con su salida completa. @param {Paso} paso @returns {Promise<Desenlace>} */
const ejecutar = async (paso) => {
	mkdirSync(carpetaDeInformes, { recursive: true })
	if (paso.informe) rmSync(paso.informe, { force: true })
	const inicio = performance.now()
	const { codigo, salida } = await correr(paso)
	const segundos = (performance.now() - inicio) / 1000
	writeFileSync(join(carpetaDeInformes, `${paso.id}.log`), salida)
	const desenlace = { nombre: paso.nombre, segundos, ...contar(paso, codigo) }
	decirDesenlace(desenlace, salida)
	return desenlace
}

/**
 * Corre los pasos en varios carriles: cada uno toma el siguiente de la lista en cuanto se desocupa.
 * @param {readonly Paso[]} pasos @param {number} carriles @returns {Promise<Desenlace[]>}
 */
export const enCarriles = async (pasos, carriles) => {
	const pendientes = [...pasos]
	/** @type {Desenlace[]} */
	const desenlaces = []
	const carril = async () => {
		for (let paso = pendientes.shift(); paso; paso = pendientes.shift()) desenlaces.push(await ejecutar(paso))
	}
	await Promise.all(Array.from({ length: carriles }, carril))
	return desenlaces
}
