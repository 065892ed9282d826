import { anotarEncargo, leerLugares, type DepsConfronta } from './anotar-confronta.ts'
import { encargarConfronta } from './encargar-confronta.ts'
import { frase, type Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'

/**
 * Pide confrontar con RENAPO las CURP de varias matrículas (6 b). La pregunta la hace un trabajo: aquí sólo se
 * encarga, y la respuesta aparece en los requisitos del egresado. Una respuesta por matrícula.
 */
export const confrontar =
	({ base, ...deps }: DepsConfronta) =>
	async (orden: {
		readonly actor: Actor
		readonly matriculas: readonly string[]
	}): Promise<ResultadoFila[]> => {
		const { actor } = orden
		const matriculas = [...new Set(orden.matriculas)].sort()
		return base.enTransaccion(async (tx) => {
			if (!tienePermiso(actor.perfil, 'confrontar-renapo')) {
				return matriculas.map((id) => negada(id, 'sin-permiso'))
			}
			const lugares = await leerLugares(tx, matriculas, actor)
			const permitidas: string[] = []
			const filas = matriculas.map((id): ResultadoFila => {
				const lugar = lugares.get(id)
				if (lugar === undefined) return negada(id, 'no-encontrado')
				permitidas.push(id)
				return { id, hecho: true }
			})
			await encargarConfronta(tx, deps, permitidas)
			await anotarEncargo(tx, deps, actor, lugares)
			return filas
		})
	}

const negada = (id: string, motivo: Motivo): ResultadoFila => ({
	id,
	hecho: false,
	motivo,
	frase: frase(motivo),
})
