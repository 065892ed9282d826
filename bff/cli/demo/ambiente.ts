import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CLIENTE, CREDENCIALES, FICHA_SAE, type Pares } from './pares.ts'
import { INQUILINO } from '../../simuladores/mundo/catalogo.ts'

type Llaves = { readonly almacen: string; readonly cuv: string; readonly registro: string }

/** Llaves de la demostración: al azar, una vez por carpeta. */
export const leerLlaves = async (carpeta: string): Promise<Llaves> => {
	const ruta = join(carpeta, 'llaves.json')
	const hay = await readFile(ruta, 'utf8').then(
		(texto) => JSON.parse(texto) as Partial<Llaves>,
		() => ({}) as Partial<Llaves>,
	)
	const { almacen, cuv, registro } = hay
	// Una carpeta de antes puede no traer la llave del registro: se le completa sin tocar las demás.
	if (almacen && cuv && registro) return { almacen, cuv, registro }
	const nueva = () => randomBytes(32).toString('hex')
	const llaves = { almacen: almacen ?? nueva(), cuv: cuv ?? nueva(), registro: registro ?? nueva() }
	await mkdir(carpeta, { recursive: true })
	await writeFile(ruta, JSON.stringify(llaves), { mode: 0o600 })
	return llaves
}

/** Las variables con que arranca el BFF contra los pares locales: las mismas que se ponen para apuntar a los reales. */
export const ambienteDemo = (opciones: {
	readonly carpeta: string
	readonly puerto: number
	readonly url: string
	readonly llaves: Llaves
	readonly pares: Pares
	readonly anclas: string
	readonly relojInicio: string | undefined
}): Record<string, string> => ({
	PORT: String(opciones.puerto),
	ORIGEN: `http://localhost:${opciones.puerto}`,
	DATABASE_URL: opciones.url,
	ALMACEN_DIR: join(opciones.carpeta, 'almacen'),
	ALMACEN_LLAVE: opciones.llaves.almacen,
	CUV_LLAVE: opciones.llaves.cuv,
	REGISTRO_LLAVE: opciones.llaves.registro,
	ANCLAS_DIR: opciones.anclas,
	IDENTIDAD_AUTORIDAD: opciones.pares.identidad.url,
	IDENTIDAD_CLIENTE: CLIENTE,
	IDENTIDAD_PROTOCOLO: 'OIDC',
	IDENTIDAD_INQUILINOS: INQUILINO,
	COSFAC_URL: opciones.pares.cosfac.url,
	COSFAC_USUARIO: CREDENCIALES.usuario,
	COSFAC_CONTRASENA: CREDENCIALES.contrasena,
	RENAPO_URL: opciones.pares.renapo.url,
	RENAPO_USUARIO: CREDENCIALES.usuario,
	RENAPO_CONTRASENA: CREDENCIALES.contrasena,
	SAE_URL: opciones.pares.sae.url,
	SAE_FICHA: FICHA_SAE,
	OCSP_URL: opciones.pares.ocsp.url,
	SMTP_URL: opciones.pares.correo.smtp,
	SONDEO_MS: '1000',
	DEMO: '1',
	...(opciones.relojInicio === undefined ? {} : { RELOJ_INICIO: opciones.relojInicio }),
})
