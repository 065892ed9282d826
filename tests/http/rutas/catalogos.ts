import { enCsv } from '../../../bff/application/catalogos/exportar.ts'
import type { Mundo, Quien } from '../mundo.ts'
import type { Ruta } from '../ruta.ts'

let usados = 0

/** Un cargo que todavía no está. */
const archivo = (): Uint8Array =>
	enCsv([
		['CLAVE', 'NOMBRE', 'DESDE', 'HASTA'],
		[String(9000 + (usados += 1)), 'Cargo', '2026-01-01', ''],
	])

const SUBIDA = { 'content-type': 'application/octet-stream', 'x-archivo': 'cargos.csv' }
const VISTA = '/api/catalogos/cargo/vista-previa'

/** Lo que se vio de ese archivo, si quien pide puede verlo. */
const vistaDe = async (mundo: Mundo, quien: Quien, cuerpo: Uint8Array): Promise<string> => {
	const respuesta = await mundo.pedir(quien, { metodo: 'POST', ruta: VISTA, cuerpo, encabezados: SUBIDA })
	return ((await respuesta.json()) as { vista?: string }).vista ?? 'ninguna'
}

/** Los catálogos son de la nación: a los demás perfiles no les tocan. */
export const RUTAS_DE_CATALOGOS: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/catalogos',
		actos: ['ver-catalogos'],
		ajeno: 'sin-permiso',
		pedir: () => ({ ruta: '/api/catalogos' }),
	},
	{
		metodo: 'GET',
		ruta: '/api/catalogos/:catalogo',
		actos: ['ver-catalogos'],
		ajeno: 'sin-permiso',
		pedir: () => ({ ruta: '/api/catalogos/plantel' }),
	},
	{
		metodo: 'GET',
		ruta: '/api/catalogos/:catalogo/archivo',
		actos: ['ver-catalogos'],
		ajeno: 'sin-permiso',
		pedir: () => ({ ruta: '/api/catalogos/plantel/archivo' }),
	},
	{
		metodo: 'POST',
		ruta: '/api/catalogos/:catalogo/vista-previa',
		actos: ['importar-catalogo'],
		ajeno: 'sin-permiso',
		// Ver qué cambiaría no cambia nada.
		propio: 'no-importado',
		pedir: () => ({ ruta: VISTA, cuerpo: archivo(), encabezados: SUBIDA }),
	},
	{
		metodo: 'POST',
		ruta: '/api/catalogos/:catalogo/importaciones',
		actos: ['importar-catalogo'],
		ajeno: 'sin-permiso',
		pedir: async ({ mundo, quien }) => {
			const cuerpo = archivo()
			const vista = await vistaDe(mundo, quien, cuerpo)
			return {
				ruta: '/api/catalogos/cargo/importaciones',
				cuerpo,
				encabezados: { ...SUBIDA, 'x-vista': vista },
			}
		},
	},
]
