/**
 * Qué respondió el servidor de cada sello que esperó red, con el nombre de su certificado. Queda en el cofre hasta que
 * la persona lo despacha: recargar o cerrar no lo pierde, venga de esta pantalla o del service worker.
 */
import type { ResultadoLote } from '#core/contract/problema.ts'
import type { Sellar } from '#core/contract/sellado.ts'
import type { Cofre, Nuevo } from './cofre.ts'
import type { Desenlace } from './cola.ts'

/** De quién es un certificado, para nombrarlo aunque ya no esté en la lista. */
export type Nombrado = { readonly tramiteId: string; readonly nombre: string; readonly matricula: string }

/** Un grupo de sellos que espera red. */
export type SellosEnEspera = {
	readonly de: string
	readonly cuerpo: Sellar
	readonly nombres: readonly Nombrado[]
}

export type FilaDeResultado = Nombrado & {
	readonly estado: 'recibido' | 'no-entro'
	/** Por qué no entró. */
	readonly frase?: string
}

/** La clase de los sellos que esperan red. */
export const SELLOS = 'sellos'
const RESULTADO = 'resultado'

/** Lo que se dice del sello que salió y del que el servidor no dijo nada. */
export const SIN_RESPUESTA =
	'El sello se envió pero no hubo respuesta para este certificado. Recargue para ver si quedó.'

/** Por qué no entró cada sello de un envío, en su orden; null si entró. Vacío si el envío quedó para después. */
export const respuestasDe = (
	{ sellos }: Sellar,
	desenlace: Desenlace<ResultadoLote>,
): readonly { readonly tramiteId: string; readonly porque: string | null }[] => {
	switch (desenlace.tipo) {
		case 'despues':
			return []
		case 'rechazado':
			return sellos.map(({ tramiteId }) => ({ tramiteId, porque: desenlace.frase }))
		case 'hecho': {
			const dichas = new Map(desenlace.respuesta.filas.map((fila) => [fila.id, fila]))
			return sellos.map(({ tramiteId }) => {
				const fila = dichas.get(tramiteId)
				// «Ya sellado» es la respuesta a un envío repetido: el sello está.
				const entro = fila?.hecho === true || fila?.motivo === 'ya-sellado'
				return { tramiteId, porque: entro ? null : (fila?.frase ?? SIN_RESPUESTA) }
			})
		}
	}
}

/** Lo que se le dice a la persona de cada sello de un envío. `despues` no dice nada. */
export const filasDeResultado = (
	{ cuerpo, nombres }: SellosEnEspera,
	desenlace: Desenlace<ResultadoLote>,
): readonly FilaDeResultado[] => {
	const conocidos = new Map(nombres.map((uno) => [uno.tramiteId, uno]))
	return respuestasDe(cuerpo, desenlace).map(({ tramiteId, porque }) => {
		const quien = conocidos.get(tramiteId) ?? { tramiteId, nombre: 'Certificado de su lista', matricula: '' }
		return porque === null
			? { ...quien, estado: 'recibido' }
			: { ...quien, estado: 'no-entro', frase: porque }
	})
}

/** El registro que guarda el resultado de un envío. */
export const anotarResultado = (
	sellos: SellosEnEspera,
	desenlace: Desenlace<ResultadoLote>,
	unico: string,
): Nuevo | null => {
	const filas = filasDeResultado(sellos, desenlace)
	return filas.length === 0 ? null : { clase: RESULTADO, de: sellos.de, unico, valor: filas }
}

type Resultados = {
	/** Todo lo que la persona no ha despachado. De un certificado enviado dos veces vale lo último. */
	readonly leer: (de: string) => Promise<readonly FilaDeResultado[]>
	readonly despachar: (de: string) => Promise<void>
}

/** Los resultados que hay en un cofre. */
export const crearResultados = (cofre: Cofre): Resultados => ({
	leer: async (de) => {
		const filas = (await cofre.leer(RESULTADO, de)).flatMap(({ valor }) => valor as FilaDeResultado[])
		return [...new Map(filas.map((fila) => [fila.tramiteId, fila])).values()]
	},
	despachar: async (de) => {
		const puestos = await cofre.leer(RESULTADO, de)
		await cofre.cambiar({ quitar: puestos.map(({ clave }) => clave) })
	},
})
