/** Lo que la pantalla de la carta y su worker se dicen. De vuelta nunca viene la llave ni la contraseña. */
import type { DatosDeCarta } from '#core/domain/carta.ts'
import type { AlWorker, DelWorker } from '../firma/protocolo.ts'

export type AlFirmante =
	| Extract<AlWorker, { tipo: 'archivos' }>
	| { readonly tipo: 'firmar'; readonly contrasena: string; readonly carta: DatosDeCarta }

export type DelFirmante =
	| Extract<DelWorker, { tipo: 'efirma' | 'no-abre' | 'falla' }>
	/** `certificado`: el .cer en base64; `sello`, en base64. */
	| { readonly tipo: 'firmada'; readonly certificado: string; readonly sello: string }
