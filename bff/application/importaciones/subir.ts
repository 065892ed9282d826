import { createHash } from 'node:crypto'
import { anotar } from '../bitacora.ts'
import type { Azar, Reloj, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { plantelDe, vencimiento } from './filas.ts'
import { BYTES_POR_TROZO, guardarTrozo, purgarTrozos, type DepsTrozos } from './trozos.ts'
import type { EstadoImportacion } from '#core/contract/importacion.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'

export type DepsSubir = DepsTrozos & { readonly reloj: Reloj; readonly azar: Azar }

/** Sin aplicar ni descartar, por plantel: lo subido ocupa y caduca; no es un cajón. */
const ABIERTAS_MAXIMAS = 3
const ABIERTAS: readonly EstadoImportacion[] = [
	'subiendo',
	'trayendo',
	'revisando',
	'columnas',
	'revisada',
	'aplicando',
]

/**
 * Recibe un archivo de SAE por flujo (5), lo guarda cifrado y por trozos, y encarga revisarlo. Nunca tiene más de un trozo en
 * memoria. Si lo que llega se corta, no queda nada.
 */
export const subirImportacion =
	(deps: DepsSubir) =>
	async (orden: {
		readonly actor: Actor
		readonly archivo: string
		readonly cuerpo: AsyncIterable<Uint8Array>
	}): Promise<Result<{ id: string }, 'sin-permiso' | 'fuera-de-ambito' | 'importaciones-abiertas'>> => {
		const abierta = await abrirImportacion(deps, orden.actor, {
			archivo: orden.archivo,
			origen: 'archivo',
			estado: 'subiendo',
		})
		if (!abierta.ok) return abierta
		const { id } = abierta.valor
		try {
			const recibido = await guardarCuerpo(deps, id, orden.cuerpo)
			await deps.base.enTransaccion((tx) => encargarRevision(tx, deps, orden.actor, { id, ...recibido }))
		} catch (error) {
			await purgarTrozos(deps, id, 'archivo')
			await deps.base.db.deleteFrom('importacion').where('id', '=', id).execute()
			throw error
		}
		return ok({ id })
	}

/** Abre una importación del plantel de quien la pide, si no tiene ya demasiadas. */
export const abrirImportacion = async (
	{ base, reloj, azar }: DepsSubir,
	actor: Actor,
	nueva: {
		readonly archivo: string
		readonly origen: 'archivo' | 'sae'
		readonly estado: 'subiendo' | 'trayendo'
	},
	despues?: (tx: Tx, id: string) => Promise<void>,
): Promise<Result<{ id: string }, 'sin-permiso' | 'fuera-de-ambito' | 'importaciones-abiertas'>> => {
	const lugar = plantelDe(actor)
	if (!lugar.ok) return lugar
	const { plantelId } = lugar.valor
	return base.enTransaccion(async (tx) => {
		// Dos que abren a la vez se cuentan: el renglón del plantel las forma. En SQLite quien escribe ya está solo.
		if (base.dialecto === 'postgres') {
			await tx.selectFrom('plantel').select('id').where('id', '=', plantelId).forNoKeyUpdate().execute()
		}
		const { cuantas } = await tx
			.selectFrom('importacion')
			.select((e) => e.fn.countAll<number>().as('cuantas'))
			.where('plantelId', '=', plantelId)
			.where('estado', 'in', ABIERTAS)
			.executeTakeFirstOrThrow()
		if (cuantas >= ABIERTAS_MAXIMAS) return rechazo('importaciones-abiertas', { cuantas })
		const id = azar.id()
		const momento = reloj()
		await tx
			.insertInto('importacion')
			.values({
				id,
				...nueva,
				...lugar.valor,
				sha256: '',
				momento,
				personaId: actor.personaId,
				filas: 0,
				altas: 0,
				cambios: 0,
				vence: vencimiento(momento),
			})
			.execute()
		await despues?.(tx, id)
		return ok({ id })
	})
}

/** Guarda lo que llega, trozo por trozo. */
export const guardarCuerpo = async (
	deps: DepsTrozos,
	id: string,
	cuerpo: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> => {
	const resumen = createHash('sha256')
	let bytes = 0
	let orden = 0
	let juntos: Uint8Array[] = []
	let pesan = 0
	const soltar = async (): Promise<void> => {
		await guardarTrozo(deps, id, 'archivo', orden, Buffer.concat(juntos))
		orden += 1
		juntos = []
		pesan = 0
	}
	for await (const parte of cuerpo) {
		resumen.update(parte)
		bytes += parte.length
		for (let i = 0; i < parte.length;) {
			const cabe = parte.subarray(i, i + BYTES_POR_TROZO - pesan)
			juntos.push(cabe)
			pesan += cabe.length
			i += cabe.length
			if (pesan === BYTES_POR_TROZO) await soltar()
		}
	}
	if (pesan > 0) await soltar()
	return { bytes, sha256: resumen.digest('hex') }
}

/** Lo recibido está completo: se encarga revisarlo, y se anota quién lo subió. */
export const encargarRevision = async (
	tx: Tx,
	deps: DepsSubir,
	actor: Actor,
	{ id, bytes, sha256, etag = null }: { id: string; bytes: number; sha256: string; etag?: string | null },
): Promise<void> => {
	const fila = await tx
		.updateTable('importacion')
		.set({ estado: 'revisando', bytes, sha256, etag, hechos: 0, total: bytes })
		.where('id', '=', id)
		.where('estado', 'in', ['subiendo', 'trayendo'])
		.returning(['entidadId', 'plantelId'])
		.executeTakeFirst()
	if (fila === undefined) return
	await encargar(tx, deps, { clase: 'revisar-importacion', clave: id, carga: { importacion: id } })
	await anotar(tx, deps, {
		autor: actor,
		acto: 'subir-sae',
		objeto: `importacion:${id}`,
		entidadId: fila.entidadId,
		plantelId: fila.plantelId,
		// Su nombre no: lo pone la persona, puede llevar el de alguien y la bitácora no se borra.
		detalle: { sha256, bytes },
	})
}
