import type { Selectable } from 'kysely'
import type { PorSellar } from '#core/contract/sellado.ts'
import type { Firmante } from '#core/dec/dec.ts'
import type { Nombre } from '#core/domain/nombre.ts'
import { leerCreditos, leerPromedio } from '#core/domain/promedio.ts'
import type { EntidadEnFecha, PlanEnFecha, PlantelEnFecha } from '../catalogos/en-fecha.ts'
import type { TablaEgresado } from '../tablas/egresados.ts'

/*
 * Lo revisado (16): los renglones de hoy, dato por dato, escritos como el documento debe llevarlos. No sale del documento
 * guardado ni del código que lo arma: si cualquiera de los dos se equivoca o alguien lo cambia en la base, el dispositivo
 * ve que no dicen lo mismo. Aquí nada se niega: lo que no tiene la forma debida va como está, y entonces difiere.
 */

/** Lo que se revisa de un certificado: lo suyo, sin lo que comparte con otros. */
export type Revisado = PorSellar['certificados'][number]['revisado']
type PlanRevisado = PorSellar['planes'][string]

/** Quien entró, como debe ir de FirmaResponsable. */
export const firmanteRevisado = (firmante: Firmante): PorSellar['firmante'] => ({
	nombre: firmante.nombre,
	primerApellido: firmante.primerApellido,
	segundoApellido: firmante.segundoApellido ?? null,
	curp: firmante.curp,
	idCargo: firmante.idCargo,
	cargo: firmante.cargo ?? null,
})

/** Quién expide, igual para todos los de la lista. */
export const entidadRevisada = (entidad: EntidadEnFecha): PorSellar['entidad'] => ({
	servicioFirmante: limpio(entidad.servicioFirmante),
	entidadFederativa: entidad.entidadFederativa,
	nombreSen: limpio(entidad.nombreSen),
	nombreDependencia: limpio(entidad.nombreDependencia),
	idIems: entidad.idIems,
	nombreIems: limpio(entidad.nombreIems),
	idTipoIems: entidad.idTipoIems,
	tipoIems: siHay(entidad.tipoIems),
	idOpcionEducativa: entidad.idOpcionEducativa,
	opcionEducativa: siHay(entidad.opcionEducativa),
})

/** El plantel, como va en el documento. */
export const plantelRevisado = (plantel: PlantelEnFecha): PorSellar['planteles'][string] => ({
	nombre: limpio(plantel.nombre),
	cct: plantel.cct,
	idTipoPlantel: plantel.idTipoPlantel,
	tipoPlantel: siHay(plantel.tipoPlantel),
	idMunicipio: plantel.idMunicipio,
	municipio: limpio(plantel.municipio),
	idGeneroPlantel: plantel.idGeneroPlantel,
	idSostenimiento: plantel.idSostenimiento,
})

/** Sus módulos, los que el certificado enumera: los de formación para el trabajo, en su orden. */
export const planRevisado = (plan: PlanEnFecha): PlanRevisado => ({
	clave: limpio(plan.clave),
	carrera: limpio(plan.carrera),
	idNivelEstudios: plan.idNivelEstudios,
	idTipoEstudios: plan.idTipoEstudios,
	tipoPerfilLaboral: siHay(plan.tipoPerfilLaboral),
	totalCreditos: creditos(plan.totalCreditos),
	modulos: enumerados(plan).map((modulo) => ({
		nombre: limpio(modulo.nombre),
		horas: modulo.horas,
		creditos: modulo.creditos === null ? null : creditos(modulo.creditos),
	})),
	perfilEgreso:
		plan.trayecto === null && plan.tipoPerfilLaboral === null
			? null
			: {
					trayecto: siHay(plan.trayecto),
					idCampoDisciplinar: plan.idCampoDisciplinar,
					campoDisciplinar: siHay(plan.campoDisciplinar),
					competencias: plan.competencias.map(limpio),
				},
})

/** Los módulos de un plan que el certificado enumera. */
export const enumerados = (plan: PlanEnFecha) => plan.modulos.filter((modulo) => modulo.formacionTrabajo)

/** Lo propio de un certificado; `calificaciones`, una por módulo del plan y en su orden, `null` si SAE no la tiene. */
export const revisadoDe = (renglones: {
	readonly nombre: Nombre
	/** Las claves con que van su entidad, su plantel y su plan en lo común. */
	readonly comun: Pick<Revisado, 'entidad' | 'plantel' | 'plan'>
	readonly egresado: Selectable<TablaEgresado>
	readonly calificaciones: readonly (string | null)[]
}): Revisado => {
	const { nombre, comun, egresado, calificaciones } = renglones
	return {
		...comun,
		nombre: limpio(nombre.nombre),
		primerApellido: limpio(nombre.primerApellido),
		segundoApellido: siHay(nombre.segundoApellido),
		curp: limpio(egresado.curp),
		promedio: calificacion(egresado.promedio),
		creditosObtenidos: creditos(egresado.creditosObtenidos),
		fechaInicio: egresado.fechaInicio,
		fechaTermino: egresado.fechaTermino,
		calificaciones: calificaciones.map((una) => (una === null ? '' : calificacion(una))),
		nombreSae: {
			nombre: egresado.nombre,
			primerApellido: egresado.primerApellido,
			segundoApellido: egresado.segundoApellido,
		},
		fechaSecundaria: egresado.fechaSecundaria,
	}
}

/** Como va un texto en el documento: NFC y sin espacios de sobra. */
const limpio = (valor: string): string => valor.normalize('NFC').replace(/\s+/g, ' ').trim()

const siHay = (valor: string | null): string | null => (valor === null ? null : limpio(valor) || null)

const calificacion = (valor: string): string => {
	const leida = leerPromedio(valor)
	return leida.ok ? leida.valor : limpio(valor)
}

const creditos = (valor: string): string => {
	const leidos = leerCreditos(valor)
	return leidos.ok ? leidos.valor : valor
}
