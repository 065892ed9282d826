/**
 * Deja instalado lo que el proyecto necesita, una vez, y dice con qué Node corre. JavaScript simple: corre en el
 * Node 20 del sistema, sin nada instalado.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { ambienteDelSistema, callada, decir, raiz } from './proceso.mjs'

const NODE_DEL_SISTEMA = 20
const NODE_DEL_PROYECTO = 24

/** Lo que impide seguir, dicho para quien dio la orden: los lanzadores muestran la frase, sin traza. */
export class Impedimento extends Error {}

/** @param {string} texto */
const mayor = (texto) => Number(/^v?(\d+)/.exec(texto)?.[1] ?? 0)

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} Paquete */

/** @param {string} ruta @returns {Record<string, Paquete> | null} */
const leerCandado = (ruta) => {
	try {
		return JSON.parse(readFileSync(ruta, 'utf8')).packages ?? null
	} catch {
		return null
	}
}

/**
 * ¿Lo instalado es lo que pide package-lock.json? npm deja en node_modules/.package-lock.json, al terminar y sólo al
 * terminar, lo que instaló: compararlos cuesta milisegundos y vale también para quien instaló por su mano.
 */
const alDia = () => {
	const pedido = leerCandado(join(raiz, 'package-lock.json'))
	const instalado = leerCandado(join(raiz, 'node_modules', '.package-lock.json'))
	if (!pedido || !instalado) return false
	return Object.entries(pedido).every(([ruta, { version, optional, devOptional }]) => {
		if (ruta === '') return true
		const puesto = instalado[ruta]
		// Lo opcional puede faltar: es para otro sistema operativo.
		return puesto ? puesto.version === version : Boolean(optional || devOptional)
	})
}

/** @type {readonly (readonly [RegExp, string])[]} */
const CAUSAS = [
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
		'No se alcanzó el registro de npm. Revise la conexión a la red (o el proxy) y repita la orden.',
	],
	[/ENOSPC/, 'No hay espacio en el disco. Libere por lo menos 1 GB y repita la orden.'],
	[
		/EACCES|EPERM/,
		'No hay permiso de escritura en la carpeta del proyecto. Déselo a su usuario y repita la orden.',
	],
	[
		/EUSAGE|in sync/,
		'package.json y package-lock.json no concuerdan. Corra «npm install» y registre los dos.',
	],
]

const correrNpmCi = async () => {
	decir('Instalando las dependencias (sólo la primera vez; alrededor de un minuto)…')
	// --loglevel: con «npm run -s» npm heredaría el silencio y una falla no diría nada. --include=dev: con
	// NODE_ENV=production npm dejaría fuera al compilador.
	const argumentos = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
	const { codigo, salida } = await callada('npm', argumentos, { env: ambienteDelSistema() })
	if (codigo === 0) return
	const causa = CAUSAS.find(([patron]) => patron.test(salida))?.[1]
	throw new Impedimento(
		`${salida.trim()}\n\nNo se pudieron instalar las dependencias. ` +
			(causa ?? 'Arriba está lo que dijo npm; corríjalo y repita la orden.'),
	)
}

const carpetaDelNode = join(raiz, 'node_modules', 'node')
const nodeInstalado = join(carpetaDelNode, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/**
 * El Node que corre el proyecto: el fijado en package.json o, si no se pudo instalar, el del sistema cuando alcanza.
 * @returns {string}
 */
export const nodeFijado = () => {
	if (existsSync(nodeInstalado)) return nodeInstalado
	if (mayor(process.version) >= NODE_DEL_PROYECTO) return process.execPath
	throw new Impedimento(
		`Egreso corre con Node ${NODE_DEL_PROYECTO} y no se pudo instalar el suyo; el de esta máquina es ${process.version}. ` +
			`Instale Node ${NODE_DEL_PROYECTO} o permita los scripts de instalación de npm (npm config set ignore-scripts false) y borre node_modules.`,
	)
}

/** Instala si hace falta. Todo lo que dice va por stderr. Lanza `Impedimento` con la frase para la persona. */
export const instalar = async () => {
	if (mayor(process.version) < NODE_DEL_SISTEMA) {
		throw new Impedimento(
			`Se necesita Node ${NODE_DEL_SISTEMA} o más nuevo; el de esta máquina es ${process.version}.`,
		)
	}
	if (!alDia()) await correrNpmCi()
	// Quien instala con ignore-scripts no recibe el node del proyecto: su paquete lo trae con su propio paso.
	if (!existsSync(nodeInstalado) && mayor(process.version) < NODE_DEL_PROYECTO) {
		await callada(process.execPath, ['installArchSpecificPackage.js'], {
			cwd: carpetaDelNode,
			env: ambienteDelSistema(),
		})
	}
	nodeFijado()
}

/**
 * Corre un lanzador hasta su código de salida: el impedimento se dice en una frase; la falla, con su traza.
 * @param {() => Promise<number>} lanzador
 */
export const lanzar = async (lanzador) => {
	try {
		process.exitCode = await lanzador()
	} catch (error) {
		decir(error instanceof Impedimento ? error.message : String(error instanceof Error ? error.stack : error))
		process.exitCode = 1
	}
}
