/**
 * La aplicación HTTP entera sobre una base SQLite de verdad y los actos de verdad; sólo los puertos (correo, OCSP, COSFAC)
 * contestan lo que la prueba dice. Con una persona de cada perfil en cada lugar, y su sesión abierta.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import process from 'node:process'
import { crearActos } from '../../bff/actos.ts'
import { crearApp, type DepsApp } from '../../bff/http/app.ts'
import { crearCookies } from '../../bff/http/session.ts'
import type { Perfil } from '#core/domain/rol.ts'
import { ok } from '#core/domain/result.ts'
import { type MesaDeEntregas, ORIGEN, ponerMesaDeEntregas } from '../db/entregas/mesa-de-entregas.ts'

export const IDENTIDAD = 'https://login.example'
export const HTML =
	'<!doctype html><html><head><script>arrancar()</script><script src="/_app/x.js"></script></head></html>'

/** Dónde está quien pide respecto de lo que pide, que siempre es del plantel Toluca del Estado de México. */
type Lugar = 'propio' | 'otro plantel' | 'otra entidad' | 'nacional'

export type Quien = { readonly id: string; readonly perfil: Perfil; readonly lugar: Lugar }

const enLugar = (id: string, perfil: Perfil, lugar: Lugar): Quien => ({ id, perfil, lugar })

/** Una persona por perfil y por lugar posible. */
export const PERSONAS: readonly Quien[] = [
	enLugar('p-escolares-plantel', 'escolares-plantel', 'propio'),
	enLugar('p-lerma', 'escolares-plantel', 'otro plantel'),
	enLugar('p-tlalpan', 'escolares-plantel', 'otra entidad'),
	enLugar('d-toluca', 'director-plantel', 'propio'),
	enLugar('d-lerma', 'director-plantel', 'otro plantel'),
	enLugar('d-tlalpan', 'director-plantel', 'otra entidad'),
	enLugar('p-escolares-estatal', 'escolares-estatal', 'propio'),
	enLugar('p-cdmx', 'escolares-estatal', 'otra entidad'),
	enLugar('d-mex', 'director-estatal', 'propio'),
	enLugar('d-cdmx', 'director-estatal', 'otra entidad'),
	enLugar('p-dse', 'dse', 'nacional'),
	enLugar('p-ti', 'ti', 'nacional'),
]

// Las que la mesa no trae.
const ALTAS = {
	'p-lerma': { entidadId: null, plantelId: 'lerma' },
	'p-tlalpan': { entidadId: null, plantelId: 'tlalpan' },
	'd-tlalpan': { entidadId: null, plantelId: 'tlalpan' },
	'p-cdmx': { entidadId: 'cdmx', plantelId: null },
	'p-dse': { entidadId: null, plantelId: null },
	'p-ti': { entidadId: null, plantelId: null },
} as const

export const CURP_TLALPAN = 'TLAL700101HDFABC05'

export type Peticion = {
	readonly metodo: string
	readonly ruta: string
	/** Se manda como JSON; un Uint8Array o un texto, tal cual. */
	readonly cuerpo?: unknown
	readonly encabezados?: Readonly<Record<string, string | null>>
}

export type Mundo = {
	readonly mesa: MesaDeEntregas
	readonly app: ReturnType<typeof crearApp>
	/** La misma aplicación con otros puertos. */
	readonly con: (cambios: Partial<DepsApp>) => ReturnType<typeof crearApp>
	/** Pide como lo haría la página: con sus encabezados y la cookie de esa persona (o ninguna). */
	readonly pedir: (
		quien: Quien | null,
		peticion: Peticion,
		app?: ReturnType<typeof crearApp>,
	) => Promise<Response>
	/** Todo lo que un acto podría cambiar, como texto: para ver que no cambió. */
	readonly foto: () => Promise<string>
	readonly fallas: { ruta: string; metodo: string; error: unknown }[]
	readonly recoger: () => Promise<void>
}

const TABLAS = [
	...[
		'egresado',
		'importacion',
		'confrontaRenapo',
		'confrontaEncargada',
		'rangoFolio',
		'tramite',
		'certificado',
		'folio',
	],
	...[
		'asiento',
		'sello',
		'bitacora',
		'lote',
		'loteCertificado',
		'envioLote',
		'loteNumero',
		'cancelacionSep',
		'archivo',
		'buzon',
		'entrega',
		'acuse',
	],
	...['trabajo', 'persona', 'ajuste', 'devolucion', 'suplencia', 'suplenciaSuceso'],
	...['asunto', 'asuntoSuceso', 'asuntoAdjunto'],
	...['notaMarginal', 'rangoSuceso', 'folioCancelado', 'encuadernacion'],
	...['importacionTrozo', 'importacionError', 'importacionCambio', 'mapeoSae'],
	...['catalogoValor', 'catalogoImportacion', 'catalogoCambio', 'entidad', 'planEstudios', 'moduloPlan'],
	...['bitacoraHoja', 'libroHoja', 'arbolNodo', 'puntoControl', 'descarga', 'carta'],
] as const

/** Levanta la aplicación con `emitidos` certificados ya emitidos, en SQLite o en la base que se diga. Quien la levanta llama `recoger`. */
export const levantarMundo = async (emitidos: number, destino?: { readonly url: string }): Promise<Mundo> => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-http-'))
	const estaticos = join(carpeta, 'build')
	mkdirSync(join(estaticos, '_app', 'immutable'), { recursive: true })
	writeFileSync(join(estaticos, '_app', 'immutable', 'x.js'), '1')
	const mesa = await ponerMesaDeEntregas(
		destino ?? { url: `sqlite:${join(carpeta, 'base.sqlite')}` },
		emitidos,
	)
	await darDeAlta(mesa)
	const { reloj, azar } = mesa.deps
	const sellado = mesa.lotes.depsSellar()
	const { anclas } = sellado
	const fallas: Mundo['fallas'] = []
	const deps: DepsApp = {
		...crearActos({
			...mesa.deps,
			...sellado,
			reloj,
			validarFicha: (ficha) =>
				Promise.resolve(ok({ tid: 'tid', oid: ficha, correo: `${ficha}@mex.conalep.edu.mx` })),
			dominios: ['conalep.edu.mx'],
			traerDeSae: () => Promise.resolve({ resultado: 'sin-novedad' }),
		}),
		reloj,
		azar,
		anclas,
		llavesDelRegistro: [],
		origen: ORIGEN,
		origenIdentidad: IDENTIDAD,
		html: HTML,
		estaticos: relative(process.cwd(), estaticos),
		cookies: crearCookies(true),
		direccion: () => '127.0.0.1',
		// Cada petición, un minuto después de la anterior: el freno se prueba aparte.
		ahoraMs: (() => {
			let ahora = 0
			return () => (ahora += 60_000)
		})(),
		anotarFalla: (suceso) => fallas.push(suceso),
		config: () => Promise.reject(new Error('sin proveedor')),
		salud: () => Promise.resolve({ listo: true, version: '0', base: 'sqlite' }),
	}
	const app = crearApp(deps)
	return {
		mesa,
		app,
		fallas,
		con: (cambios) => crearApp({ ...deps, ...cambios }),
		pedir: async (quien, peticion, otra = app) => otra.request(peticion.ruta, armar(quien, peticion)),
		foto: async () =>
			JSON.stringify(
				await Promise.all(
					TABLAS.map((tabla) =>
						mesa.base.db
							.selectFrom(tabla as 'tramite')
							.selectAll()
							.execute(),
					),
				),
			),
		recoger: async () => {
			await mesa.recoger()
			rmSync(carpeta, { recursive: true, force: true })
		},
	}
}

const armar = (quien: Quien | null, { metodo, cuerpo, encabezados = {} }: Peticion): RequestInit => {
	const juntos: Record<string, string | null> = {
		...(metodo === 'GET' ? {} : { 'x-egreso': '1', origin: ORIGEN, 'sec-fetch-site': 'same-origin' }),
		...(quien === null ? {} : { cookie: `__Host-egreso=${secretoDe(quien)}` }),
		...(cuerpo === undefined ? {} : { 'content-type': 'application/json' }),
		...encabezados,
	}
	const headers = Object.entries(juntos).flatMap(([nombre, valor]) =>
		valor === null ? [] : [[nombre, valor] as [string, string]],
	)
	const crudo = cuerpo instanceof Uint8Array || typeof cuerpo === 'string'
	return {
		method: metodo,
		headers,
		...(cuerpo === undefined ? {} : { body: crudo ? (cuerpo as BodyInit) : JSON.stringify(cuerpo) }),
	}
}

const secretoDe = ({ id }: Quien): string => `secreto-de-${id}`

const darDeAlta = async ({ base, deps }: MesaDeEntregas): Promise<void> => {
	for (const { id, perfil } of PERSONAS) {
		const alta = ALTAS[id as keyof typeof ALTAS] as (typeof ALTAS)[keyof typeof ALTAS] | undefined
		if (alta !== undefined) {
			await base.db
				.insertInto('persona')
				.values({
					id,
					tid: null,
					oid: null,
					correo: `${id}@mex.conalep.edu.mx`,
					nombre: 'Rosa',
					primerApellido: 'Inventada',
					segundoApellido: null,
					curp: id === 'd-tlalpan' ? CURP_TLALPAN : null,
					idCargo: id === 'd-tlalpan' ? '94' : null,
					cargo: null,
					perfil,
					...alta,
				})
				.execute()
		}
		await base.db
			.insertInto('sesion')
			.values({
				huella: deps.huella(secretoDe({ id, perfil, lugar: 'propio' })),
				personaId: id,
				creada: deps.reloj(),
				usada: deps.reloj(),
				expira: new Date(Date.parse(deps.reloj()) + 8 * 3_600_000).toISOString(),
			})
			.execute()
	}
}
