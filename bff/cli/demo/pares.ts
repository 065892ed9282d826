import { join } from 'node:path'
import type { MundoDemo } from './mundo.ts'
import { leerAnclas } from '../../adapters/anclas.ts'
import type { Autoridad } from '../../simuladores/autoridad/autoridad.ts'
import { levantarCorreo } from '../../simuladores/correo/correo.ts'
import { levantarCosfac } from '../../simuladores/cosfac/cosfac.ts'
import { levantarIdentidad } from '../../simuladores/identidad/identidad.ts'
import { INQUILINO, PERSONAS } from '../../simuladores/mundo/catalogo.ts'
import { enFilas } from '../../simuladores/mundo/archivo-sae.ts'
import type { EgresadoDemo } from '../../simuladores/mundo/egresados.ts'
import { levantarRenapo, type Poblador } from '../../simuladores/renapo/renapo.ts'
import { levantarSae } from '../../simuladores/sae/sae.ts'
import { levantarSatOcsp } from '../../simuladores/sat-ocsp/sat-ocsp.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

export const CLIENTE = 'egreso-demo'

/** Usuario y contraseña con que el BFF entra a los servicios locales de COSFAC y RENAPO. */
export const CREDENCIALES = { usuario: 'conalep', contrasena: 'demostracion' } as const

/** La ficha con que el BFF consulta el SAE local. */
export const FICHA_SAE = 'sae-demostracion'

/** Los seis sistemas de alrededor, como servidores locales con sus protocolos. */
export type Pares = {
	readonly identidad: { readonly url: string }
	readonly cosfac: { readonly url: string }
	readonly renapo: { readonly url: string }
	readonly sae: { readonly url: string }
	readonly ocsp: { readonly url: string }
	readonly correo: { readonly url: string; readonly smtp: string }
	readonly cerrar: () => Promise<void>
}

/** Levanta los seis en puertos libres. `cerrar` los apaga todos. */
export const levantarPares = async (opciones: {
	readonly carpeta: string
	readonly mundo: MundoDemo
	readonly autoridad: Autoridad
	/** Carpeta de anclas con que COSFAC juzga los certificados: la misma que el BFF. */
	readonly anclas: string
	/** Dirección de la PWA: adonde el proveedor de identidad regresa. */
	readonly origen: string
	readonly reloj: () => Date
}): Promise<Pares> => {
	const { reloj, carpeta } = opciones
	const [identidad, cosfac, renapo, sae, ocsp, correo] = await Promise.all([
		levantarIdentidad({
			cliente: CLIENTE,
			inquilino: INQUILINO,
			retornos: [`${opciones.origen}/entrar`],
			retornosDeSalida: [opciones.origen, `${opciones.origen}/`],
			personas: PERSONAS.map((persona) => ({
				oid: persona.oid,
				tid: persona.tid,
				correo: persona.correo,
				nombre: nombreCompleto(persona),
				descripcion: persona.descripcion,
			})),
		}),
		levantarCosfac({
			...CREDENCIALES,
			anclas: await leerAnclas(opciones.anclas),
			datos: join(carpeta, 'cosfac'),
			procesaEnMs: 1500,
			reloj,
		}),
		levantarRenapo({ ...CREDENCIALES, poblacion: poblacionRenapo(opciones.mundo) }),
		levantarSae({
			ficha: FICHA_SAE,
			egresados: enFilas([...opciones.mundo.cargados, ...opciones.mundo.porImportar]),
		}),
		levantarSatOcsp({ autoridad: opciones.autoridad, reloj }),
		levantarCorreo({ datos: join(carpeta, 'correo'), reloj }),
	])
	const todos = [identidad, cosfac, renapo, sae, ocsp, correo]
	return {
		identidad,
		cosfac,
		renapo,
		sae,
		ocsp,
		correo: { url: correo.web, smtp: correo.url },
		cerrar: async () => {
			await Promise.all(todos.map((par) => par.cerrar()))
		},
	}
}

/** Lo que RENAPO sabe de la generación: casi todo coincide; lo que no, es a propósito (6 b). */
export const poblacionRenapo = (mundo: MundoDemo) =>
	[...mundo.cargados, ...mundo.porImportar]
		.filter((egresado) => egresado.renapo !== 'no-existe')
		.map(enRenapo)

const enRenapo = (egresado: EgresadoDemo): Poblador => ({
	curp: egresado.curp,
	nombres: egresado.renapo === 'otro-nombre' ? `${egresado.nombre} DEL CARMEN` : egresado.nombre,
	primerApellido: egresado.primerApellido,
	segundoApellido: egresado.segundoApellido ?? '',
	sexo: egresado.sexo,
	fechaNacimiento: conDiagonales(
		egresado.renapo === 'otra-fecha' ? vispera(egresado.fechaNacimiento) : egresado.fechaNacimiento,
	),
	entidad: egresado.entidadNacimiento,
	statusCurp: 'AN',
})

const conDiagonales = (fecha: string): string => fecha.split('-').reverse().join('/')

const vispera = (fecha: string): string =>
	new Date(Date.parse(`${fecha}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
