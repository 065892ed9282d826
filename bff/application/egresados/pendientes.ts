import type { Situacion } from '#core/contract/egresado.ts'
import { reglasDe, type Regla } from '#core/domain/requisitos.ts'

/**
 * Si los requisitos de hoy todavía deciden algo: antes de cargar (6) y después de un rechazo o una baja. Entre medio
 * manda la foto que se cargó, y en la vía tradicional (22) no se piden. La base lo sabe igual (`evaluacion.detiene`).
 */
export const cuentanRequisitos = (situacion: Situacion): boolean => {
	switch (situacion) {
		case 'sin-tramite':
		case 'solicitado':
		case 'denegado':
		case 'retirado':
		case 'autorizado':
		case 'registrado':
		case 'rechazado':
		case 'baja':
			return true
		case 'via-tradicional':
		case 'cargado':
		case 'nombre-confirmado':
		case 'sellado-plantel':
		case 'sellado-estatal':
		case 'enviado':
		case 'emitido':
		case 'descargado':
		case 'entregado':
		case 'acusado':
			return false
	}
}

/** El bit del inciso d, que la máscara no lleva: el folio llega al registrar (8) y sólo detiene a quien ya está autorizado. */
const FOLIO = 8

/** Los incisos que hoy lo detienen, por su máscara y su situación. */
export const faltantes = (mascara: number, situacion: Situacion): readonly Regla[] =>
	cuentanRequisitos(situacion) ? reglasDe(situacion === 'autorizado' ? mascara | FOLIO : mascara) : []

/** Sin trámite abierto, por la vía electrónica y con todo lo que se pide para solicitar (5). */
export const puedeSolicitarse = (
	{ tradicional, situacion }: { readonly tradicional: number; readonly situacion: Situacion },
	mascara: number,
): boolean => tradicional === 0 && LIBRES.includes(situacion) && mascara === 0

const LIBRES: readonly Situacion[] = ['sin-tramite', 'denegado', 'retirado', 'baja']
