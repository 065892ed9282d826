import process from 'node:process'
import { Worker } from 'node:worker_threads'
import { ABRIR, type Revision } from './verificar-pdf.ts'

/** Un certificado de 64 módulos se revisa en menos de un segundo y en cien megabytes. */
const TOPES = { memoriaMb: 768, plazoMs: 30_000 }
const CADA_MS = 20
const MB = 1024 * 1024

/**
 * Revisa un PDF ajeno en otro hilo, con tope de memoria y de tiempo: pocos kilobytes comprimidos pueden pedir gigabytes, y la
 * biblioteca que lo abre no pone tope. Lo que se pasa no cumple «abrir». No lanza por lo que el archivo traiga.
 */
export const verificarPdfAparte = (
	pdf: Uint8Array,
	{ memoriaMb, plazoMs }: { readonly memoriaMb: number; readonly plazoMs: number } = TOPES,
): Promise<readonly Revision[]> =>
	new Promise((cumplir) => {
		const hilo = new Worker(new URL('./verificar.worker.ts', import.meta.url), {
			workerData: pdf,
			resourceLimits: { maxOldGenerationSizeMb: memoriaMb },
			// La biblioteca comenta lo que no conoce: nadie lo lee.
			stdout: true,
			stderr: true,
		})
		const acabar = (revisiones: readonly Revision[]): void => {
			clearTimeout(plazo)
			clearInterval(vigia)
			void hilo.terminate()
			cumplir(revisiones)
		}
		const negar = (porque: string): void => acabar([{ ...ABRIR, faltas: [porque] }])
		const plazo = setTimeout(() => negar('tarda demasiado en leerse'), plazoMs)
		// El tope del hilo no cuenta los búferes, que es donde crece lo que se descomprime.
		const alEmpezar = process.memoryUsage.rss()
		const vigia = setInterval(() => {
			if (process.memoryUsage.rss() - alEmpezar > memoriaMb * MB) negar(DEMASIADA)
		}, CADA_MS)
		hilo.once('message', (revisiones: readonly Revision[]) => acabar(revisiones))
		hilo.once('error', () => negar(DEMASIADA))
		hilo.once('exit', () => negar('no se pudo leer'))
	})

const DEMASIADA = 'pide demasiada memoria para leerse'
