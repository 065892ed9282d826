import * as v from 'valibot'

/* Los catálogos con vigencia. Fechas AAAA-MM-DD; `hasta` null es sin término. */

const Importacion = v.object({
	id: v.string(),
	archivo: v.string(),
	/** null: desde la terminal. */
	quien: v.nullable(v.string()),
	momento: v.string(),
	altas: v.number(),
	cambios: v.number(),
	bajas: v.number(),
	quitadas: v.number(),
})

const Resumen = v.object({
	nombre: v.string(),
	titulo: v.string(),
	descripcion: v.string(),
})

/** GET /api/catalogos */
export const Catalogos = v.object({
	catalogos: v.array(
		v.object({
			...Resumen.entries,
			/** Claves que rigen hoy. */
			rigen: v.number(),
			/** Vigencias, las pasadas y las que vienen también. */
			vigencias: v.number(),
			ultima: v.nullable(v.pick(Importacion, ['quien', 'momento'])),
		}),
	),
})
export type Catalogos = v.InferOutput<typeof Catalogos>

/** GET /api/catalogos/:catalogo?busca=&rige=hoy|todas&pagina= */
export const ConsultaCatalogo = v.object({
	busca: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100)), ''),
	/** `hoy`: sólo lo que rige hoy. */
	rige: v.optional(v.picklist(['hoy', 'todas']), 'hoy'),
	pagina: v.optional(
		v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.integer(), v.minValue(1)),
		'1',
	),
})
export type ConsultaCatalogo = v.InferOutput<typeof ConsultaCatalogo>

export const CatalogoVista = v.object({
	...Resumen.entries,
	/** Los encabezados de sus datos, sin clave ni vigencia. */
	columnas: v.array(v.string()),
	pagina: v.number(),
	porPagina: v.number(),
	total: v.number(),
	filas: v.array(
		v.object({
			clave: v.string(),
			desde: v.string(),
			hasta: v.nullable(v.string()),
			rige: v.picklist(['hoy', 'antes', 'despues']),
			/** Uno por columna; la clave de otro catálogo, con su nombre. */
			datos: v.array(v.nullable(v.string())),
		}),
	),
	/** Las últimas, primero la más nueva. */
	importaciones: v.array(Importacion),
	puedeImportar: v.boolean(),
})
export type CatalogoVista = v.InferOutput<typeof CatalogoVista>

/**
 * POST /api/catalogos/:catalogo/vista-previa (el archivo) → qué cambiaría, sin cambiar nada; con errores, 422.
 * POST /api/catalogos/:catalogo/importaciones (el mismo archivo y `x-vista`) → lo aplica, si sigue siendo lo que se vio.
 */
export const ImportacionCatalogo = v.object({
	importado: v.boolean(),
	filas: v.number(),
	sinCambio: v.number(),
	altas: v.number(),
	cambios: v.number(),
	bajas: v.number(),
	quitadas: v.number(),
	/** Los primeros; en total son los que se cuentan arriba. */
	detalle: v.array(
		v.object({
			suceso: v.picklist(['alta', 'cambio', 'baja', 'quitada']),
			linea: v.number(),
			clave: v.string(),
			desde: v.string(),
			hasta: v.nullable(v.string()),
			/** Lo que no es igual; en un alta y en lo quitado, todo. */
			datos: v.array(
				v.object({ dato: v.string(), antes: v.nullable(v.string()), despues: v.nullable(v.string()) }),
			),
		}),
	),
	errores: v.array(
		v.object({ linea: v.number(), columna: v.string(), valor: v.string(), razon: v.string() }),
	),
	totalErrores: v.number(),
	/** Lo que se vio: se devuelve al aplicar. null si hay errores. */
	vista: v.nullable(v.string()),
})
export type ImportacionCatalogo = v.InferOutput<typeof ImportacionCatalogo>
