import type { ExpressionBuilder } from 'kysely'
import type { Base, Lectura } from '../ports.ts'
import { plantelesVisibles } from '../folios/planteles-visibles.ts'
import { leerQuedan } from '../folios/quedan.ts'
import type { Tablas } from '../tablas.ts'
import { anotadosVisibles } from './visibles.ts'
import { SITUACIONES, type ConsultaTablero, type Tablero } from '#core/contract/egresado.ts'
import { LUGARES, REGLAS, TITULOS, type Regla } from '#core/domain/requisitos.ts'
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
		const cuentas = await contar(db, actor, consulta)
		const suma = sumar(cuentas)
		const entidadId = ambito.tipo === 'nacional' ? consulta.entidad : ambito.entidadId
		const planteles = visibles.filter((uno) => entidadId === undefined || uno.entidadId === entidadId)
		const elegido = ambito.tipo === 'plantel' ? ambito.plantelId : consulta.plantel
		const plantel = planteles.find(({ id }) => id === elegido)
		const { desde } = await anotadosVisibles(db, ambito, { ...consulta, revocacion: 'sin-comprobar' })
			.select((e) => e.fn.min<string | null>('v.sinComprobarDesde').as('desde'))
			.executeTakeFirstOrThrow()
		return ok({
			total: suma.cuantos,
			porSolicitar: suma.porSolicitar,
			porEvaluar: suma.porEvaluar,
			conAvisos: suma.conAvisos,
			devueltos: suma.devueltos,
			detenidos: suma.detenidos,
			sinComprobar: { cuantos: suma.sinComprobar, desde },
			situaciones: SITUACIONES.flatMap((situacion) => {
				const { cuantos } = sumar(cuentas.filter((una) => una.situacion === situacion))
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
			lugares:
				elegido !== undefined
					? []
					: entidadId === undefined
						? entidades.map((una) =>
								lugarDe(
									una,
									cuentas.filter((cuenta) => cuenta.entidadId === una.id),
								),
							)
						: planteles.map((uno) =>
								lugarDe(
									uno,
									cuentas.filter((cuenta) => cuenta.plantelId === uno.id),
								),
							),
			entidades,
			planteles: planteles.map(({ id, nombre }) => ({ id, nombre })),
			generaciones: await leerGeneraciones(db, actor),
		})
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

const CUENTAS = [
	'cuantos',
	...Object.values(CUENTA),
	'porSolicitar',
	'porEvaluar',
	'conAvisos',
	'devueltos',
	'detenidos',
	'sinComprobar',
] as const
type Cuentas = Readonly<Record<(typeof CUENTAS)[number], number>>
type Cuenta = Awaited<ReturnType<typeof contar>>[number]

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

/** Las cuentas de lo que alcanza y pide, por plantel y situación. */
const contar = (db: Lectura, actor: Actor, { entidad, plantel, generacion }: ConsultaTablero) => {
	let consulta = deTablero(db, actor)
	if (entidad) consulta = consulta.where('p.entidadId', '=', entidad)
	if (plantel) consulta = consulta.where('p.id', '=', plantel)
	if (generacion) consulta = consulta.where('c.generacion', '=', generacion)
	return consulta
		.groupBy(['p.entidadId', 'p.id', 'c.situacion'])
		.select(['p.entidadId', 'p.id as plantelId', 'c.situacion'])
		.select((e) => CUENTAS.map((cuenta) => suman(e, cuenta)))
		.execute()
}

const suman = (
	{ fn }: ExpressionBuilder<Tablas & { c: Tablas['tableroPlantel'] }, 'c'>,
	cuenta: (typeof CUENTAS)[number],
) => fn.sum<number>(`c.${cuenta}`).as(cuenta)

const sumar = (cuentas: readonly Cuentas[]): Cuentas =>
	Object.fromEntries(
		CUENTAS.map((clave) => [clave, cuentas.reduce((suma, cuenta) => suma + Number(cuenta[clave]), 0)]),
	) as Cuentas

const EMITIDOS: readonly string[] = ['emitido', 'descargado', 'entregado', 'acusado']
const SIN_ABRIR: readonly string[] = ['sin-tramite', 'via-tradicional', 'denegado', 'retirado', 'baja']

const lugarDe = (
	{ id, nombre }: { readonly id: string; readonly nombre: string },
	cuentas: readonly Cuenta[],
): Tablero['lugares'][number] => {
	const suma = sumar(cuentas)
	const emitidos = sumar(cuentas.filter(({ situacion }) => EMITIDOS.includes(situacion))).cuantos
	const abiertos = sumar(cuentas.filter(({ situacion }) => !SIN_ABRIR.includes(situacion))).cuantos
	return {
		id,
		nombre,
		total: suma.cuantos,
		porSolicitar: suma.porSolicitar,
		enTramite: abiertos - emitidos,
		emitidos,
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
