import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { escribirEntero, leerSiEsta } from '../autoridad/autoridad.ts'
import { exportarPkcs8, importarPkcs8, nuevoPar } from '../autoridad/x509.ts'

/** Un certificado emitido por el simulador. */
type Emitido = {
	readonly folioDigital: string
	readonly curp: string
	readonly matricula: string
	readonly xml: string
	cancelado: boolean
}

/** Un renglón del resultado de un lote; `estatus` 1 es «Satisfactorio», 2 es rechazo. */
export type Renglon = {
	readonly archivo: string
	readonly estatus: 1 | 2
	readonly descripcion: string
	readonly emitido: Emitido | null
}

export type LoteSep = {
	readonly numero: number
	readonly nombreArchivo: string
	/** Milisegundos del reloj de la máquina, no del reloj inyectado: de aquí se cuenta la espera. */
	readonly recibido: number
	/** El ZIP recibido, en Base64, mientras no se procesa. */
	envio: string | null
	/** `null` mientras no se procesa. */
	renglones: readonly Renglon[] | null
}

/** Lo que el simulador recuerda; en memoria, y en una carpeta si se le dio. */
export type Registro = {
	readonly lotes: ReadonlyMap<number, LoteSep>
	readonly llaveSep: CryptoKey
	nuevoLote(nombreArchivo: string, envio: string): Promise<LoteSep>
	guardar(lote: LoteSep): Promise<void>
	/** El certificado vivo de esa CURP o matrícula. */
	vivo(curp: string, matricula: string): Emitido | undefined
	porFolio(folioDigital: string): { readonly lote: LoteSep; readonly emitido: Emitido } | undefined
}

const PRIMER_LOTE = 100_001

const leerLotes = async (carpeta: string): Promise<LoteSep[]> => {
	const nombres = (await readdir(carpeta)).filter((uno) => /^lote-\d+\.json$/.test(uno))
	return Promise.all(
		nombres.map(async (uno) => JSON.parse(await readFile(join(carpeta, uno), 'utf8')) as LoteSep),
	)
}

const llaveDe = async (carpeta: string | null): Promise<CryptoKey> => {
	const ruta = carpeta === null ? null : join(carpeta, 'sello-sep.p8')
	const guardada = ruta === null ? null : await leerSiEsta(ruta)
	if (guardada) return importarPkcs8(guardada)
	const { privateKey } = await nuevoPar()
	if (ruta !== null) await escribirEntero(ruta, await exportarPkcs8(privateKey), 0o600)
	return privateKey
}

/** Abre el registro. Con `carpeta`, cada lote es un archivo que se reescribe entero: un reinicio no olvida nada. */
export const abrirRegistro = async (carpeta: string | null): Promise<Registro> => {
	if (carpeta !== null) await mkdir(carpeta, { recursive: true })
	const lotes = new Map<number, LoteSep>()
	for (const lote of carpeta === null ? [] : await leerLotes(carpeta)) lotes.set(lote.numero, lote)
	const emitidos = function* () {
		for (const lote of lotes.values()) {
			for (const { emitido } of lote.renglones ?? []) if (emitido) yield { lote, emitido }
		}
	}
	const guardar = async (lote: LoteSep): Promise<void> => {
		if (carpeta === null) return
		await escribirEntero(join(carpeta, `lote-${lote.numero}.json`), Buffer.from(JSON.stringify(lote)))
	}
	return {
		lotes,
		llaveSep: await llaveDe(carpeta),
		guardar,
		nuevoLote: async (nombreArchivo, envio) => {
			const numero = Math.max(PRIMER_LOTE - 1, ...lotes.keys()) + 1
			const lote: LoteSep = { numero, nombreArchivo, recibido: Date.now(), envio, renglones: null }
			lotes.set(numero, lote)
			await guardar(lote)
			return lote
		},
		vivo: (curp, matricula) => {
			for (const { emitido } of emitidos()) {
				if (!emitido.cancelado && (emitido.curp === curp || emitido.matricula === matricula)) return emitido
			}
			return undefined
		},
		porFolio: (folioDigital) => {
			for (const uno of emitidos()) if (uno.emitido.folioDigital === folioDigital) return uno
			return undefined
		},
	}
}
