/**
 * El certificado de e.firma (.cer): quién es, qué puede y hasta cuándo.
 *
 * Fuente: RFC 5280 y la forma medida en los certificados del SAT: el número de serie son 20 dígitos ASCII; el RFC va
 * en 2.5.4.45 y la CURP en 2.5.4.5 (en persona moral, `del titular / del representante`); keyAgreement distingue
 * a la e.firma (FIEL) del sello de facturar (CSD). No se exige el dígito verificador de la CURP: algunos
 * certificados de prueba del SAT no lo cumplen.
 */
import { type AsnType, BaseStringBlock, BitString, type Integer, Sequence } from 'asn1js'
import {
	BasicConstraints,
	Certificate,
	type Extension,
	type PublicKeyInfo,
	type RelativeDistinguishedNames,
	RSAPublicKey,
} from 'pkijs'
import { ok, rechazo, type Result } from '../domain/result.ts'
import { comoEstructura, leerDer, leerEstructura, secuencia, sinCeros } from './der.ts'
import { type Pieza, separar } from './envoltura.ts'

export type X509 = {
	readonly der: Uint8Array<ArrayBuffer>
	/** Los 20 dígitos del SAT; si el número de serie no tiene esa forma, en hexadecimal. */
	readonly noCertificado: string
	readonly nombre: string
	/** RFC del titular; cadena vacía si el certificado no lo trae (autoridades). */
	readonly rfc: string
	/** CURP de la persona física titular; null en persona moral y en autoridades. */
	readonly curp: string | null
	/** En persona moral, quien la representa. */
	readonly representante: { readonly rfc: string; readonly curp: string } | null
	readonly personaMoral: boolean
	readonly esFiel: boolean
	readonly esAutoridad: boolean
	readonly desde: Date
	readonly hasta: Date
	/** El CN de la autoridad que lo emitió. */
	readonly emisor: string
	/** SubjectPublicKeyInfo, DER. */
	readonly spki: Uint8Array<ArrayBuffer>
	/** Bits del módulo RSA; 0 si la llave no es RSA o nadie en su juicio la usaría (`bitsRsa`). */
	readonly bits: number
	/** Lo que hace falta para comprobar la cadena de confianza. */
	readonly emision: Emision
}

/** Lo firmado, la firma y las restricciones, tal como se ocupan al validar la ruta (RFC 5280 §6). */
type Emision = {
	readonly tbs: Uint8Array<ArrayBuffer>
	readonly firma: Uint8Array<ArrayBuffer>
	/** OID del algoritmo de firma. */
	readonly algoritmo: string
	/** Nombres completos, en hexadecimal, para compararlos byte por byte. */
	readonly sujeto: string
	readonly emisor: string
	readonly firmaCertificados: boolean
	/** Autoridades que pueden ir debajo; null si no hay límite. */
	readonly nivelesDebajo: number | null
	readonly criticaDesconocida: boolean
}

const OID = {
	nombreComun: '2.5.4.3',
	curp: '2.5.4.5',
	rfc: '2.5.4.45',
	rsa: '1.2.840.113549.1.1.1',
	usoLlave: '2.5.29.15',
	restricciones: '2.5.29.19',
	politicas: '2.5.29.32',
	usoExtendido: '2.5.29.37',
} as const

/** La de una autoridad del SAT mide 4096; de 16,384 para arriba, comprobar una firma ya se siente. */
const BITS = 16_384

type Extensiones = {
	readonly usoLlave: number | null
	readonly autoridad: boolean
	readonly nivelesDebajo: number | null
	readonly criticaDesconocida: boolean
}

const copia = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

const hexadecimal = (bytes: Uint8Array): string => {
	let texto = ''
	for (const byte of bytes) texto += byte.toString(16).padStart(2, '0')
	return texto
}

const numeroDeSerie = ({ valueBlock: { valueHexView } }: Integer): string => {
	const texto = String.fromCharCode(...valueHexView)
	return /^[0-9]{20}$/.test(texto) ? texto : hexadecimal(valueHexView).toUpperCase()
}

/**
 * Los atributos de un Name, por OID; de uno repetido vale el primero. TeletexString (T61) se lee como Latin-1: así
 * escribe el SAT las eñes y acentos.
 */
const leerNombre = ({ typesAndValues }: RelativeDistinguishedNames): ReadonlyMap<string, string> => {
	const valores = new Map<string, string>()
	for (const { type: oid, value } of typesAndValues) {
		const valor: unknown = value
		if (!valores.has(oid)) valores.set(oid, valor instanceof BaseStringBlock ? valor.getValue().trim() : '')
	}
	return valores
}

const leerUsoLlave = (der: Uint8Array<ArrayBuffer>): number | null => {
	const bits = leerDer(der)
	return bits instanceof BitString ? (bits.valueBlock.valueHexView[0] ?? 0) : null
}

const leerRestricciones = (der: Uint8Array<ArrayBuffer>): { autoridad: boolean; niveles: number | null } => {
	const { cA: autoridad = false, pathLenConstraint: niveles } = leerEstructura(BasicConstraints, der) ?? {}
	if (!autoridad || niveles === undefined) return { autoridad, niveles: null }
	// Uno de más de tres bytes PKI.js lo entrega como Integer, y no limita nada que quepa en una ruta.
	return { autoridad, niveles: typeof niveles === 'number' ? niveles : null }
}

const leerExtensiones = (extensiones: readonly Extension[]): Extensiones => {
	let usoLlave: number | null = null
	let autoridad = false
	let nivelesDebajo: number | null = null
	let criticaDesconocida = false
	for (const { extnID, critical, extnValue } of extensiones) {
		const valor = copia(extnValue.valueBlock.valueHexView)
		switch (extnID) {
			case OID.usoLlave:
				usoLlave = leerUsoLlave(valor)
				break
			case OID.restricciones: {
				const leidas = leerRestricciones(valor)
				autoridad = leidas.autoridad
				nivelesDebajo = leidas.niveles
				break
			}
			case OID.politicas:
			case OID.usoExtendido:
				break
			default:
				criticaDesconocida ||= critical
		}
	}
	return { usoLlave, autoridad, nivelesDebajo, criticaDesconocida }
}

// El SAT usa 65537. Con uno enorme, comprobar una firma tarda segundos; con uno par o con el 1, cualquiera la hace.
const exponenteSano = (bytes: Uint8Array): boolean => {
	const exponente = sinCeros(bytes)
	const ultimo = exponente.at(-1) ?? 0
	return exponente.length <= 4 && ultimo % 2 === 1 && (exponente.length > 1 || ultimo >= 3)
}

const bitsRsa = ({ algorithm, subjectPublicKey }: PublicKeyInfo): number => {
	if (algorithm.algorithmId !== OID.rsa) return 0
	const llave = leerEstructura(RSAPublicKey, copia(subjectPublicKey.valueBlock.valueHexView))
	if (llave === null || !exponenteSano(llave.publicExponent.valueBlock.valueHexView)) return 0
	const modulo = sinCeros(llave.modulus.valueBlock.valueHexView)
	const bits = modulo.length * 8 - Math.clz32(modulo[0] ?? 0) + 24
	return modulo.length === 0 || bits > BITS ? 0 : bits
}

/** Parte `del titular / del representante`; sin diagonal, todo es del titular. */
const partir = (texto: string): readonly [string, string | null] => {
	const [titular = '', representante] = texto.split('/').map((parte) => parte.trim())
	return [titular, representante ?? null]
}

/**
 * El algoritmo de fuera, que no va firmado, byte por byte como el de dentro (RFC 5280 §4.1.1.2): con otros parámetros sería
 * el mismo certificado en otros bytes, que OpenSSL no da por emitido por nadie, y el SAT no se podría consultar por él.
 */
const mismoAlgoritmo = (raiz: AsnType | null): boolean => {
	const [tbs, deFuera] = secuencia(raiz)
	// Antes sólo van la versión y la serie, que no son secuencias.
	const deDentro = secuencia(tbs).find((parte) => parte instanceof Sequence)
	if (deFuera === undefined || deDentro === undefined) return false
	return hexadecimal(deFuera.valueBeforeDecodeView) === hexadecimal(deDentro.valueBeforeDecodeView)
}

const deLaPieza = (contenido: Pieza): Result<X509, 'certificado-ilegible'> => {
	const ilegible = rechazo('certificado-ilegible')
	const leido = comoEstructura(Certificate, contenido.raiz)
	if (leido === null || leido.signatureValue.valueBlock.unusedBits !== 0) return ilegible
	const { subject, issuer, subjectPublicKeyInfo } = leido
	const algoritmo = leido.signatureAlgorithm.algorithmId
	if (!mismoAlgoritmo(contenido.raiz)) return ilegible
	// Una extensión va a lo más una vez (RFC 5280 §4.2): con dos, cada lector creería la que quisiera.
	const escritas = leido.extensions ?? []
	if (new Set(escritas.map(({ extnID }) => extnID)).size !== escritas.length) return ilegible

	const extensiones = leerExtensiones(escritas)
	const titular = leerNombre(subject)
	const [rfc, rfcRepresentante] = partir(titular.get(OID.rfc) ?? '')
	const [curp, curpRepresentante] = partir(titular.get(OID.curp) ?? '')
	const personaMoral = rfcRepresentante !== null || [...rfc].length === 12
	const uso = extensiones.usoLlave ?? 0
	return ok({
		der: contenido.der,
		noCertificado: numeroDeSerie(leido.serialNumber),
		nombre: titular.get(OID.nombreComun) ?? '',
		rfc,
		curp: personaMoral || curp === '' ? null : curp,
		representante:
			rfcRepresentante === null ? null : { rfc: rfcRepresentante, curp: curpRepresentante ?? '' },
		personaMoral,
		esFiel: !extensiones.autoridad && (uso & 0x08) !== 0,
		esAutoridad: extensiones.autoridad,
		desde: leido.notBefore.value,
		hasta: leido.notAfter.value,
		emisor: leerNombre(issuer).get(OID.nombreComun) ?? '',
		spki: new Uint8Array(subjectPublicKeyInfo.toSchema().toBER()),
		bits: bitsRsa(subjectPublicKeyInfo),
		emision: {
			tbs: copia(leido.tbsView),
			firma: copia(leido.signatureValue.valueBlock.valueHexView),
			algoritmo,
			sujeto: hexadecimal(new Uint8Array(subject.valueBeforeDecode)),
			emisor: hexadecimal(new Uint8Array(issuer.valueBeforeDecode)),
			firmaCertificados: extensiones.usoLlave === null || (uso & 0x04) !== 0,
			nivelesDebajo: extensiones.nivelesDebajo,
			criticaDesconocida: extensiones.criticaDesconocida,
		},
	})
}

/** Todos los certificados de un archivo (un PEM puede traer varios), en su orden; lo que no lo sea se ignora. */
export const leerTodosX509 = (bytes: Uint8Array): readonly X509[] =>
	separar(bytes)
		.filter(({ forma }) => forma === 'certificado')
		.flatMap((pieza) => {
			const leido = deLaPieza(pieza)
			return leido.ok ? [leido.valor] : []
		})

/**
 * Lee un certificado X.509 (DER, PEM o Base64); si el archivo trae varios, el primero. No comprueba vigencia, cadena
 * ni a quién pertenece: eso toca a `revisarEfirma` y `confiar`. Nunca lanza por lo que traigan los bytes.
 */
export const leerX509 = (bytes: Uint8Array): Result<X509, 'certificado-ilegible'> => {
	const una = separar(bytes).find(({ forma }) => forma === 'certificado')
	return una === undefined ? rechazo('certificado-ilegible') : deLaPieza(una)
}

/** Si el momento cae dentro de la vigencia, extremos incluidos (RFC 5280 §4.1.2.5). */
export const vigenteEn = (x509: X509, momento: Date): boolean =>
	x509.desde <= momento && momento <= x509.hasta
