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
const Llave = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i, 'debe tener 64 dígitos hexadecimales (256 bits)'))

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
	ALMACEN_DIR: v.pipe(v.string(), v.minLength(1)),
	ALMACEN_LLAVE: Llave,
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
	SONDEO_MS: v.pipe(
		v.optional(v.string(), '60000'),
		v.transform(Number),
		v.integer('debe ser un número de milisegundos'),
		v.minValue(100, 'debe ser 100 o más'),
	),
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
	if (!leido.success || fallas.length > 0) {
		throw new Error(
			`La configuración tiene ${fallas.length} fallas:\n${fallas.join('\n')}\nVea README › Apuntar a sistemas reales.`,
		)
	}
	return Object.freeze(leido.output)
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
