/** Los pasos de `npm test`, como datos: qué corre cada uno, en qué carril y de dónde salen sus cuentas. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { raiz } from '../../bff/cli/proceso.mjs'

/**
 * @typedef {object} Paso
 * @property {string} id el nombre con que se pide solo: --solo ID
 * @property {string} nombre
 * @property {string} guion archivo que corre el Node del proyecto
 * @property {string[]} argumentos
 * @property {'vitest' | 'playwright'} [cuenta] de qué informe salen sus números; sin él, el paso cuenta por uno
 * @property {string} [informe]
 * @property {Readonly<Record<string, string>>} [env]
 * @property {boolean} [vacioVale] si puede no haber ninguna prueba que correr
 */

export const carpetaDeInformes = join(raiz, 'test-results')

/** @param {string} id */
const informeDe = (id) => join(carpetaDeInformes, `${id}.json`)

/** @param {string} ruta */
const modulo = (ruta) => join(raiz, 'node_modules', ruta)

/** @param {string} id @param {string} nombre @param {string} guion @param {string[]} argumentos @returns {Paso} */
const revision = (id, nombre, guion, argumentos) => ({ id, nombre, guion: modulo(guion), argumentos })

/** @param {Paso} paso @returns {Paso} */
const conMemoria = (paso) => ({
	...paso,
	argumentos: [
		...['--cache', '--cache-strategy', 'content', '--cache-location', modulo(`.cache/egreso/${paso.id}`)],
		...paso.argumentos,
	],
})

/** @param {string} id @param {string} nombre @param {string[]} argumentos @returns {Paso} */
const vitest = (id, nombre, argumentos) => ({
	id,
	nombre,
	guion: modulo('vitest/vitest.mjs'),
	argumentos: [
		'run',
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${informeDe(id)}`,
		...argumentos,
	],
	cuenta: 'vitest',
	informe: informeDe(id),
})

/** El compilador nativo: los mismos errores en la mitad del tiempo. El otro se queda para el lint, que lo pide. */
const tsc = '@typescript/native/bin/tsc'

/** Los tipos de las rutas y el ambiente de SvelteKit: los necesitan tsc, eslint y svelte-check. */
export const generar = revision(
	'generar',
	'tipos generados (svelte-kit sync)',
	'@sveltejs/kit/svelte-kit.js',
	['sync'],
)

const formato = revision('formato', 'formato (prettier)', 'prettier/bin/prettier.cjs', [
	'--check',
	'--log-level=warn',
	'.',
])
const lint = revision('lint', 'lint (eslint)', 'eslint/bin/eslint.js', ['--max-warnings', '0', '.'])
const tipos = revision('tipos', 'tipos (tsc)', tsc, ['--noEmit', '-p', '.'])
const tiposDominio = revision('tipos-dominio', 'tipos del dominio, sin navegador ni Node (tsc)', tsc, [
	'--noEmit',
	'-p',
	'src/core/domain',
])
const svelte = revision('svelte', 'componentes (svelte-check)', 'svelte-check/bin/svelte-check', [
	'--tsconfig',
	'./tsconfig.json',
	'--fail-on-warnings',
	'--tsgo',
	'--output',
	'human',
])

export const casa = vitest('casa', 'la casa', ['--project', 'unidad', 'tests/house.test.ts'])
export const unidad = vitest('unidad', 'casa y unidad (vitest)', ['--project', 'unidad'])
const db = vitest('db', 'las dos bases de datos (vitest)', ['--project', 'db'])

/** @type {Paso} */
export const construccion = {
	id: 'construccion',
	nombre: 'construcción de la PWA (vite)',
	guion: join(raiz, 'tests', 'correr', 'construccion.mjs'),
	argumentos: [],
}

/** @type {Paso} */
export const e2e = {
	id: 'e2e',
	nombre: 'historias de navegador (playwright)',
	guion: modulo('@playwright/test/cli.js'),
	argumentos: ['test'],
	cuenta: 'playwright',
	informe: informeDe('e2e'),
}

/** Todo lo que no necesita lo construido. El orden es el de empezar: lo largo primero, para que los carriles empaten. */
export const revisiones = [db, unidad, lint, svelte, tipos, formato, tiposDominio]

/** @param {...string} argumentos @returns {string | null} */
const git = (...argumentos) => {
	const { status, stdout } = spawnSync('git', argumentos, { cwd: raiz, encoding: 'utf8' })
	return status === 0 ? stdout.trim() : null
}

/**
 * Desde dónde se cuenta lo cambiado: donde la rama se apartó de su origen o, sin origen, lo último confirmado; null si
 * no hay git.
 */
export const baseDeCambios = () => git('merge-base', 'HEAD', '@{upstream}') ?? git('rev-parse', 'HEAD')

/**
 * Lo que se corre a cada rato: svelte-check, que ya mira los mismos tipos que tsc, recordando lo que no cambió; el lint,
 * sin tipos y con memoria; la casa, siempre, porque mira el árbol y no sus importaciones; y de lo unitario, lo que
 * alcanza a lo cambiado desde `base` (todo, si no se sabe). `npm test` lo corre completo y sin memoria.
 * @param {string | null} base @returns {Paso[]}
 */
export const rapidas = (base) => [
	{ ...svelte, argumentos: [...svelte.argumentos, '--incremental'] },
	conMemoria({ ...lint, env: { LINT_SIN_TIPOS: '1' } }),
	...(base === null
		? [unidad]
		: [
				casa,
				{
					...vitest('cambiado', 'unidad, lo que alcanza lo cambiado (vitest)', [
						...['--project', 'unidad', '--changed', base, '--passWithNoTests'],
					]),
					vacioVale: true,
				},
			]),
	conMemoria(formato),
	tiposDominio,
]
