/**
 * `npm run escala -- [--formato csv|xlsx] [EGRESADOS] [MEGAS]`: importa un archivo de SAE de 100,000 egresados con 35 módulos cada
 * uno en un proceso con el montón de JavaScript acotado, y dice cuánta memoria usó de veras. Falla si no caben, si falta uno o
 * si el proceso muere.
 */
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { montar } from '../../db/escena.ts'
import { ENCABEZADO_CSV, renglon, sembrarPlan } from '../archivo-sae.ts'
import { escribirLibro } from './libro-grande.ts'

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { formato: { type: 'string', default: 'csv' } },
})
const { formato } = values
const [cuantos = 100_000, megas = 128] = positionals.map(Number)

const escribirCsv = async (archivo: string): Promise<void> => {
	const salida = createWriteStream(archivo)
	salida.write(ENCABEZADO_CSV)
	for (let n = 0; n < cuantos; n += 1) if (!salida.write(renglon(n))) await once(salida, 'drain')
	salida.end()
	await finished(salida)
}

const carpeta = mkdtempSync(join(tmpdir(), 'egreso-escala-'))
try {
	const archivo = join(carpeta, `grande.${formato}`)
	if (formato === 'xlsx') escribirLibro(archivo, cuantos)
	else await escribirCsv(archivo)
	const url = `sqlite:${join(carpeta, 'base.sqlite')}`
	const { base } = await montar({ url })
	await sembrarPlan(base)
	await base.cerrar()
	console.log(
		`${cuantos.toLocaleString('es-MX')} egresados en ${formato}, ${(statSync(archivo).size / 1024 / 1024).toFixed(1)} MB; montón de ${megas} MB…`,
	)
	const aparte = fileURLToPath(new URL('importar-aparte.ts', import.meta.url))
	const proceso = spawnSync(
		process.execPath,
		[`--max-old-space-size=${megas}`, aparte, url, archivo, join(carpeta, 'almacen')],
		{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1024 * 1024 },
	)
	if (proceso.status !== 0) throw new Error(`El proceso acabó mal: ${proceso.signal ?? proceso.status}`)
	const hecho = JSON.parse(proceso.stdout) as { estado: string; cuentas: { altas: number } }
	console.log(JSON.stringify(hecho, null, '\t'))
	if (hecho.estado !== 'aplicada' || hecho.cuentas.altas !== cuantos) {
		throw new Error(`Entraron ${hecho.cuentas.altas} de ${cuantos}.`)
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : error)
	process.exitCode = 1
} finally {
	rmSync(carpeta, { recursive: true, force: true })
}
