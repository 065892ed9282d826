import type { Servicio } from '#core/contract/trabajo.ts'

/* Lo de afuera: lo que SEP devolvió y no se creyó, y desde cuándo no contesta cada servicio. */

/** Lo apartado: su razón y dónde están sus bytes. Nada cambia salvo cómo se resolvió. */
export type TablaCuarentena = {
	id: string
	loteId: string
	/** null: no se sabe de qué certificado es, o es el ZIP entero. */
	tramiteId: string | null
	numeroLote: string | null
	/** Como se llamaba en lo que SEP devolvió. */
	archivo: string | null
	razon: string
	sha256: string
	bytes: number
	momento: string
	resuelta: string | null
	resolucion: 'emitido' | 'repedido' | 'rechazado' | null
}

/** Un renglón por servicio al que ya se le preguntó. */
export type TablaServicio = {
	nombre: Servicio
	/** La última vez que se anotó que contestó. */
	contesto: string | null
	/** Desde cuándo no contesta; null si contesta. */
	callaDesde: string | null
	visto: string
}
