/** De lo que informó un paso a sus números. Un paso que se cae sin informe, o sin pruebas, es una falla. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { raiz } from '../../bff/cli/proceso.mjs'

/** @typedef {{ pasan: number, fallan: number, omitidas: number, notas: string[] }} Cuenta */

/** @param {string} nota @returns {Cuenta} */
const caido = (nota) => ({ pasan: 0, fallan: 1, omitidas: 0, notas: [nota] })

/**
 * El informe JSON de Vitest. Un archivo que ni siquiera cargó no trae pruebas: cuenta como una falla.
 * @param {any} informe @returns {Cuenta}
 */
const deVitest = (informe) => {
	/** @type {any[]} */
	const archivos = informe.testResults ?? []
	const sinCargar = archivos.filter(
		(archivo) => archivo.status === 'failed' && archivo.assertionResults.length === 0,
	)
	const omitidas = archivos
		.flatMap((archivo) => archivo.assertionResults)
		.filter((prueba) => ['pending', 'skipped', 'todo', 'disabled'].includes(prueba.status))
	return {
		pasan: informe.numPassedTests,
		fallan: informe.numFailedTests + sinCargar.length,
		omitidas: omitidas.length,
		notas: omitidas.map((prueba) => `omitida: ${prueba.fullName}`),
	}
}

/** @param {any} suite @returns {any[]} */
const historiasDe = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(historiasDe)]

/**
 * El informe JSON de Playwright. Una historia que no corrió es una falla, salvo la que lo dice porque le falta la
 * carpeta shared, que no viaja con el proyecto.
 * @param {any} informe @param {boolean} hayShared @returns {Cuenta}
 */
const dePlaywright = (informe, hayShared) => {
	const pruebas = historiasDe(informe).flatMap((historia) =>
		historia.tests.map((/** @type {any} */ prueba) => ({ ...prueba, titulo: historia.title })),
	)
	/** @param {any} prueba */
	const sinShared = (prueba) =>
		!hayShared && prueba.annotations.some((/** @type {any} */ nota) => nota.description?.includes('shared'))
	const omitidas = pruebas.filter((prueba) => prueba.status === 'skipped' && sinShared(prueba))
	const sinCorrer = pruebas.filter((prueba) => prueba.status === 'skipped' && !sinShared(prueba))
	const malas = pruebas.filter((prueba) => prueba.status === 'unexpected' || prueba.status === 'flaky')
	return {
		pasan: pruebas.filter((prueba) => prueba.status === 'expected').length,
		fallan: malas.length + sinCorrer.length,
		omitidas: omitidas.length,
		notas: [
			...sinCorrer.map((prueba) => `no corrió: ${prueba.titulo} (${prueba.projectName})`),
			...omitidas.map((prueba) => `omitida, sin ../shared: ${prueba.titulo} (${prueba.projectName})`),
		],
	}
}

/** @param {string} ruta */
const leerInforme = (ruta) => {
	try {
		return JSON.parse(readFileSync(ruta, 'utf8'))
	} catch {
		return null
	}
}

/**
 * Los números de un paso ya corrido.
 * @param {import('./pasos.mjs').Paso} paso @param {number} codigo @returns {Cuenta}
 */
export const contar = (paso, codigo) => {
	if (!paso.cuenta || !paso.informe) {
		return codigo === 0 ? { pasan: 1, fallan: 0, omitidas: 0, notas: [] } : { ...caido(''), notas: [] }
	}
	const informe = leerInforme(paso.informe)
	const vacio = { pasan: 0, fallan: 0, omitidas: 0, notas: ['nada que correr'] }
	if (informe === null && paso.vacioVale && codigo === 0) return vacio
	if (informe === null) return caido(`el paso se cayó sin informe (código ${codigo})`)
	const cuenta =
		paso.cuenta === 'vitest'
			? deVitest(informe)
			: dePlaywright(informe, existsSync(join(raiz, '..', 'shared')))
	if (cuenta.fallan > 0) return cuenta
	if (codigo !== 0)
		return { ...cuenta, fallan: 1, notas: [...cuenta.notas, `el paso terminó con código ${codigo}`] }
	if (cuenta.pasan === 0 && paso.vacioVale) return { ...cuenta, notas: vacio.notas }
	if (cuenta.pasan === 0) return caido('no corrió ninguna prueba')
	return cuenta
}
