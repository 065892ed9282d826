import { X509Certificate } from 'node:crypto'
import type { Anclas, RutaDeAutoridades } from '../application/ports.ts'

/** Más de lo que ninguna autoridad del SAT tiene debajo de su raíz. */
const NIVELES = 8

/** Las autoridades de un certificado entre esas anclas, de quien lo emitió hasta una raíz. */
export const crearRutaDeAutoridades = (anclas: Anclas): RutaDeAutoridades => {
	const autoridades = anclas.map((der) => new X509Certificate(der))
	return (certificado) => {
		const ruta: Uint8Array[] = []
		let hijo = new X509Certificate(certificado)
		for (let nivel = 0; nivel < NIVELES; nivel += 1) {
			const emisor = autoridades.find((una) => hijo.checkIssued(una) && hijo.verify(una.publicKey))
			if (!emisor) return null
			ruta.push(new Uint8Array(emisor.raw))
			if (emisor.checkIssued(emisor)) return ruta
			hijo = emisor
		}
		return null
	}
}
