import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { escribirEntero, leerSiEsta, type Autoridad } from './autoridad.ts'
import { cifrarLlaveSat } from './llave-sat.ts'
import {
	emitirX509,
	exportarPkcs8,
	leerCertificado,
	nuevoPar,
	OID,
	restriccionesBasicas,
	tipoNetscape,
	usoDeLlave,
	usoExtendido,
	type Atributo,
} from './x509.ts'

export type OpcionesEfirma = {
	readonly autoridad: Autoridad
	/** Donde quedan los dos archivos. */
	readonly carpeta: string
	/** Sin extensión; quedan `{nombreArchivo}.cer` y `{nombreArchivo}.key`. */
	readonly nombreArchivo: string
	/** Como lo escribe el SAT: en mayúsculas. */
	readonly nombre: string
	readonly rfc: string
	readonly curp: string
	readonly contrasena: string
	readonly tipo: 'fiel' | 'csd'
	readonly desde: Date
	readonly hasta: Date
	/** 20 dígitos. */
	readonly serie: string
	readonly correo?: string
}

export type Efirma = { readonly cer: string; readonly key: string; readonly serie: string }

const sujetoDe = ({ nombre, rfc, curp, tipo, correo }: OpcionesEfirma): readonly Atributo[] => {
	const persona: readonly Atributo[] = [
		[OID.cn, nombre],
		[OID.name, nombre],
		[OID.o, nombre],
	]
	const claves: readonly Atributo[] = [
		[OID.x500UniqueIdentifier, rfc],
		[OID.serialNumber, curp],
	]
	return tipo === 'fiel'
		? [...persona, [OID.c, 'MX'], [OID.email, correo ?? 'demo@egreso.example'], ...claves]
		: [...persona, ...claves, [OID.ou, nombre]]
}

// El SAT pone cuatro extensiones a la FIEL y dos al CSD, y ninguna dice dónde preguntar por la revocación.
const extensionesDe = (tipo: OpcionesEfirma['tipo']) =>
	tipo === 'fiel'
		? [
				restriccionesBasicas(null),
				usoDeLlave('fiel'),
				tipoNetscape(),
				usoExtendido(['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.2']),
			]
		: [restriccionesBasicas(null), usoDeLlave('csd')]

const sigueSirviendo = (cer: Uint8Array, key: Uint8Array, opciones: OpcionesEfirma): boolean => {
	const x509 = new X509Certificate(cer)
	const pedido = leerCertificado(cer)
	const serie = Buffer.from(pedido.serialNumber.valueBlock.valueHexView).toString('latin1')
	const textos = pedido.subject.typesAndValues.map((uno) => String(uno.value.valueBlock.value))
	if (serie !== opciones.serie) return false
	if (JSON.stringify(textos) !== JSON.stringify(sujetoDe(opciones).map(([, texto]) => texto))) return false
	if (pedido.notBefore.value.getTime() !== segundos(opciones.desde).getTime()) return false
	if (pedido.notAfter.value.getTime() !== segundos(opciones.hasta).getTime()) return false
	if ((pedido.extensions?.length ?? 0) !== extensionesDe(opciones.tipo).length) return false
	if (!x509.verify(new X509Certificate(opciones.autoridad.intermedia).publicKey)) return false
	try {
		const llave = createPrivateKey({
			key: Buffer.from(key),
			format: 'der',
			type: 'pkcs8',
			passphrase: Buffer.from(opciones.contrasena, 'utf8'),
		})
		return createPublicKey(llave).equals(x509.publicKey)
	} catch {
		return false
	}
}

// Un certificado no guarda milésimas: sin esto, lo recién leído nunca sería igual a lo pedido.
const segundos = (fecha: Date): Date => new Date(Math.floor(fecha.getTime() / 1000) * 1000)

/**
 * Emite una e.firma de demostración con la forma exacta de las del SAT: `.cer` en DER con RSA-2048 y el sujeto,
 * los usos y la serie que el SAT escribe; `.key` como la cifra `cifrarLlaveSat`. Si el par ya está y es el que se
 * pide (emisor, serie, sujeto, plazo, contraseña), no lo toca.
 */
export const emitirEfirma = async (opciones: OpcionesEfirma): Promise<Efirma> => {
	const { autoridad, carpeta, nombreArchivo, contrasena, serie } = opciones
	const rutas = {
		cer: join(carpeta, `${nombreArchivo}.cer`),
		key: join(carpeta, `${nombreArchivo}.key`),
		serie,
	}
	const [cer, key] = await Promise.all([leerSiEsta(rutas.cer), leerSiEsta(rutas.key)])
	if (cer && key && sigueSirviendo(cer, key, opciones)) return rutas
	await mkdir(carpeta, { recursive: true })
	const par = await nuevoPar()
	const emitido = await emitirX509({
		serie,
		sujeto: sujetoDe(opciones),
		desde: segundos(opciones.desde),
		hasta: segundos(opciones.hasta),
		llavePublica: par.publicKey,
		extensiones: extensionesDe(opciones.tipo),
		emisor: leerCertificado(autoridad.intermedia),
		llaveDelEmisor: autoridad.llaveIntermedia,
	})
	await escribirEntero(rutas.key, cifrarLlaveSat(await exportarPkcs8(par.privateKey), contrasena), 0o600)
	await escribirEntero(rutas.cer, emitido)
	return rutas
}
