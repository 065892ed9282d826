import { sql } from 'kysely'
import { anotarVarias, type Anotacion } from '../bitacora.ts'
import { refrescarEvaluacion } from '../egresados/evaluar.ts'
import { encargarConfronta } from '../egresados/encargar-confronta.ts'
import { apartarTramites, reabrirTramites } from './reabrir-tramites.ts'
import type { Autor, Azar, Base, Huella, Lectura, Reloj } from '../ports.ts'
import { comparar, type Cambio } from './comparar.ts'
import { guardarEgresados } from './guardar.ts'
import { leerArchivo } from './leer-archivo.ts'
import type { Catalogos, EgresadoSae, PlantelConocido } from './leer-egresado.ts'
import type { ErrorFila } from './tabla.ts'
import { validar } from './validar.ts'
import type { ResultadoImportacion } from '#core/contract/egresado.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { puede, tienePermiso, type Lugar } from '#core/domain/rol.ts'

type Deps = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	/** Calificación mínima aprobatoria de un módulo; por omisión, la de `modulos.ts`. */
	readonly calificacionMinima?: number
}

/** Quien importa: una persona con su ámbito, o el operador desde la terminal. */
export type Importador = Exclude<Autor, { readonly egresado: string }>

const ERRORES_MAXIMOS = 500

/**
 * Importa un archivo de SAE (5, 18): todo o nada. Con un solo error no se guarda nada y se devuelven todos, con
 * renglón, columna y razón. Cada renglón debe caer en el ámbito de quien importa, y lo que ya está sellado no cambia.
 */
export const importarSae =
	(deps: Deps) =>
	async (orden: {
		readonly actor: Importador
		readonly archivo: string
		readonly bytes: Uint8Array
	}): Promise<Result<ResultadoImportacion, 'sin-permiso' | 'archivo-sae-ilegible' | 'demasiado-grande'>> => {
		const { base, huella } = deps
		const { actor } = orden
		if ('perfil' in actor && !tienePermiso(actor.perfil, 'importar-sae')) {
			return rechazo('sin-permiso', { acto: 'importar-sae', perfil: actor.perfil })
		}
		const leido = await leerArchivo(orden.bytes)
		if (!leido.ok) return leido
		const catalogos = await leerCatalogos(base.db)
		const revision = validar(leido.valor, catalogos, deps.calificacionMinima)
		const lugares = new Map([...catalogos.planteles.values()].map((plantel) => [plantel.id, plantel]))
		const filas = leido.valor.egresados.renglones.length
		const errores = [...revision.errores, ...fueraDeAmbito(actor, revision.egresados, lugares)]
		if (errores.length > 0) return ok(noImportado(filas, errores))

		const sha256 = huella(orden.bytes)
		return base.enTransaccion(async (tx) => {
			// Dos importaciones a la vez se forman: cada una compara contra lo que la anterior dejó.
			if (base.dialecto === 'postgres')
				await sql`lock table importacion in share row exclusive mode`.execute(tx)
			if (base.dialecto === 'postgres') await apartarTramites(tx, revision.egresados)
			const comparacion = await comparar(tx, revision.egresados, (lugar) => alcanzaImportar(actor, lugar))
			if (comparacion.errores.length > 0) return ok(noImportado(filas, comparacion.errores))

			const { altas, cambios, sinCambio } = comparacion
			const id = deps.azar.id()
			const momento = deps.reloj()
			await tx
				.insertInto('importacion')
				.values({
					id,
					archivo: orden.archivo,
					sha256,
					momento,
					personaId: 'personaId' in actor ? actor.personaId : null,
					filas,
					altas: altas.length,
					cambios: cambios.length,
				})
				.execute()
			await guardarEgresados(tx, [...altas, ...cambios.map((cambio) => cambio.egresado)], { id, momento })
			await refrescarEvaluacion(
				tx,
				deps,
				[...altas, ...cambios.map((cambio) => cambio.egresado)].map(({ matricula }) => matricula),
			)
			await reabrirTramites(
				tx,
				deps,
				actor,
				cambios.map((cambio) => cambio.egresado.matricula),
			)
			const confrontables = [
				...altas.map((egresado) => egresado.matricula),
				...cambios.filter((cambio) => cambio.reconfrontar).map((cambio) => cambio.egresado.matricula),
			]
			await encargarConfronta(tx, deps, confrontables)
			await anotarVarias(tx, deps, anotaciones(actor, { id, archivo: orden.archivo, sha256 }, altas, cambios))
			return ok({
				importado: true,
				filas,
				altas: altas.length,
				cambios: cambios.length,
				sinCambio,
				errores: [],
				totalErrores: 0,
			})
		})
	}

const noImportado = (filas: number, errores: readonly ErrorFila[]): ResultadoImportacion => ({
	importado: false,
	filas,
	altas: 0,
	cambios: 0,
	sinCambio: 0,
	errores: [...errores].sort((a, b) => a.linea - b.linea).slice(0, ERRORES_MAXIMOS),
	totalErrores: errores.length,
})

const alcanzaImportar = (actor: Importador, lugar: Lugar): boolean =>
	'sistema' in actor || puede(actor, 'importar-sae', lugar).ok

const fueraDeAmbito = (
	actor: Importador,
	egresados: readonly EgresadoSae[],
	planteles: ReadonlyMap<string, PlantelConocido>,
): readonly ErrorFila[] =>
	egresados.flatMap(({ linea, plantelId }) => {
		const plantel = planteles.get(plantelId)
		if (plantel === undefined) return []
		if (alcanzaImportar(actor, { entidadId: plantel.entidadId, plantelId })) return []
		return [
			{
				linea,
				columna: 'CCT',
				valor: plantel.cct,
				razon: 'Este plantel no es el suyo: no puede importarlo.',
			},
		]
	})

const leerCatalogos = async (db: Lectura): Promise<Catalogos> => {
	const planteles = await db
		.selectFrom('plantel as p')
		.innerJoin('entidad as e', 'e.id', 'p.entidadId')
		.select(['p.id', 'p.cct', 'p.entidadId', 'e.patronMatricula'])
		.execute()
	const planes = await db.selectFrom('planEstudios').select('clave').execute()
	const modulos = await db.selectFrom('moduloPlan').select(['planClave', 'clave']).execute()
	const clavesPorPlan = new Map(planes.map(({ clave }) => [clave, new Set<string>()]))
	for (const { planClave, clave } of modulos) clavesPorPlan.get(planClave)?.add(clave)
	return { planteles: new Map(planteles.map((plantel) => [plantel.cct, plantel])), planes: clavesPorPlan }
}

/** Una anotación de la importación y una por cada egresado que cambió, con los nombres de los datos, no los datos. */
const anotaciones = (
	autor: Importador,
	{ id, archivo, sha256 }: { readonly id: string; readonly archivo: string; readonly sha256: string },
	altas: readonly EgresadoSae[],
	cambios: readonly Cambio[],
): readonly Anotacion[] => {
	const ambito = 'perfil' in autor ? autor.ambito : null
	return [
		{
			autor,
			acto: 'importar-sae',
			objeto: `importacion:${id}`,
			entidadId: ambito !== null && ambito.tipo !== 'nacional' ? ambito.entidadId : null,
			plantelId: ambito?.tipo === 'plantel' ? ambito.plantelId : null,
			detalle: { archivo, sha256, altas: altas.length, cambios: cambios.length },
		},
		...cambios.map(({ egresado, datos }) => ({
			autor,
			acto: 'cambiar-datos-sae',
			objeto: `egresado:${egresado.matricula}`,
			plantelId: egresado.plantelId,
			detalle: { importacion: id, datos },
		})),
	]
}
