import type { Base, Cosfac } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { rearmarZip, type Comprimir } from './archivo-de-lote.ts'
import { deshacerSiHayDetenidos } from './deshacer.ts'
import { leerLote, moverLote, type DepsLote, type LoteLeido } from './mover-lote.ts'

export type DepsEnviar = DepsLote & {
	readonly base: Base
	readonly cosfac: Pick<Cosfac, 'cargar'>
	readonly comprimir: Comprimir
	/** Cada cuánto se pregunta por un lote recién enviado, en ms. */
	readonly sondeoMs: number
}

type Envio = 'aceptado' | 'desconocido' | 'detenido' | 'deshecho' | 'no-enviado' | 'nada-que-hacer'

/**
 * Manda un lote a COSFAC (11). El lote queda `enviando` antes de que salga el primer byte: si el proceso muere a la mitad,
 * quien lo retome lo encuentra así y lo deja `desconocido` en vez de repetirlo, porque COSFAC no reconoce repeticiones. No
 * sale el que lleva algo detenido (16): se deshace.
 */
export const enviarLote =
	(deps: DepsEnviar) =>
	async (loteId: string): Promise<{ readonly envio: Envio; readonly razon: string }> => {
		const { base } = deps
		const lote = await leerLote(base.db, loteId)
		if (!lote) throw new Error(`No existe lote:${loteId}.`)
		if (lote.estado === 'enviando') {
			const razon = 'El envío se interrumpió y no se sabe si COSFAC lo tomó.'
			await base.enTransaccion((tx) => moverLote(tx, deps, lote, 'desconocer', { mensaje: razon }))
			return { envio: 'desconocido', razon }
		}
		if (lote.estado !== 'integrado') return { envio: 'nada-que-hacer', razon: lote.estado }
		const certificados = await base.db
			.selectFrom('loteCertificado')
			.select(['tramiteId', 'archivo', 'xml'])
			.where('loteId', '=', loteId)
			.execute()
		const zip = rearmarZip(deps, lote, certificados)
		const enviado = deps.reloj()
		const tomado = await base.enTransaccion(async (tx) =>
			(await deshacerSiHayDetenidos(tx, deps, lote, certificados))
				? 'deshecho'
				: moverLote(tx, deps, lote, 'enviar', { enviado }),
		)
		if (tomado === 'deshecho') return { envio: 'deshecho', razon: 'Un sello resultó revocado.' }
		if (!tomado) return { envio: 'nada-que-hacer', razon: 'Otro proceso lo está enviando.' }
		const respuesta = await deps.cosfac.cargar({ nombreArchivo: lote.nombreArchivo, zip })
		return await anotarRespuesta(deps, lote, respuesta)
	}

const anotarRespuesta = async (
	deps: DepsEnviar,
	lote: LoteLeido,
	respuesta: Awaited<ReturnType<Cosfac['cargar']>>,
): Promise<{ envio: Envio; razon: string }> => {
	const { enTransaccion } = deps.base
	switch (respuesta.resultado) {
		case 'aceptado':
			await enTransaccion(async (tx) => {
				const { numeroLote, mensaje } = respuesta
				if (!(await moverLote(tx, deps, lote, 'aceptar', { numeroLote, mensaje }))) return
				await encargar(tx, deps, {
					clase: 'consultar-lote',
					clave: lote.id,
					carga: { loteId: lote.id },
					noAntes: new Date(Date.parse(deps.reloj()) + deps.sondeoMs).toISOString(),
				})
			})
			return { envio: 'aceptado', razon: respuesta.mensaje }
		case 'desconocido':
			await enTransaccion((tx) => moverLote(tx, deps, lote, 'desconocer', { mensaje: respuesta.razon }))
			return { envio: 'desconocido', razon: respuesta.razon }
		case 'rechazado':
			await enTransaccion((tx) => moverLote(tx, deps, lote, 'detener', { mensaje: respuesta.mensaje }))
			return { envio: 'detenido', razon: respuesta.mensaje }
		case 'no-enviado':
			await enTransaccion((tx) => moverLote(tx, deps, lote, 'no-enviar', { mensaje: respuesta.razon }))
			return { envio: 'no-enviado', razon: respuesta.razon }
	}
}
