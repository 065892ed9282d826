/**
 * Un proceso que aplica una importación y se queda a media tanda, con todo escrito y nada confirmado:
 * `node aplicar-aparte.ts URL CARPETA_DEL_ALMACEN IMPORTACION TANDA`. Avisa por la salida cuando ya está ahí, para que lo maten.
 */
import process from 'node:process'
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { abrirBase } from '../../../bff/adapters/db/abrir.ts'
import { aplicarSubida } from '../../../bff/application/importaciones/correr.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { depsDe } from '../escena.ts'
import { LLAVE } from './mesa-de-sae.ts'

const [url = '', carpeta = '', id = '', tanda = '1'] = process.argv.slice(2)
const abierta = await abrirBase({ url })
let cuenta = 0
const base: Base = {
	...abierta,
	enTransaccion: (obra) =>
		abierta.enTransaccion(async (tx) => {
			const hecho = await obra(tx)
			cuenta += 1
			if (cuenta === Number(tanda)) {
				process.stdout.write('a media tanda\n')
				await new Promise((seguir) => setTimeout(seguir, 60_000))
			}
			return hecho
		}),
}
await aplicarSubida({ ...depsDe(base), almacen: crearAlmacenCarpeta({ carpeta, llaveHex: LLAVE }) }, id)
