/** El paso de cadenas del lector a quien firma: un puerto entre los dos workers que la página no ve. */
import type { Preparado } from './lote.ts'

/** Un grupo de cadenas; `fin` si ya no vienen más. */
export type Cadenas = { readonly preparados: readonly Preparado[]; readonly fin: boolean }

/**
 * Los grupos que llegan por el puerto, en orden, hasta el que dice `fin`. Antes de cada uno se atiende lo demás que haya
 * llegado al worker. Dejar de recorrerlos cierra el puerto.
 */
export async function* recibirCadenas(puerto: MessagePort): AsyncGenerator<readonly Preparado[], void> {
	const llegados: Cadenas[] = []
	const turno = crearTurno()
	let despertar = () => {}
	puerto.onmessage = ({ data }: MessageEvent<Cadenas>) => {
		llegados.push(data)
		despertar()
	}
	try {
		for (;;) {
			const grupo = llegados.shift()
			if (grupo === undefined) {
				await new Promise<void>((resolver) => {
					despertar = resolver
				})
				continue
			}
			await turno.ceder()
			yield grupo.preparados
			if (grupo.fin) return
		}
	} finally {
		puerto.close()
		turno.cerrar()
	}
}

/**
 * Deja que se atienda lo que haya llegado. En Chromium la firma resuelve sin soltar el hilo: sin esto, ni lo del lector ni
 * una pausa se oirían hasta acabar. Por un mensaje a sí mismo, que se forma detrás de los que ya esperan.
 */
const crearTurno = () => {
	const { port1, port2 } = new MessageChannel()
	let seguir = () => {}
	port1.onmessage = () => seguir()
	return {
		ceder: () =>
			new Promise<void>((resolver) => {
				seguir = resolver
				port2.postMessage(null)
			}),
		cerrar: () => {
			port1.close()
			port2.close()
		},
	}
}
