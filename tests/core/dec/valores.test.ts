import { describe, expect, it } from 'vitest'
import type { DecSinSello } from '#core/dec/dec.ts'
import { revisarValores } from '#core/dec/valores.ts'

const bueno: DecSinSello = {
	version: '3.0',
	tipoCertificado: '1',
	folioControl: 'CE18-0000001',
	servicioFirmante: { idEntidad: '90015' },
	firmaResponsable: { nombre: 'Rosa', primerApellido: 'Lira', curp: 'LIRR700101MDFXXS09', idCargo: '93' },
	iems: {
		nombreSEN: 'Sistema Educativo Nacional de México',
		nombreDependencia: 'Subsecretaría de Educación Media Superior',
		idIEMS: '90001',
		idTipoIEMS: '5',
		idOpcionEducativa: '1',
	},
	plantel: {
		idTipoPlantel: '9',
		idMunicipio: '054',
		idEntidadFederativa: '15',
		cct: '15DPT0001A',
		idSostenimiento: '1',
	},
	alumno: {
		nombre: 'María José',
		primerApellido: 'Ñáñez',
		curp: 'NAPM030405MMCXRRA8',
		numeroControl: '181234567-8',
	},
	acreditacion: {
		idNivelEstudios: '2',
		idTipoEstudiosIEMS: '1',
		periodoInicio: '2018-08-20T00:00:00',
		periodoTermino: '2021-07-09T00:00:00',
		creditosObtenidos: '360',
		totalCreditos: '360',
		promedioAprovechamiento: '9.1',
		promedioAprovechamientoTexto: 'Nueve punto uno',
	},
	uacs: [{ nombre: 'Manejo de redes', calificacion: '10', totalHorasUAC: '90' }],
}

const conNombre = (nombre: string): DecSinSello => ({ ...bueno, alumno: { ...bueno.alumno, nombre } })
const conPlantel = (plantel: Partial<DecSinSello['plantel']>): DecSinSello => ({
	...bueno,
	plantel: { ...bueno.plantel, ...plantel },
})
const conAcreditacion = (acreditacion: Partial<DecSinSello['acreditacion']>): DecSinSello => ({
	...bueno,
	acreditacion: { ...bueno.acreditacion, ...acreditacion },
})

const MALOS: Readonly<Record<string, readonly [DecSinSello, string, string]>> = {
	'un nombre con pleca': [conNombre('María|José'), 'valor-con-pleca', 'Alumno/@nombre'],
	'un nombre sin componer': [conNombre('Mari\u0301a'), 'valor-no-nfc', 'Alumno/@nombre'],
	'un nombre con dos espacios': [conNombre('María  José'), 'espacios-sobrantes', 'Alumno/@nombre'],
	'un nombre con espacio al final': [conNombre('María '), 'espacios-sobrantes', 'Alumno/@nombre'],
	'un nombre con espacio duro': [conNombre('María\u00a0José'), 'espacios-sobrantes', 'Alumno/@nombre'],
	'un nombre vacío': [conNombre(''), 'valor-vacio', 'Alumno/@nombre'],
	'un nombre con carácter nulo': [conNombre('María\u0000'), 'caracter-prohibido', 'Alumno/@nombre'],
	'un opcional vacío': [conPlantel({ claveRvoe: '' }), 'valor-vacio', 'PlantelOServicioEducativo/@claveRvoe'],
	'un municipio de dos dígitos': [
		conPlantel({ idMunicipio: '54' }),
		'valor-sin-forma',
		'PlantelOServicioEducativo/@idMunicipio',
	],
	'la entidad 33': [
		conPlantel({ idEntidadFederativa: '33' }),
		'valor-sin-forma',
		'PlantelOServicioEducativo/@idEntidadFederativa',
	],
	'un CCT en minúsculas': [
		conPlantel({ cct: '15dpt0001a' }),
		'valor-sin-forma',
		'PlantelOServicioEducativo/@cct',
	],
	'un promedio de 10.0': [
		conAcreditacion({ promedioAprovechamiento: '10.0' }),
		'valor-sin-forma',
		'Acreditacion/@promedioAprovechamiento',
	],
	'un periodo con zona': [
		conAcreditacion({ periodoInicio: '2018-08-20T00:00:00Z' }),
		'valor-sin-forma',
		'Acreditacion/@periodoInicio',
	],
	'un periodo que no existe': [
		conAcreditacion({ periodoInicio: '2018-02-30T00:00:00' }),
		'valor-no-fecha-hora',
		'Acreditacion/@periodoInicio',
	],
	'un módulo con espacios': [
		{ ...bueno, uacs: [{ nombre: ' Redes', calificacion: '9', totalHorasUAC: '1' }] },
		'espacios-sobrantes',
		'UacdeFt[1]/@nombre',
	],
}

describe('la puerta estricta de los documentos propios', () => {
	it('deja pasar un documento en forma', () => {
		expect(revisarValores(bueno)).toEqual([])
	})
	for (const [nombre, [dec, motivo, donde]] of Object.entries(MALOS)) {
		it(`detiene ${nombre}`, () => {
			expect(revisarValores(dec)).toEqual([expect.objectContaining({ motivo, donde })])
		})
	}
})
