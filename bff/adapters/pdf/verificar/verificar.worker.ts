/*
 * El hilo donde se revisa un PDF ajeno: quien lo puso aquí le da memoria y tiempo contados, y lo mata si se pasa. Contesta una
 * vez, con lo revisado.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { verificarPdf } from './verificar-pdf.ts'

parentPort?.postMessage(await verificarPdf(workerData as Uint8Array))
