import type { Devolucion } from '#core/contract/devolucion.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { rechazo, type Rechazo } from '#core/domain/result.ts'
import type { RolSello } from '#core/domain/suplencia.ts'
import type { Lectura } from '../ports.ts'

const DIA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'America/Mexico_City' })

/** La última devolución de cada trámite que tiene alguna: la del intento anterior al que corre. */
export const ultimasDevoluciones = async (
	db: Lectura,
	tramites: readonly string[],
): Promise<ReadonlyMap<string, Devolucion>> => {
	if (tramites.length === 0) return new Map()
	const filas = await db
		.selectFrom('devolucion as v')
		.innerJoin('tramite as t', (u) =>
			u.onRef('t.id', '=', 'v.tramiteId').on((e) => e('v.intento', '=', e('t.intento', '-', 1))),
		)
		.innerJoin('persona as p', 'p.id', 'v.personaId')
		.select(['v.tramiteId', 'v.clase', 'v.razon', 'v.rol', 'v.momento'])
		.select(['p.nombre', 'p.primerApellido', 'p.segundoApellido'])
		.where('v.tramiteId', 'in', tramites)
		.execute()
	return new Map(
		filas.map(({ tramiteId, clase, razon, rol, momento, ...persona }) => [
			tramiteId,
			{ clase, razon, rol, momento, quien: nombreCompleto(persona) },
		]),
	)
}

/** El «no» de quien llega con un sello, o con otra devolución, de lo que ya se devolvió. */
export const yaDevuelto = ({ quien, momento, razon }: Devolucion): Rechazo<'devuelto'> =>
	rechazo('devuelto', { quien, cuando: DIA.format(new Date(momento)), razon })

/**
 * El «no» a un sello hecho en un intento anterior, con lo que abrió el de ahora: una devolución; que se pidiera volver a
 * sellar lo que un certificado revocado detuvo (16); o, si no, la baja de su registro (15). `rol`: de quién es el sello que
 * llega.
 */
export const deOtroIntento = async (
	db: Lectura,
	{ tramiteId, rol, devolucion }: { tramiteId: string; rol: RolSello; devolucion: Devolucion | undefined },
): Promise<Rechazo<'devuelto' | 'sello-retirado'>> => {
	if (devolucion) return yaDevuelto(devolucion)
	const revocado = await db
		.selectFrom('revocacionComprobada as r')
		.innerJoin('tramite as t', (u) =>
			u.onRef('t.id', '=', 'r.tramiteId').on((e) => e('r.intento', '=', e('t.intento', '-', 1))),
		)
		.select('r.tramiteId')
		.where('r.tramiteId', '=', tramiteId)
		.where('r.resultado', '=', 'revocado-antes')
		.executeTakeFirst()
	return rechazo('sello-retirado', revocado ? { rol, porque: 'revocado' } : { rol, porque: 'baja' })
}
