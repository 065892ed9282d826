/**
 * El caos: procesos BFF de verdad muertos con kill -9 contra el par SOAP con fallas, en SQLite o en PostgreSQL (con dos BFF
 * a la vez). Aparte de `npm test`, que corre unas pocas:
 *   npm run caos -- [--corridas N] [--base sqlite|postgres] [--semilla S]
 * La semilla repite las fallas y cuándo se mata, no el reloj de la máquina.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { iniciarPostgres } from '../db/postgres.ts'
import { type Caos, correrCaos } from './caos.ts'

const { values } = parseArgs({
	options: {
		corridas: { type: 'string', default: '20' },
		semilla: { type: 'string', default: String(Date.now() % 2 ** 31) },
		base: { type: 'string' },
	},
})

const decir = (nombre: string, { faltas, cuentas }: Caos, segundos: number): void => {
	console.log(
		`${faltas.length === 0 ? '✓' : '✗'} ${nombre} · semilla ${values.semilla} · ${cuentas.get('corridas') ?? 0} corridas en ${segundos.toFixed(0)} s`,
	)
	for (const falta of faltas) console.log(`    ✗ ${falta}`)
	for (const [que, cuantos] of [...cuentas].sort()) console.log(`    ${cuantos} ${que}`)
	if (faltas.length > 0) process.exitCode = 1
}

const enUna = async (nombre: string, url: string, procesos: number): Promise<void> => {
	const empezo = performance.now()
	const transcurrido = (): number => (performance.now() - empezo) / 1000
	const caos = await correrCaos({
		url,
		procesos,
		corridas: Number(values.corridas),
		semilla: Number(values.semilla),
		alAcabarUna: (cuantas) => {
			if (cuantas % 10 === 0) console.log(`${nombre}: ${cuantas} corridas, ${transcurrido().toFixed(0)} s`)
		},
	})
	decir(nombre, caos, transcurrido())
}

if (values.base !== 'postgres') {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-caos-sqlite-'))
	try {
		await enUna('SQLite, un BFF', `sqlite:${join(carpeta, 'egreso.sqlite')}`, 1)
	} finally {
		rmSync(carpeta, { recursive: true, force: true })
	}
}
if (values.base !== 'sqlite') {
	const servidor = await iniciarPostgres()
	try {
		await enUna('PostgreSQL, dos BFF', await servidor.crearBase('caos'), 2)
	} finally {
		await servidor.detener()
	}
}
