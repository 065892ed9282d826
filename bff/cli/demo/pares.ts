import { join } from 'node:path'
import type { MundoDemo } from './mundo.ts'
import type { Autoridad } from '../../simuladores/autoridad/autoridad.ts'
import { levantarCorreo } from '../../simuladores/correo/correo.ts'
import { levantarCosfac } from '../../simuladores/cosfac/cosfac.ts'
import { levantarIdentidad } from '../../simuladores/identidad/identidad.ts'
import { PERSONAS } from '../../simuladores/mundo/catalogo.ts'
import { levantarRenapo } from '../../simuladores/renapo/renapo.ts'
import { levantarOcsp } from '../../simuladores/sat-ocsp/sat-ocsp.ts'

export const CLIENTE = 'egreso-demo'

/** Los cinco sistemas de alrededor, como servidores locales con sus protocolos. */
export type Pares = {
	readonly identidad: { readonly url: string }
	readonly cosfac: { readonly url: string }
	readonly renapo: { readonly url: string }
	readonly ocsp: { readonly url: string }
	readonly correo: { readonly url: string; readonly smtp: string }
	readonly cerrar: () => Promise<void>
}
