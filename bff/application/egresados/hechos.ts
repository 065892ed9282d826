import type { Huella, Lectura } from '../ports.ts'
import { huellaDeDatos } from './datos-confrontados.ts'
import type { DuenoDeCurp } from '#core/domain/curp.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import type { HechosEgresado, ResultadoRenapo } from '#core/domain/requisitos.ts'

/** Cuántas matrículas por consulta: acota los parámetros y la memoria. */
const TANDA = 500

/**
 * Los hechos que las ocho reglas miran (6), por matrícula, tal como están ahora: la última importación de SAE, la
 * confronta con RENAPO si fue de estos mismos datos, y el folio del trámite abierto. Sirve igual dentro de una
 * transacción (`tx`) que fuera. Las matrículas que no existen no aparecen.
 */
export const leerHechos = async (
	db: Lectura,
	deps: { readonly huella: Huella },
	matriculas: readonly string[],
): Promise<ReadonlyMap<string, HechosEgresado>> =>
	new Map(
		[...(await leerHechosYDuenos(db, deps, matriculas))].map(([matricula, { hechos }]) => [
			matricula,
			hechos,
		]),
	)

/** Los hechos y, con ellos, de quién es la CURP: lo que hace falta para evaluar y avisar de una vez. */
export const leerHechosYDuenos = async (
	db: Lectura,
	deps: { readonly huella: Huella },
	matriculas: readonly string[],
): Promise<
	ReadonlyMap<
		string,
		{ readonly hechos: HechosEgresado; readonly dueno: DuenoDeCurp & { readonly curp: string } }
	>
> => {
	const planes = new Map<string, HechosEgresado['modulosDelPlan']>()
	const leidos = new Map<string, { hechos: HechosEgresado; dueno: Fila }>()
	for (let i = 0; i < matriculas.length; i += TANDA) {
		const tanda = matriculas.slice(i, i + TANDA)
		const filas = await leerFilas(db, tanda)
		await agregarPlanes(db, planes, new Set(filas.map((fila) => fila.planClave)))
		const aprobados = await leerAprobados(db, tanda)
		for (const fila of filas) {
			const hechos = {
				datosValidados: fila.datosValidados === 1,
				renapo: renapoDe(fila, deps.huella),
				modulosDelPlan: planes.get(fila.planClave) ?? [],
				modulosAprobados: aprobados.get(fila.matricula) ?? [],
				folio: fila.folio,
				crip: fila.crip,
				fechaSecundaria: fila.fechaSecundaria as Fecha | null,
				fechaInicio: fila.fechaInicio as Fecha,
				institucionMedica: fila.institucionMedica,
				correoInstitucional: fila.correoInstitucional,
			}
			leidos.set(fila.matricula, { hechos, dueno: fila })
		}
	}
	return leidos
}

type Fila = Awaited<ReturnType<typeof leerFilas>>[number]

const leerFilas = (db: Lectura, matriculas: readonly string[]) =>
	db
		.selectFrom('egresado as e')
		.leftJoin('confrontaRenapo as r', (union) =>
			union.onRef('r.curp', '=', 'e.curp').onRef('r.plantelId', '=', 'e.plantelId'),
		)
		.leftJoin('tramite as t', (union) =>
			union.onRef('t.matricula', '=', 'e.matricula').on('t.abierto', '=', 1),
		)
		.leftJoin('folio as f', 'f.tramiteId', 't.id')
		.where('e.matricula', 'in', matriculas)
		.select([
			'e.matricula',
			'e.planClave',
			'e.datosValidados',
			'e.curp',
			'e.nombre',
			'e.primerApellido',
			'e.segundoApellido',
			'e.fechaNacimiento',
			'e.sexo',
			'e.entidadNacimiento',
			'e.crip',
			'e.fechaSecundaria',
			'e.fechaInicio',
			'e.institucionMedica',
			'e.correoInstitucional',
			'r.resultado as renapoResultado',
			'r.campos as renapoCampos',
			'r.huellaDatos as renapoHuella',
			'r.momento as renapoMomento',
			'f.folio',
		])
		.execute()

/** Una confronta vale sólo para los datos que se confrontaron: si SAE los cambió, hay que preguntar de nuevo. */
const renapoDe = (fila: Fila, huella: Huella): HechosEgresado['renapo'] => {
	if (fila.renapoResultado === null || fila.renapoHuella !== huellaDeDatos(huella, fila)) {
		return { resultado: 'sin-confrontar', campos: [] }
	}
	return {
		resultado: fila.renapoResultado as ResultadoRenapo,
		campos: JSON.parse(fila.renapoCampos ?? '[]') as string[],
		momento: fila.renapoMomento,
	}
}

const agregarPlanes = async (
	db: Lectura,
	planes: Map<string, HechosEgresado['modulosDelPlan']>,
	claves: ReadonlySet<string>,
): Promise<void> => {
	const nuevas = [...claves].filter((clave) => !planes.has(clave))
	if (nuevas.length === 0) return
	const filas = await db
		.selectFrom('moduloPlan')
		.select(['planClave', 'clave', 'nombre'])
		.where('planClave', 'in', nuevas)
		.orderBy('planClave')
		.orderBy('orden')
		.execute()
	for (const clave of nuevas) {
		planes.set(
			clave,
			filas
				.filter((fila) => fila.planClave === clave)
				.map((fila) => ({ clave: fila.clave, nombre: fila.nombre })),
		)
	}
}

const leerAprobados = async (
	db: Lectura,
	matriculas: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
	const filas = await db
		.selectFrom('moduloCursado')
		.select(['matricula', 'clave'])
		.where('matricula', 'in', matriculas)
		.where('aprobado', '=', 1)
		.execute()
	const porMatricula = new Map<string, string[]>()
	for (const { matricula, clave } of filas) {
		const claves = porMatricula.get(matricula)
		if (claves === undefined) porMatricula.set(matricula, [clave])
		else claves.push(clave)
	}
	return porMatricula
}
