import { afterEach } from 'vitest'
import type { Base } from '../../../bff/application/ports.ts'
import type { Abrir } from '../ambas.ts'
import { type Escena, montar } from '../escena.ts'

/** Escenas nuevas para cada prueba; lo que se abre (o se encarga con `cerrarDespues`) se cierra al terminarla. */
export const escenasDe = (
	abrir: Abrir,
): { escena: () => Promise<Escena & { url: string }>; cerrarDespues: (base: Base) => Base } => {
	const abiertas: Base[] = []
	afterEach(async () => {
		for (const base of abiertas.splice(0)) await base.cerrar()
	})
	const cerrarDespues = (base: Base): Base => {
		abiertas.push(base)
		return base
	}
	return {
		cerrarDespues,
		escena: async () => {
			const { url } = await abrir()
			const nueva = await montar({ url })
			cerrarDespues(nueva.base)
			return { ...nueva, url }
		},
	}
}
