/**
 * Construye la PWA cuando falta o cuando sus fuentes cambiaron. JavaScript simple: corre en el Node 20 del sistema.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Impedimento, nodeFijado } from './instalar.mjs'
import { ambiente, callada, decir, raiz } from './proceso.mjs'

const FUENTES = [
	'src',
	'static',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'svelte.config.js',
	'vite.config.ts',
]

// Dentro de node_modules/.cache y no de build: lo que está en build se sirve al público.
const rutaDelSello = join(raiz, 'node_modules', '.cache', 'egreso', 'construccion.txt')
const portada = join(raiz, 'build', 'index.html')

/** @param {string} ruta @returns {string[]} */
const archivosDe = (ruta) => {
	const dato = statSync(join(raiz, ruta), { throwIfNoEntry: false })
	if (!dato) return []
	if (!dato.isDirectory()) return [ruta]
	return readdirSync(join(raiz, ruta))
		.sort()
		.flatMap((nombre) => archivosDe(`${ruta}/${nombre}`))
}

/** Huella del contenido de las fuentes, no de sus fechas: git les pone la fecha del clon. */
const huellaDeFuentes = () => {
	const huella = createHash('sha256')
	for (const ruta of FUENTES.flatMap(archivosDe)) {
		huella.update(`${ruta}\0`).update(
			createHash('sha256')
				.update(readFileSync(join(raiz, ruta)))
				.digest(),
		)
	}
	return huella.digest('hex')
}

/** Lo construido, por su fecha: quien construye por su mano con otras fuentes invalida el sello. */
const huellaDeLoConstruido = () => String(statSync(portada, { throwIfNoEntry: false })?.mtimeMs ?? 'falta')

/** @returns {string | null} */
const leerSello = () => {
	try {
		return readFileSync(rutaDelSello, 'utf8')
	} catch {
		return null
	}
}

/** Construye si hace falta; dice con `true` si construyó. Lanza `Impedimento` con lo que dijo Vite. */
export const construir = async () => {
	const fuentes = huellaDeFuentes()
	const lista = huellaDeLoConstruido()
	if (lista !== 'falta' && leerSello() === `${fuentes} ${lista}`) return false
	decir('Construyendo la aplicación…')
	const vite = join(raiz, 'node_modules', 'vite', 'bin', 'vite.js')
	const { codigo, salida } = await callada(nodeFijado(), [vite, 'build', '--logLevel', 'warn'], {
		env: { ...ambiente(), NO_COLOR: '1' },
	})
	if (codigo !== 0) throw new Impedimento(`${salida.trim()}\n\nNo se pudo construir la aplicación.`)
	mkdirSync(dirname(rutaDelSello), { recursive: true })
	writeFileSync(rutaDelSello, `${fuentes} ${huellaDeLoConstruido()}`)
	return true
}
