/** El paso de cadenas del lector a quien firma: un puerto entre los dos workers que la página no ve. */
import type { Preparado } from './lote.ts'

/** Un grupo de cadenas; `fin` si ya no vienen más. */
export type Cadenas = { readonly preparados: readonly Preparado[]; readonly fin: boolean }

/** Los grupos que llegan por el puerto, en orden, hasta el que dice `fin`. Dejar de recorrerlos cierra el puerto. */
export async function* recibirCadenas(puerto: MessagePort): AsyncGenerator<readonly Preparado[], void> {
	const llegados: Cadenas[] = []
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
			yield grupo.preparados
			if (grupo.fin) return
		}
	} finally {
		puerto.close()
	}
}
