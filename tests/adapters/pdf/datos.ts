import type { DatosPdfCertificado } from '../../../bff/application/ports.ts'
import type { Dec } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { decDe } from '../../lib/firma/certificados.ts'

export const FOLIO_DIGITAL = '0b5e2f6a-7f3c-4a51-9a51-3f0c2d1e4b7a'
export const ENLACE = `https://egreso.example/v/${FOLIO_DIGITAL}`

/** Un sello inventado de 256 bytes. */
const sello = (semilla: number): string =>
	Buffer.from(Uint8Array.from({ length: 256 }, (_, i) => (i * 7 + semilla * 31) % 256)).toString('base64')

/** Los sellos inventados del documento: el del estado es el que viaja (16). */
export const SELLOS = { plantel: sello(2), estatal: sello(1), sep: sello(3) } as const

/** Un DEC timbrado de persona inventada, con tantos módulos. */
export const timbrado = (folio: string, alumno: Partial<Dec['alumno']> = {}, modulos = 14): Dec => {
	const dec = decDe(alumno, folio)
	const [modelo = { nombre: '', calificacion: '', totalHorasUAC: '' }] = dec.uacs
	return {
		...dec,
		firmaResponsable: { ...dec.firmaResponsable, sello: SELLOS.estatal },
		uacs: Array.from({ length: modulos }, (_, i) => ({ ...modelo, nombre: `Módulo número ${i + 1}` })),
		sep: {
			version: '1.0',
			folioDigital: FOLIO_DIGITAL,
			fechaSep: '2026-07-15T21:00:05',
			selloDec: SELLOS.estatal,
			noCertificadoSep: '00001000000500000001',
			selloSep: SELLOS.sep,
		},
	}
}

/** Lo que el PDF de un certificado recibe; toda la gente es inventada. */
export const datosDe = (
	cambios: Partial<DatosPdfCertificado> = {},
	alumno: Partial<Dec['alumno']> = {},
	modulos = 14,
): DatosPdfCertificado => {
	const { folio = 'CE20180000001' } = cambios
	return {
		folio,
		cuv: '0123-4567-89AB',
		volumen: 2,
		foja: 7,
		fecha: '2026-07-15',
		xml: escribirDec(timbrado(folio, alumno, modulos)),
		selloCalidad: false,
		enlacePublico: ENLACE,
		firmantes: [
			{
				rol: 'plantel',
				nombre: 'Íñigo Peña Güereña',
				cargo: 'Director de Plantel',
				noCertificado: '30001000000500000001',
				sello: SELLOS.plantel,
				momento: '2026-07-15T16:00:00.000Z',
			},
			{
				rol: 'estatal',
				nombre: 'Leticia Farías Montaño',
				cargo: 'Directora General',
				noCertificado: '30001000000500000002',
				sello: SELLOS.estatal,
				momento: '2026-07-15T17:00:00.000Z',
			},
		],
		entidad: 'Colegio Estatal del Estado de México',
		modelo: '2018',
		...cambios,
	}
}
