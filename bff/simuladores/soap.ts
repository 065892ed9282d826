import { ParseOption, XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm'
import type { ServerResponse } from 'node:http'
import { actua, type Fallas } from './fallas.ts'
import { escapar } from './pagina.ts'
import { contestar, leerCuerpo, levantarServidorHttp, type ServidorHttp } from './servidor.ts'

/** Un servicio SOAP 1.1 document/literal con un elemento `{operacion}Request` y otro `{operacion}Response`. */
export type Contrato = {
	readonly espacio: string
	readonly servicio: string
	readonly puerto: string
	readonly operaciones: readonly string[]
	/** El `xs:schema` de los mensajes, con sus propias declaraciones de espacios de nombres. */
	readonly esquema: string
}

/** Una petición ya validada contra el esquema: sus hojas, por nombre local. */
export type PeticionSoap = { readonly operacion: string; readonly valores: Readonly<Record<string, string>> }

/** Qué contesta una operación: sus elementos en orden, una falta de SOAP, o cortar la conexión sin contestar. */
export type RespuestaSoap =
	| { readonly tipo: 'respuesta'; readonly campos: readonly (readonly [nombre: string, valor: string])[] }
	| { readonly tipo: 'falta'; readonly culpa: 'Client' | 'Server'; readonly frase: string }
	| { readonly tipo: 'cortar' }

/** Las fallas que cualquier servicio SOAP sabe provocar. */
export type ModoSoap = 'error-500' | 'soap-fault' | 'peticion-perdida' | 'respuesta-perdida'
const MODOS_SOAP: readonly ModoSoap[] = ['error-500', 'soap-fault', 'peticion-perdida', 'respuesta-perdida']

const SOBRE = 'http://schemas.xmlsoap.org/soap/envelope/'
const TIPO_XML = 'text/xml; charset=utf-8'
const OPCIONES_XML =
	ParseOption.XML_PARSE_NONET |
	ParseOption.XML_PARSE_NO_XXE |
	ParseOption.XML_PARSE_NO_SYS_CATALOG |
	// Un lote de mil certificados pasa de los 10 MB que libxml2 admite en un solo texto.
	ParseOption.XML_PARSE_HUGE

/** Lee XML ajeno sin salir a buscar nada; un DTD es motivo de rechazo. Quien llama libera con `dispose`. */
export const leerXml = (bytes: Uint8Array): XmlDocument => {
	const documento = XmlDocument.fromBuffer(bytes, { option: OPCIONES_XML })
	if (documento.dtd === null) return documento
	documento.dispose()
	throw new Error('El XML trae un DTD, que no se admite.')
}

/** Compila un XSD; quien llama libera con `dispose`. */
export const compilarXsd = (texto: Uint8Array): XsdValidator => {
	const documento = leerXml(texto)
	try {
		return XsdValidator.fromDoc(documento)
	} finally {
		documento.dispose()
	}
}

const hojas = (elemento: XmlElement, valores: Record<string, string>): void => {
	let conHijos = false
	for (let hijo = elemento.firstChild; hijo !== null; hijo = hijo.next) {
		if (!(hijo instanceof XmlElement)) continue
		conHijos = true
		hojas(hijo, valores)
	}
	if (!conHijos) valores[elemento.name] = elemento.content
}

const leerPeticion = (cuerpo: Uint8Array, contrato: Contrato, validador: XsdValidator): PeticionSoap => {
	const documento = leerXml(cuerpo)
	try {
		const hijos = documento.find('/s:Envelope/s:Body/*', { s: SOBRE })
		const [pedido] = hijos
		if (hijos.length !== 1 || !(pedido instanceof XmlElement)) {
			throw new Error('El sobre SOAP 1.1 debe traer exactamente un elemento en su Body.')
		}
		const operacion = contrato.operaciones.find((una) => `${una}Request` === pedido.name)
		if (operacion === undefined || pedido.namespaceUri !== contrato.espacio) {
			throw new Error(`No existe la operación {${pedido.namespaceUri}}${pedido.name}.`)
		}
		validador.validate(pedido)
		const valores: Record<string, string> = {}
		hojas(pedido, valores)
		return { operacion, valores }
	} finally {
		documento.dispose()
	}
}

const sobre = (cuerpo: string): string =>
	`<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="${SOBRE}"><SOAP-ENV:Header/><SOAP-ENV:Body>${cuerpo}</SOAP-ENV:Body></SOAP-ENV:Envelope>`

const escribirFalta = (culpa: 'Client' | 'Server', frase: string): string =>
	sobre(
		`<SOAP-ENV:Fault><faultcode>SOAP-ENV:${culpa}</faultcode><faultstring xml:lang="es">${escapar(frase)}</faultstring></SOAP-ENV:Fault>`,
	)

const escribirRespuesta = (
	{ espacio }: Contrato,
	operacion: string,
	campos: readonly (readonly [string, string])[],
): string => {
	const dentro = campos.map(([nombre, valor]) => `<ns2:${nombre}>${escapar(valor)}</ns2:${nombre}>`).join('')
	return sobre(`<ns2:${operacion}Response xmlns:ns2="${espacio}">${dentro}</ns2:${operacion}Response>`)
}

/** El WSDL 1.1 del contrato, con la dirección donde se atiende. */
const escribirWsdl = (contrato: Contrato, direccion: string): string => {
	const { espacio, puerto, servicio, esquema, operaciones } = contrato
	const mensajes = operaciones.flatMap((una) => [`${una}Request`, `${una}Response`])
	const enlace = `${puerto}Soap11`
	const extremos = (una: string, dentro: (mensaje: string) => string): string =>
		`<wsdl:input name="${una}Request"${dentro(`${una}Request`)}<wsdl:output name="${una}Response"${dentro(`${una}Response`)}`
	return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="${espacio}" targetNamespace="${espacio}">
<wsdl:types>
${esquema.replace(/^<\?xml[^>]*\?>\s*/, '')}
</wsdl:types>
${mensajes.map((uno) => `<wsdl:message name="${uno}"><wsdl:part name="${uno}" element="tns:${uno}"/></wsdl:message>`).join('\n')}
<wsdl:portType name="${puerto}">
${operaciones.map((una) => `<wsdl:operation name="${una}">${extremos(una, (mensaje) => ` message="tns:${mensaje}"/>`).replaceAll('/><', '/>\n<')}</wsdl:operation>`).join('\n')}
</wsdl:portType>
<wsdl:binding name="${enlace}" type="tns:${puerto}">
<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
${operaciones.map((una) => `<wsdl:operation name="${una}"><soap:operation soapAction=""/>${`<wsdl:input name="${una}Request"><soap:body use="literal"/></wsdl:input><wsdl:output name="${una}Response"><soap:body use="literal"/></wsdl:output>`}</wsdl:operation>`).join('\n')}
</wsdl:binding>
<wsdl:service name="${servicio}">
<wsdl:port name="${enlace}" binding="tns:${enlace}"><soap:address location="${escapar(direccion)}"/></wsdl:port>
</wsdl:service>
</wsdl:definitions>
`
}

type OpcionesSoap<M extends string> = {
	readonly puerto: number
	readonly contrato: Contrato
	readonly fallas: Fallas<M | ModoSoap>
	readonly modos: readonly M[]
	readonly limite: number
	readonly atender: (peticion: PeticionSoap) => Promise<RespuestaSoap>
}

/**
 * Un servidor SOAP 1.1: `GET ?wsdl` da el contrato, `POST` atiende. Lo que no cumple el esquema (espacio de
 * nombres, orden de los elementos, tipos) recibe una falta `Client`; una falla propia, `Server`.
 */
export const levantarSoap = async <M extends string>(opciones: OpcionesSoap<M>): Promise<ServidorHttp> => {
	const { contrato, fallas, limite } = opciones
	const validador = compilarXsd(Buffer.from(contrato.esquema, 'utf8'))
	const faltar = (respuesta: ServerResponse, culpa: 'Client' | 'Server', frase: string): void =>
		contestar(respuesta, 500, TIPO_XML, escribirFalta(culpa, frase))
	// `Fallas` es invariante en su modo: aquí solo interesan los de SOAP.
	const propias = fallas as Fallas<string>

	const atenderSoap = async (cuerpo: Buffer, respuesta: ServerResponse): Promise<void> => {
		if (actua(propias, 'peticion-perdida')) return void respuesta.destroy()
		if (actua(propias, 'error-500')) {
			return contestar(respuesta, 500, 'text/html; charset=utf-8', '<h1>Internal Server Error</h1>')
		}
		if (actua(propias, 'soap-fault')) {
			return faltar(respuesta, 'Server', 'El servicio no está disponible por el momento.')
		}
		let peticion: PeticionSoap
		try {
			peticion = leerPeticion(cuerpo, contrato, validador)
		} catch (causa) {
			return faltar(respuesta, 'Client', causa instanceof Error ? causa.message.trim() : String(causa))
		}
		const hecho = await opciones.atender(peticion)
		switch (hecho.tipo) {
			case 'respuesta':
				return contestar(
					respuesta,
					200,
					TIPO_XML,
					escribirRespuesta(contrato, peticion.operacion, hecho.campos),
				)
			case 'falta':
				return faltar(respuesta, hecho.culpa, hecho.frase)
			case 'cortar':
				return void respuesta.destroy()
		}
	}

	const servidor = await levantarServidorHttp({
		puerto: opciones.puerto,
		fallas: propias,
		modos: [...MODOS_SOAP, ...opciones.modos],
		atender: async (peticion, respuesta) => {
			if (peticion.method === 'GET' && /\?wsdl$/i.test(peticion.url ?? '')) {
				const direccion = `http://${peticion.headers.host ?? '127.0.0.1'}${(peticion.url ?? '/').split('?')[0] ?? '/'}`
				return contestar(respuesta, 200, TIPO_XML, escribirWsdl(contrato, direccion))
			}
			if (peticion.method !== 'POST') {
				return contestar(
					respuesta,
					405,
					'text/plain; charset=utf-8',
					'SOAP 1.1 por POST; el contrato, en ?wsdl.\n',
				)
			}
			if (!(peticion.headers['content-type'] ?? '').startsWith('text/xml')) {
				return contestar(respuesta, 415, 'text/plain; charset=utf-8', 'SOAP 1.1 viaja como text/xml.\n')
			}
			await atenderSoap(await leerCuerpo(peticion, limite), respuesta)
		},
	})
	return {
		...servidor,
		cerrar: async () => {
			await servidor.cerrar()
			validador.dispose()
		},
	}
}
