import { readFile } from 'node:fs/promises'
import { crearDerivarCuv } from '../adapters/cuv.ts'
import { huella } from '../adapters/huella.ts'
import { abrirLlaveDelRegistro, leerLlavesPublicas } from '../adapters/llave-del-registro.ts'
import type { DerivarCuv } from '../application/ports.ts'
import { leerLlavesDelRegistro } from '../config.ts'
import type { LlaveDeNota } from '#core/registro/nota.ts'

type LlavesConocidas = {
	/** Las públicas a las que se cree: las dichas, la del BFF y las anteriores. */
	readonly publicas: readonly LlaveDeNota[]
	/** La del BFF, si se sabe. */
	readonly propia: LlaveDeNota | null
	readonly derivarCuv: DerivarCuv | null
}

/**
 * Las llaves del ambiente o, sin ellas, las de la demostración. Con `dichas` sólo se cree a ésas: quien revisa desde
 * fuera no tiene por qué creerle a la llave que hay en la máquina revisada.
 */
export const leerLlavesConocidas = async (dichas: readonly string[] = []): Promise<LlavesConocidas> => {
	const ambiente = leerLlavesDelRegistro()
	const demo = await leerDemo(ambiente.deLaDemostracion)
	const semillaHex = ambiente.llave ?? demo.registro
	const cuv = ambiente.cuv ?? demo.cuv
	const propia = semillaHex
		? abrirLlaveDelRegistro({ huella, nombre: ambiente.nombre, semillaHex }).llave
		: null
	const anteriores = leerLlavesPublicas(huella, ambiente.anteriores)
	return {
		propia,
		publicas:
			dichas.length > 0 ? leerLlavesPublicas(huella, dichas) : propia ? [propia, ...anteriores] : anteriores,
		derivarCuv: cuv ? crearDerivarCuv(Buffer.from(cuv, 'hex')) : null,
	}
}

const leerDemo = async (ruta: string): Promise<{ readonly registro?: string; readonly cuv?: string }> => {
	const texto = await readFile(ruta, 'utf8').catch(() => '{}')
	const leido: unknown = JSON.parse(texto)
	if (typeof leido !== 'object' || leido === null) return {}
	const { registro, cuv } = leido as { registro?: unknown; cuv?: unknown }
	return {
		...(typeof registro === 'string' ? { registro } : {}),
		...(typeof cuv === 'string' ? { cuv } : {}),
	}
}
