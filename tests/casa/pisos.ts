/** Las reglas que miran el plano entero: quién importa a quién. Cada falta es una frase que dice dónde va lo suyo. */
import { esCodigo, type Modulo } from './arbol.ts'

/**
 * Un piso. `contiene` y `puede`: comienzos de ruta (carpeta con su diagonal, o archivo). Un módulo importa siempre de
 * su propio piso; de otros, sólo lo que `puede`. Gana el primer piso de la lista que lo contenga.
 */
export type Piso = {
	readonly nombre: string
	readonly contiene: readonly string[]
	readonly puede: readonly string[]
	/** Qué admite de fuera, si no es todo: nada, o sólo paquetes (sin módulos de Node: corre en el navegador). */
	readonly deFuera?: 'nada' | 'paquetes'
	/** Para quien estorba: qué va en este piso. */
	readonly va: string
}

const bajo = (ruta: string, comienzos: readonly string[]): boolean =>
	comienzos.some((comienzo) => ruta.startsWith(comienzo))

const pisoDe = (ruta: string, pisos: readonly Piso[]): Piso | undefined =>
	pisos.find((piso) => bajo(ruta, piso.contiene))

/** Faltas de piso: importaciones hacia arriba o de un ala a la otra, y archivos que no tienen piso. */
export const faltasDePiso = (modulos: readonly Modulo[], pisos: readonly Piso[]): string[] =>
	modulos.flatMap((modulo) => {
		const piso = pisoDe(modulo.ruta, pisos)
		if (piso === undefined)
			return [`${modulo.ruta}: no tiene piso en la casa; muévalo al suyo (tests/house.test.ts los lista).`]
		return modulo.importaciones.flatMap((importacion) => {
			if ('externo' in importacion) return faltaDeFuera(modulo, piso, importacion.externo)
			const { ruta } = importacion
			const otro = pisoDe(ruta, pisos)
			if (otro === piso || bajo(ruta, piso.puede) || !esCodigo(ruta)) return []
			const donde = otro === undefined ? 'que no tiene piso' : `que es de ${otro.nombre} (${otro.va})`
			const permitido = piso.puede.length ? piso.puede.join(', ') : 'nada'
			return [
				`${modulo.ruta}: importa ${ruta}, ${donde}. Desde ${piso.nombre} se importa de otros pisos: ${permitido}. ` +
					'Lo compartido baja a src/core; lo demás entra por la puerta, como argumento.',
			]
		})
	})

const faltaDeFuera = (modulo: Modulo, piso: Piso, externo: string): string[] => {
	if (piso.deFuera === undefined) return []
	if (piso.deFuera === 'paquetes' && !externo.startsWith('node:')) return []
	const razon =
		piso.deFuera === 'nada' ? 'es puro y no importa nada de fuera' : 'corre también en el navegador'
	return [
		`${modulo.ruta}: importa ${externo}, y ${piso.nombre} ${razon}. Va en un adaptador (bff/adapters) o en el borde.`,
	]
}

/** Faltas de círculo: un camino por cada grupo de archivos que se importan en redondo (también por tipos). */
export const faltasDeCirculo = (modulos: readonly Modulo[]): string[] => {
	const vecinos = new Map(
		modulos.map(({ ruta, importaciones }) => [
			ruta,
			importaciones.flatMap((otra) => ('ruta' in otra ? [otra.ruta] : [])),
		]),
	)
	const hechos = new Set<string>()
	const camino: string[] = []
	const faltas: string[] = []
	const bajar = (ruta: string): void => {
		const vuelta = camino.indexOf(ruta)
		if (vuelta >= 0) {
			const circulo = [...camino.slice(vuelta), ruta].join(' → ')
			faltas.push(`${ruta}: círculo ${circulo}. Lo que los dos necesitan va en un tercero, más abajo.`)
			return
		}
		if (hechos.has(ruta)) return
		camino.push(ruta)
		for (const vecino of vecinos.get(ruta) ?? []) bajar(vecino)
		camino.pop()
		hechos.add(ruta)
	}
	for (const { ruta } of modulos) bajar(ruta)
	return faltas
}
