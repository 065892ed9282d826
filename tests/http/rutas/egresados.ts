import type { Ruta } from '../ruta.ts'

/** Lo que se filtra y se escoge junto, y lo que RENAPO dejó sin respuesta. */
export const RUTAS_DE_EGRESADOS: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/egresados/todos',
		actos: ['ver-egresados'],
		ajeno: 'no-se-ve',
		pedir: ({ recursos }) => ({ ruta: `/api/egresados/todos?matriculas=${recursos.matriculaVista}` }),
		muestra: (cuerpo, { matriculaVista }) => cuerpo.includes(matriculaVista),
	},
	{
		metodo: 'GET',
		ruta: '/api/egresados/opciones',
		actos: ['ver-egresados'],
		ajeno: 'no-se-ve',
		pedir: () => ({ ruta: '/api/egresados/opciones' }),
		muestra: (cuerpo) => cuerpo.includes('"id":"toluca"'),
	},
	{
		metodo: 'POST',
		ruta: '/api/egresados/confrontar/sin-respuesta',
		actos: ['confrontar-renapo'],
		ajeno: 'no-se-ve',
		pedir: async ({ mundo, recursos }) => {
			const { db } = mundo.mesa.base
			const fila = { estado: 'sin-respuesta' as const, momento: mundo.mesa.deps.reloj() }
			await db
				.insertInto('confrontaEncargada')
				.values({ matricula: recursos.matriculaVista, ...fila })
				.onConflict((conflicto) => conflicto.column('matricula').doUpdateSet(fila))
				.execute()
			// Un encargo igual que siga pendiente no se repite: aquí cada petición es la primera.
			await db.deleteFrom('trabajo').where('clase', '=', 'confrontar-renapo').execute()
			return { ruta: '/api/egresados/confrontar/sin-respuesta', cuerpo: { plantel: 'toluca' } }
		},
		muestra: (cuerpo) => cuerpo === '{"encargadas":1}',
	},
]
