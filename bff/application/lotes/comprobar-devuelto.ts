import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import type { Dec, SelloSep } from '#core/dec/dec.ts'
import { revisarEstructura } from '#core/dec/estructura.ts'
import { leerDec } from '#core/dec/leer.ts'
import { ok, type Result } from '#core/domain/result.ts'

/** Lo que se guarda de un documento que volvió y es el que se mandó. */
export type Devuelto = { readonly xml: string; readonly dec: Dec; readonly sep: SelloSep }

/** Por qué un documento devuelto no se cree. La frase se guarda junto al certificado en cuarentena. */
type NoCreido = { readonly ok: false; readonly razon: string }

const no = (razon: string): NoCreido => ({ ok: false, razon })

/** Lee un XML devuelto como lo que es: texto ajeno. Sin DTD, instrucciones, CDATA ni comentarios, y con su estructura. */
export const leerDevuelto = (
	bytes: Uint8Array,
): { readonly ok: true; readonly valor: Devuelto } | NoCreido => {
	const dec = leerDec(bytes)
	if (!dec.ok) return no(`El XML devuelto no se puede leer (${dec.motivo}).`)
	const [falla] = revisarEstructura(dec.valor)
	if (falla) return no(`El XML devuelto no cumple el esquema en ${falla.donde} (${falla.motivo}).`)
	const { sep } = dec.valor
	if (!sep) return no('El XML devuelto no trae el timbre de SEP.')
	const xml = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	return { ok: true, valor: { xml, dec: dec.valor, sep } }
}

/**
 * Compara lo devuelto con lo enviado: todo lo sellado y lo que identifica debe ser igual, atributo por atributo; SEP sólo
 * puede llenar descripciones de catálogo y agregar su timbre (estándares: DEC).
 */
export const comprobarDevuelto = (
	enviado: Dec,
	devuelto: Devuelto,
): { readonly ok: true; readonly valor: Devuelto } | NoCreido => {
	const cambios = diferencias(enviado, devuelto.dec)
	if (cambios.length > 0) return no(`El documento devuelto cambió: ${cambios.slice(0, 5).join(', ')}.`)
	// Ya se comparó atributo por atributo; la cadena es la última palabra, porque es lo que se selló.
	if (!mismaCadena(cadenaOriginal(enviado), cadenaOriginal(devuelto.dec))) {
		return no('La cadena original del documento devuelto no es la que se selló.')
	}
	return comprobarTimbre(enviado, devuelto)
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const comprobarTimbre = (
	enviado: Dec,
	devuelto: Devuelto,
): { readonly ok: true; readonly valor: Devuelto } | NoCreido => {
	const { sep } = devuelto
	if (sep.selloDec !== enviado.firmaResponsable.sello) return no('El timbre de SEP es de otro sello.')
	if (!UUID_V4.test(sep.folioDigital))
		return no('El folio digital de SEP no es un UUID versión 4 en minúsculas.')
	if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(sep.fechaSep)) {
		return no('La fecha del timbre de SEP no tiene la forma debida.')
	}
	if (!/^\d{20}$/.test(sep.noCertificadoSep))
		return no('El número de certificado de SEP no tiene veinte dígitos.')
	if (!/^[A-Za-z0-9+/]{300,1400}={0,2}$/.test(sep.selloSep))
		return no('El sello de SEP no tiene la forma debida.')
	return ok(devuelto)
}

/** Descripciones que SEP llena de sus catálogos: no van en la cadena y pueden venir distintas. */
const DE_CATALOGO: Readonly<Record<string, readonly string[]>> = {
	firmaResponsable: ['cargo'],
	iems: ['nombreIEMS', 'tipoIEMS', 'opcionEducativa'],
	plantel: [
		'tipoPlantel',
		'nombreNumeroPlantel',
		'municipio',
		'entidadFederativa',
		'generoPlantel',
		'sostenimiento',
	],
	acreditacion: ['nivelEstudios', 'tipoEstudiosIEMS', 'tipoPerfilLaboralEMS', 'nombreTipoPerfilLaboralEMS'],
}

const diferencias = (enviado: Dec, devuelto: Dec): string[] => [
	...distintos('Dec', planos(sueltos(enviado)), planos(sueltos(devuelto)), []),
	...NODOS.flatMap((nodo) =>
		distintos(nodo, planos(enviado[nodo]), planos(devuelto[nodo]), DE_CATALOGO[nodo] ?? []),
	),
	...distintos('uacs', planos(enviado.uacs), planos(devuelto.uacs), []),
	...distintos('perfilEgreso', planos(enviado.perfilEgreso), planos(devuelto.perfilEgreso), []),
]

const NODOS = ['servicioFirmante', 'firmaResponsable', 'iems', 'plantel', 'alumno', 'acreditacion'] as const

const sueltos = ({ version, tipoCertificado, folioControl }: Dec): Record<string, string> => ({
	version,
	tipoCertificado,
	...(folioControl === undefined ? {} : { folioControl }),
})

/**
 * Un nodo como pares «ruta: texto», con las listas numeradas. Se llenan sobre uno solo: son cientos de atributos por
 * documento, y de un lote se comparan mil.
 */
const planos = (
	valor: unknown,
	ruta = '',
	pares: Map<string, string> = new Map(),
): ReadonlyMap<string, string> => {
	if (typeof valor === 'string') pares.set(ruta, valor)
	if (typeof valor !== 'object' || valor === null) return pares
	for (const [clave, dentro] of Object.entries(valor))
		planos(dentro, ruta === '' ? clave : `${ruta}.${clave}`, pares)
	return pares
}

const distintos = (
	nodo: string,
	antes: ReadonlyMap<string, string>,
	despues: ReadonlyMap<string, string>,
	libres: readonly string[],
): string[] =>
	[...new Set([...antes.keys(), ...despues.keys()])]
		.filter((clave) => !libres.includes(clave) && antes.get(clave) !== despues.get(clave))
		.map((clave) => `${nodo}.${clave}`)

const mismaCadena = (a: Result<string, string>, b: Result<string, string>): boolean =>
	a.ok && b.ok && a.valor === b.valor
