/**
 * El sellado de un lote en sus dos mitades, iguales en un worker, en Node y en la medida de velocidad: leer, comparar
 * y rearmar la cadena; y firmar. En Chromium la firma ocupa el hilo del worker, así que cada mitad va en el suyo.
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

/** La cadena original de un documento que dice lo que se mostró, o por qué no se sellará. */
export type Preparado =
	| { readonly tramiteId: string; readonly cadena: string }
	| { readonly tramiteId: string; readonly motivo: Motivo }

/** Un documento con su sello (base64), o por qué no se selló. */
export type FilaSellada =
	| { readonly tramiteId: string; readonly sello: string }
	| { readonly tramiteId: string; readonly motivo: Motivo }

/** De cuántos en cuántos viajan los documentos hacia la firma, y los sellos de vuelta. */
export const POR_GRUPO = 25
/** Firmas en vuelo: bastan para que quien firma no espere a nadie. */
const EN_VUELO = 8

/** Lee el documento, rearma su cadena original de lo leído y no la entrega si difiere de lo mostrado (16). */
export const preparar = ({ tramiteId, xml, mostrado }: DocumentoPorSellar): Preparado => {
	const alterado = { tramiteId, motivo: 'documento-alterado' } as const
	const lectura = leerDec(xml)
	if (!lectura.ok || diferencias(lectura.valor, mostrado).length > 0) return alterado
	const cadena = cadenaOriginal(lectura.valor)
	return cadena.ok ? { tramiteId, cadena: cadena.valor } : alterado
}

/**
 * Sella cada cadena con la llave (CryptoKey no extraíble). `alAvanzar` recibe filas terminadas, en grupos y en orden;
 * `debeParar` se pregunta antes de cada una y puede tardar (pausa). Devuelve cuántas atendió. Al parar deja de pedir
 * grupos.
 */
export const sellarLote = async (orden: {
	readonly preparados: AsyncIterable<readonly Preparado[]>
	readonly llave: CryptoKey
	readonly alAvanzar: (filas: readonly FilaSellada[]) => void
	readonly debeParar?: () => boolean | Promise<boolean>
}): Promise<number> => {
	const { preparados, llave, alAvanzar, debeParar = () => false } = orden
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
	const atender = async (preparado: Preparado): Promise<'sigue' | 'para'> => {
		const parar = debeParar()
		if (typeof parar !== 'boolean') {
			// En pausa, lo ya firmado no espera.
			while (enVuelo.length > 0) await recoger()
			avisar(1)
		}
		if (parar !== false && (await parar)) return 'para'
		const firma = sellarUno(preparado, llave)
		// La falla se lanza al recogerla, en orden; sin esto el navegador la daría por desatendida antes.
		firma.catch(() => undefined)
		enVuelo.push(firma)
		atendidos += 1
		if (enVuelo.length >= EN_VUELO) await recoger()
		avisar(POR_GRUPO)
		return 'sigue'
	}
	try {
		recorrido: for await (const grupo of preparados) {
			for (const preparado of grupo) if ((await atender(preparado)) === 'para') break recorrido
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

const sellarUno = async (preparado: Preparado, llave: CryptoKey): Promise<FilaSellada> =>
	'motivo' in preparado
		? preparado
		: { tramiteId: preparado.tramiteId, sello: await sellar(preparado.cadena, llave) }
