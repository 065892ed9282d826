import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { ESCOLARES } from '../../db/escena.ts'
import type { Caso, Ruta } from '../ruta.ts'

let curps = 0

/** Un trámite del plantel Toluca en «cargado», con un nombre de una pieza. */
const cargado = async ({ mundo }: Caso): Promise<string> => {
	const { lotes } = mundo.mesa
	// La confronta con RENAPO es por CURP: con otro nombre, otra CURP.
	const curp = `FOCA080115MMC${String((curps += 1)).padStart(5, '0')}`
	const [id = ''] = await lotes.agregarTramites(1, {
		estado: 'autorizado',
		cambios: { nombre: 'ANA', primerApellido: 'FLORES', segundoApellido: 'CRUZ', curp },
	})
	await registrar(lotes.deps)({ actor: ESCOLARES, tramites: [id] })
	await cargar(lotes.deps)({ actor: ESCOLARES, tramites: [id] })
	return id
}

/** Lo de otro plantel se contesta como lo que no existe. */
export const RUTAS_DE_NOMBRES: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/nombres',
		actos: ['confirmar-nombre'],
		ajeno: 'no-se-ve',
		pedir: async (caso) => {
			await cargado(caso)
			return { ruta: '/api/nombres' }
		},
		muestra: (cuerpo) => (JSON.parse(cuerpo) as { enLote: number }).enLote > 0,
	},
	{
		metodo: 'POST',
		ruta: '/api/tramites/nombres',
		actos: ['confirmar-nombre'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => ({
			ruta: '/api/tramites/nombres',
			cuerpo: {
				nombres: [
					{
						tramiteId: await cargado(caso),
						nombre: { nombre: 'Ana', primerApellido: 'Flores', segundoApellido: 'Cruz' },
					},
				],
			},
		}),
	},
]
