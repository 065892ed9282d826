import { esperaDeConsulta, type EstadoLoteCertificado } from '#core/domain/lote.ts'
import { folioQueYaVive } from '#core/domain/lotes/conciliacion.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'
import { anotarVarias, type Anotacion } from '../bitacora.ts'
import type { Base, Cosfac, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { leerLote, moverLote, SISTEMA, type DepsLote, type LoteLeido } from './mover-lote.ts'

export type DepsConsultar = DepsLote & {
	readonly base: Base
	readonly cosfac: Pick<Cosfac, 'consultar'>
	readonly sondeoMs: number
}

export type Avance =
	{ readonly listo: true } | { readonly listo: false; readonly enMs: number; readonly razon: string }

type Fila = { readonly archivo: string; readonly estatus: string; readonly descripcion: string }

/** El único ESTATUS que es un sí; cualquier otro es rechazo (estándares: intercambio). */
export const SATISFACTORIO = '1'

/**
 * Pregunta a COSFAC por un lote (11). Cuando contesta, cada certificado queda aceptado o rechazado, con la descripción de
 * SEP palabra por palabra (15). De lo que no dijo nada, o dijo dos cosas, no se supone: cuarentena. Del que dice que ya
 * tiene otro vigente, se busca si es uno nuestro antes de darlo por rechazado.
 */
export const consultarLote =
	(deps: DepsConsultar) =>
	async (loteId: string): Promise<Avance> => {
		const lote = await leerLote(deps.base.db, loteId)
		if (!lote) throw new Error(`No existe lote:${loteId}.`)
		if (!['aceptado', 'en-proceso'].includes(lote.estado) || lote.numeroLote === null) return { listo: true }
		const edad = Date.parse(deps.reloj()) - Date.parse(lote.enviado ?? lote.creado)
		const enMs = esperaDeConsulta(edad, deps.sondeoMs)
		const respuesta = await deps.cosfac.consultar(lote.numeroLote)
		switch (respuesta.resultado) {
			case 'sin-respuesta':
				return { listo: false, enMs, razon: respuesta.razon }
			case 'en-proceso': {
				const mensaje = respuesta.mensaje === '' ? lote.mensaje : respuesta.mensaje
				await deps.base.enTransaccion((tx) => moverLote(tx, deps, lote, 'procesar', { mensaje }))
				return { listo: false, enMs, razon: 'COSFAC lo está revisando.' }
			}
			case 'leido':
				await deps.base.enTransaccion((tx) => repartir(tx, deps, lote, respuesta.mensaje, respuesta.filas))
				return { listo: true }
		}
	}

const repartir = async (
	tx: Tx,
	deps: DepsLote,
	lote: LoteLeido,
	mensaje: string,
	filas: readonly Fila[],
): Promise<void> => {
	if (!(await moverLote(tx, deps, lote, 'leer', { mensaje: mensaje === '' ? lote.mensaje : mensaje }))) return
	const certificados = await tx
		.selectFrom('loteCertificado as l')
		.innerJoin('tramite as t', 't.id', 'l.tramiteId')
		.select(['l.tramiteId', 'l.archivo', 't.plantelId'])
		.where('l.loteId', '=', lote.id)
		.where('l.estado', '=', 'enviado')
		.orderBy('l.tramiteId')
		.execute()
	const dichas = porArchivo(filas)
	const anotaciones: Anotacion[] = []
	let aceptados = 0
	for (const { tramiteId, archivo, plantelId } of certificados) {
		const { estado, descripcion } = veredicto(dichas.get(archivo) ?? [])
		await tx
			.updateTable('loteCertificado')
			.set({ estado, descripcion })
			.where('loteId', '=', lote.id)
			.where('tramiteId', '=', tramiteId)
			.execute()
		if (estado === 'aceptado') aceptados += 1
		if (estado !== 'rechazado') continue
		const movido = await tx
			.updateTable('tramite')
			.set({ estado: 'rechazado', razon: descripcion, actualizado: deps.reloj() })
			.where('id', '=', tramiteId)
			.where('estado', 'in', estadosQueAdmiten('rechazar'))
			.returning('id')
			.executeTakeFirst()
		if (!movido) continue
		anotaciones.push({
			autor: SISTEMA,
			acto: 'rechazar',
			objeto: `tramite:${tramiteId}`,
			entidadId: lote.entidadId,
			plantelId,
			detalle: { de: 'enviado', a: 'rechazado', lote: lote.id },
		})
	}
	await anotarVarias(tx, deps, anotaciones)
	if (aceptados === 0) await darPorComprobado(tx, deps, lote)
	else await encargar(tx, deps, { clase: 'descargar-lote', clave: lote.id, carga: { loteId: lote.id } })
}

const porArchivo = (filas: readonly Fila[]): ReadonlyMap<string, Fila[]> => {
	const dichas = new Map<string, Fila[]>()
	for (const fila of filas) dichas.set(fila.archivo, [...(dichas.get(fila.archivo) ?? []), fila])
	return dichas
}

/** De cada certificado ya se sabe: falta ver que no haya otro envío vivo, y cerrar. */
export const darPorComprobado = async (
	tx: Tx,
	deps: DepsLote,
	lote: { readonly id: string; readonly entidadId: string },
): Promise<void> => {
	if (!(await moverLote(tx, deps, lote, 'comprobar'))) return
	await encargar(tx, deps, { clase: 'conciliar-lote', clave: lote.id, carga: { loteId: lote.id } })
}

/** Lo que se concluye de los renglones de un archivo. */
const veredicto = (
	filas: readonly Fila[],
): { readonly estado: EstadoLoteCertificado; readonly descripcion: string } => {
	const [primera] = filas
	if (!primera) return { estado: 'cuarentena', descripcion: 'COSFAC no dijo nada de este certificado.' }
	if (filas.some((fila) => fila.estatus !== primera.estatus)) {
		return { estado: 'cuarentena', descripcion: 'COSFAC dio dos respuestas distintas de este certificado.' }
	}
	const { estatus, descripcion } = primera
	if (estatus === SATISFACTORIO) return { estado: 'aceptado', descripcion }
	// Dice que ya hay uno vigente: puede ser éste mismo, de un envío anterior. No es un rechazo hasta saberlo.
	return { estado: folioQueYaVive(descripcion) === null ? 'rechazado' : 'duplicado', descripcion }
}
