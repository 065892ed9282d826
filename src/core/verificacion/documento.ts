/**
 * La verificación completa de un DEC, sin creerle a nadie y sin red (numerales 20 y 21): el documento se lee, se
 * rearma su cadena original y cada comprobación responde por su cuenta. La usan por igual la página pública y
 * la línea de órdenes.
 */
import { cadenaOriginal } from '../dec/cadena-original.ts'
import type { Dec } from '../dec/dec.ts'
import { revisarEstructura } from '../dec/estructura.ts'
import { leerDec } from '../dec/leer.ts'
import { deBase64 } from '../efirma/base64.ts'
import { confiar } from '../efirma/cadena-de-confianza.ts'
import { verificarSello } from '../efirma/verificar.ts'
import { leerX509, vigenteEn, type X509 } from '../efirma/x509.ts'
import { esDelEsquema, fechaLarga, fraseDeFalla, fraseDeLectura } from './frases.ts'

export const IDS = [
	'xml',
	'esquema',
	'sello',
	'certificado',
	'cadena-de-confianza',
	'vigencia',
	'sello-sep',
] as const

type IdComprobacion = (typeof IDS)[number]
export type Resultado = 'bien' | 'mal' | 'no-comprobable'

type Comprobacion = {
	readonly id: IdComprobacion
	readonly resultado: Resultado
	/** Una frase para la persona. */
	readonly detalle: string
}

export type Verificacion = {
	/** Lo que se leyó, para mostrarlo; null si no se pudo leer. */
	readonly dec: Dec | null
	/** El certificado de quien selló; null si no se pudo leer. */
	readonly x509: X509 | null
	/** null si el documento no se pudo leer o es ambiguo. */
	readonly cadenaOriginal: string | null
	/** Una por cada id, en el orden de `IDS`. */
	readonly comprobaciones: readonly Comprobacion[]
}

/** Comprueba el sello de la SEP. Qué texto firma no es público, así que quien lo sepa lo pone aquí. */
export type VerificadorSep = (dec: Dec) => Promise<{
	readonly resultado: Resultado
	readonly detalle: string
}>

type Respuesta = Omit<Comprobacion, 'id'>

const bien = (detalle: string): Respuesta => ({ resultado: 'bien', detalle })
const mal = (detalle: string): Respuesta => ({ resultado: 'mal', detalle })
const noComprobable = (detalle: string): Respuesta => ({ resultado: 'no-comprobable', detalle })

const SIN_CERTIFICADO = noComprobable('No se pudo comprobar: el certificado de quien firma no se puede leer.')

const revisarSello = async (
	dec: Dec,
	cadena: ReturnType<typeof cadenaOriginal>,
	x509: X509 | null,
): Promise<Respuesta> => {
	if (!cadena.ok)
		return mal('Un dato trae una pleca (|), y así el sello no puede corresponder a un solo texto.')
	if (x509 === null) return SIN_CERTIFICADO
	return (await verificarSello(cadena.valor, dec.firmaResponsable.sello, x509))
		? bien('El sello corresponde a los datos del documento y al certificado de quien firma.')
		: mal('El sello no corresponde: los datos, el sello o el certificado no son los que se sellaron.')
}

const revisarCertificado = (dec: Dec, x509: X509 | null): Respuesta => {
	if (x509 === null) return mal('El certificado de quien firma está dañado o no es un certificado.')
	const reparos: string[] = []
	const { curp, noCertificadoResponsable } = dec.firmaResponsable
	if (!x509.esFiel) reparos.push('no es una e.firma (es un sello de facturar u otro certificado)')
	if (x509.personaMoral) reparos.push('es de una persona moral')
	else if (x509.curp !== curp) reparos.push('su CURP no es la de quien dice firmar')
	if (noCertificadoResponsable !== undefined && noCertificadoResponsable !== x509.noCertificado) {
		reparos.push('su número no es el que el documento declara')
	}
	if (x509.bits < 2048) reparos.push('su llave es demasiado corta para ser de fiar')
	if (reparos.length > 0) return mal(`El certificado no sirve para este documento: ${reparos.join('; ')}.`)
	return bien(`Es la e.firma de ${x509.nombre}, certificado ${x509.noCertificado}.`)
}

const revisarConfianza = async (
	x509: X509 | null,
	anclas: readonly X509[],
	momento: Date,
): Promise<Respuesta> => {
	if (x509 === null) return SIN_CERTIFICADO
	switch (await confiar(x509, anclas, momento)) {
		case 'confiable':
			return bien(`El certificado lo emitió una autoridad reconocida: ${x509.emisor}.`)
		case 'no-confiable':
			return mal('El certificado no viene de ninguna de las autoridades reconocidas.')
		case 'sin-anclas':
			return noComprobable('No se indicaron autoridades de confianza contra las cuales comprobarlo.')
	}
}

const revisarVigencia = (x509: X509 | null, momento: Date): Respuesta => {
	if (x509 === null) return SIN_CERTIFICADO
	const [en, desde, hasta] = [momento, x509.desde, x509.hasta].map(fechaLarga)
	if (vigenteEn(x509, momento))
		return bien(`El certificado estaba vigente el ${en} (venció o vence el ${hasta}).`)
	return momento < x509.desde
		? mal(`El ${en} el certificado todavía no era vigente: empieza el ${desde}.`)
		: mal(
				`El ${en} el certificado ya no era vigente: venció el ${hasta}. Si se selló antes, compruébelo a esa fecha.`,
			)
}

const revisarSelloSep = async (dec: Dec, verificador: VerificadorSep | undefined): Promise<Respuesta> => {
	if (dec.sep === undefined) {
		return noComprobable(
			'El documento no trae el sello de la SEP: es el que se envía, no el que la SEP devuelve.',
		)
	}
	if (dec.sep.selloDec !== dec.firmaResponsable.sello) {
		return mal('El timbre de la SEP es de otro sello: no corresponde a este documento.')
	}
	if (verificador !== undefined) return verificador(dec)
	return noComprobable('Sello SEP presente, no verificable localmente.')
}

const ilegible = (xml: Respuesta, esquema: Respuesta): Verificacion => {
	const resto = noComprobable('No se pudo comprobar: el documento no se puede leer.')
	return {
		dec: null,
		x509: null,
		cadenaOriginal: null,
		comprobaciones: IDS.map((id) => ({
			id,
			...(id === 'xml' ? xml : id === 'esquema' ? esquema : resto),
		})),
	}
}

/**
 * Verifica un DEC en un momento dado contra las autoridades que se le den. Nunca lanza por lo que traiga el XML.
 * Que el documento no se pueda leer deja lo demás en `no-comprobable`; sin autoridades, la cadena de confianza también.
 */
export const verificarDocumento = async (orden: {
	readonly xml: string | Uint8Array
	readonly anclas: readonly X509[]
	readonly momento: Date
	readonly verificadorSep?: VerificadorSep
}): Promise<Verificacion> => {
	const { xml, anclas, momento, verificadorSep } = orden
	const leido = leerDec(xml)
	if (!leido.ok) {
		const frase = fraseDeLectura(leido.motivo, leido.datos)
		return esDelEsquema(leido.motivo)
			? ilegible(bien('El XML está bien formado.'), mal(frase))
			: ilegible(mal(frase), noComprobable('No se pudo comprobar: el XML no se puede leer.'))
	}
	const dec = leido.valor
	const fallas = revisarEstructura(dec)
	const cadena = cadenaOriginal(dec)
	const der = deBase64(dec.firmaResponsable.certificadoResponsable)
	const certificado = der === null ? null : leerX509(der)
	const x509 = certificado?.ok ? certificado.valor : null
	const respuestas: Record<IdComprobacion, Respuesta> = {
		xml: bien('El XML está bien formado.'),
		esquema:
			fallas.length === 0
				? bien('Cumple el esquema DecTerminacion 3.0 de la SEP.')
				: mal(`No cumple el esquema de la SEP: ${fallas.slice(0, 5).map(fraseDeFalla).join('; ')}.`),
		sello: await revisarSello(dec, cadena, x509),
		certificado: revisarCertificado(dec, x509),
		'cadena-de-confianza': await revisarConfianza(x509, anclas, momento),
		vigencia: revisarVigencia(x509, momento),
		'sello-sep': await revisarSelloSep(dec, verificadorSep),
	}
	return {
		dec,
		x509,
		cadenaOriginal: cadena.ok ? cadena.valor : null,
		comprobaciones: IDS.map((id) => ({ id, ...respuestas[id] })),
	}
}
