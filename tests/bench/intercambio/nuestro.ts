import { setTimeout as esperar } from 'node:timers/promises'
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { crearAzar } from '../../../bff/adapters/azar.ts'
import { conectarCosfac } from '../../../bff/adapters/cosfac/client.ts'
import { comprimir } from '../../../bff/adapters/cosfac/comprimido.ts'
import { huella } from '../../../bff/adapters/huella.ts'
import { crearReloj } from '../../../bff/adapters/reloj.ts'
import { encargarEntrega } from '../../../bff/application/entregas/confirmar-codigo.ts'
import type { Base, Tx } from '../../../bff/application/ports.ts'
import { encargar } from '../../../bff/application/trabajos.ts'
import { trabajoCancelarSobrante } from '../../../bff/jobs/lotes/cancelar-sobrante.ts'
import { trabajoConciliarLote } from '../../../bff/jobs/lotes/conciliar-lote.ts'
import { trabajoConsultarLote } from '../../../bff/jobs/lotes/consultar-lote.ts'
import { trabajoDescargarLote } from '../../../bff/jobs/lotes/descargar-lote.ts'
import { trabajoEnviarLote } from '../../../bff/jobs/lotes/enviar-lote.ts'
import { trabajoIntegrarLotes } from '../../../bff/jobs/lotes/integrar-lotes.ts'
import { crearWorker } from '../../../bff/jobs/worker.ts'
import { MAXIMO_POR_LOTE } from '#core/domain/lote.ts'
import { montar } from '../../db/escena.ts'
import { type Generacion, sembrarSellados } from './generacion.ts'
import { CREDENCIALES, SONDEO_MS } from './par.ts'

/** Cada cuánto mira el worker si hay trabajo. */
const TURNO_MS = 50
/** Más que esto es que algo se olvidó. */
const PACIENCIA_MS = 15 * 60_000

/**
 * Segundos desde que se encarga integrar hasta que el último de los `cuantos` queda emitido, comprobado y archivado, con
 * los trabajos de verdad y el par en `cosfac`. La base, nueva, es la de `url`. Lanza si alguno no quedó emitido.
 */
export const intercambiar = async (
	generacion: Generacion,
	cuantos: number,
	{ url, almacen, cosfac }: { readonly url: string; readonly almacen: string; readonly cosfac: string },
): Promise<number> => {
	const { base } = await montar({ url })
	const reloj = crearReloj()
	const azar = crearAzar()
	const deps = {
		...{ base, reloj, azar, huella, comprimir, sondeoMs: SONDEO_MS },
		margenMs: 1_800_000,
		vigilanciaMs: 86_400_000,
		cosfac: conectarCosfac({ url: cosfac, credenciales: CREDENCIALES }),
		almacen: crearAlmacenCarpeta({ carpeta: almacen, llaveHex: '11'.repeat(32) }),
		alEmitir: (tx: Tx, tramiteId: string) => encargarEntrega(tx, { reloj, azar }, tramiteId),
	}
	const trabajos = [
		trabajoIntegrarLotes(deps),
		trabajoEnviarLote(deps),
		trabajoConsultarLote(deps),
		trabajoDescargarLote(deps),
		trabajoConciliarLote(deps),
		trabajoCancelarSobrante(deps),
	]
	const worker = crearWorker({ base, reloj, azar, trabajos, sondeoMs: TURNO_MS })
	try {
		await sembrarSellados(base, generacion, cuantos)
		worker.iniciar()
		const empezo = performance.now()
		await base.enTransaccion((tx) =>
			encargar(tx, deps, { clase: 'integrar-lotes', clave: 'mex', carga: { entidadId: 'mex' } }),
		)
		await terminan(base, Math.ceil(cuantos / MAXIMO_POR_LOTE))
		const segundos = (performance.now() - empezo) / 1000
		await exigirEmitidos(base, cuantos)
		return segundos
	} finally {
		await worker.detener()
		await base.cerrar()
	}
}

/** Espera a que de cada certificado de esos lotes ya se sepa. */
const terminan = async ({ db }: Base, lotes: number): Promise<void> => {
	const limite = performance.now() + PACIENCIA_MS
	for (;;) {
		const filas = await db.selectFrom('lote').select('estado').execute()
		if (filas.filter(({ estado }) => estado === 'comprobado' || estado === 'cerrado').length === lotes) return
		if (performance.now() > limite)
			throw new Error(`El intercambio no termina: ${filas.map(({ estado }) => estado).join(', ')}.`)
		await esperar(TURNO_MS)
	}
}

/** Todos emitidos con su folio digital y sus dos XML en el almacén: lo demás no sería la misma obra. */
const exigirEmitidos = async ({ db }: Base, cuantos: number): Promise<void> => {
	const contar = (e: { readonly n: string | number | bigint }) => Number(e.n)
	const emitidos = await db
		.selectFrom('tramite')
		.select((e) => e.fn.countAll().as('n'))
		.where('estado', '=', 'emitido')
		.where('folioDigital', 'is not', null)
		.executeTakeFirstOrThrow()
	const archivos = await db
		.selectFrom('archivo')
		.select((e) => e.fn.countAll().as('n'))
		.where('clase', 'in', ['xml', 'xml-enviado'])
		.executeTakeFirstOrThrow()
	if (contar(emitidos) === cuantos && contar(archivos) === 2 * cuantos) return
	throw new Error(`De ${cuantos}, quedaron ${contar(emitidos)} emitidos y ${contar(archivos)} archivos.`)
}
