/**
 * La carrera de los folios, larga y con procesos de verdad: 16 registradores en este proceso y 16 procesos más, a cada
 * uno de los cuales se le mata a la mitad, sobre SQLite y sobre PostgreSQL. Aparte de `npm test`, que corre una corta:
 *   npm run carrera -- [--vueltas N] [--semilla N] [--base sqlite|postgres]
 * Cada vuelta dice su semilla: con ella se repite el azar de este proceso, no el reloj de los demás.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { montar } from '../escena.ts'
import { iniciarPostgres } from '../postgres.ts'
import { correrCarrera } from './carrera.ts'

const { values } = parseArgs({
	options: {
		vueltas: { type: 'string', default: '3' },
		semilla: { type: 'string', default: String(Date.now() % 2 ** 32) },
		base: { type: 'string' },
	},
})

const enUna = async (nombre: string, url: string, semilla: number): Promise<void> => {
	const escena = await montar({ url })
	try {
		const empezo = performance.now()
		const { asientos, cuentas } = await correrCarrera(
			{ ...escena, url },
			{
				semilla,
				registradores: 16,
				procesos: 16,
				tramitesPorPlantel: 800,
				movimientos: 400,
				fallas: 0.1,
			},
		)
		const segundos = ((performance.now() - empezo) / 1000).toFixed(1)
		console.log(`✓ ${nombre} · semilla ${semilla} · ${asientos} asientos en ${segundos} s`)
		for (const [que, cuantos] of Object.entries(cuentas).sort()) console.log(`    ${cuantos} ${que}`)
	} finally {
		await escena.base.cerrar()
	}
}

const enSqlite = async (vuelta: number, semilla: number): Promise<void> => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-carrera-'))
	try {
		await enUna('SQLite', `sqlite:${join(carpeta, `${vuelta}.sqlite`)}`, semilla)
	} finally {
		rmSync(carpeta, { recursive: true, force: true })
	}
}

const servidor = values.base === 'sqlite' ? null : await iniciarPostgres()
try {
	for (let vuelta = 0; vuelta < Number(values.vueltas); vuelta += 1) {
		const semilla = Number(values.semilla) + vuelta
		if (values.base !== 'postgres') await enSqlite(vuelta, semilla)
		if (servidor) await enUna('PostgreSQL', await servidor.crearBase(`carrera_${vuelta}`), semilla)
	}
} catch (error) {
	console.error('✗ La carrera encontró algo roto:', error)
	process.exitCode = 1
} finally {
	await servidor?.detener()
}
