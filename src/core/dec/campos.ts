/**
 * El esquema DecTerminacion 3.0 de la SEP como datos: quien escribe, quien lee y quien revisa un DEC usan
 * esta misma tabla, de modo que no pueden discrepar. Los nombres son los de la SEP y no salen de esta carpeta.
 *
 * Fuente: esquema `DecTerminacion-3.0.xsd` de la SEP (elementos, orden, atributos, tipos y obligatoriedad).
 */

/** El espacio de nombres del DEC; es también el `targetNamespace` del esquema. */
export const ESPACIO = 'https://www.siged.sep.gob.mx/certificados/'

/** Los tipos que el esquema usa: `xs:string` libre o con al menos un carácter, `xs:integer`, `xs:date`, `xs:dateTime`. */
export type Tipo =
	| 'cadena'
	| 'no-vacia'
	| 'entero'
	| 'fecha'
	| 'fecha-hora'
	| { readonly fijo: string }
	| { readonly enteroEn: readonly number[] }

/** Atributos obligatorios y opcionales de un elemento, cada uno con su tipo. */
export type Atributos = {
	readonly requeridos: Readonly<Record<string, Tipo>>
	readonly opcionales: Readonly<Record<string, Tipo>>
}

export const DEC = {
	requeridos: { version: { fijo: '3.0' }, tipoCertificado: { enteroEn: [1, 12, 14, 16] } },
	opcionales: { folioControl: 'cadena' },
} as const satisfies Atributos

export const SERVICIO_FIRMANTE = {
	requeridos: { idEntidad: 'cadena' },
	opcionales: {},
} as const satisfies Atributos

export const FIRMA_RESPONSABLE = {
	requeridos: {
		nombre: 'cadena',
		primerApellido: 'cadena',
		curp: 'cadena',
		idCargo: 'entero',
		sello: 'cadena',
		certificadoResponsable: 'cadena',
	},
	opcionales: { segundoApellido: 'cadena', cargo: 'cadena', noCertificadoResponsable: 'cadena' },
} as const satisfies Atributos

export const IEMS = {
	requeridos: {
		nombreSEN: 'no-vacia',
		nombreDependencia: 'no-vacia',
		idIEMS: 'entero',
		idTipoIEMS: 'entero',
		idOpcionEducativa: 'entero',
	},
	opcionales: {
		nombreIEMS: 'cadena',
		tipoIEMS: 'cadena',
		nombreIEMSparticular: 'cadena',
		institucionRVOE: 'cadena',
		opcionEducativa: 'cadena',
	},
} as const satisfies Atributos

export const PLANTEL = {
	requeridos: {
		idTipoPlantel: 'entero',
		idMunicipio: 'cadena',
		idEntidadFederativa: 'cadena',
		cct: 'cadena',
		idSostenimiento: 'entero',
	},
	opcionales: {
		tipoPlantel: 'cadena',
		nombreNumeroPlantel: 'cadena',
		municipio: 'cadena',
		entidadFederativa: 'cadena',
		claveRvoe: 'cadena',
		fechaInicioRvoe: 'fecha',
		idGeneroPlantel: 'entero',
		generoPlantel: 'cadena',
		sostenimiento: 'cadena',
	},
} as const satisfies Atributos

export const ALUMNO = {
	requeridos: { nombre: 'cadena', primerApellido: 'cadena', curp: 'no-vacia', numeroControl: 'cadena' },
	opcionales: { segundoApellido: 'cadena' },
} as const satisfies Atributos

export const ACREDITACION = {
	requeridos: {
		idNivelEstudios: 'entero',
		idTipoEstudiosIEMS: 'entero',
		periodoInicio: 'fecha-hora',
		periodoTermino: 'fecha-hora',
		creditosObtenidos: 'cadena',
		totalCreditos: 'cadena',
		promedioAprovechamiento: 'cadena',
		promedioAprovechamientoTexto: 'cadena',
	},
	opcionales: {
		nivelEstudios: 'cadena',
		tipoEstudiosIEMS: 'cadena',
		tipoPerfilLaboralEMS: 'cadena',
		nombreTipoPerfilLaboralEMS: 'cadena',
		clavePlanEstudios: 'cadena',
	},
} as const satisfies Atributos

export const UAC = {
	requeridos: { nombre: 'cadena', calificacion: 'cadena', totalHorasUAC: 'cadena' },
	opcionales: { dictamen: 'cadena', creditos: 'cadena' },
} as const satisfies Atributos

export const PERFIL_EGRESO = {
	requeridos: {},
	opcionales: {
		trayecto: 'cadena',
		idCampoDisciplinar: 'entero',
		campoDisciplinar: 'cadena',
		tipoPerfilLaboralEMS: 'cadena',
		nombrePerfilLaboralEMS: 'cadena',
	},
} as const satisfies Atributos

export const COMPETENCIA = {
	requeridos: {},
	opcionales: { nombreCompetenciasLaborales: 'cadena' },
} as const satisfies Atributos

export const SEP = {
	requeridos: {
		version: { fijo: '1.0' },
		folioDigital: 'cadena',
		fechaSep: 'fecha-hora',
		selloDec: 'cadena',
		noCertificadoSep: 'cadena',
		selloSep: 'cadena',
	},
	opcionales: {},
} as const satisfies Atributos

const NINGUNO = { requeridos: {}, opcionales: {} } as const satisfies Atributos

/**
 * Un elemento: su nombre en el XML, el campo de `Dec` donde vive, cuántas veces va y qué lleva dentro, en orden.
 * Con `campo` vacío no tiene objeto propio: lo que lleva dentro vive en el de quien lo contiene.
 */
export type Elemento = {
	readonly nombre: string
	readonly campo: string
	readonly minimo: 0 | 1
	readonly maximo: 1 | 'varios'
	readonly atributos: Atributos
	readonly hijos: readonly Elemento[]
}

const uno = (nombre: string, campo: string, atributos: Atributos): Elemento => ({
	nombre,
	campo,
	minimo: 1,
	maximo: 1,
	atributos,
	hijos: [],
})

const varios = (nombre: string, campo: string, atributos: Atributos): Elemento => ({
	...uno(nombre, campo, atributos),
	maximo: 'varios',
})

const opcional = (
	nombre: string,
	campo: string,
	atributos: Atributos,
	hijos: readonly Elemento[] = [],
): Elemento => ({ ...uno(nombre, campo, atributos), minimo: 0, hijos })

/** El documento entero, en el orden que el esquema manda. */
export const ARBOL: Elemento = {
	...uno('Dec', '', DEC),
	hijos: [
		uno('ServicioFirmante', 'servicioFirmante', SERVICIO_FIRMANTE),
		uno('FirmaResponsable', 'firmaResponsable', FIRMA_RESPONSABLE),
		uno('Iems', 'iems', IEMS),
		uno('PlantelOServicioEducativo', 'plantel', PLANTEL),
		uno('Alumno', 'alumno', ALUMNO),
		uno('Acreditacion', 'acreditacion', ACREDITACION),
		opcional('UacsdeFt', '', NINGUNO, [varios('UacdeFt', 'uacs', UAC)]),
		opcional('PerfilEgresoEspecifico', 'perfilEgreso', PERFIL_EGRESO, [
			varios('CompetenciasEspecificas', 'competencias', COMPETENCIA),
		]),
		opcional('Sep', 'sep', SEP),
	],
}
