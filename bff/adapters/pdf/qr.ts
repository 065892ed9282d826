import QRCode from 'qrcode'
import type { PintarQr } from '../../application/ports.ts'

/** QR en PNG con corrección M y zona quieta: se lee impreso a 35 mm (21). */
export const pintarQr: PintarQr = async (texto) =>
	new Uint8Array(
		await QRCode.toBuffer(texto, { errorCorrectionLevel: 'M', margin: 4, width: 560, type: 'png' }),
	)

/** La matriz del QR: para dibujarlo con trazos en un PDF. */
export const matrizQr = (
	texto: string,
): { readonly lado: number; readonly oscuro: (x: number, y: number) => boolean } => {
	const { modules } = QRCode.create(texto, { errorCorrectionLevel: 'M' })
	return { lado: modules.size, oscuro: (x, y) => modules.get(y, x) === 1 }
}
