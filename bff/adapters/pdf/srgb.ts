/**
 * El perfil ICC de sRGB (IEC 61966-2-1), hecho aquí: el que PDF/A pide como intención de salida, sin depender de un archivo
 * ajeno ni de su licencia. Versión 2.1 de ICC, que es la que PDF/A-1 también admite.
 */

/** Primarios y blanco en XYZ, adaptados a D50 (ICC.1:2001-04, 6.4 y anexo A). */
const BLANCO = [0.9642, 1, 0.8249] as const
const PRIMARIOS = {
	rXYZ: [0.43607, 0.22249, 0.01392],
	gXYZ: [0.38515, 0.71687, 0.09708],
	bXYZ: [0.14307, 0.06061, 0.7141],
} as const

const NOMBRE = 'sRGB IEC61966-2.1'
const PUNTOS_DE_CURVA = 1024

type Marca = readonly [firma: string, datos: Buffer]

const ascii = (texto: string): Buffer => Buffer.from(texto, 'latin1')

const s15f16 = (valor: number): Buffer => {
	const bytes = Buffer.alloc(4)
	bytes.writeInt32BE(Math.round(valor * 65536))
	return bytes
}

const u32 = (valor: number): Buffer => {
	const bytes = Buffer.alloc(4)
	bytes.writeUInt32BE(valor)
	return bytes
}

const xyz = (valores: readonly number[]): Buffer =>
	Buffer.concat([ascii('XYZ '), u32(0), ...valores.map(s15f16)])

const texto = (frase: string): Buffer => Buffer.concat([ascii('text'), u32(0), ascii(`${frase}\0`)])

/** `textDescriptionType` (6.5.17): sólo el ASCII; lo demás va vacío y con su largo. */
const descripcion = (frase: string): Buffer =>
	Buffer.concat([
		ascii('desc'),
		u32(0),
		u32(frase.length + 1),
		ascii(`${frase}\0`),
		u32(0),
		u32(0),
		Buffer.alloc(2 + 1 + 67),
	])

/** La curva de sRGB, de valor codificado a luz. */
const curva = (): Buffer => {
	const bytes = Buffer.alloc(12 + PUNTOS_DE_CURVA * 2)
	bytes.write('curv', 0, 'latin1')
	bytes.writeUInt32BE(PUNTOS_DE_CURVA, 8)
	for (let i = 0; i < PUNTOS_DE_CURVA; i += 1) {
		const v = i / (PUNTOS_DE_CURVA - 1)
		const luz = v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
		bytes.writeUInt16BE(Math.round(luz * 65535), 12 + i * 2)
	}
	return bytes
}

const alCuatro = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])

const armar = (): Uint8Array => {
	const luz = curva()
	const marcas: readonly Marca[] = [
		['desc', descripcion(NOMBRE)],
		['cprt', texto('Dominio publico')],
		['wtpt', xyz(BLANCO)],
		...Object.entries(PRIMARIOS).map(([firma, valores]): Marca => [firma, xyz(valores)]),
		['rTRC', luz],
		['gTRC', luz],
		['bTRC', luz],
	]
	const tabla: Buffer[] = [u32(marcas.length)]
	const datos: Buffer[] = []
	const lugares = new Map<Buffer, number>()
	let sigue = 128 + 4 + marcas.length * 12
	for (const [firma, bytes] of marcas) {
		// Las tres curvas son la misma: se escriben una vez.
		const lugar = lugares.get(bytes) ?? sigue
		if (!lugares.has(bytes)) {
			lugares.set(bytes, lugar)
			datos.push(alCuatro(bytes))
			sigue += alCuatro(bytes).length
		}
		tabla.push(ascii(firma), u32(lugar), u32(bytes.length))
	}
	return new Uint8Array(Buffer.concat([cabecera(sigue), ...tabla, ...datos]))
}

/** La cabecera de 128 octetos (6.1). La fecha es la del estándar: el perfil no cambia. */
const cabecera = (largo: number): Buffer => {
	const bytes = Buffer.alloc(128)
	bytes.writeUInt32BE(largo, 0)
	bytes.writeUInt32BE(0x02100000, 8)
	bytes.write('mntrRGB XYZ ', 12, 'latin1')
	for (const [i, valor] of [1999, 10, 18, 0, 0, 0].entries()) bytes.writeUInt16BE(valor, 24 + i * 2)
	bytes.write('acsp', 36, 'latin1')
	Buffer.concat(BLANCO.map(s15f16)).copy(bytes, 68)
	return bytes
}

/** Los bytes del perfil; tres componentes. */
export const SRGB: Uint8Array = armar()
/** Cómo se llama la condición de salida (ISO 32000-1, 14.11.5). */
export const NOMBRE_SRGB = NOMBRE
