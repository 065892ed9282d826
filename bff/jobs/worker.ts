import { sql } from 'kysely'
import { setTimeout as esperar } from 'node:timers/promises'
import type { Azar, Base, Reloj } from '../application/ports.ts'
import { encargar, type ClaseTrabajo } from '../application/trabajos.ts'
import type { Instante } from '#core/domain/fecha.ts'
import {
	cerrarTrabajo,
	clasesConTrabajo,
	renovarArriendo,
	tomarTrabajos,
	type Desenlace,
	type Tomado,
} from './turnos.ts'

/**
 * Qué pasó con un trabajo. `reintentar` con `enMs` es una espera que el trabajo pide (SEP aún no contesta) y no
 * cuenta como intento fallido; sin `enMs`, la espera crece sola y los intentos se acaban. `razon` se guarda: nunca
 * lleva datos personales.
 */
type ResultadoTrabajo =
	| { readonly resultado: 'hecho' }
	| { readonly resultado: 'reintentar'; readonly enMs?: number; readonly razon: string }
	| { readonly resultado: 'fallido'; readonly razon: string }

/** Lo que hace un trabajo con su carga. Puede correr más de una vez: cada uno dice por qué no importa. */
export type Ejecutor = (carga: Record<string, unknown>) => Promise<ResultadoTrabajo>

export type Trabajo = {
	readonly clase: ClaseTrabajo
	readonly ejecutar: Ejecutor
	/** Cuántos de esta clase a la vez en este proceso; por omisión 2. */
	readonly concurrencia?: number
	/** Además de cuando se encarga, corre solo cada tantos ms (una vez en total, no por proceso). */
	readonly cadaMs?: number
	/** Intentos fallidos antes de darlo por fallido; por omisión 12, unas ocho horas. */
	readonly intentos?: number
}

type Worker = {
	readonly iniciar: () => void
	/** Deja de tomar trabajos y espera a que terminen los que corren. */
	readonly detener: () => Promise<void>
	/** Corre todo lo que ya toca, hasta que no quede nada, y dice cuántos corrió. Para pruebas y para la terminal. */
	readonly correrPendientes: () => Promise<number>
}

/** Lo que el worker cuenta al registro del proceso; sin datos personales. */
export type AvisoWorker = {
	readonly clase: ClaseTrabajo | null
	readonly suceso: 'reintentar' | 'fallido' | 'error-del-worker'
	readonly razon: string
}

type Deps = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly trabajos: readonly Trabajo[]
	readonly avisar?: (aviso: AvisoWorker) => void
	readonly sondeoMs?: number
	readonly arriendoMs?: number
	/** De 0 a 1: lo que desordena las esperas. */
	readonly suerte?: () => number
}

const CLAVE_PERIODICO = 'periodico'

/**
 * Corre los trabajos pendientes con arriendo: si el proceso muere, otro los retoma al vencer. Varios procesos
 * pueden compartir la base; dos trabajos con la misma clase y clave nunca corren a la vez.
 */
export const crearWorker = (deps: Deps): Worker => {
	const { base, reloj, azar, trabajos, sondeoMs = 1000, arriendoMs = 300_000, suerte = Math.random } = deps
	const porClase = new Map(trabajos.map((trabajo) => [trabajo.clase, trabajo]))
	const enCurso = new Map<string, { clase: string; fin: Promise<void> }>()
	const parar = new AbortController()
	let ciclo: Promise<void> | null = null

	const correrUno = async (tomado: Tomado): Promise<void> => {
		const trabajo = porClase.get(tomado.clase)
		if (trabajo === undefined) return
		const arriendo = { hasta: tomado.arriendoHasta }
		const renovar = setInterval(() => {
			renovarArriendo(base, tomado.id, arriendo, despues(reloj(), arriendoMs)).catch(() => undefined)
		}, arriendoMs / 3)
		const resultado = await ejecutarSinLanzar(trabajo, tomado)
		clearInterval(renovar)
		const desenlace = desenlaceDe(trabajo, tomado, resultado, { ahora: reloj(), suerte })
		if (resultado.resultado !== 'hecho' && desenlace.avisa !== null) {
			deps.avisar?.({ clase: tomado.clase, suceso: desenlace.avisa, razon: resultado.razon })
		}
		await cerrarTrabajo(base, tomado, arriendo, desenlace, reloj())
	}

	/** Toma lo que toca y quepa, y lo echa a andar. Devuelve cuántos. */
	const tomar = async (): Promise<number> => {
		let tomados = 0
		for (const clase of await clasesConTrabajo(base, [...porClase.keys()], reloj())) {
			const ocupados = [...enCurso.values()].filter((uno) => uno.clase === clase).length
			const libres = (porClase.get(clase)?.concurrencia ?? 2) - ocupados
			if (libres <= 0) continue
			const ahora = reloj()
			for (const tomado of await tomarTrabajos(base, clase, libres, ahora, despues(ahora, arriendoMs))) {
				const fin = correrUno(tomado)
					.catch((error: unknown) => avisarFalla(error))
					.finally(() => enCurso.delete(tomado.id))
				enCurso.set(tomado.id, { clase, fin })
				tomados += 1
			}
		}
		return tomados
	}

	const asegurarPeriodicos = (): Promise<void> =>
		base.enTransaccion(async (tx) => {
			// Entre ver que nadie lo corre y ponerlo, otro proceso podría tomarlo: quedarían dos. Sólo al arrancar.
			if (base.dialecto === 'postgres') await sql`lock table trabajo in share row exclusive mode`.execute(tx)
			for (const { clase, cadaMs } of trabajos) {
				if (cadaMs === undefined) continue
				const yaCorre = await tx
					.selectFrom('trabajo')
					.select('id')
					.where('clase', '=', clase)
					.where('clave', '=', CLAVE_PERIODICO)
					.where('estado', '=', 'en-curso')
					.executeTakeFirst()
				if (!yaCorre) await encargar(tx, { reloj, azar }, { clase, clave: CLAVE_PERIODICO, carga: {} })
			}
		})

	const avisarFalla = (error: unknown): void =>
		deps.avisar?.({ clase: null, suceso: 'error-del-worker', razon: razonDeError(error) })

	let periodicosPuestos = false
	const ponerPeriodicos = async (): Promise<void> => {
		if (periodicosPuestos) return
		await asegurarPeriodicos()
		periodicosPuestos = true
	}

	const rodar = async (): Promise<void> => {
		while (!parar.signal.aborted) {
			try {
				await ponerPeriodicos()
				await tomar()
			} catch (error) {
				avisarFalla(error)
			}
			await esperar(sondeoMs, undefined, { signal: parar.signal }).catch(() => undefined)
		}
	}

	return {
		iniciar: () => {
			ciclo ??= rodar()
		},
		detener: async () => {
			parar.abort()
			await ciclo
			await Promise.all([...enCurso.values()].map((uno) => uno.fin))
		},
		correrPendientes: async () => {
			await ponerPeriodicos()
			let corridos = 0
			for (;;) {
				corridos += await tomar()
				if (enCurso.size === 0) return corridos
				await Promise.race([...enCurso.values()].map((uno) => uno.fin))
			}
		},
	}
}

const ejecutarSinLanzar = async (
	trabajo: Trabajo,
	{ carga, intentos }: Tomado,
): Promise<ResultadoTrabajo> => {
	// Sólo pasa del máximo si cada vez el proceso murió a la mitad: no vale tumbarlo otra vez.
	if (intentos > maximoDe(trabajo) && trabajo.cadaMs === undefined) {
		return { resultado: 'fallido', razon: 'el proceso se interrumpió cada vez que lo corría' }
	}
	try {
		return await trabajo.ejecutar(JSON.parse(carga) as Record<string, unknown>)
	} catch (error) {
		return { resultado: 'reintentar', razon: razonDeError(error) }
	}
}

const desenlaceDe = (
	trabajo: Trabajo,
	tomado: Tomado,
	resultado: ResultadoTrabajo,
	{ ahora, suerte }: { readonly ahora: Instante; readonly suerte: () => number },
): Desenlace => {
	const periodico = trabajo.cadaMs !== undefined && tomado.clave === CLAVE_PERIODICO
	const { intentos } = tomado
	const alRato = (ms: number) => ({ estado: 'pendiente' as const, noAntes: despues(ahora, ms), intentos })
	switch (resultado.resultado) {
		case 'hecho':
			if (periodico) return { ...alRato(trabajo.cadaMs ?? 0), intentos: 0, razon: null, avisa: null }
			return { estado: 'hecho', noAntes: null, intentos, razon: null, avisa: null }
		case 'reintentar':
			if (resultado.enMs !== undefined) {
				return { ...alRato(resultado.enMs), intentos: intentos - 1, razon: resultado.razon, avisa: null }
			}
			// Uno periódico no se da por vencido: lo que hoy falla, mañana hace falta.
			if (intentos >= maximoDe(trabajo) && !periodico) {
				return { estado: 'fallido', noAntes: null, intentos, razon: resultado.razon, avisa: 'fallido' }
			}
			return { ...alRato(esperaCreciente(intentos, suerte())), razon: resultado.razon, avisa: 'reintentar' }
		case 'fallido':
			if (periodico) {
				return { ...alRato(trabajo.cadaMs ?? 0), razon: resultado.razon, avisa: 'fallido' }
			}
			return { estado: 'fallido', noAntes: null, intentos, razon: resultado.razon, avisa: 'fallido' }
	}
}

const maximoDe = (trabajo: Trabajo): number => trabajo.intentos ?? 12

/** 5 s, 10 s, 20 s… hasta una hora, con hasta 25 % de azar para que no vuelvan todos juntos. */
const esperaCreciente = (intentos: number, suerte: number): number =>
	Math.min(5000 * 2 ** (intentos - 1), 3_600_000) * (1 + suerte / 4)

const despues = (ahora: Instante, ms: number): Instante =>
	new Date(Date.parse(ahora) + Math.round(ms)).toISOString() as Instante

/** De un error, sólo su clase, su código y dónde: el mensaje puede traer datos personales. */
const razonDeError = (error: unknown): string => {
	if (!(error instanceof Error)) return 'error desconocido'
	const codigo = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
	const lugar = /((?:bff|src)\/[\w./-]+\.ts:\d+)/.exec(error.stack ?? '')?.[1]
	return `${error.name}${codigo}${lugar === undefined ? '' : ` en ${lugar}`}`
}
