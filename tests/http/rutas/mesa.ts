import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { ESCOLARES } from '../../db/escena.ts'
import { PERSONAS, type Peticion, type Quien } from '../mundo.ts'
import type { Caso, Ruta } from '../ruta.ts'

const quien = (id: string): Quien => {
	const una = PERSONAS.find((persona) => persona.id === id)
	if (!una) throw new Error(`Falta ${id}`)
	return una
}
const PLANTEL = quien('p-escolares-plantel')
const ESTATAL = quien('p-escolares-estatal')
const DSE = quien('p-dse')
const TI = quien('p-ti')

let numero = 0
const persona = () => {
	numero += 1
	return {
		...{ correo: `nueva-${numero}@mex.conalep.edu.mx`, nombre: 'Rosa', primerApellido: 'Nueva' },
		...{ segundoApellido: null, curp: null, idCargo: null, cargo: null },
		...{ perfil: 'escolares-plantel', plantelId: 'toluca' },
	}
}

/** Pide por la misma puerta; lo que la prueba necesita antes de probar tiene que salir bien. */
const hacer = async (
	{ mundo }: Caso,
	de: Quien,
	ruta: string,
	cuerpo: Peticion['cuerpo'],
): Promise<{ readonly id: string }> => {
	const respuesta = await mundo.pedir(de, { metodo: 'POST', ruta, cuerpo })
	if (!respuesta.ok) throw new Error(`${ruta}: ${await respuesta.text()}`)
	return respuesta.status === 204 ? { id: '' } : ((await respuesta.json()) as { id: string })
}

const rechazado = async ({ mundo }: Caso): Promise<string> => {
	const { lotes } = mundo.mesa
	const [id = ''] = await lotes.agregarTramites(1, { estado: 'autorizado' })
	await registrar(lotes.deps)({ actor: ESCOLARES, tramites: [id] })
	await mundo.mesa.base.db.updateTable('tramite').set({ estado: 'rechazado' }).where('id', '=', id).execute()
	return id
}

const alta = (caso: Caso, pedida = persona()) =>
	hacer(caso, ESTATAL, '/api/asuntos', {
		...{ clase: 'perfil', texto: 'Entra a Servicios Escolares' },
		peticion: { cambio: 'alta', persona: pedida },
	})
const duda = (caso: Caso) =>
	hacer(caso, PLANTEL, '/api/asuntos', {
		...{ clase: 'duda', titulo: 'Duda de Toluca', texto: '¿Cómo se registra?' },
	})
const baja = async (caso: Caso) =>
	hacer(caso, PLANTEL, '/api/asuntos', {
		...{ clase: 'baja', tramiteId: await rechazado(caso), texto: 'SEP lo rechazó' },
	})

/** El asunto que le toca a quien pide: a TI, un perfil; a los demás, una duda. */
const suyo = (caso: Caso) => (caso.quien.perfil === 'ti' ? alta(caso) : duda(caso))
const contestado = async (caso: Caso) => {
	const { id } = await suyo(caso)
	await hacer(caso, caso.quien.perfil === 'ti' ? TI : DSE, `/api/asuntos/${id}/mensajes`, {
		texto: 'Así se hace',
	})
	return id
}
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])
const ESCRIBEN: Ruta['actos'] = ['abrir-duda', 'atender-duda', 'atender-perfil']

const escribir = (
	que: string,
	cuerpo: (caso: Caso) => Promise<{ readonly id: string; readonly cuerpo: Peticion['cuerpo'] }>,
): Ruta => ({
	metodo: 'POST',
	ruta: `/api/asuntos/:id/${que}`,
	actos: ESCRIBEN,
	ajeno: 'no-encontrado',
	pedir: async (caso) => {
		const hecho = await cuerpo(caso)
		return { ruta: `/api/asuntos/${hecho.id}/${que}`, cuerpo: hecho.cuerpo }
	},
})

/** La mesa de servicio (10, 15, 23). De un asunto ajeno se contesta lo mismo que de uno que no existe. */
export const RUTAS_DE_MESA: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/asuntos',
		actos: ['ver-mesa'],
		ajeno: 'no-se-ve',
		pedir: async (caso) => {
			await suyo(caso)
			return { ruta: '/api/asuntos' }
		},
		muestra: (cuerpo) => cuerpo.includes('Duda de Toluca') || cuerpo.includes('Alta de perfil'),
	},
	{
		metodo: 'GET',
		ruta: '/api/asuntos/cuenta',
		actos: ['ver-mesa'],
		ajeno: 'hecho',
		pedir: () => ({ ruta: '/api/asuntos/cuenta' }),
	},
	{
		metodo: 'GET',
		ruta: '/api/asuntos/:id',
		actos: ['ver-mesa'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => ({ ruta: `/api/asuntos/${(await suyo(caso)).id}` }),
	},
	{
		metodo: 'POST',
		ruta: '/api/asuntos',
		actos: ['abrir-baja', 'abrir-perfil', 'abrir-duda'],
		// Una duda es siempre de donde es quien la abre.
		ajeno: ({ perfil }) => (perfil.startsWith('director') ? 'hecho' : 'no-encontrado'),
		pedir: async (caso) => {
			const { perfil } = caso.quien
			if (perfil === 'escolares-plantel')
				return {
					ruta: '/api/asuntos',
					cuerpo: { clase: 'baja', tramiteId: await rechazado(caso), texto: 'SEP lo rechazó' },
				}
			if (perfil === 'escolares-estatal')
				return {
					ruta: '/api/asuntos',
					cuerpo: {
						...{ clase: 'perfil', texto: 'Ya no trabaja aquí' },
						peticion: { cambio: 'baja', personaId: 'd-toluca' },
					},
				}
			return {
				ruta: '/api/asuntos',
				cuerpo: { clase: 'duda', titulo: 'Una duda', texto: '¿Cómo se sella?' },
			}
		},
	},
	escribir('mensajes', async (caso) => ({ ...(await suyo(caso)), cuerpo: { texto: 'Falta este dato' } })),
	escribir('adjuntos', async (caso) => ({ ...(await suyo(caso)), cuerpo: PNG })),
	escribir('cerrar', async (caso) => ({ id: await contestado(caso), cuerpo: { visto: 2 } })),
	escribir('reabrir', async (caso) => {
		const id = await contestado(caso)
		await hacer(caso, caso.quien.perfil === 'ti' ? TI : DSE, `/api/asuntos/${id}/cerrar`, { visto: 2 })
		return { id, cuerpo: { texto: 'No quedó bien' } }
	}),
	{
		metodo: 'GET',
		ruta: '/api/asuntos/:id/adjuntos/:adjunto',
		actos: ['ver-mesa'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => {
			const { id } = await suyo(caso)
			const de = caso.quien.perfil === 'ti' ? ESTATAL : PLANTEL
			return {
				ruta: `/api/asuntos/${id}/adjuntos/${(await hacer(caso, de, `/api/asuntos/${id}/adjuntos`, PNG)).id}`,
			}
		},
	},
	{
		metodo: 'POST',
		ruta: '/api/asuntos/:id/asignar',
		actos: ['atender-baja', 'atender-perfil', 'atender-duda'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => ({
			ruta: `/api/asuntos/${(await suyo(caso)).id}/asignar`,
			cuerpo: { personaId: caso.quien.perfil === 'ti' ? 'p-ti' : 'p-dse', visto: 1 },
		}),
	},
	{
		metodo: 'POST',
		ruta: '/api/asuntos/:id/baja',
		actos: ['dar-de-baja'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => ({
			ruta: `/api/asuntos/${(await baja(caso)).id}/baja`,
			cuerpo: { razon: 'Los datos ya se corrigieron en SAE', cancelar: false },
		}),
	},
	{
		metodo: 'POST',
		ruta: '/api/asuntos/:id/perfil',
		actos: ['administrar-perfiles'],
		ajeno: 'no-encontrado',
		// TI hace lo que se pidió, y nada más.
		pedir: async (caso) => {
			const pedida = persona()
			return {
				ruta: `/api/asuntos/${(await alta(caso, pedida)).id}/perfil`,
				cuerpo: { persona: pedida, texto: 'Ya puede entrar' },
			}
		},
	},
	{
		metodo: 'GET',
		ruta: '/api/personas',
		actos: ['ver-personas'],
		ajeno: 'no-se-ve',
		pedir: () => ({ ruta: '/api/personas?busca=toluca' }),
		muestra: (cuerpo) => cuerpo.includes('"lugar":"Plantel toluca"'),
	},
]
