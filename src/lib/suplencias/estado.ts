import type { Suplencias, Turnos } from '#core/contract/suplencia.ts'
import { cuantos, fecha, fechaCorta, rangoDeFechas } from '../formato.ts'

export type SuplenciaVista = Suplencias['suplencias'][number]

/** Cómo se dice el estado de una suplencia el día de hoy (`AAAA-MM-DD`), y con qué tono. */
export const fraseDeEstado = (
	{ estado, enVigor, desde, sucesos }: Pick<SuplenciaVista, 'estado' | 'enVigor' | 'desde' | 'sucesos'>,
	hoy: string,
): { readonly texto: string; readonly tono: 'neutro' | 'info' | 'bien' | 'alerta' | 'mal' } => {
	switch (estado) {
		case 'propuesta':
			return { texto: 'Por confirmar', tono: 'alerta' }
		case 'confirmada':
			if (enVigor) return { texto: 'En vigor', tono: 'bien' }
			return desde > hoy
				? { texto: `Empieza el ${fechaCorta(desde)}`, tono: 'info' }
				: { texto: 'Sin efecto: la cuenta del suplente no está activa', tono: 'mal' }
		case 'negada':
			return { texto: 'Negada', tono: 'mal' }
		case 'revocada':
			return { texto: seConfirmo(sucesos) ? 'Revocada' : 'Retirada', tono: 'mal' }
		case 'agotada':
			return { texto: 'Completa: ya se sellaron todos', tono: 'neutro' }
		case 'vencida':
			return seConfirmo(sucesos)
				? { texto: 'Terminó', tono: 'neutro' }
				: { texto: 'Venció sin confirmarse', tono: 'neutro' }
	}
}

/** Revocar lo que nadie confirmó es retirarlo. */
const seConfirmo = (sucesos: SuplenciaVista['sucesos']): boolean =>
	sucesos.some(({ suceso }) => suceso === 'confirmada')

/** «3–30 de agosto de 2026», o el único día. */
export const fraseDePeriodo = ({
	desde,
	hasta,
}: {
	readonly desde: string
	readonly hasta: string
}): string => (desde === hasta ? fecha(desde) : rangoDeFechas(desde, hasta))

/** Qué sello se suple y dónde. */
export const fraseDeLugar = ({
	rol,
	plantel,
	entidad,
}: Pick<SuplenciaVista, 'rol' | 'plantel' | 'entidad'>): string =>
	rol === 'plantel' ? `Dirección · ${plantel?.nombre ?? ''}` : `Dirección estatal · ${entidad.nombre}`

/** Como quién firma en un turno, en una frase. */
export const fraseDeTurno = ({ rol, lugar, suplencia }: Turnos['turnos'][number]): string => {
	const cargo = rol === 'plantel' ? `Dirección · ${lugar}` : `Dirección estatal · ${lugar}`
	if (suplencia === null) return cargo
	const quedan =
		suplencia.quedan === null
			? ''
			: `; le ${suplencia.quedan === 1 ? 'queda' : 'quedan'} ${cuantos(suplencia.quedan, 'certificado', 'certificados')}`
	return `Suplente de ${suplencia.titular} · ${lugar} (hasta el ${fechaCorta(suplencia.hasta)}${quedan})`
}

const SUCESOS = { confirmada: 'Confirmada por', negada: 'Negada por', revocada: 'Revocada por' } as const

/** Qué le pasó a una suplencia, antes del nombre de quien lo hizo. */
export const fraseDeSuceso = (
	suceso: keyof typeof SUCESOS,
	{ sucesos }: Pick<SuplenciaVista, 'sucesos'>,
): string => (suceso === 'revocada' && !seConfirmo(sucesos) ? 'Retirada por' : SUCESOS[suceso])
