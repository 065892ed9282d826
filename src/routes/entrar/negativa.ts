import { ErrorApi } from '$lib/error-api.ts'

export type Negativa = { readonly titulo: string; readonly frase: string; readonly remedio?: string }

const TITULOS: Readonly<Record<string, string>> = {
	'correo-no-institucional': 'Esa cuenta no es institucional',
	'inquilino-ajeno': 'Esa cuenta es de otra organización',
	'sin-perfil': 'Su cuenta todavía no tiene perfil',
	'ficha-de-identidad-invalida': 'No pudimos comprobar su identidad',
	'sin-red': 'Sin conexión',
}

/** Se volvió del proveedor y el navegador ya no tiene con qué terminar. */
export const SE_INTERRUMPIO: Negativa = {
	titulo: 'La entrada se interrumpió',
	frase: 'El navegador perdió el hilo al volver de Office 365.',
	remedio: 'Toque el botón para entrar de nuevo.',
}

/** Por qué no se pudo entrar, con qué hacer. La frase del BFF manda; la de MSAL se traduce. */
export const negativaDe = (causa: unknown): Negativa => {
	if (causa instanceof ErrorApi) {
		return { titulo: TITULOS[causa.motivo] ?? 'No se pudo entrar', frase: causa.frase }
	}
	const codigo = codigoDe(causa)
	switch (codigo) {
		case 'user_cancelled':
		case 'access_denied':
			return {
				titulo: 'No se completó la entrada',
				frase: 'Se canceló antes de terminar.',
				remedio: 'Toque el botón para intentarlo de nuevo.',
			}
		case 'state_not_found':
		case 'no_cached_authority_error':
		case 'hash_empty_error':
		case 'no_state_in_hash':
		case 'state_interaction_type_mismatch':
		case 'state_mismatch':
			return {
				titulo: 'La entrada empezó en otra pestaña',
				frase: 'El navegador ya no tiene lo que hace falta para terminarla aquí.',
				remedio: 'Toque el botón para empezar de nuevo.',
			}
		default:
			return {
				titulo: 'No se pudo entrar',
				frase: 'El servicio de identidad no respondió como se esperaba.',
				remedio: `Intente de nuevo; si sigue igual, avise a Tecnologías Aplicadas${codigo && ` y dé este código: ${codigo}`}.`,
			}
	}
}

/** El código de un error de MSAL: en `errorCode`, o al principio de su mensaje (`codigo: explicación`). */
const codigoDe = (causa: unknown): string => {
	if (!(causa instanceof Error)) return ''
	const propio = 'errorCode' in causa && typeof causa.errorCode === 'string' ? causa.errorCode : ''
	return propio || (/^[a-z_]+(?=:)/.exec(causa.message)?.[0] ?? causa.name)
}
