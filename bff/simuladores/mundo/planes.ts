/* Planes inventados con la forma de los del CONALEP: un núcleo común y módulos profesionales por carrera. */

type ModuloPlan = {
	readonly clave: string
	readonly nombre: string
	readonly horas: string
	readonly creditos: string
	readonly formacionTrabajo: boolean
}

export type Plan = {
	readonly clave: string
	readonly carrera: string
	readonly modelo: '2008' | '2018' | 'anterior'
	readonly trayecto: string | null
	readonly idCampoDisciplinar: string | null
	readonly campoDisciplinar: string | null
	readonly modulos: readonly ModuloPlan[]
	readonly competencias: readonly string[]
}

const modulo = (clave: string, nombre: string, horas: number, formacionTrabajo: boolean): ModuloPlan => ({
	clave,
	nombre,
	horas: String(horas),
	creditos: decimal(horas / 10),
	formacionTrabajo,
})

const decimal = (valor: number): string => String(Math.round(valor * 10) / 10)

const NUCLEO = [
	['Comunicación para la interacción social', 72],
	['Procesamiento de información por medios digitales', 72],
	['Manejo de espacios y cantidades', 90],
	['Identificación de la biodiversidad', 54],
	['Autogestión del aprendizaje', 36],
	['Interacción inicial en inglés', 54],
	['Comunicación en los ámbitos escolar y profesional', 72],
	['Resolución de problemas', 90],
	['Análisis de la materia y la energía', 90],
	['Comunicación activa en inglés', 54],
	['Desarrollo ciudadano', 54],
	['Representación simbólica y angular del entorno', 90],
	['Análisis de fenómenos eléctricos, electromagnéticos y ópticos', 72],
	['Comunicación independiente en inglés', 54],
	['Proyección personal y profesional', 54],
	['Representación gráfica de funciones', 90],
	['Comunicación productiva en inglés', 54],
	['Interpretación de normas de convivencia ambiental', 54],
	['Tratamiento de datos y azar', 72],
	['Análisis derivativo de funciones', 90],
] as const

const CARRERAS = [
	{
		raiz: 'INFO',
		carrera: 'Profesional Técnico Bachiller en Informática',
		modelos: ['2018', '2008'],
		trayecto: 'Desarrollo de aplicaciones web',
		campo: ['1', 'Matemáticas'],
		modulos: [
			['Manejo de aplicaciones por medios digitales', 108],
			['Programación básica', 108],
			['Mantenimiento de equipo de cómputo básico', 90],
			['Manejo de redes', 90],
			['Diseño de bases de datos', 108],
			['Programación orientada a objetos', 126],
			['Instalación de redes locales', 108],
			['Administración de bases de datos', 126],
			['Construcción de páginas web', 108],
			['Programación de videojuegos', 90],
			['Desarrollo de aplicaciones móviles', 126],
			['Seguridad de la información', 90],
		],
		competencias: ['Desarrolla aplicaciones informáticas', 'Administra redes locales y bases de datos'],
	},
	{
		raiz: 'ADMI',
		carrera: 'Profesional Técnico Bachiller en Administración',
		modelos: ['2018'],
		trayecto: 'Gestión del talento',
		campo: ['4', 'Ciencias sociales'],
		modulos: [
			['Aplicación de fundamentos de administración', 108],
			['Manejo del proceso mercadológico', 90],
			['Elaboración de documentos administrativos', 90],
			['Operación de procesos contables', 126],
			['Administración de recursos materiales', 108],
			['Cálculo de nómina y prestaciones', 126],
			['Atención al cliente y ventas', 72],
			['Elaboración del presupuesto', 108],
			['Integración de personal', 90],
			['Aplicación de la legislación laboral', 72],
			['Formulación de proyectos productivos', 108],
		],
		competencias: ['Opera procesos administrativos', 'Administra recursos humanos y materiales'],
	},
	{
		raiz: 'ENFG',
		carrera: 'Profesional Técnico Bachiller en Enfermería General',
		modelos: ['2018', '2008'],
		trayecto: null,
		campo: null,
		modulos: [
			['Aplicación de bases anatómicas y fisiológicas', 126],
			['Aplicación de cuidados básicos', 144],
			['Promoción de la salud del individuo y la familia', 90],
			['Administración de medicamentos', 108],
			['Asistencia en el hogar', 72],
			['Atención de enfermería materno-infantil', 144],
			['Atención de enfermería quirúrgica', 144],
			['Manejo de residuos peligrosos biológico-infecciosos', 54],
			['Atención a personas adultas mayores', 108],
			['Intervención en urgencias', 126],
			['Aplicación de la bioética', 54],
		],
		competencias: ['Proporciona cuidados de enfermería', 'Promueve la salud de la comunidad'],
	},
	{
		raiz: 'MAUT',
		carrera: 'Profesional Técnico en Mantenimiento Automotriz',
		modelos: ['anterior'],
		trayecto: null,
		campo: null,
		modulos: [
			['Mantenimiento de motores a gasolina', 144],
			['Reparación de sistemas de frenos', 108],
			['Diagnóstico de sistemas eléctricos', 126],
		],
		competencias: ['Da mantenimiento a vehículos'],
	},
] as const

/** Los planes de la demostración: tres carreras de 2018, dos de 2008 y una de modelo anterior (22). */
export const PLANES: readonly Plan[] = CARRERAS.flatMap((carrera) =>
	carrera.modelos.map((modelo): Plan => {
		const clave = `${carrera.raiz}-${modelo === 'anterior' ? '97' : modelo.slice(2)}`
		return {
			clave,
			carrera: carrera.carrera,
			modelo,
			trayecto: carrera.trayecto,
			idCampoDisciplinar: carrera.campo?.[0] ?? null,
			campoDisciplinar: carrera.campo?.[1] ?? null,
			competencias: carrera.competencias,
			modulos: [
				...NUCLEO.map(([nombre, horas], i) =>
					modulo(`N${String(i + 1).padStart(2, '0')}`, nombre, horas, false),
				),
				...carrera.modulos.map(([nombre, horas], i) =>
					modulo(`P${String(i + 1).padStart(2, '0')}`, nombre, horas, true),
				),
			],
		}
	}),
)

/** Créditos de un plan: la suma de los de sus módulos, como texto con a lo más un decimal. */
export const creditosDe = (plan: Plan): string =>
	decimal(plan.modulos.reduce((suma, uno) => suma + Number(uno.creditos), 0))
