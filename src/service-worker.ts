/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, files, version } from '$service-worker'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { cola } from './lib/offline/dispositivo.ts'
import { ETIQUETA_DE_COLA } from './lib/offline/sincronia.ts'

/*
 * La app se guarda entera para abrir sin red: programa, estilos, letra e iconos, y una página que sirve para todas
 * las rutas. Nada de /api se guarda jamás: los datos personales no tocan esta memoria.
 */
declare const self: ServiceWorkerGlobalScope

const CASCARON = '/index.html'

// Lo que Vite nombra por su contenido no necesita revisión; lo demás cambia con la versión.
precacheAndRoute([
	...build.map((url) => ({ url, revision: null })),
	...files.filter((url) => !url.startsWith('/capturas/')).map((url) => ({ url, revision: version })),
	{ url: CASCARON, revision: version },
])
cleanupOutdatedCaches()

// /entrar siempre viene de la red: su documento trae otra política de seguridad, con el proveedor de identidad.
registerRoute(
	new NavigationRoute(createHandlerBoundToURL(CASCARON), {
		denylist: [/^\/api(?:\/|$)/, /^\/entrar(?:\/|$)/],
	}),
)

// La versión nueva espera a que la persona la acepte.
self.addEventListener('message', (evento) => {
	if ((evento.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

type AvisoDeRed = ExtendableEvent & { readonly tag: string }

/** Volvió la red y no hay pantalla abierta: sale lo que esperaba, con la cookie de quien tiene la sesión. */
const vaciarSinPantalla = async (): Promise<void> => {
	const { falta } = await cola.vaciar()
	// Fallar es pedirle al navegador otra oportunidad. Sin sesión no serviría: se pide entrar al abrir la app.
	if (falta === 'red' || falta === 'servidor') throw new Error('La cola todavía espera red.')
}
// «sync» no está entre los eventos que TypeScript conoce.
self.addEventListener('sync' as 'activate', (evento) => {
	if ((evento as AvisoDeRed).tag === ETIQUETA_DE_COLA) evento.waitUntil(vaciarSinPantalla())
})
