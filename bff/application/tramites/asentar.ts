import type { Motivo } from '#core/contract/motivo.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { componerFolio, MODELOS, type Modelo } from '#core/domain/folio.ts'
import { type Colocacion, colocar, tramoDe, type TramoDelLibro } from '#core/domain/libro.ts'
import { type Rechazo, rechazo } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'
import { anotarVarias } from '../bitacora.ts'
import { type NumeroTomado, tomarNumeros } from '../folios/tomar-numeros.ts'
import { encuadernar } from '../libro/encuadernar.ts'
import type { DerivarCuv, Tx } from '../ports.ts'
import type { TramiteLeido } from './filas.ts'
import type { DepsTramite } from './mover.ts'

export type DepsRegistrar = DepsTramite & { readonly derivarCuv: DerivarCuv }

export type PorAsentar = { readonly tramite: TramiteLeido; readonly autor: Actor }

/** Un trámite cambió de estado entre la lectura y el registro: la transacción se deshace y se empieza otra vez. */
export class SeMovio extends Error {
	override readonly name = 'SeMovio'
}

/**
 * Da folio y asiento a trámites ya revisados, en el orden en que vienen (8), y devuelve los que no alcanzaron folio.
 * Lanza {@link SeMovio} si alguno ya no estaba autorizado.
 */
export const asentar = async (
	tx: Tx,
	deps: DepsRegistrar,
	porAsentar: readonly PorAsentar[],
): Promise<ReadonlyMap<string, Rechazo<Motivo>>> => {
	const planteles = new Map<string, PorAsentar[]>()
	for (const uno of porAsentar) {
		const suyos = planteles.get(uno.tramite.plantelId)
		if (suyos) suyos.push(uno)
		else planteles.set(uno.tramite.plantelId, [uno])
	}
	const sinFolio = new Map<string, Rechazo<Motivo>>()
	for (const [plantelId, suyos] of [...planteles].sort(([a], [b]) => (a < b ? -1 : 1))) {
		await asentarEnPlantel(tx, deps, plantelId, suyos, sinFolio)
	}
	return sinFolio
}

const asentarEnPlantel = async (
	tx: Tx,
	deps: DepsRegistrar,
	plantelId: string,
	suyos: readonly PorAsentar[],
	sinFolio: Map<string, Rechazo<Motivo>>,
): Promise<void> => {
	// Este cambio es también el candado: quien registra en el plantel espera aquí a que termine el otro.
	const plantel = await sumarAsientos(tx, plantelId, suyos.length)
	const conNumero = await darNumeros(tx, plantelId, suyos, sinFolio)
	if (conNumero.length < suyos.length) await sumarAsientos(tx, plantelId, conNumero.length - suyos.length)
	if (conNumero.length === 0) return

	const momento = deps.reloj()
	const fecha = fechaEnMexico(momento)
	const primero = plantel.asientosDados - suyos.length + 1
	const tramos = await encuadernar(tx, deps, {
		plantelId,
		entidadId: plantel.entidadId,
		primero,
		ultimo: primero + conNumero.length - 1,
	})
	const asientos = conNumero.map(({ tramite, autor, rangoId, numero: numeroDeFolio }, i) => {
		const folio = componerFolio(tramite.modelo, numeroDeFolio)
		const numero = primero + i
		const cuv = deps.derivarCuv({ folio, matricula: tramite.matricula, fecha })
		return { tramite, autor, rangoId, numeroDeFolio, folio, numero, cuv, ...lugarDe(numero, tramos) }
	})
	await pasarARegistrado(
		tx,
		asientos.map(({ tramite }) => tramite.id),
		momento,
	)
	await tx
		.insertInto('folio')
		.values(
			asientos.map(({ folio, rangoId, tramite, numeroDeFolio }) => ({
				folio,
				rangoId,
				modelo: tramite.modelo,
				numero: numeroDeFolio,
				tramiteId: tramite.id,
				momento,
			})),
		)
		.execute()
	await tx
		.insertInto('asiento')
		.values(
			asientos.map(({ tramite, numero, volumen, foja, renglon, folio, cuv }) => ({
				plantelId,
				numero,
				volumen,
				foja,
				renglon,
				folio,
				cuv,
				matricula: tramite.matricula,
				tramiteId: tramite.id,
				fecha,
				momento,
			})),
		)
		.execute()
	await anotarVarias(
		tx,
		deps,
		asientos.map(({ tramite, autor, folio, volumen, foja, renglon }) => ({
			autor,
			acto: 'registrar',
			objeto: `tramite:${tramite.id}`,
			entidadId: tramite.entidadId,
			plantelId,
			detalle: { de: tramite.estado, a: 'registrado', folio, volumen, foja, renglon },
		})),
	)
}

const lugarDe = (numero: number, tramos: readonly TramoDelLibro[]): Colocacion => {
	const tramo = tramoDe(numero, tramos)
	if (!tramo) throw new Error(`El Libro no tiene encuadernación para el asiento ${numero}.`)
	return colocar(numero, tramo)
}

/** A cada trámite el siguiente número de su modelo, en el orden en que vienen; los que no alcanzan van a `sinFolio`. */
const darNumeros = async (
	tx: Tx,
	plantelId: string,
	suyos: readonly PorAsentar[],
	sinFolio: Map<string, Rechazo<Motivo>>,
): Promise<(PorAsentar & NumeroTomado)[]> => {
	const tomados = new Map<Modelo, Iterator<NumeroTomado>>()
	for (const modelo of MODELOS) {
		const cuantos = suyos.filter(({ tramite }) => tramite.modelo === modelo).length
		if (cuantos === 0) continue
		tomados.set(modelo, (await tomarNumeros(tx, plantelId, modelo, cuantos))[Symbol.iterator]())
	}
	return suyos.flatMap((uno) => {
		const { id, modelo } = uno.tramite
		const tomado = tomados.get(modelo)?.next()
		if (tomado && !tomado.done) return [{ ...uno, ...tomado.value }]
		sinFolio.set(id, rechazo('sin-folios', { modelo }))
		return []
	})
}

const sumarAsientos = (tx: Tx, plantelId: string, cuantos: number) =>
	tx
		.updateTable('plantel')
		.set((columnas) => ({ asientosDados: columnas('asientosDados', '+', cuantos) }))
		.where('id', '=', plantelId)
		.returning(['asientosDados', 'entidadId'])
		.executeTakeFirstOrThrow()

const pasarARegistrado = async (tx: Tx, ids: readonly string[], momento: string): Promise<void> => {
	const cambiados = await tx
		.updateTable('tramite')
		.set({ estado: 'registrado', actualizado: momento })
		.where('id', 'in', ids)
		.where('estado', 'in', estadosQueAdmiten('registrar'))
		.returning('id')
		.execute()
	if (cambiados.length < ids.length) throw new SeMovio('Un trámite se movió mientras se registraba.')
}
