import type { Problema } from '#core/contract/problema.ts'

/** Lo que el servidor no puede decir porque no hubo respuesta suya que leer. */
type MotivoDeRed = 'sin-red' | 'tardo-demasiado' | 'respuesta-ilegible'

const FRASES_DE_RED: Record<MotivoDeRed, string> = {
	'sin-red': 'No hay conexión. Revise su internet e intente de nuevo; lo que ya guardó sigue guardado.',
	'tardo-demasiado': 'El servidor tardó demasiado en responder. Espere un momento e intente de nuevo.',
	'respuesta-ilegible':
		'La respuesta del servidor no tiene la forma esperada. Actualice la página; si sigue igual, avise a TI.',
}

type CampoConError = { readonly campo: string; readonly frase: string }

/**
 * Un «no» del servidor (problem+json, RFC 9457) o de la red, con su frase lista para la persona y, si los hay,
 * los errores de cada campo.
 */
export class ErrorApi extends Error {
	override readonly name = 'ErrorApi'
	readonly motivo: string
	readonly frase: string
	/** Estado HTTP; 0 si no hubo respuesta. */
	readonly estado: number
	readonly campos: readonly CampoConError[]
	readonly datos: Readonly<Record<string, string | number | boolean | null>>

	constructor(problema: Pick<Problema, 'motivo' | 'detail' | 'status' | 'campos' | 'datos'>) {
		super(problema.detail)
		this.motivo = problema.motivo
		this.frase = problema.detail
		this.estado = problema.status
		this.campos = problema.campos ?? []
		this.datos = problema.datos ?? {}
	}

	/** La frase del campo, si el servidor lo señaló. */
	enCampo(campo: string): string | undefined {
		return this.campos.find((uno) => uno.campo === campo)?.frase
	}
}

/** El error de una petición que no llegó, no volvió o volvió ilegible. */
export const errorDeRed = (motivo: MotivoDeRed): ErrorApi =>
	new ErrorApi({ motivo, detail: FRASES_DE_RED[motivo], status: 0 })

/** Si la petición no llegó por falta de red: lo que puede guardarse para después. */
export const esDeRed = (error: unknown): boolean =>
	error instanceof ErrorApi && (error.motivo === 'sin-red' || error.motivo === 'tardo-demasiado')

/** La frase para la persona de cualquier error; lo inesperado no enseña sus tripas. */
export const fraseDe = (error: unknown): string =>
	error instanceof ErrorApi
		? error.frase
		: 'Algo falló en esta página. Actualícela e intente de nuevo; lo que ya guardó sigue guardado.'
