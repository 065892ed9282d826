import type { Almacen, Base, Cosfac } from '../ports.ts'
import { SATISFACTORIO } from './consultar.ts'
import { guardarApartados } from '../cuarentena/apartar.ts'
import { apartadosDe, guardarBuenos } from './descargar.ts'
import type { AlEmitir } from './emitir.ts'
import type { DepsLote, LoteLeido } from './mover-lote.ts'
import { repartirDescarga } from './repartir-descarga.ts'

export type DepsRevisar = DepsLote & {
	readonly base: Base
	readonly cosfac: Pick<Cosfac, 'consultar' | 'descargar'>
	readonly almacen: Pick<Almacen, 'guardar'>
	readonly alEmitir: AlEmitir
}

/**
 * Revisa un número de un lote que tiene más de uno: de cada certificado que SEP dice tener en él baja el documento y, si
 * lleva el sello que pusimos, lo adopta si el trámite aún no tiene otro, y si no, lo anota para cancelarse. Sin ese sello
 * no se cancela nada. Devuelve `null` cuando ya se sabe de todos, o por qué no. Repetirla es seguro.
 */
export const revisarNumero = async (
	deps: DepsRevisar,
	lote: LoteLeido,
	numero: string,
): Promise<string | null> => {
	const dicho = await deps.cosfac.consultar(numero)
	if (dicho.resultado === 'sin-respuesta') return dicho.razon
	if (dicho.resultado === 'en-proceso') return `COSFAC está revisando el lote ${numero}.`
	const buenos = dicho.filas.filter(({ estatus }) => estatus === SATISFACTORIO).map(({ archivo }) => archivo)
	const esperados = (await leerDelLote(deps.base, lote.id)).filter(({ archivo }) => buenos.includes(archivo))
	if (esperados.length > 0) {
		const bajado = await deps.cosfac.descargar(numero)
		if (bajado.resultado === 'no-listo') return bajado.mensaje || 'COSFAC todavía no los tiene.'
		if (bajado.resultado !== 'descargado') return bajado.razon
		const { veredictos } = repartirDescarga(esperados, bajado.archivos, bajado.aparte?.entradas)
		await guardarBuenos(deps, { ...lote, numeroLote: numero }, esperados, veredictos)
		await guardarApartados(deps, { id: lote.id, numeroLote: numero }, apartadosDe(veredictos))
		const sinSaber = esperados.filter(({ tramiteId, estado }) => {
			const que = veredictos.get(tramiteId)?.que
			// Del número adoptado, lo que volvió mal ya está en cuarentena: pedirlo otra vez es cosa de una persona. Salvo que
			// otro número lo haya traído bueno: entonces éste sobra, y sin su documento no se puede cancelar.
			const apartado = que === 'cuarentena' && numero === lote.numeroLote && estado === 'cuarentena'
			return que !== 'bueno' && !apartado
		})
		if (sinSaber.length > 0) return `Del lote ${numero} faltan ${sinSaber.length} documentos por comprobar.`
	}
	await deps.base.enTransaccion((tx) =>
		tx.updateTable('loteNumero').set({ revisado: 1 }).where('numero', '=', numero).execute(),
	)
	return null
}

const leerDelLote = ({ db }: Base, loteId: string) =>
	db
		.selectFrom('loteCertificado')
		.select(['tramiteId', 'archivo', 'xml', 'intento', 'estado'])
		.where('loteId', '=', loteId)
		.orderBy('tramiteId')
		.execute()
