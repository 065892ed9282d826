import type { CausaSinRespuesta } from '#core/domain/revocacion.ts'
import type { ConfrontarCurp, ConsultarRevocacion, Cosfac, EnviarCorreo, TraerDeSae } from '../ports.ts'
import type { AnotarServicio } from './anotar-servicio.ts'

/*
 * Los puertos de afuera con quien anota si contestaron: se sabe por lo que de veras se les pide, sin preguntarles de más. Lo
 * que contestan pasa igual.
 */

export const vigilarCosfac = (cosfac: Cosfac, anotar: AnotarServicio): Cosfac => {
	const anotado = async <R extends { readonly resultado: string }>(respuesta: Promise<R>): Promise<R> => {
		const dicho = await respuesta
		await anotar('cosfac', !['sin-respuesta', 'desconocido', 'no-enviado'].includes(dicho.resultado))
		return dicho
	}
	return {
		cargar: (envio) => anotado(cosfac.cargar(envio)),
		consultar: (numero) => anotado(cosfac.consultar(numero)),
		descargar: (numero) => anotado(cosfac.descargar(numero)),
		cancelar: (folioDigital) => anotado(cosfac.cancelar(folioDigital)),
	}
}

export const vigilarRenapo =
	(confrontar: ConfrontarCurp, anotar: AnotarServicio): ConfrontarCurp =>
	async (consulta) => {
		const dicho = await confrontar(consulta)
		await anotar('renapo', dicho.resultado !== 'no-disponible')
		return dicho
	}

/** Que conteste de más, o algo que no se cree, también es contestar. */
const CALLA: readonly CausaSinRespuesta[] = ['sin-red', 'tardo', 'error-del-servicio', 'mas-tarde']

export const vigilarOcsp =
	(consultar: ConsultarRevocacion, anotar: AnotarServicio): ConsultarRevocacion =>
	async (certificado) => {
		const dicho = await consultar(certificado)
		await anotar('ocsp', dicho.estado !== 'no-comprobado' || !CALLA.includes(dicho.causa))
		return dicho
	}

export const vigilarCorreo =
	(enviar: EnviarCorreo, anotar: AnotarServicio): EnviarCorreo =>
	async (correo) => {
		const dicho = await enviar(correo)
		await anotar('correo', dicho.resultado !== 'temporal')
		return dicho
	}

export const vigilarSae =
	(traer: TraerDeSae, anotar: AnotarServicio): TraerDeSae =>
	async (pregunta) => {
		const dicho = await traer(pregunta)
		await anotar('sae', dicho.resultado !== 'no-disponible')
		return dicho
	}
