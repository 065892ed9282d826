import type { Base, Reloj } from '../../application/ports.ts'
import {
	ENTIDADES,
	INQUILINO,
	PERSONAS,
	PLANTELES,
	type PersonaDemo,
} from '../../simuladores/mundo/catalogo.ts'
import { componerCurp } from '../../simuladores/mundo/curp-inventada.ts'
import { creditosDe, PLANES } from '../../simuladores/mundo/planes.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'

/** CURP inventada de quien firma; null para quien no. */
export const curpDe = (persona: PersonaDemo): string | null =>
	persona.nacimiento === null || persona.idCargo === null
		? null
		: componerCurp({
				nombre: llano(persona.nombre),
				primerApellido: llano(persona.primerApellido),
				segundoApellido: persona.segundoApellido === null ? null : llano(persona.segundoApellido),
				nacimiento: persona.nacimiento,
				sexo: persona.sexo,
				entidad: 'MC',
				homonimia: 0,
			})

/** Como lo escribe el SAT: mayúsculas sin acentos, con Ñ. */
export const llano = (texto: string): string =>
	texto
		.toUpperCase()
		.replaceAll('Ñ', '\u0001')
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.replaceAll('\u0001', 'Ñ')

/** Escribe entidades, planteles, planes, PC-SINEMS y personas de la demostración, en una transacción. */
export const cargarCatalogo = async (deps: { readonly base: Base; readonly reloj: Reloj }): Promise<void> => {
	const hoy = fechaEnMexico(deps.reloj())
	await deps.base.enTransaccion(async (tx) => {
		await tx
			.insertInto('entidad')
			.values(ENTIDADES.map(({ dominio: _, ...entidad }) => entidad))
			.execute()
		await tx
			.insertInto('plantel')
			.values(PLANTELES.map(({ clave: _, pcSinems: __, ...plantel }) => plantel))
			.execute()
		await tx
			.insertInto('pcSinems')
			.values(
				PLANTELES.flatMap(({ id, pcSinems }) =>
					pcSinems === null
						? []
						: [{ plantelId: id, desde: enAnios(hoy, pcSinems[0]), hasta: enAnios(hoy, pcSinems[1]) }],
				),
			)
			.execute()
		await tx
			.insertInto('planEstudios')
			.values(
				PLANES.map((plan) => ({
					clave: plan.clave,
					carrera: plan.carrera,
					modelo: plan.modelo,
					idNivelEstudios: '2',
					idTipoEstudios: '1',
					tipoPerfilLaboral: plan.trayecto === null ? null : 'Profesional técnico bachiller',
					trayecto: plan.trayecto,
					idCampoDisciplinar: plan.idCampoDisciplinar,
					campoDisciplinar: plan.campoDisciplinar,
					totalCreditos: creditosDe(plan),
					competencias: JSON.stringify(plan.competencias),
				})),
			)
			.execute()
		await tx
			.insertInto('moduloPlan')
			.values(
				PLANES.flatMap((plan) =>
					plan.modulos.map((modulo, i) => ({
						planClave: plan.clave,
						orden: i + 1,
						clave: modulo.clave,
						nombre: modulo.nombre,
						horas: modulo.horas,
						creditos: modulo.creditos,
						formacionTrabajo: modulo.formacionTrabajo ? 1 : 0,
					})),
				),
			)
			.execute()
		await tx
			.insertInto('persona')
			.values(
				PERSONAS.flatMap((persona) =>
					persona.perfil === null || persona.tid !== INQUILINO
						? []
						: [
								{
									id: persona.id,
									tid: persona.tid,
									oid: persona.oid,
									correo: persona.correo,
									nombre: persona.nombre,
									primerApellido: persona.primerApellido,
									segundoApellido: persona.segundoApellido,
									curp: curpDe(persona),
									idCargo: persona.idCargo,
									cargo: persona.cargo,
									perfil: persona.perfil,
									entidadId: persona.entidadId,
									plantelId: persona.plantelId,
								},
							],
				),
			)
			.execute()
	})
}

const enAnios = (fecha: string, anios: number): string =>
	`${Number(fecha.slice(0, 4)) + anios}${fecha.slice(4).replace('-02-29', '-02-28')}`
