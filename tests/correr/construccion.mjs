/** El paso de construcción: la misma que hace `npm start`, y no se repite si las fuentes no cambiaron. */
import { construir } from '../../bff/cli/construir.mjs'
import { lanzar } from '../../bff/cli/instalar.mjs'

await lanzar(async () => {
	await construir()
	return 0
})
