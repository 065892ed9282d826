import { onDestroy } from 'svelte'
import { ErrorApi, errorDeRed } from './error-api.ts'

export type Recurso<T> = {
	/** Lo último que llegó; al volver a pedir se conserva hasta que llegue lo nuevo. */
	readonly datos: T | undefined
	readonly error: ErrorApi | null
	readonly cargando: boolean
	/** Vuelve a pedir; se cumple cuando llegó lo nuevo o se supo que no llega. */
	readonly recargar: () => Promise<void>
}

/**
 * Lo que se lee del servidor y se vuelve a leer cuando cambia algo de lo que depende (la URL, por ejemplo). Lo que
 * llega tarde de una petición anterior se descarta. Se llama al iniciar un componente.
 */
export const recurso = <T>(pedir: (senal: AbortSignal) => Promise<T>): Recurso<T> => {
	let datos = $state.raw<T>()
	let error = $state.raw<ErrorApi | null>(null)
	let cargando = $state(true)
	let vuelta = $state(0)
	let esperan: (() => void)[] = []
	const avisar = () => {
		const todos = esperan
		esperan = []
		for (const uno of todos) uno()
	}

	$effect(() => {
		void vuelta
		const control = new AbortController()
		cargando = true
		pedir(control.signal).then(
			(llegado) => {
				if (control.signal.aborted) return
				datos = llegado
				error = null
				cargando = false
				avisar()
			},
			(causa: unknown) => {
				if (control.signal.aborted) return
				if (!(causa instanceof ErrorApi)) console.error(causa)
				error = causa instanceof ErrorApi ? causa : errorDeRed('respuesta-ilegible')
				cargando = false
				avisar()
			},
		)
		return () => control.abort()
	})
	// Quien espera a una pantalla que se cerró no se queda esperando.
	onDestroy(avisar)

	return {
		get datos() {
			return datos
		},
		get error() {
			return error
		},
		get cargando() {
			return cargando
		},
		recargar: () =>
			new Promise((cumplir) => {
				esperan.push(cumplir)
				vuelta += 1
			}),
	}
}
