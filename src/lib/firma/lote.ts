/**
 * El ciclo que sella un lote, igual en un worker, en Node y en la medida de velocidad. Mientras la firma anterior
 * corre fuera de JavaScript, aquí ya se lee y compara el documento siguiente.
 */
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { leerDec } from '#core/dec/leer.ts'
import { sellar } from '#core/efirma/sellar.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { diferencias, type Mostrado } from './comparar.ts'

export type DocumentoPorSellar = {
	readonly tramiteId: string
	/** El DEC recibido, con quien sella como FirmaResponsable: el mismo texto que se mostró. */
	readonly xml: string
	readonly mostrado: Mostrado
}

/** Un documento con su sello (base64), o por qué no se selló. */
export type FilaSellada =
	| { readonly tramiteId: string; readonly sello: string }
	| { readonly tramiteId: string; readonly motivo: Motivo }

/** Firmas en vuelo: bastan para que ni el lector ni el firmador se esperen. */
const EN_VUELO = 8
const POR_AVISO = 25

/**
 * Sella cada documento con la llave (CryptoKey no extraíble). De cada uno rearma la cadena original de lo leído, y
 * no sella el que difiera de lo mostrado. `alAvanzar` recibe filas terminadas, en grupos y en orden; `debeParar` se
 * pregunta antes de cada documento y puede tardar (pausa). Devuelve cuántos documentos atendió.
 */
export const sellarLote = async (orden: {
	readonly documentos: readonly DocumentoPorSellar[]
	readonly llave: CryptoKey
	readonly alAvanzar: (filas: readonly FilaSellada[]) => void
	readonly debeParar?: () => boolean | Promise<boolean>
}): Promise<number> => {
	const { documentos, llave, alAvanzar, debeParar = () => false } = orden
	const enVuelo: Promise<FilaSellada>[] = []
	let listas: FilaSellada[] = []
	let atendidos = 0
	const avisar = (minimo: number) => {
		if (listas.length < minimo || listas.length === 0) return
		alAvanzar(listas)
		listas = []
	}
	const recoger = async () => {
		const primera = enVuelo.shift()
		if (primera) listas.push(await primera)
	}
	try {
		for (const documento of documentos) {
			const parar = debeParar()
			if (typeof parar !== 'boolean') {
				// En pausa, lo ya firmado no espera.
				while (enVuelo.length > 0) await recoger()
				avisar(1)
			}
			if (parar !== false && (await parar)) break
			const firma = sellarUno(documento, llave)
			// La falla se lanza al recogerla, en orden; sin esto el navegador la daría por desatendida antes.
			firma.catch(() => undefined)
			enVuelo.push(firma)
			atendidos += 1
			if (enVuelo.length >= EN_VUELO) await recoger()
			avisar(POR_AVISO)
		}
		while (enVuelo.length > 0) await recoger()
	} finally {
		// Lo ya firmado se entrega también si algo falló a la mitad.
		for (const desenlace of await Promise.allSettled(enVuelo)) {
			if (desenlace.status === 'fulfilled') listas.push(desenlace.value)
		}
		avisar(1)
	}
	return atendidos
}

const sellarUno = (
	{ tramiteId, xml, mostrado }: DocumentoPorSellar,
	llave: CryptoKey,
): Promise<FilaSellada> => {
	const alterado = Promise.resolve({ tramiteId, motivo: 'documento-alterado' } as const)
	const lectura = leerDec(xml)
	if (!lectura.ok || diferencias(lectura.valor, mostrado).length > 0) return alterado
	const cadena = cadenaOriginal(lectura.valor)
	if (!cadena.ok) return alterado
	return sellar(cadena.valor, llave).then((sello) => ({ tramiteId, sello }))
}
