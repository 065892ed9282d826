import { fechaEnMexico, type Fecha } from '#core/domain/fecha.ts'
import type { Nombre } from '#core/domain/nombre.ts'
import { llevaSelloDeCalidad } from '#core/domain/plantel.ts'
import type { Reloj, Tx } from '../ports.ts'
import { componerDec, DatoNoCabe, type Renglones } from './componer-dec.ts'

/** Cuántos certificados por sentencia: acota sus parámetros. */
const TANDA = 100

/**
 * Arma el certificado de cada trámite con el nombre que se confirma (17) y lo guarda: de aquí en adelante es lo que se
 * sella, y lo que SAE cambie después no lo toca. Va dentro de la transacción que confirma el nombre; puede repetirse
 * mientras nadie haya sellado. El sello de calidad (19) se decide con el PC-SINEMS vigente el día del certificado.
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
	for (const { tramiteId, ...renglones } of await leerRenglones(tx, nombres)) {
		try {
			certificados.push({
				tramiteId,
				folio: renglones.folio,
				dec: JSON.stringify(componerDec(renglones)),
				fecha,
				selloCalidad: llevaSelloDeCalidad(renglones.pcSinems, fecha) ? 1 : 0,
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

type PorArmar = Renglones & {
	readonly tramiteId: string
	readonly pcSinems: readonly { readonly desde: Fecha; readonly hasta: Fecha }[]
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
	const de = <K extends string>(llave: (uno: (typeof tramites)[number]) => K): K[] => [
		...new Set(tramites.map(llave)),
	]
	const planteles = de((uno) => uno.plantelId)
	const entidad = porLlave(
		await tx
			.selectFrom('entidad')
			.selectAll()
			.where(
				'id',
				'in',
				de((uno) => uno.entidadId),
			)
			.execute(),
		({ id }) => id,
	)
	const plantel = porLlave(
		await tx.selectFrom('plantel').selectAll().where('id', 'in', planteles).execute(),
		({ id }) => id,
	)
	const registros = await tx
		.selectFrom('pcSinems')
		.select(['plantelId', 'desde', 'hasta'])
		.where('plantelId', 'in', planteles)
		.execute()
	const matriculas = de((uno) => uno.matricula)
	const egresado = porLlave(
		await tx.selectFrom('egresado').selectAll().where('matricula', 'in', matriculas).execute(),
		({ matricula }) => matricula,
	)
	const claves = [...new Set([...egresado.values()].map(({ planClave }) => planClave))]
	const plan = porLlave(
		await tx.selectFrom('planEstudios').selectAll().where('clave', 'in', claves).execute(),
		({ clave }) => clave,
	)
	const delPlan = await tx
		.selectFrom('moduloPlan')
		.selectAll()
		.where('planClave', 'in', claves)
		.orderBy('orden')
		.orderBy('clave')
		.execute()
	const cursados = await tx
		.selectFrom('moduloCursado')
		.select(['matricula', 'clave', 'calificacion'])
		.where('matricula', 'in', matriculas)
		.execute()
	const calificaciones = new Map(
		cursados.map(({ matricula, clave, calificacion }) => [`${matricula}|${clave}`, calificacion]),
	)
	return tramites.map(({ id, matricula, plantelId, entidadId, folio }) => {
		const suyo = exigir(egresado.get(matricula))
		return {
			tramiteId: id,
			folio,
			nombre: exigir(nombres.get(id)),
			egresado: suyo,
			entidad: exigir(entidad.get(entidadId)),
			plantel: exigir(plantel.get(plantelId)),
			plan: exigir(plan.get(suyo.planClave)),
			modulos: delPlan
				.filter(({ planClave }) => planClave === suyo.planClave)
				.map((modulo) => ({
					...modulo,
					calificacion: calificaciones.get(`${matricula}|${modulo.clave}`) ?? null,
				})),
			pcSinems: registros.filter((uno) => uno.plantelId === plantelId) as unknown as PorArmar['pcSinems'],
		}
	})
}

const porLlave = <T>(filas: readonly T[], llave: (fila: T) => string): ReadonlyMap<string, T> =>
	new Map(filas.map((fila) => [llave(fila), fila]))

/** Lo que las llaves foráneas garantizan. */
const exigir = <T>(valor: T | undefined): T => {
	if (valor === undefined) throw new Error('Falta un renglón que la base garantiza.')
	return valor
}
