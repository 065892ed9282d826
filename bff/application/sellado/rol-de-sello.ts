import type { Acto, Actor, Ambito } from '#core/domain/rol.ts'
import { rechazo, ok, type Result } from '#core/domain/result.ts'
import type { RolSello } from '#core/domain/suplencia.ts'
import type { EstadoTramite } from '#core/domain/tramite.ts'

/** Con qué suplencia se sella, si no es por el cargo propio (16). */
export type SuplenciaDeTurno = {
	readonly id: string
	readonly titular: string
	/** Último día, entero, en la Ciudad de México. */
	readonly hasta: string
	/** Cuántos certificados le quedan; `null` si no tiene tope. */
	readonly quedan: number | null
}

export type Turno = {
	readonly rol: RolSello
	/** El permiso de `rol.ts`, que es también el acto que mueve el trámite. */
	readonly acto: Extract<Acto, 'sellar-plantel' | 'sellar-estatal'>
	/** El estado de lo que espera este sello: primero plantel, después estado (16). */
	readonly espera: EstadoTramite
	readonly queda: EstadoTramite
	/** Dónde sella: su plantel o su entidad, o los de quien suple. */
	readonly ambito: Exclude<Ambito, { tipo: 'nacional' }>
	/** `null` en el turno propio. */
	readonly suplencia: SuplenciaDeTurno | null
}

const PASOS = {
	plantel: { rol: 'plantel', acto: 'sellar-plantel', espera: 'nombre-confirmado', queda: 'sellado-plantel' },
	estatal: { rol: 'estatal', acto: 'sellar-estatal', espera: 'sellado-plantel', queda: 'sellado-estatal' },
} as const

/** El turno de un sello en un lugar, por el cargo propio o por una suplencia. */
export const turnoDeRol = (
	rol: RolSello,
	ambito: Turno['ambito'],
	suplencia: SuplenciaDeTurno | null,
): Turno => ({ ...PASOS[rol], ambito, suplencia })

/** El turno propio de un perfil; quien no es director no tiene. Con sus suplencias, `turnosDe` (turnos.ts). */
export const turnoDe = (actor: Actor): Result<Turno, 'sin-permiso' | 'fuera-de-ambito'> => {
	const { ambito, perfil } = actor
	switch (perfil) {
		case 'director-plantel':
		case 'director-estatal':
			return ambito.tipo === 'nacional'
				? rechazo('fuera-de-ambito')
				: ok(turnoDeRol(perfil === 'director-plantel' ? 'plantel' : 'estatal', ambito, null))
		case 'escolares-plantel':
		case 'escolares-estatal':
		case 'dse':
		case 'ti':
			return rechazo('sin-permiso', { perfil })
	}
}

/** Con qué facultades se actúa en un turno: las propias, o las del cargo que se suple, en su lugar y no más. */
export const actorDeTurno = (actor: Actor, turno: Turno): Actor =>
	turno.suplencia === null
		? actor
		: {
				personaId: actor.personaId,
				perfil: turno.rol === 'plantel' ? 'director-plantel' : 'director-estatal',
				ambito: turno.ambito,
			}
