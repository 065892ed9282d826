import {
	anotarVisto,
	clasificar,
	empezarBusqueda,
	siguientePregunta,
	vecinosDe,
	type Busqueda,
	type Visto,
} from '#core/domain/lotes/conciliacion.ts'
import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import type { Base, Cosfac } from '../ports.ts'
import type { DepsLote } from './mover-lote.ts'
import { anotarAjeno, numerosConocidos } from './numeros.ts'

type DepsBuscar = DepsLote & { readonly base: Base; readonly cosfac: Pick<Cosfac, 'consultar'> }

/** Lo que dejó una vuelta de búsqueda. */
export type Hallazgos = {
	/** Los números que son de este lote, de menor a mayor. */
	readonly hallados: readonly string[]
	/** Por cuántos se preguntó y todavía no se sabe de quién son. */
	readonly dudosos: number
	readonly termino: 'agotada' | 'muy-larga' | 'sin-respuesta'
}

/** Preguntas por vuelta: con más, algo anda mal y lo mira una persona. */
const VENTANA = 500

/** Busca un lote entre los números que COSFAC pudo darle desde `piso`. No cambia nada en COSFAC. */
export const buscarLote = async (deps: DepsBuscar, loteId: string, piso: bigint): Promise<Hallazgos> => {
	const { db } = deps.base
	const mirar = await mirador(deps, loteId)
	const conocidos = await numerosConocidos(db, piso)
	const alcance = { huecos: await leerAjuste(db, 'lote-huecos', null), ventana: VENTANA }
	let busqueda = empezarBusqueda(piso)
	for (;;) {
		const paso = siguientePregunta(busqueda, conocidos, alcance)
		if (paso.que !== 'preguntar') return hallazgosDe(busqueda, paso.que)
		const visto = await mirar(paso.busqueda.siguiente)
		if (visto === 'sin-respuesta') return hallazgosDe(busqueda, 'sin-respuesta')
		busqueda = anotarVisto(paso.busqueda, visto)
	}
}

/** Mira los vecinos del número de un lote, por si algo repitió su petición en el camino. */
export const buscarVecinos = async (
	deps: DepsBuscar,
	loteId: string,
	numeroLote: string,
): Promise<Hallazgos> => {
	const numero = BigInt(numeroLote)
	const mirar = await mirador(deps, loteId)
	let busqueda = empezarBusqueda(0n)
	for (const vecino of vecinosDe(numero, await numerosConocidos(deps.base.db, numero - 100n))) {
		const visto = await mirar(vecino)
		if (visto === 'sin-respuesta') return hallazgosDe(busqueda, 'sin-respuesta')
		busqueda = anotarVisto({ ...busqueda, siguiente: vecino }, visto)
	}
	return hallazgosDe(busqueda, 'agotada')
}

/** Quien pregunta por un número y dice de quién es; lo ajeno queda anotado, para no volver a preguntar. */
const mirador = async (
	deps: DepsBuscar,
	loteId: string,
): Promise<(numero: bigint) => Promise<Visto | 'sin-respuesta'>> => {
	const { db, enTransaccion } = deps.base
	const propios = await nombresDe(deps.base, loteId)
	const inexistente = await leerAjuste(db, 'lote-estatus-inexistente', null)
	return async (numero) => {
		const respuesta = await deps.cosfac.consultar(numero.toString())
		if (respuesta.resultado === 'sin-respuesta') return 'sin-respuesta'
		const nombres = respuesta.resultado === 'leido' ? respuesta.filas.map(({ archivo }) => archivo) : null
		const visto = clasificar({ estatus: respuesta.estatus, nombres }, propios, inexistente)
		// Ajeno a este lote puede ser de otro nuestro que todavía no sabe su número: ése no se anota como de nadie.
		if (visto === 'ajeno' && !(await esDeAlguno(deps.base, nombres ?? [])))
			await enTransaccion((tx) => anotarAjeno(tx, deps, numero))
		return visto
	}
}

/** Si alguno de esos archivos viaja en un lote nuestro. */
const esDeAlguno = async ({ db }: Base, nombres: readonly string[]): Promise<boolean> =>
	(await db
		.selectFrom('loteCertificado')
		.select('loteId')
		.where('archivo', 'in', nombres.slice(0, MUESTRA))
		.limit(1)
		.executeTakeFirst()) !== undefined

/** Cuántos nombres bastan para saber si un lote es de los nuestros: nunca se mezclan. */
const MUESTRA = 50

/** Los nombres con que viajan los XML de un lote. */
export const nombresDe = async ({ db }: Base, loteId: string): Promise<ReadonlySet<string>> => {
	const filas = await db
		.selectFrom('loteCertificado')
		.select('archivo')
		.where('loteId', '=', loteId)
		.execute()
	return new Set(filas.map(({ archivo }) => archivo))
}

const hallazgosDe = ({ hallados, dudosos }: Busqueda, termino: Hallazgos['termino']): Hallazgos => ({
	hallados: hallados.map(String),
	dudosos: dudosos.length,
	termino,
})
