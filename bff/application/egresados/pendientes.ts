import type { Situacion } from '#core/contract/egresado.ts'
import { permiteSolicitar, type Regla, type Requisito } from '#core/domain/requisitos.ts'
import { esTerminal, type EstadoTramite } from '#core/domain/tramite.ts'

/**
 * Si los requisitos de hoy todavía deciden algo: antes de cargar (6) y después de un rechazo o una baja. Entre medio
 * manda la foto que se cargó, y en la vía tradicional (22) no se piden.
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

/** El folio (d) llega al registrar (8): sólo detiene a quien ya está autorizado. */
export const detiene = (regla: Regla, situacion: Situacion): boolean =>
	regla !== 'd' || situacion === 'autorizado'

/** Sin trámite abierto, por la vía electrónica y con todo lo que se pide para solicitar (5). */
export const puedeSolicitarse = (
	fila: { readonly modelo: string; readonly estado: EstadoTramite | null },
	requisitos: readonly Requisito[],
): boolean =>
	fila.modelo !== 'anterior' &&
	(fila.estado === null || esTerminal(fila.estado)) &&
	requisitos.length > 0 &&
	permiteSolicitar(requisitos)
