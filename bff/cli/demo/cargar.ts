import { abrirAsuntosDemo } from './asuntos.ts'
import { avanzarDemo } from './avanzar.ts'
import { cargarCatalogo } from './catalogo.ts'
import { fijarInicioDemo } from './inicio.ts'
import type { MundoDemo } from './mundo.ts'
import { CREDENCIALES } from './pares.ts'
import { conectarRenapo } from '../../adapters/renapo/client.ts'
import { crearDerivarCuv } from '../../adapters/cuv.ts'
import type { Contexto } from '../contexto.ts'
import { importarDeUnaVez } from '../../application/importaciones/de-una-vez.ts'
import { enMemoria } from '../../application/sae/lector/fuente.ts'
import { trabajoConfrontarRenapo } from '../../jobs/confrontar-renapo.ts'
import { crearWorker } from '../../jobs/worker.ts'
import { enCsv } from '../../simuladores/mundo/archivo-sae.ts'

/** Si la base ya tiene un mundo cargado: la demostración no se carga dos veces ni sobre datos de verdad. */
export const estaCargada = async ({ base }: Pick<Contexto, 'base'>): Promise<boolean> =>
	(await base.db.selectFrom('entidad').select('id').limit(1).executeTakeFirst()) !== undefined

/**
 * Carga el mundo por las mismas puertas que un sistema real: catálogo, archivo de SAE por el importador, confronta
 * por SOAP contra el RENAPO local, y los actos de cada persona.
 */
export const cargarDemo = async (
	contexto: Contexto,
	opciones: { readonly mundo: MundoDemo; readonly renapoUrl: string; readonly llaveCuv: string },
): Promise<void> => {
	const { base, reloj, azar, huella } = contexto
	await cargarCatalogo({ base, reloj, azar, huella })
	const importado = await importarDeUnaVez({ base, reloj, azar, huella })({
		actor: { sistema: 'demo' },
		archivo: 'demostracion.csv',
		fuente: enMemoria(enCsv(opciones.mundo.cargados)),
	})
	if (!importado.ok) throw new Error(`La demostración no se importó: ${importado.motivo}`)
	const [error] = importado.valor.errores
	if (error)
		throw new Error(`La demostración no se importó: renglón ${error.linea}, ${error.columna}: ${error.razon}`)
	const worker = crearWorker({
		base,
		reloj,
		azar,
		trabajos: [
			trabajoConfrontarRenapo({
				base,
				reloj,
				azar,
				huella,
				confrontarCurp: conectarRenapo({
					url: opciones.renapoUrl,
					...CREDENCIALES,
				}),
			}),
		],
	})
	await worker.correrPendientes()
	await avanzarDemo({
		base,
		reloj,
		azar,
		huella,
		derivarCuv: crearDerivarCuv(Buffer.from(opciones.llaveCuv, 'hex')),
	})
	await abrirAsuntosDemo({ base, reloj, azar, huella })
	await fijarInicioDemo({ base, reloj, azar, huella })
}
