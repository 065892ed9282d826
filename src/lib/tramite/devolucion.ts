import type { Devolucion } from '#core/contract/devolucion.ts'
import type { Situacion } from '#core/contract/egresado.ts'
import { TEXTO_DE_DEVOLUCION } from '#core/domain/devolucion.ts'
import { fechaCorta } from '../formato.ts'

const DE_QUIEN = { plantel: 'la dirección del plantel', estatal: 'la dirección estatal' } as const

/** «El promedio, por la dirección del plantel, el 15 jul 2026»: qué corregir, quién lo devolvió y cuándo. */
export const fraseDeDevolucion = ({ clase, rol, momento }: Devolucion): string =>
	`${TEXTO_DE_DEVOLUCION[clase]}, por ${DE_QUIEN[rol]}, el ${fechaCorta(momento)}`

/** «Devuelto el 15 jul 2026: …», para quien lo vuelve a tener por sellar. */
export const fraseDeVuelta = ({ momento, razon }: Devolucion): string =>
	`Devuelto el ${fechaCorta(momento)}: ${razon}`

/** Lo que le toca a Servicios Escolares con lo devuelto; null cuando ya volvió a la dirección. */
export const siguienteDeDevuelto = (
	{ clase }: Pick<Devolucion, 'clase'>,
	situacion: Situacion,
): string | null => {
	if (situacion === 'registrado') {
		return 'Corríjalo en SAE e importe de nuevo (18). Después vuelva a cargarlo (6) y confirme el nombre (17).'
	}
	if (situacion !== 'cargado') return null
	return clase === 'nombre'
		? 'Compare el nombre con el acta, corríjalo aquí abajo y confírmelo (17).'
		: 'Ya se volvió a cargar. Falta confirmar el nombre para que regrese a la dirección (17).'
}
