import { COLUMNA_MODULOS, COLUMNAS_EGRESADO, normalizarEncabezado, type Columna } from './columnas.ts'
import type { ColumnaPropuesta } from '#core/contract/importacion.ts'

/** Nuestra columna → el encabezado del archivo, normalizado. Es lo que se recuerda de una entidad. */
export type Mapeo = Readonly<Record<string, string>>

/** Cómo suelen llamarse en otros sistemas escolares; sólo sirve para proponer. */
const TAMBIEN: Readonly<Record<string, readonly string[]>> = {
	MATRICULA: ['NO_CONTROL', 'NUMERO_DE_CONTROL', 'NUM_CONTROL', 'NUMERO_CONTROL', 'CLAVE_ALUMNO'],
	NOMBRE: ['NOMBRES', 'NOMBRE_S', 'NOMBRE_ALUMNO', 'NOMBRE_DEL_ALUMNO'],
	PRIMER_APELLIDO: ['APELLIDO_PATERNO', 'AP_PATERNO', 'PATERNO', 'APELLIDO_1', 'APELLIDO1'],
	SEGUNDO_APELLIDO: ['APELLIDO_MATERNO', 'AP_MATERNO', 'MATERNO', 'APELLIDO_2', 'APELLIDO2'],
	CURP: ['CLAVE_CURP', 'CURP_ALUMNO', 'CURP_DEL_ALUMNO', 'CLAVE_UNICA_DE_REGISTRO_DE_POBLACION'],
	FECHA_NACIMIENTO: ['FECHA_DE_NACIMIENTO', 'FEC_NAC', 'NACIMIENTO', 'F_NACIMIENTO'],
	CCT: ['CLAVE_CENTRO_TRABAJO', 'CLAVE_DE_CENTRO_DE_TRABAJO', 'CLAVE_CCT', 'PLANTEL', 'CLAVE_PLANTEL'],
	PLAN: ['PLAN_DE_ESTUDIOS', 'CLAVE_PLAN', 'PLAN_ESTUDIOS', 'CLAVE_CARRERA'],
	GENERACION: ['GEN', 'COHORTE', 'PERIODO_GENERACION'],
	FECHA_INICIO: ['FECHA_DE_INICIO', 'FECHA_INGRESO', 'FECHA_DE_INGRESO', 'INGRESO'],
	FECHA_TERMINO: ['FECHA_DE_TERMINO', 'FECHA_EGRESO', 'FECHA_DE_EGRESO', 'EGRESO', 'FECHA_FIN'],
	FECHA_SECUNDARIA: ['FECHA_CERTIFICADO_SECUNDARIA', 'CERTIFICADO_SECUNDARIA', 'SECUNDARIA'],
	INSTITUCION_MEDICA: ['SERVICIO_MEDICO', 'SEGURO_MEDICO', 'SEGURO', 'AFILIACION_MEDICA'],
	CORREO_INSTITUCIONAL: ['CORREO', 'EMAIL', 'E_MAIL', 'CORREO_ELECTRONICO'],
	DATOS_VALIDADOS: ['VALIDADO', 'VALIDADOS', 'VALIDACION_DE_DATOS', 'DATOS_VALIDOS'],
	CREDITOS: ['CREDITOS_OBTENIDOS', 'TOTAL_CREDITOS'],
	PROMEDIO: ['PROMEDIO_GENERAL', 'PROMEDIO_FINAL', 'PROM', 'APROVECHAMIENTO'],
	SEXO: ['GENERO'],
	ENTIDAD_NACIMIENTO: ['ENTIDAD_DE_NACIMIENTO', 'LUGAR_NACIMIENTO', 'ESTADO_NACIMIENTO'],
	MODULOS: ['CALIFICACIONES', 'MODULOS_CURSADOS', 'HISTORIAL', 'KARDEX'],
}
/** Qué tan parecidos, de 0 a 1, para proponerlo. */
const PARECIDO_MINIMO = 0.6
/** Un encabezado más largo no es el de una columna nuestra: no se le busca parecido, que cuesta por letra. */
const LETRAS_DE_ENCABEZADO = 80

type Descrita = Columna & { readonly necesaria: boolean }

const columnasPedidas = (traeHojaModulos: boolean): readonly Descrita[] => [
	...COLUMNAS_EGRESADO.map((columna) => ({ ...columna, necesaria: !('optativa' in columna) })),
	{ ...COLUMNA_MODULOS, necesaria: !traeHojaModulos },
]

/** Las columnas que están dos veces en el encabezado y que significan algo: no se sabría cuál leer. */
export const columnasRepetidas = (
	encabezado: readonly string[],
	/** Con qué se va a leer, o se recuerda. */
	mapeo: Mapeo = {},
): readonly string[] => {
	const vistas = new Set<string>()
	const nuestras = new Set([...columnasPedidas(false).map(({ nombre }) => nombre), ...Object.values(mapeo)])
	return encabezado.filter((una) => {
		const normal = normalizarEncabezado(una)
		if (!nuestras.has(normal)) return false
		if (vistas.has(normal)) return true
		vistas.add(normal)
		return false
	})
}

/**
 * Qué columna del archivo es cuál de las nuestras: la que se recuerda de la entidad, la que se llama igual o, para que la
 * persona lo confirme, la que más se parece. Cada encabezado se propone una vez.
 */
export const proponerColumnas = (
	encabezado: readonly string[],
	recordado: Mapeo,
	traeHojaModulos: boolean,
): readonly ColumnaPropuesta[] => {
	const pedidas = columnasPedidas(traeHojaModulos)
	const libres = new Map(
		encabezado.filter((una) => una !== '').map((una) => [normalizarEncabezado(una), una]),
	)
	const propuestas = new Map<string, Pick<ColumnaPropuesta, 'encabezado' | 'como'>>()
	const tomar = (columna: string, normal: string, como: ColumnaPropuesta['como']): void => {
		const escrito = libres.get(normal)
		if (escrito === undefined || propuestas.has(columna)) return
		libres.delete(normal)
		propuestas.set(columna, { encabezado: escrito, como })
	}
	for (const { nombre } of pedidas) {
		const recordada = recordado[nombre]
		if (recordada !== undefined) tomar(nombre, recordada, recordada === nombre ? 'exacta' : 'recordada')
	}
	for (const { nombre } of pedidas) tomar(nombre, nombre, 'exacta')
	const pares = pedidas
		.filter(({ nombre }) => !propuestas.has(nombre))
		.flatMap(({ nombre }) =>
			[...libres.keys()]
				.filter(corto)
				.map((normal) => ({ nombre, normal, cuanto: parecido(nombre, normal) })),
		)
		.filter(({ cuanto }) => cuanto >= PARECIDO_MINIMO)
		.sort((a, b) => b.cuanto - a.cuanto)
	for (const { nombre, normal } of pares) tomar(nombre, normal, 'parecida')
	return pedidas.map(({ nombre, explicacion, necesaria }) => ({
		columna: nombre,
		explicacion,
		necesaria,
		...(propuestas.get(nombre) ?? { encabezado: null, como: 'ninguna' as const }),
	}))
}

/** Lo que se puede leer sin preguntar: todas las necesarias recordadas o iguales. Null si hay que preguntar. */
export const mapeoSeguro = (propuesta: readonly ColumnaPropuesta[]): Mapeo | null => {
	const segura = ({ como }: ColumnaPropuesta): boolean => como === 'recordada' || como === 'exacta'
	if (propuesta.some((columna) => columna.necesaria && !segura(columna))) return null
	return mapeoDe(propuesta.filter(segura))
}

const mapeoDe = (propuesta: readonly ColumnaPropuesta[]): Mapeo =>
	Object.fromEntries(
		propuesta.flatMap(({ columna, encabezado }) =>
			encabezado === null ? [] : [[columna, normalizarEncabezado(encabezado)]],
		),
	)

/**
 * El mapeo que la persona confirmó, o las columnas que le faltan, sobran o repiten. Los encabezados deben ser del archivo.
 */
export const confirmarMapeo = (
	encabezado: readonly string[],
	columnas: Readonly<Record<string, string>>,
	traeHojaModulos: boolean,
): { readonly mapeo: Mapeo; readonly mal: readonly string[] } => {
	const pedidas = columnasPedidas(traeHojaModulos)
	const delArchivo = new Set(encabezado.map(normalizarEncabezado))
	const mapeo = new Map<string, string>()
	const usados = new Set<string>()
	const mal: string[] = []
	for (const [columna, escrito] of Object.entries(columnas)) {
		const normal = normalizarEncabezado(escrito)
		const vale =
			pedidas.some(({ nombre }) => nombre === columna) && delArchivo.has(normal) && !usados.has(normal)
		usados.add(normal)
		if (vale) mapeo.set(columna, normal)
		else mal.push(columna)
	}
	for (const { nombre, necesaria } of pedidas) {
		if (necesaria && !mapeo.has(nombre) && !mal.includes(nombre)) mal.push(nombre)
	}
	return { mapeo: Object.fromEntries(mapeo), mal }
}

const corto = (normal: string): boolean => normal.length <= LETRAS_DE_ENCABEZADO

/** Parecido de Dice sobre pares de letras, con la columna o con cualquiera de los nombres que se le conocen. */
const parecido = (columna: string, encabezado: string): number =>
	Math.max(
		...[columna, ...(TAMBIEN[columna] ?? [])].map((nombre) =>
			nombre === encabezado ? 1 : dice(nombre, encabezado),
		),
	)

const dice = (a: string, b: string): number => {
	const deA = pares(a)
	const deB = pares(b)
	const comunes = [...deA].filter((par) => deB.has(par)).length
	return deA.size + deB.size === 0 ? 0 : (2 * comunes) / (deA.size + deB.size)
}

const pares = (texto: string): ReadonlySet<string> =>
	new Set(Array.from({ length: Math.max(0, texto.length - 1) }, (_, i) => texto.slice(i, i + 2)))
