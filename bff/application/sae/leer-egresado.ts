import { COLUMNAS_EGRESADO, type NombreColumnaEgresado } from './columnas.ts'
import type { ModuloSae } from './modulos.ts'
import { errorDe, type ErrorFila, type LeerCelda } from './tabla.ts'
import { ENTIDADES_CURP, leerCurp } from '#core/domain/curp.ts'
import { leerFecha, type Fecha } from '#core/domain/fecha.ts'
import { leerMatricula } from '#core/domain/matricula.ts'
import { leerCreditos, leerPromedio } from '#core/domain/promedio.ts'
import type { Result } from '#core/domain/result.ts'

/** Un egresado como lo dice el archivo, ya revisado. */
export type EgresadoSae = {
	readonly linea: number
	readonly matricula: string
	readonly curp: string
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly fechaNacimiento: string
	readonly plantelId: string
	readonly planClave: string
	readonly generacion: string
	readonly fechaInicio: string
	readonly fechaTermino: string
	readonly fechaSecundaria: string | null
	readonly crip: string | null
	readonly institucionMedica: string | null
	readonly correoInstitucional: string | null
	readonly datosValidados: 0 | 1
	readonly creditosObtenidos: string
	readonly promedio: string
	/** Nulos si el archivo no los dice: se queda lo que ya se sabía. */
	readonly sexo: 'H' | 'M' | 'X' | null
	readonly entidadNacimiento: string | null
	readonly certificadoFisico: 0 | 1 | null
	readonly modulos: readonly ModuloSae[]
}

type PlantelConocido = {
	readonly id: string
	readonly cct: string
	readonly entidadId: string
	readonly patronMatricula: string
	/** El de las matrículas que este plantel da; null si el catálogo no lo dice. */
	readonly patronPropio: string | null
}

/** Lo que la base ya conoce y el archivo nombra: planteles por CCT; claves de módulo por plan. */
export type Catalogos = {
	readonly planteles: ReadonlyMap<string, PlantelConocido>
	readonly planes: ReadonlyMap<string, ReadonlySet<string>>
}

const LARGO_MAXIMO = 200
/** Un XLSX puede traer hasta el carácter nulo (`_x0000_`), que PostgreSQL no guarda. */
const CONTROL = /\p{Cc}/u
const SI_O_NO = /^(s[ií]|no)$/i
const siNo = (valor: string): 0 | 1 | null => (valor === '' ? null : /^s/i.test(valor) ? 1 : 0)
const NOMBRE_PROPIO = /^\p{L}[\p{L}\p{M}.'’´\- ]*$/u
const REQUERIDAS: ReadonlySet<string> = new Set(
	COLUMNAS_EGRESADO.filter(({ requerida }) => requerida).map(({ nombre }) => nombre),
)

/**
 * Lee el renglón de un egresado (sin sus módulos). Cada celda que no se entiende va a `errores`; el valor que se
 * devuelve sólo sirve si no hubo ninguno.
 */
export const leerEgresado = (
	linea: number,
	celda: LeerCelda,
	catalogos: Catalogos,
	errores: ErrorFila[],
): Omit<EgresadoSae, 'modulos'> => {
	const falla = (columna: NombreColumnaEgresado, valor: string, razon: string): void => {
		errores.push(errorDe(linea, columna, valor, razon))
	}
	const texto = (
		columna: NombreColumnaEgresado,
		razon?: string,
		vale?: (valor: string) => boolean,
	): string => {
		const valor = celda(columna)
		if (valor === '') {
			if (REQUERIDAS.has(columna)) falla(columna, '', 'Este dato no puede ir vacío.')
		} else if (valor.length > LARGO_MAXIMO) falla(columna, valor, 'El dato es demasiado largo.')
		else if (CONTROL.test(valor))
			falla(columna, valor, 'Tiene saltos de línea u otros caracteres que no se ven.')
		else if (razon !== undefined && vale?.(valor) === false) falla(columna, valor, razon)
		return valor
	}
	const leido = <T extends string>(
		columna: NombreColumnaEgresado,
		leer: (valor: string) => Result<T, string>,
		razon: string,
	): string => {
		const valor = texto(columna)
		if (valor === '') return ''
		const resultado = leer(valor)
		if (resultado.ok) return resultado.valor
		falla(columna, valor, razon)
		return ''
	}
	const nombrePropio = (columna: NombreColumnaEgresado): string =>
		texto(columna, 'Tiene caracteres que no van en un nombre.', (valor) => NOMBRE_PROPIO.test(valor))
	const fecha = (columna: NombreColumnaEgresado): string =>
		leido(columna, leerFechaEscrita, 'La fecha no existe o no se entiende. Use AAAA-MM-DD o DD/MM/AAAA.')

	const plantel = catalogos.planteles.get(
		texto('CCT', 'Ningún plantel del sistema tiene esta clave de centro de trabajo.', (valor) =>
			catalogos.planteles.has(valor),
		),
	)
	const egresado = {
		linea,
		matricula: leido(
			'MATRICULA',
			(valor) => leerMatricula(valor, plantel?.patronMatricula ?? ''),
			'No tiene la forma de las matrículas de su entidad.',
		),
		curp: leido(
			'CURP',
			leerCurp,
			'No es una CURP: son 18 caracteres en mayúsculas con una fecha que existe.',
		),
		nombre: nombrePropio('NOMBRE'),
		primerApellido: nombrePropio('PRIMER_APELLIDO'),
		segundoApellido: nombrePropio('SEGUNDO_APELLIDO') || null,
		fechaNacimiento: fecha('FECHA_NACIMIENTO'),
		plantelId: plantel?.id ?? '',
		planClave: texto('PLAN', 'El plan de estudios no está en el catálogo.', (valor) =>
			catalogos.planes.has(valor),
		),
		generacion: texto('GENERACION', 'Escriba los dos años, por ejemplo 2023-2026.', (valor) =>
			/^\d{4}-\d{4}$/.test(valor),
		),
		fechaInicio: fecha('FECHA_INICIO'),
		fechaTermino: fecha('FECHA_TERMINO'),
		fechaSecundaria: fecha('FECHA_SECUNDARIA') || null,
		crip: texto('CRIP') || null,
		institucionMedica: texto('INSTITUCION_MEDICA') || null,
		correoInstitucional: texto('CORREO_INSTITUCIONAL') || null,
		datosValidados: /^s[ií]$/i.test(
			texto('DATOS_VALIDADOS', 'Escriba SI o NO.', (valor) => SI_O_NO.test(valor)),
		)
			? (1 as const)
			: (0 as const),
		creditosObtenidos: leido('CREDITOS', leerCreditos, 'Escriba un número, con dos decimales cuando más.'),
		promedio: leido(
			'PROMEDIO',
			leerPromedio,
			'Va del 0 al 10, con un decimal. Aquí no se redondea: corríjalo en SAE.',
		),
		sexo: (texto('SEXO', 'Escriba H, M o X.', (valor) => /^[HMX]$/.test(valor)) ||
			null) as EgresadoSae['sexo'],
		entidadNacimiento:
			texto('ENTIDAD_NACIMIENTO', 'No es una de las claves de dos letras de la CURP.', (valor) =>
				ENTIDADES_CURP.includes(valor),
			) || null,
		certificadoFisico: siNo(texto('CERTIFICADO_FISICO', 'Escriba SI o NO.', (valor) => SI_O_NO.test(valor))),
	}
	const { fechaNacimiento, fechaInicio, fechaTermino } = egresado
	if (fechaInicio !== '' && fechaTermino !== '' && fechaTermino < fechaInicio) {
		falla('FECHA_TERMINO', fechaTermino, `Es anterior al ingreso (${fechaInicio}).`)
	}
	if (fechaInicio !== '' && fechaNacimiento >= fechaInicio) {
		falla('FECHA_NACIMIENTO', fechaNacimiento, `No es anterior al ingreso (${fechaInicio}).`)
	}
	return egresado
}

const leerFechaEscrita = (valor: string): Result<Fecha, 'fecha-invalida'> =>
	leerFecha(
		valor.replace(
			/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/,
			(_todo, dia: string, mes: string, anio: string) =>
				`${anio}-${mes.padStart(2, '0')}-${dia.padStart(2, '0')}`,
		),
	)
