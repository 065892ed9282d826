import { CuentaAsuntos } from '#core/contract/mesa/asunto.ts'
import { obtener } from '../api.ts'

let porAtender = $state(0)

/** Cuántos asuntos esperan a quien los atiende, para el menú. */
export const cuentaDeMesa = {
	get porAtender(): number {
		return porAtender
	},
}

/** Vuelve a contar. Si no se puede, se queda la cuenta de antes: la lista dirá lo que pasa. */
export const contarMesa = async (): Promise<void> => {
	const cuenta = await obtener('/api/asuntos/cuenta', CuentaAsuntos).catch(() => null)
	if (cuenta) porAtender = cuenta.porAtender
}
