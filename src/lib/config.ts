import { Config } from '#core/contract/sesion.ts'
import { obtener } from './api.ts'
import { ponerEnHora } from './reloj.ts'

let pedida: Promise<Config> | null = null

/** GET /api/config, una vez por documento; pone la app en hora. Lanza `ErrorApi`. */
export const leerConfig = (): Promise<Config> => {
	pedida ??= obtener('/api/config', Config).then(
		(config) => {
			ponerEnHora(config.ahora)
			return config
		},
		(causa: unknown) => {
			pedida = null
			throw causa
		},
	)
	return pedida
}
