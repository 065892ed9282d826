import type { Firmante } from '#core/dec/dec.ts'
import type { Lectura } from '../ports.ts'
import { firmanteDe } from './documento.ts'

/** La persona, con su cuenta activa, como FirmaResponsable; `null` si no puede firmar: sin CURP o sin cargo (16). */
export const leerFirmante = async (db: Lectura, personaId: string): Promise<Firmante | null> => {
	const persona = await db
		.selectFrom('persona')
		.selectAll()
		.where('id', '=', personaId)
		.where('activa', '=', 1)
		.executeTakeFirst()
	return persona ? firmanteDe(persona) : null
}
