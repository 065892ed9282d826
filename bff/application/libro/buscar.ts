import { sql } from 'kysely'
import type { HalladosEnLibro } from '#core/contract/libro.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { leerFolio } from '#core/domain/folio.ts'
import { leerCuv } from '#core/domain/libro.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { palabrasDe } from '../egresados/visibles.ts'
import type { Base } from '../ports.ts'
import { asientoLeido, asientosConPersona } from './asientos.ts'

const MAXIMO = 50

/**
 * Busca en el Libro (8) por folio, CUV, matrícula o nombre, en todo lo que alcanza quien pregunta o en un plantel. Un
 * folio o una CUV completos se hallan por su índice; lo demás, palabra por palabra, sin acentos.
 */
export const buscarEnLibro =
	({ base: { db } }: { readonly base: Base }) =>
	async (orden: {
		readonly actor: Actor
		readonly q: string
		readonly plantel?: string | undefined
	}): Promise<Result<HalladosEnLibro, Motivo>> => {
		const { ambito, perfil } = orden.actor
		if (!tienePermiso(perfil, 'ver-libro')) return rechazo('sin-permiso', { acto: 'ver-libro' })
		let consulta = asientosConPersona(db)
			.innerJoin('plantel as p', 'p.id', 'a.plantelId')
			.leftJoin('evaluacion as v', 'v.matricula', 'a.matricula')
			.select('p.nombre as plantel')
			.orderBy('p.nombre')
			.orderBy('a.plantelId')
			.orderBy('a.numero')
			.limit(MAXIMO + 1)
		if (ambito.tipo !== 'nacional') consulta = consulta.where('p.entidadId', '=', ambito.entidadId)
		if (ambito.tipo === 'plantel') consulta = consulta.where('p.id', '=', ambito.plantelId)
		if (orden.plantel !== undefined) consulta = consulta.where('p.id', '=', orden.plantel)
		const folio = leerFolio(orden.q)
		const cuv = leerCuv(orden.q)
		if (folio.ok) consulta = consulta.where('a.folio', '=', folio.valor)
		else {
			const palabras = palabrasDe(orden.q)
			consulta = consulta.where((e) =>
				e.or([
					// Doce letras también pueden ser una CUV: se mira de los dos modos.
					...(cuv.ok ? [e('a.cuv', '=', cuv.valor)] : []),
					e.and(
						palabras.map((palabra) => {
							const parecido = `%${palabra}%`
							return e.or([
								sql<boolean>`v.buscable like ${parecido} escape '!'`,
								sql<boolean>`a.folio like ${parecido} escape '!'`,
							])
						}),
					),
				]),
			)
		}
		const filas = await consulta.execute()
		return ok({
			hallados: filas.slice(0, MAXIMO).map((fila) => ({
				...asientoLeido(fila),
				...{ volumen: fila.volumen, foja: fila.foja },
				plantel: { id: fila.plantelId, nombre: fila.plantel },
			})),
			hayMas: filas.length > MAXIMO,
		})
	}
