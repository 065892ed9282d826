import { expressionBuilder, type Expression, type SqlBool } from 'kysely'
import { setImmediate as ceder } from 'node:timers/promises'
import type { PorSellar } from '#core/contract/sellado.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import type { Firmante } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { puede, type Actor } from '#core/domain/rol.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import type { Base, Lectura, Reloj } from '../ports.ts'
import { cuentasDe } from '../sesion/persona.ts'
import type { Tablas } from '../tablas.ts'
import type { TablaTramite } from '../tablas/tramites.ts'
import { detenido } from './detenidos.ts'
import { ultimasDevoluciones } from './devoluciones.ts'
import { decDeFirmante, leerDecGuardado, type DecSinFirmante } from './documento.ts'
import { leerFirmante } from './leer-firmante.ts'
import { leerRevisados } from './leer-revisados.ts'
import { firmanteRevisado } from './lo-revisado.ts'
import { actorDeTurno, type Turno } from './rol-de-sello.ts'
import { claveDeTurno, escogerTurno } from './turnos.ts'

const TOPE = 1000
const POR_TURNO = 25

/**
 * Lo que espera el sello de quien entró (16): al director del plantel, lo confirmado de su plantel; al estatal, lo
 * que ya selló el plantel en su entidad. Primero los nombres cambiados a mano (17). Junto a cada documento va lo revisado,
 * leído otra vez de los renglones, para que el dispositivo compare.
 */
export const pendientesDeSello =
	({ base: { db }, reloj }: { readonly base: Base; readonly reloj: Reloj }) =>
	async ({
		actor,
		turno: clave,
	}: {
		readonly actor: Actor
		/** `propio` o el id de una suplencia suya; por omisión, su primer turno. */
		readonly turno?: string | undefined
	}): Promise<Result<PorSellar, Motivo>> => {
		const hoy = fechaEnMexico(reloj())
		const turno = await escogerTurno(db, actor, hoy, clave)
		if (!turno.ok) return turno
		const { ambito, suplencia } = turno.valor
		const permiso = puede(actorDeTurno(actor, turno.valor), turno.valor.acto, ambito)
		if (!permiso.ok) return permiso
		const firmante = await leerFirmante(db, actor.personaId, hoy)
		if (!firmante) return rechazo('persona-sin-curp')
		const suyas = await cuentasDe(db, actor.personaId)
		const consulta = enEspera(db, turno.valor).where((e) => e.not(conSelloDe(suyas)))
		const { total } = await consulta
			.select((e) => e.fn.countAll<number>().as('total'))
			.executeTakeFirstOrThrow()
		const { propios } = await enEspera(db, turno.valor)
			.where(conSelloDe(suyas))
			.select((e) => e.fn.countAll<number>().as('propios'))
			.executeTakeFirstOrThrow()
		const filas = await consulta
			.innerJoin('certificado as c', 'c.tramiteId', 't.id')
			.select(['t.id', 't.intento', 'c.dec'])
			.orderBy('t.nombreEditado', 'desc')
			.orderBy('c.folio')
			.limit(Math.min(TOPE, suplencia?.quedan ?? TOPE))
			.execute()
		const revisados = await leerRevisados(db, {
			entidadId: ambito.entidadId,
			hoy,
			tramites: filas.map(({ id }) => id),
		})
		const devoluciones = await ultimasDevoluciones(
			db,
			filas.map(({ id }) => id),
		)
		const certificados: PorSellar['certificados'] = []
		for (const { id, intento, dec } of filas) {
			const suyo = revisados.porTramite.get(id)
			if (!suyo) continue
			const xml = xmlPorSellar(leerDecGuardado(dec), firmante)
			certificados.push({ tramiteId: id, xml, ...suyo, intento, devuelto: devoluciones.get(id) ?? null })
			// Escribir mil documentos toma medio segundo: que mientras tanto se atienda a los demás.
			if (certificados.length % POR_TURNO === 0) await ceder()
		}
		return ok({
			turno: claveDeTurno(turno.valor),
			rol: turno.valor.rol,
			firmante: firmanteRevisado(firmante),
			...revisados.comun,
			muestra: {
				minimo: await leerAjuste(db, 'muestra-minimo', ambito.entidadId),
				porcentaje: await leerAjuste(db, 'muestra-porcentaje', ambito.entidadId),
			},
			total: Number(total),
			yaSelladosPorUsted: Number(propios),
			certificados,
		})
	}

/** El documento como se manda a sellar: con quien firma y sin sello ni certificado todavía. */
const xmlPorSellar = (dec: DecSinFirmante, firmante: Firmante): string => {
	const sinSello = decDeFirmante(dec, firmante)
	return escribirDec({
		...sinSello,
		firmaResponsable: { ...sinSello.firmaResponsable, sello: '', certificadoResponsable: '' },
	})
}

/** Lo que espera ese turno, lo haya sellado quien lo haya sellado antes. */
const enEspera = (db: Lectura, { espera, ambito }: Turno) => {
	const deEntidad = db
		.selectFrom('tramite as t')
		.where('t.estado', '=', espera)
		.where('t.entidadId', '=', ambito.entidadId)
		.where((e) => e.not(detenido()))
	return ambito.tipo === 'plantel' ? deEntidad.where('t.plantelId', '=', ambito.plantelId) : deEntidad
}

/** Que la persona ya selló por otro turno o con otra cuenta: los dos sellos de un certificado son de dos personas (20). */
const conSelloDe = (suyas: readonly string[]): Expression<SqlBool> => {
	const e = expressionBuilder<Tablas & { t: TablaTramite }, 't'>()
	return e.exists(
		e
			.selectFrom('sello as s')
			.select('s.rol')
			.whereRef('s.tramiteId', '=', 't.id')
			.whereRef('s.intento', '=', 't.intento')
			.where('s.personaId', 'in', suyas),
	)
}
