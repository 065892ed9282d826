import type { Azar, Huella, Reloj, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'

/** Matrículas por trabajo: pocas, para que un corte repita poco; varias, para no llenar la fila. */
const POR_TRABAJO = 25

/** La carga de un trabajo de confronta: lo que ya se contestó después de `desde` no se pregunta otra vez. */
export type CargaConfronta = { readonly matriculas: readonly string[]; readonly desde: string }

/** Encarga confrontar con RENAPO (6 b) estas matrículas, dentro de la transacción del acto. */
export const encargarConfronta = async (
	tx: Tx,
	deps: { readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella },
	matriculas: readonly string[],
): Promise<void> => {
	for (let i = 0; i < matriculas.length; i += POR_TRABAJO) {
		const tanda = matriculas.slice(i, i + POR_TRABAJO)
		const carga: CargaConfronta = { matriculas: tanda, desde: deps.reloj() }
		await encargar(tx, deps, {
			clase: 'confrontar-renapo',
			clave: deps.huella(tanda.join('\n')).slice(0, 32),
			carga,
		})
	}
}
