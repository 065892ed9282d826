import type { Selectable } from 'kysely'
import { NO_SE_VE } from '#core/dec/valores.ts'
import { leerCreditos, leerPromedio, promedioEnLetra } from '#core/domain/promedio.ts'
import type { EntidadEnFecha, ModuloEnFecha, PlanEnFecha, PlantelEnFecha } from '../catalogos/en-fecha.ts'
import type { TablaEgresado } from '../tablas/egresados.ts'
import type { DecSinFirmante } from './documento.ts'

/** Los renglones de donde sale un certificado. */
export type Renglones = {
	readonly entidad: EntidadEnFecha
	readonly plantel: PlantelEnFecha
	readonly plan: Omit<PlanEnFecha, 'modulos'>
	/** Módulos del plan en su orden, con la calificación que el egresado obtuvo. */
	readonly modulos: readonly (ModuloEnFecha & { readonly calificacion: string | null })[]
	readonly egresado: Selectable<TablaEgresado>
	readonly nombre: {
		readonly nombre: string
		readonly primerApellido: string
		readonly segundoApellido: string | null
	}
	readonly folio: string
}

/** Un dato de los catálogos o de SAE no cabe en el documento oficial; `campo` dice cuál. */
export class DatoNoCabe extends Error {
	override readonly name = 'DatoNoCabe'
	readonly campo: string
	constructor(campo: string, razon: string) {
		super(`El dato «${campo}» ${razon}.`)
		this.campo = campo
	}
}

/** Tipo de certificado de terminación de estudios en el DEC 3.0. */
const TERMINACION = '1'

/**
 * El DEC de terminación 3.0 con los datos de CONALEP: pura, los mismos renglones dan el mismo documento. Las UAC son los
 * módulos de formación para el trabajo, en el orden del plan. Lanza {@link DatoNoCabe}.
 */
export const componerDec = (renglones: Renglones): DecSinFirmante => {
	const { entidad, plantel, plan, egresado, nombre, folio } = renglones
	const promedio = leerPromedio(egresado.promedio)
	if (!promedio.ok) throw new DatoNoCabe('promedio', 'no es un promedio del 0 al 10 con un decimal')
	return {
		version: '3.0',
		tipoCertificado: TERMINACION,
		folioControl: texto('folio', folio),
		servicioFirmante: { idEntidad: texto('servicio firmante', entidad.servicioFirmante) },
		iems: {
			nombreSEN: texto('nombre del SEN', entidad.nombreSen),
			nombreDependencia: texto('nombre de la dependencia', entidad.nombreDependencia),
			idIEMS: entero('id de la IEMS', entidad.idIems),
			nombreIEMS: texto('nombre de la IEMS', entidad.nombreIems),
			idTipoIEMS: entero('id del tipo de IEMS', entidad.idTipoIems),
			...opcional('tipoIEMS', entidad.tipoIems),
			idOpcionEducativa: entero('id de la opción educativa', entidad.idOpcionEducativa),
			...opcional('opcionEducativa', entidad.opcionEducativa),
		},
		plantel: {
			idTipoPlantel: entero('id del tipo de plantel', plantel.idTipoPlantel),
			...opcional('tipoPlantel', plantel.tipoPlantel),
			nombreNumeroPlantel: texto('nombre del plantel', plantel.nombre),
			idMunicipio: forma('id del municipio', plantel.idMunicipio, /^\d{3}$/),
			municipio: texto('municipio', plantel.municipio),
			idEntidadFederativa: forma('entidad federativa', entidad.entidadFederativa, /^(0[1-9]|[12]\d|3[0-2])$/),
			cct: forma('CCT', plantel.cct, /^\d{2}[A-Z]{3}\d{4}[A-Z]$/),
			...(plantel.idGeneroPlantel === null
				? {}
				: { idGeneroPlantel: entero('id del género del plantel', plantel.idGeneroPlantel) }),
			idSostenimiento: entero('id del sostenimiento', plantel.idSostenimiento),
		},
		alumno: {
			nombre: texto('nombre', nombre.nombre),
			primerApellido: texto('primer apellido', nombre.primerApellido),
			...(nombre.segundoApellido === null
				? {}
				: { segundoApellido: texto('segundo apellido', nombre.segundoApellido) }),
			curp: texto('CURP', egresado.curp),
			numeroControl: texto('matrícula', egresado.matricula),
		},
		acreditacion: {
			idNivelEstudios: entero('id del nivel de estudios', plan.idNivelEstudios),
			idTipoEstudiosIEMS: entero('id del tipo de estudios', plan.idTipoEstudios),
			...opcional('tipoPerfilLaboralEMS', plan.tipoPerfilLaboral),
			nombreTipoPerfilLaboralEMS: texto('carrera', plan.carrera),
			clavePlanEstudios: texto('clave del plan', plan.clave),
			periodoInicio: inicioDelDia('fecha de inicio', egresado.fechaInicio),
			periodoTermino: inicioDelDia('fecha de término', egresado.fechaTermino),
			creditosObtenidos: creditos('créditos obtenidos', egresado.creditosObtenidos),
			totalCreditos: creditos('total de créditos', plan.totalCreditos),
			promedioAprovechamiento: promedio.valor,
			promedioAprovechamientoTexto: promedioEnLetra(promedio.valor),
		},
		uacs: renglones.modulos.filter((modulo) => modulo.formacionTrabajo).map(uac),
		...perfilEgreso(plan),
	}
}

const uac = (modulo: Renglones['modulos'][number]): DecSinFirmante['uacs'][number] => {
	const campo = `calificación de ${modulo.clave}`
	if (modulo.calificacion === null) throw new DatoNoCabe(campo, 'no está en SAE')
	const numero = leerPromedio(modulo.calificacion)
	return {
		nombre: texto(`nombre del módulo ${modulo.clave}`, modulo.nombre),
		// Hay módulos que se acreditan sin número: ésos van como SAE los tiene.
		calificacion: numero.ok ? numero.valor : texto(campo, modulo.calificacion),
		totalHorasUAC: forma(`horas de ${modulo.clave}`, modulo.horas, /^\d{1,4}$/),
		...(modulo.creditos === null
			? {}
			: { creditos: creditos(`créditos de ${modulo.clave}`, modulo.creditos) }),
	}
}

/** PerfilEgresoEspecifico sólo va cuando el plan tiene trayecto o perfil laboral. */
const perfilEgreso = (plan: Renglones['plan']): Pick<DecSinFirmante, 'perfilEgreso'> => {
	if (plan.trayecto === null && plan.tipoPerfilLaboral === null) return {}
	// El esquema pide al menos una: sin ella, el documento entero sería rechazado.
	if (plan.competencias.length === 0) throw new DatoNoCabe('competencias del plan', 'está vacío')
	return {
		perfilEgreso: {
			...opcional('trayecto', plan.trayecto),
			...(plan.idCampoDisciplinar === null
				? {}
				: { idCampoDisciplinar: entero('id del campo disciplinar', plan.idCampoDisciplinar) }),
			...opcional('campoDisciplinar', plan.campoDisciplinar),
			...opcional('tipoPerfilLaboralEMS', plan.tipoPerfilLaboral),
			nombrePerfilLaboralEMS: texto('carrera', plan.carrera),
			competencias: plan.competencias.map((competencia) => ({
				nombreCompetenciasLaborales: texto('competencia', competencia),
			})),
		},
	}
}

/** Un valor del documento: NFC, sin espacios de sobra, sin pleca y sin nada que no se vea (estándares: DEC). */
const texto = (campo: string, valor: string): string => {
	const limpio = valor.normalize('NFC').replace(/\s+/g, ' ').trim()
	if (limpio === '') throw new DatoNoCabe(campo, 'está vacío')
	if (limpio.includes('|'))
		throw new DatoNoCabe(campo, 'tiene una pleca (|), que el documento usa para separar')
	// El dispositivo de quien sella tampoco lo firmaría: mejor decirlo a quien puede corregirlo en SAE.
	if (limpio.search(NO_SE_VE) >= 0) throw new DatoNoCabe(campo, 'tiene un carácter que no se ve')
	return limpio
}

const opcional = <N extends string>(nombre: N, valor: string | null): { [K in N]?: string } =>
	(valor === null || valor.trim() === '' ? {} : { [nombre]: texto(nombre, valor) }) as { [K in N]?: string }

const forma = (campo: string, valor: string, patron: RegExp): string => {
	if (!patron.test(valor)) throw new DatoNoCabe(campo, `no tiene la forma que pide el documento: «${valor}»`)
	return valor
}

const entero = (campo: string, valor: string): string => forma(campo, valor, /^\d{1,10}$/)

const creditos = (campo: string, valor: string): string => {
	const leidos = leerCreditos(valor)
	if (!leidos.ok) throw new DatoNoCabe(campo, `no es un número de créditos: «${valor}»`)
	return leidos.valor
}

const inicioDelDia = (campo: string, fecha: string): string =>
	`${forma(campo, fecha, /^\d{4}-\d{2}-\d{2}$/)}T00:00:00`
