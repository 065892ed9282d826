import type { Ruta } from '../ruta.ts'

/** Cada quien ve y fija los de su ámbito: no hay modo de nombrar los de otra entidad. */
export const RUTAS_DE_AJUSTES: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/ajustes',
		actos: ['ver-ajustes'],
		ajeno: 'hecho',
		pedir: () => ({ ruta: '/api/ajustes' }),
	},
	{
		metodo: 'PUT',
		ruta: '/api/ajustes/:clave',
		actos: ['fijar-ajuste'],
		ajeno: 'hecho',
		pedir: () => ({
			ruta: '/api/ajustes/muestra-minimo',
			cuerpo: { valor: 10, anterior: 3, razon: 'Generación pequeña' },
		}),
	},
]
