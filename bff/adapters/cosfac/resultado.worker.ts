/*
 * El hilo donde se lee un .xls ajeno: quien lo puso aquí le da memoria y tiempo contados, y lo mata si se pasa. Contesta una
 * vez: los renglones, o por qué no.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { leerResultado, ResultadoInservible } from './resultado-xls.ts'

try {
	parentPort?.postMessage({ filas: leerResultado(workerData as Uint8Array) })
} catch (causa) {
	const razon = causa instanceof ResultadoInservible ? causa.message : 'El archivo .xls está dañado.'
	parentPort?.postMessage({ razon })
}
