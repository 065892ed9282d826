/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, files, version } from '$service-worker'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

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
