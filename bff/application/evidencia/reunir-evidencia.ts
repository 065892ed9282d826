import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { conSello, type Firmante } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { leerFolio } from '#core/domain/folio.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { leerX509, type X509 } from '#core/efirma/x509.ts'
import { anotar } from '../bitacora.ts'
import type { Azar, Base, Huella, Lectura, Reloj, RutaDeAutoridades } from '../ports.ts'
import { decDeFirmante, leerDecGuardado } from '../sellado/documento.ts'
import { leeme } from './leeme.ts'
import {
	carpetaDe,
	leerBitacora,
	leerEnviado,
	leerSellos,
	leerSuplencia,
	leerTramite,
	type SelloConEvidencia,
} from './leer-evidencia.ts'

type DepsEvidencia = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly rutaDeAutoridades: RutaDeAutoridades
	/** El texto del esquema (XSD) y el de `verificar.sh`: van tal cual en la carpeta. */
	readonly esquema: string
	readonly verificar: string
}

/** Un archivo de la carpeta; `ruta` con diagonales, desde ella. */
type ArchivoDeEvidencia = { readonly ruta: string; readonly bytes: Uint8Array }

export type Evidencia = {
	readonly folio: string
	readonly archivos: readonly ArchivoDeEvidencia[]
	/** Huella SHA-256 del MANIFIESTO: quien la apunte aparte sabrá si a la carpeta le cambiaron algo. */
	readonly huella: string
}

export type NoHayEvidencia = 'folio-invalido' | 'folio-inexistente' | 'sin-sellos' | 'autoridad-desconocida'

/**
 * La evidencia de un folio (20): los archivos de una carpeta que se verifica con openssl y xmllint, y nada nuestro. Con los
 * mismos renglones, los mismos bytes. Queda anotado que se sacó, con la huella de su MANIFIESTO.
 */
export const reunirEvidencia =
	(deps: DepsEvidencia) =>
	async (texto: string): Promise<Result<Evidencia, NoHayEvidencia>> => {
		const leido = leerFolio(texto)
		if (!leido.ok) return rechazo('folio-invalido', { valor: texto })
		const { db } = deps.base
		const tramite = await leerTramite(db, leido.valor)
		if (!tramite) return rechazo('folio-inexistente', { folio: leido.valor })
		const { folio, id, estado, intento, dec, xmlSep } = tramite
		const sellos = await leerSellos(db, id)
		if (sellos.length === 0) return rechazo('sin-sellos', { folio, estado })
		const archivos: ArchivoDeEvidencia[] = []
		for (const sello of sellos) {
			const carpeta = carpetaDe(sello, intento)
			const suyos = await archivosDeSello(db, deps, sello, dec)
			if (!suyos.ok) return suyos
			archivos.push(...suyos.valor.map(({ ruta, bytes }) => ({ ruta: `${carpeta}/${ruta}`, bytes })))
		}
		const enviado = await leerEnviado(db, id)
		if (enviado !== undefined) archivos.push(deTexto('dec-enviado.xml', enviado))
		if (xmlSep !== null) archivos.push(deTexto('dec-sep.xml', xmlSep))
		const renglones = await leerBitacora(db, id)
		archivos.push(
			deTexto('bitacora.jsonl', renglones.map((renglon) => `${enJson(renglon)}\n`).join('')),
			deTexto('esquema.xsd', deps.esquema),
			deTexto('verificar.sh', deps.verificar),
			deTexto('LEEME.txt', leeme({ folio, carpetas: sellos.map((sello) => carpetaDe(sello, intento)) })),
		)
		archivos.sort((a, b) => (a.ruta < b.ruta ? -1 : 1))
		const manifiesto = archivos.map(({ ruta, bytes }) => `${deps.huella(bytes)}  ${ruta}\n`).join('')
		const huella = deps.huella(manifiesto)
		await deps.base.enTransaccion((tx) =>
			anotar(tx, deps, {
				autor: { sistema: 'operador' },
				acto: 'sacar-evidencia',
				// Del folio y no del trámite: sacarla dos veces da la misma bitácora y la misma carpeta.
				objeto: `folio:${folio}`,
				detalle: { manifiesto: huella },
			}),
		)
		return ok({ folio, archivos: [...archivos, deTexto('MANIFIESTO', manifiesto)], huella })
	}

const deTexto = (ruta: string, texto: string): ArchivoDeEvidencia => ({
	ruta,
	bytes: new TextEncoder().encode(texto),
})

/** Lo de un sello, con rutas desde su carpeta. */
const archivosDeSello = async (
	db: Lectura,
	deps: DepsEvidencia,
	sello: SelloConEvidencia,
	dec: string | null,
): Promise<Result<ArchivoDeEvidencia[], NoHayEvidencia>> => {
	const cer = deBase64(sello.certificado)
	const x509 = leerX509(cer)
	if (!x509.ok) throw new Error(`El certificado guardado de un sello ${sello.rol} no se puede leer.`)
	const ruta = deps.rutaDeAutoridades(cer)
	if (ruta === null) return rechazo('autoridad-desconocida', { emisor: x509.valor.emisor, rol: sello.rol })
	const [emisor = cer] = ruta
	const documento = documentoDe(sello, dec)
	return ok([
		deTexto('cadena.txt', sello.cadena),
		deTexto('sello.b64', sello.sello),
		{ ruta: 'sello.bin', bytes: deBase64(sello.sello) },
		{ ruta: 'certificado.cer', bytes: cer },
		deTexto('certificado.pem', enPem('CERTIFICATE', cer)),
		deTexto('publica.pem', enPem('PUBLIC KEY', x509.valor.spki)),
		deTexto('emisor.pem', enPem('CERTIFICATE', emisor)),
		deTexto('autoridades.pem', ruta.map((der) => enPem('CERTIFICATE', der)).join('')),
		deTexto('raiz.pem', enPem('CERTIFICATE', ruta.at(-1) ?? emisor)),
		deTexto('momentos.txt', momentosDe(sello, x509.valor)),
		...(documento === null ? [] : [deTexto('dec.xml', documento)]),
		...(sello.ocsp === null ? [] : [{ ruta: 'ocsp.der', bytes: deBase64(sello.ocsp) }]),
		...(sello.ocspPosterior === null
			? []
			: [{ ruta: 'ocsp-posterior.der', bytes: deBase64(sello.ocspPosterior) }]),
		...(sello.suplenciaId === null
			? []
			: [
					deTexto(
						'suplencia.json',
						`${JSON.stringify(await leerSuplencia(db, sello.suplenciaId), null, '\t')}\n`,
					),
				]),
	])
}

/**
 * El documento con el sello puesto, si el que hoy se guarda es el que se selló. De un intento anterior puede ya no serlo:
 * entonces queda la cadena, que dice todo lo sellado.
 */
const documentoDe = (sello: SelloConEvidencia, dec: string | null): string | null => {
	if (dec === null) return null
	const sinSello = decDeFirmante(leerDecGuardado(dec), JSON.parse(sello.firmante) as Firmante)
	const cadena = cadenaOriginal(sinSello)
	return cadena.ok && cadena.valor === sello.cadena ? escribirDec(conSello(sinSello, sello)) : null
}

/** Quién, cuándo y qué dijo el SAT, un dato por renglón: lo lee una persona y lo lee `verificar.sh`. */
const momentosDe = (sello: SelloConEvidencia, x509: X509): string =>
	[
		['rol', sello.rol],
		['intento', sello.intento],
		['firmante', nombreCompleto(JSON.parse(sello.firmante) as Firmante)],
		['numero_de_certificado', sello.noCertificado],
		['vigente_desde', x509.desde.toISOString()],
		['vigente_hasta', x509.hasta.toISOString()],
		['sellado', sello.momento],
		['revocacion_al_sellar', sello.revocacion],
		['revocacion_posterior', sello.resultado],
		['comprobado_despues', sello.momentoPosterior],
		['revocado_desde', sello.revocadoDesde],
		['razon_de_revocacion', sello.motivo],
		['suplencia', sello.suplenciaId],
	]
		.filter(([, valor]) => valor !== null)
		.map(([clave, valor]) => `${clave}=${valor}\n`)
		.join('')

/** Un renglón de la bitácora. `renglon` son las nueve columnas de las que sale su `hoja`, en el mismo texto. */
const enJson = (fila: Awaited<ReturnType<typeof leerBitacora>>[number]): string => {
	const {
		id,
		momento,
		quien,
		perfil,
		acto,
		objeto,
		entidadId,
		plantelId,
		detalle,
		hoja,
		indice,
		encadenado,
	} = fila
	const renglon = [id, momento, quien, perfil, acto, objeto, entidadId, plantelId, detalle]
	return JSON.stringify({ indice, encadenado, hoja, renglon })
}

const deBase64 = (texto: string): Uint8Array => new Uint8Array(Buffer.from(texto, 'base64'))

/** RFC 7468: base64 en renglones de 64. */
const enPem = (clase: string, der: Uint8Array): string => {
	const renglones =
		Buffer.from(der)
			.toString('base64')
			.match(/.{1,64}/g) ?? []
	return `-----BEGIN ${clase}-----\n${renglones.join('\n')}\n-----END ${clase}-----\n`
}
