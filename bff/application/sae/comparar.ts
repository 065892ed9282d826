import type { Lectura } from '../ports.ts'
import { columnasDe, type ColumnasEgresado } from './guardar.ts'
import type { EgresadoSae } from './leer-egresado.ts'
import type { ModuloSae } from './modulos.ts'
import { errorDe, type ErrorFila } from './tabla.ts'
import type { Lugar } from '#core/domain/rol.ts'
import type { EstadoTramite } from '#core/domain/tramite.ts'

/** Un egresado que ya estaba y trae datos distintos. */
export type Cambio = {
	readonly egresado: EgresadoSae
	/** Los nombres de los datos que cambian. */
	readonly datos: readonly string[]
	/** Cambió algo de lo que RENAPO confronta (6 b). */
	readonly reconfrontar: boolean
}

export type Comparacion = {
	readonly altas: readonly EgresadoSae[]
	readonly cambios: readonly Cambio[]
	readonly sinCambio: number
	readonly errores: readonly ErrorFila[]
}

const TANDA = 500

type Dato = keyof ColumnasEgresado | 'modulos'

/** Cada dato, con la columna del archivo que lo trae. */
const COLUMNA: Record<Exclude<Dato, 'matricula'>, string> = {
	plantelId: 'CCT',
	planClave: 'PLAN',
	generacion: 'GENERACION',
	curp: 'CURP',
	nombre: 'NOMBRE',
	primerApellido: 'PRIMER_APELLIDO',
	segundoApellido: 'SEGUNDO_APELLIDO',
	fechaNacimiento: 'FECHA_NACIMIENTO',
	fechaInicio: 'FECHA_INICIO',
	fechaTermino: 'FECHA_TERMINO',
	fechaSecundaria: 'FECHA_SECUNDARIA',
	crip: 'CRIP',
	institucionMedica: 'INSTITUCION_MEDICA',
	correoInstitucional: 'CORREO_INSTITUCIONAL',
	datosValidados: 'DATOS_VALIDADOS',
	creditosObtenidos: 'CREDITOS',
	promedio: 'PROMEDIO',
	sexo: 'SEXO',
	entidadNacimiento: 'ENTIDAD_NACIMIENTO',
	certificadoFisico: 'CERTIFICADO_FISICO',
	modulos: 'MODULOS',
}
const DATOS = Object.keys(COLUMNA) as Exclude<Dato, 'matricula'>[]

/** Lo que el certificado dice (16): una vez sellado, SAE ya no lo mueve. */
const SELLABLES: readonly Dato[] = [
	'plantelId',
	'planClave',
	'curp',
	'nombre',
	'primerApellido',
	'segundoApellido',
	'fechaInicio',
	'fechaTermino',
	'creditosObtenidos',
	'promedio',
	'modulos',
]
const CONFRONTABLES: readonly Dato[] = [
	'curp',
	'nombre',
	'primerApellido',
	'segundoApellido',
	'fechaNacimiento',
]

const CALLABLES: readonly Dato[] = ['sexo', 'entidadNacimiento', 'certificadoFisico']

const SELLADOS: readonly EstadoTramite[] = [
	'sellado-plantel',
	'sellado-estatal',
	'enviado',
	'emitido',
	'descargado',
	'entregado',
	'acusado',
]

/**
 * Compara lo que trae el archivo con lo que hay. Es error del renglón traer un egresado de otro plantel, cambiar de
 * plantel a quien tiene un trámite en curso, o mover un dato ya sellado.
 */
export const comparar = async (
	db: Lectura,
	egresados: readonly EgresadoSae[],
	alcanza: (lugar: Lugar) => boolean,
): Promise<Comparacion> => {
	const altas: EgresadoSae[] = []
	const cambios: Cambio[] = []
	const errores: ErrorFila[] = []
	let sinCambio = 0
	for (let i = 0; i < egresados.length; i += TANDA) {
		const tanda = egresados.slice(i, i + TANDA)
		const actuales = await leerActuales(
			db,
			tanda.map((egresado) => egresado.matricula),
		)
		for (const egresado of tanda) {
			const actual = actuales.get(egresado.matricula)
			if (actual === undefined) {
				altas.push(egresado)
				continue
			}
			if (!alcanza(actual)) {
				const razon = 'Esta matrícula es de un egresado de otro plantel.'
				errores.push(errorDe(egresado.linea, 'MATRICULA', egresado.matricula, razon))
				continue
			}
			const datos = distintos(egresado, actual)
			const reparos = reparosDe(egresado, actual.estado, datos)
			errores.push(...reparos)
			if (datos.length === 0) sinCambio += 1
			else if (reparos.length === 0) {
				const reconfrontar = datos.some((dato) => CONFRONTABLES.includes(dato))
				cambios.push({ egresado, datos, reconfrontar })
			}
		}
	}
	return { altas, cambios, sinCambio, errores }
}

const reparosDe = (
	egresado: EgresadoSae,
	estado: EstadoTramite | null,
	datos: readonly Exclude<Dato, 'matricula'>[],
): readonly ErrorFila[] => {
	if (estado === null) return []
	const sellado = SELLADOS.includes(estado)
	return datos
		.filter((dato) => (sellado ? SELLABLES.includes(dato) : dato === 'plantelId'))
		.map((dato) => {
			const razon = sellado
				? 'El certificado de esta matrícula ya está sellado con otro dato: no puede cambiar.'
				: 'Esta matrícula tiene un trámite en curso en otro plantel: no puede cambiar de plantel.'
			return errorDe(egresado.linea, COLUMNA[dato], '', razon)
		})
}

type Actual = ColumnasEgresado & {
	readonly entidadId: string
	readonly estado: EstadoTramite | null
	readonly modulos: ReadonlyMap<string, Omit<ModuloSae, 'clave' | 'aprobado'> & { readonly aprobado: number }>
}

const leerActuales = async (
	db: Lectura,
	matriculas: readonly string[],
): Promise<ReadonlyMap<string, Actual>> => {
	const filas = await db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.leftJoin('tramite as t', (union) =>
			union.onRef('t.matricula', '=', 'e.matricula').on('t.abierto', '=', 1),
		)
		.where('e.matricula', 'in', matriculas)
		.selectAll('e')
		.select(['p.entidadId', 't.estado'])
		.execute()
	const cursados = await db
		.selectFrom('moduloCursado')
		.select(['matricula', 'clave', 'calificacion', 'aprobado'])
		.where('matricula', 'in', matriculas)
		.execute()
	const modulos = new Map<string, Map<string, { calificacion: string | null; aprobado: number }>>()
	for (const { matricula, clave, calificacion, aprobado } of cursados) {
		const suyos =
			modulos.get(matricula) ?? new Map<string, { calificacion: string | null; aprobado: number }>()
		suyos.set(clave, { calificacion, aprobado })
		modulos.set(matricula, suyos)
	}
	return new Map(
		filas.map((fila) => [fila.matricula, { ...fila, modulos: modulos.get(fila.matricula) ?? new Map() }]),
	)
}

const distintos = (egresado: EgresadoSae, actual: Actual): readonly Exclude<Dato, 'matricula'>[] => {
	const nuevas = columnasDe(egresado)
	return DATOS.filter((dato) => {
		if (dato === 'modulos') return !mismosModulos(egresado.modulos, actual.modulos)
		// Lo que el archivo puede callar, si lo calla, no cambia.
		if (CALLABLES.includes(dato) && nuevas[dato] === null) return false
		return nuevas[dato] !== actual[dato]
	})
}

const mismosModulos = (nuevos: readonly ModuloSae[], actuales: Actual['modulos']): boolean =>
	nuevos.length === actuales.size &&
	nuevos.every(({ clave, calificacion, aprobado }) => {
		const actual = actuales.get(clave)
		return actual?.calificacion === calificacion && actual.aprobado === aprobado
	})
