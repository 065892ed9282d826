import { Worker } from 'node:worker_threads'
import { type FilaResultado, ResultadoInservible } from './resultado-xls.ts'

/** Lo que un resultado de mil renglones necesita, con mucho de sobra. */
const TOPES = { memoriaMb: 256, plazoMs: 20_000 }

type Dicho = { readonly filas: readonly FilaResultado[] } | { readonly razon: string }

/**
 * Lee el `.xls` de resultados en otro hilo, con tope de memoria y de tiempo: la biblioteca no promete ni una ni otro con un
 * archivo hecho para hacer daño, y aquí se atiende a otros. Lanza `ResultadoInservible`.
 */
export const leerResultadoAparte = (
	xls: Uint8Array,
	{ memoriaMb, plazoMs }: { readonly memoriaMb: number; readonly plazoMs: number } = TOPES,
): Promise<readonly FilaResultado[]> =>
	new Promise((cumplir, negar) => {
		const hilo = new Worker(new URL('./resultado.worker.ts', import.meta.url), {
			workerData: xls,
			resourceLimits: { maxOldGenerationSizeMb: memoriaMb },
			// La biblioteca comenta lo que no conoce: nadie lo lee.
			stdout: true,
			stderr: true,
		})
		const acabar = (error: Error | null, filas: readonly FilaResultado[] = []): void => {
			clearTimeout(plazo)
			void hilo.terminate()
			if (error) negar(error)
			else cumplir(filas)
		}
		const plazo = setTimeout(
			() => acabar(new ResultadoInservible('El archivo .xls tarda demasiado en leerse.')),
			plazoMs,
		)
		hilo.once('message', (dicho: Dicho) =>
			'razon' in dicho ? acabar(new ResultadoInservible(dicho.razon)) : acabar(null, dicho.filas),
		)
		hilo.once('error', (causa) =>
			acabar(
				new ResultadoInservible('El archivo .xls pide demasiada memoria o está dañado.', { cause: causa }),
			),
		)
		hilo.once('exit', () => acabar(new ResultadoInservible('El archivo .xls está dañado.')))
	})
