import { SaxesParser } from 'saxes'
import { create } from 'xmlbuilder2'

/*
 * La voz de COSFAC, en un solo archivo y sin red: sobres SOAP 1.1 document/literal y la lectura de sus respuestas.
 * Fuente: CertificadosIEMS.wsdl de la SEP (operaciones, nombres, orden y tipos).
 */

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const SEP = 'http://ws.web.mec.sep.mx/schemas'

export type Credenciales = { readonly usuario: string; readonly password: string }

type Operacion = 'carga' | 'consulta' | 'descarga' | 'cancelar'

const PETICION: Record<Operacion, string> = {
	carga: 'cargaCertificadosIEMSRequest',
	consulta: 'consultaCertificadosIEMSRequest',
	descarga: 'descargaCertificadosIEMSRequest',
	cancelar: 'cancelarCertificadosIEMSRequest',
}

const RESPUESTA: Record<Operacion, string> = {
	carga: 'cargaCertificadosIEMSResponse',
	consulta: 'consultaCertificadosIEMSResponse',
	descarga: 'descargaCertificadosIEMSResponse',
	cancelar: 'cancelarCertificadosIEMSResponse',
}

// xmlbuilder2 deja tal cual lo que ya parece una referencia: se le entrega cada `&` ya escrito `&amp;`, que respeta.
const literal = (valor: string): string => valor.replaceAll('&', '&amp;')

const sobre = (
	operacion: Operacion,
	campos: readonly (readonly [string, string])[],
	{ usuario, password }: Credenciales,
): string => {
	const raiz = create({ version: '1.0', encoding: 'UTF-8' }).ele(SOAP, 'soapenv:Envelope')
	const peticion = raiz.ele(SOAP, 'soapenv:Body').ele(SEP, PETICION[operacion])
	for (const [nombre, valor] of campos) peticion.ele(SEP, nombre).txt(literal(valor))
	const autenticacion = peticion.ele(SEP, 'autenticacion')
	autenticacion.ele(SEP, 'usuario').txt(literal(usuario))
	autenticacion.ele(SEP, 'password').txt(literal(password))
	return raiz.doc().end()
}

/** Sobre de `cargaCertificadosIEMS`. El nombre lleva de 2 a 100 caracteres; el ZIP va en base64. */
export const sobreCarga = (
	envio: { readonly nombreArchivo: string; readonly zip: Uint8Array },
	credenciales: Credenciales,
): string => {
	const { nombreArchivo, zip } = envio
	if (nombreArchivo.length < 2 || nombreArchivo.length > 100) {
		throw new Error(`El nombre «${nombreArchivo}» debe llevar de 2 a 100 caracteres.`)
	}
	const archivoBase64 = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength).toString('base64')
	return sobre(
		'carga',
		[
			['nombreArchivo', nombreArchivo],
			['archivoBase64', archivoBase64],
		],
		credenciales,
	)
}

/** Sobre de `consultaCertificadosIEMS`. */
export const sobreConsulta = (numeroLote: string, credenciales: Credenciales): string =>
	sobre('consulta', [['numeroLote', numeroLote]], credenciales)

/** Sobre de `descargaCertificadosIEMS`. */
export const sobreDescarga = (numeroLote: string, credenciales: Credenciales): string =>
	sobre('descarga', [['numeroLote', numeroLote]], credenciales)

/** Sobre de `cancelarCertificadosIEMS`; el folio es el `folioDigital`. */
export const sobreCancelar = (folioCertificado: string, credenciales: Credenciales): string =>
	sobre('cancelar', [['folioCertificado', folioCertificado]], credenciales)

/** La respuesta no es un sobre que el WSDL describa. El mensaje dice qué falta, sin repetir lo recibido. */
export class RespuestaInservible extends Error {
	override readonly name = 'RespuestaInservible'
}

/** Una falla SOAP 1.1 §4.4. `delCliente`: COSFAC culpa al mensaje, luego no lo tomó. */
export type FallaSoap = { readonly falla: true; readonly delCliente: boolean; readonly texto: string }

type RespuestaCarga = { readonly falla: false; readonly numeroLote: string; readonly mensaje: string }
type RespuestaConsulta = {
	readonly falla: false
	readonly numeroLote: string
	readonly estatus: number
	readonly mensaje: string
	/** `null`: todavía no hay resultado. */
	readonly excel: Uint8Array | null
}
type RespuestaDescarga = {
	readonly falla: false
	readonly numeroLote: string
	readonly mensaje: string
	/** `null`: todavía no hay documentos, o ninguno fue válido; el mensaje lo dice. */
	readonly certificados: Uint8Array | null
}
type RespuestaCancelar = { readonly falla: false; readonly codigo: number; readonly mensaje: string }

export const leerRespuestaCarga = (xml: string): RespuestaCarga | FallaSoap => {
	const campos = leerSobre(xml, 'carga')
	if (esFalla(campos)) return campos
	return {
		falla: false,
		numeroLote: numero(campos, 'numeroLote', /^\d{1,18}$/),
		mensaje: texto(campos, 'mensaje'),
	}
}

export const leerRespuestaConsulta = (xml: string): RespuestaConsulta | FallaSoap => {
	const campos = leerSobre(xml, 'consulta')
	if (esFalla(campos)) return campos
	return {
		falla: false,
		numeroLote: numero(campos, 'numeroLote', /^\d{1,18}$/),
		estatus: Number(numero(campos, 'estatusLote', /^[+-]?\d{1,5}$/)),
		mensaje: texto(campos, 'mensaje'),
		excel: binario(campos, 'excelBase64'),
	}
}

export const leerRespuestaDescarga = (xml: string): RespuestaDescarga | FallaSoap => {
	const campos = leerSobre(xml, 'descarga')
	if (esFalla(campos)) return campos
	return {
		falla: false,
		numeroLote: numero(campos, 'numeroLote', /^\d{1,18}$/),
		mensaje: texto(campos, 'mensaje'),
		certificados: binario(campos, 'certificadosBase64'),
	}
}

export const leerRespuestaCancelar = (xml: string): RespuestaCancelar | FallaSoap => {
	const campos = leerSobre(xml, 'cancelar')
	if (esFalla(campos)) return campos
	return {
		falla: false,
		codigo: Number(numero(campos, 'codigo', /^[+-]?\d{1,10}$/)),
		mensaje: texto(campos, 'mensaje'),
	}
}

type Campos = ReadonlyMap<string, string>

const esFalla = (leido: Campos | FallaSoap): leido is FallaSoap => 'falla' in leido

const texto = (campos: Campos, nombre: string): string => (campos.get(nombre) ?? '').trim().slice(0, 2000)

const numero = (campos: Campos, nombre: string, forma: RegExp): string => {
	const valor = (campos.get(nombre) ?? '').trim()
	if (!forma.test(valor)) throw new RespuestaInservible(`La respuesta no trae un ${nombre} que se entienda.`)
	return valor
}

const binario = (campos: Campos, nombre: string): Uint8Array | null => {
	const valor = (campos.get(nombre) ?? '').replace(/[\t\n\r ]+/g, '')
	if (valor === '') return null
	if (valor.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(valor)) {
		throw new RespuestaInservible(`El contenido de ${nombre} no es base64.`)
	}
	return Buffer.from(valor, 'base64')
}

const PROFUNDIDAD_MAXIMA = 12

/** Los campos de la respuesta esperada, o la falla. Sin DTD ni instrucciones de proceso; un campo repetido es inservible. */
const leerSobre = (xml: string, operacion: Operacion): Campos | FallaSoap => {
	const campos = new Map<string, string>()
	const falla = new Map<string, string>()
	const camino: string[] = []
	const esperado = [`${SOAP} Envelope`, `${SOAP} Body`, `${SEP} ${RESPUESTA[operacion]}`].join('\n')
	const caminoFalla = [`${SOAP} Envelope`, `${SOAP} Body`, `${SOAP} Fault`].join('\n')
	let hallada = false
	let trozos: string[] = []
	const lector = new SaxesParser({ xmlns: true })
	const alto = (frase: string) => (): never => {
		throw new RespuestaInservible(frase)
	}
	lector.on('error', alto('La respuesta no es XML bien formado.'))
	lector.on('doctype', alto('La respuesta trae una DTD.'))
	lector.on('processinginstruction', alto('La respuesta trae instrucciones de proceso.'))
	lector.on('opentag', ({ uri, local }) => {
		camino.push(`${uri} ${local}`)
		if (camino.length > PROFUNDIDAD_MAXIMA) throw new RespuestaInservible('La respuesta está muy anidada.')
		trozos = []
		if (camino.join('\n') === esperado) hallada = true
	})
	lector.on('text', (trozo) => trozos.push(trozo))
	lector.on('cdata', (trozo) => trozos.push(trozo))
	lector.on('closetag', ({ uri, local }) => {
		camino.pop()
		const padre = camino.join('\n')
		const destino = padre === esperado && uri === SEP ? campos : padre === caminoFalla ? falla : null
		if (destino?.has(local)) throw new RespuestaInservible(`La respuesta repite ${local}.`)
		destino?.set(local, trozos.join(''))
		trozos = []
	})
	lector.write(xml).close()
	if (falla.has('faultcode') || falla.has('faultstring')) {
		return {
			falla: true,
			delCliente: /(^|:)Client(\.|$)/.test((falla.get('faultcode') ?? '').trim()),
			texto: texto(falla, 'faultstring') || 'COSFAC negó la petición sin decir por qué.',
		}
	}
	if (!hallada) throw new RespuestaInservible('La respuesta no es la que el WSDL describe.')
	return campos
}
