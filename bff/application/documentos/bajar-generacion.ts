import { anotarVarias } from '../bitacora.ts'
import { leerPersona } from '../sesion/persona.ts'
import { ArchivoDanado, type Almacen, type Azar, type Base, type Huella, type Reloj } from '../ports.ts'
import type { TablaDescarga } from '../tablas/archivo.ts'
import type { ClaseDocumento } from './emitir-documentos.ts'
import { indiceCsv, indiceHtml, type RenglonDeIndice } from './indice.ts'
import { descargables, leerDescarga } from './pedir-descarga.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, type Ambito, tienePermiso } from '#core/domain/rol.ts'
import { ESTADOS_TRAMITE, transicion } from '#core/domain/tramite.ts'

type DepsBajar = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly almacen: Pick<Almacen, 'leer'>
}

/** Un archivo del ZIP; `ruta` con diagonales, ASCII y sin datos personales. */
type ArchivoDeZip = { readonly ruta: string; readonly bytes: Uint8Array; readonly momento: string }

type PaqueteDeGeneracion = {
	readonly nombre: string
	/** Se leen conforme se piden: dejar de pedirlos cierra la descarga. */
	readonly archivos: AsyncGenerator<ArchivoDeZip>
}

/** Certificados que se leen y se anotan juntos: es lo más que hay en memoria. */
const POR_TANDA = 10
const DEL_CERTIFICADO: readonly ClaseDocumento[] = ['pdf', 'xml', 'qr']

/**
 * Baja lo pedido con {@link pedirDescarga} (12), por flujo. De cada tanda se leen los archivos, se anota en la bitácora una
 * descarga por certificado (como si se bajara solo, y su trámite pasa a «descargado») y después salen: nada sale sin estar
 * anotado. Lo dañado o lo que todavía no está no sale, no cuenta como descargado y el índice lo dice; lo demás sigue. Si
 * quien baja se va o deja de poder, la descarga queda «cortada»; se puede volver a pedir mientras no venza.
 */
export const bajarGeneracion =
	(deps: DepsBajar) =>
	async ({
		actor,
		id,
	}: {
		readonly actor: Actor
		readonly id: string
	}): Promise<Result<PaqueteDeGeneracion, 'sin-permiso' | 'no-encontrado' | 'descarga-vencida'>> => {
		if (!tienePermiso(actor.perfil, 'descargar')) return rechazo('sin-permiso', { acto: 'descargar' })
		const descarga = await leerDescarga(deps.base.db, actor, id)
		if (descarga === undefined) return rechazo('no-encontrado')
		if (descarga.vence <= deps.reloj()) return rechazo('descarga-vencida')
		return ok({
			nombre: `certificados-${fechaEnMexico(descarga.creado)}.zip`,
			archivos: recorrer(deps, actor, descarga),
		})
	}

const recorrer = async function* (
	deps: DepsBajar,
	actor: Actor,
	descarga: TablaDescarga,
): AsyncGenerator<ArchivoDeZip> {
	const momento = deps.reloj()
	const indice: RenglonDeIndice[] = []
	let hechos = 0
	let incompletos = 0
	let entero = false
	const avanzar = (estado: TablaDescarga['estado']) =>
		deps.base.db
			.updateTable('descarga')
			.set({ estado, hechos, incompletos, actualizado: deps.reloj() })
			.where('id', '=', descarga.id)
			.execute()
	try {
		for (let ultimo = ''; ;) {
			await exigirQueSiga(deps.base, actor)
			const tanda = await leerTanda(deps, actor, descarga, ultimo)
			if (tanda.length === 0) break
			await anotarTanda(deps, actor, descarga.id, tanda)
			for (const certificado of tanda) {
				for (const { ruta, bytes } of certificado.archivos) yield { ruta, bytes, momento }
				indice.push(...certificado.indice)
				if (certificado.archivos.length < DEL_CERTIFICADO.length) incompletos += 1
			}
			hechos += tanda.length
			ultimo = tanda.at(-1)?.folio ?? ultimo
			await avanzar('en-curso')
		}
		const texto = new TextEncoder()
		yield { ruta: 'indice.csv', bytes: texto.encode(indiceCsv(indice)), momento }
		yield { ruta: 'indice.html', bytes: texto.encode(indiceHtml(indice, momento)), momento }
		entero = true
	} finally {
		await avanzar(entero ? 'hecha' : 'cortada')
	}
}

/**
 * Un ZIP grande por una red lenta tarda horas: una baja o un cambio de plantel (10) vale al instante también aquí. Lanza, y
 * así el ZIP queda cortado y no parece entero.
 */
const exigirQueSiga = async ({ db }: Base, actor: Actor): Promise<void> => {
	const hoy = (await leerPersona(db, actor.personaId, ''))?.actor
	const sigue =
		hoy !== undefined &&
		tienePermiso(hoy.perfil, 'descargar') &&
		lugarDe(hoy.ambito) === lugarDe(actor.ambito)
	if (!sigue) throw new Error('La cuenta que descargaba ya no alcanza estos certificados.')
}

const lugarDe = (ambito: Ambito): string =>
	ambito.tipo === 'nacional'
		? ''
		: ambito.tipo === 'entidad'
			? ambito.entidadId
			: `${ambito.entidadId}/${ambito.plantelId}`

type Leido = {
	readonly tramiteId: string
	readonly entidadId: string
	readonly plantelId: string
	readonly folio: string
	readonly archivos: readonly {
		readonly clase: ClaseDocumento
		readonly ruta: string
		readonly sha256: string
		readonly bytes: Uint8Array
	}[]
	readonly indice: readonly RenglonDeIndice[]
}

const leerTanda = async (
	{ base: { db }, almacen }: DepsBajar,
	actor: Actor,
	descarga: TablaDescarga,
	despuesDe: string,
): Promise<readonly Leido[]> => {
	const filas = await descargables(db, actor, descarga)
		.select(['t.id', 't.entidadId', 't.plantelId', 't.matricula', 'c.folio', 'p.cct', 'p.nombre as plantel'])
		.select(['t.nombre', 't.primerApellido', 't.segundoApellido'])
		.where('c.folio', '>', despuesDe)
		.orderBy('c.folio')
		.limit(POR_TANDA)
		.execute()
	if (filas.length === 0) return []
	const documentos = await db
		.selectFrom('archivo')
		.select(['tramiteId', 'clase', 'nombre', 'sha256'])
		.where(
			'tramiteId',
			'in',
			filas.map(({ id }) => id),
		)
		.where('clase', 'in', DEL_CERTIFICADO)
		.orderBy('momento')
		.orderBy('id')
		.execute()
	return Promise.all(
		filas.map(async (fila): Promise<Leido> => {
			const archivos: Leido['archivos'][number][] = []
			const indice: RenglonDeIndice[] = []
			const comun = {
				...{ folio: fila.folio, matricula: fila.matricula, nombre: nombreCompleto(fila) },
				plantel: fila.plantel,
			}
			for (const clase of DEL_CERTIFICADO) {
				// Uno por clase: el primero que se guardó.
				const suyo = documentos.find((uno) => uno.tramiteId === fila.id && uno.clase === clase)
				const ruta = `${fila.cct}/${fila.folio}/${suyo?.nombre ?? `${fila.folio}.${clase}`}`
				const bytes = suyo === undefined ? 'pendiente' : await leerOSaber(almacen, suyo.sha256)
				const falla = typeof bytes === 'string' ? bytes : null
				if (suyo !== undefined && typeof bytes !== 'string') {
					archivos.push({ clase, ruta, sha256: suyo.sha256, bytes })
				}
				indice.push({ ...comun, ruta, sha256: suyo?.sha256 ?? '', falla })
			}
			const { id: tramiteId, entidadId, plantelId, folio } = fila
			return { tramiteId, entidadId, plantelId, folio, archivos, indice }
		}),
	)
}

const leerOSaber = async (
	almacen: DepsBajar['almacen'],
	sha256: string,
): Promise<Uint8Array | 'danado' | 'falta'> => {
	try {
		return await almacen.leer(sha256)
	} catch (error) {
		if (error instanceof ArchivoDanado) return error.problema === 'falta' ? 'falta' : 'danado'
		throw error
	}
}

const SE_MUEVEN = ESTADOS_TRAMITE.filter((estado) => {
	const siguiente = transicion(estado, 'descargar')
	return siguiente.ok && siguiente.valor !== estado
})

/** Una anotación por certificado, igual que si se bajara solo: así su historia lo cuenta. */
const anotarTanda = (
	deps: DepsBajar,
	actor: Actor,
	descargaId: string,
	tanda: readonly Leido[],
): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		const salen = tanda.filter(({ archivos }) => archivos.length > 0)
		if (salen.length === 0) return
		await tx
			.updateTable('tramite')
			.set({ estado: 'descargado', actualizado: deps.reloj() })
			.where(
				'id',
				'in',
				salen.map(({ tramiteId }) => tramiteId),
			)
			.where('estado', 'in', SE_MUEVEN)
			.execute()
		await anotarVarias(
			tx,
			deps,
			salen.map(({ tramiteId, entidadId, plantelId, archivos }) => ({
				autor: actor,
				acto: 'descargar',
				objeto: `tramite:${tramiteId}`,
				...{ entidadId, plantelId },
				detalle: {
					descarga: descargaId,
					archivos: archivos.map(({ clase, sha256 }) => ({ clase, sha256 })),
				},
			})),
		)
	})
