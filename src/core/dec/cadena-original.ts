/**
 * La cadena original: el texto que se sella. Mismos valores, misma cadena; un valor distinto, otra cadena.
 *
 * Fuente: instructivo de la SEP para el DEC de terminación 3.0; comprobada contra documentos que la SEP aceptó.
 * `folioControl`, ServicioFirmante, las descripciones, las competencias y `clavePlanEstudios` no van en ella.
 */
import { ok, rechazo, type Result } from '../domain/result.ts'
import type { DecSinSello } from './dec.ts'

/** Los 24 valores de cabeza, en orden; un opcional ausente conserva su pleca. */
const cabeza = (dec: DecSinSello): readonly (string | undefined)[] => [
	dec.version,
	dec.tipoCertificado,
	dec.firmaResponsable.curp,
	dec.firmaResponsable.idCargo,
	dec.iems.nombreDependencia,
	dec.iems.idIEMS,
	dec.iems.idOpcionEducativa,
	dec.plantel.idTipoPlantel,
	dec.plantel.idMunicipio,
	dec.plantel.idEntidadFederativa,
	dec.plantel.cct,
	dec.plantel.claveRvoe,
	dec.plantel.fechaInicioRvoe,
	dec.alumno.curp,
	dec.alumno.nombre,
	dec.alumno.primerApellido,
	dec.alumno.segundoApellido,
	dec.alumno.numeroControl,
	dec.acreditacion.idTipoEstudiosIEMS,
	dec.acreditacion.periodoInicio,
	dec.acreditacion.periodoTermino,
	dec.acreditacion.creditosObtenidos,
	dec.acreditacion.totalCreditos,
	dec.acreditacion.promedioAprovechamiento,
]

/**
 * La cadena original de un documento, propio o ajeno, reconstruida con los valores tal como están escritos.
 *
 * Solo se niega si un valor trae `|`: la cadena sería ambigua (dos documentos distintos darían la misma). No exige
 * NFC ni espacios sencillos, porque quien verifica un documento ajeno debe reconstruir lo que hay; a los propios
 * se les exige antes, en `revisarValores`. Un opcional vacío y uno ausente dan, por regla de la SEP, la misma cadena.
 */
export const cadenaOriginal = (dec: DecSinSello): Result<string, 'valor-con-pleca'> => {
	const valores = [...cabeza(dec)]
	for (const uac of dec.uacs) valores.push(uac.nombre, uac.calificacion, uac.totalHorasUAC)
	const perfil = dec.perfilEgreso
	if (perfil !== undefined) {
		valores.push(
			perfil.trayecto,
			perfil.campoDisciplinar,
			perfil.tipoPerfilLaboralEMS,
			perfil.nombrePerfilLaboralEMS,
		)
	}
	// Un arreglo escribe vacío lo que no está; si hay más plecas que uniones, algún valor trae la suya.
	const cadena = valores.join('|')
	if (cadena.split('|').length === valores.length) return ok(`||${cadena}||`)
	return rechazo('valor-con-pleca', { valor: valores.find((valor) => valor?.includes('|')) ?? '' })
}
