import { createHash } from 'node:crypto'
import { constants, deflateRawSync, deflateSync, gzipSync, inflateRawSync } from 'node:zlib'

/*
 * Buscar unos bytes secretos en un montón de texto, los haya escrito quien los haya escrito. En vez de adivinar cada
 * combinación, el texto se mira de varias maneras (sin escapes, sin separadores, de decimales a bytes, descomprimido…)
 * y en cada una se busca todo trozo de los secretos: como bytes, en hexadecimal y en base64.
 */

/** `trozos`: basta un pedazo de dieciséis bytes; `entero`: sólo completo (una contraseña es corta). */
export type Secreto = { readonly que: string; readonly bytes: Buffer; readonly como: 'trozos' | 'entero' }

/** Dieciséis bytes seguidos de una llave ya son un rastro; y traen doce alineados a los tercios de base64. */
const VENTANA = 16
const VENTANA_BASE64 = 12

type Escritura = 'bytes' | 'hex' | 'base64'
type Aguja = { readonly que: string; readonly texto: string }

/** Cada posición de unos bytes, en cada escritura. Todas las agujas de una escritura miden lo mismo. */
const ventanas = ({ que, bytes }: Secreto, escritura: Escritura): Aguja[] => {
	const largo = escritura === 'base64' ? VENTANA_BASE64 : VENTANA
	return Array.from({ length: Math.max(0, bytes.length - largo + 1) }, (_, i) => ({
		que: `${que}, ${escritura}`,
		texto: bytes.subarray(i, i + largo).toString(escritura === 'bytes' ? 'latin1' : escritura),
	}))
}

/** Lo que se busca de un secreto corto: entero, al revés, en base64 de cualquier tercio, y sus huellas. */
const enteras = ({ que, bytes }: Secreto): Record<Escritura, Aguja[]> => {
	const alReves = Buffer.from(bytes).reverse()
	const enUtf16 = Buffer.from(bytes.toString('utf8'), 'utf16le')
	const valores: [string, Buffer][] = [
		[que, bytes],
		[`${que} al revés`, alReves],
		...(['md5', 'sha1', 'sha256'] as const).flatMap((huella): [string, Buffer][] =>
			[bytes, enUtf16].map((uno) => [`${huella} de ${que}`, createHash(huella).update(uno).digest()]),
		),
		// Comprimido suelto: el encabezado y el final cambian, el centro no.
		[`${que} comprimida`, deflateRawSync(bytes)],
	]
	const base64 = valores.flatMap(([cual, valor]) =>
		[0, 1, 2].map((salto) => ({
			que: `${cual}, base64`,
			texto: valor.subarray(salto, salto + Math.floor((valor.length - salto) / 3) * 3).toString('base64'),
		})),
	)
	const como = (escritura: 'latin1' | 'hex', dicho: Escritura) =>
		valores.map(([cual, valor]) => ({ que: `${cual}, ${dicho}`, texto: valor.toString(escritura) }))
	return { bytes: como('latin1', 'bytes'), hex: como('hex', 'hex'), base64 }
}

const codigos = (texto: string, lugar: number): number =>
	((texto.charCodeAt(lugar) << 24) ^
		(texto.charCodeAt(lugar + 1) << 16) ^
		(texto.charCodeAt(lugar + 2) << 8) ^
		texto.charCodeAt(lugar + 3)) >>>
	0

/** Las agujas que aparecen en un texto: se miran sus cuatro primeras letras y sólo entonces el resto. */
const halladas = (texto: string, agujas: readonly Aguja[]): readonly string[] => {
	const porInicio = new Map<number, Aguja[]>()
	for (const aguja of agujas) {
		const inicio = codigos(aguja.texto, 0)
		const mismas = porInicio.get(inicio)
		if (mismas) mismas.push(aguja)
		else porInicio.set(inicio, [aguja])
	}
	const vistas = new Set<string>()
	for (let i = 0; i + 4 <= texto.length; i += 1) {
		for (const { que, texto: buscado } of porInicio.get(codigos(texto, i)) ?? []) {
			if (texto.startsWith(buscado, i)) vistas.add(que)
		}
	}
	return [...vistas]
}

const sinEscapes = (texto: string): string =>
	texto
		.replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi, (_, largo?: string, corto?: string) =>
			String.fromCharCode(Number.parseInt(largo ?? corto ?? '', 16)),
		)
		.replace(/\\([bfnrtv0"'\\/])/g, (_, letra: string) => ESCAPES[letra] ?? letra)
const ESCAPES: Readonly<Record<string, string>> = {
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
	0: '\0',
}

const sinPorcientos = (texto: string): string =>
	texto.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** Como si sus letras fueran los bytes de un UTF-8. */
const deUtf8 = (texto: string): string => Buffer.from(texto, 'latin1').toString('utf8')
/** Y al contrario: los bytes UTF-8 de sus letras. */
const aUtf8 = (texto: string): string => Buffer.from(texto, 'utf8').toString('latin1')

/** `1,2,3`, `[1, 2, 3]` y `{"0":1,"1":2}`: cada serie de ocho números o más, como bytes. */
const deDecimales = (texto: string): string =>
	(texto.replace(/"\d+"\s*:\s*/g, '').match(/\d{1,3}(?:[\s,;|]+\d{1,3}){7,}/g) ?? [])
		.map((serie) =>
			serie
				.split(/[\s,;|]+/)
				.map((numero) => String.fromCharCode(Number(numero)))
				.join(''),
		)
		.join('\n')

/** Lo que en el texto empiece como gzip o zlib, o venga así en base64, descomprimido. */
const descomprimido = (texto: string): string => {
	const enBase64 = (texto.match(/[A-Za-z0-9+/_-]{16,}={0,2}/g) ?? [])
		.filter((uno) => /^(H4s|eJ|eN|eA|eF)/.test(uno))
		.map((uno) => Buffer.from(uno, 'base64'))
	// eslint-disable-next-line no-control-regex -- son los primeros bytes de gzip y de zlib
	const enBytes = [...texto.matchAll(/\x1f\x8b|\x78[\x01\x5e\x9c\xda]/g)].map(({ index }) =>
		Buffer.from(texto.slice(index, index + 65_536), 'latin1'),
	)
	return [...enBase64, ...enBytes]
		.flatMap((comprimido) =>
			// Los encabezados de zlib y de gzip miden dos y diez bytes; lo que sobre al final no estorba.
			[2, 10].flatMap((encabezado) => {
				try {
					const centro = comprimido.subarray(encabezado)
					return [inflateRawSync(centro, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1')]
				} catch {
					return []
				}
			}),
		)
		.join('\n')
}

/** El texto visto de todas las maneras en que pudo escribirse un byte. */
const vistas = (texto: string): readonly string[] => {
	const abiertos = [texto, sinEscapes(texto), sinPorcientos(texto), descomprimido(texto)]
	const todos = abiertos.flatMap((uno) => [
		uno,
		uno.replaceAll('\0', ''),
		deUtf8(uno),
		aUtf8(uno),
		deDecimales(uno),
	])
	return [...new Set(todos)].filter((uno) => uno !== '')
}

const comoHex = (texto: string): string => texto.toLowerCase().replace(/0x|\\x|[\s:,;_-]/g, '')
const comoBase64 = (texto: string): string =>
	texto
		.replace(/[\s"']|\\[nr]/g, '')
		.replaceAll('-', '+')
		.replaceAll('_', '/')

/** Qué secretos, y escritos cómo, aparecen en lo dicho. Lo normal es que en nada. */
export const buscar = (dicho: readonly string[], secretos: readonly Secreto[]): readonly string[] => {
	const agujas: Record<Escritura, Aguja[]> = { bytes: [], hex: [], base64: [] }
	for (const secreto of secretos) {
		const suyas =
			secreto.como === 'entero'
				? enteras(secreto)
				: {
						bytes: ventanas(secreto, 'bytes'),
						hex: ventanas(secreto, 'hex'),
						base64: ventanas(secreto, 'base64'),
					}
		for (const escritura of ['bytes', 'hex', 'base64'] as const) agujas[escritura].push(...suyas[escritura])
	}
	// Juntos pero separados: un secreto no se arma con el final de uno y el principio de otro.
	const todo = dicho.join('\u2028')
	const vistos = new Set<string>()
	for (const vista of vistas(todo)) {
		for (const que of halladas(vista, agujas.bytes)) vistos.add(que)
		for (const que of halladas(comoHex(vista), agujas.hex)) vistos.add(que)
		for (const que of halladas(comoBase64(vista), agujas.base64)) vistos.add(que)
	}
	return [...vistos]
}

/** Cómo se podría escribir un secreto sin querer: para ver que {@link buscar} lo encuentra en cada una. */
export const escrituras = (bytes: Buffer): Readonly<Record<string, string>> => {
	const latin1 = bytes.toString('latin1')
	const base64 = bytes.toString('base64')
	const hex = bytes.toString('hex')
	const pares = hex.match(/../g) ?? []
	return {
		'los bytes': latin1,
		'los bytes como UTF-8': aUtf8(latin1),
		'JSON escapado': JSON.stringify(latin1),
		'JSON con todo escapado': pares.map((par) => `\\u00${par}`).join(''),
		hexadecimal: hex,
		HEXADECIMAL: hex.toUpperCase(),
		'con dos puntos': pares.join(':'),
		'con espacios': pares.join(' '),
		'con 0x': pares.map((par) => `0x${par}`).join(', '),
		'con \\x': pares.map((par) => `\\x${par}`).join(''),
		base64,
		'base64 desde el segundo byte': bytes.subarray(1).toString('base64'),
		'base64 desde el tercero': bytes.subarray(2).toString('base64'),
		base64url: bytes.toString('base64url'),
		PEM: `-----BEGIN X-----\n${(base64.match(/.{1,64}/g) ?? []).join('\n')}\n-----END X-----`,
		'PEM en JSON': JSON.stringify((base64.match(/.{1,64}/g) ?? []).join('\r\n')),
		arreglo: JSON.stringify([...bytes]),
		'arreglo con espacios': [...bytes].join(', '),
		'Uint8Array en JSON': JSON.stringify(new Uint8Array(bytes)),
		'en una dirección': `?x=${encodeURIComponent(latin1)}`,
		'porcientos de cada byte': pares.map((par) => `%${par}`).join(''),
		'UTF-16LE': Buffer.from(latin1, 'utf16le').toString('latin1'),
		'UTF-16BE': Buffer.from(latin1, 'utf16le').swap16().toString('latin1'),
		gzip: gzipSync(bytes).toString('latin1'),
		'gzip en base64': gzipSync(bytes).toString('base64'),
		zlib: deflateSync(bytes).toString('latin1'),
	}
}
