import QRCode from 'qrcode'
import { expect, test } from 'vitest'
import { trazoDeQr } from '../../src/lib/ficha/qr.ts'

test('el trazo cubre exactamente los módulos oscuros del QR', () => {
	const { data, size } = QRCode.create('https://egreso.example/buzon#ficha-de-prueba').modules
	const pintados = new Uint8Array(size * size)
	for (const [, x, y, largo] of trazoDeQr(data, size).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
		for (let i = 0; i < Number(largo); i++) {
			const indice = Number(y) * size + Number(x) + i
			pintados[indice] = (pintados[indice] ?? 0) + 1
		}
	}
	expect([...pintados]).toEqual([...data].map(Number))
})
