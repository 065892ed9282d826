import type { Lectura } from '../ports.ts'
import { columnasDe, type ColumnasEgresado } from './guardar.ts'
import type { EgresadoSae } from './leer-egresado.ts'
import type { ModuloSae } from './modulos.ts'
import { errorDe, type ErrorFila } from './tabla.ts'
import type { CambioDeEgresado, ClaseDeError, Efecto } from '#core/contract/importacion.ts'
import type { Lugar } from '#core/domain/rol.ts'
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

/** Una sola frase, sea de quien sea la matrícula: no dice si existe ni dónde. */
const AJENA =
	'No se puede importar aquí. Revise la matrícula en SAE; si está bien, abra un asunto en la mesa de servicio (15).'

/**
 * Compara lo que trae el archivo con lo que hay. No entra: una matrícula que no es de aquí, cambiar de plantel a quien
 * tiene un trámite en curso, ni mover un dato ya sellado. Dentro de una transacción que va a escribir (`apartar`), en
 * PostgreSQL toma los renglones: un sello que llegue mientras tanto espera y encuentra lo que aquí se escribió.
 */
export const comparar = async (
	db: Lectura,
	egresados: readonly EgresadoSae[],
	opciones: {
		readonly alcanza: (lugar: Lugar) => boolean
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
	const actuales = await leerActuales(
		db,
		egresados.map((egresado) => egresado.matricula),
		opciones.apartar,
	)
	for (const egresado of egresados) {
		const actual = actuales.get(egresado.matricula)
		if (actual === undefined) {
			altas.push(egresado)
			continue
		}
		if (!opciones.alcanza(actual)) {
			const error = errorDe(egresado.linea, 'MATRICULA', egresado.matricula, AJENA)
			errores.set(egresado.linea, [{ ...opciones.conSuNombre(error), clase: 'ajeno' }])
			continue
		}
		const datos = distintos(egresado, actual)
		const reparos = reparosDe(egresado, actual, datos)
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
	{ estado, folio }: Actual,
	datos: readonly Dato[],
): readonly ErrorDeComparacion[] => {
	if (estado === null) return []
	const sellado = SELLADOS.includes(estado)
	const deFolio = folio === null ? '' : ` con folio ${folio}`
	return datos
		.filter((dato) => (sellado ? SELLABLES.includes(dato) : dato === 'plantelId'))
		.map((dato) => {
			const razon = sellado
				? `El certificado${deFolio} ya se selló con otro dato: no puede cambiar.`
				: `Su trámite${deFolio} está «${estado.replaceAll('-', ' ')}» en otro plantel: no puede cambiar de plantel.`
			return { ...errorDe(egresado.linea, COLUMNA[dato], '', razon), clase: sellado ? 'sellado' : 'dato' }
		})
}

type Actual = ColumnasEgresado & {
	readonly entidadId: string
	readonly tramiteId: string | null
	readonly estado: EstadoTramite | null
	readonly folio: string | null
	readonly modulos: ReadonlyMap<string, { readonly calificacion: string | null; readonly aprobado: number }>
}

const leerActuales = async (
	db: Lectura,
	matriculas: readonly string[],
	apartar: boolean,
): Promise<ReadonlyMap<string, Actual>> => {
	if (matriculas.length === 0) return new Map()
	if (apartar) await apartarRenglones(db, matriculas)
	const filas = await db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.leftJoin('tramite as t', (union) =>
			union.onRef('t.matricula', '=', 'e.matricula').on('t.abierto', '=', 1),
		)
		.leftJoin('folio as f', 'f.tramiteId', 't.id')
		.where('e.matricula', 'in', matriculas)
		.selectAll('e')
		.select(['p.entidadId', 't.id as tramiteId', 't.estado', 'f.folio'])
		.execute()
	if (filas.length === 0) return new Map()
	const cursados = await db
		.selectFrom('moduloCursado')
		.select(['matricula', 'clave', 'calificacion', 'aprobado'])
		.where(
			'matricula',
			'in',
			filas.map(({ matricula }) => matricula),
		)
		.execute()
	const modulos = new Map<string, Map<string, { calificacion: string | null; aprobado: number }>>()
	for (const { matricula, clave, calificacion, aprobado } of cursados) {
		let suyos = modulos.get(matricula)
		if (suyos === undefined) modulos.set(matricula, (suyos = new Map()))
		suyos.set(clave, { calificacion, aprobado })
	}
	return new Map(
		filas.map((fila) => [fila.matricula, { ...fila, modulos: modulos.get(fila.matricula) ?? new Map() }]),
	)
}

/** Sólo PostgreSQL lo necesita: en SQLite quien importa ya escribe solo. Siempre en el mismo orden: nadie se abraza. */
const apartarRenglones = async (db: Lectura, matriculas: readonly string[]): Promise<void> => {
	await db
		.selectFrom('tramite')
		.select('id')
		.where('matricula', 'in', matriculas)
		.orderBy('id')
		.forUpdate()
		.execute()
	await db
		.selectFrom('egresado')
		.select('matricula')
		.where('matricula', 'in', matriculas)
		.orderBy('matricula')
		.forUpdate()
		.execute()
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
