import { createHash } from 'node:crypto'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import {
	abrirComprimido,
	abrirPorEntrada,
	ComprimidoInservible,
	comprimir,
	LIMITES_DESCARGA,
} from '../../../bff/adapters/cosfac/comprimido.ts'

const bytes = (texto: string): Uint8Array => new TextEncoder().encode(texto)
const limites = { entradas: 3, porEntrada: 200_000, total: 300_000 }

const FIRMA_CENTRAL = 0x02014b50
const FIRMA_FINAL = 0x06054b50

/** Donde empieza un registro del ZIP, por su firma. */
const donde = (zip: Buffer, firma: number): number => {
	const marca = Buffer.alloc(4)
	marca.writeUInt32LE(firma)
	return zip.lastIndexOf(marca)
}

/** Un zip64 que miente (APPNOTE 4.5.3): tamaños de 4 bytes en 0xffffffff y, en su campo extra, los que se digan. */
const zip64 = (contenido: Uint8Array, abierto: bigint, comprimido: bigint): Uint8Array => {
	const zip = Buffer.from(zipSync({ 'a.xml': contenido }))
	const central = donde(zip, FIRMA_CENTRAL)
	const final = donde(zip, FIRMA_FINAL)
	const extra = Buffer.alloc(20)
	extra.writeUInt16LE(1, 0)
	extra.writeUInt16LE(16, 2)
	extra.writeBigUInt64LE(abierto, 4)
	extra.writeBigUInt64LE(comprimido, 12)
	zip.writeUInt32LE(0xffffffff, central + 20)
	zip.writeUInt32LE(0xffffffff, central + 24)
	zip.writeUInt16LE(extra.length, central + 30)
	const conExtra = Buffer.concat([zip.subarray(0, final), extra, zip.subarray(final)])
	const nuevoFinal = final + extra.length
	conExtra.writeUInt32LE(conExtra.readUInt32LE(nuevoFinal + 12) + extra.length, nuevoFinal + 12)
	return conExtra
}

test('un zip64 que dice la verdad se abre', async () => {
	const contenido = bytes('<a/>'.repeat(50))
	const zip = Buffer.from(zipSync({ 'a.xml': contenido }))
	const comprimido = BigInt(zip.readUInt32LE(donde(zip, FIRMA_CENTRAL) + 20))
	const [archivo] = await abrirComprimido(zip64(contenido, BigInt(contenido.length), comprimido), limites)
	expect(Buffer.from(archivo?.bytes ?? []).equals(Buffer.from(contenido))).toBe(true)
})

test.each([
	['más de lo que cabe en memoria', 2n ** 62n, 100n],
	['que abierto mide nada', 0n, 40n],
	['que comprimido mide más que el ZIP', 200n, 2n ** 40n],
])('un zip64 que miente: %s', async (_, abierto, comprimido) => {
	await expect(
		abrirComprimido(zip64(bytes('<a/>'.repeat(50)), abierto, comprimido), limites),
	).rejects.toThrow(ComprimidoInservible)
})

test('el final dice más o menos archivos de los que hay', async () => {
	for (const dice of [0, 1, 3, 0xfffe]) {
		const zip = Buffer.from(
			comprimir([
				{ nombre: 'a.xml', bytes: bytes('1') },
				{ nombre: 'b.xml', bytes: bytes('2') },
			]),
		)
		const final = donde(zip, FIRMA_FINAL)
		zip.writeUInt16LE(dice, final + 8)
		zip.writeUInt16LE(dice, final + 10)
		const abierto = await abrirComprimido(zip, limites).catch((causa: unknown) => causa)
		if (Array.isArray(abierto)) expect(abierto.length).toBeLessThanOrEqual(2)
		else expect(abierto).toBeInstanceOf(ComprimidoInservible)
	}
})

test('una bomba de cien megas no pasa de su tope', async () => {
	const bomba = zipSync({ 'a.xml': new Uint8Array(100 * 1024 * 1024) })
	await expect(abrirComprimido(bomba, LIMITES_DESCARGA)).rejects.toBeInstanceOf(ComprimidoInservible)
})

test('por entrada: la que no se debe abrir se dice, y las demás se leen', async () => {
	const zip = Buffer.from(
		zipSync({
			'bien.xml': bytes('<bien/>'),
			'bomba.xml': new Uint8Array(150_000),
			'aa_aa_fuera.xml': bytes('<fuera/>'),
		}),
	)
	const travieso = Buffer.from(
		zip.toString('latin1').replaceAll('aa_aa_fuera.xml', '../../fuera.xml'),
		'latin1',
	)
	const { archivos, inservibles } = await abrirPorEntrada(travieso, limites)
	expect(archivos.map(({ nombre }) => nombre)).toEqual(['bien.xml'])
	expect(inservibles).toEqual([
		{ nombre: 'bomba.xml', razon: expect.stringContaining('comprimido más') as string },
		{ nombre: null, razon: expect.stringContaining('ruta') as string },
	])
	await expect(abrirComprimido(travieso, limites)).rejects.toThrow(ComprimidoInservible)
})

test('por entrada: una dañada no detiene a las otras', async () => {
	// Sin vueltas que se compriman: lo dañado es suyo y no del que sigue.
	const ruido = createHash('shake256', { outputLength: 5_000 }).update('ruido').digest()
	const zip = Buffer.from(zipSync({ 'a.xml': ruido, 'b.xml': bytes('<b/>') }))
	zip.fill(0xff, 60, 400)
	const { archivos, inservibles } = await abrirPorEntrada(zip, limites)
	expect(archivos.map(({ nombre }) => nombre)).toEqual(['b.xml'])
	expect(inservibles).toEqual([{ nombre: 'a.xml', razon: expect.stringContaining('dañado') as string }])
})
