import { svelte } from '@sveltejs/vite-plugin-svelte'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const ruta = (relativa: string): string => fileURLToPath(new URL(relativa, import.meta.url))

// Los dos núcleos se comparten con lint y tipos: el límite cuida de lo que se atora, no de lo que va despacio.
const comun = { environment: 'node', testTimeout: 60_000, hookTimeout: 60_000 } as const

// #core/* lo resuelve package.json («imports»), igual que en Node; $lib es de SvelteKit.
export default defineConfig({
	plugins: [svelte()],
	resolve: { alias: { $lib: ruta('./src/lib') } },
	test: {
		maxWorkers: 2,
		projects: [
			{
				extends: true,
				test: {
					...comun,
					name: 'unidad',
					include: ['tests/**/*.test.ts'],
					exclude: ['tests/db/**', 'tests/e2e/**'],
				},
			},
			{
				extends: true,
				test: {
					...comun,
					name: 'db',
					include: ['tests/db/**/*.test.ts'],
					globalSetup: ['tests/db/preparar.ts'],
				},
			},
		],
	},
})
