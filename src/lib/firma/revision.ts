import { leerDec } from '#core/dec/leer.ts'
import type { Dec } from '#core/dec/dec.ts'
import type { PorSellar } from '#core/contract/sellado.ts'
import { avisosPorPasos, type Leido } from './inusuales.ts'
import { RAZONES, type AvisoInusual } from './razones.ts'
import { diferencias, type Diferencia, type Mostrado, type Quien } from './comparar.ts'
import { reparosDe, type Reparo } from './legible.ts'
import type { DocumentoPorSellar } from './lote.ts'

/** Un certificado por sellar, leído en el dispositivo del XML que se recibió. */
export type Revisable = {
	readonly tramiteId: string
	readonly folio: string
	readonly matricula: string
	readonly xml: string
	/** Cuál de los intentos del trámite es: se devuelve o se sella ése, y no otro. */
	readonly intento: number
	/** Vuelve de una devolución (16): qué se pidió corregir; hay que abrirlo antes de sellar. */
	readonly devuelto: PorSellar['certificados'][number]['devuelto']
	readonly mostrado: Mostrado
	/** null: el XML no se pudo leer, y ése no se sella. */
	readonly dec: Dec | null
	readonly diferencias: readonly Diferencia[]
	/** Lo que no deja ver con certeza qué se sella. */
	readonly reparos: readonly Reparo[]
	readonly avisos: readonly AvisoInusual[]
	/** Alguna de sus razones pide abrirlo antes de sellar. */
	readonly hayQueAbrirlo: boolean
}

/** Lo que la revisión necesita de la lista que llegó: la lista misma, quién entró y el día del servidor (ms). */
export type PorRevisar = { readonly lista: PorSellar; readonly quien: Quien; readonly hoy: number }

/** Lo revisado de un certificado, junto con lo que su lista dice una sola vez para todos. */
export const mostradoDe = (
	lista: Pick<PorSellar, 'entidad' | 'entidades' | 'firmante' | 'planteles' | 'planes'>,
	{ folio, matricula, revisado }: Pick<PorSellar['certificados'][number], 'folio' | 'matricula' | 'revisado'>,
	quien: Quien,
): Mostrado => ({
	folio,
	matricula,
	revisado,
	entidad: revisado.entidad === undefined ? lista.entidad : propio(lista.entidades ?? {}, revisado.entidad),
	firmante: lista.firmante,
	plantel: propio(lista.planteles, revisado.plantel),
	plan: propio(lista.planes, revisado.plan),
	quien,
})

const propio = <T>(tabla: Readonly<Record<string, T>>, clave: string): T | null =>
	Object.hasOwn(tabla, clave) ? (tabla[clave] ?? null) : null

/**
 * Lee y compara lo que espera sello, un certificado por paso: quien la corre cede la pantalla cuando quiera. Primero los que
 * no se sellarán, luego los que hay que abrir, luego los inusuales, luego el resto; dentro de cada uno, por apellidos.
 */
export function* revisarPorPasos({
	lista,
	quien,
	hoy,
}: PorRevisar): Generator<undefined, readonly Revisable[]> {
	const leidos: { readonly revisable: Revisable; readonly leido: Leido | null }[] = []
	for (const certificado of lista.certificados) {
		const { tramiteId, folio, matricula, xml, intento, devuelto, nombreEditado, revisado } = certificado
		const mostrado = mostradoDe(lista, certificado, quien)
		const lectura = leerDec(xml)
		const dec = lectura.ok ? lectura.valor : null
		leidos.push({
			revisable: {
				tramiteId,
				folio,
				matricula,
				xml,
				intento,
				devuelto,
				mostrado,
				dec,
				diferencias: dec ? diferencias(dec, mostrado) : [],
				reparos: dec ? reparosDe(dec, revisado.nombreSae) : [],
				avisos: [],
				hayQueAbrirlo: false,
			},
			leido: dec && { tramiteId, matricula, nombreEditado, revisado, dec },
		})
		yield
	}
	const avisosDe = yield* avisosPorPasos(
		leidos.flatMap(({ leido }) => leido ?? []),
		{ hoy, rol: lista.rol },
	)
	const conAvisos: { readonly revisable: Revisable; readonly orden: number; readonly nombre: string }[] = []
	for (const { revisable } of leidos) {
		const avisos = avisosDe.get(revisable.tramiteId) ?? []
		const hayQueAbrirlo = revisable.devuelto !== null || avisos.some(({ razon }) => RAZONES[razon].abrir)
		const completo = { ...revisable, avisos, hayQueAbrirlo }
		conAvisos.push({ revisable: completo, orden: orden(completo), nombre: nombreDeLista(completo) })
	}
	yield
	const comparar = new Intl.Collator('es-MX').compare
	return conAvisos
		.sort((a, b) => a.orden - b.orden || comparar(a.nombre, b.nombre))
		.map(({ revisable }) => revisable)
}

/** Lo que de un certificado revisado va a quien lo sella. */
export const documentoPorSellar = ({ tramiteId, xml, mostrado }: Revisable): DocumentoPorSellar => ({
	tramiteId,
	xml,
	mostrado,
})

/** Lo más que se ocupa la pantalla de corrido: con menos de 50 ms nadie nota que se trabaja, ni en un teléfono lento. */
const TRAMO_MS = 12

/** {@link revisarPorPasos} cediendo la pantalla cada tanto. null si `senal` se abortó antes de acabar. */
export const revisarSinCongelar = async (
	orden: PorRevisar,
	deps: {
		/** Milisegundos de un reloj que no retrocede. */
		readonly reloj: () => number
		readonly ceder: () => Promise<void>
		readonly senal: AbortSignal
		/** Cuántos certificados se han leído. */
		readonly alAvanzar: (leidos: number) => void
	},
): Promise<readonly Revisable[] | null> => {
	const pasos = revisarPorPasos(orden)
	const total = orden.lista.certificados.length
	let empezo = deps.reloj()
	for (let leidos = 1; ; leidos += 1) {
		const paso = pasos.next()
		if (paso.done) {
			// Quien lo recibe lo pinta: que no sea en el mismo tramo.
			await deps.ceder()
			return deps.senal.aborted ? null : paso.value
		}
		if (deps.reloj() - empezo < TRAMO_MS) continue
		deps.alAvanzar(Math.min(leidos, total))
		await deps.ceder()
		if (deps.senal.aborted) return null
		empezo = deps.reloj()
	}
}

/** Si el dispositivo lo sellará: se pudo leer, se ve todo lo que dice, y dice lo mismo que lo revisado. */
export const seSella = ({
	dec,
	diferencias,
	reparos,
}: Pick<Revisable, 'dec' | 'diferencias' | 'reparos'>): boolean =>
	dec !== null && diferencias.length === 0 && reparos.length === 0

const orden = (revisable: Revisable): number => {
	if (!seSella(revisable)) return 0
	if (revisable.hayQueAbrirlo) return 1
	return revisable.avisos.length > 0 ? 2 : 3
}

/** «Ñáñez Pérez, María José», tal como vienen en el documento; si no se pudo leer, tal como se revisó. */
export const nombreDeLista = ({ dec, mostrado }: Pick<Revisable, 'dec' | 'mostrado'>): string => {
	const { nombre, primerApellido, segundoApellido } = dec?.alumno ?? mostrado.revisado
	return `${[primerApellido, segundoApellido].filter(Boolean).join(' ')}, ${nombre}`
}
