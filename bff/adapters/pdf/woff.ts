import { unzlibSync } from 'fflate'

/** Octetos de la cabecera y de cada renglón del directorio, en WOFF y en el sfnt que lleva dentro. */
const WOFF = { cabecera: 44, renglon: 20 } as const
const SFNT = { cabecera: 12, renglon: 16 } as const

/**
 * El TrueType que un WOFF 1.0 lleva dentro, con sus tablas ya abiertas. Se abre una vez y de golpe: fontkit lee el WOFF
 * directamente, pero vuelve a descomprimir la tabla de contornos por cada letra. Fuente: W3C WOFF File Format 1.0 (§3 a §5).
 */
export const abrirWoff = (woff: Uint8Array): Uint8Array => {
	const vista = new DataView(woff.buffer, woff.byteOffset, woff.byteLength)
	if (vista.getUint32(0) !== 0x774f4646) throw new Error('El archivo de la tipografía no es un WOFF')
	const cuantas = vista.getUint16(12)
	const tablas = Array.from({ length: cuantas }, (_, i) => {
		const renglon = WOFF.cabecera + i * WOFF.renglon
		const [marca, lugar, comprimida, largo, suma] = [0, 4, 8, 12, 16].map((n) => vista.getUint32(renglon + n))
		const bytes = woff.subarray(lugar, (lugar ?? 0) + (comprimida ?? 0))
		return { marca: marca ?? 0, suma: suma ?? 0, bytes: comprimida === largo ? bytes : unzlibSync(bytes) }
	})
	const inicio = SFNT.cabecera + cuantas * SFNT.renglon
	const largo = tablas.reduce((suma, { bytes }) => suma + alCuatro(bytes.length), inicio)
	const sfnt = new Uint8Array(largo)
	const salida = new DataView(sfnt.buffer)
	salida.setUint32(0, vista.getUint32(4))
	salida.setUint16(4, cuantas)
	const potencia = 2 ** Math.floor(Math.log2(cuantas))
	salida.setUint16(6, potencia * 16)
	salida.setUint16(8, Math.log2(potencia))
	salida.setUint16(10, cuantas * 16 - potencia * 16)
	let lugar = inicio
	for (const [i, { marca, suma, bytes }] of tablas.entries()) {
		for (const [n, valor] of [marca, suma, lugar, bytes.length].entries())
			salida.setUint32(SFNT.cabecera + i * SFNT.renglon + n * 4, valor)
		sfnt.set(bytes, lugar)
		lugar += alCuatro(bytes.length)
	}
	return sfnt
}

const alCuatro = (largo: number): number => Math.ceil(largo / 4) * 4
