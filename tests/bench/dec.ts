import { alternar, mediana, razonPorRonda, type Medida } from './medida.ts'
import { inventarSellados } from './timbrados.ts'
import { comprimir } from '../../bff/adapters/cosfac/comprimido.ts'
import { escribirDec } from '#core/dec/escribir.ts'

const LOTE = 1000
const RONDAS = 9

/**
 * `dec.vs-limite`: escribir el XML de un lote de mil y comprimirlo, como al integrarlo (11), contra sólo comprimir esos
 * mismos bytes con la misma función.
 */
export const medirDec = async (): Promise<Medida> => {
	const documentos = inventarSellados(LOTE)
	const entero = (): { readonly nombre: string; readonly bytes: Uint8Array }[] => {
		const codificador = new TextEncoder()
		return documentos.map((dec) => ({
			nombre: `${dec.folioControl}.xml`,
			bytes: codificador.encode(escribirDec(dec)),
		}))
	}
	const hechos = entero()
	const segundos = (hacer: () => unknown): number => {
		const antes = performance.now()
		hacer()
		return (performance.now() - antes) / 1000
	}
	const turnos = {
		nuestro: () => Promise.resolve(segundos(() => comprimir(entero()))),
		zip: () => Promise.resolve(segundos(() => comprimir(hechos))),
	}
	await alternar(2, turnos)
	const { nuestro, zip } = await alternar(RONDAS, turnos)
	const octetos = hechos.reduce((suma, { bytes }) => suma + bytes.length, 0)
	return {
		nombre: 'dec.vs-limite',
		nuestro: mediana(nuestro),
		par: mediana(zip),
		razon: razonPorRonda(nuestro, zip),
		unidad: 's',
		notas: [
			`${LOTE} documentos, ${(octetos / 1e6).toFixed(1)} MB; por documento, escribir el XML ${((mediana(nuestro) - mediana(zip)) * (1000 / LOTE)).toFixed(2)} ms`,
		],
	}
}
