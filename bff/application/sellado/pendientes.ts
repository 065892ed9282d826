import type { PorSellar } from '#core/contract/sellado.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { puede, type Actor } from '#core/domain/rol.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Base, Lectura } from '../ports.ts'
import { decDeFirmante, firmanteDe, leerDecGuardado } from './documento.ts'
import { turnoDe, type Turno } from './rol-de-sello.ts'

const TOPE = 1000

/**
 * Lo que espera el sello de quien entró (16): al director del plantel, lo confirmado de su plantel; al estatal, lo
 * que ya selló el plantel en su entidad. Primero lo inusual: los nombres cambiados a mano (17).
 */
export const pendientesDeSello =
	({ base: { db } }: { readonly base: Base }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<PorSellar, Motivo>> => {
		const turno = turnoDe(actor)
		if (!turno.ok) return turno
		const { ambito } = actor
		if (ambito.tipo === 'nacional') return rechazo('fuera-de-ambito')
		const permiso = puede(actor, turno.valor.acto, ambito)
		if (!permiso.ok) return permiso
		const persona = await db
			.selectFrom('persona')
			.selectAll()
			.where('id', '=', actor.personaId)
			.where('activa', '=', 1)
			.executeTakeFirst()
		const firmante = persona && firmanteDe(persona)
		if (!firmante) return rechazo('persona-sin-curp')
		const consulta = enEspera(db, turno.valor, ambito)
		const { total } = await consulta
			.select((e) => e.fn.countAll<number>().as('total'))
			.executeTakeFirstOrThrow()
		const filas = await consulta
			.innerJoin('certificado as c', 'c.tramiteId', 't.id')
			.select(['t.id', 't.matricula', 't.nombre', 't.primerApellido', 't.segundoApellido', 't.nombreEditado'])
			.select(['c.folio', 'c.dec'])
			.orderBy('t.nombreEditado', 'desc')
			.orderBy('c.folio')
			.limit(TOPE)
			.execute()
		return ok({
			rol: turno.valor.rol,
			total: Number(total),
			certificados: filas.map((fila) => {
				const dec = leerDecGuardado(fila.dec)
				const sinSello = decDeFirmante(dec, firmante)
				const xml = escribirDec({
					...sinSello,
					firmaResponsable: { ...sinSello.firmaResponsable, sello: '', certificadoResponsable: '' },
				})
				return {
					tramiteId: fila.id,
					folio: fila.folio,
					matricula: fila.matricula,
					xml,
					revisado: {
						nombre: fila.nombre ?? '',
						primerApellido: fila.primerApellido ?? '',
						segundoApellido: fila.segundoApellido,
						curp: dec.alumno.curp,
						promedio: dec.acreditacion.promedioAprovechamiento,
						carrera: dec.acreditacion.nombreTipoPerfilLaboralEMS ?? '',
						plantel: dec.plantel.nombreNumeroPlantel ?? '',
					},
					nombreEditado: fila.nombreEditado === 1,
				}
			}),
		})
	}

const enEspera = (db: Lectura, { espera }: Turno, ambito: Exclude<Actor['ambito'], { tipo: 'nacional' }>) => {
	const deEntidad = db
		.selectFrom('tramite as t')
		.where('t.estado', '=', espera)
		.where('t.entidadId', '=', ambito.entidadId)
	return ambito.tipo === 'plantel' ? deEntidad.where('t.plantelId', '=', ambito.plantelId) : deEntidad
}
