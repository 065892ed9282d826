/** Los sucesos con que se arman historias al azar: todo lo que puede cambiar cómo va un egresado. */
import fc from 'fast-check'
import { huellaDeDatos } from '../../../bff/application/egresados/datos-confrontados.ts'
import { huella } from '../../../bff/adapters/huella.ts'
import { ESTADOS_TRAMITE } from '../../../src/core/domain/tramite.ts'
import { AHORA, type Escena } from '../escena.ts'

type Suceso = { readonly que: (typeof SUCESOS)[number]; readonly quien: number; readonly cual: number }

const SUCESOS = [
	'sae',
	'plantel',
	'plan',
	'fisico',
	'renapo',
	'modulo-nuevo',
	'tramite-nuevo',
	'estado',
	'cerrar',
	'devolver',
	'sello',
	'sat',
	'entidad',
	'encargar',
	'contestada',
	'se-deshace',
] as const

export const historia = (personas: number): fc.Arbitrary<Suceso[]> =>
	fc.array(
		fc.record({
			que: fc.constantFrom(...SUCESOS),
			quien: fc.nat(personas - 1),
			cual: fc.nat(1000),
		}),
		{ minLength: 10, maxLength: 25 },
	)

const DATOS = [
	{ datosValidados: 0 },
	{ datosValidados: 1, crip: 'abc' },
	{ crip: null, institucionMedica: 'En trámite' },
	{ institucionMedica: 'IMSS', correoInstitucional: null },
	{ correoInstitucional: 'a@mex.conalep.edu.mx', generacion: '2022-2025' },
	{ nombre: 'ÁNGEL', primerApellido: 'ÑANDÚ' },
	{ fechaSecundaria: null },
] as const

const elegir = <T>(de: readonly T[], cual: number): T => {
	const uno = de[cual % de.length]
	if (uno === undefined) throw new Error('No hay de dónde elegir')
	return uno
}

/** Hace que pase. Escribe como escriben los actos, directo en la base: lo que se prueba son los disparadores. */
export const suceder = async (
	{ base: { db, enTransaccion }, deps }: Escena,
	matriculas: readonly string[],
	{ que, quien, cual }: Suceso,
): Promise<void> => {
	const matricula = elegir(matriculas, quien)
	const ultimo = await db
		.selectFrom('tramite')
		.selectAll()
		.where('matricula', '=', matricula)
		.orderBy('abierto', 'desc')
		.orderBy('creado', 'desc')
		.orderBy('id', 'desc')
		.executeTakeFirst()
	const egresado = await db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.selectAll('e')
		.select('p.entidadId')
		.where('matricula', '=', matricula)
		.executeTakeFirstOrThrow()
	const corregir = (cambios: Partial<typeof egresado>) =>
		db.updateTable('egresado').set(cambios).where('matricula', '=', matricula).execute()
	switch (que) {
		case 'sae':
			return void (await corregir(elegir(DATOS, cual)))
		case 'plantel':
			return void (await corregir({ plantelId: elegir(['toluca', 'lerma', 'tlalpan'], cual) }))
		case 'plan':
			return void (await corregir({ planClave: elegir(['PLAN-2018', 'PLAN-2008', 'PLAN-anterior'], cual) }))
		case 'fisico':
			return void (await corregir({ certificadoFisico: elegir([1, 0, null], cual) }))
		case 'renapo': {
			const dicho = {
				resultado: elegir(['coincide', 'no-coincide', 'no-disponible'], cual),
				huellaDatos: huellaDeDatos(huella, egresado),
				momento: AHORA,
			}
			return void (await db
				.insertInto('confrontaRenapo')
				.values({ curp: egresado.curp, plantelId: egresado.plantelId, ...dicho })
				.onConflict((conflicto) => conflicto.columns(['curp', 'plantelId']).doUpdateSet(dicho))
				.execute())
		}
		case 'encargar': {
			const estado = elegir(['por-preguntar', 'sin-respuesta'] as const, cual)
			return void (await db
				.insertInto('confrontaEncargada')
				.values({ matricula, estado, momento: AHORA })
				.onConflict((conflicto) => conflicto.column('matricula').doUpdateSet({ estado }))
				.execute())
		}
		case 'contestada':
			return void (await db.deleteFrom('confrontaEncargada').where('matricula', '=', matricula).execute())
		case 'modulo-nuevo': {
			const fila = {
				planClave: egresado.planClave,
				clave: 'M3',
				nombre: 'Otro',
				horas: '9',
				formacionTrabajo: 0,
			}
			const puesto = await db
				.deleteFrom('moduloPlan')
				.where('planClave', '=', egresado.planClave)
				.where('clave', '=', 'M3')
				.returning('clave')
				.execute()
			if (puesto.length === 0)
				await db
					.insertInto('moduloPlan')
					.values({ ...fila, orden: 3, creditos: null })
					.execute()
			return
		}
		case 'tramite-nuevo':
			if (ultimo?.abierto === 1) return
			return void (await db
				.insertInto('tramite')
				.values({
					id: deps.azar.id(),
					matricula,
					plantelId: egresado.plantelId,
					entidadId: egresado.entidadId,
					modelo: '2018',
					estado: 'solicitado',
					creado: AHORA,
					actualizado: AHORA,
				})
				.execute())
		case 'estado':
		case 'cerrar':
			if (!ultimo) return
			return void (await db
				.updateTable('tramite')
				.set(
					que === 'estado'
						? { estado: elegir(ESTADOS_TRAMITE, cual) }
						: { estado: elegir(['denegado', 'retirado', 'baja'], cual), abierto: 0 },
				)
				.where('id', '=', ultimo.id)
				.execute())
		case 'devolver':
			if (!ultimo) return
			return void (await enTransaccion(async (tx) => {
				await tx
					.updateTable('tramite')
					.set({ estado: elegir(['registrado', 'cargado'], cual), intento: ultimo.intento + 1 })
					.where('id', '=', ultimo.id)
					.execute()
				await tx
					.insertInto('devolucion')
					.values({
						tramiteId: ultimo.id,
						intento: ultimo.intento,
						rol: 'plantel',
						personaId: 'p-escolares-plantel',
						clase: 'otro',
						razon: 'No casa',
						momento: AHORA,
					})
					.execute()
			}))
		case 'sello':
			if (!ultimo) return
			return void (await db
				.insertInto('sello')
				.values({
					tramiteId: ultimo.id,
					rol: elegir(['plantel', 'estatal'], cual),
					intento: ultimo.intento,
					personaId: 'p-escolares-plantel',
					firmante: '{}',
					noCertificado: '1',
					certificado: '',
					cadena: '',
					sello: '',
					revocacion: elegir(['no-comprobado', 'vigente'], cual >> 1),
					ocsp: null,
					momento: `2026-07-${String((cual % 9) + 10)}T00:00:00.000Z`,
				})
				.onConflict((conflicto) => conflicto.doNothing())
				.execute())
		case 'sat': {
			const sello = await db
				.selectFrom('sello')
				.selectAll()
				.where('tramiteId', '=', ultimo?.id ?? '')
				.where('revocacion', '=', 'no-comprobado')
				.executeTakeFirst()
			if (!sello) return
			const resultado = elegir(['vigente', 'revocado-antes', 'revocado-despues'] as const, cual)
			return void (await db
				.insertInto('revocacionComprobada')
				.values({
					tramiteId: sello.tramiteId,
					rol: sello.rol,
					intento: sello.intento,
					noCertificado: '1',
					resultado,
					revocadoDesde: resultado === 'vigente' ? null : AHORA,
					motivo: null,
					ocsp: '',
					momento: AHORA,
				})
				.onConflict((conflicto) => conflicto.doNothing())
				.execute())
		}
		case 'entidad':
			return void (await db
				.updateTable('plantel')
				.set({ entidadId: elegir(['mex', 'cdmx'], cual) })
				.where('id', '=', 'atlacomulco')
				.execute())
		case 'se-deshace': {
			const nunca = new Error('se deshace')
			return void (await enTransaccion(async (tx) => {
				await tx.updateTable('egresado').set({ crip: 'zzz', generacion: '1990-1993' }).execute()
				await tx.updateTable('tramite').set({ estado: 'acusado' }).execute()
				throw nunca
			}).catch((error: unknown) => {
				if (error !== nunca) throw error
			}))
		}
	}
}
