import adapter from '@sveltejs/adapter-static'
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** @type {import('@sveltejs/kit').Config} */
const config = {
	preprocess: vitePreprocess(),
	kit: {
		// El BFF sirve la carpeta build; index.html es la única página y la app decide la ruta.
		adapter: adapter({ pages: 'build', assets: 'build', fallback: 'index.html', precompress: true }),
		alias: { '#core': 'src/core' },
		// El registro lo hace la app con workbox-window, para ofrecer la versión nueva sin imponerla.
		serviceWorker: { register: false },
		typescript: {
			config: (tsconfig) => {
				tsconfig.include = []
				return tsconfig
			},
		},
	},
}

export default config
