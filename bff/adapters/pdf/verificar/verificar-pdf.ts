import { abrirPdf, type Abierto } from './abierto.ts'
import { adjuntosDe } from './adjunto.ts'
import { COINCIDENCIAS } from './coincidencias.ts'
import { REGLAS } from './reglas.ts'
import { dichosDe } from '../certificado/dichos.ts'
import type { Dec } from '#core/dec/dec.ts'
import { revisarEstructura } from '#core/dec/estructura.ts'
import { leerDec } from '#core/dec/leer.ts'

/** Una regla revisada. Cumple si no tiene faltas. */
export type Revision = { readonly id: string; readonly frase: string; readonly faltas: readonly string[] }

/**
 * Revisa un PDF de los nuestros: una por una, las reglas de PDF/A-3 que seguimos y cada dato en que debe coincidir con el XML
 * que lleva adjunto. No lanza por lo que el archivo traiga. No dice si los sellos son buenos: eso es del XML.
 */
export const verificarPdf = async (bytes: Uint8Array): Promise<readonly Revision[]> => {
	let pdf: Abierto
	try {
		pdf = await abrirPdf(bytes)
	} catch (falla) {
		return [{ ...ABRIR, faltas: [causaDe(falla)] }]
	}
	const reglas = REGLAS.map(({ id, frase, faltas }) => ({ id, frase, faltas: intentar(() => faltas(pdf)) }))
	return [{ ...ABRIR, faltas: [] }, ...reglas, ...coincidir(pdf)]
}

/** La primera de las reglas: sin ella no hay qué revisar. */
export const ABRIR = { id: 'abrir', frase: 'Se abre, y lo que dicen sus páginas se puede leer' } as const
const XML = {
	id: 'xml',
	frase: 'El XML adjunto es un DEC que cumple el esquema, timbrado por la SEP',
} as const

const coincidir = (pdf: Abierto): readonly Revision[] => {
	const leido = leerAdjunto(pdf)
	if ('falta' in leido) return [{ ...XML, faltas: [leido.falta] }]
	const { dec, adjunto } = leido
	const dichos = dichosDe(dec)
	return [
		{ ...XML, faltas: [] },
		...COINCIDENCIAS.map(({ id, frase, faltas }) => ({
			id,
			frase,
			faltas: intentar(() => faltas({ pdf, dec, dichos, adjunto })),
		})),
	]
}

const leerAdjunto = (
	pdf: Abierto,
): { readonly dec: Dec; readonly adjunto: string | null } | { readonly falta: string } => {
	let adjunto: ReturnType<typeof adjuntosDe>
	try {
		adjunto = adjuntosDe(pdf.documento)
	} catch (falla) {
		return { falta: causaDe(falla) }
	}
	if (adjunto.bytes === null) return { falta: 'no hay XML que leer' }
	const dec = leerDec(adjunto.bytes)
	if (!dec.ok) return { falta: `el XML no se lee (${dec.motivo})` }
	const [falla] = revisarEstructura(dec.valor)
	if (falla) return { falta: `el XML no cumple el esquema en ${falla.donde} (${falla.motivo})` }
	const { sep, firmaResponsable } = dec.valor
	if (!sep) return { falta: 'el XML no trae el timbre de la SEP' }
	if (sep.selloDec !== firmaResponsable.sello) return { falta: 'el timbre de la SEP es de otro sello' }
	return { dec: dec.valor, adjunto: adjunto.nombre }
}

/** Lo que el archivo trae puede no ser ni lo que una regla espera revisar: eso también es no cumplirla. */
const intentar = (revisar: () => readonly string[]): readonly string[] => {
	try {
		return revisar()
	} catch (falla) {
		return [causaDe(falla)]
	}
}

const causaDe = (falla: unknown): string => (falla instanceof Error ? falla.message : 'no se pudo leer')
