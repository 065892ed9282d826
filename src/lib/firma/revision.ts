import { leerDec } from '#core/dec/leer.ts'
import type { Dec } from '#core/dec/dec.ts'
import { avisosDe, type Leido } from './inusuales.ts'
import { diferencias, type CertificadoPorSellar, type Diferencia, type Mostrado } from './comparar.ts'

/** Un certificado por sellar, leído en el dispositivo del XML que se recibió. */
export type Revisable = {
	readonly tramiteId: string
	readonly folio: string
	readonly matricula: string
	readonly xml: string
	readonly mostrado: Mostrado
	/** null: el XML no se pudo leer, y ése no se sella. */
	readonly dec: Dec | null
	readonly diferencias: readonly Diferencia[]
	readonly avisos: readonly string[]
}

/**
 * Lee y compara lo que espera sello. Primero los que no se sellarán, luego los inusuales, luego el resto por
 * apellidos. `hoy` en milisegundos, del reloj del servidor.
 */
export const revisar = (
	certificados: readonly CertificadoPorSellar[],
	firmanteCurp: string | null,
	hoy: number,
): readonly Revisable[] => {
	const leidos = certificados.map((certificado) => {
		const { folio, matricula, revisado } = certificado
		const mostrado: Mostrado = { folio, matricula, revisado, firmanteCurp }
		const lectura = leerDec(certificado.xml)
		const dec = lectura.ok ? lectura.valor : null
		return { certificado, mostrado, dec, diferencias: dec ? diferencias(dec, mostrado) : [] }
	})
	const avisos = avisosDe(
		leidos.flatMap(({ certificado: { tramiteId, matricula, nombreEditado }, dec }): Leido[] =>
			dec ? [{ tramiteId, matricula, nombreEditado, dec }] : [],
		),
		hoy,
	)
	const comparar = new Intl.Collator('es-MX').compare
	return leidos
		.map(({ certificado: { tramiteId, folio, matricula, xml }, mostrado, dec, diferencias }) => ({
			tramiteId,
			folio,
			matricula,
			xml,
			mostrado,
			dec,
			diferencias,
			avisos: avisos.get(tramiteId) ?? [],
		}))
		.sort((a, b) => orden(a) - orden(b) || comparar(nombreDeLista(a), nombreDeLista(b)))
}

/** Si el dispositivo lo sellará: se pudo leer y dice lo mismo que lo revisado. */
export const seSella = ({ dec, diferencias }: Pick<Revisable, 'dec' | 'diferencias'>): boolean =>
	dec !== null && diferencias.length === 0

const orden = (revisable: Revisable): number =>
	!seSella(revisable) ? 0 : revisable.avisos.length > 0 ? 1 : 2

/** «Ñáñez Pérez, María José», tal como vienen en el documento; si no se pudo leer, tal como se revisó. */
export const nombreDeLista = ({ dec, mostrado }: Pick<Revisable, 'dec' | 'mostrado'>): string => {
	const { nombre, primerApellido, segundoApellido } = dec?.alumno ?? mostrado.revisado
	return `${[primerApellido, segundoApellido].filter(Boolean).join(' ')}, ${nombre}`
}
