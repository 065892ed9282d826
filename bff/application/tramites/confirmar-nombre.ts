import type { Motivo } from '#core/contract/motivo.ts'
import { confirmarNombre as revisarNombre, type Nombre, proponerNombre } from '#core/domain/nombre.ts'
import { evaluarRequisitos, permiteCargar } from '#core/domain/requisitos.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede, tienePermiso } from '#core/domain/rol.ts'
import { estadosQueAdmiten, transicion } from '#core/domain/tramite.ts'
import { anotar } from '../bitacora.ts'
import { leerHechos } from '../egresados/hechos.ts'
import type { Lectura, Tx } from '../ports.ts'
import { armarCertificado } from '../sellado/armar-certificado.ts'
import { DatoNoCabe } from '../sellado/componer-dec.ts'
import type { DepsTramite } from './mover.ts'
import { incumplidos } from './solicitar.ts'

type Orden = { readonly actor: Actor; readonly tramiteId: string; readonly nombre: Nombre }
type Confirmado = { readonly nombre: Nombre; readonly editado: boolean }

/**
 * Una persona de Servicios Escolares confirma cómo se escribe el nombre, con el acta de nacimiento delante (17), y ahí
 * mismo se arma el certificado que los directores van a sellar. Antes del primer sello puede repetirse. Queda el
 * antes y el después, quién y cuándo; todo lo demás se corrige en SAE (18).
 */
export const confirmarNombre =
	(deps: DepsTramite) =>
	async (orden: Orden): Promise<Result<Confirmado, Motivo>> => {
		try {
			return await deps.base.enTransaccion((tx) => confirmarEn(tx, deps, orden))
		} catch (error) {
			// Un dato de SAE o de los catálogos que no cabe en el documento deshace todo, y se dice cuál (18).
			if (error instanceof DatoNoCabe) return rechazo('dato-no-cabe', { campo: error.campo })
			throw error
		}
	}

const confirmarEn = async (tx: Tx, deps: DepsTramite, orden: Orden): Promise<Result<Confirmado, Motivo>> => {
	const tramite = await leerTramite(tx, orden.tramiteId)
	if (!tramite) {
		return rechazo(tienePermiso(orden.actor.perfil, 'confirmar-nombre') ? 'no-encontrado' : 'sin-permiso')
	}
	const permiso = puede(orden.actor, 'confirmar-nombre', tramite)
	if (!permiso.ok) return permiso
	const destino = transicion(tramite.estado, 'confirmar-nombre')
	if (!destino.ok) return destino
	const sae: Nombre = {
		nombre: tramite.saeNombre,
		primerApellido: tramite.saePrimerApellido,
		segundoApellido: tramite.saeSegundoApellido,
	}
	const visto = revisarNombre(sae, orden.nombre)
	if (!visto.ok) return visto
	// El certificado se arma con los datos de SAE de este momento: si dejaron de cumplir desde que se cargó, no (6).
	const hechos = (await leerHechos(tx, deps, [tramite.matricula])).get(tramite.matricula)
	const requisitos = hechos ? evaluarRequisitos(hechos) : []
	if (!hechos || !permiteCargar(requisitos)) return incumplidos(requisitos)
	const nombre = visto.valor
	const editado = !iguales(nombre, proponerNombre(sae))
	const cambio = await tx
		.updateTable('tramite')
		.set({
			...nombre,
			nombreEditado: editado ? 1 : 0,
			estado: destino.valor,
			actualizado: deps.reloj(),
		})
		.where('id', '=', tramite.id)
		.where('estado', 'in', estadosQueAdmiten('confirmar-nombre'))
		.returning('id')
		.executeTakeFirst()
	if (!cambio) {
		const ahora = await leerTramite(tx, tramite.id)
		return rechazo('estado-no-permite', { estado: ahora?.estado ?? tramite.estado })
	}
	await armarCertificado(tx, deps, tramite.id)
	await anotar(tx, deps, {
		autor: orden.actor,
		acto: 'confirmar-nombre',
		objeto: `tramite:${tramite.id}`,
		entidadId: tramite.entidadId,
		plantelId: tramite.plantelId,
		detalle: { antes: nombreAnterior(tramite) ?? sae, despues: nombre, editado },
	})
	return ok({ nombre, editado })
}

type Leido = NonNullable<Awaited<ReturnType<typeof leerTramite>>>

const leerTramite = (db: Lectura, id: string) =>
	db
		.selectFrom('tramite as t')
		.innerJoin('egresado as e', 'e.matricula', 't.matricula')
		.select(['t.id', 't.matricula', 't.plantelId', 't.entidadId', 't.estado'])
		.select(['t.nombre', 't.primerApellido', 't.segundoApellido'])
		.select([
			'e.nombre as saeNombre',
			'e.primerApellido as saePrimerApellido',
			'e.segundoApellido as saeSegundoApellido',
		])
		.where('t.id', '=', id)
		.executeTakeFirst()

const nombreAnterior = ({ nombre, primerApellido, segundoApellido }: Leido): Nombre | null =>
	nombre === null || primerApellido === null ? null : { nombre, primerApellido, segundoApellido }

const iguales = (uno: Nombre, otro: Nombre): boolean =>
	uno.nombre === otro.nombre &&
	uno.primerApellido === otro.primerApellido &&
	uno.segundoApellido === otro.segundoApellido
