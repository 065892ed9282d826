import type { Motivo } from '#core/contract/motivo.ts'
import { confirmarNombre as revisarNombre, type Nombre, proponerNombre } from '#core/domain/nombre.ts'
import { evaluarRequisitos, permiteCargar } from '#core/domain/requisitos.ts'
import { ok, type Rechazo, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, type Ambito, tienePermiso } from '#core/domain/rol.ts'
import { type EstadoTramite, estadosQueAdmiten, transicion } from '#core/domain/tramite.ts'
import { enAmbito } from '../alcance.ts'
import { anotarVarias } from '../bitacora.ts'
import { leerHechos } from '../egresados/hechos.ts'
import type { Base, Tx } from '../ports.ts'
import { armarCertificados } from '../sellado/armar-certificado.ts'
import { enOrden } from './filas.ts'
import type { DepsTramite } from './mover.ts'
import { incumplidos } from './solicitar.ts'

export type PorConfirmar = { readonly tramiteId: string; readonly nombre: Nombre }
export type Confirmado = { readonly nombre: Nombre; readonly editado: boolean }

/** El nombre de un trámite, con el de SAE y el que ya se hubiera confirmado. */
export type Confirmable = {
	readonly id: string
	readonly matricula: string
	readonly plantelId: string
	readonly entidadId: string
	readonly estado: EstadoTramite
	readonly sae: Nombre
	readonly antes: Nombre | null
}

type Orden = {
	readonly actor: Actor
	readonly nombres: readonly PorConfirmar[]
	/** Lo que quien llama pide además: null si puede confirmarse. */
	readonly revisar: (confirmable: Confirmable, nombre: Nombre) => Rechazo<Motivo> | null
	readonly enLote: boolean
}

/**
 * Confirma nombres (17) en una transacción: cada trámite queda con el suyo y con el certificado que los directores van a
 * sellar, o se dice por qué no; si la base falla, no se confirmó ninguno. Los renglones se apartan antes de leer: lo que
 * SAE cambie mientras tanto espera, y encuentra el trámite ya confirmado.
 */
export const confirmarTodos = (
	deps: DepsTramite,
	orden: Orden,
): Promise<ReadonlyMap<string, Result<Confirmado, Motivo>>> =>
	deps.base.enTransaccion(async (tx) => {
		const pedidos = new Map(orden.nombres.map(({ tramiteId, nombre }) => [tramiteId, nombre]))
		const ids = enOrden([...pedidos.keys()])
		const tramites = await apartarYLeer(deps.base, tx, ids, orden.actor.ambito)
		const resultados = new Map<string, Result<Confirmado, Motivo>>()
		const admitidos: (Confirmable & { readonly nombre: Nombre })[] = []
		for (const id of ids) {
			const tramite = tramites.get(id)
			const visto = admitir(orden, tramite, pedidos.get(id))
			if (!visto.ok) resultados.set(id, visto)
			else if (tramite) admitidos.push({ ...tramite, nombre: visto.valor })
		}
		const cumplen = await losQueCumplen(tx, deps, admitidos, resultados)
		const noCaben = await armarCertificados(tx, deps, new Map(cumplen.map(({ id, nombre }) => [id, nombre])))
		const confirmados = []
		for (const tramite of cumplen) {
			const { id, sae, nombre } = tramite
			const noCabe = noCaben.get(id)
			if (noCabe) {
				resultados.set(id, rechazo('dato-no-cabe', { campo: noCabe.campo }))
				continue
			}
			const editado = !sonIguales(nombre, proponerNombre(sae))
			await guardar(tx, deps, tramite, editado)
			resultados.set(id, ok({ nombre, editado }))
			confirmados.push({ ...tramite, editado })
		}
		await anotarVarias(
			tx,
			deps,
			confirmados.map(({ id, entidadId, plantelId, antes, sae, nombre, editado }) => ({
				autor: orden.actor,
				acto: 'confirmar-nombre',
				objeto: `tramite:${id}`,
				entidadId,
				plantelId,
				detalle: {
					antes: antes ?? sae,
					despues: nombre,
					editado,
					...(orden.enLote ? { enLote: true } : {}),
				},
			})),
		)
		return resultados
	})

/** El nombre como se guardaría, o por qué no: permiso, estado, lo que pida quien llama y las letras de SAE (17, 18). */
const admitir = (
	{ actor, revisar }: Orden,
	tramite: Confirmable | undefined,
	nombre: Nombre | undefined,
): Result<Nombre, Motivo> => {
	if (!tienePermiso(actor.perfil, 'confirmar-nombre')) return rechazo('sin-permiso')
	if (!tramite || !nombre) return rechazo('no-encontrado')
	const destino = transicion(tramite.estado, 'confirmar-nombre')
	if (!destino.ok) return destino
	return revisar(tramite, nombre) ?? revisarNombre(tramite.sae, nombre)
}

/** El certificado se arma con los datos de SAE de este momento: los que dejaron de cumplir desde que se cargaron, no (6). */
const losQueCumplen = async <T extends Confirmable>(
	tx: Tx,
	deps: DepsTramite,
	admitidos: readonly T[],
	resultados: Map<string, Result<Confirmado, Motivo>>,
): Promise<T[]> => {
	const hechos = await leerHechos(
		tx,
		deps,
		admitidos.map(({ matricula }) => matricula),
	)
	return admitidos.filter(({ id, matricula }) => {
		const suyos = hechos.get(matricula)
		const requisitos = suyos ? evaluarRequisitos(suyos) : []
		if (suyos && permiteCargar(requisitos)) return true
		resultados.set(id, incumplidos(requisitos))
		return false
	})
}

const guardar = async (
	tx: Tx,
	deps: DepsTramite,
	{ id, estado, nombre }: Confirmable & { readonly nombre: Nombre },
	editado: boolean,
): Promise<void> => {
	const destino = transicion(estado, 'confirmar-nombre')
	if (!destino.ok) throw new Error('Un trámite apartado cambió de estado.')
	await tx
		.updateTable('tramite')
		.set({ ...nombre, nombreEditado: editado ? 1 : 0, estado: destino.valor, actualizado: deps.reloj() })
		.where('id', '=', id)
		.where('estado', 'in', estadosQueAdmiten('confirmar-nombre'))
		.returning('id')
		.executeTakeFirstOrThrow()
}

/**
 * En SQLite quien escribe entra solo; en PostgreSQL se toman los renglones, en orden, y se leen después. Los ajenos ni se
 * toman ni se leen: no hacen esperar a nadie y se contestan como los que no existen (10).
 */
const apartarYLeer = async (
	base: Base,
	tx: Tx,
	ids: readonly string[],
	ambito: Ambito,
): Promise<ReadonlyMap<string, Confirmable>> => {
	if (base.dialecto === 'postgres') {
		await tx
			.selectFrom('tramite')
			.select('id')
			.where('id', 'in', ids)
			.where(enAmbito(ambito))
			.orderBy('id')
			.forUpdate()
			.execute()
	}
	const filas = await tx
		.selectFrom('tramite as t')
		.innerJoin('egresado as e', 'e.matricula', 't.matricula')
		.select(['t.id', 't.matricula', 't.plantelId', 't.entidadId', 't.estado'])
		.select(['t.nombre', 't.primerApellido', 't.segundoApellido'])
		.select([
			'e.nombre as saeNombre',
			'e.primerApellido as saePrimerApellido',
			'e.segundoApellido as saeSegundoApellido',
		])
		.where('t.id', 'in', ids)
		.where(enAmbito(ambito, { entidad: 't.entidadId', plantel: 't.plantelId' }))
		.execute()
	return new Map(
		filas.map(({ id, matricula, plantelId, entidadId, estado, ...fila }) => [
			id,
			{
				id,
				matricula,
				plantelId,
				entidadId,
				estado,
				sae: {
					nombre: fila.saeNombre,
					primerApellido: fila.saePrimerApellido,
					segundoApellido: fila.saeSegundoApellido,
				},
				antes:
					fila.nombre === null || fila.primerApellido === null
						? null
						: {
								nombre: fila.nombre,
								primerApellido: fila.primerApellido,
								segundoApellido: fila.segundoApellido,
							},
			},
		]),
	)
}

/** Si dos nombres se escriben igual, letra por letra. */
export const sonIguales = (uno: Nombre, otro: Nombre): boolean =>
	uno.nombre === otro.nombre &&
	uno.primerApellido === otro.primerApellido &&
	uno.segundoApellido === otro.segundoApellido
