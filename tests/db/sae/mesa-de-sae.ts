import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { aplicarImportacion } from '../../../bff/application/importaciones/aplicar.ts'
import { confirmarColumnas } from '../../../bff/application/importaciones/confirmar-columnas.ts'
import { descartarImportacion } from '../../../bff/application/importaciones/descartar.ts'
import {
	leerCambios,
	leerErrores,
	leerImportacion,
	listarImportaciones,
	porCorregir,
} from '../../../bff/application/importaciones/leer.ts'
import { subirImportacion } from '../../../bff/application/importaciones/subir.ts'
import { pedirASae } from '../../../bff/application/importaciones/traer.ts'
import type { TraerDeSae } from '../../../bff/application/ports.ts'
import { trabajosDeImportacion } from '../../../bff/jobs/importaciones.ts'
import { crearWorker } from '../../../bff/jobs/worker.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { bytes } from '../../application/sae/archivo.ts'
import { ESCOLARES, type Escena } from '../escena.ts'

export const LLAVE = '7'.repeat(64)

/** Una importación en dos tiempos sobre una escena: quien sube y decide, y quien hace los trabajos. */
export const ponerMesaDeSae = (escena: Escena, traerDeSae: TraerDeSae | null = null) => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-sae-'))
	const deps = {
		...escena.deps,
		almacen: crearAlmacenCarpeta({ carpeta, llaveHex: LLAVE }),
		traerDeSae,
	}
	const trabajos = trabajosDeImportacion(deps)
	const worker = crearWorker({ base: escena.base, reloj: deps.reloj, azar: deps.azar, trabajos })
	const leer = async (id: string, actor: Actor = ESCOLARES) =>
		exigir(await leerImportacion(deps)({ actor, id }))
	const esperar = async (id: string, actor: Actor = ESCOLARES) => {
		await worker.correrPendientes()
		return leer(id, actor)
	}
	return {
		deps,
		leer,
		esperar,
		/** Sube y espera a que se revise. */
		subir: async (contenido: string | Uint8Array, actor: Actor = ESCOLARES) => {
			const entero = typeof contenido === 'string' ? bytes(contenido) : contenido
			const cuerpo = async function* () {
				for (let i = 0; i < entero.length; i += 300_000) yield entero.subarray(i, i + 300_000)
			}
			const { id } = exigir(await subirImportacion(deps)({ actor, archivo: 'sae.csv', cuerpo: cuerpo() }))
			return esperar(id, actor)
		},
		/** Acepta y espera a que se aplique. */
		aplicar: async (id: string, soloBuenos = false) => {
			exigir(await aplicarImportacion(deps)({ actor: ESCOLARES, id, soloBuenos }))
			return esperar(id)
		},
		actos: {
			subir: subirImportacion(deps),
			traer: pedirASae(deps),
			columnas: confirmarColumnas(deps),
			aplicar: aplicarImportacion(deps),
			descartar: descartarImportacion(deps),
			leer: leerImportacion(deps),
			listar: listarImportaciones({ ...deps, hayTraer: traerDeSae !== null }),
		},
		errores: async (id: string) => exigir(await leerErrores(deps)({ actor: ESCOLARES, id, pagina: 1 })).filas,
		cambios: async (id: string) => exigir(await leerCambios(deps)({ actor: ESCOLARES, id, pagina: 1 })).filas,
		porCorregir: async (id: string) => {
			const { textos } = exigir(await porCorregir(deps)({ actor: ESCOLARES, id }))
			let entero = ''
			for await (const texto of textos) entero += texto
			return entero
		},
		/** Cuántos archivos hay en el almacén. */
		guardados: () =>
			readdirSync(carpeta, { recursive: true, withFileTypes: true }).filter((uno) => uno.isFile()).length,
		carpeta,
		recoger: () => rmSync(carpeta, { recursive: true, force: true }),
	}
}
export type MesaDeSae = ReturnType<typeof ponerMesaDeSae>
