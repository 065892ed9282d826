import { SELLOS, timbrado } from './datos.ts'

/** Cada dato en que el XML y el PDF deben coincidir, con el XML en que ya no coinciden. */
const bueno = timbrado('CE20180000001')
const { alumno, acreditacion, plantel, iems, sep, uacs } = bueno
const [modulo = { nombre: '', calificacion: '', totalHorasUAC: '' }] = uacs
const conModulo = (cambios: Partial<typeof modulo>) => ({
	...bueno,
	uacs: [{ ...modulo, ...cambios }, ...uacs.slice(1)],
})
const conAcreditacion = (cambios: Partial<typeof acreditacion>) => ({
	...bueno,
	acreditacion: { ...acreditacion, ...cambios },
})
const conSep = (cambios: Partial<NonNullable<typeof sep>>) => {
	if (!sep) throw new Error('sin timbre')
	return { ...bueno, sep: { ...sep, ...cambios } }
}
export const DISCORDES: Readonly<Record<string, Readonly<Record<string, typeof bueno>>>> = {
	folio: { 'otro folio': { ...bueno, folioControl: 'CE20180000002' } },
	nombre: {
		'sin acento': { ...bueno, alumno: { ...alumno, primerApellido: 'Nonga' } },
		'otro apellido': { ...bueno, alumno: { ...alumno, segundoApellido: 'Quirós' } },
	},
	'curp-y-matricula': {
		'otra CURP': { ...bueno, alumno: { ...alumno, curp: 'XOQX080102MMCXRM12' } },
		'otra matrícula': { ...bueno, alumno: { ...alumno, numeroControl: '231234567-9' } },
	},
	estudios: {
		'otra carrera': conAcreditacion({ nombreTipoPerfilLaboralEMS: 'Enfermería' }),
		'otro plantel': { ...bueno, plantel: { ...plantel, cct: '15DPT0002A' } },
		'otra institución': { ...bueno, iems: { ...iems, nombreIEMS: 'Otro colegio' } },
		'otra competencia': {
			...bueno,
			perfilEgreso: { trayecto: 'Trayecto', competencias: [{ nombreCompetenciasLaborales: 'Vuela' }] },
		},
	},
	'promedio-y-periodo': {
		'otro promedio': conAcreditacion({ promedioAprovechamiento: '9.9' }),
		'otra letra': conAcreditacion({ promedioAprovechamientoTexto: 'Nueve punto nueve' }),
		'otros créditos': conAcreditacion({ creditosObtenidos: '350' }),
		'otro término': conAcreditacion({ periodoTermino: '2026-07-11T00:00:00' }),
	},
	modulos: {
		'otro módulo': conModulo({ nombre: 'Otro' }),
		'un módulo menos': { ...bueno, uacs: uacs.slice(1) },
		'un módulo más': { ...bueno, uacs: [...uacs, modulo] },
		'en otro orden': { ...bueno, uacs: [...uacs].reverse() },
	},
	calificaciones: {
		'otra calificación': conModulo({ calificacion: '10' }),
		'otras horas': conModulo({ totalHorasUAC: '109' }),
		'otros créditos': conModulo({ creditos: '5' }),
	},
	timbre: {
		'otro folio digital': conSep({ folioDigital: '1b5e2f6a-7f3c-4a51-9a51-3f0c2d1e4b7a' }),
		'otra fecha': conSep({ fechaSep: '2026-07-15T21:00:06' }),
		'otro certificado': conSep({ noCertificadoSep: '00001000000500000002' }),
	},
	'liga-y-qr': { 'otro folio digital': conSep({ folioDigital: '1b5e2f6a-7f3c-4a51-9a51-3f0c2d1e4b7a' }) },
	sellos: {
		'otro sello de la SEP': conSep({ selloSep: SELLOS.plantel }),
		'otro sello del director': {
			...conSep({ selloDec: SELLOS.sep }),
			firmaResponsable: { ...bueno.firmaResponsable, sello: SELLOS.sep },
		},
	},
	xml: {
		'sin timbre': { ...bueno, sep: undefined } as unknown as typeof bueno,
		'timbre de otro sello': conSep({ selloDec: SELLOS.plantel }),
		'fuera del esquema': { ...bueno, alumno: { ...alumno, curp: '' } },
	},
}
