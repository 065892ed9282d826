import { Anclas } from '#core/contract/sellado.ts'
import { deBase64 } from '#core/efirma/base64.ts'
import { obtener } from '../api.ts'

let traidas: readonly Uint8Array<ArrayBuffer>[] | null = null

/** Las autoridades en las que el operador confía, en DER; null si no se pudieron traer. Se piden una vez. */
export const traerAnclas = async (): Promise<readonly Uint8Array<ArrayBuffer>[] | null> => {
	traidas ??= await obtener('/api/publico/anclas', Anclas).then(
		({ certificados }) => certificados.flatMap((certificado) => deBase64(certificado) ?? []),
		() => null,
	)
	return traidas
}
