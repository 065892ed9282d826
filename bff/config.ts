import { join } from 'node:path'
import * as v from 'valibot'

/*
 * El ambiente se lee una vez, se valida entero y se congela. Todas las fallas se dicen juntas, con su variable
 * y qué se esperaba: quien opera corrige de una sola pasada.
 */

const Url = v.pipe(v.string(), v.url('debe ser una dirección completa, como https://…'))
const Lista = v.pipe(
	v.string(),
	v.transform((texto) =>
		texto
			.split(',')
			.map((parte) => parte.trim())
			.filter((parte) => parte !== ''),
	),
	v.minLength(1, 'necesita al menos un valor'),
)
const SiNo = v.pipe(
	v.optional(v.picklist(['0', '1'], 'debe ser 0 o 1'), '0'),
	v.transform((texto) => texto === '1'),
)
const milisegundos = (omision: string, minimo: number) =>
	v.pipe(
		v.optional(v.string(), omision),
		v.transform(Number),
		v.integer('debe ser un número de milisegundos'),
		v.minValue(minimo, `debe ser ${minimo} o más`),
	)
const Llave = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i, 'debe tener 64 dígitos hexadecimales (256 bits)'))

/** Dónde queda el archivo (14): una carpeta, o un cubo S3 si se dice su dirección. Y sus llaves: la de hoy y las anteriores. */
const Almacen = v.object({
	ALMACEN_DIR: v.optional(v.pipe(v.string(), v.minLength(1))),
	ALMACEN_LLAVE: Llave,
	ALMACEN_LLAVES_ANTERIORES: v.optional(v.pipe(Lista, v.array(Llave))),
	ALMACEN_S3_URL: v.optional(Url),
	ALMACEN_S3_CUBO: v.optional(v.pipe(v.string(), v.minLength(1))),
	ALMACEN_S3_REGION: v.optional(v.pipe(v.string(), v.minLength(1)), 'us-east-1'),
	ALMACEN_S3_ACCESO: v.optional(v.pipe(v.string(), v.minLength(1))),
	ALMACEN_S3_SECRETO: v.optional(v.pipe(v.string(), v.minLength(1))),
	ALMACEN_S3_PREFIJO: v.optional(
		v.pipe(v.string(), v.regex(/^([\w.-]+\/)*$/, 'debe terminar en diagonal, como egreso/')),
		'',
	),
})

/** Cómo se llama el registro en sus puntos de control, si no se dice otra cosa. */
const NOMBRE_DEL_REGISTRO = 'egreso'

const Dominios = v.optional(Lista, 'conalep.edu.mx')

const Ambiente = v.object({
	PORT: v.pipe(
		v.optional(v.string(), '3000'),
		v.transform(Number),
		v.integer('debe ser un número de puerto'),
		v.minValue(0, 'debe ser un número de puerto'),
		v.maxValue(65_535, 'debe ser un número de puerto'),
	),
	HOST: v.optional(v.string(), '127.0.0.1'),
	ORIGEN: Url,
	DATABASE_URL: v.pipe(
		v.string(),
		v.regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'debe empezar con sqlite: o postgres://'),
	),
	...Almacen.entries,
	CUV_LLAVE: Llave,
	REGISTRO_LLAVE: Llave,
	REGISTRO_NOMBRE: v.optional(
		v.pipe(v.string(), v.regex(/^[^\s+]{1,200}$/, 'no lleva espacios ni «+»')),
		NOMBRE_DEL_REGISTRO,
	),
	REGISTRO_LLAVES_ANTERIORES: v.optional(Lista),
	ANCLAS_DIR: v.pipe(v.string(), v.minLength(1)),
	IDENTIDAD_AUTORIDAD: Url,
	IDENTIDAD_EMISOR: v.optional(v.string()),
	IDENTIDAD_CLIENTE: v.pipe(v.string(), v.minLength(1)),
	IDENTIDAD_PROTOCOLO: v.optional(v.picklist(['AAD', 'OIDC'], 'debe ser AAD u OIDC'), 'AAD'),
	IDENTIDAD_INQUILINOS: Lista,
	DOMINIOS_INSTITUCIONALES: Dominios,
	COSFAC_URL: Url,
	COSFAC_USUARIO: v.pipe(v.string(), v.minLength(1)),
	COSFAC_CONTRASENA: v.pipe(v.string(), v.minLength(1)),
	RENAPO_URL: Url,
	RENAPO_USUARIO: v.pipe(v.string(), v.minLength(1)),
	RENAPO_CONTRASENA: v.pipe(v.string(), v.minLength(1)),
	/** Sin él, lo de SAE sólo entra por archivo. */
	SAE_URL: v.optional(Url),
	SAE_FICHA: v.optional(v.pipe(v.string(), v.minLength(1))),
	OCSP_URL: Url,
	SMTP_URL: v.pipe(v.string(), v.regex(/^smtps?:\/\/.+$/, 'debe empezar con smtp:// o smtps://')),
	CORREO_DE: v.optional(v.string(), 'Egreso CONALEP <certificados@conalep.edu.mx>'),
	SIGED_URL: v.optional(Url, 'https://www.siged.sep.gob.mx/certificados/iems/'),
	SONDEO_MS: milisegundos('60000', 100),
	/** Lo que se espera una respuesta de COSFAC. */
	COSFAC_PLAZO_MS: milisegundos('120000', 100),
	/** Después de esto, lo que salió ya llegó o ya no llegará: entonces se puede decir que COSFAC no lo tiene (11). */
	LOTE_MARGEN_MS: milisegundos('1800000', 100),
	/** Cuánto se vigila, desde su última salida, un lote que se envió dos veces. */
	LOTE_VIGILANCIA_MS: milisegundos('86400000', 0),
	/** Cada cuánto se busca lo atorado y lo que tarda. */
	LOTE_BARRIDO_MS: milisegundos('600000', 100),
	/** Por cuánto se toma un trabajo: si el proceso muere, otro lo retoma al vencer. */
	ARRIENDO_MS: milisegundos('300000', 200),
	SIN_TRABAJOS: SiNo,
	TRAS_PROXY: SiNo,
	DEMO: SiNo,
	RELOJ_INICIO: v.optional(
		v.pipe(v.string(), v.isoTimestamp('debe ser un instante ISO, como 2022-05-10T15:00:00.000Z')),
	),
})

export type Config = Readonly<v.InferOutput<typeof Ambiente>>

/** Lee y congela la configuración, o lanza un error que lista todas las fallas, una por renglón. */
export const leerConfig = (ambiente: NodeJS.ProcessEnv = process.env): Config => {
	const leido = v.safeParse(Ambiente, ambiente)
	const fallas = leido.success
		? []
		: leido.issues.map(
				(falla) =>
					`  ${v.getDotPath(falla) ?? '?'}: ${ambiente[v.getDotPath(falla) ?? ''] === undefined ? 'falta' : falla.message}`,
			)
	if (leido.success && leido.output.RELOJ_INICIO !== undefined && !leido.output.DEMO) {
		fallas.push('  RELOJ_INICIO: sólo se admite con DEMO=1; un sistema real usa la hora real')
	}
	if (leido.success) fallas.push(...fallasDeAlmacen(leido.output))
	if (leido.success && leido.output.LOTE_MARGEN_MS <= leido.output.COSFAC_PLAZO_MS) {
		fallas.push(
			'  LOTE_MARGEN_MS: debe ser mayor que COSFAC_PLAZO_MS, o se enviaría dos veces lo que aún va en camino',
		)
	}
	if (!leido.success || fallas.length > 0) {
		throw new Error(
			`La configuración tiene ${fallas.length} fallas:\n${fallas.join('\n')}\nVea README › Apuntar a sistemas reales.`,
		)
	}
	return Object.freeze(leido.output)
}

const DE_S3 = ['ALMACEN_S3_CUBO', 'ALMACEN_S3_ACCESO', 'ALMACEN_S3_SECRETO'] as const

const fallasDeAlmacen = (almacen: v.InferOutput<typeof Almacen>): string[] => {
	if (almacen.ALMACEN_S3_URL !== undefined) {
		return DE_S3.filter((nombre) => almacen[nombre] === undefined).map((nombre) => `  ${nombre}: falta`)
	}
	return almacen.ALMACEN_DIR === undefined ? ['  ALMACEN_DIR: falta (o ALMACEN_S3_URL)'] : []
}

/** El almacén, como lo abre el BFF. */
export const almacenDe = (config: v.InferOutput<typeof Almacen>) => ({
	llave: config.ALMACEN_LLAVE,
	anteriores: config.ALMACEN_LLAVES_ANTERIORES ?? [],
	carpeta: config.ALMACEN_DIR ?? '',
	s3:
		config.ALMACEN_S3_URL === undefined
			? null
			: {
					url: config.ALMACEN_S3_URL,
					cubo: config.ALMACEN_S3_CUBO ?? '',
					region: config.ALMACEN_S3_REGION,
					acceso: config.ALMACEN_S3_ACCESO ?? '',
					secreto: config.ALMACEN_S3_SECRETO ?? '',
					prefijo: config.ALMACEN_S3_PREFIJO,
				},
})

/** El almacén con que trabajan las órdenes de la terminal: el del ambiente o, sin él, el de la demostración con su llave. */
export const leerAlmacen = (
	llaveDeLaDemostracion: string | undefined,
	ambiente: NodeJS.ProcessEnv = process.env,
): ReturnType<typeof almacenDe> => {
	const leido = v.safeParse(Almacen, {
		ALMACEN_LLAVE: llaveDeLaDemostracion,
		...(ambiente['ALMACEN_S3_URL'] === undefined
			? { ALMACEN_DIR: join(leerCarpetaDeDatos(ambiente), 'almacen') }
			: {}),
		...ambiente,
	})
	const fallas = leido.success
		? fallasDeAlmacen(leido.output)
		: leido.issues.map((falla) => `  ${v.getDotPath(falla) ?? '?'}: ${falla.message}`)
	if (!leido.success || fallas.length > 0) {
		throw new Error(`No se puede abrir el almacén:\n${fallas.join('\n')}`)
	}
	return almacenDe(leido.output)
}

/** Carpeta de la demostración y de lo que produce: EGRESO_DATOS, o `datos` en el directorio de trabajo. */
export const leerCarpetaDeDatos = (ambiente: NodeJS.ProcessEnv = process.env): string =>
	ambiente['EGRESO_DATOS'] ?? 'datos'

/** La base que usan las órdenes de la terminal, que no piden el resto de la configuración. */
export const leerUrlDeBase = (ambiente: NodeJS.ProcessEnv = process.env): string =>
	ambiente['DATABASE_URL'] ?? `sqlite:${leerCarpetaDeDatos(ambiente)}/egreso.sqlite`

/** Los dominios institucionales (10) con que una orden de la terminal da de alta una cuenta. */
export const leerDominios = (ambiente: NodeJS.ProcessEnv = process.env): readonly string[] =>
	v.parse(Dominios, ambiente['DOMINIOS_INSTITUCIONALES'])

/** Las autoridades que usan las órdenes de la terminal: las del BFF, o las de la demostración. */
export const leerCarpetaDeAnclas = (ambiente: NodeJS.ProcessEnv = process.env): string =>
	ambiente['ANCLAS_DIR'] ?? `${leerCarpetaDeDatos(ambiente)}/autoridad/anclas`

/** Las llaves que las órdenes de la terminal necesitan para revisar el registro. Sin ambiente, las de la demostración. */
export const leerLlavesDelRegistro = (ambiente: NodeJS.ProcessEnv = process.env) => ({
	llave: ambiente['REGISTRO_LLAVE'],
	nombre: ambiente['REGISTRO_NOMBRE'] ?? NOMBRE_DEL_REGISTRO,
	anteriores: (ambiente['REGISTRO_LLAVES_ANTERIORES'] ?? '').split(',').filter((una) => una.trim() !== ''),
	cuv: ambiente['CUV_LLAVE'],
	deLaDemostracion: join(leerCarpetaDeDatos(ambiente), 'llaves.json'),
})

/** Lo poco que `npm start` deja elegir: puerto, carpeta, base, anclas y la hora de arranque. */
export const leerArranqueDemo = (ambiente: NodeJS.ProcessEnv = process.env) => ({
	carpeta: leerCarpetaDeDatos(ambiente),
	puerto: Number(ambiente['PORT'] ?? '3000'),
	databaseUrl: ambiente['DATABASE_URL'],
	anclas: ambiente['ANCLAS_DIR'],
	relojInicio: ambiente['RELOJ_INICIO'],
	/** Lo que el BFF hereda del ambiente del sistema. */
	heredado: ambiente,
})
