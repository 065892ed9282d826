import type { Base, Cosfac } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { rearmarZip, type Comprimir } from './archivo-de-lote.ts'
import { deshacerSiHayDetenidos } from './deshacer.ts'
import { anotarDesenlace, anotarEnvio, leerEnvios } from './envios.ts'
import { leerLote, moverLote, type DepsLote, type LoteLeido } from './mover-lote.ts'
import { recibirNumero } from './recibir-numero.ts'

export type DepsEnviar = DepsLote & {
	readonly base: Base
	readonly cosfac: Pick<Cosfac, 'cargar'>
	readonly comprimir: Comprimir
	/** Cada cuánto se pregunta por un lote recién enviado, en ms. */
	readonly sondeoMs: number
	/** Cuánto después de salir se da por hecho que una petición ya llegó o ya no llegará. */
	readonly margenMs: number
	readonly vigilanciaMs: number
}

type Envio = 'aceptado' | 'desconocido' | 'detenido' | 'deshecho' | 'no-enviado' | 'nada-que-hacer'
type Enviado = { readonly envio: Envio; readonly razon: string }

/**
 * Manda un lote a COSFAC (11). El envío queda anotado, con su nombre y su huella, antes de que salga el primer byte: si el
 * proceso muere a la mitad, quien lo retome lo encuentra así y lo deja `desconocido` en vez de repetirlo, porque COSFAC no
 * reconoce repeticiones. No sale el que lleva algo detenido (16): se deshace.
 */
export const enviarLote =
	(deps: DepsEnviar) =>
	async (loteId: string): Promise<Enviado> => {
		const { base } = deps
		const lote = await leerLote(base.db, loteId)
		if (!lote) throw new Error(`No existe lote:${loteId}.`)
		if (lote.estado === 'enviando') return darPorPerdido(deps, lote)
		if (lote.estado !== 'integrado') return { envio: 'nada-que-hacer', razon: lote.estado }
		const certificados = await base.db
			.selectFrom('loteCertificado')
			.select(['tramiteId', 'archivo', 'xml'])
			.where('loteId', '=', loteId)
			.execute()
		const zip = rearmarZip(deps, lote, certificados)
		const salida = await base.enTransaccion((tx) => salir(tx, deps, lote, certificados))
		if (salida === 'deshecho') return { envio: 'deshecho', razon: 'Un sello resultó revocado.' }
		if (salida === null) return { envio: 'nada-que-hacer', razon: 'Otro proceso lo está enviando.' }
		// Un proceso que se quedó dormido entre anotar y mandar ya no manda: otro pudo darlo por perdido y buscarlo.
		const tarde = Date.parse(deps.reloj()) - Date.parse(salida.salio) > deps.margenMs / 2
		const respuesta: Respuesta = tarde
			? { resultado: 'no-enviado', razon: 'Pasó demasiado tiempo entre anotarlo y mandarlo.' }
			: await deps.cosfac.cargar({ nombreArchivo: salida.nombreArchivo, zip })
		return await anotarRespuesta(deps, lote, salida.vez, respuesta)
	}

type Respuesta = Awaited<ReturnType<Cosfac['cargar']>>
type Tx = Parameters<typeof anotarEnvio>[0]

/** Anota la salida: el envío y el lote, juntos. `null` si otro se adelantó. */
const salir = async (
	tx: Tx,
	deps: DepsEnviar,
	lote: LoteLeido,
	certificados: readonly { readonly tramiteId: string }[],
) => {
	if (await deshacerSiHayDetenidos(tx, deps, lote, certificados)) return 'deshecho' as const
	const salio = deps.reloj()
	if (!(await moverLote(tx, deps, lote, 'enviar', { enviado: salio }))) return null
	const { vez, nombreArchivo } = await anotarEnvio(tx, lote, salio)
	await tx.updateTable('lote').set({ nombreArchivo }).where('id', '=', lote.id).execute()
	return { vez, nombreArchivo, salio }
}

/** El envío se anotó y quien lo mandaba ya no está: no se sabe si salió. */
const darPorPerdido = async (deps: DepsEnviar, lote: LoteLeido): Promise<Enviado> => {
	const razon = 'El envío se interrumpió y no se sabe si COSFAC lo tomó.'
	const ultimo = (await leerEnvios(deps.base.db, lote.id)).at(-1)
	if (!ultimo) throw new Error(`lote:${lote.id} está enviándose sin envío anotado.`)
	return await anotarRespuesta(deps, lote, ultimo.vez, { resultado: 'desconocido', razon })
}

const anotarRespuesta = async (
	deps: DepsEnviar,
	lote: LoteLeido,
	vez: number,
	respuesta: Respuesta,
): Promise<Enviado> => {
	const { enTransaccion } = deps.base
	const envio = { loteId: lote.id, vez }
	switch (respuesta.resultado) {
		case 'aceptado': {
			const { numeroLote: numero, mensaje } = respuesta
			const recibido = await enTransaccion((tx) => recibirNumero(tx, deps, lote, { numero, mensaje, vez }))
			if (recibido !== 'de-otro') return { envio: 'aceptado', razon: mensaje }
			const razon = `COSFAC contestó con el número ${numero}, que ya es de otro lote.`
			await enTransaccion((tx) => quedarDesconocido(tx, deps, lote, envio, razon))
			return { envio: 'desconocido', razon }
		}
		case 'desconocido':
			await enTransaccion((tx) => quedarDesconocido(tx, deps, lote, envio, respuesta.razon))
			return { envio: 'desconocido', razon: respuesta.razon }
		case 'rechazado':
			await enTransaccion(async (tx) => {
				const { mensaje } = respuesta
				if (await anotarDesenlace(tx, deps, envio, 'negado', { mensaje }))
					await moverLote(tx, deps, lote, 'detener', { mensaje })
			})
			return { envio: 'detenido', razon: respuesta.mensaje }
		case 'no-enviado':
			await enTransaccion(async (tx) => {
				const { razon: mensaje } = respuesta
				if (await anotarDesenlace(tx, deps, envio, 'no-salio', { mensaje }))
					await moverLote(tx, deps, lote, 'no-enviar', { mensaje })
			})
			return { envio: 'no-enviado', razon: respuesta.razon }
	}
}

/** Sin respuesta: se concilia antes de repetir nada. */
const quedarDesconocido = async (
	tx: Tx,
	deps: DepsEnviar,
	lote: LoteLeido,
	envio: { readonly loteId: string; readonly vez: number },
	mensaje: string,
): Promise<void> => {
	if (!(await anotarDesenlace(tx, deps, envio, 'desconocido', { mensaje }))) return
	if (!(await moverLote(tx, deps, lote, 'desconocer', { mensaje }))) return
	await encargar(tx, deps, {
		clase: 'conciliar-lote',
		clave: lote.id,
		carga: { loteId: lote.id },
		noAntes: new Date(Date.parse(deps.reloj()) + deps.sondeoMs).toISOString(),
	})
}
