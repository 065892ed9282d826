/**
 * El certificado de e.firma (.cer): quién es, qué puede y hasta cuándo.
 *
 * Fuente: RFC 5280 y la forma medida en los certificados del SAT: el número de serie son 20 dígitos ASCII; el RFC va
 * en 2.5.4.45 y la CURP en 2.5.4.5 (en persona moral, `del titular / del representante`); keyAgreement distingue
 * a la e.firma (FIEL) del sello de facturar (CSD). No se exige el dígito verificador de la CURP: algunos
 * certificados de prueba del SAT no lo cumplen.
 */
import { ok, rechazo, type Result } from '../domain/result.ts'
import {
	es,
	esContexto,
	ETIQUETA,
	leerDer,
	leerEntero,
	leerOid,
	leerTexto,
	secuencia,
	type Nodo,
} from './asn1.ts'
import { desenvolver } from './envoltura.ts'

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
	/** Bits del módulo RSA; 0 si la llave no es RSA. */
	readonly bits: number
	/** Lo que hace falta para comprobar la cadena de confianza. */
	readonly emision: Emision
}

/** Lo firmado, la firma y las restricciones, tal como se ocupan al validar la ruta (RFC 5280 §6). */
export type Emision = {
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

type Extensiones = {
	readonly usoLlave: number | null
	readonly autoridad: boolean
	readonly nivelesDebajo: number | null
	readonly criticaDesconocida: boolean
}

const hexadecimal = (bytes: Uint8Array): string => {
	let texto = ''
	for (const byte of bytes) texto += byte.toString(16).padStart(2, '0')
	return texto
}

const numeroDeSerie = (nodo: Nodo): string => {
	const texto = String.fromCharCode(...nodo.contenido)
	return /^[0-9]{20}$/.test(texto) ? texto : hexadecimal(nodo.contenido).toUpperCase()
}

/** Los atributos de un Name, por OID; de uno repetido vale el primero. */
const leerNombre = (nodo: Nodo): ReadonlyMap<string, string> => {
	const valores = new Map<string, string>()
	for (const rdn of secuencia(nodo)) {
		for (const par of rdn.hijos) {
			const [tipo, valor] = secuencia(par)
			const oid = leerOid(tipo)
			if (!valores.has(oid)) valores.set(oid, leerTexto(valor).trim())
		}
	}
	return valores
}

/** UTCTime o GeneralizedTime en la única forma que DER admite, con segundos y en UTC (RFC 5280 §4.1.2.5). */
const leerMomento = (nodo: Nodo | undefined): Date | null => {
	if (!es(nodo, ETIQUETA.utcTime) && !es(nodo, ETIQUETA.generalizedTime)) return null
	const texto = leerTexto(nodo)
	const partes = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(texto)
	if (partes === null || (partes[1]?.length === 2) !== (nodo.etiqueta === ETIQUETA.utcTime)) return null
	const [anio = 0, mes = 0, dia = 0, hora = 0, minuto = 0, segundo = 0] = partes.slice(1).map(Number)
	const completo = nodo.etiqueta === ETIQUETA.generalizedTime ? anio : anio >= 50 ? 1900 + anio : 2000 + anio
	const momento = new Date(Date.UTC(completo, mes - 1, dia, hora, minuto, segundo))
	return momento.getUTCMonth() === mes - 1 && momento.getUTCDate() === dia && hora < 24 ? momento : null
}

const leerUsoLlave = (bytes: Uint8Array): number | null => {
	const nodo = leerDer(bytes)
	return nodo !== null && es(nodo, ETIQUETA.bits) ? (nodo.contenido[1] ?? 0) : null
}

const leerRestricciones = (bytes: Uint8Array): { autoridad: boolean; niveles: number | null } => {
	const [primero, segundo] = secuencia(leerDer(bytes) ?? undefined)
	const autoridad = es(primero, ETIQUETA.booleano) && primero.contenido[0] !== 0
	return { autoridad, niveles: autoridad ? leerEntero(segundo) : null }
}

const leerExtensiones = (nodo: Nodo | undefined): Extensiones => {
	let usoLlave: number | null = null
	let autoridad = false
	let nivelesDebajo: number | null = null
	let criticaDesconocida = false
	for (const extension of secuencia(nodo?.hijos[0])) {
		const partes = secuencia(extension)
		const critica = es(partes[1], ETIQUETA.booleano) && partes[1].contenido[0] !== 0
		const valor = partes.at(-1)?.contenido ?? new Uint8Array()
		switch (leerOid(partes[0])) {
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
				criticaDesconocida ||= critica
		}
	}
	return { usoLlave, autoridad, nivelesDebajo, criticaDesconocida }
}

const bitsRsa = (spki: Nodo): number => {
	const [algoritmo, llave] = secuencia(spki)
	if (leerOid(secuencia(algoritmo)[0]) !== OID.rsa || !es(llave, ETIQUETA.bits)) return 0
	const modulo = secuencia(leerDer(llave.contenido.subarray(1)) ?? undefined)[0]?.contenido
	if (modulo === undefined) return 0
	const primero = modulo.findIndex((byte) => byte !== 0)
	return primero < 0 ? 0 : (modulo.length - primero) * 8 - Math.clz32(modulo[primero] ?? 0) + 24
}

/** Parte `del titular / del representante`; sin diagonal, todo es del titular. */
const partir = (texto: string): readonly [string, string | null] => {
	const [titular = '', representante] = texto.split('/').map((parte) => parte.trim())
	return [titular, representante ?? null]
}

const copia = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

/**
 * Lee un certificado X.509 (DER, PEM o Base64). No comprueba vigencia, cadena ni a quién pertenece: eso toca a
 * `revisarEfirma` y `confiar`. Nunca lanza por lo que traigan los bytes.
 */
export const leerX509 = (bytes: Uint8Array): Result<X509, 'certificado-ilegible'> => {
	const ilegible = rechazo('certificado-ilegible')
	const contenido = desenvolver(bytes)
	if (contenido === null) return ilegible
	const raiz = leerDer(contenido.der)
	const [tbs, algoritmo, firma] = secuencia(raiz ?? undefined)
	if (tbs === undefined || !es(firma, ETIQUETA.bits) || firma.contenido[0] !== 0) return ilegible

	const campos = [...secuencia(tbs)]
	if (esContexto(campos[0], 0)) campos.shift()
	const [serie, algoritmoInterno, emisor, vigencia, sujeto, spki] = campos
	if (!es(serie, ETIQUETA.entero) || !es(emisor, ETIQUETA.secuencia)) return ilegible
	if (!es(sujeto, ETIQUETA.secuencia) || !es(spki, ETIQUETA.secuencia)) return ilegible
	const [inicio, fin] = secuencia(vigencia)
	const [desde, hasta] = [leerMomento(inicio), leerMomento(fin)]
	const oidFirma = leerOid(secuencia(algoritmo)[0])
	// Los dos algoritmos deben coincidir (RFC 5280 §4.1.1.2): el de fuera no va firmado.
	if (desde === null || hasta === null || oidFirma === '') return ilegible
	if (oidFirma !== leerOid(secuencia(algoritmoInterno)[0])) return ilegible

	const extensiones = leerExtensiones(campos.slice(6).find((nodo) => esContexto(nodo, 3)))
	const titular = leerNombre(sujeto)
	const [rfc, rfcRepresentante] = partir(titular.get(OID.rfc) ?? '')
	const [curp, curpRepresentante] = partir(titular.get(OID.curp) ?? '')
	const personaMoral = rfcRepresentante !== null || [...rfc].length === 12
	const uso = extensiones.usoLlave ?? 0
	return ok({
		der: contenido.der,
		noCertificado: numeroDeSerie(serie),
		nombre: titular.get(OID.nombreComun) ?? '',
		rfc,
		curp: personaMoral || curp === '' ? null : curp,
		representante:
			rfcRepresentante === null ? null : { rfc: rfcRepresentante, curp: curpRepresentante ?? '' },
		personaMoral,
		esFiel: !extensiones.autoridad && (uso & 0x08) !== 0,
		esAutoridad: extensiones.autoridad,
		desde,
		hasta,
		emisor: leerNombre(emisor).get(OID.nombreComun) ?? '',
		spki: copia(spki.der),
		bits: bitsRsa(spki),
		emision: {
			tbs: copia(tbs.der),
			firma: copia(firma.contenido.subarray(1)),
			algoritmo: oidFirma,
			sujeto: hexadecimal(sujeto.der),
			emisor: hexadecimal(emisor.der),
			firmaCertificados: extensiones.usoLlave === null || (uso & 0x04) !== 0,
			nivelesDebajo: extensiones.nivelesDebajo,
			criticaDesconocida: extensiones.criticaDesconocida,
		},
	})
}

/** Si el momento cae dentro de la vigencia, extremos incluidos (RFC 5280 §4.1.2.5). */
export const vigenteEn = (x509: X509, momento: Date): boolean =>
	x509.desde <= momento && momento <= x509.hasta
