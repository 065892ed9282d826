/**
 * La página de la medida: pone el worker de los pares, le da el material y deja pedirle medidas desde fuera. Lo nuestro
 * corre por los workers del producto, unos nuevos cada vez, como en cada ceremonia.
 */
import { deBase64 } from '#core/efirma/base64.ts'
import type { DelWorker } from '../../../src/lib/firma/protocolo.ts'
import { unir } from '../../../src/lib/firma/equipo.ts'
import { POR_GRUPO } from '../../../src/lib/firma/lote.ts'
import Lector from '../../../src/lib/firma/lector.worker.ts?worker'
import Firmador from './firmador.worker.ts?worker'
import Medidor from './medidor.worker.ts?worker'
import type { AlMedidor, DelMedidor, Material, MaterialEnJson, Medible } from './protocolo.ts'

declare global {
	/** Milisegundos que tarda en hacer `veces` de `que`. */
	var medir: (que: Medible, veces: number) => Promise<number>
	var preparar: () => Promise<void>
}

const worker = new Medidor()
let material: Material | null = null

const pedir = (mensaje: AlMedidor): Promise<number> =>
	new Promise((resolver, fallar) => {
		worker.onmessage = ({ data }: MessageEvent<DelMedidor>) => {
			if (data.tipo === 'listo') resolver(data.ms)
			else fallar(new Error(data.mensaje))
		}
		worker.onerror = (evento) => fallar(new Error(evento.message))
		worker.postMessage(mensaje)
	})

/** Lo que la persona tarda en escribir su contraseña, y de sobra. */
const TECLEO_MS = 300

const exigidos = (base64: string): Uint8Array<ArrayBuffer> => {
	const bytes = deBase64(base64)
	if (bytes === null) throw new Error('El material no es base64')
	return bytes
}

/**
 * Una ceremonia sin pantalla: elegir los archivos, abrir la llave y sellar `veces`. Cuenta, con el
 * reloj del que firma, desde que la llave se abrió hasta que entregó el último sello.
 */
const sellar = ({ documentos, cer, key, contrasena, curp }: Material, veces: number) =>
	new Promise<{ readonly ms: number; readonly sellos: readonly string[] }>((resolver, fallar) => {
		const trabajador = unir(new Firmador(), new Lector())
		const sellos: string[] = []
		let empezo = 0
		const fin = (hacer: () => void) => {
			trabajador.terminate()
			hacer()
		}
		trabajador.onerror = (evento) => fin(() => fallar(new Error(evento.message)))
		trabajador.onmessage = (evento: MessageEvent<DelWorker>) => {
			const data = evento.data as DelWorker & { readonly en: number }
			if (data.tipo === 'efirma') {
				const lote = documentos.slice(0, veces)
				setTimeout(() => trabajador.postMessage({ tipo: 'sellar', contrasena, documentos: lote }), TECLEO_MS)
			} else if (data.tipo === 'abierta') empezo = data.en
			else if (data.tipo === 'sellados') {
				for (const fila of data.filas) if ('sello' in fila) sellos.push(fila.sello)
			} else if (data.tipo === 'terminado') {
				const ms = data.en - empezo
				fin(() => resolver({ ms, sellos }))
			} else fin(() => fallar(new Error(JSON.stringify(data))))
		}
		const archivos = [new File([cer], 'medida.cer'), new File([key], 'medida.key')]
		// Como la ceremonia: quien lee ensaya mientras se elige y se teclea.
		trabajador.postMessage({ tipo: 'ensayar', documentos: documentos.slice(0, POR_GRUPO) })
		trabajador.postMessage({ tipo: 'archivos', archivos, momento: Date.now(), curp, anclas: null })
	})

globalThis.preparar = async () => {
	const respuesta = await fetch('./material.json')
	const leido = (await respuesta.json()) as MaterialEnJson
	material = { ...leido, cer: exigidos(leido.cer), key: exigidos(leido.key) }
	await pedir({ tipo: 'preparar', material })
	const { sellos } = await sellar(material, material.documentos.length)
	await pedir({ tipo: 'comprobar', sellos })
}

globalThis.medir = async (que, veces) => {
	if (que !== 'sellar') return pedir({ tipo: 'medir', que, veces })
	if (material === null) throw new Error('Falta preparar')
	const { ms, sellos } = await sellar(material, veces)
	if (sellos.length !== veces) throw new Error(`${sellos.length} sellos de ${veces}`)
	return ms
}
