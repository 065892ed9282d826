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

export const SELLOS = 'sellos'
const RESULTADO = 'resultado'

const SIN_RESPUESTA =
	'El sello se envió pero no hubo respuesta para este certificado. Recargue para ver si quedó.'

/** Lo que se le dice a la persona de cada sello de un envío. `despues` no dice nada. */
export const filasDeResultado = (
	{ cuerpo, nombres }: SellosEnEspera,
	desenlace: Desenlace<ResultadoLote>,
): readonly FilaDeResultado[] => {
	if (desenlace.tipo === 'despues') return []
	const dichas =
		desenlace.tipo === 'hecho' ? new Map(desenlace.respuesta.filas.map((fila) => [fila.id, fila])) : null
	const conocidos = new Map(nombres.map((uno) => [uno.tramiteId, uno]))
	return cuerpo.sellos.map(({ tramiteId }) => {
		const quien = conocidos.get(tramiteId) ?? { tramiteId, nombre: 'Certificado de su lista', matricula: '' }
		const fila = dichas?.get(tramiteId)
		// «Ya sellado» es la respuesta a un envío repetido: el sello está.
		if (fila?.hecho || fila?.motivo === 'ya-sellado') return { ...quien, estado: 'recibido' }
		const frase = desenlace.tipo === 'rechazado' ? desenlace.frase : (fila?.frase ?? SIN_RESPUESTA)
		return { ...quien, estado: 'no-entro', frase }
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

export type Resultados = {
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
