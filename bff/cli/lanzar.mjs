/** `npm run -s egreso -- ORDEN`: instala si falta y corre la línea de órdenes con el Node del proyecto. */
import { join } from 'node:path'
import process from 'node:process'
import { instalar, lanzar, nodeFijado } from './instalar.mjs'
import { encabezar, raiz } from './proceso.mjs'

await lanzar(async () => {
	await instalar()
	return encabezar(nodeFijado(), [join(raiz, 'bff', 'cli', 'egreso.ts'), ...process.argv.slice(2)])
})
