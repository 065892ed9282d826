import QRCode from 'qrcode'
import type { PintarQr } from '../../application/ports.ts'

/** QR en PNG con corrección M y zona quieta: se lee impreso a 35 mm (21). */
export const pintarQr: PintarQr = async (texto) =>
	new Uint8Array(
		await QRCode.toBuffer(texto, { errorCorrectionLevel: 'M', margin: 4, width: 560, type: 'png' }),
	)

/** Un tramo de módulos oscuros: dónde empieza y cuántos son, con la fila 0 abajo, como PDF cuenta. */
type Corrida = readonly [columna: number, fila: number, largo: number]

/** El QR como tramos oscuros de fila en fila, para dibujarlo con trazos: menos que uno por módulo. */
export const corridasDeQr = (
	texto: string,
): { readonly lado: number; readonly corridas: readonly Corrida[] } => {
	const { modules } = QRCode.create(texto, { errorCorrectionLevel: 'M' })
	const lado = modules.size
	const corridas: Corrida[] = []
	for (let fila = 0; fila < lado; fila += 1) {
		let desde = -1
		for (let columna = 0; columna <= lado; columna += 1) {
			const oscuro = columna < lado && modules.get(fila, columna) === 1
			if (oscuro && desde < 0) desde = columna
			if (!oscuro && desde >= 0) {
				corridas.push([desde, lado - 1 - fila, columna - desde])
				desde = -1
			}
		}
	}
	return { lado, corridas }
}
