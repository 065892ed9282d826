import { createHash } from 'node:crypto'
import { setTimeout as esperar } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import { AlmacenNoDisponible } from '../../application/ports.ts'
import type { Cajon } from './cajon.ts'
import { leerErrorS3, leerListaS3 } from './s3-xml.ts'

export type OpcionesS3 = {
	/** Dirección del servicio, sin el cubo; se usa con el cubo en la ruta (path-style). */
	readonly url: string
	readonly cubo: string
	readonly region: string
	readonly acceso: string
	readonly secreto: string
	/** Con qué empieza cada clave, para compartir el cubo; termina en diagonal o está vacío. */
	readonly prefijo?: string
	/** Lo que se espera cada intento, en ms. */
	readonly plazoMs?: number
	readonly intentos?: number
	/** La primera espera entre intentos, en ms; crece al doble. */
	readonly esperaMs?: number
}

/** Lo que no se arregla insistiendo: lo corrige quien opera. */
const DE_CONFIGURACION: Readonly<Record<string, string>> = {
	NoSuchBucket: 'el cubo no existe (ALMACEN_S3_CUBO); créelo, privado, antes de arrancar',
	AccessDenied: 'las credenciales no alcanzan al cubo (ALMACEN_S3_ACCESO, ALMACEN_S3_SECRETO)',
	InvalidAccessKeyId: 'la clave de acceso no existe (ALMACEN_S3_ACCESO)',
	SignatureDoesNotMatch: 'el secreto no corresponde a la clave de acceso (ALMACEN_S3_SECRETO)',
	AuthorizationHeaderMalformed: 'la región no es la del cubo (ALMACEN_S3_REGION)',
}

/**
 * El cajón en un almacén S3. Nada se publica: no se manda ninguna ACL. Cada petición tiene plazo y se reintenta lo que vale
 * reintentar (la red, 408, 429, 5xx), firmándola otra vez; todas se pueden repetir. 404 de un objeto es que no está; de un
 * cubo, que está mal configurado. Lo demás es `AlmacenNoDisponible`, con el código de S3.
 */
export const crearCajonS3 = (opciones: OpcionesS3): Cajon => {
	const { plazoMs = 30_000, intentos = 4, esperaMs = 200, prefijo = '' } = opciones
	const cliente = new AwsClient({
		accessKeyId: opciones.acceso,
		secretAccessKey: opciones.secreto,
		region: opciones.region,
		service: 's3',
	})
	const cubo = `${opciones.url.replace(/\/+$/, '')}/${encodeURIComponent(opciones.cubo)}`
	const objeto = (clave: string): string => `${cubo}/${prefijo}${clave}`

	const intentar = async (metodo: string, url: string, partes: Partes): Promise<Respuesta> => {
		const firmada = await cliente.sign(url, {
			method: metodo,
			headers: {
				// Firmar también el contenido: si algo cambia en el camino, S3 lo rechaza.
				'x-amz-content-sha256': createHash('sha256')
					.update(partes.cuerpo ?? '')
					.digest('hex'),
				...partes.encabezados,
			},
			...(partes.cuerpo === undefined ? {} : { body: new Uint8Array(partes.cuerpo) }),
		})
		const respuesta = await fetch(firmada, { signal: AbortSignal.timeout(plazoMs), redirect: 'error' })
		return {
			estado: respuesta.status,
			encabezados: respuesta.headers,
			cuerpo: new Uint8Array(await respuesta.arrayBuffer()),
		}
	}

	const pedir = async (metodo: string, url: string, partes: Partes = {}): Promise<Respuesta> => {
		for (let vez = 1; ; vez += 1) {
			const respuesta = await intentar(metodo, url, partes).catch(
				(error: unknown) => new AlmacenNoDisponible(codigoDeRed(error), { cause: error }),
			)
			const falla = respuesta instanceof AlmacenNoDisponible ? respuesta : fallaDe(respuesta)
			if (falla === null && !(respuesta instanceof AlmacenNoDisponible)) return respuesta
			const vale = respuesta instanceof AlmacenNoDisponible || SE_REINTENTA(respuesta.estado)
			if (!vale || vez >= intentos) throw falla ?? new AlmacenNoDisponible('ERROR')
			// Con azar: varios procesos que fallan juntos no vuelven juntos.
			await esperar(esperaMs * 2 ** (vez - 1) * (0.5 + Math.random()))
		}
	}

	const listar = async (despues: string, cuantos: number): Promise<Respuesta> => {
		const consulta = new URLSearchParams({ 'list-type': '2', 'max-keys': String(cuantos) })
		if (prefijo !== '') consulta.set('prefix', prefijo)
		if (despues !== '') consulta.set('start-after', despues)
		return exigir(await pedir('GET', `${cubo}?${consulta.toString()}`))
	}

	return {
		poner: async (clave, bytes) => {
			const encabezados = { 'content-type': 'application/octet-stream' }
			exigir(await pedir('PUT', objeto(clave), { cuerpo: bytes, encabezados }))
		},
		sacar: async (clave, cuantos) => {
			const { estado, cuerpo } = await pedir('GET', objeto(clave), {
				encabezados: cuantos === undefined ? {} : { range: `bytes=0-${cuantos - 1}` },
			})
			// 416: está, y tiene cero bytes.
			if (estado === 416) return new Uint8Array()
			return estado === 404 ? null : cuerpo.subarray(0, cuantos)
		},
		edad: async (clave) => {
			const { estado, encabezados } = await pedir('HEAD', objeto(clave))
			return estado === 404 ? null : edadEntre(encabezados, encabezados.get('last-modified') ?? '')
		},
		quitar: async (clave) => {
			await pedir('DELETE', objeto(clave))
		},
		recorrer: async function* () {
			for (let despues = ''; ;) {
				const { cuerpo, encabezados } = await listar(despues, 1000)
				const { objetos, hayMas } = leerListaS3(new TextDecoder().decode(cuerpo))
				for (const { clave, modificado } of objetos) {
					yield { clave: clave.slice(prefijo.length), edadMs: edadEntre(encabezados, modificado) }
				}
				despues = objetos.at(-1)?.clave ?? ''
				if (!hayMas || despues === '') return
			}
		},
		// S3 no deja nada a medias: un PUT que se corta no existe.
		limpiar: () => Promise.resolve(0),
		comprobar: async () => {
			try {
				await listar('', 1)
			} catch (error) {
				const porque = error instanceof AlmacenNoDisponible ? DE_CONFIGURACION[error.code] : undefined
				if (porque !== undefined) throw new Error(`El almacén S3 no sirve: ${porque}.`, { cause: error })
			}
		},
	}
}

type Partes = {
	readonly cuerpo?: Uint8Array
	readonly encabezados?: Readonly<Record<string, string>>
}

type Respuesta = {
	readonly estado: number
	readonly encabezados: Headers
	readonly cuerpo: Uint8Array
}

const SE_REINTENTA = (estado: number): boolean => estado === 408 || estado === 429 || estado >= 500

/** La falla que dice una respuesta, o `null` si contesta a lo que se preguntó. */
const fallaDe = ({ estado, cuerpo }: Respuesta): AlmacenNoDisponible | null => {
	if ((estado >= 200 && estado < 300) || estado === 416) return null
	const codigo = leerErrorS3(new TextDecoder().decode(cuerpo.subarray(0, 10_000)))
	// Un HEAD no trae cuerpo; si el cubo no existe, lo dirá la escritura que sigue.
	if (estado === 404 && (codigo === null || codigo === 'NoSuchKey')) return null
	return new AlmacenNoDisponible(codigo ?? `HTTP ${estado}`)
}

/** Lo que no puede contestar «no está»: si lo dice, el que no está es el cubo. */
const exigir = (respuesta: Respuesta): Respuesta => {
	if (respuesta.estado === 404) throw new AlmacenNoDisponible('NoSuchBucket')
	return respuesta
}

/** Cuánto lleva escrito, por el reloj de S3: el nuestro puede ser otro. */
const edadEntre = (encabezados: Headers, modificado: string): number => {
	const ahora = Date.parse(encabezados.get('date') ?? '')
	const entonces = Date.parse(modificado)
	// Sin hora no se sabe: se da por recién escrito, y nada se borra.
	return Number.isNaN(ahora) || Number.isNaN(entonces) ? 0 : Math.max(0, ahora - entonces)
}

const codigoDeRed = (error: unknown): string => {
	if (error instanceof Error && error.name === 'TimeoutError') return 'TIMEOUT'
	const causa = error instanceof Error ? error.cause : undefined
	return causa instanceof Error && 'code' in causa && typeof causa.code === 'string' ? causa.code : 'RED'
}
