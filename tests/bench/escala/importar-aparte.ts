/**
 * El proceso chico que importa el archivo grande: `node importar-aparte.ts URL ARCHIVO ALMACEN`. Lo sube por trozos, lo revisa y
 * lo aplica con los trabajos de siempre; mientras tanto, otro escribe cada cien milisegundos y se mide lo que espera.
 */
import { createReadStream } from 'node:fs'
import process from 'node:process'
import { setTimeout as esperar } from 'node:timers/promises'
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { abrirBase } from '../../../bff/adapters/db/abrir.ts'
import { aplicarImportacion } from '../../../bff/application/importaciones/aplicar.ts'
import { leerImportacion } from '../../../bff/application/importaciones/leer.ts'
import { subirImportacion } from '../../../bff/application/importaciones/subir.ts'
import { trabajosDeImportacion } from '../../../bff/jobs/importaciones.ts'
import { crearWorker } from '../../../bff/jobs/worker.ts'
import { exigir } from '#core/domain/result.ts'
import { depsDe, ESCOLARES } from '../../db/escena.ts'

const [url = '', archivo = '', carpeta = ''] = process.argv.slice(2)
const base = await abrirBase({ url })
const deps = {
	...depsDe(base),
	almacen: crearAlmacenCarpeta({ carpeta, llaveHex: '7'.repeat(64) }),
	traerDeSae: null,
}
const worker = crearWorker({
	base,
	reloj: deps.reloj,
	azar: deps.azar,
	trabajos: trabajosDeImportacion(deps),
})
const segundos: Record<string, number> = {}
const cronometrar = async <T>(que: string, hacer: () => Promise<T>): Promise<T> => {
	const empezo = performance.now()
	const hecho = await hacer()
	segundos[que] = Math.round((performance.now() - empezo) / 100) / 10
	return hecho
}

const esperas: number[] = []
let midiendo = true
const vecino = (async () => {
	while (midiendo) {
		const empezo = performance.now()
		await base.enTransaccion((tx) =>
			tx.updateTable('plantel').set({ nombre: 'Plantel lerma' }).where('id', '=', 'lerma').execute(),
		)
		esperas.push(performance.now() - empezo)
		await esperar(100)
	}
})()

const { id } = await cronometrar('subir', async () => {
	const cuerpo = createReadStream(archivo) as AsyncIterable<Buffer>
	return exigir(await subirImportacion(deps)({ actor: ESCOLARES, archivo: 'grande.csv', cuerpo }))
})
await cronometrar('revisar', () => worker.correrPendientes())
exigir(await aplicarImportacion(deps)({ actor: ESCOLARES, id, soloBuenos: true }))
await cronometrar('aplicar', () => worker.correrPendientes())
midiendo = false
await vecino
esperas.sort((a, b) => a - b)
const { estado, cuentas, razon } = exigir(await leerImportacion(deps)({ actor: ESCOLARES, id }))
const lugar = (parte: number): number => Math.round(esperas[Math.floor((esperas.length - 1) * parte)] ?? 0)
process.stdout.write(
	JSON.stringify({
		...{ estado, razon, cuentas, segundos },
		// Lo que trabajó de veras, aunque la máquina estuviera ocupada.
		procesadorS: Math.round(process.cpuUsage().user / 1e6),
		esperaDelVecinoMs: { mediana: lugar(0.5), p99: lugar(0.99), mayor: lugar(1) },
		memoriaMaximaMB: Math.round(process.resourceUsage().maxRSS / 1024),
	}),
)
await base.cerrar()
