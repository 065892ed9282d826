import type { Azar, Huella, Reloj, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'

/** Matrículas por trabajo: el trabajo guarda cada respuesta conforme llega, así que un corte repite poco. */
const POR_TRABAJO = 200

/** La carga de un trabajo de confronta: lo que ya se contestó después de `desde` no se pregunta otra vez. */
export type CargaConfronta = { readonly matriculas: readonly string[]; readonly desde: string }

/**
 * Encarga confrontar con RENAPO (6 b) estas matrículas, dentro de la transacción del acto. Cada una queda por contestar
 * hasta que RENAPO diga algo de ella.
 */
export const encargarConfronta = async (
	tx: Tx,
	deps: { readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella },
	matriculas: readonly string[],
): Promise<void> => {
	for (let i = 0; i < matriculas.length; i += POR_TRABAJO) {
		const tanda = matriculas.slice(i, i + POR_TRABAJO)
		const desde = deps.reloj()
		const carga: CargaConfronta = { matriculas: tanda, desde }
		await tx
			.insertInto('confrontaEncargada')
			.values(tanda.map((matricula) => ({ matricula, estado: 'por-preguntar' as const, momento: desde })))
			.onConflict((conflicto) =>
				conflicto.column('matricula').doUpdateSet({ estado: 'por-preguntar', momento: desde }),
			)
			.execute()
		await encargar(tx, deps, {
			clase: 'confrontar-renapo',
			clave: deps.huella(tanda.join('\n')).slice(0, 32),
			carga,
		})
	}
}
