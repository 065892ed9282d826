import { createHash } from 'node:crypto'
import {
	AlmacenNoDisponible,
	ArchivoDanado,
	type Archivero,
	type EnAlmacen,
} from '../../application/ports.ts'
import type { Cajon } from './cajon.ts'
import { LARGO_ENCABEZADO, type Sobre } from './sobre.ts'

/**
 * Lo guardado hace menos no se vuelve a escribir. Lo más viejo sí: así quien lo guarda otra vez lo rejuvenece, y el barrido
 * no se lo lleva mientras su renglón viene en camino; y si estaba dañado, sana.
 */
const RECIENTE_MS = 3_600_000

/**
 * El almacén sobre un cajón (14): direccionado por contenido y cifrado en reposo. Guardar dos veces lo mismo es guardarlo
 * una; nunca queda un archivo a medias.
 */
export const crearArchivero = (cajon: Cajon, sobre: Sobre): Archivero => {
	const leer = async (sha256: string): Promise<Uint8Array> => {
		const guardado = await cajon.sacar(claveDe(sha256))
		if (guardado !== null) return sobre.abrir(sha256, guardado)
		// El barrido lo apartó y su renglón llegó después: se abre de ahí y vuelve a su lugar.
		const retirado = await cajon.sacar(claveDe(sha256, true))
		if (retirado === null) {
			// Entre una mirada y otra el barrido pudo devolverlo a su lugar.
			const devuelto = await cajon.sacar(claveDe(sha256))
			if (devuelto === null) throw new ArchivoDanado('falta', `Falta el archivo ${sha256} en el almacén`)
			return sobre.abrir(sha256, devuelto)
		}
		const claro = sobre.abrir(sha256, retirado)
		try {
			await cajon.poner(claveDe(sha256), retirado)
		} catch (error) {
			// Con el disco lleno se lee igual; el barrido lo devolverá, porque alguien lo nombra.
			if (!(error instanceof AlmacenNoDisponible)) throw error
		}
		return claro
	}
	const pasar = async (de: string, a: string): Promise<void> => {
		const bytes = await cajon.sacar(de)
		if (bytes === null) return
		await cajon.poner(a, bytes)
		await cajon.quitar(de)
	}
	return {
		leer,
		guardar: async (bytes) => {
			const sha256 = createHash('sha256').update(bytes).digest('hex')
			const clave = claveDe(sha256)
			const edad = await cajon.edad(clave)
			if (edad === null || edad > RECIENTE_MS) await cajon.poner(clave, sobre.cerrar(sha256, bytes))
			return { sha256, bytes: bytes.length }
		},
		borrar: async (sha256) => {
			await cajon.quitar(claveDe(sha256))
			await cajon.quitar(claveDe(sha256, true))
		},
		recorrer: async function* () {
			for await (const { clave, edadMs } of cajon.recorrer()) {
				const hallado = /^(retirados\/)?[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(clave)
				if (hallado === null) continue
				yield { sha256: hallado[2] ?? '', retirado: hallado[1] !== undefined, edadMs } satisfies EnAlmacen
			}
		},
		recifrar: async ({ sha256, retirado }) => {
			const clave = claveDe(sha256, retirado)
			const encabezado = await cajon.sacar(clave, LARGO_ENCABEZADO)
			// Lo borraron mientras se recorría, y ya no hay qué recifrar.
			if (encabezado === null || sobre.llaveDe(encabezado) === sobre.llaveDeHoy) return 'al-dia'
			const guardado = await cajon.sacar(clave)
			if (guardado === null) return 'al-dia'
			// Se comprueba entero antes de escribir encima: con lo dañado no se toca nada.
			await cajon.poner(clave, sobre.cerrar(sha256, sobre.abrir(sha256, guardado)))
			return 'recifrado'
		},
		retirar: (sha256) => pasar(claveDe(sha256), claveDe(sha256, true)),
		restaurar: (sha256) => pasar(claveDe(sha256, true), claveDe(sha256)),
		tirar: (sha256) => cajon.quitar(claveDe(sha256, true)),
		limpiar: (plazoMs) => cajon.limpiar(plazoMs),
	}
}

const claveDe = (sha256: string, retirado = false): string => {
	if (!/^[0-9a-f]{64}$/.test(sha256)) {
		throw new ArchivoDanado('danado', `Huella mal formada: ${sha256.slice(0, 80)}`)
	}
	return `${retirado ? 'retirados/' : ''}${sha256.slice(0, 2)}/${sha256}`
}
