import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crearAzar } from '../adapters/azar.ts'
import { abrirBase } from '../adapters/db/abrir.ts'
import { huella } from '../adapters/huella.ts'
import { crearReloj } from '../adapters/reloj.ts'
import type { Azar, Base, Huella, Reloj } from '../application/ports.ts'
import { leerUrlDeBase } from '../config.ts'

/** Lo que una orden de la terminal necesita: la base y las puertas. Se cierra con `base.cerrar()`. */
export type Contexto = {
	readonly url: string
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
}

/** Abre la base de DATABASE_URL o, sin ella, la de la demostración. No migra. */
export const abrirContexto = async (): Promise<Contexto> => {
	const url = leerUrlDeBase()
	const ruta = /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1]
	if (ruta !== undefined) await mkdir(dirname(ruta), { recursive: true })
	return { url, base: await abrirBase({ url }), reloj: crearReloj(), azar: crearAzar(), huella }
}
