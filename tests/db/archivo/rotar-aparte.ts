/** Un proceso que rota las llaves de una carpeta, para matarlo a la mitad: `node rotar-aparte.ts URL CARPETA HOY AYER`. */
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { abrirBase } from '../../../bff/adapters/db/abrir.ts'
import { rotarLlaves } from '../../../bff/application/archivo/rotar.ts'
import type { Instante } from '#core/domain/fecha.ts'

const [url = '', carpeta = '', llaveHex = '', ayer = ''] = process.argv.slice(2)
const almacen = crearAlmacenCarpeta({ carpeta, llaveHex, anteriores: [ayer] })
const base = await abrirBase({ url })
await rotarLlaves({
	base,
	reloj: () => new Date().toISOString() as Instante,
	almacen: {
		...almacen,
		recifrar: async (cual) => {
			const hecho = await almacen.recifrar(cual)
			process.stdout.write('.')
			return hecho
		},
	},
})()
await base.cerrar()
