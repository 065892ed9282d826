import { AHORA } from '../../db/escena.ts'
import type { Caso, Ruta } from '../ruta.ts'

let usados = 0

/** Un trabajo fallido que todavía no está. */
const fallido = async ({ mundo }: Caso): Promise<string> => {
	const id = `fallido-${(usados += 1)}`
	await mundo.mesa.lotes.base.db
		.insertInto('trabajo')
		.values({
			...{ id, clase: 'avisar-lote', clave: id, carga: '{}', estado: 'fallido', noAntes: AHORA },
			...{ arriendoHasta: null, ultimoError: 'Error ECONNREFUSED', creado: AHORA, terminado: AHORA },
		})
		.execute()
	return id
}

/** Los trabajos son de TI (10): integraciones y salud. */
export const RUTAS_DE_TRABAJOS: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/trabajos',
		actos: ['ver-trabajos'],
		ajeno: 'sin-permiso',
		pedir: () => ({ ruta: '/api/trabajos' }),
	},
	{
		metodo: 'POST',
		ruta: '/api/trabajos/reintentar',
		actos: ['reintentar-trabajos'],
		ajeno: 'sin-permiso',
		pedir: async (caso) => {
			await fallido(caso)
			return { ruta: '/api/trabajos/reintentar', cuerpo: { clase: 'avisar-lote' } }
		},
	},
	{
		metodo: 'POST',
		ruta: '/api/trabajos/:id/reintentar',
		actos: ['reintentar-trabajos'],
		ajeno: 'sin-permiso',
		pedir: async (caso) => ({ ruta: `/api/trabajos/${await fallido(caso)}/reintentar` }),
	},
]
