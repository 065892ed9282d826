import { sql } from 'kysely'
import type { Lectura, Tx } from '../ports.ts'

/*
 * Quién nombra los archivos del almacén. Es lo que el barrido consulta antes de borrar: una tabla nueva que guarde huellas
 * va aquí; si no, el barrido se detiene y la prueba lo dice.
 */

type Fuente = {
	readonly tabla: string
	readonly sha256: string
	/** Con qué se distingue su renglón; texto. */
	readonly renglon: string
	readonly clase: string
	readonly tramiteId: string
	/** Cuánto mide lo guardado, o `null` si el renglón no lo dice. */
	readonly bytes: string
	/** Lo que se borra a los pocos días no se repasa. */
	readonly seRepasa: boolean
}

const FUENTES = {
	archivo: {
		tabla: 'archivo',
		sha256: 'sha256',
		renglon: 'id',
		clase: 'clase',
		tramiteId: 'tramite_id',
		bytes: 'bytes',
		seRepasa: true,
	},
	adjunto: {
		tabla: 'asunto_adjunto',
		sha256: 'sha256',
		renglon: 'id',
		clase: "'adjunto'",
		tramiteId: 'null',
		bytes: 'bytes',
		seRepasa: true,
	},
	cuarentena: {
		tabla: 'cuarentena',
		sha256: 'sha256',
		renglon: 'id',
		clase: "'cuarentena'",
		tramiteId: 'tramite_id',
		bytes: 'bytes',
		seRepasa: true,
	},
	carta: {
		tabla: 'carta',
		sha256: 'pdf_sha256',
		renglon: 'id',
		clase: "'carta'",
		tramiteId: 'null',
		bytes: 'pdf_bytes',
		seRepasa: true,
	},
	relacion: {
		tabla: 'carta',
		sha256: 'relacion_sha256',
		renglon: 'id',
		clase: "'relacion'",
		tramiteId: 'null',
		bytes: 'relacion_bytes',
		seRepasa: true,
	},
	trozo: {
		tabla: 'importacion_trozo',
		sha256: 'sha256',
		renglon: 'importacion_id',
		clase: "'trozo'",
		tramiteId: 'null',
		bytes: 'null',
		seRepasa: false,
	},
} as const satisfies Record<string, Fuente>

export type ClaveDeFuente = keyof typeof FUENTES

/** Las fuentes que se repasan, en el orden en que se repasan. */
export const SE_REPASAN = (Object.keys(FUENTES) as ClaveDeFuente[]).filter((clave) => FUENTES[clave].seRepasa)

/** Llevan una huella, y no la de algo del almacén. */
const NO_NOMBRAN = [
	// El ZIP que se mandó y lo que se subió a importar: se guarda la huella, no los bytes.
	'lote.sha256',
	'envio_lote.sha256',
	'importacion.sha256',
	'catalogo_importacion.sha256',
	// Repite la del renglón que se halló dañado.
	'archivo_hallazgo.sha256',
]

/** Las columnas de la base que guardan huellas y de las que aquí no se sabe nada, `tabla.columna`. */
export const columnasDesconocidas = async (db: Lectura): Promise<readonly string[]> => {
	const conocidas = new Set([
		...Object.values(FUENTES).map(({ tabla, sha256 }) => `${tabla}.${sha256}`),
		...NO_NOMBRAN,
	])
	const tablas = await db.introspection.getTables()
	return tablas
		.flatMap(({ name, columns }) => columns.map((columna) => `${name}.${columna.name}`))
		.filter((columna) => columna.endsWith('sha256') && !conocidas.has(columna))
}

export type Nombrado = {
	readonly renglon: string
	readonly sha256: string
	readonly bytes: number | null
	readonly tramiteId: string | null
	readonly clase: string
}

/** Los siguientes renglones de una fuente, después de `despues` y por orden. */
export const siguientes = async (
	db: Lectura | Tx,
	clave: ClaveDeFuente,
	despues: string,
	cuantos: number,
): Promise<readonly Nombrado[]> => {
	const { columnas, tabla, renglon } = partes(clave)
	const { rows } = await sql<Nombrado>`select ${columnas} from ${tabla}
		where ${renglon} > ${despues} order by ${renglon} limit ${cuantos}`.execute(db)
	return rows
}

/** Si ese renglón sigue nombrando ese archivo. */
export const sigueNombrado = async (
	db: Lectura | Tx,
	clave: ClaveDeFuente,
	{ renglon: id, sha256 }: Nombrado,
): Promise<boolean> => {
	const { columnas, tabla, renglon } = partes(clave)
	const { rows } = await sql<Nombrado>`select ${columnas} from ${tabla} where ${renglon} = ${id}`.execute(db)
	return rows.some((uno) => uno.sha256 === sha256)
}

const partes = (clave: ClaveDeFuente) => {
	const { tabla, sha256, renglon, clase, tramiteId, bytes } = FUENTES[clave]
	return {
		tabla: sql.table(tabla),
		renglon: sql.ref(renglon),
		columnas: sql.raw(
			`${renglon} as renglon, ${sha256} as sha256, ${bytes} as bytes, ${tramiteId} as tramite_id, ${clase} as clase`,
		),
	}
}

/** Cuántos archivos se repasan. */
export const cuantosSeRepasan = async (db: Lectura): Promise<number> => {
	let total = 0
	for (const clave of SE_REPASAN) {
		const { rows } = await sql<{ n: number }>`select count(*) as n from ${partes(clave).tabla}`.execute(db)
		total += Number(rows[0]?.n ?? 0)
	}
	return total
}

/** De esas huellas, las que algún renglón nombra. */
export const nombradasDe = async (
	db: Lectura | Tx,
	huellas: readonly string[],
): Promise<ReadonlySet<string>> => {
	const halladas = new Set<string>()
	if (huellas.length === 0) return halladas
	for (const { tabla, sha256 } of Object.values(FUENTES)) {
		const { rows } = await sql<{ sha256: string }>`select distinct ${sql.ref(sha256)} as sha256
			from ${sql.table(tabla)} where ${sql.ref(sha256)} in (${sql.join(huellas)})`.execute(db)
		for (const uno of rows) halladas.add(uno.sha256)
	}
	return halladas
}
