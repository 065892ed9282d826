import type { Archivero, Base, EnAlmacen, Reloj } from '../ports.ts'
import { columnasDesconocidas, cuantosSeRepasan, nombradasDe } from './nombrados.ts'
import { avanzarTarea, empezarTarea } from './tarea.ts'

export type DepsBarrer = { readonly base: Base; readonly reloj: Reloj; readonly almacen: Archivero }

type Barrido = {
	readonly vistos: number
	/** Apartados ahora: nadie los nombra. Siguen legibles hasta el barrido que los encuentre apartados y viejos. */
	readonly retirados: number
	readonly restaurados: number
	/** Borrados para siempre, contando lo que quedó a medio escribir. */
	readonly borrados: number
	/** Se detuvo: había demasiados, o la base es más nueva que este proceso. Más vale que alguien mire. */
	readonly detenido: boolean
}

/** Lo que nadie nombra se aparta a las 48 horas, y 48 después se borra: ningún acto tarda tanto en escribir su renglón. */
const PLAZO_MS = 48 * 3_600_000
const POR_TANDA = 500
/** Si hay más huérfanos que éstos y que la décima parte de lo nombrado, lo probable es que la base no sea la de este almacén. */
const SOSPECHOSOS = 1_000

/**
 * Barre los huérfanos (14): lo que un acto guardó y nunca nombró. En dos tiempos, porque entre ver que nadie lo nombra y
 * borrarlo alguien puede nombrarlo: primero se aparta, y apartado se sigue leyendo y vuelve solo a su lugar; después, si en
 * otro plazo entero nadie lo nombró, se borra. Guardar de nuevo lo apartado lo escribe en su lugar. Seguro de repetir.
 */
export const barrerArchivo =
	(deps: DepsBarrer) =>
	async (plazoMs = PLAZO_MS): Promise<Barrido> => {
		const limite = Math.max(SOSPECHOSOS, (await cuantosSeRepasan(deps.base.db)) / 10)
		await empezarTarea(deps, 'barrer', null)
		// Un proceso viejo ante una base más nueva no sabe quién más nombra archivos: no borra nada.
		const desconocidas = await columnasDesconocidas(deps.base.db)
		if (desconocidas.length > 0) {
			const error = `La base guarda huellas donde este proceso no mira: ${desconocidas.join(', ')}.`
			await avanzarTarea(deps, 'barrer', { terminada: deps.reloj(), error })
			return { vistos: 0, retirados: 0, restaurados: 0, borrados: 0, detenido: true }
		}
		const cuenta = { vistos: 0, retirados: 0, restaurados: 0, borrados: 0, detenido: false }
		let tanda: EnAlmacen[] = []
		for await (const uno of deps.almacen.recorrer()) {
			cuenta.vistos += 1
			// Lo recién escrito puede ser de una transacción en curso.
			if (uno.edadMs >= plazoMs) tanda.push(uno)
			if (tanda.length < POR_TANDA) continue
			await barrerTanda(deps, tanda, cuenta, limite)
			tanda = []
			if (cuenta.detenido) break
		}
		if (!cuenta.detenido) await barrerTanda(deps, tanda, cuenta, limite)
		cuenta.borrados += await deps.almacen.limpiar(plazoMs)
		await avanzarTarea(deps, 'barrer', {
			...{ vistos: cuenta.vistos, hechos: cuenta.borrados, terminada: deps.reloj() },
			error: cuenta.detenido
				? `Más de ${cuenta.retirados} archivos que nadie nombra: revise que la base sea la de este almacén.`
				: null,
		})
		return cuenta
	}

type Cuenta = { -readonly [C in keyof Barrido]: Barrido[C] }

const barrerTanda = async (
	{ base, almacen }: DepsBarrer,
	tanda: readonly EnAlmacen[],
	cuenta: Cuenta,
	limite: number,
): Promise<void> => {
	const nombradas = await nombradasDe(
		base.db,
		tanda.map(({ sha256 }) => sha256),
	)
	for (const { sha256, retirado } of tanda) {
		const nombrada = nombradas.has(sha256)
		if (nombrada && retirado) {
			await almacen.restaurar(sha256)
			cuenta.restaurados += 1
		} else if (!nombrada && retirado) {
			await almacen.tirar(sha256)
			cuenta.borrados += 1
		} else if (!nombrada) {
			if (cuenta.retirados >= limite) {
				cuenta.detenido = true
				return
			}
			await almacen.retirar(sha256)
			cuenta.retirados += 1
		}
	}
}
