import { ASUNTOS_DE_RECHAZO, LUGARES_DE_RECHAZO } from '#core/domain/lotes/rechazo.ts'

/*
 * Qué catálogos hay y qué lleva cada uno: la forma de sus datos, no los datos. Las claves y sus nombres llegan por CSV.
 */

/** Cómo se escribe un dato. */
export type Forma =
	| 'texto'
	| 'entero'
	| 'si-no'
	| 'creditos'
	| 'lista'
	| 'patron-matricula'
	| 'patron-rechazo'
	| { readonly patron: RegExp; readonly pide: string }
	| { readonly opciones: readonly string[] }

export type Columna = {
	/** Como va en el encabezado del CSV. */
	readonly nombre: string
	/** Como se llama en `catalogo_valor.datos`. */
	readonly dato: string
	readonly forma: Forma
	readonly opcional?: true
	/** La clave de otro catálogo, que tiene que estar en vigor todo el tiempo que esto lo esté. */
	readonly de?: NombreCatalogo
	/** Se escribe este dato del otro catálogo en vez de su clave. */
	readonly por?: string
	/** No se repite en dos claves. */
	readonly unica?: true
}

type Catalogo = {
	readonly titulo: string
	readonly descripcion: string
	/** Los datos que, unidos, hacen la clave. Sin ellos, la clave es su propia columna. */
	readonly clave?: readonly string[]
	readonly formaClave?: Forma
	/** El dato por el que se leen juntos. */
	readonly grupo?: string
	readonly columnas: readonly Columna[]
	/** Si la vigencia debe tener término. */
	readonly conTermino?: true
}

const ENTERO = 'entero' as const
const nombre: Columna = { nombre: 'NOMBRE', dato: 'nombre', forma: 'texto' }
const descripcion: Columna = { ...nombre, opcional: true }
const referencia = (columna: string, dato: string, de: NombreCatalogo): Columna => ({
	nombre: columna,
	dato,
	de,
	forma: 'texto',
})

/** Un catálogo de la SEP que sólo es clave y descripción. */
const deClave = (titulo: string, para: string, columnas: readonly Columna[] = [descripcion]): Catalogo => ({
	titulo,
	descripcion: para,
	formaClave: ENTERO,
	columnas,
})

/** En este orden se importan: cada uno sólo nombra a los de arriba. */
export const NOMBRES = [
	'entidad-federativa',
	'municipio',
	'tipo-iems',
	'iems',
	'opcion-educativa',
	'tipo-plantel',
	'genero-plantel',
	'sostenimiento',
	'cargo',
	'entidad',
	'plantel',
	'pc-sinems',
	'nivel-estudios',
	'tipo-estudios',
	'campo-disciplinar',
	'carrera',
	'plan',
	'modulo',
	'rechazo-sep',
] as const

export type NombreCatalogo = (typeof NOMBRES)[number]

/** Si hay un catálogo que se llame así. */
export const esNombreCatalogo = (texto: string): texto is NombreCatalogo =>
	(NOMBRES as readonly string[]).includes(texto)

export const CATALOGOS: Readonly<Record<NombreCatalogo, Catalogo>> = {
	'entidad-federativa': {
		titulo: 'Entidades federativas',
		descripcion: 'Las 32 del Marco Geoestadístico del INEGI: idEntidadFederativa en el certificado.',
		formaClave: { patron: /^(0[1-9]|[12]\d|3[0-2])$/, pide: 'Son dos cifras, de 01 a 32.' },
		columnas: [nombre],
	},
	municipio: {
		titulo: 'Municipios',
		descripcion:
			'Con la clave de cinco cifras del INEGI: dos de la entidad federativa y tres del municipio (idMunicipio).',
		formaClave: {
			patron: /^(0[1-9]|[12]\d|3[0-2])\d{3}$/,
			pide: 'Son cinco cifras con sus ceros a la izquierda, como 09007.',
		},
		columnas: [nombre],
	},
	'tipo-iems': deClave('Tipos de institución', 'idTipoIEMS en el certificado.'),
	iems: deClave('Instituciones (IEMS)', 'idIEMS en el certificado.', [
		nombre,
		referencia('TIPO_IEMS', 'tipo', 'tipo-iems'),
	]),
	'opcion-educativa': deClave('Opciones educativas', 'idOpcionEducativa en el certificado.'),
	'tipo-plantel': deClave('Tipos de plantel', 'idTipoPlantel en el certificado.'),
	'genero-plantel': deClave('Géneros de plantel', 'idGeneroPlantel en el certificado.'),
	sostenimiento: deClave('Sostenimientos', 'idSostenimiento en el certificado.'),
	cargo: deClave('Cargos de quien firma', 'idCargo en el certificado (16).'),
	entidad: {
		titulo: 'Colegios Estatales, UODCDMX y RCEO',
		descripcion: 'Quien expide, con lo que sus certificados dicen de la institución.',
		formaClave: { patron: /^[a-z][a-z0-9-]{0,39}$/, pide: 'Use minúsculas, cifras y guiones.' },
		columnas: [
			nombre,
			{ nombre: 'TIPO', dato: 'tipo', forma: { opciones: ['colegio-estatal', 'uodcdmx', 'rceo'] } },
			referencia('ENTIDAD_FEDERATIVA', 'entidadFederativa', 'entidad-federativa'),
			{ nombre: 'SERVICIO_FIRMANTE', dato: 'servicioFirmante', forma: 'texto' },
			{ nombre: 'NOMBRE_SEN', dato: 'nombreSen', forma: 'texto' },
			{ nombre: 'NOMBRE_DEPENDENCIA', dato: 'nombreDependencia', forma: 'texto' },
			referencia('IEMS', 'iems', 'iems'),
			referencia('OPCION_EDUCATIVA', 'opcionEducativa', 'opcion-educativa'),
			{ nombre: 'PATRON_MATRICULA', dato: 'patronMatricula', forma: 'patron-matricula' },
		],
	},
	plantel: {
		titulo: 'Planteles',
		descripcion: 'Con su CCT, lo que sus certificados dicen de ellos y el patrón de las matrículas que dan.',
		formaClave: { patron: /^[a-z][a-z0-9-]{0,39}$/, pide: 'Use minúsculas, cifras y guiones.' },
		columnas: [
			referencia('ENTIDAD', 'entidad', 'entidad'),
			nombre,
			{
				nombre: 'CCT',
				dato: 'cct',
				forma: { patron: /^\d{2}[A-Z]{3}\d{4}[A-Z]$/, pide: 'Una CCT es como 15DPT0001A.' },
				unica: true,
			},
			referencia('TIPO_PLANTEL', 'tipoPlantel', 'tipo-plantel'),
			referencia('MUNICIPIO', 'municipio', 'municipio'),
			{ ...referencia('GENERO', 'generoPlantel', 'genero-plantel'), opcional: true },
			referencia('SOSTENIMIENTO', 'sostenimiento', 'sostenimiento'),
			// Las matrículas que da, que son las que puede importar (10). Vacío: a nadie nuevo.
			{
				nombre: 'PATRON_MATRICULA',
				dato: 'patronMatricula',
				forma: 'patron-matricula',
				opcional: true,
				unica: true,
			},
		],
	},
	'pc-sinems': {
		titulo: 'PC-SINEMS',
		descripcion:
			'Los registros en el Padrón de Calidad: el certificado lleva sello de calidad si uno rige en su fecha (19).',
		clave: ['plantel'],
		columnas: [{ ...referencia('CCT', 'plantel', 'plantel'), por: 'cct' }],
		conTermino: true,
	},
	'nivel-estudios': deClave('Niveles de estudios', 'idNivelEstudios en el certificado.'),
	'tipo-estudios': deClave('Tipos de estudios', 'idTipoEstudiosIEMS en el certificado.'),
	'campo-disciplinar': deClave('Campos disciplinares', 'idCampoDisciplinar en el certificado.', [nombre]),
	carrera: {
		titulo: 'Carreras',
		descripcion: 'El nombre de cada carrera, como va en el certificado.',
		columnas: [nombre],
	},
	plan: {
		titulo: 'Planes de estudio',
		descripcion: 'Los planes de cada carrera, con su modelo académico (1).',
		columnas: [
			referencia('CARRERA', 'carrera', 'carrera'),
			{ nombre: 'MODELO', dato: 'modelo', forma: { opciones: ['2008', '2018', 'anterior'] } },
			referencia('NIVEL_ESTUDIOS', 'nivelEstudios', 'nivel-estudios'),
			referencia('TIPO_ESTUDIOS', 'tipoEstudios', 'tipo-estudios'),
			{ nombre: 'TIPO_PERFIL_LABORAL', dato: 'tipoPerfilLaboral', forma: 'texto', opcional: true },
			{ nombre: 'TRAYECTO', dato: 'trayecto', forma: 'texto', opcional: true },
			{ ...referencia('CAMPO_DISCIPLINAR', 'campoDisciplinar', 'campo-disciplinar'), opcional: true },
			{ nombre: 'TOTAL_CREDITOS', dato: 'totalCreditos', forma: 'creditos' },
			{ nombre: 'COMPETENCIAS', dato: 'competencias', forma: 'lista', opcional: true },
		],
	},
	modulo: {
		titulo: 'Módulos de los planes',
		descripcion:
			'Los módulos de cada plan en su orden: los que hay que aprobar (6 c) y los que el certificado enumera.',
		clave: ['plan', 'modulo'],
		grupo: 'plan',
		columnas: [
			referencia('PLAN', 'plan', 'plan'),
			{ nombre: 'MODULO', dato: 'modulo', forma: 'texto' },
			{ nombre: 'ORDEN', dato: 'orden', forma: ENTERO },
			nombre,
			{ nombre: 'HORAS', dato: 'horas', forma: { patron: /^\d{1,4}$/, pide: 'Son hasta cuatro cifras.' } },
			{ nombre: 'CREDITOS', dato: 'creditos', forma: 'creditos', opcional: true },
			{ nombre: 'FORMACION_TRABAJO', dato: 'formacionTrabajo', forma: 'si-no' },
		],
	},
	'rechazo-sep': {
		titulo: 'Rechazos de SEP',
		descripcion:
			'Qué quiere decir lo que SEP contesta al rechazar (15): un patrón, con * donde va cualquier cosa, y qué hacer. De dos que casan vale el de menor orden.',
		formaClave: { patron: /^[a-z0-9][a-z0-9-]{0,39}$/, pide: 'Use minúsculas, cifras y guiones.' },
		columnas: [
			{ nombre: 'PATRON', dato: 'patron', forma: 'patron-rechazo', unica: true },
			{ nombre: 'REQUISITO', dato: 'asunto', forma: { opciones: ASUNTOS_DE_RECHAZO } },
			{ nombre: 'CAMPO', dato: 'campo', forma: 'texto', opcional: true },
			{ nombre: 'REMEDIO', dato: 'remedio', forma: 'texto' },
			{ nombre: 'LUGAR', dato: 'lugar', forma: { opciones: LUGARES_DE_RECHAZO } },
			{ nombre: 'ORDEN', dato: 'orden', forma: ENTERO },
		],
	},
}

/** Las columnas de su CSV, en orden: la clave, sus datos y la vigencia. */
export const columnasDe = (cual: NombreCatalogo): readonly string[] => [
	...(CATALOGOS[cual].clave ? [] : [CLAVE]),
	...CATALOGOS[cual].columnas.map((una) => una.nombre),
	DESDE,
	HASTA,
]

export const CLAVE = 'CLAVE'
export const DESDE = 'DESDE'
export const HASTA = 'HASTA'
/** Optativa: con SI, esa vigencia se quita como si nunca hubiera estado. */
export const QUITAR = 'QUITAR'

/** Los datos de otros catálogos que uno nombra. */
export const referenciasDe = (
	cual: NombreCatalogo,
): readonly { readonly dato: string; readonly columna: string; readonly de: NombreCatalogo }[] =>
	CATALOGOS[cual].columnas.flatMap(({ dato, nombre: columna, de }) => (de ? [{ dato, columna, de }] : []))

/** Los catálogos que nombran a éste. */
export const losQueNombran = (cual: NombreCatalogo): readonly NombreCatalogo[] =>
	NOMBRES.filter((otro) => referenciasDe(otro).some(({ de }) => de === cual))
