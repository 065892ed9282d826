import { anotar } from '../bitacora.ts'
import type { Tx } from '../ports.ts'
import { confirmarMapeo } from '../sae/mapeo.ts'
import { encargar } from '../trabajos.ts'
import { aContrato, leerPropia, vencimiento, type FilaDeImportacion } from './filas.ts'
import { SIN_CUENTAS } from './juzgar.ts'
import { recordarMapeo } from './mapeo-recordado.ts'
import type { DepsSubir } from './subir.ts'
import { purgarTrozos } from './trozos.ts'
import type { ColumnasDeArchivo, EstadoImportacion, Importacion } from '#core/contract/importacion.ts'
import { ok, rechazo, type Rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'

type SinPoder = 'sin-permiso' | 'no-encontrado' | 'importacion-no-admite'

/** La importación propia, si está en un estado desde el que se puede decidir esto. */
const tomar = async (
	tx: Tx,
	deps: DepsSubir,
	actor: Actor,
	id: string,
	desde: readonly EstadoImportacion[],
): Promise<Result<FilaDeImportacion, SinPoder>> => {
	// Dos que deciden a la vez se forman aquí.
	if (deps.base.dialecto === 'postgres') {
		await tx.selectFrom('importacion').select('id').where('id', '=', id).forUpdate().execute()
	}
	const propia = await leerPropia(tx, actor, id)
	if (!propia.ok) return propia
	const { estado } = propia.valor
	return desde.includes(estado) ? propia : rechazo('importacion-no-admite', { estado })
}

const vista = async (tx: Tx, fila: FilaDeImportacion): Promise<Importacion> => {
	const [importacion] = await aContrato(
		tx,
		[await tx.selectFrom('importacion').selectAll().where('id', '=', fila.id).executeTakeFirstOrThrow()],
		true,
	)
	if (importacion === undefined) throw new Error('La importación que se acaba de cambiar no está.')
	return importacion
}

/** La persona dice qué columna del archivo es cuál; se recuerda para su entidad y el archivo se revisa con eso. */
export const confirmarColumnas =
	(deps: DepsSubir) =>
	(orden: {
		readonly actor: Actor
		readonly id: string
		readonly columnas: Readonly<Record<string, string>>
	}): Promise<Result<Importacion, SinPoder | 'columnas-incompletas'>> =>
		deps.base.enTransaccion(async (tx) => {
			const { actor, id } = orden
			const tomada = await tomar(tx, deps, actor, id, ['columnas', 'revisada'])
			if (!tomada.ok) return tomada
			const { columnas, entidadId, plantelId, bytes } = tomada.valor
			if (columnas === null || entidadId === null) {
				return rechazo('importacion-no-admite', { estado: tomada.valor.estado })
			}
			const { encabezado, propuesta } = JSON.parse(columnas) as ColumnasDeArchivo
			const conHoja = propuesta.some(({ columna, necesaria }) => columna === 'MODULOS' && !necesaria)
			const { mapeo, mal } = confirmarMapeo(encabezado, orden.columnas, conHoja)
			if (mal.length > 0) return rechazo('columnas-incompletas', { columnas: mal.join(', ') })
			await tx
				.updateTable('importacion')
				.set({
					estado: 'revisando',
					mapeo: JSON.stringify(mapeo),
					...SIN_CUENTAS,
					hechos: 0,
					total: bytes,
				})
				.where('id', '=', id)
				.execute()
			await recordarMapeo(tx, deps, entidadId, mapeo, actor.personaId)
			await encargar(tx, deps, { clase: 'revisar-importacion', clave: id, carga: { importacion: id } })
			await anotar(tx, deps, {
				autor: actor,
				acto: 'confirmar-columnas-sae',
				objeto: `importacion:${id}`,
				entidadId,
				plantelId,
				// Cómo se llaman las columnas de afuera lo guarda mapeo_sae; aquí, cuáles de las nuestras se confirmaron.
				detalle: { columnas: Object.keys(mapeo) },
			})
			return ok(await vista(tx, tomada.valor))
		})

/** La persona vio qué cambiaría y lo acepta: se aplican los renglones buenos. Con renglones malos, tiene que decirlo. */
export const aplicarImportacion =
	(deps: DepsSubir) =>
	(orden: {
		readonly actor: Actor
		readonly id: string
		readonly soloBuenos: boolean
	}): Promise<Result<Importacion, SinPoder | 'filas-con-error'>> =>
		deps.base.enTransaccion(async (tx) => {
			const { actor, id } = orden
			const tomada = await tomar(tx, deps, actor, id, ['revisada'])
			if (!tomada.ok) return tomada
			const { errores, filas, entidadId, plantelId } = tomada.valor
			if (errores > 0 && !orden.soloBuenos) return rechazo('filas-con-error', { errores })
			await empezarAAplicar(tx, id, filas, {
				aplicaId: actor.personaId,
				aplicaPerfil: actor.perfil,
				vence: vencimiento(deps.reloj()),
			})
			await encargar(tx, deps, { clase: 'aplicar-importacion', clave: id, carga: { importacion: id } })
			await anotar(tx, deps, {
				autor: actor,
				acto: 'aplicar-importacion',
				objeto: `importacion:${id}`,
				entidadId,
				plantelId,
				detalle: { soloBuenos: orden.soloBuenos, renglones: filas, errores },
			})
			return ok(await vista(tx, tomada.valor))
		})

/** Lo que la revisión previó se borra: al aplicar se anota lo que de veras se hace. */
export const empezarAAplicar = async (
	tx: Tx,
	id: string,
	filas: number,
	quien: Pick<FilaDeImportacion, 'aplicaId' | 'aplicaPerfil' | 'vence'>,
): Promise<void> => {
	await tx
		.updateTable('importacion')
		.set({ estado: 'aplicando', ...quien, ...SIN_CUENTAS, hechos: 0, total: filas })
		.where('id', '=', id)
		.execute()
	await tx.deleteFrom('importacionError').where('importacionId', '=', id).execute()
	await tx.deleteFrom('importacionCambio').where('importacionId', '=', id).execute()
}

/** La persona no la quiere: no se aplica nada y se borra todo lo que trajo. */
export const descartarImportacion =
	(deps: DepsSubir) =>
	async (orden: { readonly actor: Actor; readonly id: string }): Promise<Result<Importacion, SinPoder>> => {
		const { actor, id } = orden
		const descartada = await deps.base.enTransaccion(async (tx) => {
			const tomada = await tomar(tx, deps, actor, id, ['trayendo', 'revisando', 'columnas', 'revisada'])
			if (!tomada.ok) return tomada
			await tx
				.updateTable('importacion')
				.set({ estado: 'descartada', columnas: null, mapeo: null })
				.where('id', '=', id)
				.execute()
			await anotar(tx, deps, {
				autor: actor,
				acto: 'descartar-importacion',
				objeto: `importacion:${id}`,
				entidadId: tomada.valor.entidadId,
				plantelId: tomada.valor.plantelId,
			})
			return ok(tomada.valor)
		})
		if (!descartada.ok) return descartada satisfies Rechazo<SinPoder>
		// Si el proceso muere aquí, `vence` sigue puesto y la purga acaba.
		await borrarLoTraido(deps, id)
		return deps.base.enTransaccion(async (tx) => ok(await vista(tx, descartada.valor)))
	}

/** Borra de una importación todo lo que son datos de alguien. Se repite sin daño. */
export const borrarLoTraido = async (
	deps: Pick<DepsSubir, 'base' | 'almacen'>,
	id: string,
): Promise<void> => {
	await purgarTrozos(deps, id, 'archivo')
	await purgarTrozos(deps, id, 'malos')
	await deps.base.enTransaccion(async (tx) => {
		await tx.deleteFrom('importacionError').where('importacionId', '=', id).execute()
		await tx.deleteFrom('importacionCambio').where('importacionId', '=', id).execute()
		await tx
			.updateTable('importacion')
			.set({ columnas: null, mapeo: null, vence: null })
			.where('id', '=', id)
			.execute()
	})
}
