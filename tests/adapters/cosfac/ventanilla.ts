/**
 * Una ventanilla de COSFAC para pruebas, por HTTP de verdad y sin nada del producto: recibe, timbra y devuelve lo que la
 * prueba quiera torcer.
 */
import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { utils, write } from '@e965/xlsx'
import { unzipSync, zipSync } from 'fflate'

type FilaXls = readonly [archivo: string, estatus: string | number, descripcion: string]
type Archivos = Record<string, Uint8Array>

type Torcer = {
	/** Quien atiende la petición entera; `true` si ya la contestó (o la cortó). */
	atender?: (operacion: string, respuesta: ServerResponse, peticion: IncomingMessage) => boolean
	/** Antes de registrar el lote (`false`) o después (`true`) se corta la conexión. */
	cortarCarga?: 'antes' | 'despues' | null
	/** Cuántas consultas contestan «en proceso» antes del resultado. */
	enProceso?: number
	filas?: (archivos: readonly string[]) => FilaXls[]
	descarga?: (timbrados: Archivos) => Archivos | Uint8Array | null
}

export type Ventanilla = {
	readonly url: string
	readonly torcer: Torcer
	/** Los lotes recibidos, por número. */
	readonly lotes: Map<string, { nombreArchivo: string; archivos: Archivos }>
	readonly cerrar: () => Promise<void>
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** El XML con el timbre de SEP (lo que selloSep firma no es público: aquí, cualquier cosa). */
export const timbrar = (xml: string, folioDigital: string = randomUUID()): string => {
	const sello = /sello="([^"]*)"/.exec(xml)?.[1] ?? ''
	const selloSep = createSign('RSA-SHA256').update(folioDigital).sign(privateKey, 'base64')
	return xml.replace(
		'</Dec>',
		`<Sep version="1.0" folioDigital="${folioDigital}" fechaSep="2026-07-15T21:00:05" selloDec="${sello}" noCertificadoSep="00001000000500000001" selloSep="${selloSep}"/></Dec>`,
	)
}

export const texto = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
export const bytes = (contenido: string): Uint8Array => new TextEncoder().encode(contenido)

const xls = (filas: readonly FilaXls[]): Uint8Array => {
	const libro = utils.book_new()
	const hoja = utils.aoa_to_sheet([['ARCHIVO', 'ESTATUS', 'DESCRIPCION'], ...filas.map((fila) => [...fila])])
	utils.book_append_sheet(libro, hoja, 'Resultado')
	return new Uint8Array(write(libro, { type: 'buffer', bookType: 'biff8' }) as Buffer)
}

const campo = (sobre: string, nombre: string): string =>
	new RegExp(`<(?:\\w+:)?${nombre}>([^<]*)</`).exec(sobre)?.[1] ?? ''

const contestar = (respuesta: ServerResponse, operacion: string, campos: Record<string, string>): void => {
	const dentro = Object.entries(campos)
		.map(([nombre, valor]) => `<ns2:${nombre}>${valor}</ns2:${nombre}>`)
		.join('')
	respuesta.writeHead(200, { 'content-type': 'text/xml;charset=utf-8' })
	respuesta.end(
		`<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body><ns2:${operacion}CertificadosIEMSResponse xmlns:ns2="http://ws.web.mec.sep.mx/schemas">${dentro}</ns2:${operacion}CertificadosIEMSResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>`,
	)
}

/** Contesta una falla SOAP. */
export const fallar = (respuesta: ServerResponse, codigo: string, frase: string, estado = 500): void => {
	respuesta.writeHead(estado, { 'content-type': 'text/xml' })
	respuesta.end(
		`<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>${codigo}</faultcode><faultstring>${frase}</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`,
	)
}

const b64 = (contenido: Uint8Array): string => Buffer.from(contenido).toString('base64')

/** Ninguna ventanilla repite un número de lote, aunque se abran varias: COSFAC tampoco. */
let siguiente = 1000

/** Abre la ventanilla en un puerto libre de 127.0.0.1. */
export const abrirVentanilla = async (): Promise<Ventanilla> => {
	const lotes: Ventanilla['lotes'] = new Map()
	const torcer: Torcer = {}
	let consultas = 0
	const operaciones: Record<string, (sobre: string, respuesta: ServerResponse) => void> = {
		carga: (sobre, respuesta) => {
			if (torcer.cortarCarga === 'antes') return void respuesta.destroy()
			const numero = String((siguiente += 1))
			const archivos = unzipSync(Buffer.from(campo(sobre, 'archivoBase64'), 'base64'))
			lotes.set(numero, { nombreArchivo: campo(sobre, 'nombreArchivo'), archivos })
			if (torcer.cortarCarga === 'despues') return void respuesta.destroy()
			contestar(respuesta, 'carga', { numeroLote: numero, mensaje: 'Lote recibido' })
		},
		consulta: (sobre, respuesta) => {
			const numeroLote = campo(sobre, 'numeroLote')
			consultas += 1
			if (consultas <= (torcer.enProceso ?? 0)) {
				return contestar(respuesta, 'consulta', { numeroLote, estatusLote: '1', mensaje: 'En proceso' })
			}
			const lote = lotes.get(numeroLote)
			if (!lote) {
				const mensaje = `No existe el número de lote ${numeroLote}.`
				return contestar(respuesta, 'consulta', { numeroLote, estatusLote: '3', mensaje })
			}
			const nombres = Object.keys(lote.archivos)
			const filas = torcer.filas?.(nombres) ?? nombres.map((nombre) => [nombre, 1, 'Satisfactorio'] as const)
			const excelBase64 = b64(zipSync({ 'resultado.xls': xls(filas) }))
			contestar(respuesta, 'consulta', { numeroLote, estatusLote: '2', mensaje: 'Terminado', excelBase64 })
		},
		descarga: (sobre, respuesta) => {
			const numeroLote = campo(sobre, 'numeroLote')
			const recibidos = Object.entries(lotes.get(numeroLote)?.archivos ?? {})
			const timbrados = Object.fromEntries(
				recibidos.map(([nombre, xml]) => [nombre, bytes(timbrar(texto(xml)))]),
			)
			const salida = torcer.descarga ? torcer.descarga(timbrados) : timbrados
			const zip = salida === null ? null : salida instanceof Uint8Array ? salida : zipSync(salida)
			contestar(respuesta, 'descarga', {
				numeroLote,
				mensaje: zip ? 'Listo' : `No hay certificados validos para el número de lote ${numeroLote}.`,
				...(zip ? { certificadosBase64: b64(zip) } : {}),
			})
		},
		cancelar: (_, respuesta) => contestar(respuesta, 'cancelar', { codigo: '0', mensaje: 'Cancelado' }),
	}
	const servidor = createServer((peticion, respuesta) => {
		const trozos: Buffer[] = []
		peticion.on('data', (trozo: Buffer) => trozos.push(trozo))
		peticion.on('end', () => {
			const sobre = Buffer.concat(trozos).toString('utf8')
			const operacion = /<(?:\w+:)?(\w+)CertificadosIEMSRequest/.exec(sobre)?.[1] ?? ''
			if (torcer.atender?.(operacion, respuesta, peticion)) return
			operaciones[operacion]?.(sobre, respuesta)
		})
	})
	await new Promise<void>((listo) => servidor.listen(0, '127.0.0.1', listo))
	return {
		url: `http://127.0.0.1:${(servidor.address() as AddressInfo).port}/mec-ws/services/`,
		torcer,
		lotes,
		cerrar: () =>
			new Promise((listo) => {
				servidor.close(() => listo())
				servidor.closeAllConnections()
			}),
	}
}
