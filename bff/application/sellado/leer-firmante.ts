import type { Firmante } from '#core/dec/dec.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import { rechazo, type Result } from '#core/domain/result.ts'
import { puede, type Actor } from '#core/domain/rol.ts'
import type { Lectura } from '../ports.ts'
import { leerPersona } from '../sesion/persona.ts'
import { firmanteDe } from './documento.ts'
import { actorDeTurno, type Turno } from './rol-de-sello.ts'

/**
 * La persona, con su cuenta activa, como FirmaResponsable; `null` si no puede firmar: sin CURP, o sin un cargo que rija ese
 * día en el catálogo (16). El cargo de quien firma es el del día en que firma: el documento no lo lleva hasta entonces.
 */
export const leerFirmante = async (db: Lectura, personaId: string, dia: Fecha): Promise<Firmante | null> => {
	const persona = await db
		.selectFrom('persona as p')
		.innerJoin('catalogoValor as v', 'v.clave', 'p.idCargo')
		.selectAll('p')
		.where('p.id', '=', personaId)
		.where('p.activa', '=', 1)
		.where('v.catalogo', '=', 'cargo')
		.where('v.desde', '<=', dia)
		.where('v.hasta', '>=', dia)
		.executeTakeFirst()
	return persona ? firmanteDe(persona) : null
}

/**
 * Si quien sella sigue pudiendo al guardar: mientras el SAT contestaba pudieron darlo de baja, cambiarlo de plantel o
 * corregir su CURP o su cargo (10), y una baja vale al instante. Una suplencia se aparta y se mira en `tomarSuplencia`.
 */
export const sigueFirmando = async (
	db: Lectura,
	{
		actor,
		turno,
		firmante,
		dia,
	}: {
		readonly actor: Actor
		readonly turno: Turno
		readonly firmante: Firmante
		readonly dia: Fecha
	},
): Promise<Result<true, 'sin-permiso' | 'fuera-de-ambito' | 'sello-no-corresponde'>> => {
	const ahora = await leerFirmante(db, actor.personaId, dia)
	const persona = await leerPersona(db, actor.personaId, '')
	if (!ahora || !persona) return rechazo('sin-permiso', { perfil: actor.perfil })
	if (JSON.stringify(ahora) !== JSON.stringify(firmante)) return rechazo('sello-no-corresponde')
	return puede(actorDeTurno(persona.actor, turno), turno.acto, turno.ambito)
}
