import type { Command } from 'commander'
import { resolve } from 'node:path'
import process from 'node:process'
import { migrar } from '../adapters/db/migrar.ts'
import { leerCarpetaDeDatos } from '../config.ts'
import { levantarRenapo } from '../simuladores/renapo/renapo.ts'
import { abrirContexto } from './contexto.ts'
import { leerLlaves } from './demo/ambiente.ts'
import { cargarDemo, estaCargada } from './demo/cargar.ts'
import { CONTRASENA, emitirEfirmas } from './demo/efirmas.ts'
import { crearMundo, escribirArchivosSae, SEMILLA } from './demo/mundo.ts'
import { CREDENCIALES, poblacionRenapo } from './demo/pares.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'

/** `demo`: carga el mundo de demostración en la base y escribe sus e.firmas y archivos de SAE. */
export const registrarDemo = (programa: Command): void => {
	programa
		.command('demo')
		.description('carga la generación de demostración (personas inventadas) en una base vacía')
		.option('--semilla <n>', 'semilla del azar: la misma da el mismo mundo', String(SEMILLA))
		.action(async (opciones: { semilla: string }) => {
			const semilla = Number(opciones.semilla)
			if (!Number.isInteger(semilla)) throw new Error('--semilla debe ser un número entero.')
			const contexto = await abrirContexto()
			try {
				await migrar({ url: contexto.url })
				if (await estaCargada(contexto)) {
					throw new Error('La base ya tiene datos: la demostración sólo se carga en una base vacía.')
				}
				const carpeta = resolve(leerCarpetaDeDatos())
				const mundo = crearMundo({ semilla, hoy: fechaEnMexico(contexto.reloj()) })
				const { carpetaEfirmas } = await emitirEfirmas({ carpeta, momento: new Date(contexto.reloj()) })
				const carpetaSae = await escribirArchivosSae(carpeta, mundo)
				const renapo = await levantarRenapo({ ...CREDENCIALES, poblacion: poblacionRenapo(mundo) })
				try {
					const { cuv } = await leerLlaves(carpeta)
					await cargarDemo(contexto, { mundo, renapoUrl: renapo.url, llaveCuv: cuv })
				} finally {
					await renapo.cerrar()
				}
				process.stdout.write(
					`Demostración cargada: ${mundo.cargados.length} egresados.\ne.firmas: ${carpetaEfirmas} (contraseña ${CONTRASENA})\nArchivos de SAE: ${carpetaSae}\n`,
				)
			} finally {
				await contexto.base.cerrar()
			}
		})
}
