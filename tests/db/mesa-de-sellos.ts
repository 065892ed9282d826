/**
 * La escena con lo que el sellado necesita: directores con e.firma de la autoridad de demostración, y trámites llevados por
 * los actos de verdad hasta el nombre confirmado (17). Toda la gente es inventada.
 */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConsultarRevocacion } from '../../bff/application/ports.ts'
import { pendientesDeSello } from '../../bff/application/sellado/pendientes.ts'
import { sellar, type DepsSellar } from '../../bff/application/sellado/sellar.ts'
import { cargar } from '../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../bff/application/tramites/confirmar-nombre.ts'
import { registrar } from '../../bff/application/tramites/registrar.ts'
import { crearAutoridad, type Autoridad } from '../../bff/simuladores/autoridad/autoridad.ts'
import { emitirEfirma, type OpcionesEfirma } from '../../bff/simuladores/autoridad/efirma.ts'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { actor, AHORA, enPlantel, ESCOLARES, type Escena, montar } from './escena.ts'

export const DIRECTOR_TOLUCA: Actor = {
	...actor('director-plantel', enPlantel('toluca')),
	personaId: 'd-toluca',
}
export const DIRECTOR_LERMA: Actor = {
	...actor('director-plantel', enPlantel('lerma')),
	personaId: 'd-lerma',
}
export const DIRECTOR_MEX: Actor = {
	...actor('director-estatal', { tipo: 'entidad', entidadId: 'mex' }),
	personaId: 'd-mex',
}
export const DIRECTOR_CDMX: Actor = {
	...actor('director-estatal', { tipo: 'entidad', entidadId: 'cdmx' }),
	personaId: 'd-cdmx',
}

const CURPS: Readonly<Record<string, string>> = {
	'd-toluca': 'TOLU700101HMCABC01',
	'd-lerma': 'LERM700101MMCABC02',
	'd-mex': 'MEXI700101HMCABC03',
	'd-cdmx': 'CDMX700101MDFABC04',
}

/** Una e.firma ya abierta: su .cer y su llave. */
export type EfirmaAbierta = { readonly cer: Uint8Array; readonly llave: KeyObject }

export type Mesa = Escena & {
	readonly autoridad: Autoridad
	readonly efirmaDe: (personaId: string, cambios?: Partial<OpcionesEfirma>) => Promise<EfirmaAbierta>
	/** Trámites con el nombre confirmado, listos para el sello del plantel. */
	readonly confirmados: (cuantos: number, plantel?: 'toluca' | 'lerma') => Promise<string[]>
	readonly depsSellar: (cambios?: Partial<DepsSellar>) => DepsSellar
	/** El director sella lo que su lista le ofrece de esos trámites, como lo haría su dispositivo. */
	readonly sellarComo: (quien: Actor, ids: readonly string[]) => Promise<void>
	/** El sello que ese director pondría a lo que su lista le ofrece. */
	readonly sellosDe: (
		quien: Actor,
		ids: readonly string[],
		efirma: EfirmaAbierta,
	) => Promise<{ tramiteId: string; sello: string }[]>
	readonly recoger: () => Promise<void>
}

const DIA = 24 * 3_600_000
const CONTRASENA = '12345678a'
export const vigente: ConsultarRevocacion = () =>
	Promise.resolve({ estado: 'vigente', respuesta: 'T0NTUA==', razon: 'Vigente.' })

/** El sello de una cadena, por OpenSSL y no por nuestro código. */
export const firmar = (cadena: string, llave: KeyObject): string =>
	sign('RSA-SHA256', Buffer.from(cadena, 'utf8'), llave).toString('base64')

/** Monta la mesa sobre una base nueva. Quien la monta llama `recoger`. */
export const ponerMesa = async (destino: { readonly url: string }): Promise<Mesa> => {
	const escena = await montar(destino)
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-mesa-'))
	const autoridad = await crearAutoridad({ carpeta: join(carpeta, 'ac'), momento: new Date(AHORA) })
	for (const [plantel, desde] of [
		['toluca', 1],
		['lerma', 5001],
	] as const) {
		await escena.agregarRango(desde, desde + 4999, { plantel })
	}
	await sembrarDirectores(escena)
	const abiertas = new Map<string, Promise<EfirmaAbierta>>()
	let serie = 0

	const emitir = async (personaId: string, cambios: Partial<OpcionesEfirma>): Promise<EfirmaAbierta> => {
		serie += 1
		const emitida = await emitirEfirma({
			autoridad,
			carpeta: join(carpeta, 'efirma'),
			nombreArchivo: `${personaId}-${serie}`,
			nombre: 'DIRECTOR DE PRUEBA',
			rfc: 'TOLU700101AB1',
			curp: CURPS[personaId] ?? '',
			contrasena: CONTRASENA,
			tipo: 'fiel',
			desde: new Date(Date.parse(AHORA) - DIA),
			hasta: new Date(Date.parse(AHORA) + 365 * DIA),
			serie: String(30001000000500000000n + BigInt(serie)),
			...cambios,
		})
		const llave = createPrivateKey({
			key: readFileSync(emitida.key),
			format: 'der',
			type: 'pkcs8',
			passphrase: CONTRASENA,
		})
		return { cer: readFileSync(emitida.cer), llave }
	}
	const efirmaDe: Mesa['efirmaDe'] = (personaId, cambios) => {
		if (cambios) return emitir(personaId, cambios)
		const abierta = abiertas.get(personaId) ?? emitir(personaId, {})
		abiertas.set(personaId, abierta)
		return abierta
	}

	const confirmados: Mesa['confirmados'] = async (cuantos, plantel = 'toluca') => {
		const quien = { ...ESCOLARES, ambito: enPlantel(plantel) }
		const tramites = await escena.agregarTramites(cuantos, { plantel })
		await registrar(escena.deps)({ actor: quien, tramites })
		await cargar(escena.deps)({ actor: quien, tramites })
		const nombre = { nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' }
		for (const tramiteId of tramites) {
			exigir(await confirmarNombre(escena.deps)({ actor: quien, tramiteId, nombre }))
		}
		return tramites
	}

	const depsSellar: Mesa['depsSellar'] = (cambios = {}) => ({
		...escena.deps,
		anclas: [autoridad.raiz, autoridad.intermedia],
		consultarRevocacion: vigente,
		juntarMs: 0,
		...cambios,
	})

	const sellosDe: Mesa['sellosDe'] = async (quien, ids, { llave }) => {
		const { certificados } = exigir(await pendientesDeSello(escena.deps)({ actor: quien }))
		return certificados
			.filter(({ tramiteId }) => ids.includes(tramiteId))
			.map(({ tramiteId, xml }) => {
				const cadena = exigir(cadenaOriginal(exigir(leerDec(xml))))
				return { tramiteId, sello: firmar(cadena, llave) }
			})
	}

	const sellarComo: Mesa['sellarComo'] = async (quien, ids) => {
		const efirma = await efirmaDe(quien.personaId)
		const sellos = await sellosDe(quien, ids, efirma)
		const certificado = Buffer.from(efirma.cer).toString('base64')
		for (let i = 0; i < sellos.length; i += 100) {
			const filas = exigir(
				await sellar(depsSellar())({ actor: quien, certificado, sellos: sellos.slice(i, i + 100) }),
			)
			const negada = filas.find((fila) => !fila.hecho)
			if (negada) throw new Error(`No se selló: ${negada.motivo}`)
		}
	}

	return {
		...escena,
		autoridad,
		efirmaDe,
		confirmados,
		depsSellar,
		sellosDe,
		sellarComo,
		recoger: async () => {
			await escena.base.cerrar()
			rmSync(carpeta, { recursive: true, force: true })
		},
	}
}

const sembrarDirectores = async ({ base }: Escena): Promise<void> => {
	const directores = [DIRECTOR_TOLUCA, DIRECTOR_LERMA, DIRECTOR_MEX, DIRECTOR_CDMX]
	await base.db
		.insertInto('persona')
		.values(
			directores.map(({ personaId, perfil, ambito }) => ({
				id: personaId,
				tid: null,
				oid: null,
				correo: `${personaId}@mex.conalep.edu.mx`,
				nombre: 'Rosa',
				primerApellido: 'Inventada',
				segundoApellido: null,
				curp: CURPS[personaId] ?? null,
				idCargo: perfil === 'director-estatal' ? '93' : '94',
				cargo: 'Director',
				perfil,
				entidadId: ambito.tipo === 'nacional' ? null : ambito.entidadId,
				plantelId: ambito.tipo === 'plantel' ? ambito.plantelId : null,
			})),
		)
		.execute()
}
