import { crearAutoridad } from '../autoridad/autoridad.ts'
import { leerOrden, leerPuerto, quedarEnPie } from '../orden.ts'
import { levantarSatOcsp } from './sat-ocsp.ts'

const opciones = leerOrden(
	'sat-ocsp',
	'OCSP local que ocupa el lugar del del SAT para la autoridad de demostración.',
	{
		puerto: { ayuda: 'Puerto en 127.0.0.1', valor: '3104' },
		autoridad: { ayuda: 'Carpeta de la autoridad de demostración', valor: 'datos/autoridad' },
		revocados: { ayuda: 'Series revocadas, separadas por comas', valor: '' },
	},
)
const momento = new Date()
const { url, cerrar } = await levantarSatOcsp({
	puerto: leerPuerto(opciones['puerto']),
	autoridad: await crearAutoridad({ carpeta: opciones['autoridad'] ?? '', momento }),
	revocados: (opciones['revocados'] ?? '')
		.split(',')
		.filter((serie) => serie !== '')
		.map((serie) => ({ serie, desde: momento })),
})
quedarEnPie('OCSP', url, cerrar)
