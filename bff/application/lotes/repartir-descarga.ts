import type { Dec } from '#core/dec/dec.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import { comprobarDevuelto, leerDevuelto, type Devuelto } from './comprobar-devuelto.ts'

type Archivo = { readonly nombre: string; readonly bytes: Uint8Array }

/** Una entrada del ZIP que no se debió abrir. */
type Inservible = { readonly nombre: string | null; readonly razon: string }

/** Un certificado que se espera de vuelta: el nombre y el XML con que salió. */
export type Esperado = { readonly tramiteId: string; readonly archivo: string; readonly xml: string }

export type Veredicto =
	| {
			readonly que: 'bueno'
			readonly devuelto: Devuelto
			readonly xml: Uint8Array
			readonly pdf: Uint8Array | null
	  }
	| { readonly que: 'cuarentena'; readonly razon: string; readonly apartados: readonly Archivo[] }
	| { readonly que: 'falta' }

/**
 * Decide, certificado por certificado, qué se cree de una descarga de COSFAC (11). Cada XML se empareja por el sello que
 * lleva dentro, no por su nombre, que SEP podría cambiar; el que no trae un sello nuestro pero sí un nombre nuestro deja a
 * ése en cuarentena; también la entrada con su nombre que no se debió abrir. Pura. Los XML que no son de nadie van en
 * `ajenos`.
 */
export const repartirDescarga = (
	esperados: readonly Esperado[],
	archivos: readonly Archivo[],
	inservibles: readonly Inservible[] = [],
): { readonly veredictos: ReadonlyMap<string, Veredicto>; readonly ajenos: readonly Archivo[] } => {
	const enviados = new Map(esperados.map((uno) => [uno.tramiteId, exigir(leerDec(uno.xml))]))
	const porSello = new Map(esperados.map((uno) => [selloDe(enviados, uno), uno]))
	const porNombre = new Map(esperados.map((uno) => [raizDe(uno.archivo), uno]))
	const pdfs = new Map<string, Archivo[]>()
	for (const uno of archivos.filter(esPdf))
		pdfs.set(raizDe(uno.nombre), [...(pdfs.get(raizDe(uno.nombre)) ?? []), uno])
	const hallados = new Map<string, Hallado[]>()
	const ajenos: Archivo[] = []
	for (const archivo of archivos.filter((uno) => !esPdf(uno))) {
		const leido = leerDevuelto(archivo.bytes)
		const suyo = leido.ok ? porSello.get(leido.valor.dec.firmaResponsable.sello) : undefined
		const esperado = suyo ?? porNombre.get(raizDe(archivo.nombre))
		if (!esperado) {
			ajenos.push(archivo)
			continue
		}
		const juntos = hallados.get(esperado.tramiteId) ?? []
		hallados.set(esperado.tramiteId, [...juntos, { archivo, leido }])
	}
	const cerrados = new Map(
		inservibles.flatMap(({ nombre, razon }) => {
			const suyo = nombre === null ? undefined : porNombre.get(raizDe(nombre))
			return suyo ? [[suyo.tramiteId, razon] as const] : []
		}),
	)
	const veredictos = new Map<string, Veredicto>()
	const folios = new Map<string, string>()
	for (const { tramiteId } of esperados) {
		const suyos = hallados.get(tramiteId) ?? []
		const razon = cerrados.get(tramiteId)
		const veredicto =
			razon === undefined
				? juzgar(enviados.get(tramiteId) as Dec, suyos, pdfs)
				: apartar(
						razon,
						suyos.map(({ archivo }) => archivo),
					)
		veredictos.set(tramiteId, veredicto)
		if (veredicto.que !== 'bueno') continue
		const { folioDigital } = veredicto.devuelto.sep
		const otro = folios.get(folioDigital)
		if (otro === undefined) {
			folios.set(folioDigital, tramiteId)
			continue
		}
		// Un folio digital para dos certificados: no se sabe de cuál es, así que de ninguno.
		for (const id of [otro, tramiteId]) {
			const suyos = (hallados.get(id) ?? []).map(({ archivo }) => archivo)
			veredictos.set(id, apartar('El folio digital vino en dos certificados.', suyos))
		}
	}
	return { veredictos, ajenos }
}

type Hallado = { readonly archivo: Archivo; readonly leido: ReturnType<typeof leerDevuelto> }

const juzgar = (
	enviado: Dec,
	hallados: readonly Hallado[],
	pdfs: ReadonlyMap<string, readonly Archivo[]>,
): Veredicto => {
	const [uno] = hallados
	if (!uno) return { que: 'falta' }
	const suyos = hallados.map(({ archivo }) => archivo)
	if (hallados.length > 1) return apartar('Vinieron dos documentos de este certificado.', suyos)
	if (!uno.leido.ok) return apartar(uno.leido.razon, suyos)
	const comprobado = comprobarDevuelto(enviado, uno.leido.valor)
	if (!comprobado.ok) return apartar(comprobado.razon, suyos)
	const [pdf, otro] = pdfs.get(raizDe(uno.archivo.nombre)) ?? []
	if (pdf && otro) return apartar('Vinieron dos PDF de este certificado.', [...suyos, pdf, otro])
	return {
		que: 'bueno',
		devuelto: comprobado.valor,
		xml: uno.archivo.bytes,
		pdf: pdf?.bytes ?? null,
	}
}

const apartar = (razon: string, apartados: readonly Archivo[]): Veredicto => ({
	que: 'cuarentena',
	razon,
	apartados,
})

const selloDe = (enviados: ReadonlyMap<string, Dec>, { tramiteId }: Esperado): string =>
	enviados.get(tramiteId)?.firmaResponsable.sello ?? ''

const raizDe = (nombre: string): string => nombre.replace(/\.[A-Za-z]{1,4}$/, '').toLowerCase()

/** Por sus primeros bytes, no por su nombre (ISO 32000-1 §7.5.2). */
const esPdf = ({ bytes }: Archivo): boolean =>
	Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-'
