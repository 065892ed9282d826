import type { Caso, Ruta } from '../ruta.ts'

let cuantas = 0

/** Una descarga pedida por quien pregunta, si está en su lugar; si no, por Servicios Escolares de Toluca. */
const pedida = async ({ mundo, quien }: Caso, vence: string): Promise<string> => {
	const id = `descarga-${(cuantas += 1)}`
	const ahora = mundo.mesa.deps.reloj()
	await mundo.mesa.base.db
		.insertInto('descarga')
		.values({
			...{ id, personaId: quien.lugar === 'propio' ? quien.id : 'p-escolares-plantel' },
			...{ entidadId: 'mex', plantelId: 'toluca', generacion: null },
			...{ total: 1, hechos: 0, incompletos: 0, estado: 'lista' },
			...{ creado: ahora, vence, actualizado: ahora },
		})
		.execute()
	return id
}

const LEJOS = '2999-01-01T00:00:00.000Z'
const YA_PASO = '2000-01-01T00:00:00.000Z'

/** Una generación entera (12): se pide, se mira cómo va y se baja. La ajena se contesta como la que no existe. */
export const RUTAS_DE_DESCARGAS: readonly Ruta[] = [
	{
		metodo: 'POST',
		ruta: '/api/descargas',
		actos: ['descargar'],
		ajeno: 'no-encontrado',
		pedir: () => ({ ruta: '/api/descargas', cuerpo: { plantelId: 'toluca', generacion: null } }),
	},
	{
		metodo: 'GET',
		ruta: '/api/descargas/:id',
		actos: ['descargar'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => ({ ruta: `/api/descargas/${await pedida(caso, LEJOS)}` }),
	},
	{
		metodo: 'GET',
		ruta: '/api/descargas/:id/archivo',
		actos: ['descargar'],
		ajeno: 'no-encontrado',
		// Vencida: bajar una que no lo está se anota, y eso se prueba en tests/db/archivo.
		propio: 'descarga-vencida',
		pedir: async (caso) => ({ ruta: `/api/descargas/${await pedida(caso, YA_PASO)}/archivo` }),
	},
]
