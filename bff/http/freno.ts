import { isIPv6 } from 'node:net'
import { createMiddleware } from 'hono/factory'
import type { Ambiente, Contexto } from './hono.ts'
import { negar } from './rechazos.ts'

const VENTANA_MS = 60_000
const REDES_MAXIMAS = 50_000

/**
 * Freno por red de origen, en memoria y de tamaño acotado: ventana fija de un minuto. Frena a quien prueba folios o
 * códigos; la cuenta que decide (intentos por enlace) vive en la base. Al llenarse olvida primero a quien lleva más
 * tiempo sin pedir nada: quien insiste no borra su cuenta trayendo direcciones nuevas.
 */
export const freno = (opciones: {
	readonly porMinuto: number
	readonly ahoraMs: () => number
	readonly direccion: (c: Contexto) => string
	/** Cuántas redes se recuerdan; por omisión, 50,000. */
	readonly redesMaximas?: number
}) => {
	const { redesMaximas = REDES_MAXIMAS } = opciones
	// Un Map recuerda el orden: la red que acaba de pedir se vuelve a poner al final.
	const cuentas = new Map<string, { desde: number; van: number }>()
	return createMiddleware<Ambiente>(async (c, next) => {
		const red = redDe(opciones.direccion(c))
		const ahora = opciones.ahoraMs()
		const previa = cuentas.get(red)
		const cuenta = previa && ahora - previa.desde < VENTANA_MS ? previa : { desde: ahora, van: 0 }
		cuenta.van += 1
		cuentas.delete(red)
		for (const callada of cuentas.keys()) {
			if (cuentas.size < redesMaximas) break
			cuentas.delete(callada)
		}
		cuentas.set(red, cuenta)
		if (cuenta.van > opciones.porMinuto) {
			c.header('retry-after', String(Math.ceil((cuenta.desde + VENTANA_MS - ahora) / 1000)))
			return negar(c, 'demasiados-intentos')
		}
		return next()
	})
}

/**
 * La red a la que se le lleva la cuenta: la dirección IPv4, o los primeros 64 bits de una IPv6, que es lo menos que se
 * le da a un solo cliente (RFC 6177). Quita el puerto que algunos proxies agregan y la IPv4 que viene vestida de IPv6.
 */
export const redDe = (direccion: string): string => {
	const sola = direccion
		.replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
		.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
		.replace(/%.*$/, '')
	if (!isIPv6(sola)) return sola
	const grupos = gruposDe(sola)
	const [alto = 0, bajo = 0] = grupos.slice(6)
	if (grupos.slice(0, 5).every((grupo) => grupo === 0) && grupos[5] === 0xffff)
		return [alto >> 8, alto & 255, bajo >> 8, bajo & 255].join('.')
	return `${grupos
		.slice(0, 4)
		.map((grupo) => grupo.toString(16))
		.join(':')}::/64`
}

/** Los ocho grupos de 16 bits. La URL escribe toda IPv6 de una sola manera, con la IPv4 del final ya en hexadecimal. */
const gruposDe = (ipv6: string): number[] => {
	const [antes = '', despues] = new URL(`http://[${ipv6}]`).hostname.slice(1, -1).split('::')
	const leer = (parte: string | undefined): number[] =>
		parte ? parte.split(':').map((grupo) => Number.parseInt(grupo, 16)) : []
	const [izquierda, derecha] = [leer(antes), leer(despues)]
	return [...izquierda, ...Array<number>(8 - izquierda.length - derecha.length).fill(0), ...derecha]
}
