import { readFile } from 'node:fs/promises'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { conSello, type Dec, type DecSinSello } from '#core/dec/dec.ts'
import { exigir } from '#core/domain/result.ts'
import { abrirLlave } from '#core/efirma/llave.ts'
import { sellar } from '#core/efirma/sellar.ts'
import type { Efirma } from '../../bff/simuladores/autoridad/efirma.ts'

/** La persona que firma en estas pruebas. */
export const FIRMANTE = {
	curp: 'DESA800101MMCXXR08',
	rfc: 'DESA800101AB1',
	contrasena: 'contraseña ñ',
} as const

/** Un documento válido, sin sellar, de quien tenga esa CURP y esa matrícula. */
export const documento = (curp: string, matricula: string): DecSinSello => ({
	version: '3.0',
	tipoCertificado: '1',
	folioControl: `CE18${matricula}`,
	servicioFirmante: { idEntidad: '15' },
	firmaResponsable: {
		nombre: 'Ana',
		primerApellido: 'Demo',
		curp: FIRMANTE.curp,
		idCargo: '93',
		cargo: 'Directora',
	},
	iems: {
		nombreSEN: 'Sistema Educativo Nacional de México',
		nombreDependencia: 'Subsecretaría de Educación Media Superior',
		idIEMS: '99999',
		idTipoIEMS: '5',
		idOpcionEducativa: '1',
	},
	plantel: {
		idTipoPlantel: '99',
		nombreNumeroPlantel: 'Plantel <Demo> & "Cía"',
		idMunicipio: '054',
		idEntidadFederativa: '15',
		cct: '15DPT0001A',
		idGeneroPlantel: '1',
		idSostenimiento: '1',
	},
	alumno: { nombre: 'Zoé', primerApellido: 'Ñuñez', curp, numeroControl: matricula },
	acreditacion: {
		idNivelEstudios: '2',
		idTipoEstudiosIEMS: '1',
		periodoInicio: '2022-08-20T00:00:00',
		periodoTermino: '2025-07-09T00:00:00',
		creditosObtenidos: '360',
		totalCreditos: '360',
		promedioAprovechamiento: '9.1',
		promedioAprovechamientoTexto: 'Nueve punto uno',
	},
	uacs: [{ nombre: 'Programación básica', calificacion: '9.3', totalHorasUAC: '108' }],
})

/** Quien sella documentos con esa e.firma, como lo haría el dispositivo de la directora. */
export const selladora = async (efirma: Efirma): Promise<(dec: DecSinSello) => Promise<Dec>> => {
	const llave = exigir(await abrirLlave(await readFile(efirma.key), FIRMANTE.contrasena))
	const certificado = (await readFile(efirma.cer)).toString('base64')
	return async (dec) =>
		conSello(dec, {
			sello: await sellar(exigir(cadenaOriginal(dec)), llave),
			certificado,
			noCertificado: efirma.serie,
		})
}
