import { exigir } from '#core/domain/result.ts'
import { otorgarSuplencia } from '../../../bff/application/suplencias/otorgar.ts'
import { confirmarSuplencia } from '../../../bff/application/suplencias/responder.ts'
import { ESTATAL } from '../../db/escena.ts'
import { DIRECTOR_MEX } from '../../db/mesa-de-sellos.ts'
import type { Caso, Ruta } from '../ruta.ts'

let numero = 0

/**
 * Fechas que ninguna otra petición usa: cada una dura un día, y van de la más lejana a la más cercana para no toparse con
 * las que otra prueba deja en pie.
 */
const unDia = ({ mundo }: Caso): string => {
	numero += 1
	const desde = Date.parse(mundo.mesa.deps.reloj()) + (170 - numero) * 86_400_000
	return new Date(desde).toISOString().slice(0, 10)
}

/** Una suplencia de Toluca; a la DSE, que responde sólo las estatales, se le da una de la dirección de su entidad. */
const propuesta = async (caso: Caso): Promise<string> => {
	const { deps } = caso.mundo.mesa.lotes
	const dia = unDia(caso)
	const comun = { desde: dia, hasta: dia, tope: null, razon: 'Licencia médica', suplenteId: 'd-lerma' }
	const { id } = exigir(
		await otorgarSuplencia(deps)({
			actor: ESTATAL,
			...comun,
			...(caso.quien.perfil === 'dse'
				? { rol: 'estatal', plantelId: null, titularId: 'd-mex' }
				: { rol: 'plantel', plantelId: 'toluca', titularId: 'd-toluca' }),
		}),
	)
	return id
}

const responder = (acto: 'confirmar' | 'negar'): Ruta => ({
	metodo: 'POST',
	ruta: `/api/suplencias/:id/${acto}`,
	actos: ['confirmar-suplencia-plantel', 'confirmar-suplencia-estatal'],
	ajeno: 'no-encontrado',
	pedir: async (caso) => ({
		ruta: `/api/suplencias/${await propuesta(caso)}/${acto}`,
		cuerpo: acto === 'negar' ? { razon: 'No procede' } : {},
	}),
})

/** Las suplencias (16). Nadie las ve, otorga, confirma ni revoca fuera de su entidad. */
export const RUTAS_DE_SUPLENCIAS: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/sellado/turnos',
		actos: [],
		ajeno: 'hecho',
		pedir: () => ({ ruta: '/api/sellado/turnos' }),
	},
	{
		metodo: 'GET',
		ruta: '/api/suplencias',
		actos: ['ver-suplencias'],
		ajeno: 'no-se-ve',
		pedir: async (caso) => {
			await propuesta(caso)
			return { ruta: '/api/suplencias' }
		},
		muestra: (cuerpo) => cuerpo.includes('"rol":"plantel"') || cuerpo.includes('"rol":"estatal"'),
	},
	{
		metodo: 'GET',
		ruta: '/api/suplencias/personas',
		actos: ['otorgar-suplencia'],
		ajeno: 'plantel-ajeno',
		pedir: () => ({ ruta: '/api/suplencias/personas?rol=plantel&plantel=toluca' }),
	},
	{
		metodo: 'POST',
		ruta: '/api/suplencias',
		actos: ['otorgar-suplencia'],
		ajeno: 'plantel-ajeno',
		pedir: (caso) => {
			const dia = unDia(caso)
			return {
				ruta: '/api/suplencias',
				cuerpo: {
					...{ rol: 'plantel', plantelId: 'toluca', titularId: 'd-toluca', suplenteId: 'd-lerma' },
					...{ desde: dia, hasta: dia, tope: null, razon: 'Licencia médica' },
				},
			}
		},
	},
	responder('confirmar'),
	responder('negar'),
	{
		metodo: 'POST',
		ruta: '/api/suplencias/:id/revocar',
		actos: ['revocar-suplencia'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => {
			const id = await propuesta(caso)
			if (caso.quien.perfil !== 'dse') {
				exigir(await confirmarSuplencia(caso.mundo.mesa.lotes.deps)({ actor: DIRECTOR_MEX, id }))
			}
			return { ruta: `/api/suplencias/${id}/revocar`, cuerpo: { razon: 'Ya volvió' } }
		},
	},
]
