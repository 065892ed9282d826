import type { Dec, SelloSep } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { sellar } from '#core/efirma/sellar.ts'
import { ENTIDADES } from './catalogos.ts'

/** Las descripciones que la SEP pone junto a cada clave; por nombre de atributo y clave. */
export type Catalogos = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Las que el simulador trae; quien lo levanta puede dar otras o más. Las oficiales no son públicas. */
export const CATALOGOS_DEMO: Catalogos = {
	cargo: {},
	nombreIEMS: {},
	tipoIEMS: { '5': 'Organismo descentralizado' },
	opcionEducativa: { '1': 'Presencial' },
	tipoPlantel: { '99': 'Plantel' },
	municipio: {},
	entidadFederativa: ENTIDADES,
	generoPlantel: { '1': 'El', '2': 'La' },
	sostenimiento: { '1': 'Público', '2': 'Privado' },
	nivelEstudios: { '2': 'Media superior' },
	tipoEstudiosIEMS: { '1': 'Profesional técnico bachiller' },
}

const describir = (
	catalogos: Catalogos,
	nombre: string,
	clave: string | undefined,
	escrito: string | undefined,
): Record<string, string> => {
	const descripcion = escrito ?? (clave === undefined ? undefined : catalogos[nombre]?.[clave])
	return descripcion === undefined ? {} : { [nombre]: descripcion }
}

/** El documento con sus descripciones de catálogo. Nada de lo que va en la cadena original cambia. */
const conDescripciones = (dec: Dec, catalogos: Catalogos): Dec => {
	const { firmaResponsable: firma, iems, plantel, acreditacion } = dec
	const poner = (nombre: string, clave: string | undefined, escrito: string | undefined) =>
		describir(catalogos, nombre, clave, escrito)
	return {
		...dec,
		firmaResponsable: { ...firma, ...poner('cargo', firma.idCargo, firma.cargo) },
		iems: {
			...iems,
			...poner('nombreIEMS', iems.idIEMS, iems.nombreIEMS),
			...poner('tipoIEMS', iems.idTipoIEMS, iems.tipoIEMS),
			...poner('opcionEducativa', iems.idOpcionEducativa, iems.opcionEducativa),
		},
		plantel: {
			...plantel,
			...poner('tipoPlantel', plantel.idTipoPlantel, plantel.tipoPlantel),
			...poner('municipio', `${plantel.idEntidadFederativa}${plantel.idMunicipio}`, plantel.municipio),
			...poner('entidadFederativa', plantel.idEntidadFederativa, plantel.entidadFederativa),
			...poner('generoPlantel', plantel.idGeneroPlantel, plantel.generoPlantel),
			...poner('sostenimiento', plantel.idSostenimiento, plantel.sostenimiento),
		},
		acreditacion: {
			...acreditacion,
			...poner('nivelEstudios', acreditacion.idNivelEstudios, acreditacion.nivelEstudios),
			...poner('tipoEstudiosIEMS', acreditacion.idTipoEstudiosIEMS, acreditacion.tipoEstudiosIEMS),
		},
	}
}

/** El número del certificado con que este simulador dice sellar. No existe fuera de aquí. */
const NO_CERTIFICADO_SEP = '90001000000400009999'

// La Ciudad de México no cambia de hora desde 2022: UTC−6 todo el año. fechaSep no lleva zona.
const fechaSep = (momento: Date): string =>
	new Date(momento.getTime() - 6 * 3_600_000).toISOString().slice(0, 19)

/**
 * Timbra: agrega descripciones y el nodo Sep, y devuelve el XML. Qué cadena firma la SEP no es público: aquí se firma
 * `||1.0|folioDigital|fechaSep|selloDec|noCertificadoSep||`, que es invención de este simulador.
 */
export const timbrar = async (
	dec: Dec,
	{
		folioDigital,
		momento,
		llave,
		catalogos,
	}: {
		readonly folioDigital: string
		readonly momento: Date
		readonly llave: CryptoKey
		readonly catalogos: Catalogos
	},
): Promise<string> => {
	const fecha = fechaSep(momento)
	const selloDec = dec.firmaResponsable.sello
	const sep: SelloSep = {
		version: '1.0',
		folioDigital,
		fechaSep: fecha,
		selloDec,
		noCertificadoSep: NO_CERTIFICADO_SEP,
		selloSep: await sellar(`||1.0|${folioDigital}|${fecha}|${selloDec}|${NO_CERTIFICADO_SEP}||`, llave),
	}
	return escribirDec({ ...conDescripciones(dec, catalogos), sep })
}
