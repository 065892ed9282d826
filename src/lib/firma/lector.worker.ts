/**
 * Lee, compara y rearma la cadena de cada documento, y se la pasa a quien firma. De la llave no sabe nada: sólo
 * tiene el puerto por donde salen las cadenas.
 */
import { preparar } from './lote.ts'
import type { AlLector } from './protocolo.ts'
import type { Cadenas } from './cadenas.ts'

let puerto: MessagePort | null = null

self.onmessage = ({ data }: MessageEvent<AlLector>) => {
	if (data.tipo === 'puerto') {
		puerto?.close()
		puerto = data.puerto
		return
	}
	const cadenas: Cadenas = { preparados: data.documentos.map(preparar), fin: data.fin }
	puerto?.postMessage(cadenas)
}
