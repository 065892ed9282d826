import { defineConfig } from '@playwright/test'
import process from 'node:process'
import { opcionesDeChromium } from './tests/e2e/navegador.ts'

const deTelefono = {
	viewport: { width: 390, height: 844 },
	hasTouch: true,
	isMobile: true,
	deviceScaleFactor: 2,
}
const deTableta = { viewport: { width: 1024, height: 768 }, hasTouch: true, deviceScaleFactor: 1 }
const deWebKit = /webkit\/.*\.spec\.ts$/
// Los procesos de cada historia no vuelven a compilar lo que otra ya compiló.
process.env['NODE_COMPILE_CACHE'] ??= 'node_modules/.cache/egreso/node'

/** Lo que es de la tableta se anda en la tableta. */
const deLaTableta = /tableta\/.*\.spec\.ts$/

export default defineConfig({
	testDir: 'tests/e2e',
	globalSetup: './tests/e2e/plantilla.ts',
	// No en test-results a secas: Playwright vacía su carpeta al empezar, y ahí están los informes de los otros pasos.
	outputDir: 'test-results/playwright',
	reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
	forbidOnly: true,
	retries: 0,
	// Tres en dos núcleos: una historia pasa buena parte de su tiempo esperando (una página, un correo, un sondeo).
	workers: 3,
	timeout: 120_000,
	// Una máquina ocupada tarda; lo que no llega en quince segundos no iba a llegar.
	expect: { timeout: 15_000 },
	use: {
		browserName: 'chromium',
		launchOptions: opcionesDeChromium(),
		locale: 'es-MX',
		timezoneId: 'America/Mexico_City',
		// Un botón que no aparece debe decirlo pronto, no agotar la historia.
		actionTimeout: 20_000,
		navigationTimeout: 30_000,
		trace: 'off',
		// Guardar la app entera por cada página que se abre es un tercio del trabajo: lo hacen las historias de quien la usa
		// instalada o sin red (pwa, sin-red, camino, ceremonia, rastros y las de la tableta).
		serviceWorkers: 'block',
		screenshot: 'only-on-failure',
	},
	projects: [
		{ name: 'telefono', use: deTelefono, testIgnore: [deWebKit, deLaTableta] },
		// El camino, los errores y la PWA no cambian con el tamaño: se andan en el teléfono. La forma se mira en los dos.
		{ name: 'tableta', use: deTableta, testMatch: [/accesibilidad\.spec\.ts$/, deLaTableta] },
		{ name: 'webkit', testMatch: deWebKit },
	],
})
