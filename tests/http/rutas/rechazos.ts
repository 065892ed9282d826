import type { PatronNuevo } from '#core/contract/rechazo.ts'
import type { Mundo, Quien } from '../mundo.ts'
import type { Ruta } from '../ruta.ts'

let usados = 0

const patron = (): PatronNuevo => ({
	patron: `La CURP del alumno, caso ${(usados += 1)}, no existe*`,
	asunto: 'b',
	campo: 'Alumno/@curp',
	remedio: 'Corrija la CURP en SAE.',
	lugar: 'SAE',
})

const VISTA = '/api/rechazos/patrones/vista-previa'

/** Lo que se vio de ese patrón, si quien pide puede verlo. */
const vistaDe = async (mundo: Mundo, quien: Quien, cuerpo: PatronNuevo): Promise<string> => {
	const respuesta = await mundo.pedir(quien, { metodo: 'POST', ruta: VISTA, cuerpo })
	return ((await respuesta.json()) as { vista?: string }).vista ?? 'ninguna'
}

/** Los rechazos de la nación los interpreta la DSE (15). */
export const RUTAS_DE_RECHAZOS: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/rechazos',
		actos: ['ver-rechazos'],
		ajeno: 'sin-permiso',
		pedir: () => ({ ruta: '/api/rechazos' }),
	},
	{
		metodo: 'POST',
		ruta: VISTA,
		actos: ['interpretar-rechazos'],
		ajeno: 'sin-permiso',
		// Ver a cuántos alcanza no cambia nada.
		propio: 'sólo-mirado',
		pedir: () => ({ ruta: VISTA, cuerpo: patron() }),
	},
	{
		metodo: 'POST',
		ruta: '/api/rechazos/patrones',
		actos: ['interpretar-rechazos'],
		ajeno: 'sin-permiso',
		pedir: async ({ mundo, quien }) => {
			const cuerpo = patron()
			const vista = await vistaDe(mundo, quien, cuerpo)
			return { ruta: '/api/rechazos/patrones', cuerpo: { patron: cuerpo, vista } }
		},
	},
]
