/**
 * Lee, compara y rearma la cadena de cada documento, y se la pasa a quien firma. De la llave no sabe nada: sólo
 * tiene el puerto por donde salen las cadenas.
 */
import { preparar, type DocumentoPorSellar } from './lote.ts'
import type { AlLector } from './protocolo.ts'
import type { Cadenas } from './cadenas.ts'

/** Con tantas vueltas a un grupo el motor ya dejó el programa como va a quedar: el lote no paga lo frío. */
const VUELTAS_DE_ENSAYO = 12

let puerto: MessagePort | null = null

/** Lee lo mismo varias veces mientras se escribe la contraseña, y suelta en cuanto hay que leer de verdad. */
const ensayar = async (documentos: readonly DocumentoPorSellar[]): Promise<void> => {
	for (let vuelta = 0; vuelta < VUELTAS_DE_ENSAYO && puerto === null; vuelta += 1) {
		documentos.forEach(preparar)
		await new Promise((seguir) => setTimeout(seguir))
	}
}

self.onmessage = ({ data }: MessageEvent<AlLector>) => {
	if (data.tipo === 'ensayar') return void ensayar(data.documentos)
	if (data.tipo === 'puerto') {
		puerto?.close()
		puerto = data.puerto
		return
	}
	const cadenas: Cadenas = { preparados: data.documentos.map(preparar), fin: data.fin }
	puerto?.postMessage(cadenas)
}
