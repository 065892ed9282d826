import { DIRECTOR_TOLUCA } from '../../db/mesa-de-sellos.ts'
import type { Ruta } from '../ruta.ts'

/** Lo detenido por una e.firma ya revocada se vuelve a sellar cuando Servicios Escolares lo pide (16). */
export const RUTAS_DE_REVOCACION: readonly Ruta[] = [
	{
		metodo: 'POST',
		ruta: '/api/tramites/volver-a-sellar',
		actos: ['volver-a-sellar'],
		ajeno: 'no-encontrado',
		pedir: async ({ mundo }) => {
			const { lotes } = mundo.mesa
			const [tramiteId = ''] = await lotes.confirmados(1)
			await lotes.sellarComo(DIRECTOR_TOLUCA, [tramiteId])
			const momento = lotes.deps.reloj()
			await lotes.base.db
				.insertInto('revocacionComprobada')
				.values({
					tramiteId,
					rol: 'plantel',
					intento: 1,
					noCertificado: '0'.repeat(20),
					resultado: 'revocado-antes',
					revocadoDesde: momento,
					motivo: 'llave comprometida',
					ocsp: 'AA==',
					momento,
				})
				.execute()
			return { ruta: '/api/tramites/volver-a-sellar', cuerpo: { tramites: [tramiteId] } }
		},
	},
]
