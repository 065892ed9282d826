/** La página de la medida: pone el worker, le da el material y deja pedirle medidas desde fuera. */
import { deBase64 } from '#core/efirma/base64.ts'
import Medidor from './medidor.worker.ts?worker'
import type { AlMedidor, DelMedidor, MaterialEnJson, Medible } from './protocolo.ts'

declare global {
	/** Milisegundos que tarda el worker en hacer `veces` de `que`. */
	var medir: (que: Medible, veces: number) => Promise<number>
	var preparar: () => Promise<void>
}

const worker = new Medidor()

const pedir = (mensaje: AlMedidor): Promise<number> =>
	new Promise((resolver, fallar) => {
		worker.onmessage = ({ data }: MessageEvent<DelMedidor>) => {
			if (data.tipo === 'listo') resolver(data.ms)
			else if (data.tipo === 'falla') fallar(new Error(data.mensaje))
		}
		worker.onerror = (evento) => fallar(new Error(evento.message))
		worker.postMessage(mensaje)
	})

const exigidos = (base64: string): Uint8Array<ArrayBuffer> => {
	const bytes = deBase64(base64)
	if (bytes === null) throw new Error('El material no es base64')
	return bytes
}

globalThis.preparar = async () => {
	const respuesta = await fetch('./material.json')
	const material = (await respuesta.json()) as MaterialEnJson
	await pedir({
		tipo: 'preparar',
		material: { ...material, cer: exigidos(material.cer), key: exigidos(material.key) },
	})
}
globalThis.medir = (que, veces) => pedir({ tipo: 'medir', que, veces })
