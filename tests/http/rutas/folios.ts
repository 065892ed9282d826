import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { ESCOLARES } from '../../db/escena.ts'
import type { Caso, Ruta } from '../ruta.ts'

let usados = 0

/** Un rango nuevo de Toluca, de diez folios que nadie ha usado. */
const rangoNuevo = async ({ mundo }: Caso) => {
	const desde = 7_000_000 + (usados += 1) * 10
	const id = await mundo.mesa.lotes.agregarRango(desde, desde + 9)
	return { id, desde: desde + 5, hasta: desde + 9, razon: 'Se asignaron de más' }
}

const registrado = async ({ mundo }: Caso): Promise<string> => {
	const { lotes } = mundo.mesa
	const [id = ''] = await lotes.agregarTramites(1)
	await registrar(lotes.deps)({ actor: ESCOLARES, tramites: [id] })
	return id
}

/** Partir y recuperar (4): el rango de otra entidad se contesta como el que no existe. Cancelar (8, 15). */
export const RUTAS_DE_FOLIOS: readonly Ruta[] = [
	{
		metodo: 'POST',
		ruta: '/api/rangos/:id/partir',
		actos: ['partir-rango'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => {
			const { id, ...cuerpo } = await rangoNuevo(caso)
			return { ruta: `/api/rangos/${id}/partir`, cuerpo: { ...cuerpo, plantelId: 'lerma' } }
		},
	},
	{
		metodo: 'POST',
		ruta: '/api/rangos/:id/recuperar',
		actos: ['recuperar-rango'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => {
			const { id, ...cuerpo } = await rangoNuevo(caso)
			return { ruta: `/api/rangos/${id}/recuperar`, cuerpo }
		},
	},
	{
		metodo: 'POST',
		ruta: '/api/tramites/cancelar-folio',
		actos: ['cancelar-folio'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => ({
			ruta: '/api/tramites/cancelar-folio',
			cuerpo: { tramites: [await registrado(caso)], razon: 'Se registró dos veces al mismo egresado' },
		}),
	},
]
