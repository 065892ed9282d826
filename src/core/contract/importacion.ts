import * as v from 'valibot'
import { Matricula } from './egresado.ts'

/*
 * La importación de SAE en dos tiempos (5, 18): se sube (o se jala), se revisa sin tocar a nadie, la persona ve qué
 * cambiaría y decide aplicar los renglones buenos o descartarlo todo. Mientras el servidor trabaja, se sondea el GET.
 *
 *   GET    /api/sae/plantilla.csv · .xlsx     la plantilla documentada, con sus encabezados y un ejemplo
 *   POST   /api/sae/importaciones            cuerpo: el archivo; `x-archivo`: su nombre codificado → 202 {@link ImportacionAceptada}
 *   POST   /api/sae/traer                    sin cuerpo: pide a SAE lo del plantel → 202 {@link ImportacionAceptada}
 *   GET    /api/sae/importaciones?pagina=    → {@link PaginaImportaciones}: las del plantel, la más nueva primero
 *   GET    /api/sae/importaciones/:id        → {@link Importacion}
 *   PUT    /api/sae/importaciones/:id/columnas  {@link ConfirmarColumnas} → 202 {@link Importacion}, otra vez `revisando`
 *   GET    /api/sae/importaciones/:id/errores?pagina=&clase=   → {@link PaginaErrores}
 *   GET    /api/sae/importaciones/:id/cambios?pagina=&efecto=  → {@link PaginaCambios}
 *   GET    /api/sae/importaciones/:id/por-corregir.csv  sólo los renglones malos, con sus columnas y una más: ERROR
 *   POST   /api/sae/importaciones/:id/aplicar   {@link AplicarImportacion} → 202 {@link Importacion}
 *   DELETE /api/sae/importaciones/:id           → 200 {@link Importacion} ya `descartada`
 */

/**
 * - `subiendo` · `trayendo`: llegan los bytes. `revisando`: se lee el archivo entero; no toca a nadie.
 * - `columnas`: falta que la persona diga qué columna es cuál. `revisada`: espera que aplique o descarte.
 * - `aplicando` → `aplicada`. `descartada`: la persona no la quiso. `vencida`: nadie decidió a tiempo.
 * - `fallida`: el archivo no se puede leer; `razon` dice por qué. `sin-novedad`: SAE no tiene nada nuevo.
 */
export const ESTADOS_IMPORTACION = [
	'subiendo',
	'trayendo',
	'revisando',
	'columnas',
	'revisada',
	'aplicando',
	'aplicada',
	'descartada',
	'vencida',
	'fallida',
	'sin-novedad',
] as const
export type EstadoImportacion = (typeof ESTADOS_IMPORTACION)[number]

/** En estos estados el servidor trabaja: vale sondear. En los demás, la persona decide o ya acabó. */
export const EN_MARCHA: readonly EstadoImportacion[] = ['subiendo', 'trayendo', 'revisando', 'aplicando']

/** Lo más que pesa un archivo de SAE, en bytes: lo mismo para quien lo escoge, quien lo recibe y quien lo trae. */
export const ARCHIVO_SAE_MAXIMO = 200 * 1024 * 1024

const FORMATOS_SAE = ['csv', 'xlsx', 'json'] as const
export type FormatoSae = (typeof FORMATOS_SAE)[number]

/** De dónde salió lo que se propone para una columna; `parecida` se confirma, las otras no hace falta. */
const ORIGENES_DE_COLUMNA = ['recordada', 'exacta', 'parecida', 'ninguna'] as const

/** Una columna de las nuestras y cuál del archivo le toca. */
export const ColumnaPropuesta = v.object({
	/** Nuestro nombre: MATRICULA, CURP… */
	columna: v.string(),
	explicacion: v.string(),
	/** Sin ella no se puede importar. Las demás pueden no venir: lo que ya se sabía se queda. */
	necesaria: v.boolean(),
	/** El encabezado del archivo, como está escrito; null si ninguno. */
	encabezado: v.nullable(v.string()),
	como: v.picklist(ORIGENES_DE_COLUMNA),
})
export type ColumnaPropuesta = v.InferOutput<typeof ColumnaPropuesta>

/** Los encabezados del archivo, los primeros valores de cada uno, y qué columna es cuál. */
export const ColumnasDeArchivo = v.object({
	encabezado: v.array(v.string()),
	/** Hasta tres renglones, recortados, para reconocer cada columna. */
	muestra: v.array(v.array(v.string())),
	propuesta: v.array(ColumnaPropuesta),
})
export type ColumnasDeArchivo = v.InferOutput<typeof ColumnasDeArchivo>

/** Nuestra columna → el encabezado del archivo. Lo que no se nombra, no viene. Se recuerda para la entidad. */
export const ConfirmarColumnas = v.object({
	columnas: v.pipe(
		v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
		v.check((mapa) => Object.keys(mapa).length <= 60),
	),
})
export type ConfirmarColumnas = v.InferOutput<typeof ConfirmarColumnas>

/** Por qué no entra un renglón: hay algo que corregir, o quiere mover un dato que ya está sellado. */
export const CLASES_DE_ERROR = ['dato', 'sellado'] as const
export type ClaseDeError = (typeof CLASES_DE_ERROR)[number]

export const ErrorDeRenglon = v.object({
	/** Renglón del archivo, contando el encabezado como 1; en JSON, el ordinal del egresado. */
	linea: v.number(),
	/** Como la llama el archivo. */
	columna: v.string(),
	valor: v.string(),
	razon: v.string(),
	clase: v.picklist(CLASES_DE_ERROR),
})
export type ErrorDeRenglon = v.InferOutput<typeof ErrorDeRenglon>

/**
 * Qué pasa con el trámite de quien cambia: `sin-tramite`, no tiene uno en curso; `requisitos`, se le vuelven a revisar
 * los ocho (6); `reabre`, ya estaba cargado y vuelve a registrado para confirmarse otra vez (18).
 */
export const EFECTOS = ['sin-tramite', 'requisitos', 'reabre'] as const
export type Efecto = (typeof EFECTOS)[number]

export const CambioDeEgresado = v.object({
	matricula: Matricula,
	linea: v.number(),
	/** Como está hoy. */
	nombre: v.string(),
	/** Qué dato, de qué a qué; los módulos, uno por renglón con su clave. Vacío: no tenía, o ya no tiene. */
	datos: v.array(v.object({ dato: v.string(), antes: v.string(), despues: v.string() })),
	efecto: v.picklist(EFECTOS),
	/** Cambia algo de lo que RENAPO confronta (6 b): se le vuelve a preguntar. */
	reconfronta: v.boolean(),
	tramite: v.nullable(v.object({ id: v.string(), estado: v.string(), folio: v.nullable(v.string()) })),
})
export type CambioDeEgresado = v.InferOutput<typeof CambioDeEgresado>

/** Cuentas de renglones. `filas` = altas + cambios + sinCambio + conError. */
export const CuentasDeImportacion = v.object({
	filas: v.number(),
	altas: v.number(),
	cambios: v.number(),
	sinCambio: v.number(),
	conError: v.number(),
	/** Errores: un renglón puede traer varios. */
	errores: v.number(),
	/** De los renglones con error: cuántos querían mover un dato ya sellado. */
	sellados: v.number(),
	/** De los cambios: a cuántos trámites en curso toca, a cuántos reabre y a cuántos se vuelve a confrontar. */
	requisitos: v.number(),
	reabre: v.number(),
	reconfronta: v.number(),
})
export type CuentasDeImportacion = v.InferOutput<typeof CuentasDeImportacion>

export const Importacion = v.object({
	id: v.string(),
	archivo: v.string(),
	origen: v.picklist(['archivo', 'sae']),
	estado: v.picklist(ESTADOS_IMPORTACION),
	formato: v.nullable(v.picklist(FORMATOS_SAE)),
	bytes: v.number(),
	/** Quién la subió, y quién la aplicó. */
	quien: v.nullable(v.string()),
	aplica: v.nullable(v.string()),
	momento: v.string(),
	/** Hasta cuándo se guarda lo que trae (instante ISO); null si ya no se guarda nada. */
	vence: v.nullable(v.string()),
	/** `total` es null mientras no se sepa. Al subir y revisar, bytes; al aplicar, renglones. */
	avance: v.object({ hechos: v.number(), total: v.nullable(v.number()) }),
	/** De lo revisado; una vez `aplicada`, de lo que de veras se hizo. Ceros antes de revisar. */
	cuentas: CuentasDeImportacion,
	/** Lo que el archivo trae y cómo se lee; null antes de leerlo y cuando ya se borró. */
	columnas: v.nullable(ColumnasDeArchivo),
	/** Por qué es `fallida`, en una frase. */
	razon: v.nullable(v.string()),
	/** Si hay por-corregir.csv que bajar. */
	porCorregir: v.boolean(),
})
export type Importacion = v.InferOutput<typeof Importacion>

export const ImportacionAceptada = v.object({ id: v.string() })
export type ImportacionAceptada = v.InferOutput<typeof ImportacionAceptada>

const Pagina = v.optional(
	v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
	'1',
)

export const ConsultaImportaciones = v.object({ pagina: Pagina })
export type ConsultaImportaciones = v.InferOutput<typeof ConsultaImportaciones>
export const ConsultaErrores = v.object({ pagina: Pagina, clase: v.optional(v.picklist(CLASES_DE_ERROR)) })
export type ConsultaErrores = v.InferOutput<typeof ConsultaErrores>
export const ConsultaCambios = v.object({ pagina: Pagina, efecto: v.optional(v.picklist(EFECTOS)) })
export type ConsultaCambios = v.InferOutput<typeof ConsultaCambios>

/** Páginas de 50; las importaciones vienen sin sus columnas. */
export const PaginaImportaciones = v.object({
	total: v.number(),
	pagina: v.number(),
	porPagina: v.number(),
	/** Si el operador conectó SAE: se puede pedir con POST /api/sae/traer. */
	sae: v.boolean(),
	filas: v.array(Importacion),
})
export type PaginaImportaciones = v.InferOutput<typeof PaginaImportaciones>

export const PaginaErrores = v.object({
	/** Los que se guardan para verlos: los primeros 5,000. Todos van en por-corregir.csv. */
	total: v.number(),
	pagina: v.number(),
	porPagina: v.number(),
	filas: v.array(ErrorDeRenglon),
})
export type PaginaErrores = v.InferOutput<typeof PaginaErrores>

export const PaginaCambios = v.object({
	total: v.number(),
	pagina: v.number(),
	porPagina: v.number(),
	filas: v.array(CambioDeEgresado),
})
export type PaginaCambios = v.InferOutput<typeof PaginaCambios>

/** `soloBuenos`: la persona vio que hay renglones malos y quiere los demás. Sin él, con errores no se aplica. */
export const AplicarImportacion = v.object({ soloBuenos: v.boolean() })
export type AplicarImportacion = v.InferOutput<typeof AplicarImportacion>
