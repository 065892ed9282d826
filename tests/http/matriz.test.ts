import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACTOS, type Acto, type Perfil, PERFILES, tienePermiso } from '#core/domain/rol.ts'
import { desenlaceDe } from './desenlace.ts'
import { levantarMundo, type Mundo, PERSONAS, type Quien } from './mundo.ts'
import type { Recursos, Ruta } from './ruta.ts'
import { prepararRecursos, RUTAS } from './rutas.ts'

/** Quién puede qué (10), escrito otra vez y a mano: si rol.ts cambia, alguien tiene que decirlo aquí. */
const PERMISOS: Record<Perfil, readonly Acto[]> = {
	'escolares-plantel': [
		'ver-egresados',
		'importar-sae',
		'confrontar-renapo',
		'solicitar',
		'retirar',
		'ver-rangos',
		'registrar',
		'cargar',
		'confirmar-nombre',
		'volver-a-sellar',
		'ver-libro',
		'ver-lotes',
		'descargar',
		'iniciar-buzon',
		'entregar',
		'ver-mesa',
		'abrir-baja',
		'abrir-duda',
	],
	'director-plantel': [
		...(['ver-egresados', 'sellar-plantel', 'ver-libro', 'descargar', 'ver-mesa', 'abrir-duda'] as const),
	],
	'escolares-estatal': [
		'ver-egresados',
		'autorizar',
		'denegar',
		'asignar-rango',
		'partir-rango',
		'recuperar-rango',
		'ver-rangos',
		'ver-libro',
		'ver-lotes',
		'volver-a-sellar',
		'enviar-lote',
		'ver-ajustes',
		'fijar-ajuste',
		'ver-suplencias',
		'otorgar-suplencia',
		'revocar-suplencia',
		'ver-mesa',
		'abrir-perfil',
		'abrir-duda',
		'ver-personas',
		'ver-carta',
		'sellar-carta',
	],
	'director-estatal': [
		'ver-egresados',
		'ver-carta',
		'sellar-estatal',
		'ver-libro',
		'ver-lotes',
		'descargar',
		'ver-suplencias',
		'confirmar-suplencia-plantel',
		'ver-mesa',
		'abrir-duda',
	],
	dse: [
		'ver-egresados',
		'ver-cartas',
		'ver-archivo',
		'ver-rangos',
		'cancelar-folio',
		'ver-libro',
		'ver-lotes',
		'ver-ajustes',
		'fijar-ajuste',
		'ver-suplencias',
		'conciliar-lote',
		'confirmar-suplencia-estatal',
		'ver-mesa',
		'atender-baja',
		'atender-duda',
		'dar-de-baja',
		'ver-catalogos',
		'importar-catalogo',
		'ver-rechazos',
		'interpretar-rechazos',
		'ver-cuarentena',
		'repedir-lote',
		'bajar-cuarentena',
	],
	ti: [
		'ver-archivo',
		'ver-lotes',
		'ver-mesa',
		'atender-perfil',
		'ver-personas',
		'administrar-perfiles',
		'ver-catalogos',
		'importar-catalogo',
		'ver-trabajos',
		'reintentar-trabajos',
		'ver-cuarentena',
		'repedir-lote',
	],
}

/** Las que no piden sesión; se prueban en peticiones.test.ts. */
const SIN_SESION = [
	'GET /api/config',
	'POST /api/sesion/reto',
	'POST /api/sesion',
	'DELETE /api/sesion',
	'GET /api/salud',
	'GET /api/publico/anclas',
	'POST /api/publico/consultar',
	'GET /api/publico/certificados/:folioDigital',
	'GET /api/registro/llaves',
	'GET /api/registro/punto-de-control',
	'GET /api/registro/inclusion',
	'GET /api/registro/consistencia',
	'POST /api/egresado/buzon/consultar',
	'POST /api/egresado/buzon/codigo',
	'POST /api/egresado/buzon/confirmar',
	'POST /api/egresado/entrega/consultar',
	'POST /api/egresado/entrega/documento',
	'POST /api/egresado/acuse',
]

const esperado = (ruta: Ruta, quien: Quien): string => {
	const { perfil, lugar } = quien
	const puede = ruta.actos.length === 0 || ruta.actos.some((acto) => PERMISOS[perfil].includes(acto))
	if (!puede) return 'sin-permiso'
	if (lugar === 'propio' || lugar === 'nacional') return ruta.propio ?? 'hecho'
	return typeof ruta.ajeno === 'string' ? ruta.ajeno : ruta.ajeno(quien)
}

const nombreDe = ({ metodo, ruta }: Ruta): string => `${metodo} ${ruta}`

describe('la matriz de permisos', () => {
	let mundo: Mundo
	let recursos: Recursos
	beforeAll(async () => {
		mundo = await levantarMundo(2)
		recursos = await prepararRecursos(mundo)
	})
	afterAll(() => mundo.recoger())

	test('la tabla de rol.ts dice lo mismo que ésta', () => {
		for (const perfil of PERFILES) {
			expect(
				ACTOS.filter((acto) => tienePermiso(perfil, acto)),
				perfil,
			).toEqual(ACTOS.filter((acto) => PERMISOS[perfil].includes(acto)))
		}
	})

	test('no falta ninguna ruta de la API, ni sobra', () => {
		const registradas = mundo.app.routes
			.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
			.map(({ method, path }) => `${method} ${path}`)
		expect([...new Set(registradas)].sort()).toEqual([...RUTAS.map(nombreDe), ...SIN_SESION].sort())
	})

	test('cada acto con permiso tiene una ruta que lo pide', () => {
		const pedidos = new Set(RUTAS.flatMap(({ actos }) => actos))
		expect(ACTOS.filter((acto) => !pedidos.has(acto))).toEqual([])
	})

	describe.each(RUTAS.map((ruta) => [nombreDe(ruta), ruta] as const))('%s', (_, ruta) => {
		const casos = PERSONAS.map((quien) => [quien.perfil, quien.lugar, esperado(ruta, quien), quien] as const)
		test.each(casos)('%s, %s: %s', async (__, ___, espera, quien) => {
			const peticion = { metodo: ruta.metodo, ...(await ruta.pedir({ mundo, recursos, quien })) }
			const antes = await mundo.foto()
			const respuesta = await mundo.pedir(quien, peticion)
			expect(await desenlaceDe(respuesta, ruta, recursos)).toBe(espera)
			const seNego = espera !== 'hecho'
			// Lo negado no deja rastro en la base; leer, tampoco.
			if (seNego || ruta.metodo === 'GET') expect((await mundo.foto()) === antes).toBe(true)
			else expect((await mundo.foto()) === antes).toBe(false)
			expect(respuesta.headers.get('cache-control')).toBe('no-store')
		})

		test('sin sesión, o con una inventada: 401', async () => {
			const quien = PERSONAS.find(({ lugar }) => lugar === 'propio')
			if (!quien) throw new Error('Falta alguien en su lugar')
			const peticion = { metodo: ruta.metodo, ...(await ruta.pedir({ mundo, recursos, quien })) }
			const antes = await mundo.foto()
			for (const cookie of [null, '__Host-egreso=inventado', '__Host-egreso=']) {
				const encabezados = { ...peticion.encabezados, cookie }
				const respuesta = await mundo.pedir(null, { ...peticion, encabezados })
				expect(respuesta.status).toBe(401)
				expect(await respuesta.json()).toMatchObject({ motivo: 'sin-sesion' })
			}
			expect((await mundo.foto()) === antes).toBe(true)
		})
	})

	test('nada de lo anterior fue una falla nuestra', () => expect(mundo.fallas).toEqual([]))
})
