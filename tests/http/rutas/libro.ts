import type { Ruta } from '../ruta.ts'

/** El Libro de un plantel que no se alcanza es como uno que no existe; lo que se busca, como si no estuviera. */
export const RUTAS_DE_LIBRO: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/libro',
		actos: ['ver-libro'],
		ajeno: 'no-encontrado',
		pedir: () => ({ ruta: '/api/libro?plantel=toluca' }),
	},
	{
		metodo: 'GET',
		ruta: '/api/libro/volumenes',
		actos: ['ver-libro'],
		ajeno: 'no-encontrado',
		pedir: () => ({ ruta: '/api/libro/volumenes?plantel=toluca' }),
	},
	{
		metodo: 'GET',
		ruta: '/api/libro/buscar',
		actos: ['ver-libro'],
		ajeno: 'no-se-ve',
		pedir: () => ({ ruta: '/api/libro/buscar?q=CE2018' }),
		muestra: (cuerpo) => cuerpo.includes('"plantel":{"id":"toluca"'),
	},
	{
		metodo: 'GET',
		ruta: '/api/libro/impresion',
		actos: ['ver-libro'],
		ajeno: 'no-encontrado',
		pedir: () => ({ ruta: '/api/libro/impresion?plantel=toluca&volumen=1&foja=1' }),
	},
]
