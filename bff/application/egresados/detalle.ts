import type { Base, Huella, Lectura, Reloj } from '../ports.ts'
import { historiaDelNombre } from '../nombres/historia.ts'
import { sugerenciasDe } from '../nombres/por-confirmar.ts'
import { leerExpediente } from './expediente.ts'
import { leerInterprete } from '../rechazos/reglas.ts'
import { leerHechos } from './hechos.ts'
import { egresadosVisibles } from './visibles.ts'
import type { EgresadoDetalle } from '#core/contract/egresado.ts'
import { revisarCurp } from '#core/domain/curp.ts'
import { esMayorDeEdad, fechaEnMexico, type Fecha } from '#core/domain/fecha.ts'
import { viaDe } from '#core/domain/folio.ts'
import { proponerNombre } from '#core/domain/nombre.ts'
import { evaluarRequisitos } from '#core/domain/requisitos.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'

type Deps = { readonly base: Base; readonly huella: Huella; readonly reloj: Reloj }

/** Todo lo de un egresado: sus datos de SAE, los ocho requisitos, la propuesta de nombre (17) y su trámite. */
export const leerDetalle =
	({ base: { db }, huella, reloj }: Deps) =>
	async ({
		actor,
		matricula,
	}: {
		readonly actor: Actor
		readonly matricula: string
	}): Promise<Result<EgresadoDetalle, 'sin-permiso' | 'no-encontrado'>> => {
		if (!tienePermiso(actor.perfil, 'ver-egresados')) return rechazo('sin-permiso', { acto: 'ver-egresados' })
		const fila = await leerFila(db, actor, matricula)
		// Fuera de su ámbito es lo mismo que no existir: ni eso se dice.
		if (fila === undefined) return rechazo('no-encontrado')
		const hechos = (await leerHechos(db, { huella }, [matricula])).get(matricula)
		if (hechos === undefined) return rechazo('no-encontrado')
		const sae = {
			nombre: fila.nombre,
			primerApellido: fila.primerApellido,
			segundoApellido: fila.segundoApellido,
		}
		const propuesta = proponerNombre(sae)
		return ok({
			matricula,
			curp: fila.curp,
			sae,
			propuesta,
			sugerencias: sugerenciasDe(propuesta),
			nombres: await historiaDelNombre(db, matricula),
			confirmado:
				fila.nombreConfirmado === null
					? null
					: {
							nombre: fila.nombreConfirmado,
							primerApellido: fila.primerConfirmado ?? '',
							segundoApellido: fila.segundoConfirmado,
						},
			plantel: { id: fila.plantelId, nombre: fila.plantel, cct: fila.cct },
			carrera: fila.carrera,
			plan: fila.planClave,
			modelo: fila.modelo,
			generacion: fila.generacion,
			fechaNacimiento: fila.fechaNacimiento,
			menor: !esMayorDeEdad(fila.fechaNacimiento as Fecha, fechaEnMexico(reloj())),
			fechaInicio: fila.fechaInicio,
			fechaTermino: fila.fechaTermino,
			promedio: fila.promedio,
			correoInstitucional: fila.correoInstitucional,
			modulos: await leerModulos(db, matricula, fila.planClave),
			requisitos: [...evaluarRequisitos(hechos)],
			avisosCurp: [...revisarCurp(fila.curp, fila)],
			via: viaDe(fila),
			situacion: fila.situacion,
			tramite:
				fila.tramiteId === null
					? null
					: await leerExpediente(db, fila.tramiteId, await leerInterprete(db, reloj)),
		})
	}

const leerFila = (db: Lectura, actor: Actor, matricula: string) =>
	egresadosVisibles(db, actor.ambito)
		.where('e.matricula', '=', matricula)
		.select([
			'e.curp',
			'e.nombre',
			'e.primerApellido',
			'e.segundoApellido',
			'e.plantelId',
			'p.nombre as plantel',
			'p.cct',
			's.carrera',
			'e.planClave',
			's.modelo',
			'e.generacion',
			'e.fechaNacimiento',
			'e.fechaInicio',
			'e.fechaTermino',
			'e.promedio',
			'e.correoInstitucional',
			'e.sexo',
			'e.entidadNacimiento',
			'e.certificadoFisico',
			'v.situacion',
			'v.tramiteId',
			't.nombre as nombreConfirmado',
			't.primerApellido as primerConfirmado',
			't.segundoApellido as segundoConfirmado',
		])
		.executeTakeFirst()

/** Los módulos del plan, en su orden, con lo que el egresado tiene en cada uno. */
const leerModulos = async (
	db: Lectura,
	matricula: string,
	planClave: string,
): Promise<EgresadoDetalle['modulos']> => {
	const filas = await db
		.selectFrom('moduloPlan as m')
		.leftJoin('moduloCursado as c', (union) =>
			union.onRef('c.clave', '=', 'm.clave').on('c.matricula', '=', matricula),
		)
		.where('m.planClave', '=', planClave)
		.orderBy('m.orden')
		.select(['m.nombre', 'c.calificacion', 'm.horas', 'c.aprobado'])
		.execute()
	return filas.map((fila) => ({ ...fila, aprobado: fila.aprobado === 1 }))
}
