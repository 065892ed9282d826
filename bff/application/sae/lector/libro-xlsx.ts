import { Readable } from 'node:stream'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl'
import { ArchivoIlegible, demasiadoGrande } from '../tabla.ts'
import type { Fuente } from './fuente.ts'

const MEGA = 1024 * 1024
/** Lo que puede salir de un XLSX ya descomprimido, sumando todo lo que se lee. */
const BYTES_MAXIMOS = 600 * MEGA
const ENTRADAS_MAXIMAS = 500
/** Etiquetas abiertas unas dentro de otras: un libro no pasa de una docena, y cada una ocupa memoria hasta que se cierra. */
const HONDURA_MAXIMA = 64
/** Letras de XML que pueden pasar sin que se abra o cierre nada: más es un texto o una etiqueta desmedidos. */
const LETRAS_SIN_SUCESO = 8 * MEGA

/** Lo que se hace con cada suceso del XML; los nombres van sin prefijo. */
type Oyente = {
	readonly abre?: (nombre: string, atributos: Readonly<Record<string, string>>) => void
	readonly texto?: (texto: string) => void
	readonly cierra?: (nombre: string) => void
}

/** Las partes de un XLSX que se pueden leer, una por una y por flujo. */
export type LibroXlsx = {
	readonly tiene: (parte: string) => boolean
	/** Recorre el XML de una parte. Da una vuelta por trozo leído: quien oye saca ahí lo que juntó. */
	readonly recorrer: (parte: string, oyente: Oyente, tope?: number) => AsyncGenerator<void>
	readonly cerrar: () => void
}

class LectorDeFuente extends RandomAccessReader {
	readonly #fuente: Fuente
	/** Lo que falló al leer la fuente, que no es culpa del archivo. */
	falla: unknown = null
	constructor(fuente: Fuente) {
		super()
		this.#fuente = fuente
	}
	override _readStreamForRange(desde: number, hasta: number): Readable {
		const flujo = Readable.from(this.#fuente.leer(desde, hasta), { objectMode: false })
		return flujo.once('error', (error) => (this.falla = error))
	}
	/** Lo que no se entienda del ZIP o del XML es del archivo; lo demás es falla nuestra y pasa. */
	culpar(error: unknown): unknown {
		if (error instanceof ArchivoIlegible) return error
		return this.falla ?? new ArchivoIlegible('está dañado o no es un libro de Excel')
	}
}

/** Abre el ZIP de un XLSX ajeno, contando lo que sale de él: los tamaños que el archivo dice no se creen. */
export const abrirLibro = async (fuente: Fuente): Promise<LibroXlsx> => {
	const partes = new Map<string, Entry>()
	const lector = new LectorDeFuente(fuente)
	let zip: ZipFile
	try {
		zip = await fromRandomAccessReaderPromise(lector, fuente.bytes, { autoClose: false })
		if (zip.entryCount > ENTRADAS_MAXIMAS) throw demasiadoGrande(`${ENTRADAS_MAXIMAS} partes`)
		for await (const entrada of zip.eachEntry()) partes.set(entrada.fileName, entrada)
	} catch (error) {
		throw lector.culpar(error)
	}
	let salidos = 0
	return {
		tiene: (parte) => partes.has(parte),
		cerrar: () => zip.close(),
		recorrer: async function* (parte, oyente, tope = BYTES_MAXIMOS) {
			const entrada = partes.get(parte)
			if (entrada === undefined) throw new ArchivoIlegible('está dañado o no es un libro de Excel')
			const xml = leerXml(oyente)
			const decodificador = new TextDecoder()
			let deEsta = 0
			try {
				const flujo = await zip.openReadStreamPromise(entrada)
				for await (const trozo of flujo as AsyncIterable<Buffer>) {
					salidos += trozo.length
					deEsta += trozo.length
					if (salidos > BYTES_MAXIMOS || deEsta > tope) {
						throw demasiadoGrande(`${Math.min(tope, BYTES_MAXIMOS) / MEGA} MB ya descomprimido`)
					}
					xml.escribir(decodificador.decode(trozo, { stream: true }))
					yield
				}
				xml.terminar()
				yield
			} catch (error) {
				throw lector.culpar(error)
			}
		},
	}
}

const leerXml = (oyente: Oyente) => {
	const lector = new SaxesParser({ xmlns: false, position: false })
	let sinSuceso = 0
	let hondura = 0
	const corto = (nombre: string): string => nombre.slice(nombre.indexOf(':') + 1)
	lector.on('error', (error) => {
		throw error
	})
	lector.on('doctype', () => {
		throw new ArchivoIlegible('no es un libro de Excel')
	})
	lector.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
		sinSuceso = 0
		hondura += 1
		if (hondura > HONDURA_MAXIMA) throw new ArchivoIlegible('está dañado o no es un libro de Excel')
		oyente.abre?.(corto(name), attributes)
	})
	lector.on('text', (texto) => oyente.texto?.(texto))
	lector.on('closetag', ({ name }) => {
		sinSuceso = 0
		hondura -= 1
		oyente.cierra?.(corto(name))
	})
	return {
		escribir: (texto: string): void => {
			lector.write(texto)
			sinSuceso += texto.length
			if (sinSuceso > LETRAS_SIN_SUCESO) throw new ArchivoIlegible('trae un texto desmedido')
		},
		terminar: (): void => void lector.close(),
	}
}
