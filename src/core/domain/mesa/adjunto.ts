/** Lo que cabe en un adjunto y en un asunto. */
export const ADJUNTO_MAXIMO = 5 * 1024 * 1024
export const ADJUNTOS_POR_ASUNTO = 10

const TIPOS = {
	'application/pdf': 'pdf',
	'image/png': 'png',
	'image/jpeg': 'jpg',
	'image/webp': 'webp',
} as const
export type TipoDeAdjunto = keyof typeof TIPOS

const empieza = (bytes: Uint8Array, firma: readonly number[], desde = 0): boolean =>
	firma.every((byte, i) => bytes[desde + i] === byte)

const RIFF = [0x52, 0x49, 0x46, 0x46]
const WEBP = [0x57, 0x45, 0x42, 0x50]

/** Qué es un archivo por lo que trae, no por su nombre: PDF, PNG, JPEG o WebP. Null si no es ninguno. */
export const tipoDeAdjunto = (bytes: Uint8Array): TipoDeAdjunto | null => {
	if (empieza(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return 'application/pdf'
	if (empieza(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
	if (empieza(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
	if (empieza(bytes, RIFF) && empieza(bytes, WEBP, 8)) return 'image/webp'
	return null
}

/** Con qué terminación se guarda. */
export const extensionDe = (tipo: TipoDeAdjunto): string => TIPOS[tipo]

const LARGO = 80

/**
 * El nombre de un adjunto, sin lo que un sistema de archivos o una pantalla leerían de otro modo: ni carpetas, ni
 * caracteres que no se ven o voltean el texto, ni otra terminación que la de su tipo.
 */
export const nombreDeAdjunto = (nombre: string, tipo: TipoDeAdjunto): string => {
	// Un nombre de verdad cabe aquí; de uno desmedido importa el final.
	const limpio = nombre
		.slice(-300)
		.normalize('NFC')
		.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu, '')
		.replace(/^.*[/\\]/su, '')
		.replace(/[<>:"|?*]/g, '-')
		.replace(/\s+/gu, ' ')
		.replace(/(\.[A-Za-z0-9]{1,5})+$/, '')
		.replace(/^[.\s-]+|[.\s]+$/gu, '')
	const corto = Array.from(limpio).slice(0, LARGO).join('').trim()
	return `${corto === '' ? 'archivo' : corto}.${extensionDe(tipo)}`
}
