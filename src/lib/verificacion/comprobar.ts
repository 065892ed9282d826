/**
 * Todas las comprobaciones de un certificado, hechas en el dispositivo (20, 21): nada se da por bueno porque el
 * servidor lo diga. Lo que sólo el registro sabe (revocación, cancelación) se presenta como dicho por él.
 */
import type { CertificadoPublico } from '#core/contract/publico.ts'
import type { Dec } from '#core/dec/dec.ts'
import { leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import type { X509 } from '#core/efirma/x509.ts'
import { verificarDocumento, type Verificacion } from '#core/verificacion/documento.ts'
import { comprobarSello } from './comprobar-sello.ts'
import type { Comprobacion, Respuesta } from './comprobacion.ts'
import { respuestaDelRegistro } from './registro.ts'

type Bytes = Uint8Array<ArrayBuffer>

const TITULOS: Record<Verificacion['comprobaciones'][number]['id'], string> = {
	xml: 'El archivo XML',
	esquema: 'La estructura del documento',
	sello: 'El sello',
	certificado: 'La e.firma',
	'cadena-de-confianza': 'La autoridad que la emitió',
	vigencia: 'La vigencia al sellar',
	'sello-sep': 'El sello de la SEP',
}

const DOCUMENTO = 'El documento'
const FIRMA = 'Sello de quien firma el documento'
const GRUPOS: typeof TITULOS = {
	xml: DOCUMENTO,
	esquema: DOCUMENTO,
	sello: FIRMA,
	certificado: FIRMA,
	'cadena-de-confianza': FIRMA,
	vigencia: FIRMA,
	'sello-sep': 'Secretaría de Educación Pública',
}

/**
 * Comprueba un certificado del registro: el documento timbrado, cada uno de los dos sellos de dirección con su propia
 * cadena original, y que el documento sea el que el registro dice. `anclas` en DER; null si no se pudieron traer.
 */
export const comprobarCertificado = async (
	publico: CertificadoPublico,
	folioPedido: string,
	anclas: readonly Bytes[] | null,
): Promise<readonly Comprobacion[]> => {
	const autoridades = leerAnclas(anclas ?? [])
	const emitido = publico.sellos[0]?.momento ?? publico.fecha
	const verificacion = await verificarDocumento({
		xml: publico.xml,
		anclas: autoridades,
		momento: new Date(emitido),
	})
	const { dec } = verificacion
	const delDocumento = deVerificacion(verificacion)
	if (dec === null) return delDocumento.filter(({ id }) => id === 'xml' || id === 'esquema')
	const deDireccion = await Promise.all(
		(['plantel', 'estatal'] as const).map((rol) => comprobarSello(publico, dec, rol, autoridades)),
	)
	// El sello que viaja en el documento es uno de los dos; si no lo es, se comprueba también por su cuenta.
	const viajaUnoDeLosDos = publico.sellos.some(({ sello }) => sello === dec.firmaResponsable.sello)
	return [
		...delDocumento.filter(
			({ id }) => ['xml', 'esquema', 'cadena-original'].includes(id) || (id === 'sello' && !viajaUnoDeLosDos),
		),
		respuestaDelRegistro(publico, dec, folioPedido),
		...deDireccion.flat(),
		...delDocumento.filter(({ id }) => id === 'sello-sep'),
	]
}

/** Comprueba un XML suelto, sin red y sin registro. `ahora` es la hora con que se juzga lo que el documento no dice. */
export const comprobarArchivo = async (
	bytes: Bytes,
	anclas: readonly Bytes[] | null,
	ahora: Date,
): Promise<
	{ readonly error: string } | { readonly dec: Dec; readonly comprobaciones: readonly Comprobacion[] }
> => {
	if (String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-') {
		return { error: 'Ése es el PDF. Elija el archivo XML del mismo certificado: ahí están los sellos.' }
	}
	const verificacion = await verificarDocumento({
		xml: bytes,
		anclas: leerAnclas(anclas ?? []),
		momento: ahora,
	})
	const { dec, x509 } = verificacion
	if (dec === null) {
		const mala = verificacion.comprobaciones.find(({ resultado }) => resultado === 'mal')
		return { error: `No es un certificado electrónico que se pueda leer. ${mala?.detalle ?? ''}`.trim() }
	}
	return {
		dec,
		comprobaciones: deVerificacion(verificacion).map((una) =>
			una.id === 'vigencia' ? vigenciaSinRegistro(una, dec, x509) : una,
		),
	}
}

/**
 * Un XML suelto no dice cuándo selló cada quien. Con timbre, la hora de la SEP sirve: ahí el sello ya estaba. Sin él,
 * una e.firma vencida hoy no prueba nada, ni a favor ni en contra.
 */
const vigenciaSinRegistro = (hoy: Comprobacion, dec: Dec, x509: X509 | null): Comprobacion => {
	if (x509 === null) return hoy
	const timbrado = dec.sep && Date.parse(`${dec.sep.fechaSep}-06:00`)
	if (timbrado === undefined || Number.isNaN(timbrado)) {
		if (hoy.resultado === 'bien') return hoy
		return {
			...hoy,
			resultado: 'no-comprobable',
			frase: `El documento no dice cuándo se selló. ${hoy.frase}`,
		}
	}
	const vigente = x509.desde.getTime() <= timbrado && timbrado <= x509.hasta.getTime()
	return {
		...hoy,
		resultado: vigente ? 'bien' : 'mal',
		frase: vigente
			? 'Estaba vigente cuando la SEP recibió el documento ya sellado.'
			: 'No estaba vigente cuando la SEP recibió el documento ya sellado.',
	}
}

const deVerificacion = ({ comprobaciones, cadenaOriginal, dec }: Verificacion): readonly Comprobacion[] => {
	const [xml, esquema, ...resto] = comprobaciones.map(({ id, resultado, detalle }): Comprobacion => ({
		id,
		grupo: GRUPOS[id],
		titulo: TITULOS[id],
		resultado,
		frase: detalle,
		detalle: id === 'sello-sep' && dec?.sep ? detalleSep(dec.sep) : [],
	}))
	return [xml, esquema, cadena(cadenaOriginal, dec), ...resto].filter((una) => una !== undefined)
}

const cadena = (texto: string | null, dec: Dec | null): Comprobacion => {
	const [resultado, frase]: [Respuesta, string] =
		texto !== null
			? ['bien', 'El texto que se sella se rearmó aquí, dato por dato, con lo que dice el documento.']
			: dec === null
				? ['no-comprobable', 'Sin poder leer el documento no se puede rearmar.']
				: ['mal', 'Un dato trae una pleca (|) y el texto sellado sería ambiguo.']
	return {
		id: 'cadena-original',
		grupo: DOCUMENTO,
		titulo: 'La cadena original',
		resultado,
		frase,
		detalle: texto === null ? [] : [{ titulo: 'Cadena original', valor: texto }],
	}
}

const detalleSep = (sep: NonNullable<Dec['sep']>): Comprobacion['detalle'] => [
	{ titulo: 'Folio digital', valor: sep.folioDigital },
	{ titulo: 'Fecha y hora de la SEP', valor: sep.fechaSep },
	{ titulo: 'Certificado de la SEP', valor: sep.noCertificadoSep },
	{ titulo: 'Sello de la SEP', valor: sep.selloSep },
]
