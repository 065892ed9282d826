import { anotarVarias } from '../bitacora.ts'
import type { Azar, Base, ConsultarRevocacion, Huella, Reloj } from '../ports.ts'

export type DepsRecomprobar = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly consultarRevocacion: ConsultarRevocacion
}

/**
 * Pregunta otra vez al SAT por un certificado con el que se selló sin poder comprobarlo (16). El sello no se toca (el
 * registro sólo agrega): la respuesta queda en la bitácora de cada trámite sellado con él, con su evidencia (20).
 */
export const recomprobarRevocacion =
	(deps: DepsRecomprobar) =>
	async (
		noCertificado: string,
	): Promise<{ readonly estado: 'vigente' | 'revocado' | 'no-comprobado'; readonly razon: string }> => {
		const sellos = await deps.base.db
			.selectFrom('sello as s')
			.innerJoin('tramite as t', 't.id', 's.tramiteId')
			.select(['s.tramiteId', 's.rol', 's.certificado', 't.entidadId', 't.plantelId'])
			.where('s.noCertificado', '=', noCertificado)
			.where('s.revocacion', '=', 'no-comprobado')
			.orderBy('s.tramiteId')
			.execute()
		const [primero] = sellos
		if (!primero) return { estado: 'vigente', razon: 'Ningún sello espera esta comprobación.' }
		const respuesta = await deps.consultarRevocacion(Buffer.from(primero.certificado, 'base64'))
		if (respuesta.estado === 'no-comprobado') return { estado: 'no-comprobado', razon: respuesta.razon }
		await deps.base.enTransaccion((tx) =>
			anotarVarias(
				tx,
				deps,
				sellos.map(({ tramiteId, rol, entidadId, plantelId }) => ({
					autor: { sistema: 'sellado' },
					acto: 'recomprobar-revocacion',
					objeto: `tramite:${tramiteId}`,
					entidadId,
					plantelId,
					detalle: { rol, noCertificado, revocacion: respuesta.estado, ocsp: respuesta.respuesta },
				})),
			),
		)
		return { estado: respuesta.estado, razon: respuesta.razon }
	}
