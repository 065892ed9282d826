/**
 * La carrera de los folios (4, 8): muchos registran a la vez, aquí y en otros procesos, mientras se asignan, parten y
 * recuperan rangos y se cancelan folios, con transacciones que se deshacen y procesos que mueren a la mitad.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as esperar } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { abrirBase } from '../../../bff/adapters/db/abrir.ts'
import { asignarRango } from '../../../bff/application/folios/asignar-rango.ts'
import { cancelarFolios } from '../../../bff/application/folios/cancelar-folio.ts'
import { partirRango } from '../../../bff/application/folios/partir-rango.ts'
import { recuperarRango } from '../../../bff/application/folios/recuperar-rango.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { actor, depsDe, enPlantel, type Escena, ESTATAL } from '../escena.ts'
import { conFallas, FallaInyectada } from '../tramites/fallas.ts'
import { comprobarFolios } from './comprobar.ts'

const PROGRAMA = fileURLToPath(new URL('../tramites/registrar-aparte.ts', import.meta.url))
const PLANTELES = ['toluca', 'lerma', 'atlacomulco'] as const
type Plantel = (typeof PLANTELES)[number]

const DSE = { ...actor('dse', { tipo: 'nacional' }), personaId: ESTATAL.personaId }
const RAZON = 'Así salió en la carrera'

type Carrera = {
	readonly semilla: number
	/** Cuántos registran a la vez en este proceso, repartidos en dos conexiones. */
	readonly registradores: number
	/** Cuántos procesos más registran; a cada uno se le mata a la mitad y otro sigue con lo suyo. */
	readonly procesos: number
	readonly tramitesPorPlantel: number
	/** Cuántas veces se intenta partir, recuperar, asignar o cancelar. */
	readonly movimientos: number
	/** De cada transacción, qué tan probable es que se deshaga ya escrita. */
	readonly fallas: number
}

/** Lo que se hizo en una carrera: cuántas veces cada cosa, y cuántos asientos quedaron. */
type Desenlace = { readonly asientos: number; readonly cuentas: Readonly<Record<string, number>> }

/**
 * Corre la carrera sobre una escena recién montada, comprueba que nada se haya roto y, al final, que con folios
 * suficientes todos los que faltaban se registran. Lanza si algo no cuadra.
 */
export const correrCarrera = async (
	escena: Escena & { readonly url: string },
	orden: Carrera,
): Promise<Desenlace> => {
	const suerte = azarSembrado(orden.semilla)
	const cuentas: Record<string, number> = {}
	const contar = (que: string) => (cuentas[que] = (cuentas[que] ?? 0) + 1)
	const otra = await abrirBase({ url: escena.url })
	try {
		const pendientes = await sembrar(escena, orden)
		const bases = [escena.base, otra].map((base) => conFallas(base, suerte, orden.fallas))
		const pista: Pista = { escena, bases, suerte, contar }
		// Los otros procesos registran en Toluca, donde también se registra desde aquí.
		const enToluca = pendientes.filter(({ plantel }) => plantel === 'toluca')
		const ajenos = Array.from({ length: orden.procesos }, (_, p) =>
			enToluca.filter((_, i) => i % (orden.procesos + 1) === p + 1),
		)
		const deOtros = new Set(ajenos.flat())
		const propios = pendientes.filter((este) => !deOtros.has(este))
		await Promise.all([
			...Array.from({ length: orden.registradores }, (_, r) =>
				registrarUnoPorUno(
					pista,
					propios.filter((_, i) => i % orden.registradores === r),
					r,
				),
			),
			...ajenos.map((suyos) => registrarYMorir(pista, suyos, orden.fallas)),
			moverRangos(pista, orden.movimientos),
		])
		await comprobarFolios(escena.base)
		await acabar(pista, pendientes)
		const asentados = await comprobarFolios(escena.base)
		return { asientos: [...asentados.values()].reduce((suma, uno) => suma + uno, 0), cuentas }
	} finally {
		await otra.cerrar()
	}
}

type Pendiente = { readonly id: string; readonly plantel: Plantel }

type Pista = {
	readonly escena: Escena & { readonly url: string }
	readonly bases: readonly Base[]
	readonly suerte: () => number
	readonly contar: (que: string) => void
}

const sembrar = async (escena: Escena, { tramitesPorPlantel }: Carrera): Promise<Pendiente[]> => {
	const pendientes: Pendiente[] = []
	for (const [i, plantel] of PLANTELES.entries()) {
		// Dos rangos cada uno, y no alcanzan para todos: lo que falte se asigna, se parte o se espera.
		await escena.agregarRango(i * 10_000 + 1, i * 10_000 + tramitesPorPlantel / 2, { plantel })
		await escena.agregarRango(i * 10_000 + 5001, i * 10_000 + 5000 + tramitesPorPlantel / 4, { plantel })
		const ids = await escena.agregarTramites(tramitesPorPlantel, { plantel })
		pendientes.push(...ids.map((id) => ({ id, plantel })))
	}
	// Vienen revueltos: cada quien registra de los tres.
	return pendientes.toSorted((uno, otro) => (uno.id.slice(-8) < otro.id.slice(-8) ? -1 : 1))
}

const registrarUnoPorUno = async (
	{ bases, contar }: Pista,
	suyos: readonly Pendiente[],
	cual: number,
): Promise<void> => {
	const base = bases[cual % bases.length]
	if (!base) return
	const acto = registrar(depsDe(base))
	for (const { id, plantel } of suyos) {
		const [fila] = await insistiendo(contar, () => acto({ actor: deEscolares(plantel), tramites: [id] }))
		contar(fila?.hecho ? 'registrados' : (fila?.motivo ?? 'sin respuesta'))
	}
}

/** Un proceso que registra los suyos, de Toluca; se le mata en un momento cualquiera y otro acaba. */
const registrarYMorir = async (
	{ escena, suerte, contar }: Pista,
	suyos: readonly Pendiente[],
	fallas: number,
): Promise<void> => {
	const ids = suyos.map(({ id }) => id)
	if (ids.length === 0) return
	const argumentos = [PROGRAMA, escena.url, JSON.stringify(ids), String(fallas), 'uno-por-uno']
	const proceso = spawn(process.execPath, argumentos, { stdio: ['ignore', 'pipe', 'inherit'] })
	const muerto = once(proceso, 'exit')
	await Promise.race([once(proceso.stdout, 'data'), muerto])
	await esperar(suerte() * 60)
	proceso.kill('SIGKILL')
	await muerto
	contar('procesos muertos')
	const segundo = spawn(process.execPath, argumentos, { stdio: ['ignore', 'ignore', 'inherit'] })
	const [codigo] = (await once(segundo, 'exit')) as [number | null]
	if (codigo !== 0) throw new Error(`El segundo proceso acabó con ${codigo}.`)
}

/** Asigna, parte, recupera y cancela, sobre lo que ve; lo que entre tanto cambió, se lo niegan. */
const moverRangos = async (pista: Pista, cuantos: number): Promise<void> => {
	const { bases, suerte, contar } = pista
	for (let i = 0; i < cuantos; i += 1) {
		const base = bases[i % bases.length]
		if (!base) return
		const acto = uno(suerte, MOVIMIENTOS)
		const motivo = await insistiendo(contar, () => acto(pista, base))
		contar(motivo === null ? acto.name : `${acto.name}: ${motivo}`)
		await esperar(suerte() * 5)
	}
}

type Movimiento = (pista: Pista, base: Base) => Promise<string | null>

const asignar: Movimiento = async ({ suerte }, base) => {
	const { ultimo } = await base.db
		.selectFrom('rangoFolio')
		.select((e) => e.fn.max('hasta').as('ultimo'))
		.executeTakeFirstOrThrow()
	// A veces toca a otro: la base lo impide.
	const desde = Number(ultimo) + 1 - Math.floor(suerte() * 2)
	const hasta = desde + Math.floor(suerte() * 20)
	const plantelId = uno(suerte, PLANTELES)
	return negado(await asignarRango(depsDe(base))({ actor: ESTATAL, plantelId, modelo: '2018', desde, hasta }))
}

const partir: Movimiento = async (pista, base) => {
	const parte = await unaParte(pista, base)
	const plantelId = uno(pista.suerte, PLANTELES)
	return negado(await partirRango(depsDe(base))({ ...parte, plantelId }))
}

const recuperar: Movimiento = async (pista, base) =>
	negado(await recuperarRango(depsDe(base))(await unaParte(pista, base)))

const cancelar: Movimiento = async ({ suerte }, base) => {
	const dados = await base.db.selectFrom('folio').select('tramiteId').execute()
	if (dados.length === 0) return 'todavía no hay folios'
	const { tramiteId } = uno(suerte, dados)
	const [fila] = await cancelarFolios(depsDe(base))({ actor: DSE, tramites: [tramiteId], razon: RAZON })
	return fila?.motivo ?? null
}

const MOVIMIENTOS = [asignar, partir, recuperar, cancelar]

/** Los últimos números de un rango cualquiera, desde uno cualquiera que parezca libre, o casi. */
const unaParte = async ({ suerte }: Pista, { db }: Base) => {
	const rangos = await db
		.selectFrom('rangoFolio')
		.select(['id', 'desde', 'hasta', 'siguiente'])
		.whereRef('siguiente', '<=', 'hasta')
		.execute()
	if (rangos.length === 0) return { actor: ESTATAL, rangoId: 'ninguno', desde: 1, hasta: 1, razon: RAZON }
	const { id, hasta, siguiente } = uno(suerte, rangos)
	const desde = siguiente + Math.floor(suerte() * (hasta - siguiente + 1))
	return { actor: ESTATAL, rangoId: id, desde, hasta, razon: RAZON }
}

/** Con folios para todos, los que se quedaron sin él se registran. */
const acabar = async ({ escena }: Pista, pendientes: readonly Pendiente[]): Promise<void> => {
	for (const [i, plantel] of PLANTELES.entries()) {
		await escena.agregarRango(1_000_000 + i * 10_000, 1_000_000 + i * 10_000 + 5000, { plantel })
		const tramites = pendientes.filter((este) => este.plantel === plantel).map(({ id }) => id)
		const filas = await registrar(escena.deps)({ actor: deEscolares(plantel), tramites })
		const raras = filas.filter((fila) => !fila.hecho && fila.motivo !== 'estado-no-permite')
		if (raras.length > 0) throw new Error(`No se registraron: ${JSON.stringify(raras)}`)
	}
}

const deEscolares = (plantel: Plantel) => actor('escolares-plantel', enPlantel(plantel))

const negado = (visto: { readonly ok: boolean; readonly motivo?: string }): string | null =>
	visto.ok ? null : (visto.motivo ?? 'sin motivo')

/** Repite hasta que la base no falle, como haría una persona. */
const insistiendo = async <T>(contar: Pista['contar'], obra: () => Promise<T>): Promise<T> => {
	for (;;) {
		try {
			return await obra()
		} catch (error) {
			if (!(error instanceof FallaInyectada)) throw error
			contar('transacciones deshechas')
		}
	}
}

const uno = <T>(suerte: () => number, varios: readonly T[]): T => {
	const elegido = varios[Math.floor(suerte() * varios.length)]
	if (elegido === undefined) throw new Error('No hay de dónde escoger.')
	return elegido
}

/** mulberry32: azar que se repite con su semilla. */
const azarSembrado = (semilla: number): (() => number) => {
	let estado = semilla >>> 0
	return () => {
		estado = (estado + 0x6d2b79f5) >>> 0
		let t = estado
		t = Math.imul(t ^ (t >>> 15), t | 1)
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
	}
}
