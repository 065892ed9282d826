/** La mesa de servicio sobre una base y un almacén de verdad, con quien pide y quien atiende. Toda la gente es inventada. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { abrirAsunto } from '../../../bff/application/mesa/abrir-asunto.ts'
import type { DepsMesa } from '../../../bff/application/mesa/renglones.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import type { DatosDePersona } from '#core/contract/mesa/persona.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor, Perfil } from '#core/domain/rol.ts'
import type { Abrir } from '../ambas.ts'
import { type Escena, ESCOLARES, ESTATAL, montar } from '../escena.ts'

const nacional = (personaId: string, perfil: Perfil): Actor => ({
	personaId,
	perfil,
	ambito: { tipo: 'nacional' },
})
export const DSE = nacional('p-dse', 'dse')
export const OTRA_DSE = nacional('p-dse-2', 'dse')
export const TI = nacional('p-ti', 'ti')
export const DIRECTOR: Actor = { ...ESCOLARES, personaId: 'p-director', perfil: 'director-plantel' }
export const LERMA: Actor = {
	...{ personaId: 'p-lerma', perfil: 'escolares-plantel' },
	ambito: { tipo: 'plantel', entidadId: 'mex', plantelId: 'lerma' },
}
export const CDMX: Actor = {
	...{ personaId: 'p-cdmx', perfil: 'escolares-estatal' },
	ambito: { tipo: 'entidad', entidadId: 'cdmx' },
}

export type MesaDeServicio = Escena & {
	readonly deps: Escena['deps'] & DepsMesa
	/** Un trámite registrado, con su folio, que SEP rechazó. */
	readonly rechazado: () => Promise<string>
	readonly duda: (de?: Actor) => Promise<string>
	readonly baja: (tramiteId?: string) => Promise<string>
	/** Los avisos encargados de un asunto: `orden:persona`. */
	readonly avisos: (asuntoId: string) => Promise<string[]>
}

export const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 7])

/** Datos de una cuenta nueva del plantel Toluca. */
export const datos = (cambios: Partial<DatosDePersona> = {}): DatosDePersona => ({
	...{ correo: 'nueva@mex.conalep.edu.mx', nombre: 'Rosa', primerApellido: 'Nueva', segundoApellido: null },
	...{ curp: null, idCargo: null, cargo: null, perfil: 'escolares-plantel', plantelId: 'toluca' },
	...cambios,
})

/**
 * La mesa que comparten las pruebas de una suite, que sólo miran sus propios asuntos; `nueva`, para las que cuentan o cambian a
 * la gente. Se cierran al final.
 */
export const mesasDe = (abrir: Abrir) => {
	const abiertas: { base: Base; carpeta: string }[] = []
	let comun: Promise<MesaDeServicio> | null = null
	afterAll(async () => {
		for (const { base, carpeta } of abiertas.splice(0)) {
			await base.cerrar()
			rmSync(carpeta, { recursive: true, force: true })
		}
	})
	const nueva = async (): Promise<MesaDeServicio> => {
		const escena = await montar(await abrir())
		const carpeta = mkdtempSync(join(tmpdir(), 'egreso-mesa-'))
		abiertas.push({ base: escena.base, carpeta })
		await sembrar(escena.base)
		await escena.agregarRango(1, 50)
		const deps = {
			...escena.deps,
			almacen: crearAlmacenCarpeta({ carpeta, llaveHex: '0'.repeat(64) }),
			dominios: ['conalep.edu.mx'],
		}
		const rechazado = async () => {
			const [id = ''] = await escena.agregarTramites(1)
			await registrar(deps)({ actor: ESCOLARES, tramites: [id] })
			await escena.base.db.updateTable('tramite').set({ estado: 'rechazado' }).where('id', '=', id).execute()
			return id
		}
		const abrirUno = async (
			actor: Actor,
			peticion: Parameters<ReturnType<typeof abrirAsunto>>[0]['peticion'],
		) => exigir(await abrirAsunto(deps)({ actor, peticion })).id
		return {
			...escena,
			deps,
			rechazado,
			duda: (de = ESCOLARES) => abrirUno(de, { clase: 'duda', titulo: 'Una duda', texto: '¿Cómo se hace?' }),
			baja: async (tramiteId) =>
				abrirUno(ESCOLARES, {
					...{ clase: 'baja', texto: 'SEP lo rechazó' },
					tramiteId: tramiteId ?? (await rechazado()),
				}),
			avisos: async (asuntoId) =>
				(
					await escena.base.db
						.selectFrom('trabajo')
						.select('clave')
						.where('clase', '=', 'avisar-asunto')
						.where('clave', 'like', `${asuntoId}:%`)
						.orderBy('id')
						.execute()
				).map(({ clave }) => clave.split(':').slice(1).join(':')),
		}
	}
	return { mesa: () => (comun ??= nueva()), nueva }
}

const sembrar = async ({ db }: Base): Promise<void> => {
	const una = (id: string, perfil: Perfil, lugar: { entidadId?: string; plantelId?: string } = {}) => ({
		...{ id, perfil, correo: `${id}@mex.conalep.edu.mx`, nombre: 'Rosa', primerApellido: 'Inventada' },
		...{ tid: null, oid: null, segundoApellido: null, curp: null, idCargo: null, cargo: null },
		...{ entidadId: lugar.entidadId ?? null, plantelId: lugar.plantelId ?? null },
	})
	await db
		.insertInto('persona')
		.values([
			una('p-dse', 'dse'),
			una('p-dse-2', 'dse'),
			una('p-ti', 'ti'),
			una('p-director', 'director-plantel', { plantelId: 'toluca' }),
			una('p-lerma', 'escolares-plantel', { plantelId: 'lerma' }),
			una('p-cdmx', 'escolares-estatal', { entidadId: 'cdmx' }),
		])
		.execute()
}

export { ESCOLARES, ESTATAL }
