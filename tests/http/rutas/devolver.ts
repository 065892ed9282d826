import { DIRECTOR_TOLUCA } from '../../db/mesa-de-sellos.ts'
import type { Ruta } from '../ruta.ts'

/** Quien puede sellarlo puede devolverlo; cada director, lo que espera su sello. */
export const RUTAS_DE_DEVOLVER: readonly Ruta[] = [
	{
		metodo: 'POST',
		ruta: '/api/sellado/devolver',
		actos: ['sellar-plantel', 'sellar-estatal'],
		ajeno: 'fuera-de-ambito',
		pedir: async ({ mundo, quien }) => {
			const { lotes } = mundo.mesa
			const [tramiteId = ''] = await lotes.confirmados(1)
			if (quien.perfil === 'director-estatal') await lotes.sellarComo(DIRECTOR_TOLUCA, [tramiteId])
			return {
				ruta: '/api/sellado/devolver',
				cuerpo: {
					certificados: [{ tramiteId, intento: 1 }],
					clase: 'promedio',
					razon: 'El promedio no es ése',
				},
			}
		},
	},
]
