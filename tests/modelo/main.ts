/**
 * El verificador del intercambio: corridas al azar del código de verdad contra un COSFAC que falla, en varios procesos.
 *   npm run modelo -- [--corridas N] [--semilla S] [--procesos P]
 * Cada corrida tiene su semilla (la primera es S, la que sigue S+1…): `--corridas 1 --semilla X` repite la que falló.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { abrirBanco } from './base-en-memoria.ts'
import { correr } from './corrida.ts'
import { hacerPlantilla } from './plantilla.ts'

const { values } = parseArgs({
	options: {
		corridas: { type: 'string', default: '1000' },
		semilla: { type: 'string', default: '1' },
		procesos: { type: 'string', default: '2' },
		/** Lo que se dice por el camino, cada tantas corridas. */
		cada: { type: 'string', default: '5000' },
		hijo: { type: 'boolean', default: false },
	},
})
const corridas = Number(values.corridas)
const semilla = Number(values.semilla)
const procesos = Math.min(Number(values.procesos), corridas)

type Parte = { readonly hechas: number; readonly faltas: string[]; readonly cuentas: [string, number][] }

const mias = async (alSumar: (parte: Parte) => void): Promise<void> => {
	const banco = abrirBanco(await hacerPlantilla())
	for (let i = 0; i < corridas; i += 1) {
		const { faltas, cuentas } = await correr(banco, semilla + i)
		alSumar({
			hechas: 1,
			faltas: faltas.map((falta) => `semilla ${semilla + i}: ${falta}`),
			cuentas: [...cuentas],
		})
	}
}

const decir = (total: Map<string, number>): void => {
	for (const [que, cuantos] of [...total].sort()) console.log(`    ${cuantos.toLocaleString('es-MX')} ${que}`)
}

if (values.hijo) {
	await mias((parte) => process.send?.(parte))
	process.disconnect()
} else {
	const empezo = performance.now()
	const total = new Map<string, number>()
	let hechas = 0
	let malas = 0
	const sumar = (parte: Parte): void => {
		hechas += parte.hechas
		for (const [que, cuantos] of parte.cuentas) total.set(que, (total.get(que) ?? 0) + cuantos)
		if (parte.faltas.length > 0) malas += 1
		if (malas <= 20) for (const falta of parte.faltas) console.log(`✗ ${falta}`)
		if (hechas % Number(values.cada) === 0)
			console.log(
				`${hechas} corridas, ${malas} con faltas, ${((performance.now() - empezo) / 1000).toFixed(0)} s`,
			)
	}
	if (procesos <= 1) await mias(sumar)
	else {
		const parte = Math.ceil(corridas / procesos)
		const codigos = await Promise.all(
			Array.from({ length: procesos }, (_, i) => {
				const suyas = Math.max(0, Math.min(parte, corridas - i * parte))
				const argumentos = ['--hijo', '--corridas', String(suyas), '--semilla', String(semilla + i * parte)]
				const hijo = fork(fileURLToPath(import.meta.url), argumentos)
				hijo.on('message', (mensaje) => sumar(mensaje as Parte))
				return new Promise<number>((listo) => hijo.on('exit', (codigo) => listo(codigo ?? 1)))
			}),
		)
		if (codigos.some((codigo) => codigo !== 0)) malas += 1
	}
	const segundos = ((performance.now() - empezo) / 1000).toFixed(1)
	console.log(
		`${malas === 0 ? '✓' : '✗'} ${hechas} corridas desde la semilla ${semilla}, ${malas} con faltas, ${segundos} s`,
	)
	decir(total)
	process.exitCode = malas === 0 && hechas === corridas ? 0 : 1
}
