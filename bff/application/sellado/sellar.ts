import type { Devolucion } from '#core/contract/devolucion.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import type { Sellar } from '#core/contract/sellado.ts'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Rechazo, type Result } from '#core/domain/result.ts'
import { puede, type Actor } from '#core/domain/rol.ts'
import { verificarSello } from '#core/efirma/verificar.ts'
import type { X509 } from '#core/efirma/x509.ts'
import type { Firmante } from '#core/dec/dec.ts'
import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import type { Anclas, Azar, Base, ConsultarRevocacion, Huella, Lectura, Reloj } from '../ports.ts'
import { cuentasDe } from '../sesion/persona.ts'
import { filaHecha, filaNegada } from '../tramites/filas.ts'
import { comprobarFirmante } from './comprobar-firmante.ts'
import { deOtroIntento, ultimasDevoluciones, yaDevuelto } from './devoluciones.ts'
import { decDeFirmante, leerDecGuardado } from './documento.ts'
import { guardarSellos, type PorGuardar } from './guardar-sellos.ts'
import { leerFirmante } from './leer-firmante.ts'
import { actorDeTurno, type Turno } from './rol-de-sello.ts'
import { sinTurno, turnoPara, turnosDe } from './turnos.ts'

export type DepsSellar = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly anclas: Anclas
	readonly consultarRevocacion: ConsultarRevocacion
	/** Cuánto esperar, con los sellos estatales ya puestos, a que lleguen más antes de integrar el lote (11). */
	readonly juntarMs?: number
}

/**
 * Recibe los sellos que un director, o quien lo suple, puso en su dispositivo (16). Antes de la transacción: que la
 * e.firma sea suya, de persona física, vigente, de una autoridad reconocida y no revocada; y que cada sello sea de la
 * cadena que el BFF rearma de sus propios renglones. Si el SAT no contesta, el ajuste `revocacion-sin-respuesta` de la
 * entidad dice si se guarda anotándolo o si no se recibe (todo el envío, para reintentarlo entero). Un sello que no pasa
 * no detiene a los demás; repetir un envío es inofensivo.
 */
export const sellar =
	(deps: DepsSellar) =>
	async ({
		actor,
		certificado,
		sellos,
	}: Sellar & { readonly actor: Actor }): Promise<Result<ResultadoFila[], Motivo>> => {
		const hoy = fechaEnMexico(deps.reloj())
		const turnos = await turnosDe(deps.base.db, actor, hoy)
		if (turnos.length === 0) {
			const no = await sinTurno(deps.base.db, actor, hoy)
			// A quien tuvo turno se le contesta por certificado: lo que selló a tiempo y repite, sellado está.
			if (no.motivo !== 'suplencia-terminada' && no.motivo !== 'suplencia-agotada') return no
		}
		const firmante = await leerFirmante(deps.base.db, actor.personaId, hoy)
		if (!firmante) return rechazo('persona-sin-curp')
		const suyo = await comprobarFirmante(Buffer.from(certificado, 'base64'), {
			curp: firmante.curp,
			momento: new Date(deps.reloj()),
			anclas: deps.anclas,
		})
		if (!suyo.ok) return suyo
		const { der, noCertificado } = suyo.valor
		const suyas = await cuentasDe(deps.base.db, actor.personaId)
		const ids = sellos.map(({ tramiteId }) => tramiteId)
		const renglones = await leerRenglones(deps.base, ids)
		const devoluciones = await ultimasDevoluciones(deps.base.db, ids)
		const filas: ResultadoFila[] = []
		const candidatos = new Map<string, { readonly turno: Turno; readonly sello: PorGuardar }>()
		for (const { tramiteId, sello, intento } of sellos) {
			if (candidatos.has(tramiteId)) {
				filas.push(filaNegada(tramiteId, rechazo('ya-sellado')))
				continue
			}
			const renglon = renglones.get(tramiteId)
			// De cada trámite, el turno que lo alcanza: el propio o el de una suplencia.
			const turno = renglon && turnoPara(turnos, renglon)
			const revisado = yaSello(renglon, suyas)
				? rechazo('ya-sellado')
				: renglon && turno
					? await revisar({
							db: deps.base.db,
							actor,
							turno,
							renglon,
							intento,
							devolucion: devoluciones.get(tramiteId),
							firmante,
							x509: suyo.valor,
							sello,
						})
					: await sinTurno(deps.base.db, actor, hoy, { lugar: renglon ?? NINGUNO })
			if (!revisado.ok) filas.push(filaNegada(tramiteId, revisado))
			else if (turno) candidatos.set(tramiteId, { turno, sello: revisado.valor })
		}
		if (candidatos.size === 0) return ok(filas)
		// Una sola pregunta al SAT por envío, y sólo si hay algo que guardar.
		const revocacion = await deps.consultarRevocacion(der)
		if (revocacion.estado === 'revocado') return rechazo('certificado-revocado')
		if (revocacion.estado === 'no-comprobado') {
			const lugares = [...candidatos.keys()].map((id) => renglones.get(id)?.entidadId ?? '')
			if (await hayQueEsperar(deps.base.db, lugares))
				return rechazo('revocacion-sin-respuesta', { causa: revocacion.causa, razon: revocacion.razon })
		}
		for (const turno of turnos) {
			const suyos = [...candidatos.values()].filter((uno) => uno.turno === turno).map((uno) => uno.sello)
			if (suyos.length === 0) continue
			const negados = await guardarSellos(deps, {
				actor,
				turno,
				firmante,
				certificado: Buffer.from(der).toString('base64'),
				noCertificado,
				revocacion,
				sellos: suyos.sort((a, b) => (a.tramiteId < b.tramiteId ? -1 : 1)),
			})
			for (const { tramiteId } of suyos) {
				const negado: Rechazo<Motivo> | undefined = negados.get(tramiteId)
				filas.push(negado ? filaNegada(tramiteId, negado) : filaHecha(tramiteId))
			}
		}
		return ok(filas)
	}

/** Un lugar que ningún turno alcanza: de lo que no existe y de lo ajeno se dice lo mismo. */
const NINGUNO = { entidadId: '' }

/**
 * Si ya puso uno de los dos sellos. Repetir un envío es inofensivo; y quien sella por el plantel no sella además por el
 * estado el mismo certificado: los dos sellos (20) son de dos personas, también cuando una suple a otra o tiene otra cuenta.
 */
const yaSello = (renglon: Renglon | undefined, suyas: readonly string[]): boolean =>
	[renglon?.plantelPor, renglon?.estatalPor].some((quien) => quien != null && suyas.includes(quien))

/** Si alguna de esas entidades pide no recibir sellos hasta que el SAT diga si la e.firma está revocada (16). */
const hayQueEsperar = async (db: Base['db'], entidades: readonly string[]): Promise<boolean> => {
	for (const entidadId of new Set(entidades)) {
		if ((await leerAjuste(db, 'revocacion-sin-respuesta', entidadId)) === 'esperar') return true
	}
	return false
}

type Renglon = Awaited<ReturnType<typeof consultar>>[number]

const leerRenglones = async ({ db }: Base, ids: readonly string[]): Promise<ReadonlyMap<string, Renglon>> =>
	new Map((await consultar(db, ids)).map((renglon) => [renglon.id, renglon]))

const consultar = (db: Base['db'], ids: readonly string[]) =>
	db
		.selectFrom('tramite as t')
		.leftJoin('certificado as c', 'c.tramiteId', 't.id')
		.leftJoin('sello as sp', (u) =>
			u.onRef('sp.tramiteId', '=', 't.id').onRef('sp.intento', '=', 't.intento').on('sp.rol', '=', 'plantel'),
		)
		.leftJoin('sello as se', (u) =>
			u.onRef('se.tramiteId', '=', 't.id').onRef('se.intento', '=', 't.intento').on('se.rol', '=', 'estatal'),
		)
		.select(['t.id', 't.entidadId', 't.plantelId', 't.estado', 't.intento', 'c.dec'])
		.select(['sp.personaId as plantelPor', 'se.personaId as estatalPor'])
		.where('t.id', 'in', ids)
		.execute()

/** Todo lo que se puede saber de un sello sin escribir: permiso, turno, y que sea de nuestra cadena. */
const revisar = async (caso: {
	readonly db: Lectura
	readonly actor: Actor
	readonly turno: Turno
	readonly renglon: Renglon
	/** El que se revisó en el dispositivo, si lo dice. */
	readonly intento: number | undefined
	readonly devolucion: Devolucion | undefined
	readonly firmante: Firmante
	readonly x509: X509
	readonly sello: string
}): Promise<Result<PorGuardar, Motivo>> => {
	const { actor, turno, renglon, devolucion, firmante, x509, sello } = caso
	const permiso = puede(actorDeTurno(actor, turno), turno.acto, renglon)
	if (!permiso.ok) return permiso
	// Lo sellado en un intento anterior no vale en éste, aunque los datos volvieran iguales.
	if (caso.intento !== undefined && caso.intento < renglon.intento)
		return deOtroIntento(caso.db, { tramiteId: renglon.id, rol: turno.rol, devolucion })
	// De un intento que todavía no existe nadie pudo revisar nada.
	if (caso.intento !== undefined && caso.intento > renglon.intento) return rechazo('sello-no-corresponde')
	// Lo propio ya se contestó: si está, es de quien suple o del titular. Quien lo tenía en espera debe saberlo.
	if (renglon[turno.rol === 'plantel' ? 'plantelPor' : 'estatalPor'] !== null)
		return rechazo('sellado-por-otra-persona')
	if (renglon.estado !== turno.espera || renglon.dec === null) {
		if (devolucion) return yaDevuelto(devolucion)
		return rechazo('estado-no-permite', { estado: renglon.estado })
	}
	const cadena = cadenaOriginal(decDeFirmante(leerDecGuardado(renglon.dec), firmante))
	if (!cadena.ok) throw new Error(`El certificado de tramite:${renglon.id} tiene una pleca en un valor.`)
	// Se guarda y viaja tal cual: de un mismo sello sólo vale una escritura.
	if (Buffer.from(sello, 'base64').toString('base64') !== sello) return rechazo('sello-no-corresponde')
	if (!(await verificarSello(cadena.valor, sello, x509))) return rechazo('sello-no-corresponde')
	const { id: tramiteId, entidadId, plantelId, intento, dec } = renglon
	return ok({ tramiteId, entidadId, plantelId, intento, dec, cadena: cadena.valor, sello })
}
