import type { ImportacionCatalogo } from '#core/contract/catalogo.ts'
import { SIN_TERMINO } from '#core/domain/vigencia.ts'
import type { Cambio } from './comparar.ts'
import { CATALOGOS, HASTA, type NombreCatalogo } from './definiciones.ts'

/** Cuántos cambios se enseñan; los demás sólo se cuentan. */
const DETALLE_MAXIMO = 300

/** Los cambios como una persona los lee: dato por dato, sólo lo que no es igual. */
export const detallar = (cual: NombreCatalogo, cambios: readonly Cambio[]): ImportacionCatalogo['detalle'] =>
	cambios.slice(0, DETALLE_MAXIMO).map(({ suceso, clave, linea, antes, despues }) => {
		const { desde = '', hasta = SIN_TERMINO } = despues ?? antes ?? {}
		const datos = CATALOGOS[cual].columnas.map(({ nombre, dato }) => ({
			dato: nombre,
			antes: antes?.datos[dato] ?? null,
			despues: despues?.datos[dato] ?? null,
		}))
		const termino = { dato: HASTA, antes: escrito(antes?.hasta), despues: escrito(despues?.hasta) }
		return {
			suceso,
			linea,
			clave,
			desde,
			hasta: escrito(hasta),
			datos: [...datos, ...(antes && despues ? [termino] : [])].filter((uno) => uno.antes !== uno.despues),
		}
	})

/** El término como se escribe; null es sin término. */
export const escrito = (hasta: string | undefined): string | null =>
	hasta === undefined || hasta === SIN_TERMINO ? null : hasta
