import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Certificate } from 'pkijs'
import {
	emitirX509,
	exportarPkcs8,
	importarPkcs8,
	leerCertificado,
	nuevoPar,
	OID,
	restriccionesBasicas,
	sinComprobarOcsp,
	usoDeLlave,
	usoExtendido,
	type Atributo,
} from './x509.ts'

/** La autoridad de la demostración, lista para emitir y para contestar OCSP. */
export type Autoridad = {
	readonly carpeta: string
	/** Carpeta donde solo están los `.cer` de la raíz y la intermedia: las anclas que el producto lee. */
	readonly carpetaAnclas: string
	/** DER de cada certificado. */
	readonly raiz: Uint8Array
	readonly intermedia: Uint8Array
	readonly ocsp: Uint8Array
	readonly llaveIntermedia: CryptoKey
	readonly llaveOcsp: CryptoKey
}

const ORGANIZACION = 'EGRESO DEMO, SIN VALIDEZ OFICIAL'
const nombreDe = (cn: string): readonly Atributo[] => [
	[OID.cn, cn],
	[OID.o, ORGANIZACION],
	[OID.ou, 'Autoridad de demostracion'],
	[OID.c, 'MX'],
]
const SERIES = {
	raiz: '90001000000900000001',
	intermedia: '90001000000900000002',
	ocsp: '90001000000900000003',
} as const
const ARCHIVOS = {
	raiz: 'AC_Raiz_Egreso_Demo',
	intermedia: 'AC_Egreso_Demo',
	ocsp: 'OCSP_Egreso_Demo',
} as const

/** Escribe de modo que nadie lea el archivo a medias. */
export const escribirEntero = async (ruta: string, bytes: Uint8Array, modo = 0o644): Promise<void> => {
	const parcial = `${ruta}.parcial`
	await writeFile(parcial, bytes, { mode: modo })
	await rename(parcial, ruta)
}

/** El archivo, o `null` si no está. */
export const leerSiEsta = async (ruta: string): Promise<Uint8Array | null> => {
	try {
		return new Uint8Array(await readFile(ruta))
	} catch (causa) {
		if (causa instanceof Error && 'code' in causa && causa.code === 'ENOENT') return null
		throw causa
	}
}

/** Dice si un certificado está en vigor en ese momento. */
const enVigor = (certificado: Certificate, momento: Date): boolean =>
	certificado.notBefore.value <= momento && momento <= certificado.notAfter.value

const rutas = (carpeta: string) => ({
	anclas: join(carpeta, 'anclas'),
	raiz: join(carpeta, 'anclas', `${ARCHIVOS.raiz}.cer`),
	intermedia: join(carpeta, 'anclas', `${ARCHIVOS.intermedia}.cer`),
	ocsp: join(carpeta, 'privado', `${ARCHIVOS.ocsp}.cer`),
	llaveIntermedia: join(carpeta, 'privado', `${ARCHIVOS.intermedia}.p8`),
	llaveOcsp: join(carpeta, 'privado', `${ARCHIVOS.ocsp}.p8`),
})

const reutilizar = async (carpeta: string, momento: Date): Promise<Autoridad | null> => {
	const donde = rutas(carpeta)
	const [raiz, intermedia, ocsp, pkcs8Intermedia, pkcs8Ocsp] = await Promise.all(
		[donde.raiz, donde.intermedia, donde.ocsp, donde.llaveIntermedia, donde.llaveOcsp].map(leerSiEsta),
	)
	if (!raiz || !intermedia || !ocsp || !pkcs8Intermedia || !pkcs8Ocsp) return null
	if (![raiz, intermedia, ocsp].every((der) => enVigor(leerCertificado(der), momento))) return null
	return {
		carpeta,
		carpetaAnclas: donde.anclas,
		raiz,
		intermedia,
		ocsp,
		llaveIntermedia: await importarPkcs8(pkcs8Intermedia),
		llaveOcsp: await importarPkcs8(pkcs8Ocsp),
	}
}

/**
 * La autoridad de la demostración en `carpeta`: raíz, intermedia «AC Egreso Demo» y quien firma OCSP. Si ya está
 * completa y en vigor en `momento`, la reutiliza; si no, la genera. Vale de diez años antes a doce después, para
 * que también quepan las e.firmas vencidas de la demostración. La llave de la raíz no se guarda.
 */
export const crearAutoridad = async ({
	carpeta,
	momento,
}: {
	readonly carpeta: string
	readonly momento: Date
}): Promise<Autoridad> => {
	const anterior = await reutilizar(carpeta, momento)
	if (anterior) return anterior
	const donde = rutas(carpeta)
	await mkdir(donde.anclas, { recursive: true })
	await mkdir(join(carpeta, 'privado'), { recursive: true, mode: 0o700 })
	const ano = momento.getUTCFullYear()
	const plazo = { desde: new Date(Date.UTC(ano - 10, 0, 1)), hasta: new Date(Date.UTC(ano + 12, 11, 31)) }
	const [parRaiz, parIntermedia, parOcsp] = await Promise.all([nuevoPar(), nuevoPar(), nuevoPar()])
	const raiz = await emitirX509({
		...plazo,
		serie: SERIES.raiz,
		sujeto: nombreDe('AC Raiz Egreso Demo'),
		llavePublica: parRaiz.publicKey,
		extensiones: [restriccionesBasicas({ largo: 1 }), usoDeLlave('autoridad')],
		emisor: null,
		llaveDelEmisor: parRaiz.privateKey,
	})
	const intermedia = await emitirX509({
		...plazo,
		serie: SERIES.intermedia,
		sujeto: nombreDe('AC Egreso Demo'),
		llavePublica: parIntermedia.publicKey,
		extensiones: [restriccionesBasicas({ largo: 0 }), usoDeLlave('autoridad')],
		emisor: leerCertificado(raiz),
		llaveDelEmisor: parRaiz.privateKey,
	})
	const ocsp = await emitirX509({
		...plazo,
		serie: SERIES.ocsp,
		sujeto: nombreDe('OCSP Egreso Demo'),
		llavePublica: parOcsp.publicKey,
		extensiones: [
			restriccionesBasicas(null),
			usoDeLlave('ocsp'),
			usoExtendido(['1.3.6.1.5.5.7.3.9']),
			sinComprobarOcsp(),
		],
		emisor: leerCertificado(intermedia),
		llaveDelEmisor: parIntermedia.privateKey,
	})
	// Las llaves primero: un certificado sin su llave haría creer que ya está todo.
	await escribirEntero(donde.llaveIntermedia, await exportarPkcs8(parIntermedia.privateKey), 0o600)
	await escribirEntero(donde.llaveOcsp, await exportarPkcs8(parOcsp.privateKey), 0o600)
	await escribirEntero(donde.ocsp, ocsp)
	await escribirEntero(donde.raiz, raiz)
	await escribirEntero(donde.intermedia, intermedia)
	return {
		carpeta,
		carpetaAnclas: donde.anclas,
		raiz,
		intermedia,
		ocsp,
		llaveIntermedia: parIntermedia.privateKey,
		llaveOcsp: parOcsp.privateKey,
	}
}
