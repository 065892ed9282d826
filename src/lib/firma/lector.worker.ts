/**
 * Lee, compara y rearma la cadena de cada documento, y se la pasa a quien firma. De la llave no sabe nada: sólo
 * tiene el puerto por donde salen las cadenas.
 */
import type { GrupoPreparado } from './cadenas.ts'
import { preparar } from './lote.ts'
import type { AlLector } from './protocolo.ts'

let puerto: MessagePort | null = null

self.onmessage = ({ data }: MessageEvent<AlLector>) => {
	if (data.tipo === 'puerto') {
		puerto?.close()
		puerto = data.puerto
		return
	}
	const { numero, documentos } = data.grupo
	const preparado: GrupoPreparado = { numero, preparados: documentos.map(preparar) }
	puerto?.postMessage(preparado)
}
