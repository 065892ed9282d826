import type { PorSellar } from '#core/contract/sellado.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import { leerCatalogosEnFecha } from '../catalogos/en-fecha.ts'
import type { Lectura } from '../ports.ts'
import {
	entidadRevisada,
	enumerados,
	planRevisado,
	plantelRevisado,
	revisadoDe,
	type Revisado,
} from './lo-revisado.ts'

/** Lo revisado de cada trámite, y aparte lo que varios comparten. */
type Revisados = {
	readonly comun: Pick<PorSellar, 'entidad' | 'entidades' | 'planteles' | 'planes'>
	readonly porTramite: ReadonlyMap<
		string,
		Pick<PorSellar['certificados'][number], 'folio' | 'matricula' | 'nombreEditado'> & {
			readonly revisado: Revisado
		}
	>
}

/**
 * Lee de los renglones de hoy lo revisado de unos trámites de una entidad (16): si SAE cambió después de armar el documento,
 * o alguien corrigió lo que un catálogo dice de su fecha, se nota; lo que un catálogo diga de otras fechas no lo toca. Unas
 * cuantas consultas, sean cuantos sean; hasta mil trámites.
 */
export const leerRevisados = async (
	db: Lectura,
	{
		entidadId,
		tramites,
		hoy,
	}: { readonly entidadId: string; readonly tramites: readonly string[]; readonly hoy: Fecha },
): Promise<Revisados> => {
	const filas = tramites.length === 0 ? [] : await leerFilas(db, tramites)
	const catalogos = await leerCatalogosEnFecha(db, {
		entidades: [entidadId],
		planteles: [...new Set(filas.map(({ plantelDelTramite }) => plantelDelTramite))],
		planes: [...new Set(filas.map(({ planClave }) => planClave))],
	})
	const cursados = await leerCursados(
		db,
		filas.map(({ matricula }) => matricula),
	)
	const deHoy = catalogos.entidad(entidadId, hoy)
	const entidades = comunes((clave, dia) => mirar(catalogos.entidad(clave, dia), entidadRevisada))
	const planteles = comunes((clave, dia) => mirar(catalogos.plantel(clave, dia), plantelRevisado))
	const planes = comunes((clave, dia) => mirar(catalogos.plan(clave, dia), planRevisado))
	const entidad = deHoy ? entidadRevisada(deHoy) : EN_BLANCO
	const porTramite = new Map(
		filas.map(({ tramiteId, folio, fecha, nombreEditado, tramite, plantelDelTramite, ...egresado }) => {
			const suya = catalogos.entidad(entidadId, fecha)
			const igual = suya !== null && JSON.stringify(entidadRevisada(suya)) === JSON.stringify(entidad)
			const comun = {
				...(igual ? {} : { entidad: entidades.clave(entidadId, fecha) }),
				plantel: planteles.clave(plantelDelTramite, fecha),
				plan: planes.clave(egresado.planClave, fecha),
			}
			const plan = catalogos.plan(egresado.planClave, fecha)
			const calificaciones = (plan ? enumerados(plan) : []).map(
				({ clave }) => cursados.get(egresado.matricula)?.get(clave) ?? null,
			)
			const revisado = revisadoDe({ nombre: tramite, comun, egresado, calificaciones })
			return [
				tramiteId,
				{ folio, matricula: egresado.matricula, nombreEditado: nombreEditado === 1, revisado },
			] as const
		}),
	)
	return {
		comun: {
			entidad,
			...(Object.keys(entidades.tabla).length > 0 ? { entidades: entidades.tabla } : {}),
			planteles: planteles.tabla,
			planes: planes.tabla,
		},
		porTramite,
	}
}

const mirar = <T, R>(valor: T | null, escribir: (valor: T) => R): R | null =>
	valor === null ? null : escribir(valor)

/** Lo que se manda una vez para muchos. Lo que ese día no rige no entra: sin ello el dispositivo no sella. */
const comunes = <T>(en: (clave: string, dia: Fecha) => T | null) => {
	const tabla: Record<string, T> = {}
	const dadas = new Map<string, string>()
	const dar = (clave: string, dia: Fecha): string => {
		const valor = en(clave, dia)
		const enSuDia = `${clave}@${dia}`
		if (valor === null) return enSuDia
		const texto = JSON.stringify(valor)
		const [igual] = Object.entries(tabla).find(
			([otra, dicho]) => (otra === clave || otra.startsWith(`${clave}@`)) && JSON.stringify(dicho) === texto,
		) ?? [undefined]
		if (igual !== undefined) return igual
		const nueva = Object.hasOwn(tabla, clave) ? enSuDia : clave
		tabla[nueva] = valor
		return nueva
	}
	return {
		tabla,
		/** Con qué clave va lo que regía ese día: la suya y, si en otro día decía otra cosa, la suya con su día. */
		clave: (clave: string, dia: Fecha): string => {
			const llave = `${clave}@${dia}`
			const dada = dadas.get(llave) ?? dar(clave, dia)
			dadas.set(llave, dada)
			return dada
		},
	}
}

/** La entidad que hoy no rige en su catálogo: nada de lo suyo coincide con un documento. */
const EN_BLANCO: PorSellar['entidad'] = {
	servicioFirmante: '',
	entidadFederativa: '',
	nombreSen: '',
	nombreDependencia: '',
	idIems: '',
	nombreIems: '',
	idTipoIems: '',
	tipoIems: null,
	idOpcionEducativa: '',
	opcionEducativa: null,
}

const leerFilas = async (db: Lectura, tramites: readonly string[]) => {
	const filas = await db
		.selectFrom('tramite as t')
		.innerJoin('folio as f', 'f.tramiteId', 't.id')
		.innerJoin('certificado as c', 'c.tramiteId', 't.id')
		.innerJoin('egresado as e', 'e.matricula', 't.matricula')
		.selectAll('e')
		.select([
			't.id as tramiteId',
			't.nombreEditado',
			't.plantelId as plantelDelTramite',
			'f.folio',
			'c.fecha',
		])
		.select([
			't.nombre as confirmado',
			't.primerApellido as primerConfirmado',
			't.segundoApellido as segundoConfirmado',
		])
		.where('t.id', 'in', tramites)
		.execute()
	return filas.map(({ confirmado, primerConfirmado, segundoConfirmado, fecha, ...resto }) => ({
		...resto,
		fecha: fecha as Fecha,
		tramite: {
			nombre: confirmado ?? '',
			primerApellido: primerConfirmado ?? '',
			segundoApellido: segundoConfirmado,
		},
	}))
}

const leerCursados = async (db: Lectura, matriculas: readonly string[]) => {
	const cursados = new Map<string, Map<string, string | null>>()
	if (matriculas.length === 0) return cursados
	for (const { matricula, clave, calificacion } of await db
		.selectFrom('moduloCursado')
		.select(['matricula', 'clave', 'calificacion'])
		.where('matricula', 'in', matriculas)
		.execute()) {
		const suyos = cursados.get(matricula) ?? new Map<string, string | null>()
		suyos.set(clave, calificacion)
		cursados.set(matricula, suyos)
	}
	return cursados
}
