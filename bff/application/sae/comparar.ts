import type { Lectura } from '../ports.ts'
import { leerActuales, leerOcupadas, type Actual } from './actuales.ts'
import { columnasDe, type ColumnasEgresado } from './guardar.ts'
import type { EgresadoSae } from './leer-egresado.ts'
import type { ModuloSae } from './modulos.ts'
import { errorDe, type ErrorFila } from './tabla.ts'
import type { CambioDeEgresado, ClaseDeError, Efecto } from '#core/contract/importacion.ts'
import { estadosQueAdmiten, type EstadoTramite } from '#core/domain/tramite.ts'

/** Un egresado que ya estaba y trae datos distintos. */
export type Cambio = {
	readonly egresado: EgresadoSae
	/** Los nombres de los datos que cambian. */
	readonly nombres: readonly string[]
	readonly datos: CambioDeEgresado['datos']
	readonly conModulos: boolean
	readonly efecto: Efecto
	/** Cambió algo de lo que RENAPO confronta (6 b). */
	readonly reconfronta: boolean
	readonly tramite: CambioDeEgresado['tramite']
}

export type ErrorDeComparacion = ErrorFila & { readonly clase: ClaseDeError }

type Comparacion = {
	readonly altas: readonly EgresadoSae[]
	readonly cambios: readonly Cambio[]
	readonly sinCambio: number
	/** Los errores de cada renglón, por su línea. */
	readonly errores: ReadonlyMap<number, readonly ErrorDeComparacion[]>
}

type Dato = Exclude<keyof ColumnasEgresado, 'matricula'> | 'modulos'

/** Cada dato, con la columna del archivo que lo trae. */
const COLUMNA: Record<Dato, string> = {
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
const DATOS = Object.keys(COLUMNA) as Dato[]

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
	'sexo',
	'entidadNacimiento',
]
const CALLABLES: readonly Dato[] = ['sexo', 'entidadNacimiento', 'certificadoFisico']
const DE_SI_O_NO: readonly Dato[] = ['datosValidados', 'certificadoFisico']

const SELLADOS: readonly EstadoTramite[] = [
	'sellado-plantel',
	'sellado-estatal',
	'enviado',
	'emitido',
	'descargado',
	'entregado',
	'acusado',
]
const REABREN: readonly EstadoTramite[] = estadosQueAdmiten('reabrir')

/** La misma frase para la que no le toca y para la que alguien más tiene: no dice si existe ni dónde (10). */
const NO_ES_DE_AQUI =
	'Según el catálogo, no es una matrícula que dé su plantel. Revísela en SAE; si el egresado viene de otro plantel, abra un asunto en la mesa de servicio (23).'

/** Hasta dónde mira quien importa. */
type Alcance = {
	/** Los planteles que son suyos: nada de otro se lee ni se aparta. */
	readonly planteles: readonly string[]
	/** Si una matrícula que ninguno de los suyos tiene le toca, según el catálogo. */
	readonly pertenece: (egresado: EgresadoSae) => boolean
}

/**
 * Compara lo que trae el archivo con lo que hay. No entra: una matrícula que no es de aquí, cambiar de plantel a quien
 * tiene un trámite en curso, ni mover un dato ya sellado. Dentro de una transacción que va a escribir (`apartar`), en
 * PostgreSQL toma los renglones: un sello que llegue mientras tanto espera y encuentra lo que aquí se escribió.
 *
 * Una matrícula nueva la juzga el catálogo antes que la base (10): la de otro plantel se niega igual exista o no, con la
 * misma frase, las mismas cuentas y las mismas consultas. Un traslado lo importa quien alcanza a los dos planteles.
 */
export const comparar = async (
	db: Lectura,
	egresados: readonly EgresadoSae[],
	opciones: {
		/** null: alcanza a la nación. */
		readonly alcance: Alcance | null
		readonly apartar: boolean
		/** CCT por id: para decir de qué plantel a cuál. */
		readonly cct: (plantelId: string) => string
		readonly conSuNombre: (error: ErrorFila) => ErrorFila
	},
): Promise<Comparacion> => {
	const altas: EgresadoSae[] = []
	const cambios: Cambio[] = []
	const errores = new Map<number, readonly ErrorDeComparacion[]>()
	let sinCambio = 0
	const { alcance } = opciones
	const actuales = await leerActuales(
		db,
		egresados.map((egresado) => egresado.matricula),
		{ planteles: alcance?.planteles ?? null, apartar: opciones.apartar },
	)
	const nuevas = egresados.filter((egresado) => !actuales.has(egresado.matricula))
	const posibles = alcance === null ? [] : nuevas.filter(alcance.pertenece)
	const suyas = new Set(posibles.map(({ matricula }) => matricula))
	for (const ocupada of await leerOcupadas(db, [...suyas])) suyas.delete(ocupada)
	for (const egresado of egresados) {
		const actual = actuales.get(egresado.matricula)
		if (actual === undefined) {
			if (alcance === null || suyas.has(egresado.matricula)) altas.push(egresado)
			else {
				const error = errorDe(egresado.linea, 'MATRICULA', egresado.matricula, NO_ES_DE_AQUI)
				errores.set(egresado.linea, [{ ...opciones.conSuNombre(error), clase: 'dato' }])
			}
			continue
		}
		const datos = distintos(egresado, actual)
		const reparos = reparosDe(egresado, actual, datos, opciones.cct)
		if (datos.length === 0) sinCambio += 1
		else if (reparos.length > 0) {
			errores.set(
				egresado.linea,
				reparos.map(({ clase, ...error }) => ({ ...opciones.conSuNombre(error), clase })),
			)
		} else cambios.push(cambioDe(egresado, actual, datos, opciones.cct))
	}
	return { altas, cambios, sinCambio, errores }
}

const reparosDe = (
	egresado: EgresadoSae,
	{ estado, folio, plantelId }: Actual,
	datos: readonly Dato[],
	cct: (plantelId: string) => string,
): readonly ErrorDeComparacion[] => {
	if (estado === null) return []
	const sellado = SELLADOS.includes(estado)
	const deFolio = folio === null ? '' : ` con folio ${folio}`
	return datos
		.filter((dato) => (sellado ? SELLABLES.includes(dato) : dato === 'plantelId'))
		.map((dato) => {
			const razon = sellado
				? `El certificado${deFolio} ya se selló con otro dato: no puede cambiar.`
				: `Tiene un trámite en curso${deFolio} en ${cct(plantelId)}: no puede cambiar de plantel hasta que termine o se retire.`
			return { ...errorDe(egresado.linea, COLUMNA[dato], '', razon), clase: sellado ? 'sellado' : 'dato' }
		})
}

const distintos = (egresado: EgresadoSae, actual: Actual): readonly Dato[] => {
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

const cambioDe = (
	egresado: EgresadoSae,
	actual: Actual,
	datos: readonly Dato[],
	cct: (plantelId: string) => string,
): Cambio => {
	const { tramiteId, estado, folio } = actual
	return {
		egresado,
		nombres: datos,
		datos: datos.flatMap((dato) => antesYDespues(dato, egresado, actual, cct)),
		conModulos: datos.includes('modulos'),
		efecto: estado === null ? 'sin-tramite' : REABREN.includes(estado) ? 'reabre' : 'requisitos',
		reconfronta: datos.some((dato) => CONFRONTABLES.includes(dato)),
		tramite: tramiteId === null || estado === null ? null : { id: tramiteId, estado, folio },
	}
}

const antesYDespues = (
	dato: Dato,
	egresado: EgresadoSae,
	actual: Actual,
	cct: (plantelId: string) => string,
): CambioDeEgresado['datos'] => {
	if (dato !== 'modulos') {
		const escribir = (valor: string | number | null): string => {
			if (valor === null) return ''
			if (DE_SI_O_NO.includes(dato)) return valor === 1 ? 'SI' : 'NO'
			return dato === 'plantelId' ? cct(String(valor)) : String(valor)
		}
		return [{ dato: COLUMNA[dato], antes: escribir(actual[dato]), despues: escribir(egresado[dato]) }]
	}
	const nuevos = new Map(egresado.modulos.map((modulo) => [modulo.clave, modulo]))
	return [...new Set([...actual.modulos.keys(), ...nuevos.keys()])].flatMap((clave) => {
		const antes = calificacionDe(actual.modulos.get(clave))
		const despues = calificacionDe(nuevos.get(clave))
		return antes === despues ? [] : [{ dato: `${COLUMNA.modulos} ${clave}`, antes, despues }]
	})
}

const calificacionDe = (
	modulo: { readonly calificacion: string | null; readonly aprobado: number } | undefined,
): string => {
	if (modulo === undefined) return ''
	const { calificacion, aprobado } = modulo
	if (calificacion === null) return aprobado === 1 ? 'AC' : 'NA'
	return aprobado === 1 ? calificacion : `${calificacion} (no aprobado)`
}
