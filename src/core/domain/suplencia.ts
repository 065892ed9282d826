import type { Fecha } from './fecha.ts'
import { ok, rechazo, type Result } from './result.ts'

/** Cuál de los dos sellos (16, 20). */
export type RolSello = 'plantel' | 'estatal'

/** Lo que puede pasarle a una suplencia después de otorgada; cada cosa, una sola vez. */
export type SucesoSuplencia = 'confirmada' | 'negada' | 'revocada'

/** `agotada`: ya selló todos los certificados para los que se dio. `vencida`: pasó su último día, confirmada o no. */
type EstadoSuplencia = 'propuesta' | 'confirmada' | 'negada' | 'revocada' | 'agotada' | 'vencida'

/** Días civiles de la Ciudad de México; los dos valen enteros. */
export type Periodo = { readonly desde: Fecha; readonly hasta: Fecha }

/** De una suplencia, lo que decide si vale. `sellados`: los que ya se sellaron con ella. */
export type Suplencia = Periodo & {
	readonly tope: number | null
	readonly sellados: number
	readonly sucesos: readonly SucesoSuplencia[]
}

/** Quien falta más de un trimestre pide un nombramiento, no una suplencia; y si hace falta, se otorga otra. */
export const DIAS_MAXIMOS = 90

/** Con cuánta anticipación puede otorgarse. */
export const ANTICIPACION_MAXIMA = 180

const DIA_MS = 86_400_000

/** Días que dura un periodo, contando el primero y el último. */
export const diasDe = ({ desde, hasta }: Periodo): number => diasEntre(desde, hasta) + 1

const diasEntre = (a: Fecha, b: Fecha): number =>
	Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / DIA_MS)

/** Si las fechas sirven para otorgar hoy: no empieza en el pasado, termina después de empezar y no dura de más. */
export const revisarPeriodo = (
	periodo: Periodo,
	hoy: Fecha,
): Result<
	true,
	'suplencia-en-el-pasado' | 'suplencia-anticipada' | 'suplencia-invertida' | 'suplencia-larga'
> => {
	if (periodo.desde < hoy) return rechazo('suplencia-en-el-pasado', { hoy })
	if (diasEntre(hoy, periodo.desde) > ANTICIPACION_MAXIMA) {
		return rechazo('suplencia-anticipada', { dias: ANTICIPACION_MAXIMA })
	}
	if (periodo.hasta < periodo.desde) return rechazo('suplencia-invertida')
	if (diasDe(periodo) > DIAS_MAXIMOS) return rechazo('suplencia-larga', { dias: DIAS_MAXIMOS })
	return ok(true)
}

/** El estado de una suplencia el día `hoy`: lo dicen sus sucesos, sus sellos y el calendario; nadie lo escribe. */
export const estadoDeSuplencia = (suplencia: Suplencia, hoy: Fecha): EstadoSuplencia => {
	const { sucesos, tope, sellados, hasta } = suplencia
	if (sucesos.includes('revocada')) return 'revocada'
	if (sucesos.includes('negada')) return 'negada'
	if (hasta < hoy) return 'vencida'
	if (!sucesos.includes('confirmada')) return 'propuesta'
	return tope !== null && sellados >= tope ? 'agotada' : 'confirmada'
}

/** Si con ella se puede sellar el día `hoy`. */
export const enVigor = (suplencia: Suplencia, hoy: Fecha): boolean =>
	suplencia.desde <= hoy && estadoDeSuplencia(suplencia, hoy) === 'confirmada'

/** Lo que cada estado admite todavía. Lo terminado no admite nada: para seguir se otorga otra. */
export const sucesosQueAdmite = (estado: EstadoSuplencia): readonly SucesoSuplencia[] => {
	switch (estado) {
		case 'propuesta':
			return ['confirmada', 'negada', 'revocada']
		case 'confirmada':
			return ['revocada']
		case 'negada':
		case 'revocada':
		case 'agotada':
		case 'vencida':
			return []
	}
}

/** Las personas de una suplencia. `otorgaId`: quien la otorga por la entidad. */
type PersonasDeSuplencia = {
	readonly titularId: string
	readonly suplenteId: string
	readonly otorgaId: string
}

/** Quien otorga, el titular y el suplente son tres personas. */
export const revisarPersonas = ({
	titularId,
	suplenteId,
	otorgaId,
}: PersonasDeSuplencia): Result<true, 'suplencia-misma-persona'> =>
	suplenteId === titularId || suplenteId === otorgaId || titularId === otorgaId
		? rechazo('suplencia-misma-persona')
		: ok(true)

/** Confirma o niega una segunda persona (16): ni quien la otorgó, ni el titular, ni el suplente. */
export const puedeResponder = (personas: PersonasDeSuplencia, personaId: string): boolean =>
	![personas.otorgaId, personas.titularId, personas.suplenteId].includes(personaId)

/** El permiso con que se confirma o se niega: la del plantel, la dirección estatal; la de ésta, la DSE. */
export const actoQueResponde = (
	rol: RolSello,
): 'confirmar-suplencia-plantel' | 'confirmar-suplencia-estatal' =>
	rol === 'plantel' ? 'confirmar-suplencia-plantel' : 'confirmar-suplencia-estatal'

/** Por qué una persona no puede suplir; `null` si puede. Sin CURP y cargo propios no hay FirmaResponsable. */
export const reparoDeSuplente = (persona: {
	readonly activa: boolean
	readonly curp: string | null
	readonly idCargo: string | null
	readonly deLaEntidad: boolean
	readonly yaSellaAhi: boolean
}): string | null => {
	if (!persona.activa) return 'su cuenta no está activa'
	if (!persona.deLaEntidad) return 'no es de su entidad'
	if (persona.curp === null || persona.idCargo === null) return 'su cuenta no tiene CURP y cargo registrados'
	return persona.yaSellaAhi ? 'ya es quien sella ahí' : null
}
