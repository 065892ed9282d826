import * as v from 'valibot'
import type { Asunto } from '#core/contract/mesa/asunto.ts'
import { PeticionDePerfil } from '#core/contract/mesa/persona.ts'
import { ADJUNTOS_POR_ASUNTO } from '#core/domain/mesa/adjunto.ts'
import { transicionDeAsunto } from '#core/domain/mesa/asunto.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { ok, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { transicion } from '#core/domain/tramite.ts'
import { personaDeEntidad, plantelesDe } from '../personas/leer-personas.ts'
import type { Base, Lectura, Reloj } from '../ports.ts'
import { ultimoRechazo } from '../rechazos/intentos.ts'
import { type Interpretar, leerInterprete } from '../rechazos/reglas.ts'
import { type AsuntoLeido, leerAsunto, losQueAtienden } from './renglones.ts'

/** Un asunto entero: lo que se dijo y se hizo, de qué trata, y lo que quien pregunta puede hacer en él. */
export const verAsunto =
	({ base: { db }, reloj }: { readonly base: Base; readonly reloj: Reloj }) =>
	async ({
		actor,
		id,
	}: {
		readonly actor: Actor
		readonly id: string
	}): Promise<Result<Asunto, 'sin-permiso' | 'no-encontrado'>> => {
		const leido = await leerAsunto(db, actor, id)
		if (!leido.ok) return leido
		const asunto = leido.valor
		const hilo = await leerHilo(db, id)
		const tramite = await leerTramite(db, asunto.tramiteId, await leerInterprete(db, reloj))
		const perfil = await leerPerfil(db, asunto)
		const atiende = asunto.papel === 'atiende'
		const abierto = asunto.estado !== 'cerrado'
		const ejecutado = hilo.some((uno) => uno.que === 'suceso' && uno.suceso === 'ejecutado')
		const escribe = asunto.papel !== 'mira'
		return ok({
			...{ id, clase: asunto.clase, titulo: asunto.titulo, estado: asunto.estado },
			...(await leerQuienes(db, asunto)),
			...{ creado: asunto.creado, actualizado: asunto.actualizado, movimientos: asunto.movimientos },
			...{ hilo, tramite, perfil },
			puede: {
				escribir: escribe && abierto,
				cerrar: escribe && transicionDeAsunto(asunto.estado, 'cerrar').ok,
				reabrir: escribe && transicionDeAsunto(asunto.estado, 'reabrir').ok,
				asignar: atiende && abierto,
				darDeBaja:
					atiende &&
					abierto &&
					tramite !== null &&
					tienePermiso(actor.perfil, 'dar-de-baja') &&
					transicion(tramite.estado, 'dar-de-baja').ok,
				cancelarFolio:
					atiende &&
					abierto &&
					tramite !== null &&
					tienePermiso(actor.perfil, 'cancelar-folio') &&
					transicion(tramite.estado, 'cancelar-folio').ok,
				administrarPerfil:
					atiende &&
					abierto &&
					perfil !== null &&
					!ejecutado &&
					tienePermiso(actor.perfil, 'administrar-perfiles'),
				adjuntos:
					escribe && abierto
						? Math.max(0, ADJUNTOS_POR_ASUNTO - hilo.filter(({ que }) => que === 'adjunto').length)
						: 0,
			},
			atienden:
				atiende && abierto
					? (await losQueAtienden(db, asunto.clase)).map((una) => ({
							id: una.id,
							nombre: nombreCompleto(una),
						}))
					: [],
		})
	}

const leerQuienes = async (
	db: Lectura,
	asunto: AsuntoLeido,
): Promise<Pick<Asunto, 'lugar' | 'abrio' | 'asignado'>> => {
	const lugar = await db
		.selectFrom('entidad as e')
		.leftJoin('plantel as p', (u) => u.on('p.id', '=', asunto.plantelId))
		.select(['e.nombre as entidad', 'p.nombre as plantel'])
		.where('e.id', '=', asunto.entidadId)
		.executeTakeFirstOrThrow()
	const personas = await db
		.selectFrom('persona')
		.select(['id', 'nombre', 'primerApellido', 'segundoApellido'])
		.where('id', 'in', [asunto.abreId, ...(asunto.asignadoId === null ? [] : [asunto.asignadoId])])
		.execute()
	const nombreDe = (id: string | null): string | null => {
		const una = personas.find((persona) => persona.id === id)
		return una ? nombreCompleto(una) : null
	}
	return {
		lugar: lugar.plantel ?? lugar.entidad,
		abrio: nombreDe(asunto.abreId) ?? '',
		asignado: nombreDe(asunto.asignadoId),
	}
}

const leerHilo = async (db: Lectura, id: string): Promise<Asunto['hilo']> => {
	const sucesos = await db
		.selectFrom('asuntoSuceso as s')
		.innerJoin('persona as p', 'p.id', 's.personaId')
		.leftJoin('persona as a', 'a.id', 's.asignadoId')
		.select(['s.orden', 's.suceso', 's.lado', 's.texto', 's.acto', 's.momento'])
		.select(['p.nombre', 'p.primerApellido', 'p.segundoApellido'])
		.select(['a.nombre as aNombre', 'a.primerApellido as aPrimero', 'a.segundoApellido as aSegundo'])
		.where('s.asuntoId', '=', id)
		.execute()
	const adjuntos = await db
		.selectFrom('asuntoAdjunto as j')
		.innerJoin('persona as p', 'p.id', 'j.personaId')
		.select(['j.id', 'j.orden', 'j.lado', 'j.nombre as archivo', 'j.tipo', 'j.bytes', 'j.momento'])
		.select(['p.nombre', 'p.primerApellido', 'p.segundoApellido'])
		.where('j.asuntoId', '=', id)
		.execute()
	return [
		...sucesos.map(
			({ orden, suceso, lado, texto, acto, momento, aNombre, aPrimero, aSegundo, ...quien }) => ({
				que: 'suceso' as const,
				...{ quien: nombreCompleto(quien), lado, momento, orden, suceso, texto, acto },
				asignado: aNombre
					? nombreCompleto({ nombre: aNombre, primerApellido: aPrimero, segundoApellido: aSegundo })
					: null,
			}),
		),
		...adjuntos.map(({ id: adjuntoId, orden, lado, archivo, tipo, bytes, momento, ...quien }) => ({
			que: 'adjunto' as const,
			...{ quien: nombreCompleto(quien), lado, momento, orden, id: adjuntoId, nombre: archivo, tipo, bytes },
		})),
	].sort((a, b) => a.orden - b.orden)
}

/** De qué trámite es la baja. El nombre es el confirmado (17) o, si no lo hay, el de SAE. */
const leerTramite = async (
	db: Lectura,
	id: string | null,
	interpretar: Interpretar,
): Promise<Asunto['tramite']> => {
	if (id === null) return null
	const fila = await db
		.selectFrom('tramite as t')
		.innerJoin('egresado as e', 'e.matricula', 't.matricula')
		.leftJoin('folio as f', 'f.tramiteId', 't.id')
		.select(['t.matricula', 't.estado', 'f.folio', 't.nombre', 't.primerApellido', 't.segundoApellido'])
		.select(['e.nombre as eNombre', 'e.primerApellido as ePrimero', 'e.segundoApellido as eSegundo'])
		.where('t.id', '=', id)
		.executeTakeFirstOrThrow()
	return {
		...{ matricula: fila.matricula, estado: fila.estado, folio: fila.folio },
		nombre:
			fila.nombre === null
				? nombreCompleto({
						nombre: fila.eNombre,
						primerApellido: fila.ePrimero,
						segundoApellido: fila.eSegundo,
					})
				: nombreCompleto(fila),
		rechazo: await ultimoRechazo(db, id, interpretar),
	}
}

const leerPerfil = async (db: Lectura, asunto: AsuntoLeido): Promise<Asunto['perfil']> => {
	// Quien sólo lo mira no ve los datos de la cuenta.
	if (asunto.peticion === null || asunto.papel === 'mira') return null
	const peticion = v.parse(PeticionDePerfil, JSON.parse(asunto.peticion))
	return {
		peticion,
		persona:
			peticion.cambio === 'alta'
				? null
				: ((await personaDeEntidad(db, asunto.entidadId, peticion.personaId)) ?? null),
		planteles: await plantelesDe(db, asunto.entidadId),
	}
}
