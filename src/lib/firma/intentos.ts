import type { Sellar } from '#core/contract/sellado.ts'
import type { Revisable } from './revision.ts'

/**
 * Pone a cada sello el intento que se revisó, y no el de la lista más nueva: ésta pudo llegar mientras se firmaba, con lo
 * devuelto otra vez ahí y sin que nadie lo haya abierto. Un sello hecho antes de una devolución no vale después (16).
 */
export const conIntentosDe = (
	revisados: readonly Pick<Revisable, 'tramiteId' | 'intento'>[],
): ((cuerpo: Sellar) => Sellar) => {
	const intentos = new Map(revisados.map(({ tramiteId, intento }) => [tramiteId, intento]))
	return (cuerpo) => ({
		...cuerpo,
		sellos: cuerpo.sellos.map((uno) => ({ ...uno, intento: intentos.get(uno.tramiteId) })),
	})
}
