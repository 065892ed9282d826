/**
 * La cadena de confianza: si un certificado viene de las autoridades que el operador puso en su carpeta.
 *
 * Fuente: RFC 5280 §6.1, con dos decisiones: (1) la vigencia de una autoridad se mira en el momento en que emitió, no
 * en el de la consulta (modelo de cadena): el SAT deja e.firmas vigentes después de que vence la autoridad que
 * las emitió, y un certificado escolar se verifica toda la vida; (2) SHA-1 solo se admite entre autoridades de la
 * carpeta, que ya tienen la confianza del operador, nunca en el certificado que se revisa. MD5, nunca.
 */
import { BitString } from 'asn1js'
import { AlgorithmIdentifier, Certificate, CryptoEngine, PublicKeyInfo } from 'pkijs'
import { leerEstructura } from './der.ts'
import { leerTodosX509, vigenteEn, type X509 } from './x509.ts'

type Confianza = 'confiable' | 'no-confiable' | 'sin-anclas'

const CON_SHA1 = '1.2.840.113549.1.1.5'
/** RSA PKCS#1 v1.5 con SHA-1, SHA-256, SHA-384 y SHA-512 (RFC 8017, apéndice A.2.4). */
const ADMITIDOS: readonly string[] = [
	CON_SHA1,
	'1.2.840.113549.1.1.11',
	'1.2.840.113549.1.1.12',
	'1.2.840.113549.1.1.13',
]

/** Autoridades en una ruta, raíz incluida: la del SAT y la de Banxico, con holgura. */
const NIVELES = 5

// Que una firma sea o no de una llave no cambia nunca: entre las mismas autoridades se comprueba una vez.
const comprobadas = new WeakMap<X509, WeakMap<X509, Promise<boolean>>>()

/** Lo que PKI.js ocupa de un certificado ya leído para comprobar su firma o la de otro. */
const enPkijs = ({ emision, spki }: X509): Certificate | null => {
	const llave = leerEstructura(PublicKeyInfo, spki)
	if (llave === null) return null
	return new Certificate({
		tbs: emision.tbs.slice().buffer,
		subjectPublicKeyInfo: llave,
		signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: emision.algoritmo }),
		signatureValue: new BitString({ valueHex: emision.firma }),
	})
}

const comprobarFirma = async (hijo: X509, emisor: X509): Promise<boolean> => {
	if (!ADMITIDOS.includes(hijo.emision.algoritmo) || emisor.bits === 0) return false
	const [uno, otro] = [enPkijs(hijo), enPkijs(emisor)]
	if (uno === null || otro === null) return false
	try {
		return await uno.verify(otro, new CryptoEngine({ name: 'WebCrypto', crypto }))
	} catch {
		// Una llave que WebCrypto no importa no firmó nada.
		return false
	}
}

const firmadoPor = (hijo: X509, emisor: X509): Promise<boolean> => {
	const deHijo = comprobadas.get(hijo) ?? new WeakMap<X509, Promise<boolean>>()
	comprobadas.set(hijo, deHijo)
	const respuesta = deHijo.get(emisor) ?? comprobarFirma(hijo, emisor)
	deHijo.set(emisor, respuesta)
	return respuesta
}

/** Raíz: la que se emitió a sí misma. Se confía en ella porque el operador la puso, no por su propia firma. */
const esRaiz = ({ emision }: X509): boolean => emision.sujeto === emision.emisor

/** Si `emisor` podía emitir a `hijo`, con `debajo` autoridades entre ambos y el certificado final. */
const puedeEmitir = (emisor: X509, hijo: X509, debajo: number): boolean =>
	emisor.emision.sujeto === hijo.emision.emisor &&
	emisor.esAutoridad &&
	emisor.emision.firmaCertificados &&
	!emisor.emision.criticaDesconocida &&
	(emisor.emision.nivelesDebajo === null || debajo <= emisor.emision.nivelesDebajo) &&
	vigenteEn(emisor, hijo.desde)

const subir = async (hijo: X509, autoridades: readonly X509[], debajo: number): Promise<boolean> => {
	if (debajo >= NIVELES) return false
	for (const emisor of autoridades) {
		if (!puedeEmitir(emisor, hijo, debajo) || !(await firmadoPor(hijo, emisor))) continue
		if (esRaiz(emisor) || (await subir(emisor, autoridades, debajo + 1))) return true
	}
	return false
}

/**
 * Si el certificado viene, por firmas comprobadas, de una raíz de `anclas` (raíces e intermedias mezcladas, como
 * están en la carpeta). `momento` no puede ser anterior a la emisión; que ya haya vencido lo dice la vigencia, no
 * esto. `sin-anclas`: no hay ninguna raíz contra la cual comprobar.
 */
export const confiar = async (x509: X509, anclas: readonly X509[], momento: Date): Promise<Confianza> => {
	if (!anclas.some(esRaiz)) return 'sin-anclas'
	if (x509.emision.algoritmo === CON_SHA1) return 'no-confiable'
	if (x509.esAutoridad || x509.emision.criticaDesconocida || momento < x509.desde) return 'no-confiable'
	return (await subir(x509, anclas, 0)) ? 'confiable' : 'no-confiable'
}

/** Las autoridades de una carpeta: de cada archivo, los certificados que traiga; lo que no lo sea se ignora. */
export const leerAnclas = (archivos: Iterable<Uint8Array>): readonly X509[] =>
	[...archivos].flatMap(leerTodosX509).filter(({ esAutoridad }) => esAutoridad)
