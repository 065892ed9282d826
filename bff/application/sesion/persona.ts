import type { Lectura, Tx } from '../ports.ts'
import { type Actor, type Ambito, ambitoDePerfil } from '#core/domain/rol.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

/** Jornada: pasado esto se entra de nuevo. */
export const duracionMs = 8 * 60 * 60 * 1000
/** Sin usarse este tiempo, la sesión termina. */
export const ocioMs = 60 * 60 * 1000

type Nombrado = { readonly id: string; readonly nombre: string }

export type SesionVista = {
	readonly actor: Actor
	readonly persona: {
		readonly id: string
		readonly nombre: string
		readonly correo: string
		readonly curp: string | null
		readonly cargo: string | null
	}
	readonly entidad: Nombrado | null
	readonly plantel: Nombrado | null
	readonly expira: string
}

/** Una sesión recién abierta lleva su secreto, que sólo viaja en la cookie. */
export type SesionAbierta = SesionVista & { readonly secreto: string }

/** La persona activa con su ámbito completo; undefined si no está, o si su perfil y su ámbito no casan. */
export const leerPersona = async (
	db: Lectura | Tx,
	personaId: string,
	expira: string,
): Promise<SesionVista | undefined> => {
	const fila = await db
		.selectFrom('persona as p')
		.leftJoin('plantel as pl', 'pl.id', 'p.plantelId')
		.leftJoin('entidad as e', (join) =>
			join.on((eb) => eb('e.id', '=', eb.fn.coalesce('pl.entidadId', 'p.entidadId'))),
		)
		.select([
			'p.id',
			'p.nombre',
			'p.primerApellido',
			'p.segundoApellido',
			'p.correo',
			'p.curp',
			'p.cargo',
			'p.perfil',
			'p.plantelId',
			'pl.nombre as plantel',
			'e.id as entidadId',
			'e.nombre as entidad',
		])
		.where('p.id', '=', personaId)
		.where('p.activa', '=', 1)
		.executeTakeFirst()
	if (!fila) return undefined
	const ambito = ambitoDe(ambitoDePerfil(fila.perfil), fila.entidadId, fila.plantelId)
	if (!ambito) return undefined
	return {
		actor: { personaId: fila.id, perfil: fila.perfil, ambito },
		persona: {
			id: fila.id,
			nombre: nombreCompleto(fila),
			correo: fila.correo,
			curp: fila.curp,
			cargo: fila.cargo,
		},
		entidad:
			fila.entidadId !== null && fila.entidad !== null ? { id: fila.entidadId, nombre: fila.entidad } : null,
		plantel:
			fila.plantelId !== null && fila.plantel !== null ? { id: fila.plantelId, nombre: fila.plantel } : null,
		expira,
	}
}

/** Las cuentas de una misma persona: la suya y las demás con su CURP. Quien tiene dos sigue siendo uno (16, 20). */
export const cuentasDe = async (db: Lectura | Tx, personaId: string): Promise<readonly string[]> => {
	const otras = await db
		.selectFrom('persona as p')
		.innerJoin('persona as o', 'o.curp', 'p.curp')
		.select('o.id')
		.where('p.id', '=', personaId)
		.execute()
	return [personaId, ...otras.map(({ id }) => id)]
}

const ambitoDe = (
	tipo: Ambito['tipo'],
	entidadId: string | null,
	plantelId: string | null,
): Ambito | undefined => {
	switch (tipo) {
		case 'nacional':
			return { tipo }
		case 'entidad':
			return entidadId === null ? undefined : { tipo, entidadId }
		case 'plantel':
			return entidadId === null || plantelId === null ? undefined : { tipo, entidadId, plantelId }
	}
}
