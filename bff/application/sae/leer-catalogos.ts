import type { Lectura } from '../ports.ts'
import type { Catalogos } from './leer-egresado.ts'

/** Los planteles y los planes que el archivo puede nombrar, con las claves de sus módulos. */
export const leerCatalogos = async (db: Lectura): Promise<Catalogos> => {
	const planteles = await db
		.selectFrom('plantel as p')
		.innerJoin('entidad as e', 'e.id', 'p.entidadId')
		.select(['p.id', 'p.cct', 'p.entidadId', 'e.patronMatricula', 'p.patronMatricula as patronPropio'])
		.execute()
	const planes = await db.selectFrom('planEstudios').select('clave').execute()
	const modulos = await db.selectFrom('moduloPlan').select(['planClave', 'clave']).execute()
	const clavesPorPlan = new Map(planes.map(({ clave }) => [clave, new Set<string>()]))
	for (const { planClave, clave } of modulos) clavesPorPlan.get(planClave)?.add(clave)
	return { planteles: new Map(planteles.map((plantel) => [plantel.cct, plantel])), planes: clavesPorPlan }
}
