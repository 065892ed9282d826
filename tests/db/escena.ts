/**
 * Una escena pequeña para las pruebas del trámite: dos entidades, cuatro planteles, tres planes y los egresados que se
 * pidan, que cumplen los requisitos salvo lo que la prueba les quite. Toda la gente es inventada.
 */
import { crearAzar } from '../../bff/adapters/azar.ts'
import { crearDerivarCuv } from '../../bff/adapters/cuv.ts'
import { abrirBase } from '../../bff/adapters/db/abrir.ts'
import { ponerMigrada } from './migrada.ts'
import { huella } from '../../bff/adapters/huella.ts'
import { huellaDeDatos } from '../../bff/application/egresados/datos-confrontados.ts'
import { evaluarPendientes } from '../../bff/application/egresados/evaluar.ts'
import type { Base } from '../../bff/application/ports.ts'
import type { TablaEgresado } from '../../bff/application/tablas/egresados.ts'
import type { TablaTramite } from '../../bff/application/tablas/tramites.ts'
import type { DepsRegistrar } from '../../bff/application/tramites/asentar.ts'
import { sembrarCatalogos } from './catalogos/sembrar.ts'
import type { Instante } from '#core/domain/fecha.ts'
import type { Modelo } from '#core/domain/folio.ts'
import type { Actor, Ambito, Perfil } from '#core/domain/rol.ts'

const PLANTELES = {
	toluca: 'mex',
	lerma: 'mex',
	atlacomulco: 'mex',
	tlalpan: 'cdmx',
} as const
export type PlantelDeEscena = keyof typeof PLANTELES

/** 03:00 UTC: en la Ciudad de México todavía es el día anterior. */
export const AHORA = '2026-07-16T03:00:00.000Z' as Instante
export const HOY_EN_MEXICO = '2026-07-15'

export type Escena = {
	readonly base: Base
	readonly deps: DepsRegistrar
	readonly agregarEgresados: (
		cuantos: number,
		opciones?: { plantel?: PlantelDeEscena; plan?: Plan; cambios?: Partial<TablaEgresado> },
	) => Promise<string[]>
	readonly agregarTramites: (
		cuantos: number,
		opciones?: {
			plantel?: PlantelDeEscena
			modelo?: Modelo
			estado?: TablaTramite['estado']
			cambios?: Partial<TablaEgresado>
		},
	) => Promise<string[]>
	readonly agregarRango: (
		desde: number,
		hasta: number,
		opciones?: { plantel?: PlantelDeEscena; modelo?: Modelo },
	) => Promise<string>
}

type Plan = '2008' | '2018' | 'anterior'

/** Quien actúa, con el perfil en su ámbito natural o en el que se diga. */
export const actor = (perfil: Perfil, ambito: Ambito): Actor => ({ personaId: `p-${perfil}`, perfil, ambito })
export const enPlantel = (plantelId: PlantelDeEscena): Ambito => ({
	tipo: 'plantel',
	entidadId: PLANTELES[plantelId],
	plantelId,
})
export const ESCOLARES = actor('escolares-plantel', enPlantel('toluca'))
export const ESTATAL = actor('escolares-estatal', { tipo: 'entidad', entidadId: 'mex' })

/** Deps de verdad con el reloj detenido en {@link AHORA}. */
export const depsDe = (base: Base): DepsRegistrar => ({
	base,
	reloj: () => AHORA,
	azar: crearAzar(),
	huella,
	derivarCuv: crearDerivarCuv(new Uint8Array(32).fill(1)),
})

/** Migra, siembra y abre. Quien la monta cierra `base`. */
export const montar = async (destino: { readonly url: string }): Promise<Escena> => {
	await ponerMigrada(destino)
	const base = await abrirBase(destino)
	const deps = depsDe(base)
	await sembrar(base)
	let consecutivo = 0

	const agregarEgresados: Escena['agregarEgresados'] = async (cuantos, opciones = {}) => {
		const { plantel = 'toluca', plan = '2018', cambios = {} } = opciones
		const filas = Array.from({ length: cuantos }, () => {
			consecutivo += 1
			return { ...egresado(consecutivo, plantel, plan), ...cambios }
		})
		for (let i = 0; i < filas.length; i += 500) {
			const tanda = filas.slice(i, i + 500)
			await base.db.insertInto('egresado').values(tanda).execute()
			await base.db
				.insertInto('moduloCursado')
				.values(
					tanda.flatMap(({ matricula }) =>
						['M1', 'M2'].map((clave) => ({ matricula, clave, calificacion: '9.5', aprobado: 1 })),
					),
				)
				.execute()
			await base.db
				.insertInto('confrontaRenapo')
				.values(
					tanda.map((fila) => ({
						curp: fila.curp,
						plantelId: fila.plantelId,
						resultado: 'coincide',
						huellaDatos: huellaDeDatos(huella, fila),
						momento: AHORA,
					})),
				)
				.onConflict((conflicto) => conflicto.doNothing())
				.execute()
		}
		await evaluarPendientes(deps)
		return filas.map((fila) => fila.matricula)
	}

	const agregarTramites: Escena['agregarTramites'] = async (cuantos, opciones = {}) => {
		const { plantel = 'toluca', modelo = '2018', estado = 'autorizado', cambios = {} } = opciones
		const matriculas = await agregarEgresados(cuantos, { plantel, plan: modelo, cambios })
		const filas = matriculas.map((matricula) => ({
			id: deps.azar.id(),
			matricula,
			plantelId: plantel,
			entidadId: PLANTELES[plantel],
			modelo,
			estado,
			creado: AHORA,
			actualizado: AHORA,
		}))
		for (let i = 0; i < filas.length; i += 500) {
			await base.db
				.insertInto('tramite')
				.values(filas.slice(i, i + 500))
				.execute()
		}
		return filas.map((fila) => fila.id)
	}

	const agregarRango: Escena['agregarRango'] = async (desde, hasta, opciones = {}) => {
		const { plantel = 'toluca', modelo = '2018' } = opciones
		const id = deps.azar.id()
		await base.db
			.insertInto('rangoFolio')
			.values({
				id,
				entidadId: PLANTELES[plantel],
				plantelId: plantel,
				modelo,
				desde,
				hasta,
				siguiente: desde,
				asignado: AHORA,
				personaId: null,
			})
			.execute()
		return id
	}

	return { base, deps, agregarEgresados, agregarTramites, agregarRango }
}

const egresado = (n: number, plantelId: PlantelDeEscena, plan: Plan): TablaEgresado => {
	const cola = String(n).padStart(8, '0')
	return {
		matricula: `1${cola}-${n % 10}`,
		plantelId,
		planClave: `PLAN-${plan}`,
		generacion: '2023-2026',
		curp: `MULA0801${String((n % 28) + 1).padStart(2, '0')}HMC${cola}`.slice(0, 18).padEnd(18, '0'),
		nombre: 'MARIA DE LOS ANGELES',
		primerApellido: 'MUÑOZ',
		segundoApellido: 'DE LA CRUZ',
		fechaNacimiento: '2008-01-15',
		fechaInicio: '2023-08-21',
		fechaTermino: '2026-07-03',
		fechaSecundaria: '2023-07-07',
		crip: null,
		institucionMedica: 'IMSS',
		correoInstitucional: `a${n}@mex.conalep.edu.mx`,
		datosValidados: 1,
		creditosObtenidos: '360',
		promedio: '9.1',
		sexo: null,
		entidadNacimiento: null,
		certificadoFisico: null,
		importacionId: null,
		actualizado: AHORA,
	}
}

const sembrar = async (base: Base): Promise<void> => {
	const { db } = base
	await sembrarCatalogos(base, PLANTELES)
	// El primer volumen es chico, 4 asientos por foja y 3 fojas; los demás, como diga el ajuste.
	const primero = { desdeNumero: 1, volumen: 1, asientosPorFoja: 4, fojasPorVolumen: 3, momento: AHORA }
	await db
		.insertInto('encuadernacion')
		.values(Object.keys(PLANTELES).map((plantelId) => ({ plantelId, ...primero })))
		.execute()
	for (const perfil of ['escolares-plantel', 'escolares-estatal'] as const) {
		const { entidadId, plantelId } = { entidadId: 'mex', plantelId: 'toluca' }
		await db
			.insertInto('persona')
			.values({
				id: `p-${perfil}`,
				tid: null,
				oid: null,
				correo: `${perfil}@mex.conalep.edu.mx`,
				nombre: 'Rosa',
				primerApellido: 'Inventada',
				segundoApellido: null,
				curp: null,
				idCargo: null,
				cargo: null,
				perfil,
				entidadId,
				plantelId: perfil === 'escolares-plantel' ? plantelId : null,
			})
			.execute()
	}
}
