import type { Dec } from '../../../src/core/dec/dec.ts'
import { escribirDec } from '../../../src/core/dec/escribir.ts'
import type { PorSellar } from '../../../src/core/contract/sellado.ts'
import type { CertificadoPorSellar, Quien } from '../../../src/lib/firma/comparar.ts'
import type { DocumentoPorSellar } from '../../../src/lib/firma/lote.ts'
import { mostradoDe } from '../../../src/lib/firma/revision.ts'

const CURP_FIRMANTE = 'KAHO641101HNTLKS06'

/** Un DEC de persona inventada, como el BFF lo manda a sellar: sin sello ni certificado. */
export const decDe = (cambios: Partial<Dec['alumno']> = {}, folio = 'CE20180000001'): Dec => ({
	version: '3.0',
	tipoCertificado: '1',
	folioControl: folio,
	servicioFirmante: { idEntidad: '99999' },
	firmaResponsable: {
		nombre: 'Oscar',
		primerApellido: 'Kala',
		segundoApellido: 'Haak',
		curp: CURP_FIRMANTE,
		idCargo: '93',
		cargo: 'Director',
		sello: '',
		certificadoResponsable: '',
	},
	iems: {
		nombreSEN: 'Sistema Educativo Nacional de México',
		nombreDependencia: 'Subsecretaría de Educación Media Superior',
		idIEMS: '99999',
		nombreIEMS: 'Colegio de Prueba',
		idTipoIEMS: '5',
		idOpcionEducativa: '1',
	},
	plantel: {
		idTipoPlantel: '99',
		nombreNumeroPlantel: 'Plantel de Prueba',
		idMunicipio: '054',
		municipio: 'Metepec',
		idEntidadFederativa: '15',
		cct: '15DPT0001A',
		idSostenimiento: '1',
	},
	alumno: {
		nombre: 'Ximena',
		primerApellido: 'Ñonga',
		segundoApellido: 'Quiroz',
		curp: 'XOQX080102MMCXRM04',
		numeroControl: '231234567-8',
		...cambios,
	},
	acreditacion: {
		idNivelEstudios: '2',
		idTipoEstudiosIEMS: '1',
		nombreTipoPerfilLaboralEMS: 'Informática',
		clavePlanEstudios: 'INFO-18',
		periodoInicio: '2023-08-21T00:00:00',
		periodoTermino: '2026-07-10T00:00:00',
		creditosObtenidos: '360',
		totalCreditos: '360',
		promedioAprovechamiento: '9.1',
		promedioAprovechamientoTexto: 'Nueve punto uno',
	},
	uacs: [
		{ nombre: 'Programación básica', calificacion: '9.3', totalHorasUAC: '108' },
		{ nombre: 'Manejo de redes', calificacion: '10', totalHorasUAC: '90' },
	],
	perfilEgreso: {
		trayecto: 'Trayecto',
		nombrePerfilLaboralEMS: 'Informática',
		competencias: [{ nombreCompetenciasLaborales: 'Desarrolla software' }],
	},
})

/** Quien entró, según su sesión. */
export const QUIEN: Quien = { nombre: 'Oscar Kala Haak', curp: CURP_FIRMANTE, cargo: 'Director' }

const valor = (texto: string | undefined): string => texto ?? ''

/** El certificado por sellar de un DEC, con lo revisado igual que el documento y el nombre como SAE lo trae. */
export const porSellar = (dec: Dec, cambios: Partial<CertificadoPorSellar> = {}): CertificadoPorSellar => {
	const { nombre, primerApellido, segundoApellido = null, curp, numeroControl } = dec.alumno
	return {
		tramiteId: `t-${numeroControl}`,
		folio: valor(dec.folioControl),
		matricula: numeroControl,
		xml: escribirDec(dec),
		revisado: {
			nombre,
			primerApellido,
			segundoApellido,
			curp,
			promedio: dec.acreditacion.promedioAprovechamiento,
			creditosObtenidos: dec.acreditacion.creditosObtenidos,
			fechaInicio: dec.acreditacion.periodoInicio.slice(0, 10),
			fechaTermino: dec.acreditacion.periodoTermino.slice(0, 10),
			plan: valor(dec.acreditacion.clavePlanEstudios),
			plantel: dec.plantel.cct,
			calificaciones: dec.uacs.map(({ calificacion }) => calificacion),
			nombreSae: {
				nombre: nombre.toUpperCase(),
				primerApellido: primerApellido.toUpperCase(),
				segundoApellido: segundoApellido?.toUpperCase() ?? null,
			},
			fechaSecundaria: '2023-07-12',
		},
		nombreEditado: false,
		intento: 1,
		devuelto: null,
		...cambios,
	}
}

/** La lista que el BFF mandaría con esos certificados; lo común, de esos documentos (de omisión, el de {@link decDe}). */
export const listaDe = (
	certificados: readonly CertificadoPorSellar[],
	decs: readonly Dec[] = [decDe()],
): PorSellar => {
	const { servicioFirmante, firmaResponsable, iems, plantel } = decs[0] ?? decDe()
	return {
		rol: 'plantel',
		firmante: {
			nombre: firmaResponsable.nombre,
			primerApellido: firmaResponsable.primerApellido,
			segundoApellido: firmaResponsable.segundoApellido ?? null,
			curp: firmaResponsable.curp,
			idCargo: firmaResponsable.idCargo,
			cargo: firmaResponsable.cargo ?? null,
		},
		entidad: {
			servicioFirmante: servicioFirmante.idEntidad,
			entidadFederativa: plantel.idEntidadFederativa,
			nombreSen: iems.nombreSEN,
			nombreDependencia: iems.nombreDependencia,
			idIems: iems.idIEMS,
			nombreIems: valor(iems.nombreIEMS),
			idTipoIems: iems.idTipoIEMS,
			tipoIems: iems.tipoIEMS ?? null,
			idOpcionEducativa: iems.idOpcionEducativa,
			opcionEducativa: iems.opcionEducativa ?? null,
		},
		planteles: Object.fromEntries(
			decs.map((dec) => [
				dec.plantel.cct,
				{
					nombre: valor(dec.plantel.nombreNumeroPlantel),
					cct: dec.plantel.cct,
					idTipoPlantel: dec.plantel.idTipoPlantel,
					tipoPlantel: dec.plantel.tipoPlantel ?? null,
					idMunicipio: dec.plantel.idMunicipio,
					municipio: valor(dec.plantel.municipio),
					idGeneroPlantel: dec.plantel.idGeneroPlantel ?? null,
					idSostenimiento: dec.plantel.idSostenimiento,
				},
			]),
		),
		planes: Object.fromEntries(
			decs.map(({ acreditacion, uacs, perfilEgreso }) => [
				valor(acreditacion.clavePlanEstudios),
				{
					clave: valor(acreditacion.clavePlanEstudios),
					carrera: valor(acreditacion.nombreTipoPerfilLaboralEMS),
					idNivelEstudios: acreditacion.idNivelEstudios,
					idTipoEstudios: acreditacion.idTipoEstudiosIEMS,
					tipoPerfilLaboral: acreditacion.tipoPerfilLaboralEMS ?? null,
					totalCreditos: acreditacion.totalCreditos,
					modulos: uacs.map((uac) => ({
						nombre: uac.nombre,
						horas: uac.totalHorasUAC,
						creditos: uac.creditos ?? null,
					})),
					perfilEgreso: perfilEgreso
						? {
								trayecto: perfilEgreso.trayecto ?? null,
								idCampoDisciplinar: perfilEgreso.idCampoDisciplinar ?? null,
								campoDisciplinar: perfilEgreso.campoDisciplinar ?? null,
								competencias: perfilEgreso.competencias.map((una) => valor(una.nombreCompetenciasLaborales)),
							}
						: null,
				},
			]),
		),
		muestra: { minimo: 3, porcentaje: 2 },
		certificados: [...certificados],
		total: certificados.length,
		yaSelladosPorUsted: 0,
	}
}

/** El documento que la página manda a sellar de ese certificado. */
export const documentoDe = (certificado: CertificadoPorSellar): DocumentoPorSellar => ({
	tramiteId: certificado.tramiteId,
	xml: certificado.xml,
	mostrado: mostradoDe(listaDe([certificado]), certificado, QUIEN),
})
