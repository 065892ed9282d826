import { createHash } from 'node:crypto'
import type { Perfil } from '#core/domain/rol.ts'

/* Entidades, planteles y personas de la demostración. Todo inventado; las claves que no son públicas ([?] en el diseño) también. */

/** Inquilino de Entra ID de la demostración. */
export const INQUILINO = '7b1f0c52-9d0e-4a7b-8f55-6b2f4f0f2026'
/** Otro inquilino, para probar que se niega. */
const INQUILINO_AJENO = 'e0a3b7d4-11aa-4c1f-9a55-000000000001'

const IEMS = {
	nombreSen: 'Sistema Educativo Nacional de México',
	nombreDependencia: 'Subsecretaría de Educación Media Superior',
	nombreIems: 'Colegio Nacional de Educación Profesional Técnica',
	idTipoIems: '5',
	tipoIems: 'Descentralizado',
	idOpcionEducativa: '1',
	opcionEducativa: 'Presencial',
	patronMatricula: '^\\d{9}-\\d$',
} as const

export const ENTIDADES = [
	{
		id: 'mex',
		nombre: 'Colegio Estatal del Estado de México',
		tipo: 'colegio-estatal',
		firmante: 'estatal',
		entidadFederativa: '15',
		servicioFirmante: '90015',
		idIems: '90015',
		dominio: 'edomex.conalep.edu.mx',
		...IEMS,
	},
	{
		id: 'cmx',
		nombre: 'UODCDMX',
		tipo: 'uodcdmx',
		firmante: 'plantel',
		entidadFederativa: '09',
		servicioFirmante: '90009',
		idIems: '90009',
		dominio: 'cdmx.conalep.edu.mx',
		...IEMS,
	},
] as const

const PLANTEL = {
	idTipoPlantel: '90',
	tipoPlantel: 'Plantel de educación profesional técnica',
	idGeneroPlantel: '1',
	idSostenimiento: '1',
} as const

/** `pcSinems`: años respecto de hoy en que vale el registro (19); null si nunca lo tuvo. */
export const PLANTELES = [
	{
		id: 'mex-garzas',
		entidadId: 'mex',
		nombre: 'Plantel Laguna de las Garzas',
		cct: '15DPT0901K',
		idMunicipio: '054',
		municipio: 'Metepec',
		clave: '901',
		pcSinems: [-2, 2],
		...PLANTEL,
	},
	{
		id: 'mex-encino',
		entidadId: 'mex',
		nombre: 'Plantel El Encino',
		cct: '15DPT0902J',
		idMunicipio: '106',
		municipio: 'Toluca',
		clave: '902',
		pcSinems: [-5, -1],
		...PLANTEL,
	},
	{
		id: 'cmx-molino',
		entidadId: 'cmx',
		nombre: 'Plantel Molino del Rey Viejo',
		cct: '09DPT0903N',
		idMunicipio: '007',
		municipio: 'Iztapalapa',
		clave: '903',
		pcSinems: null,
		...PLANTEL,
	},
	{
		id: 'cmx-canoas',
		entidadId: 'cmx',
		nombre: 'Plantel Las Canoas',
		cct: '09DPT0904M',
		idMunicipio: '013',
		municipio: 'Xochimilco',
		clave: '904',
		pcSinems: null,
		...PLANTEL,
	},
] as const

export type PersonaDemo = {
	readonly id: string
	/** Identificador en el directorio, con la forma de Entra ID: un UUID que sale del `id`. */
	readonly oid: string
	readonly tid: string
	readonly correo: string
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	/** Fecha de nacimiento, sexo y entidad para su CURP; null si no firma. */
	readonly nacimiento: string | null
	readonly sexo: 'H' | 'M'
	readonly perfil: Perfil | null
	readonly entidadId: string | null
	readonly plantelId: string | null
	readonly idCargo: string | null
	readonly cargo: string | null
	readonly descripcion: string
}

type Semblanza = readonly [
	usuario: string,
	nombre: string,
	primero: string,
	segundo: string,
	nacimiento: string,
	sexo: 'H' | 'M',
]

const ESCOLARES: Record<string, Semblanza> = {
	'mex-garzas': ['escolares.garzas', 'Alma Delia', 'Rentería', 'Quiroz', '1984-03-11', 'M'],
	'mex-encino': ['escolares.encino', 'Tomás', 'Arriaga', 'Luévano', '1979-08-02', 'H'],
	'cmx-molino': ['escolares.molino', 'Graciela', 'Pantoja', 'Islas', '1988-12-24', 'M'],
	'cmx-canoas': ['escolares.canoas', 'Efraín', 'Tejeda', 'Solano', '1991-05-30', 'H'],
}

const DIRECTORES: Record<string, Semblanza> = {
	'mex-garzas': ['direccion.garzas', 'Beatriz', 'Olmedo', 'Saldívar', '1972-10-05', 'M'],
	'mex-encino': ['direccion.encino', 'Rogelio', 'Ibáñez', 'Cárdenas', '1968-01-19', 'H'],
	'cmx-molino': ['direccion.molino', 'Norma', 'Echeverría', 'Luna', '1975-07-27', 'M'],
	'cmx-canoas': ['direccion.canoas', 'Saúl', 'Barragán', 'Muñiz', '1970-11-14', 'H'],
}

const ESTATALES: Record<string, readonly [Semblanza, Semblanza]> = {
	mex: [
		['escolares.estatal', 'Patricia', 'Villaseñor', 'Ocampo', '1981-02-17', 'M'],
		['direccion.estatal', 'Armando', 'Zepeda', 'Íñiguez', '1965-06-08', 'H'],
	],
	cmx: [
		['escolares.estatal', 'Ulises', 'Carmona', 'Yáñez', '1986-09-21', 'H'],
		['titular', 'Leticia', 'Farías', 'Montaño', '1967-04-03', 'M'],
	],
}

const persona = (
	[usuario, nombre, primerApellido, segundoApellido, nacimiento, sexo]: Semblanza,
	dominio: string,
	resto: Pick<PersonaDemo, 'perfil' | 'entidadId' | 'plantelId' | 'descripcion'> & {
		idCargo?: string
		cargo?: string
	},
): PersonaDemo => ({
	...identificar(`${resto.plantelId ?? resto.entidadId ?? 'nacional'}-${usuario.split('.')[0] ?? usuario}`),
	tid: INQUILINO,
	correo: `${usuario}@${dominio}`,
	nombre,
	primerApellido,
	segundoApellido,
	nacimiento,
	sexo,
	perfil: resto.perfil,
	entidadId: resto.entidadId,
	plantelId: resto.plantelId,
	idCargo: resto.idCargo ?? null,
	cargo: resto.cargo ?? null,
	descripcion: resto.descripcion,
})

const identificar = (id: string): { id: string; oid: string } => {
	const hex = createHash('sha256').update(`persona:${id}`).digest('hex')
	const oid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
	return { id, oid }
}

const exigido = <T>(valor: T | undefined): T => {
	if (valor === undefined) throw new Error('El catálogo de la demostración está incompleto')
	return valor
}

/** Una persona por perfil y lugar (10), una más que puede suplir (16), y las que no deben poder entrar. */
export const PERSONAS: readonly PersonaDemo[] = [
	...PLANTELES.flatMap((plantel) => {
		const { dominio } = exigido(ENTIDADES.find((entidad) => entidad.id === plantel.entidadId))
		return [
			persona(exigido(ESCOLARES[plantel.id]), dominio, {
				perfil: 'escolares-plantel',
				entidadId: null,
				plantelId: plantel.id,
				descripcion: `Servicios Escolares · ${plantel.nombre}`,
			}),
			persona(exigido(DIRECTORES[plantel.id]), dominio, {
				perfil: 'director-plantel',
				entidadId: null,
				plantelId: plantel.id,
				idCargo: '91',
				cargo: 'Director de Plantel',
				descripcion: `Dirección · ${plantel.nombre}`,
			}),
		]
	}),
	...ENTIDADES.flatMap((entidad) => {
		const [escolares, direccion] = exigido(ESTATALES[entidad.id])
		return [
			persona(escolares, entidad.dominio, {
				perfil: 'escolares-estatal',
				entidadId: entidad.id,
				plantelId: null,
				descripcion: `Servicios Escolares · ${entidad.nombre}`,
			}),
			persona(direccion, entidad.dominio, {
				perfil: 'director-estatal',
				entidadId: entidad.id,
				plantelId: null,
				idCargo: entidad.tipo === 'uodcdmx' ? '93' : '92',
				cargo: entidad.tipo === 'uodcdmx' ? 'Titular de la UODCDMX' : 'Director General del Colegio Estatal',
				descripcion: `${entidad.tipo === 'uodcdmx' ? 'Titular' : 'Dirección'} · ${entidad.nombre}`,
			}),
		]
	}),
	// Quien puede suplir a una dirección (16): no dirige nada, y tiene cargo y e.firma propios.
	persona(
		['jefatura.garzas', 'Sofía', 'Arredondo', 'Campos', '1980-09-09', 'M'],
		exigido(ENTIDADES.find(({ id }) => id === 'mex')).dominio,
		{
			perfil: 'escolares-plantel',
			entidadId: null,
			plantelId: 'mex-garzas',
			idCargo: '95',
			cargo: 'Jefa de Servicios Escolares',
			descripcion: 'Jefatura de Servicios Escolares · Plantel Laguna de las Garzas (puede suplir)',
		},
	),
	persona(['dse', 'Irma', 'Coronado', 'Lara', '1978-05-12', 'M'], 'conalep.edu.mx', {
		perfil: 'dse',
		entidadId: null,
		plantelId: null,
		descripcion: 'Dirección de Servicios Educativos',
	}),
	persona(['ti', 'Hugo', 'Maldonado', 'Ruelas', '1990-10-30', 'H'], 'conalep.edu.mx', {
		perfil: 'ti',
		entidadId: null,
		plantelId: null,
		descripcion: 'Tecnologías Aplicadas',
	}),
	{
		...persona(['sin.perfil', 'Dora', 'Castellanos', 'Rico', '1993-01-01', 'M'], 'conalep.edu.mx', {
			perfil: null,
			entidadId: null,
			plantelId: null,
			descripcion: 'Cuenta institucional sin perfil: no debe entrar',
		}),
		...identificar('sin-perfil'),
	},
	{
		...persona(['persona', 'Bruno', 'Salinas', 'Paz', '1993-01-01', 'H'], 'correo-personal.example', {
			perfil: null,
			entidadId: null,
			plantelId: null,
			descripcion: 'Correo personal: no debe entrar',
		}),
		...identificar('correo-personal'),
	},
	{
		...persona(['visita', 'Carla', 'Nájera', 'Soto', '1993-01-01', 'M'], 'conalep.edu.mx', {
			perfil: null,
			entidadId: null,
			plantelId: null,
			descripcion: 'Cuenta de otra organización: no debe entrar',
		}),
		...identificar('otro-inquilino'),
		tid: INQUILINO_AJENO,
	},
]
