import type { Tx } from '../ports.ts'
import type { TablaEntidad, TablaPlanEstudios } from '../tablas/catalogos.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import { laQueRige } from '#core/domain/vigencia.ts'
import { leerValores, type Valor } from './valores.ts'

/**
 * Pone al día lo que otras tablas nombran (entidad, plantel, plan y sus módulos) y el cargo de cada cuenta, con lo que
 * rige hoy. Sólo escribe lo que cambió: al cambiar los módulos de un plan, la base deja por evaluar a sus egresados (6 c).
 * Lo que ya no rige conserva lo último que dijo, porque hay quien lo nombra; un módulo que ya no rige deja de pedirse.
 * Devuelve cuántos renglones escribió.
 */
export const proyectar = async (tx: Tx, hoy: Fecha): Promise<number> =>
	(await proyectarEntidades(tx, hoy)) +
	(await proyectarPlanteles(tx, hoy)) +
	(await proyectarPlanes(tx, hoy)) +
	(await proyectarModulos(tx, hoy)) +
	(await proyectarCargos(tx, hoy))

/** La que rige; si ninguna, la última que rigió; si tampoco, la primera que vendrá. */
const laDeHoy = (vigencias: readonly Valor[], hoy: Fecha): Valor | undefined =>
	laQueRige(vigencias, hoy) ?? vigencias.findLast(({ desde }) => desde <= hoy) ?? vigencias[0]

const deHoy = async (
	tx: Tx,
	cual: Parameters<typeof leerValores>[1],
	hoy: Fecha,
): Promise<readonly Valor[]> =>
	[...(await leerValores(tx, cual)).values()].flatMap((vigencias) => laDeHoy(vigencias, hoy) ?? [])

/** Los que no están o no dicen lo mismo. */
const distintos = <T extends Record<string, unknown>>(
	quedan: readonly T[],
	hay: readonly Record<string, unknown>[],
	llave: (fila: Record<string, unknown>) => string,
): readonly { readonly fila: T; readonly nueva: boolean }[] => {
	const actuales = new Map(hay.map((fila) => [llave(fila), fila]))
	return quedan.flatMap((fila): { fila: T; nueva: boolean }[] => {
		const actual = actuales.get(llave(fila))
		if (actual === undefined) return [{ fila, nueva: true }]
		if (Object.entries(fila).every(([columna, valor]) => actual[columna] === valor)) return []
		return [{ fila, nueva: false }]
	})
}

const proyectarEntidades = async (tx: Tx, hoy: Fecha): Promise<number> => {
	const quedan = (await deHoy(tx, 'entidad', hoy)).map(({ clave, datos }) => ({
		id: clave,
		nombre: datos.nombre ?? '',
		tipo: datos.tipo as TablaEntidad['tipo'],
		patronMatricula: datos.patronMatricula ?? '',
	}))
	const cambios = distintos(quedan, await tx.selectFrom('entidad').selectAll().execute(), ({ id }) =>
		String(id),
	)
	for (const { fila, nueva } of cambios) {
		const { id, ...resto } = fila
		if (nueva) await tx.insertInto('entidad').values(fila).execute()
		else await tx.updateTable('entidad').set(resto).where('id', '=', id).execute()
	}
	return cambios.length
}

const proyectarPlanteles = async (tx: Tx, hoy: Fecha): Promise<number> => {
	const quedan = (await deHoy(tx, 'plantel', hoy)).map(({ clave, datos }) => ({
		id: clave,
		entidadId: datos.entidad ?? '',
		nombre: datos.nombre ?? '',
		cct: datos.cct ?? '',
		patronMatricula: datos.patronMatricula ?? null,
	}))
	const cambios = distintos(quedan, await tx.selectFrom('plantel').selectAll().execute(), ({ id }) =>
		String(id),
	)
	for (const { fila, nueva } of cambios) {
		const { id, ...resto } = fila
		if (nueva) await tx.insertInto('plantel').values(fila).execute()
		else await tx.updateTable('plantel').set(resto).where('id', '=', id).execute()
	}
	return cambios.length
}

const proyectarPlanes = async (tx: Tx, hoy: Fecha): Promise<number> => {
	const carreras = new Map((await deHoy(tx, 'carrera', hoy)).map(({ clave, datos }) => [clave, datos.nombre]))
	const quedan = (await deHoy(tx, 'plan', hoy)).map(({ clave, datos }) => ({
		clave,
		carrera: carreras.get(datos.carrera ?? '') ?? '',
		modelo: datos.modelo as TablaPlanEstudios['modelo'],
	}))
	const hay = await tx.selectFrom('planEstudios').selectAll().execute()
	const cambios = distintos(quedan, hay, ({ clave }) => String(clave))
	for (const { fila, nueva } of cambios) {
		const { clave, ...resto } = fila
		if (nueva) await tx.insertInto('planEstudios').values(fila).execute()
		else await tx.updateTable('planEstudios').set(resto).where('clave', '=', clave).execute()
	}
	return cambios.length
}

const proyectarModulos = async (tx: Tx, hoy: Fecha): Promise<number> => {
	const rigen = [...(await leerValores(tx, 'modulo')).values()].flatMap(
		(vigencias) => laQueRige(vigencias, hoy) ?? [],
	)
	const quedan = rigen.map(({ datos }) => ({
		planClave: datos.plan ?? '',
		clave: datos.modulo ?? '',
		orden: Number(datos.orden),
		nombre: datos.nombre ?? '',
		horas: datos.horas ?? '',
		creditos: datos.creditos ?? null,
		formacionTrabajo: datos.formacionTrabajo === 'SI' ? 1 : 0,
	}))
	const llave = (fila: Record<string, unknown>) => `${String(fila.planClave)}/${String(fila.clave)}`
	const hay = await tx.selectFrom('moduloPlan').selectAll().execute()
	const vivos = new Set(quedan.map(llave))
	const sobran = hay.filter((fila) => !vivos.has(llave(fila)))
	for (const { planClave, clave } of sobran) {
		await tx.deleteFrom('moduloPlan').where('planClave', '=', planClave).where('clave', '=', clave).execute()
	}
	const cambios = distintos(quedan, hay, llave)
	const nuevos = cambios.filter(({ nueva }) => nueva).map(({ fila }) => fila)
	for (let i = 0; i < nuevos.length; i += TANDA) {
		await tx
			.insertInto('moduloPlan')
			.values(nuevos.slice(i, i + TANDA))
			.execute()
	}
	for (const { fila, nueva } of cambios) {
		const { planClave, clave, ...resto } = fila
		if (nueva) continue
		await tx
			.updateTable('moduloPlan')
			.set(resto)
			.where('planClave', '=', planClave)
			.where('clave', '=', clave)
			.execute()
	}
	return sobran.length + cambios.length
}

const TANDA = 500

/** El cargo de una cuenta se llama como el catálogo lo llame; sin nombre en el catálogo, como se haya registrado (10). */
const proyectarCargos = async (tx: Tx, hoy: Fecha): Promise<number> => {
	const nombres = new Map((await deHoy(tx, 'cargo', hoy)).map(({ clave, datos }) => [clave, datos.nombre]))
	const cuentas = await tx
		.selectFrom('persona')
		.select(['id', 'idCargo', 'cargo'])
		.where('idCargo', 'is not', null)
		.execute()
	let cuantas = 0
	for (const { id, idCargo, cargo } of cuentas) {
		const nombre = nombres.get(idCargo ?? '')
		if (!nombre || nombre === cargo) continue
		await tx.updateTable('persona').set({ cargo: nombre }).where('id', '=', id).execute()
		cuantas += 1
	}
	return cuantas
}
