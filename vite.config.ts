import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'

/**
 * SvelteKit anuncia los cambios de página con un elemento que trae `style="…"`, y la política del sitio no admite
 * estilos en línea: se le da en su lugar la clase que hace lo mismo. Si Kit cambia ese elemento, la construcción se
 * detiene en vez de romper la política en silencio.
 */
const anunciadorSinEstiloEnLinea = (): Plugin => ({
	name: 'egreso:anunciador-sin-estilo-en-linea',
	enforce: 'pre',
	transform(codigo, id) {
		if (!/generated[\\/]root\.svelte$/.test(id)) return undefined
		const estilo = /(<div id="svelte-announcer"[^>]*?) style="[^"]*"/
		if (!estilo.test(codigo))
			throw new Error('root.svelte de SvelteKit cambió: revise el anunciador y la CSP.')
		return { code: codigo.replace(estilo, '$1 class="solo-lector"'), map: null }
	},
})

/**
 * Lo que toda página carga, junto: suelto son veinte archivos de medio kilobyte, que comprimen mal y cuestan viajes en
 * una red lenta.
 */
const BASE = [
	'/src/lib/marco/(Avisos|Cinta|Marca|MarcoPublico)\\.',
	'/src/lib/ui/Boton\\.',
	'/src/lib/(api|avisos|config|confianza|error-api|ocupado|reloj|version)\\.',
	'/src/core/(contract/(problema|sesion)|domain/rol)\\.',
	'/node_modules/valibot/',
	'/node_modules/@lucide/svelte/dist/(?!icons/)',
	'/node_modules/@lucide/svelte/dist/icons/(x|log-in|badge-check)\\.',
]
const enBase = new RegExp(BASE.join('|'))

export default defineConfig({
	plugins: [anunciadorSinEstiloEnLinea(), sveltekit()],
	worker: { format: 'es' },
	environments: {
		client: {
			build: {
				rolldownOptions: {
					output: {
						codeSplitting: {
							groups: [{ name: 'base', test: (id) => enBase.test(id.replaceAll('\\', '/')) }],
						},
					},
				},
			},
		},
	},
})
