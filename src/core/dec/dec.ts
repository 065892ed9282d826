/**
 * El Documento Electrónico de Certificación (DEC) de educación media superior, tal como viaja: todos los valores
 * son el texto exacto de su atributo, sin interpretar, porque lo que se sella es el texto.
 *
 * Fuente: esquema DecTerminacion 3.0 de la SEP (ver `campos.ts`).
 */
import type * as campos from './campos.ts'

type Valores<A extends campos.Atributos> = {
	readonly [N in keyof A['requeridos']]: string
} & { readonly [N in keyof A['opcionales']]?: string }

type ServicioFirmante = Valores<typeof campos.SERVICIO_FIRMANTE>
type FirmaResponsable = Valores<typeof campos.FIRMA_RESPONSABLE>
type Iems = Valores<typeof campos.IEMS>
type PlantelDec = Valores<typeof campos.PLANTEL>
type Alumno = Valores<typeof campos.ALUMNO>
type Acreditacion = Valores<typeof campos.ACREDITACION>
type Uac = Valores<typeof campos.UAC>
type Competencia = Valores<typeof campos.COMPETENCIA>
type PerfilEgreso = Valores<typeof campos.PERFIL_EGRESO> & {
	readonly competencias: readonly Competencia[]
}
export type SelloSep = Valores<typeof campos.SEP>

/** Quien firma, antes de firmar: la persona y su cargo, sin sello ni certificado. */
export type Firmante = Omit<FirmaResponsable, 'sello' | 'certificadoResponsable' | 'noCertificadoResponsable'>

/** El documento sellado; `sep` solo está en lo que la SEP devuelve. `uacs` vacío equivale a no llevar `UacsdeFt`. */
export type Dec = Valores<typeof campos.DEC> & {
	readonly servicioFirmante: ServicioFirmante
	readonly firmaResponsable: FirmaResponsable
	readonly iems: Iems
	readonly plantel: PlantelDec
	readonly alumno: Alumno
	readonly acreditacion: Acreditacion
	readonly uacs: readonly Uac[]
	readonly perfilEgreso?: PerfilEgreso
	readonly sep?: SelloSep
}

/** El documento antes de sellarse: de aquí sale la cadena original. Todo `Dec` lo es también. */
export type DecSinSello = Omit<Dec, 'firmaResponsable' | 'sep'> & { readonly firmaResponsable: Firmante }

/** Lo que el sellado agrega: sello y certificado (.cer, DER) en Base64 y el número de serie de 20 dígitos. */
type Sello = {
	readonly sello: string
	readonly certificado: string
	readonly noCertificado: string
}

const soloFirmante = (firmante: Firmante): Firmante => {
	const { nombre, primerApellido, segundoApellido, curp, idCargo, cargo } = firmante
	return {
		nombre,
		primerApellido,
		...(segundoApellido === undefined ? {} : { segundoApellido }),
		curp,
		idCargo,
		...(cargo === undefined ? {} : { cargo }),
	}
}

const sinSep = (dec: DecSinSello): Omit<DecSinSello, 'firmaResponsable'> => {
	const { version, tipoCertificado, folioControl, servicioFirmante } = dec
	const { iems, plantel, alumno, acreditacion, uacs, perfilEgreso } = dec
	return {
		version,
		tipoCertificado,
		...(folioControl === undefined ? {} : { folioControl }),
		servicioFirmante,
		iems,
		plantel,
		alumno,
		acreditacion,
		uacs,
		...(perfilEgreso === undefined ? {} : { perfilEgreso }),
	}
}

/** El documento con el sello puesto. Lo que la SEP hubiera timbrado antes se quita: timbraba otro sello. */
export const conSello = (dec: DecSinSello, { sello, certificado, noCertificado }: Sello): Dec => ({
	...sinSep(dec),
	firmaResponsable: {
		...soloFirmante(dec.firmaResponsable),
		sello,
		certificadoResponsable: certificado,
		noCertificadoResponsable: noCertificado,
	},
})

/**
 * El mismo documento, sin sellos, con otra persona como FirmaResponsable: cada director sella la cadena
 * original en la que él es quien firma (numerales 16 y 20).
 */
export const conFirmante = (dec: DecSinSello, firmante: Firmante): DecSinSello => ({
	...sinSep(dec),
	firmaResponsable: soloFirmante(firmante),
})
