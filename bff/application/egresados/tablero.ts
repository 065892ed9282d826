import type { ExpressionBuilder } from 'kysely'
import type { Base, Lectura } from '../ports.ts'
import { plantelesVisibles } from '../folios/planteles-visibles.ts'
import { leerQuedan } from '../folios/quedan.ts'
import type { Tablas } from '../tablas.ts'
import type { ColumnaDeSituacion } from '../tablas/evaluacion.ts'
import { anotadosVisibles } from './visibles.ts'
import { SITUACIONES, type ConsultaTablero, type Situacion, type Tablero } from '#core/contract/egresado.ts'
import { LUGARES, REGLAS, TITULOS, type Regla } from '#core/domain/requisitos.ts'
import { contarEncargadas } from './encargadas.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'

/**
 * El tablero de la generación, por plantel, por entidad y nacional: cuántos hay en cada paso, qué inciso del numeral 6
 * detiene al resto y dónde se corrige, y los folios que le quedan al plantel (4). Sale de las cuentas ya llevadas: cuesta
 * lo mismo con diez mil trámites que con un millón.
 */
export const leerTablero =
	({ base: { db } }: { readonly base: Base }) =>
	async ({
		actor,
		consulta,
	}: {
		readonly actor: Actor
		readonly consulta: ConsultaTablero
	}): Promise<Result<Tablero, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-egresados')) return rechazo('sin-permiso', { acto: 'ver-egresados' })
		const { ambito } = actor
		const visibles = await plantelesVisibles(db, ambito)
		const entidades = await leerEntidades(db, visibles)
		const entidadId = ambito.tipo === 'nacional' ? consulta.entidad : ambito.entidadId
		const planteles = visibles.filter((uno) => entidadId === undefined || uno.entidadId === entidadId)
		const elegido = ambito.tipo === 'plantel' ? ambito.plantelId : consulta.plantel
		const plantel = planteles.find(({ id }) => id === elegido)
		const clase = entidadId === undefined ? 'p.entidadId' : 'p.id'
		const cuentas = await contar(db, actor, consulta, clase)
		const suma = sumar(cuentas)
		const partes = entidadId === undefined ? entidades : planteles
		return ok({
			total: suma.cuantos,
			porSolicitar: suma.porSolicitar,
			porEvaluar: suma.porEvaluar,
			conAvisos: suma.conAvisos,
			devueltos: suma.devueltos,
			detenidos: suma.detenidos,
			sinComprobar: {
				cuantos: suma.sinComprobar,
				desde: suma.sinComprobar === 0 ? null : await desdeCuando(db, actor, consulta),
			},
			renapo: await contarEncargadas(db, actor, consulta),
			situaciones: SITUACIONES.flatMap((situacion) => {
				const cuantos = suma[columnaDe(situacion)]
				return cuantos === 0 ? [] : [{ situacion, cuantos }]
			}),
			reglas: REGLAS.flatMap((regla) => {
				const cuantos = suma[CUENTA[regla]]
				return cuantos === 0
					? []
					: [{ regla, titulo: TITULOS[regla], cuantos, lugar: LUGARES[regla].join(', ') }]
			}),
			folios: (await leerQuedan(db, plantel ? [plantel] : [])).map(({ modelo, libres, aviso }) => ({
				modelo,
				libres,
				aviso,
			})),
			foliosPorAcabarse:
				elegido === undefined && tienePermiso(actor.perfil, 'ver-rangos')
					? await leerPorAcabarse(db, planteles)
					: [],
			lugares:
				elegido !== undefined
					? []
					: partes.map((parte) => lugarDe(parte, sumar(cuentas.filter(({ lugar }) => lugar === parte.id)))),
			entidades,
			planteles: planteles.map(({ id, nombre }) => ({ id, nombre })),
			generaciones: await leerGeneraciones(db, actor),
		})
	}

/** Los planteles a los que se les acaban los folios de un modelo, según el ajuste de su entidad (4). */
const leerPorAcabarse = async (
	db: Lectura,
	planteles: Awaited<ReturnType<typeof plantelesVisibles>>,
): Promise<Tablero['foliosPorAcabarse']> => {
	const nombres = new Map(planteles.map(({ id, nombre }) => [id, nombre]))
	return (await leerQuedan(db, planteles))
		.filter((uno) => uno.conRango && uno.aviso)
		.map(({ plantelId, modelo, libres }) => ({ plantel: nombres.get(plantelId) ?? '', modelo, libres }))
}

const CUENTA = {
	a: 'reglaA',
	b: 'reglaB',
	c: 'reglaC',
	d: 'reglaD',
	e: 'reglaE',
	f: 'reglaF',
	g: 'reglaG',
	h: 'reglaH',
} as const satisfies Record<Regla, string>

/** La columna de `tablero_plantel` que cuenta una situación. */
export const columnaDe = (situacion: Situacion): ColumnaDeSituacion =>
	situacion.replace(/-(.)/g, (_todo, letra: string) => letra.toUpperCase()) as ColumnaDeSituacion

const CUENTAS = [
	'cuantos',
	...SITUACIONES.map(columnaDe),
	...Object.values(CUENTA),
	'porSolicitar',
	'porEvaluar',
	'conAvisos',
	'devueltos',
	'detenidos',
	'sinComprobar',
] as const
type Cuentas = Readonly<Record<(typeof CUENTAS)[number], number>>

const deTablero = (db: Lectura, { ambito }: Actor) => {
	const todos = db.selectFrom('tableroPlantel as c').innerJoin('plantel as p', 'p.id', 'c.plantelId')
	switch (ambito.tipo) {
		case 'nacional':
			return todos
		case 'entidad':
			return todos.where('p.entidadId', '=', ambito.entidadId)
		case 'plantel':
			return todos.where('p.entidadId', '=', ambito.entidadId).where('p.id', '=', ambito.plantelId)
	}
}

/** Las cuentas de lo que alcanza y pide, por entidad o por plantel. */
const contar = (
	db: Lectura,
	actor: Actor,
	{ entidad, plantel, generacion }: ConsultaTablero,
	clase: 'p.entidadId' | 'p.id',
) => {
	let consulta = deTablero(db, actor)
	if (entidad) consulta = consulta.where('p.entidadId', '=', entidad)
	if (plantel) consulta = consulta.where('p.id', '=', plantel)
	if (generacion) consulta = consulta.where('c.generacion', '=', generacion)
	return consulta
		.groupBy(clase)
		.select((e) => [e.ref(clase).as('lugar'), ...CUENTAS.map((cuenta) => suman(e, cuenta))])
		.execute()
}

/** Desde cuándo espera respuesta del SAT el sello más antiguo que sigue sin ella (16). */
const desdeCuando = async (db: Lectura, actor: Actor, consulta: ConsultaTablero): Promise<string | null> => {
	const { desde } = await anotadosVisibles(db, actor.ambito, { ...consulta, revocacion: 'sin-comprobar' })
		.select((e) => e.fn.min<string | null>('v.sinComprobarDesde').as('desde'))
		.executeTakeFirstOrThrow()
	return desde
}

const suman = (
	{ fn }: ExpressionBuilder<Tablas & { c: Tablas['tableroPlantel'] }, 'c'>,
	cuenta: (typeof CUENTAS)[number],
) => fn.sum<number>(`c.${cuenta}`).as(cuenta)

const sumar = (cuentas: readonly Cuentas[]): Cuentas =>
	Object.fromEntries(
		CUENTAS.map((clave) => [clave, cuentas.reduce((suma, cuenta) => suma + Number(cuenta[clave]), 0)]),
	) as Cuentas

const EMITIDOS: readonly Situacion[] = ['emitido', 'descargado', 'entregado', 'acusado']
const SIN_ABRIR: readonly Situacion[] = ['sin-tramite', 'via-tradicional', 'denegado', 'retirado', 'baja']

const lugarDe = (
	{ id, nombre }: { readonly id: string; readonly nombre: string },
	suma: Cuentas,
): Tablero['lugares'][number] => {
	const en = (situaciones: readonly Situacion[]): number =>
		situaciones.reduce((total, situacion) => total + suma[columnaDe(situacion)], 0)
	return {
		id,
		nombre,
		total: suma.cuantos,
		porSolicitar: suma.porSolicitar,
		enTramite: suma.cuantos - en(SIN_ABRIR) - en(EMITIDOS),
		emitidos: en(EMITIDOS),
		reglas: REGLAS.map((regla) => suma[CUENTA[regla]]),
	}
}

const leerEntidades = async (
	db: Lectura,
	planteles: readonly { readonly entidadId: string }[],
): Promise<Tablero['entidades']> => {
	const ids = [...new Set(planteles.map(({ entidadId }) => entidadId))]
	if (ids.length === 0) return []
	return db.selectFrom('entidad').select(['id', 'nombre']).where('id', 'in', ids).orderBy('nombre').execute()
}

const leerGeneraciones = async (db: Lectura, actor: Actor): Promise<string[]> =>
	(
		await deTablero(db, actor)
			.select('c.generacion')
			.groupBy('c.generacion')
			.having((e) => e(e.fn.sum<number>('c.cuantos'), '<>', 0))
			.orderBy('c.generacion', 'desc')
			.execute()
	).map(({ generacion }) => generacion)
