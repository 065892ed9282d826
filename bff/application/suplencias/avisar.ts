import { fechaEnMexico } from '#core/domain/fecha.ts'
import { estadoDeSuplencia } from '#core/domain/suplencia.ts'
import { cuerpo, escapar, parrafo } from '../entregas/mensajes.ts'
import type { Base, Correo, EnviarCorreo, Reloj } from '../ports.ts'
import { enDominio, sucesosDe, suplencias, suplenteDe, titularDe, type FilaSuplencia } from './filas.ts'

type DestinatarioDeSuplencia = 'suplente' | 'titular'

/**
 * Avisa de una suplencia confirmada al suplente o al titular (16). Si entre tanto se revocó o venció, no se manda: el
 * aviso diría lo que ya no es. El identificador del mensaje no cambia: repetirlo no manda otro.
 */
export const avisarSuplencia =
	(deps: {
		readonly base: Base
		readonly reloj: Reloj
		readonly enviarCorreo: EnviarCorreo
		readonly origen: string
	}) =>
	async (
		id: string,
		a: DestinatarioDeSuplencia,
	): Promise<Awaited<ReturnType<EnviarCorreo>> | { readonly resultado: 'ya-no' }> => {
		const { db } = deps.base
		const fila = await suplencias(db).where('s.id', '=', id).executeTakeFirst()
		if (!fila) return { resultado: 'ya-no' }
		const sucesos = (await sucesosDe(db, [id])).get(id) ?? []
		const estado = estadoDeSuplencia(enDominio(fila, sucesos), fechaEnMexico(deps.reloj()))
		if (estado !== 'confirmada') return { resultado: 'ya-no' }
		const confirmo = sucesos.find(({ suceso }) => suceso === 'confirmada')?.nombre ?? ''
		return deps.enviarCorreo(mensaje(fila, a, confirmo, deps.origen))
	}

const DIAS = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'UTC' })
const dia = (fecha: string): string => DIAS.format(Date.parse(`${fecha}T00:00:00Z`))

const mensaje = (
	fila: FilaSuplencia,
	a: DestinatarioDeSuplencia,
	confirmo: string,
	origen: string,
): Correo => {
	const lugar = fila.plantel ?? fila.entidad
	const cuando =
		fila.desde === fila.hasta ? `el ${dia(fila.desde)}` : `del ${dia(fila.desde)} al ${dia(fila.hasta)}`
	const tope = fila.tope === null ? '' : `, hasta ${fila.tope} certificados`
	const frases =
		a === 'suplente'
			? [
					`${suplenteDe(fila)}: usted suple a ${titularDe(fila)} en el sello de certificados de ${lugar}, ${cuando}${tope}.`,
					'Sella con su propia e.firma y con su propio cargo. La suplencia termina sola al acabar su último día.',
				]
			: [
					`${titularDe(fila)}: ${suplenteDe(fila)} lo suple en el sello de certificados de ${lugar}, ${cuando}${tope}.`,
					'Mientras dura, usted también puede sellar. Si no reconoce esta suplencia, avise a Servicios Escolares de su entidad: puede revocarla.',
				]
	const partes = [...frases, `La confirmó ${confirmo}. Razón: ${fila.razon}`]
	return {
		para: a === 'suplente' ? fila.suplenteCorreo : fila.titularCorreo,
		asunto: a === 'suplente' ? `Suplencia para sellar: ${lugar}` : `Suplencia de su sello: ${lugar}`,
		mensajeId: `<suplencia-${fila.id}-${a}@egreso.conalep>`,
		texto: [...partes, `${origen}/firma`].join('\n\n'),
		html: cuerpo(a === 'suplente' ? 'Usted firma en suplencia' : 'Quién sella en su ausencia', [
			...partes.map((parte) => parrafo(escapar(parte))),
			`<p style="margin:28px 0"><a href="${escapar(`${origen}/firma`)}" style="background:#611232;color:#ffffff;padding:14px 22px;text-decoration:none;font-weight:700;display:inline-block">Abrir Egreso</a></p>`,
		]),
	}
}
