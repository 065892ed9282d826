import { ok, rechazo, type Result } from './result.ts'

/** Quién representa a un menor (13). */
export const REPRESENTANTES = ['madre', 'padre', 'tutor'] as const
export type Representante = (typeof REPRESENTANTES)[number]

/** Quién manifiesta el correo y acusa (13): el egresado mayor de edad, o quien representa al menor. */
export const RELACIONES = ['egresado', ...REPRESENTANTES] as const
export type Relacion = (typeof RELACIONES)[number]

/** Plazos y topes del buzón (13). Milisegundos. */
export const BUZON = {
	enlaceMs: 72 * 60 * 60 * 1000,
	codigoMs: 10 * 60 * 1000,
	intentosIdentidad: 5,
	intentosCodigo: 5,
	codigos: 5,
} as const

/** El correo de un menor lo manifiesta su madre, padre o tutor, con su nombre; el de un mayor, él mismo (13). */
export const revisarManifestacion = (datos: {
	readonly menor: boolean
	readonly relacion: Relacion
	readonly nombre: string | null
}): Result<true, 'tutor-requerido'> => {
	const loHaceElEgresado = datos.relacion === 'egresado'
	if (datos.menor && (loHaceElEgresado || (datos.nombre ?? '').trim().length < 5))
		return rechazo('tutor-requerido')
	if (!datos.menor && !loHaceElEgresado) return rechazo('tutor-requerido', { menor: false })
	return ok(true)
}

/** Forma `nombre@dominio` (6 h, 13), sin saltos ni comas que dejen colar otro destinatario, ni letras que no se ven. */
export const leerCorreo = (texto: string): Result<string, 'correo-invalido'> => {
	const correo = texto.trim()
	return correo.length <= 254 &&
		!/[\p{Cc}\p{Cf}\p{Cs}]/u.test(correo) &&
		/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]+$/.test(correo)
		? ok(correo)
		: rechazo('correo-invalido')
}

/** Oculta la parte local: `m•••@dominio`. */
export const ocultarCorreo = (correo: string): string => {
	const arroba = correo.lastIndexOf('@')
	return arroba < 1 ? '•••' : `${correo.slice(0, 1)}•••${correo.slice(arroba)}`
}
