import type { Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { anotarDesenlace, leerEnvios } from './envios.ts'
import { moverLote, SISTEMA, type DepsLote } from './mover-lote.ts'
import { numeroLlano } from './numeros.ts'
import { esIncierto } from '#core/domain/lotes/conciliacion.ts'
import { anotar } from '../bitacora.ts'
import type { Autor } from '../ports.ts'

type Deps = DepsLote & { readonly sondeoMs: number }

type Recibido = 'adoptado' | 'sobrante' | 'ya-sabido' | 'de-otro'

/**
 * Anota que COSFAC tiene un lote con ese número: porque lo contestó, porque se halló buscando o porque alguien lo dijo y
 * se comprobó. El primero se adopta y se empieza a preguntar por él; los demás sobran, y se concilian. `de-otro`: ese
 * número ya es de otro lote nuestro, y no se toca nada.
 */
export const recibirNumero = async (
	tx: Tx,
	deps: Deps,
	lote: { readonly id: string; readonly entidadId: string },
	dicho: {
		readonly numero: string
		readonly mensaje: string
		/** El envío que lo contestó; sin él, se halló. */
		readonly vez?: number
		readonly autor?: Autor
	},
): Promise<Recibido> => {
	const numero = numeroLlano(dicho.numero)
	const antes = await tx
		.selectFrom('loteNumero')
		.select('loteId')
		.where('numero', '=', numero)
		.executeTakeFirst()
	if (antes && antes.loteId !== null && antes.loteId !== lote.id) return 'de-otro'
	await anotarDelEnvio(tx, deps, lote.id, numero, dicho)
	if (antes?.loteId === lote.id) return 'ya-sabido'
	const { autor = SISTEMA } = dicho
	const adoptado = await moverLote(tx, deps, lote, 'aceptar', {
		numeroLote: numero,
		mensaje: dicho.mensaje === '' ? null : dicho.mensaje,
		autor,
	})
	const papel = adoptado ? 'adoptado' : 'sobrante'
	// El adoptado lleva su propio camino; sólo se revisa aparte cuando aparece otro.
	const fila = { loteId: lote.id, papel, revisado: adoptado ? 1 : 0, visto: deps.reloj() } as const
	await tx
		.insertInto('loteNumero')
		.values({ numero, ...fila })
		.onConflict((conflicto) => conflicto.column('numero').doUpdateSet(fila))
		.execute()
	if (adoptado) {
		await encargar(tx, deps, {
			clase: 'consultar-lote',
			clave: lote.id,
			carga: { loteId: lote.id },
			noAntes: new Date(Date.parse(deps.reloj()) + deps.sondeoMs).toISOString(),
		})
		return papel
	}
	await anotar(tx, deps, {
		autor,
		acto: 'hallar-sobrante',
		objeto: `lote:${lote.id}`,
		entidadId: lote.entidadId,
		detalle: { numero },
	})
	await volverAConciliar(tx, deps, lote, autor)
	return papel
}

/** Vuelve a revisar los números de un lote, aunque ya se hubiera cerrado. */
export const volverAConciliar = async (
	tx: Tx,
	deps: DepsLote,
	lote: { readonly id: string; readonly entidadId: string },
	autor: Autor,
): Promise<void> => {
	await tx.updateTable('loteNumero').set({ revisado: 0 }).where('loteId', '=', lote.id).execute()
	await moverLote(tx, deps, lote, 'reabrir', { autor })
	await encargar(tx, deps, { clase: 'conciliar-lote', clave: lote.id, carga: { loteId: lote.id } })
}

/** El número se le pone al envío que lo contestó o, si se halló, al más nuevo de los que no se sabía. */
const anotarDelEnvio = async (
	tx: Tx,
	deps: Deps,
	loteId: string,
	numeroLote: string,
	{ vez, mensaje }: { readonly vez?: number; readonly mensaje: string },
): Promise<void> => {
	if (vez !== undefined) {
		await anotarDesenlace(tx, deps, { loteId, vez }, 'aceptado', { numeroLote, mensaje })
		return
	}
	const envios = await leerEnvios(tx, loteId)
	if (envios.some((envio) => envio.numeroLote === numeroLote)) return
	const suyo = envios.findLast(({ desenlace }) => esIncierto(desenlace))
	if (suyo) await anotarDesenlace(tx, deps, suyo, 'hallado', { numeroLote, mensaje: null })
}
