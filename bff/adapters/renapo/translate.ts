import { SaxesParser } from 'saxes'
import { create } from 'xmlbuilder2'
import type { ConfrontarCurp } from '../../application/ports.ts'

/*
 * La voz de RENAPO, en un solo archivo y sin red. El contrato de su consulta de CURP no es público: éste es el del
 * par local (`consultarPorCurp`, SOAP 1.1 document/literal); con el convenio en la mano, sólo cambia este archivo.
 */

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const RENAPO = 'urn:egreso:simuladores:renapo:1'

type Pregunta = Parameters<ConfrontarCurp>[0]
type Confronta = Awaited<ReturnType<ConfrontarCurp>>
export type Credenciales = { readonly usuario: string; readonly contrasena: string }

// xmlbuilder2 deja tal cual lo que ya parece una referencia: se le entrega cada `&` ya escrito `&amp;`, que respeta.
const literal = (valor: string): string => valor.replaceAll('&', '&amp;')

/** Sobre de `consultarPorCurp`. */
export const sobreConsulta = (curp: string, { usuario, contrasena }: Credenciales): string => {
	const raiz = create({ version: '1.0', encoding: 'UTF-8' }).ele(SOAP, 'soapenv:Envelope')
	const peticion = raiz.ele(SOAP, 'soapenv:Body').ele(RENAPO, 'consultarPorCurpRequest')
	peticion.ele(RENAPO, 'curp').txt(literal(curp))
	peticion.ele(RENAPO, 'usuario').txt(literal(usuario))
	peticion.ele(RENAPO, 'contrasena').txt(literal(contrasena))
	return raiz.doc().end()
}

/** Lo que RENAPO contestó. `sin-servicio` vale reintentarlo; `negado` es de configuración y reintentar no ayuda. */
export type Respuesta =
	| { readonly tipo: 'persona'; readonly persona: Persona }
	| { readonly tipo: 'no-existe' }
	| { readonly tipo: 'negado' }
	| { readonly tipo: 'sin-servicio' }

export type Persona = {
	readonly curp: string
	readonly nombres: string
	readonly primerApellido: string
	readonly segundoApellido: string
	/** AAAA-MM-DD */
	readonly fechaNacimiento: string
	/** Vacíos si RENAPO no los dice. */
	readonly sexo: string
	readonly entidad: string
	readonly statusCurp: string
}

/** Lee el sobre de respuesta. Lo que no tiene la forma esperada es `sin-servicio`: nunca se toma por un «no existe». */
export const leerRespuesta = (xml: string): Respuesta => {
	const campos = leerCampos(xml)
	if (campos === null) return { tipo: 'sin-servicio' }
	if (campos.get('statusOper') === 'EXITOSO') {
		const persona = leerPersona(campos)
		return persona === null ? { tipo: 'sin-servicio' } : { tipo: 'persona', persona }
	}
	const codigo = campos.get('codigoError') ?? ''
	if (NO_EXISTE.includes(codigo)) return { tipo: 'no-existe' }
	return codigo === NEGADO ? { tipo: 'negado' } : { tipo: 'sin-servicio' }
}

/** No se encuentra; no tiene la estructura debida. */
const NO_EXISTE = ['06', '07']
/** Usuario o contraseña. */
const NEGADO = '02'

/** Compara lo de SAE con lo de RENAPO (6 b) y dice en qué difieren, con palabras para la persona. */
export const confrontarDatos = (sae: Pregunta, renapo: Persona): Confronta => {
	const campos: string[] = []
	if (renapo.curp !== sae.curp) campos.push('CURP (RENAPO tiene otra vigente)')
	// Las claves de baja de RENAPO empiezan con B: defunción, duplicidad, documento apócrifo, cambio de CURP.
	else if (renapo.statusCurp.startsWith('B')) campos.push('CURP (RENAPO la tiene dada de baja)')
	if (llano(renapo.nombres) !== llano(sae.nombre)) campos.push('nombre')
	if (llano(renapo.primerApellido) !== llano(sae.primerApellido)) campos.push('primer apellido')
	if (llano(renapo.segundoApellido) !== llano(sae.segundoApellido ?? '')) campos.push('segundo apellido')
	if (renapo.fechaNacimiento !== sae.fechaNacimiento) campos.push('fecha de nacimiento')
	if (difieren(sae.sexo, renapo.sexo)) campos.push('sexo')
	if (difieren(sae.entidadNacimiento, renapo.entidad)) campos.push('entidad de nacimiento')
	return { resultado: campos.length === 0 ? 'coincide' : 'no-coincide', campos }
}

/** Lo que alguno de los dos no dice no se compara. */
const difieren = (sae: string | null | undefined, renapo: string): boolean =>
	!!sae && renapo !== '' && llano(sae) !== llano(renapo)

/**
 * Un nombre como se compara: en mayúsculas, sin acentos ni puntuación, con un solo espacio. La Ñ se queda: es otra
 * letra. RENAPO contesta unas veces con acentos y otras sin ellos.
 */
const llano = (texto: string): string =>
	texto
		.normalize('NFC')
		.toLocaleUpperCase('es-MX')
		.replaceAll('Ñ', '\u0000')
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.replaceAll('\u0000', 'Ñ')
		.replace(/[.'’´-]/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()

type Campos = ReadonlyMap<string, string>

const leerPersona = (campos: Campos): Persona | null => {
	const fecha = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(campos.get('fechaNacimiento') ?? '')
	const curp = campos.get('curp')
	const nombres = campos.get('nombres')
	const primerApellido = campos.get('primerApellido')
	if (fecha === null || !curp || !nombres || !primerApellido) return null
	return {
		curp,
		nombres,
		primerApellido,
		segundoApellido: campos.get('segundoApellido') ?? '',
		fechaNacimiento: `${fecha[3]}-${fecha[2]}-${fecha[1]}`,
		sexo: campos.get('sexo') ?? '',
		entidad: campos.get('entidad') ?? '',
		statusCurp: campos.get('statusCurp') ?? '',
	}
}

const CAMINO = [`${SOAP} Envelope`, `${SOAP} Body`, `${RENAPO} consultarPorCurpResponse`]
const PROFUNDIDAD_MAXIMA = 8

/** Los campos de la respuesta; null si no es un sobre nuestro, si es una falla, o si trae DTD o campos repetidos. */
const leerCampos = (xml: string): Campos | null => {
	const campos = new Map<string, string>()
	const camino: string[] = []
	let texto = ''
	let hallada = false
	const lector = new SaxesParser({ xmlns: true })
	const alto = (): never => {
		throw new SobreInservible()
	}
	lector.on('error', alto)
	lector.on('doctype', alto)
	lector.on('processinginstruction', alto)
	lector.on('opentag', ({ uri, local }) => {
		camino.push(`${uri} ${local}`)
		if (camino.length > PROFUNDIDAD_MAXIMA) alto()
		texto = ''
		if (esRespuesta(camino)) hallada = true
	})
	lector.on('text', (trozo) => (texto += trozo))
	lector.on('cdata', (trozo) => (texto += trozo))
	lector.on('closetag', ({ uri, local }) => {
		camino.pop()
		if (uri === RENAPO && esRespuesta(camino)) {
			if (campos.has(local)) alto()
			campos.set(local, texto.trim())
		}
		texto = ''
	})
	try {
		lector.write(xml).close()
	} catch (error) {
		if (error instanceof SobreInservible) return null
		throw error
	}
	return hallada ? campos : null
}

const esRespuesta = (camino: readonly string[]): boolean =>
	camino.length === CAMINO.length && CAMINO.every((paso, i) => camino[i] === paso)

class SobreInservible extends Error {}
