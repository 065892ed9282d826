import { setImmediate as cederElTurno } from 'node:timers/promises'
import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import type { Lectura } from '../ports.ts'
import { leerCatalogos } from '../sae/leer-catalogos.ts'
import type { Mapeo } from '../sae/mapeo.ts'
import { crearPertenencia } from '../sae/pertenencia.ts'
import { crearRevisor } from '../sae/revisar-renglon.ts'
import type { Renglon, TablaEnFlujo } from '../sae/tabla.ts'
import type { Criterio, Importador, Leido } from './juzgar.ts'

/** Renglones por tanda: cada una se escribe en su transacción, corta para que nadie más espere. */
export const RENGLONES_POR_TANDA = 500
/** Cuántos se revisan entre turno y turno. */
const POR_TURNO = 100

/**
 * Recorre una tabla ya abierta, tanda por tanda, con cada renglón revisado. Salta los `saltar` primeros renglones, que
 * sólo se recuerdan. Puede lanzar `ArchivoIlegible` a media lectura.
 */
export const recorrer = async (
	db: Lectura,
	actor: Importador,
	tabla: TablaEnFlujo,
	mapeo: Mapeo,
	saltar = 0,
): Promise<{ readonly criterio: Criterio; readonly tandas: AsyncIterable<readonly Leido[]> }> => {
	const catalogos = await leerCatalogos(db)
	const minima = await leerAjuste(db, 'calificacion-minima', null)
	const revisor = crearRevisor(tabla, mapeo, catalogos, minima)
	const tandas = async function* (): AsyncGenerator<readonly Leido[]> {
		let faltan = saltar
		let tanda: Leido[] = []
		const leer = (renglon: Renglon): void => void tanda.push({ renglon, revisado: revisor.revisar(renglon) })
		for await (const renglon of tabla.renglones) {
			if (faltan > 0) {
				faltan -= 1
				revisor.saltar(renglon)
				continue
			}
			leer(renglon)
			if (tanda.length % POR_TURNO === 0) await cederElTurno()
			if (tanda.length < RENGLONES_POR_TANDA) continue
			yield tanda
			tanda = []
		}
		if (tanda.length > 0) yield tanda
	}
	return { criterio: { actor, catalogos, revisor, pertenece: crearPertenencia(catalogos) }, tandas: tandas() }
}
