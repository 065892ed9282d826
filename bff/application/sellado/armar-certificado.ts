import { fechaEnMexico, type Fecha } from '#core/domain/fecha.ts'
import type { Nombre } from '#core/domain/nombre.ts'
import { type CatalogosEnFecha, leerCatalogosEnFecha } from '../catalogos/en-fecha.ts'
import type { Reloj, Tx } from '../ports.ts'
import { componerDec, DatoNoCabe, type Renglones } from './componer-dec.ts'

/** Cuántos certificados por sentencia: acota sus parámetros. */
const TANDA = 100

/**
 * Arma el certificado de cada trámite con el nombre que se confirma (17) y lo guarda: de aquí en adelante es lo que se
 * sella, y lo que SAE o un catálogo cambie después no lo toca. Va dentro de la transacción que confirma el nombre; puede
 * repetirse mientras nadie haya sellado. Lo que sale de los catálogos, y el sello de calidad (19), es lo que rige el día
 * del certificado.
 * Devuelve los que no se armaron porque un dato no puede ir en el documento, con cuál.
 */
export const armarCertificados = async (
	tx: Tx,
	deps: { readonly reloj: Reloj },
	nombres: ReadonlyMap<string, Nombre>,
): Promise<ReadonlyMap<string, DatoNoCabe>> => {
	const ids = [...nombres.keys()]
	const noCaben = new Map<string, DatoNoCabe>()
	if (ids.length === 0) return noCaben
	await exigirSinSello(tx, ids)
	const fecha = fechaEnMexico(deps.reloj())
	const certificados = []
	const renglones = await leerRenglones(tx, nombres)
	const catalogos = await leerCatalogosEnFecha(tx, {
		entidades: [...new Set(renglones.map(({ entidadId }) => entidadId))],
		planteles: [...new Set(renglones.map(({ plantelId }) => plantelId))],
		planes: [...new Set(renglones.map(({ egresado }) => egresado.planClave))],
	})
	for (const suyos of renglones) {
		const { tramiteId, plantelId, folio } = suyos
		try {
			certificados.push({
				tramiteId,
				folio,
				dec: JSON.stringify(componerDec(conCatalogos(suyos, catalogos, fecha))),
				fecha,
				selloCalidad: catalogos.selloDeCalidad(plantelId, fecha) ? 1 : 0,
			})
		} catch (error) {
			if (!(error instanceof DatoNoCabe)) throw error
			noCaben.set(tramiteId, error)
		}
	}
	for (let i = 0; i < certificados.length; i += TANDA) {
		await tx
			.insertInto('certificado')
			.values(certificados.slice(i, i + TANDA))
			.onConflict((conflicto) =>
				conflicto.column('tramiteId').doUpdateSet((e) => ({
					dec: e.ref('excluded.dec'),
					fecha: e.ref('excluded.fecha'),
					selloCalidad: e.ref('excluded.selloCalidad'),
				})),
			)
			.execute()
	}
	return noCaben
}

const exigirSinSello = async (tx: Tx, ids: readonly string[]): Promise<void> => {
	const sellado = await tx
		.selectFrom('sello as s')
		.innerJoin('tramite as t', (u) =>
			u.onRef('t.id', '=', 's.tramiteId').onRef('t.intento', '=', 's.intento'),
		)
		.select('s.rol')
		.where('s.tramiteId', 'in', ids)
		.executeTakeFirst()
	if (sellado) throw new Error('El certificado ya tiene un sello: lo sellado no se vuelve a armar.')
}

type PorArmar = Omit<Renglones, 'entidad' | 'plantel' | 'plan' | 'modulos'> & {
	readonly tramiteId: string
	readonly entidadId: string
	readonly plantelId: string
	readonly calificaciones: ReadonlyMap<string, string | null>
}

/** Los renglones de todos, con una consulta por tabla. */
const leerRenglones = async (tx: Tx, nombres: ReadonlyMap<string, Nombre>): Promise<PorArmar[]> => {
	const tramites = await tx
		.selectFrom('tramite as t')
		.innerJoin('folio as f', 'f.tramiteId', 't.id')
		.select(['t.id', 't.matricula', 't.plantelId', 't.entidadId', 'f.folio'])
		.where('t.id', 'in', [...nombres.keys()])
		.execute()
	if (tramites.length !== nombres.size) throw new Error('Hay un trámite sin folio: no se ha registrado (8).')
	const matriculas = [...new Set(tramites.map(({ matricula }) => matricula))]
	const egresados = new Map(
		(await tx.selectFrom('egresado').selectAll().where('matricula', 'in', matriculas).execute()).map(
			(egresado) => [egresado.matricula, egresado],
		),
	)
	const calificaciones = new Map<string, Map<string, string | null>>(
		matriculas.map((matricula) => [matricula, new Map()]),
	)
	for (const { matricula, clave, calificacion } of await tx
		.selectFrom('moduloCursado')
		.select(['matricula', 'clave', 'calificacion'])
		.where('matricula', 'in', matriculas)
		.execute()) {
		calificaciones.get(matricula)?.set(clave, calificacion)
	}
	return tramites.map(({ id, matricula, plantelId, entidadId, folio }) => ({
		tramiteId: id,
		entidadId,
		plantelId,
		folio,
		nombre: exigir(nombres.get(id)),
		egresado: exigir(egresados.get(matricula)),
		calificaciones: calificaciones.get(matricula) ?? new Map(),
	}))
}

/** Con lo que los catálogos decían ese día. Lanza {@link DatoNoCabe} si algo no regía. */
const conCatalogos = (
	{ entidadId, plantelId, calificaciones, ...propio }: PorArmar,
	catalogos: CatalogosEnFecha,
	fecha: Fecha,
): Renglones => {
	const regir = <T>(campo: string, valor: T | null): T => {
		if (valor === null) throw new DatoNoCabe(campo, `no rige en su catálogo el ${fecha}`)
		return valor
	}
	const plan = regir(`plan ${propio.egresado.planClave}`, catalogos.plan(propio.egresado.planClave, fecha))
	return {
		...propio,
		entidad: regir('entidad', catalogos.entidad(entidadId, fecha)),
		plantel: regir('plantel', catalogos.plantel(plantelId, fecha)),
		plan,
		modulos: plan.modulos.map((modulo) => ({
			...modulo,
			calificacion: calificaciones.get(modulo.clave) ?? null,
		})),
	}
}

/** Lo que las llaves foráneas garantizan. */
const exigir = <T>(valor: T | undefined): T => {
	if (valor === undefined) throw new Error('Falta un renglón que la base garantiza.')
	return valor
}
