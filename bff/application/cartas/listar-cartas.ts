import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import type { Base, Lectura, Reloj } from '../ports.ts'
import type { CartasDeEntidad, CartasNacionales } from '#core/contract/archivo/carta.ts'
import { limiteDeCarta, situacionDeCarta, type DatosDeCarta } from '#core/domain/carta.ts'
import { type Fecha, fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'

type Deps = { readonly base: Base; readonly reloj: Reloj }

/** Las cartas de la entidad de quien pregunta y su plazo (14). */
export const listarCartas =
	(deps: Deps) =>
	async ({
		actor,
	}: {
		readonly actor: Actor
	}): Promise<Result<CartasDeEntidad, 'sin-permiso' | 'fuera-de-ambito'>> => {
		if (!tienePermiso(actor.perfil, 'ver-carta')) return rechazo('sin-permiso', { acto: 'ver-carta' })
		if (actor.ambito.tipo !== 'entidad') return rechazo('fuera-de-ambito')
		const { entidadId } = actor.ambito
		const { db } = deps.base
		const plazo = await leerPlazo(deps)
		const { nombre } = await db
			.selectFrom('entidad')
			.select('nombre')
			.where('id', '=', entidadId)
			.executeTakeFirstOrThrow()
		const cartas = await leerCartas(db, entidadId)
		const cuentas = await resguardadosPor(db)
		return ok({
			entidad: nombre,
			...{ inicio: plazo.inicio, limite: plazo.limite },
			situacion: situacionDe(plazo, cartas),
			certificados: cuentas.get(entidadId) ?? 0,
			cartas: cartas.map(aContrato),
		})
	}

/** En qué va cada entidad (14), para la DSE: primero las que faltan, de la más atrasada a la que menos. */
export const listarCartasNacionales =
	(deps: Deps) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<CartasNacionales, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-cartas')) return rechazo('sin-permiso', { acto: 'ver-cartas' })
		const { db } = deps.base
		const plazo = await leerPlazo(deps)
		const entidades = await db.selectFrom('entidad').select(['id', 'nombre']).orderBy('nombre').execute()
		const cartas = await leerCartas(db, null)
		const cuentas = await resguardadosPor(db)
		const filas = entidades.map(({ id, nombre }) => {
			const suyas = cartas.filter(({ entidadId }) => entidadId === id)
			const ultima = suyas[0]
			return {
				...{ entidadId: id, entidad: nombre, certificados: cuentas.get(id) ?? 0 },
				situacion: situacionDe(plazo, suyas),
				ultima: ultima === undefined ? null : aContrato(ultima),
			}
		})
		const peso = { vencida: 0, falta: 1, 'por-enviar': 2, entregada: 3 } as const
		return ok({
			...{ inicio: plazo.inicio, limite: plazo.limite },
			entidades: filas.toSorted((a, b) => peso[a.situacion.clase] - peso[b.situacion.clase]),
		})
	}

type Plazo = { readonly hoy: Fecha; readonly inicio: Fecha; readonly limite: Fecha }

const leerPlazo = async ({ base, reloj }: Deps): Promise<Plazo> => {
	const inicio = (await leerAjuste(base.db, 'inicio-nacional', null)) as Fecha
	return { hoy: fechaEnMexico(reloj()), inicio, limite: limiteDeCarta(inicio) }
}

type FilaDeCarta = Awaited<ReturnType<typeof leerCartas>>[number]

const situacionDe = ({ hoy, limite }: Plazo, cartas: readonly FilaDeCarta[]) => {
	const entregas = cartas.flatMap(({ entregada }) => entregada ?? []).sort()
	const [primera] = entregas
	return situacionDeCarta({
		...{ hoy, limite, sellada: cartas.length > 0 },
		entregada: primera === undefined ? null : fechaEnMexico(primera),
	})
}

const leerCartas = async (db: Lectura, entidadId: string | null) => {
	let consulta = db
		.selectFrom('carta as c')
		.select(['c.id', 'c.entidadId', 'c.numero', 'c.firmante', 'c.certificados', 'c.relacionSha256'])
		.select(['c.noCertificado', 'c.momento'])
		.select((e) =>
			e
				.selectFrom('cartaEnvio as v')
				.whereRef('v.cartaId', '=', 'c.id')
				.select((s) => s.fn.min<string | null>('v.momento').as('m'))
				.as('entregada'),
		)
		.orderBy('c.numero', 'desc')
	if (entidadId !== null) consulta = consulta.where('c.entidadId', '=', entidadId)
	return consulta.execute()
}

const aContrato = (fila: FilaDeCarta): CartasDeEntidad['cartas'][number] => {
	const custodio = JSON.parse(fila.firmante) as DatosDeCarta['custodio']
	return {
		...{ id: fila.id, numero: fila.numero, custodio: custodio.nombre, cargo: custodio.cargo },
		...{ certificados: fila.certificados, relacion: fila.relacionSha256 },
		...{ noCertificado: fila.noCertificado, momento: fila.momento, entregada: fila.entregada },
	}
}

/** Cuántos certificados resguarda hoy cada entidad. */
const resguardadosPor = async (db: Lectura): Promise<ReadonlyMap<string, number>> => {
	const filas = await db
		.selectFrom('archivo as a')
		.innerJoin('tramite as t', 't.id', 'a.tramiteId')
		.select('t.entidadId')
		.select((e) => e.fn.count<number>('t.id').distinct().as('cuantos'))
		.where('a.clase', '=', 'xml')
		.groupBy('t.entidadId')
		.execute()
	return new Map(filas.map(({ entidadId, cuantos }) => [entidadId, Number(cuantos)]))
}
