/**
 * Las medidas de la firma en el dispositivo, todas en el mismo Chromium y con la misma e.firma (16). Lo nuestro corre por
 * los workers del producto; los pares, en un worker que no hace otra cosa.
 */
import { alternar, type Medida, mediana, razonPorRonda } from './medida.ts'
import { LOTE, type Medir } from './navegador.ts'

const RONDAS_DE_LOTE = 21
const RONDAS = 7
/** Los pares de JavaScript tardan decenas de milisegundos en cada uno: con pocos por ronda basta. */
const POR_RONDA = 12
const DE_CALENTAMIENTO = 2

const calentar = async (hacer: () => Promise<unknown>): Promise<void> => {
	for (let i = 0; i < DE_CALENTAMIENTO; i += 1) await hacer()
}

const porUno = (porSegundo: number): string => `${(1000 / porSegundo).toFixed(2)} ms`

/**
 * `sello.vs-limite`: el lote como en la ceremonia contra firmar esas mismas cadenas y nada más. El límite es el mejor
 * de dos ciclos pelados: el de una firma tras otra y el que tiene varias en vuelo.
 */
export const medirLimite = async (medir: Medir): Promise<Medida> => {
	const turnos = {
		sellar: () => medir('sellar', LOTE),
		enFila: () => medir('firmar-en-fila', LOTE),
		enVuelo: () => medir('firmar-en-vuelo', LOTE),
		enUno: () => medir('sellar-en-uno', LOTE),
	}
	await calentar(() => alternar(1, turnos))
	const { sellar, enFila, enVuelo, enUno } = await alternar(RONDAS_DE_LOTE, turnos)
	const lectura = mediana((await alternar(RONDAS, { leer: () => medir('leer', LOTE) })).leer)
	const limite = mediana(enVuelo) > mediana(enFila) ? enVuelo : enFila
	const otro = limite === enVuelo ? enFila : enVuelo
	return {
		nombre: 'sello.vs-limite',
		nuestro: mediana(sellar),
		par: mediana(limite),
		razon: razonPorRonda(sellar, limite),
		unidad: 'sellos/s',
		notas: [
			`límite: ${limite === enVuelo ? 'varias firmas en vuelo' : 'una firma tras otra'}; contra el otro ciclo, ${razonPorRonda(sellar, otro).toFixed(2)}`,
			`por documento: leer, comparar y rearmar ${porUno(lectura)}, firmar ${porUno(mediana(limite))}; el lote, ${porUno(mediana(sellar))}`,
			// En Chromium la firma ocupa el hilo del worker: en uno solo, leer y firmar se suman.
			`todo en un solo worker: ${razonPorRonda(enUno, limite).toFixed(2)}`,
		],
	}
}

/** `sello.vs-nodecfdi`: contra `@nodecfdi/credentials` como su guía dice que se usa. */
export const medirNodecfdi = async (medir: Medir): Promise<Medida> => {
	const turnos = {
		sellar: () => medir('sellar', LOTE),
		nodecfdi: () => medir('nodecfdi', POR_RONDA),
		abierta: () => medir('nodecfdi-abierta', POR_RONDA),
	}
	await calentar(() => alternar(1, turnos))
	const { sellar, nodecfdi, abierta } = await alternar(RONDAS, turnos)
	return {
		nombre: 'sello.vs-nodecfdi',
		nuestro: mediana(sellar),
		par: mediana(nodecfdi),
		razon: razonPorRonda(sellar, nodecfdi),
		unidad: 'sellos/s',
		notas: [
			`contra su mejor caso, con la llave ya descifrada en memoria: ${razonPorRonda(sellar, abierta).toFixed(1)}`,
		],
	}
}

/** `llave.vs-forge`: tiempo de abrir un .key como los del SAT, nuestro entre el de node-forge. */
export const medirLlave = async (medir: Medir): Promise<Medida> => {
	const turnos = { abrir: () => medir('abrir', POR_RONDA), forge: () => medir('abrir-forge', POR_RONDA) }
	await calentar(() => alternar(1, turnos))
	const { abrir, forge } = await alternar(RONDAS, turnos)
	const enMs = (porSegundo: readonly number[]): number[] => porSegundo.map((valor) => 1000 / valor)
	return {
		nombre: 'llave.vs-forge',
		nuestro: mediana(enMs(abrir)),
		par: mediana(enMs(forge)),
		razon: razonPorRonda(enMs(abrir), enMs(forge)),
		unidad: 'ms',
		notas: [],
	}
}
