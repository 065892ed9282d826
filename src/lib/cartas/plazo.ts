import type { SituacionDeCarta } from '#core/domain/carta.ts'
import { cuantos, fecha } from '../formato.ts'

/** «Faltan 18 días», «Falta 1 día». */
export const cuantosFaltan = (dias: number): string =>
	`${dias === 1 ? 'Falta' : 'Faltan'} ${cuantos(dias, 'día', 'días')}`

/** La situación de la carta (14) en una frase, y con qué tono se dice. */
export const decirPlazo = (
	situacion: SituacionDeCarta,
	limite: string,
): { readonly tono: 'bien' | 'alerta' | 'mal' | 'info'; readonly frase: string } => {
	switch (situacion.clase) {
		case 'entregada':
			return {
				tono: 'bien',
				frase:
					situacion.tarde === 0
						? `Entregada a la DSE el ${fecha(situacion.el)}, a tiempo.`
						: `Entregada a la DSE el ${fecha(situacion.el)}, ${cuantos(situacion.tarde, 'día', 'días')} después del límite.`,
			}
		case 'por-enviar':
			return { tono: 'info', frase: 'Firmada. La copia va en camino a la DSE.' }
		case 'falta':
			return {
				tono: situacion.dias > 7 ? 'info' : 'alerta',
				frase:
					situacion.dias === 0
						? 'Hoy es el último día para firmarla.'
						: `${cuantosFaltan(situacion.dias)}: el límite es el ${fecha(limite)}.`,
			}
		case 'vencida':
			return {
				tono: 'mal',
				frase: `Venció hace ${cuantos(situacion.dias, 'día', 'días')}, el ${fecha(limite)}. Fírmela cuanto antes.`,
			}
	}
}
