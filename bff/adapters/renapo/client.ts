import { setTimeout as esperar } from 'node:timers/promises'
import type { ConfrontarCurp } from '../../application/ports.ts'
import { leerConTope } from '../leer-con-tope.ts'
import {
	confrontarDatos,
	leerRespuesta,
	sobreConsulta,
	type Credenciales,
	type Respuesta,
} from './translate.ts'

type OpcionesRenapo = Credenciales & {
	readonly url: string
	/** Plazo de cada pregunta; por omisión 10 s. */
	readonly plazoMs?: number
	/** Intentos por pregunta; por omisión 3. Los de más tarde los pone el trabajo que pregunta. */
	readonly intentos?: number
	/** Espera antes del segundo intento, que se duplica en cada uno; por omisión 250 ms. */
	readonly esperaMs?: number
}

const BYTES_MAXIMOS = 64 * 1024
const NO_DISPONIBLE = { resultado: 'no-disponible', campos: [] } as const

/** Confronta una CURP con RENAPO por SOAP (6 b). Preguntar no cambia nada allá, así que se reintenta. Nunca lanza. */
export const conectarRenapo =
	({
		url,
		plazoMs = 10_000,
		intentos = 3,
		esperaMs = 250,
		...credenciales
	}: OpcionesRenapo): ConfrontarCurp =>
	async (pregunta) => {
		const sobre = sobreConsulta(pregunta.curp, credenciales)
		for (let intento = 1; ; intento += 1) {
			const respuesta = await preguntar(url, sobre, plazoMs)
			switch (respuesta.tipo) {
				case 'persona':
					return confrontarDatos(pregunta, respuesta.persona)
				case 'no-existe':
					return { resultado: 'no-existe', campos: [] }
				case 'negado':
					return NO_DISPONIBLE
				case 'sin-servicio':
					if (intento >= intentos) return NO_DISPONIBLE
			}
			await esperar(esperaMs * 2 ** (intento - 1) * (1 + Math.random() / 4))
		}
	}

const preguntar = async (url: string, sobre: string, plazoMs: number): Promise<Respuesta> => {
	try {
		const respuesta = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""', accept: 'text/xml' },
			body: sobre,
			redirect: 'error',
			signal: AbortSignal.timeout(plazoMs),
		})
		const cuerpo = await leerConTope(respuesta, BYTES_MAXIMOS)
		if (cuerpo === null) return { tipo: 'sin-servicio' }
		return leerRespuesta(new TextDecoder('utf-8', { fatal: true }).decode(cuerpo))
	} catch {
		// Sin conexión, fuera de plazo o cortada a la mitad: para quien pregunta es lo mismo.
		return { tipo: 'sin-servicio' }
	}
}
