import type { Lectura } from '../ports.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import { llevaSelloDeCalidad } from '#core/domain/plantel.ts'
import { laQueRige } from '#core/domain/vigencia.ts'
import { type NombreCatalogo, referenciasDe } from './definiciones.ts'
import { type Datos, porClave, type Valores, valorDe } from './valores.ts'

/* Lo que un certificado lleva de los catálogos: lo que regía en su fecha, y nada más (19). */

/** Quién expide, como va en el documento. */
export type EntidadEnFecha = {
	readonly servicioFirmante: string
	readonly entidadFederativa: string
	readonly nombreSen: string
	readonly nombreDependencia: string
	readonly idIems: string
	readonly nombreIems: string
	readonly idTipoIems: string
	readonly tipoIems: string | null
	readonly idOpcionEducativa: string
	readonly opcionEducativa: string | null
}

export type PlantelEnFecha = {
	readonly nombre: string
	readonly cct: string
	readonly idTipoPlantel: string
	readonly tipoPlantel: string | null
	/** Tres cifras: las dos primeras de su clave son de la entidad federativa. */
	readonly idMunicipio: string
	readonly municipio: string
	readonly idGeneroPlantel: string | null
	readonly idSostenimiento: string
}

export type PlanEnFecha = {
	readonly clave: string
	readonly carrera: string
	readonly idNivelEstudios: string
	readonly idTipoEstudios: string
	readonly tipoPerfilLaboral: string | null
	readonly trayecto: string | null
	readonly idCampoDisciplinar: string | null
	readonly campoDisciplinar: string | null
	readonly totalCreditos: string
	readonly competencias: readonly string[]
	/** Todos los del plan, en su orden. */
	readonly modulos: readonly ModuloEnFecha[]
}

export type ModuloEnFecha = {
	readonly clave: string
	readonly nombre: string
	readonly horas: string
	readonly creditos: string | null
	readonly formacionTrabajo: boolean
}

/** Los catálogos de unos certificados, para preguntar por cualquier fecha. null: ese día no rige. */
export type CatalogosEnFecha = {
	readonly entidad: (clave: string, dia: Fecha) => EntidadEnFecha | null
	readonly plantel: (clave: string, dia: Fecha) => PlantelEnFecha | null
	readonly plan: (clave: string, dia: Fecha) => PlanEnFecha | null
	readonly selloDeCalidad: (plantel: string, dia: Fecha) => boolean
}

/** Lee de los catálogos lo que unos certificados nombran, con todas sus vigencias. Cuatro consultas, sean los que sean. */
export const leerCatalogosEnFecha = async (
	db: Lectura,
	de: {
		readonly entidades: readonly string[]
		readonly planteles: readonly string[]
		readonly planes: readonly string[]
	},
): Promise<CatalogosEnFecha> => {
	const { todos, modulos } = await leerConLoQueNombran(db, de)
	const datosDe = (cual: NombreCatalogo, clave: string | null | undefined, dia: Fecha): Datos | null =>
		laQueRige(todos.get(cual)?.get(clave ?? '') ?? [], dia)?.datos ?? null
	return {
		entidad: (clave, dia) => {
			const datos = datosDe('entidad', clave, dia)
			if (datos === null) return null
			const iems = datosDe('iems', datos.iems, dia)
			return {
				servicioFirmante: datos.servicioFirmante ?? '',
				entidadFederativa: datos.entidadFederativa ?? '',
				nombreSen: datos.nombreSen ?? '',
				nombreDependencia: datos.nombreDependencia ?? '',
				idIems: datos.iems ?? '',
				nombreIems: iems?.nombre ?? '',
				idTipoIems: iems?.tipo ?? '',
				tipoIems: datosDe('tipo-iems', iems?.tipo, dia)?.nombre ?? null,
				idOpcionEducativa: datos.opcionEducativa ?? '',
				opcionEducativa: datosDe('opcion-educativa', datos.opcionEducativa, dia)?.nombre ?? null,
			}
		},
		plantel: (clave, dia) => {
			const datos = datosDe('plantel', clave, dia)
			return (
				datos && {
					nombre: datos.nombre ?? '',
					cct: datos.cct ?? '',
					idTipoPlantel: datos.tipoPlantel ?? '',
					tipoPlantel: datosDe('tipo-plantel', datos.tipoPlantel, dia)?.nombre ?? null,
					idMunicipio: datos.municipio?.slice(2) ?? '',
					municipio: datosDe('municipio', datos.municipio, dia)?.nombre ?? '',
					idGeneroPlantel: datos.generoPlantel ?? null,
					idSostenimiento: datos.sostenimiento ?? '',
				}
			)
		},
		plan: (clave, dia) => {
			const datos = datosDe('plan', clave, dia)
			return (
				datos && {
					clave,
					carrera: datosDe('carrera', datos.carrera, dia)?.nombre ?? '',
					idNivelEstudios: datos.nivelEstudios ?? '',
					idTipoEstudios: datos.tipoEstudios ?? '',
					tipoPerfilLaboral: datos.tipoPerfilLaboral ?? null,
					trayecto: datos.trayecto ?? null,
					idCampoDisciplinar: datos.campoDisciplinar ?? null,
					campoDisciplinar: datosDe('campo-disciplinar', datos.campoDisciplinar, dia)?.nombre ?? null,
					totalCreditos: datos.totalCreditos ?? '',
					competencias: datos.competencias?.split('|') ?? [],
					modulos: modulosDe(modulos.get(clave) ?? new Map(), dia),
				}
			)
		},
		selloDeCalidad: (plantel, dia) => llevaSelloDeCalidad(todos.get('pc-sinems')?.get(plantel) ?? [], dia),
	}
}

const modulosDe = (delPlan: Valores, dia: Fecha): readonly ModuloEnFecha[] =>
	[...delPlan.values()]
		.flatMap((vigencias) => laQueRige(vigencias, dia) ?? [])
		.map(({ datos }) => ({
			orden: Number(datos.orden),
			clave: datos.modulo ?? '',
			nombre: datos.nombre ?? '',
			horas: datos.horas ?? '',
			creditos: datos.creditos ?? null,
			formacionTrabajo: datos.formacionTrabajo === 'SI',
		}))
		.sort((a, b) => a.orden - b.orden || (a.clave < b.clave ? -1 : 1))
		.map(({ orden: _, ...modulo }) => modulo)

type Pedidos = readonly (readonly [NombreCatalogo, readonly string[]])[]

/** Lo pedido, lo que eso nombra y lo que nombra lo nombrado: los catálogos se nombran hasta tres pasos adentro. */
const leerConLoQueNombran = async (
	db: Lectura,
	{ entidades, planteles, planes }: Parameters<typeof leerCatalogosEnFecha>[1],
): Promise<{ todos: Map<NombreCatalogo, Valores>; modulos: ReadonlyMap<string, Valores> }> => {
	const todos = new Map<NombreCatalogo, Valores>()
	let porLeer: Pedidos = [
		['entidad', entidades],
		['plantel', planteles],
		['pc-sinems', planteles],
		['plan', planes],
	]
	while (porLeer.length > 0) {
		const leidos = await leerClaves(db, porLeer)
		const siguientes = new Map<NombreCatalogo, Set<string>>()
		for (const [cual, valores] of leidos) {
			todos.set(cual, new Map([...(todos.get(cual) ?? []), ...valores]))
			for (const { dato, de } of referenciasDe(cual)) {
				for (const { datos } of [...valores.values()].flat()) {
					const clave = datos[dato]
					if (clave && !todos.get(de)?.has(clave)) {
						siguientes.set(de, (siguientes.get(de) ?? new Set()).add(clave))
					}
				}
			}
		}
		porLeer = [...siguientes]
			.map(([cual, claves]) => [cual, [...claves].filter((una) => !todos.get(cual)?.has(una))] as const)
			.filter(([, claves]) => claves.length > 0)
	}
	return { todos, modulos: await leerModulos(db, planes) }
}

const leerClaves = async (db: Lectura, pedidos: Pedidos): Promise<Map<NombreCatalogo, Valores>> => {
	const conClaves = pedidos.filter(([, claves]) => claves.length > 0)
	if (conClaves.length === 0) return new Map()
	const filas = await db
		.selectFrom('catalogoValor')
		.select(['catalogo', 'clave', 'desde', 'hasta', 'datos'])
		.where((e) =>
			e.or(
				conClaves.map(([cual, claves]) => e.and([e('catalogo', '=', cual), e('clave', 'in', [...claves])])),
			),
		)
		.execute()
	return new Map(
		conClaves.map(([cual]) => [
			cual,
			porClave(filas.filter(({ catalogo }) => catalogo === cual).map(valorDe)),
		]),
	)
}

const leerModulos = async (db: Lectura, planes: readonly string[]): Promise<ReadonlyMap<string, Valores>> => {
	if (planes.length === 0) return new Map()
	const filas = await db
		.selectFrom('catalogoValor')
		.select(['grupo', 'clave', 'desde', 'hasta', 'datos'])
		.where('catalogo', '=', 'modulo')
		.where('grupo', 'in', planes)
		.execute()
	return new Map(
		planes.map((plan) => [plan, porClave(filas.filter(({ grupo }) => grupo === plan).map(valorDe))]),
	)
}
