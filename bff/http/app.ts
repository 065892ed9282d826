import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AlmacenNoDisponible } from '../application/ports.ts'
import { type DepsAjustes, rutasAjustes } from './ajustes.ts'
import { type DepsCartas, rutasCartas } from './archivo/cartas.ts'
import { type DepsCatalogos, rutasCatalogos } from './catalogos.ts'
import type { Ambiente, Contexto } from './hono.ts'
import { type DepsDescargas, rutasDescargas } from './archivo/descargas.ts'
import { type DepsArchivo, rutasArchivo } from './archivo/estado.ts'
import { type DepsDocumentos, rutasDocumentos } from './documentos.ts'
import { type DepsEgresado, rutasEgresado } from './egresado.ts'
import { type DepsEgresados, rutasEgresados } from './egresados.ts'
import { type DepsFolios, rutasFolios } from './folios.ts'
import { freno } from './freno.ts'
import { type DepsLotes, rutasLotes } from './lotes.ts'
import { type DepsAsuntos, rutasAsuntos } from './mesa/asuntos.ts'
import { type DepsNombres, rutasNombres } from './nombres.ts'
import { type DepsPublico, rutasPublico } from './publico.ts'
import { negar } from './rechazos.ts'
import { type DepsCuarentena, rutasCuarentena } from './intercambio/cuarentena.ts'
import { type DepsRechazosDeSep, rutasRechazosDeSep } from './intercambio/rechazos-de-sep.ts'
import { type DepsTrabajos, rutasTrabajos } from './intercambio/trabajos.ts'
import { type DepsRegistroPublico, rutasRegistroPublico } from './registro-publico.ts'
import { type DepsSae, rutasSae } from './sae.ts'
import { soloRutasConocidas } from './rutas-conocidas.ts'
import { encabezados, mismoOrigen, sinControles } from './seguridad.ts'
import { type DepsSellado, rutasSellado } from './sellado.ts'
import { type DepsSesion, rutasSesion } from './sesion.ts'
import { conSesion } from './session.ts'
import { ARCHIVO_SAE_MAXIMO } from '#core/contract/importacion.ts'
import { type DepsSuplencias, rutasSuplencias } from './suplencias.ts'
import { type DepsTramites, rutasTramites } from './tramites.ts'

export type DepsApp = DepsSesion &
	DepsEgresados &
	DepsSae &
	DepsTramites &
	DepsNombres &
	DepsFolios &
	DepsSellado &
	DepsSuplencias &
	DepsLotes &
	DepsAsuntos &
	DepsDocumentos &
	DepsDescargas &
	DepsCartas &
	DepsArchivo &
	DepsAjustes &
	DepsCatalogos &
	DepsCuarentena &
	DepsRechazosDeSep &
	DepsTrabajos &
	DepsEgresado &
	DepsRegistroPublico &
	DepsPublico & {
		readonly origen: string
		readonly origenIdentidad: string
		/** index.html de la PWA, con el que se calculan las huellas de la CSP y se responde toda ruta de la app. */
		readonly html: string
		/** Carpeta de la PWA construida, relativa al directorio de trabajo; null en pruebas de la API. */
		readonly estaticos: string | null
		readonly direccion: (c: Contexto) => string
		readonly ahoraMs: () => number
		/** Registro de fallas, sin datos personales: método, ruta registrada y el error. */
		readonly anotarFalla: (suceso: { ruta: string; metodo: string; error: unknown }) => void
	}

const MEGA = 1024 * 1024
/** Lo que se sube a un asunto de la mesa de servicio. */
const ADJUNTO = /^\/api\/asuntos\/[^/]+\/adjuntos$/

/** La aplicación HTTP entera: la API bajo /api y la PWA en lo demás. */
export const crearApp = (deps: DepsApp): Hono<Ambiente> => {
	const app = new Hono<Ambiente>()
	app.use(
		encabezados({
			html: deps.html,
			origenIdentidad: deps.origenIdentidad,
			https: deps.origen.startsWith('https:'),
		}),
	)
	app.onError((error, c) => {
		deps.anotarFalla({ ruta: c.req.routePath, metodo: c.req.method, error })
		return negar(c, error instanceof AlmacenNoDisponible ? 'almacen-no-disponible' : 'falla-interna')
	})
	const grande = (maximo: number, nombre: string) =>
		bodyLimit({ maxSize: maximo, onError: (c) => negar(c, 'demasiado-grande', { maximo: nombre }) })
	app.use('/api/*', mismoOrigen(deps.origen))
	app.use('/api/*', async (c, next) => {
		await next()
		if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
	})
	app.use('/api/*', sinControles)
	app.use('/api/*', (c, next) =>
		c.req.path === '/api/sae/importaciones'
			? grande(ARCHIVO_SAE_MAXIMO, `${ARCHIVO_SAE_MAXIMO / MEGA} MB`)(c, next)
			: ADJUNTO.test(c.req.path)
				? grande(5 * MEGA, '5 MB')(c, next)
				: grande(2 * MEGA, '2 MB')(c, next),
	)
	const frenar = (porMinuto: number) => freno({ porMinuto, ahoraMs: deps.ahoraMs, direccion: deps.direccion })
	app.use('/api/publico/*', frenar(60))
	app.use('/api/egresado/*', frenar(60))
	// Una copia del registro pide una prueba por hoja nueva.
	app.use('/api/registro/*', frenar(300))
	app.post('/api/sesion', frenar(60))
	app.use('/api/sesion/reto', frenar(60))
	const deSesion = new Hono<Ambiente>()
	deSesion.use(conSesion(deps))
	deSesion.route('/', rutasEgresados(deps))
	deSesion.route('/', rutasSae(deps))
	deSesion.route('/', rutasTramites(deps))
	deSesion.route('/', rutasNombres(deps))
	deSesion.route('/', rutasFolios(deps))
	deSesion.route('/', rutasSellado(deps))
	deSesion.route('/', rutasSuplencias(deps))
	deSesion.route('/', rutasLotes(deps))
	deSesion.route('/', rutasAsuntos(deps))
	deSesion.route('/', rutasDocumentos(deps))
	deSesion.route('/', rutasDescargas(deps))
	deSesion.route('/', rutasCartas(deps))
	deSesion.route('/', rutasArchivo(deps))
	deSesion.route('/', rutasAjustes(deps))
	deSesion.route('/', rutasCatalogos(deps))
	deSesion.route('/', rutasCuarentena(deps))
	deSesion.route('/', rutasRechazosDeSep(deps))
	deSesion.route('/', rutasTrabajos(deps))
	const recursos = [
		rutasPublico(deps),
		rutasRegistroPublico(deps),
		rutasEgresado(deps),
		rutasSesion(deps),
		deSesion,
	]
	app.use('/api/*', soloRutasConocidas('/api', recursos))
	for (const recurso of recursos) app.route('/api', recurso)
	if (deps.estaticos !== null) servirPwa(app, deps.estaticos, deps.html)
	return app
}

const servirPwa = (app: Hono<Ambiente>, carpeta: string, html: string): void => {
	// Lo que lleva huella en el nombre no cambia nunca; lo demás se pregunta cada vez.
	app.use('/_app/immutable/*', async (c, next) => {
		await next()
		if (c.res.ok) c.res.headers.set('cache-control', 'public, max-age=31536000, immutable')
	})
	const pagina = (c: Contexto) => c.html(html, 200, { 'cache-control': 'no-cache' })
	app.get('/', pagina)
	app.get('/index.html', pagina)
	app.get(
		'*',
		serveStatic({
			root: carpeta,
			precompressed: true,
			onFound: (ruta, c) => {
				if (!ruta.includes('/immutable/')) c.header('cache-control', 'no-cache')
			},
		}),
	)
	app.get('/_app/*', (c) => negar(c, 'no-encontrado'))
	app.get('*', pagina)
}
