import type { Selectable } from 'kysely'
import type { PorSellar } from '#core/contract/sellado.ts'
import type { Firmante } from '#core/dec/dec.ts'
import type { Nombre } from '#core/domain/nombre.ts'
import { leerCreditos, leerPromedio } from '#core/domain/promedio.ts'
import type { TablaEntidad, TablaModuloPlan, TablaPlanEstudios, TablaPlantel } from '../tablas/catalogos.ts'
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
export const entidadRevisada = (entidad: Selectable<TablaEntidad>): PorSellar['entidad'] => ({
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
export const plantelRevisado = (plantel: Selectable<TablaPlantel>): PorSellar['planteles'][string] => ({
	nombre: limpio(plantel.nombre),
	cct: plantel.cct,
	idTipoPlantel: plantel.idTipoPlantel,
	tipoPlantel: siHay(plantel.tipoPlantel),
	idMunicipio: plantel.idMunicipio,
	municipio: limpio(plantel.municipio),
	idGeneroPlantel: plantel.idGeneroPlantel,
	idSostenimiento: plantel.idSostenimiento,
})

/** `modulos`: los del plan que el certificado enumera, en su orden. */
export const planRevisado = (
	plan: Selectable<TablaPlanEstudios>,
	modulos: readonly TablaModuloPlan[],
): PlanRevisado => ({
	clave: limpio(plan.clave),
	carrera: limpio(plan.carrera),
	idNivelEstudios: plan.idNivelEstudios,
	idTipoEstudios: plan.idTipoEstudios,
	tipoPerfilLaboral: siHay(plan.tipoPerfilLaboral),
	totalCreditos: creditos(plan.totalCreditos),
	modulos: modulos.map((modulo) => ({
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
					competencias: (JSON.parse(plan.competencias) as readonly string[]).map(limpio),
				},
})

/** Lo propio de un certificado; `calificaciones`, una por módulo del plan y en su orden, `null` si SAE no la tiene. */
export const revisadoDe = (renglones: {
	readonly nombre: Nombre
	/** El plantel del trámite. */
	readonly plantel: string
	readonly egresado: Selectable<TablaEgresado>
	readonly calificaciones: readonly (string | null)[]
}): Revisado => {
	const { nombre, plantel, egresado, calificaciones } = renglones
	return {
		nombre: limpio(nombre.nombre),
		primerApellido: limpio(nombre.primerApellido),
		segundoApellido: siHay(nombre.segundoApellido),
		curp: limpio(egresado.curp),
		promedio: calificacion(egresado.promedio),
		creditosObtenidos: creditos(egresado.creditosObtenidos),
		fechaInicio: egresado.fechaInicio,
		fechaTermino: egresado.fechaTermino,
		plan: egresado.planClave,
		plantel,
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
