/**
 * COSFAC/SEP dentro del proceso, con todo lo que le puede pasar a un intercambio sin llave de idempotencia: toma lo que no
 * contesta, contesta lo que no toma, toma dos veces, toma tarde, se salta números, atiende a otros, calla un día.
 */
import { unzipSync } from 'fflate'
import type { Cosfac } from '../../bff/application/ports.ts'
import type { Suerte } from './azar.ts'

const MINUTO = 60_000
const HORA = 60 * MINUTO

type Emitido = {
	readonly folioDigital: string
	readonly matricula: string
	readonly xml: string
	vivo: boolean
}
type Renglon = {
	readonly archivo: string
	readonly estatus: string
	readonly descripcion: string
	readonly emitido: Emitido | null
}
type LoteSep = {
	readonly recibido: number
	readonly listoEn: number
	/** Nombre del XML → contenido; vacío en los ajenos. */
	readonly xml: ReadonlyMap<string, string>
	readonly ajeno: boolean
	renglones: readonly Renglon[] | null
}

export type Sep = {
	readonly cosfac: Cosfac
	/** Cuándo pasa lo siguiente que nadie pidió (algo que llega tarde), o infinito. */
	readonly siguiente: () => number
	readonly emitidos: () => readonly Emitido[]
	/** Los números de los lotes que traen ese archivo: lo que COSFAC diría por teléfono. */
	readonly numerosCon: (archivo: string) => readonly number[]
	/** Qué fallas hubo, por nombre. */
	readonly fallas: Map<string, number>
}

type Mundo = { readonly ahora: () => number; readonly suerte: Suerte; readonly hayFallas: () => boolean }

const SELLO_SEP = 'A'.repeat(344)
const PRIMERO = 5_000

export const abrirSep = ({ ahora, suerte, hayFallas }: Mundo): Sep => {
	const lotes = new Map<number, LoteSep>()
	const tardios: { llegaEn: number; xml: ReadonlyMap<string, string> }[] = []
	const fallas = new Map<string, number>()
	const duplicados = suerte.pasa(0.5)
	const saltos = suerte.pasa(0.5)
	const otros = suerte.pasa(0.6)
	const silencio = suerte.pasa(0.15)
	/** Lo que esta SEP rechaza siempre, por matrícula. */
	const malas = new Map<string, boolean>()
	let ultimo = PRIMERO

	const falla = (nombre: string, probabilidad: number): boolean => {
		if (!hayFallas() || !suerte.pasa(probabilidad)) return false
		fallas.set(nombre, (fallas.get(nombre) ?? 0) + 1)
		return true
	}

	const registrar = (xml: ReadonlyMap<string, string>, recibido: number, salta = true): number => {
		if (otros && salta && suerte.pasa(0.4)) {
			for (let n = suerte.entero(1, 3); n > 0; n -= 1) {
				ultimo += 1
				const listoEn = recibido + suerte.entero(0, 5) * HORA
				lotes.set(ultimo, { recibido, listoEn, xml: new Map(), ajeno: true, renglones: null })
			}
		}
		ultimo += 1 + (saltos && salta ? suerte.entero(0, 5) : 0)
		const tarda = silencio && hayFallas() ? suerte.entero(1, 24 * 60) : suerte.entero(0, 90)
		lotes.set(ultimo, { recibido, listoEn: recibido + tarda * MINUTO, xml, ajeno: false, renglones: null })
		return ultimo
	}

	/** Pone al día lo que ya llegó y lo que ya se procesó, en el orden en que pasó. */
	const avanzar = (): void => {
		tardios.sort((a, b) => a.llegaEn - b.llegaEn)
		while ((tardios[0]?.llegaEn ?? Infinity) <= ahora()) {
			const tardio = tardios.shift()
			if (tardio) registrar(tardio.xml, tardio.llegaEn)
		}
		const listos = [...lotes.values()].filter((lote) => lote.renglones === null && lote.listoEn <= ahora())
		for (const lote of listos.sort((a, b) => a.listoEn - b.listoEn)) lote.renglones = procesar(lote)
	}

	const emitidos = (): Emitido[] =>
		[...lotes.values()].flatMap(({ renglones }) =>
			(renglones ?? []).flatMap(({ emitido }) => (emitido ? [emitido] : [])),
		)

	const procesar = (lote: LoteSep): Renglon[] => {
		if (lote.ajeno) {
			return [
				{ archivo: `AJENO-${lote.recibido}.xml`, estatus: '1', descripcion: 'Satisfactorio', emitido: null },
			]
		}
		const renglones: Renglon[] = []
		for (const [archivo, xml] of lote.xml) {
			const matricula = /numeroControl="([^"]*)"/.exec(xml)?.[1] ?? ''
			const mala = malas.get(matricula) ?? suerte.pasa(0.05)
			malas.set(matricula, mala)
			const vivo = emitidos().find((uno) => uno.vivo && uno.matricula === matricula)
			const no = (descripcion: string): Renglon => ({ archivo, estatus: '2', descripcion, emitido: null })
			if (mala) renglones.push(no('El plan de estudios no está en el catálogo.'))
			else if (vivo && !duplicados)
				renglones.push(
					no(`El alumno ya cuenta con un certificado vigente con folio digital ${vivo.folioDigital}.`),
				)
			else renglones.push(emitir(archivo, xml, matricula))
		}
		return renglones
	}

	const emitir = (archivo: string, xml: string, matricula: string): Renglon => {
		const folioDigital = suerte.uuid()
		const sello = /sello="([^"]*)"/.exec(xml)?.[1] ?? ''
		const fechaSep = new Date(ahora()).toISOString().slice(0, 19)
		const timbre = `<Sep version="1.0" folioDigital="${folioDigital}" fechaSep="${fechaSep}" selloDec="${sello}" noCertificadoSep="00001000000500000001" selloSep="${SELLO_SEP}"/></Dec>`
		const emitido = { folioDigital, matricula, xml: xml.replace('</Dec>', timbre), vivo: true }
		return { archivo, estatus: '1', descripcion: 'Satisfactorio', emitido }
	}

	const cargar: Cosfac['cargar'] = ({ zip }) => {
		avanzar()
		const xml = new Map(
			Object.entries(unzipSync(zip)).map(([nombre, bytes]) => [nombre, Buffer.from(bytes).toString('utf8')]),
		)
		const perdida = { resultado: 'desconocido', razon: 'La conexión se cortó (ECONNRESET).' } as const
		if (falla('no-salio', 0.06)) return Promise.resolve({ resultado: 'no-enviado', razon: 'ECONNREFUSED' })
		if (falla('negado', 0.01)) return Promise.resolve({ resultado: 'rechazado', mensaje: 'HTTP 401' })
		if (falla('nunca-llego', 0.12)) return Promise.resolve(perdida)
		if (falla('llega-tarde', 0.15)) {
			tardios.push({ llegaEn: ahora() + suerte.entero(1, suerte.pasa(0.5) ? 25 : 20 * 60) * MINUTO, xml })
			return Promise.resolve(perdida)
		}
		const numero = registrar(xml, ahora())
		// Un intermediario repitió la petición: cae junto, o con otro en medio.
		if (falla('tomado-dos-veces', 0.06)) registrar(xml, ahora(), false)
		if (falla('respuesta-perdida', 0.25)) return Promise.resolve(perdida)
		return Promise.resolve({ resultado: 'aceptado', numeroLote: String(numero), mensaje: 'Recibido' })
	}

	const consultar: Cosfac['consultar'] = (numero) => {
		avanzar()
		if (falla('consulta-sin-respuesta', 0.08))
			return Promise.resolve({ resultado: 'sin-respuesta', razon: 'La conexión se cortó.' })
		const lote = lotes.get(Number(numero))
		if (!lote) return Promise.resolve({ resultado: 'en-proceso', estatus: 3, mensaje: 'No existe.' })
		if (lote.renglones === null || falla('consulta-vieja', 0.08))
			return Promise.resolve({ resultado: 'en-proceso', estatus: 1, mensaje: 'En proceso.' })
		const filas = lote.renglones.map(({ archivo, estatus, descripcion }) => ({
			archivo,
			estatus,
			descripcion,
		}))
		return Promise.resolve({ resultado: 'leido', estatus: 2, mensaje: 'Procesado.', filas })
	}

	const descargar: Cosfac['descargar'] = (numero) => {
		avanzar()
		if (falla('descarga-sin-respuesta', 0.08))
			return Promise.resolve({ resultado: 'sin-respuesta', razon: 'La conexión se cortó.' })
		if (falla('zip-a-medias', 0.08))
			return Promise.resolve({ resultado: 'inservible', razon: 'El ZIP está dañado o incompleto.' })
		const lote = lotes.get(Number(numero))
		const bytes = (texto: string) => new TextEncoder().encode(texto)
		const archivos = (lote?.renglones ?? []).flatMap(({ archivo, emitido }) =>
			emitido ? [{ nombre: archivo, bytes: bytes(emitido.xml) }] : [],
		)
		const [primero] = archivos
		if (!primero || falla('no-listo', 0.08)) return Promise.resolve({ resultado: 'no-listo', mensaje: 'No.' })
		if (falla('falta-uno', 0.12)) archivos.shift()
		if (falla('viene-repetido', 0.05)) archivos.push({ ...primero, nombre: `copia-${primero.nombre}` })
		return Promise.resolve({ resultado: 'descargado', archivos })
	}

	const cancelar: Cosfac['cancelar'] = (folioDigital) => {
		avanzar()
		if (falla('cancelacion-no-llego', 0.15))
			return Promise.resolve({ resultado: 'sin-respuesta', razon: 'La conexión se cortó.' })
		const suyo = emitidos().find((uno) => uno.folioDigital === folioDigital)
		if (!suyo) return Promise.resolve({ resultado: 'negado', codigo: 1, mensaje: 'El folio no existe.' })
		if (!suyo.vivo)
			return Promise.resolve({ resultado: 'negado', codigo: 2, mensaje: 'Ya estaba cancelado.' })
		suyo.vivo = false
		if (falla('cancelacion-sin-respuesta', 0.25))
			return Promise.resolve({ resultado: 'sin-respuesta', razon: 'La conexión se cortó.' })
		return Promise.resolve({ resultado: 'cancelado', mensaje: 'Cancelado.' })
	}

	return {
		cosfac: { cargar, consultar, descargar, cancelar },
		siguiente: () => {
			avanzar()
			return Math.min(Infinity, ...tardios.map(({ llegaEn }) => llegaEn))
		},
		emitidos: () => {
			avanzar()
			return emitidos()
		},
		numerosCon: (archivo) => {
			avanzar()
			return [...lotes].flatMap(([numero, { xml }]) => (xml.has(archivo) ? [numero] : []))
		},
		fallas,
	}
}
