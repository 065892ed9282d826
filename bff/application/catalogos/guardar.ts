import type { Tx } from '../ports.ts'
import type { Cambio } from './comparar.ts'
import { CATALOGOS, type NombreCatalogo } from './definiciones.ts'
import type { Valor } from './valores.ts'

/** Cuántos renglones por sentencia: acota sus parámetros. */
const TANDA = 500

/**
 * Escribe los cambios de una importación y su historia. Primero lo que deja libre algún día y después lo que lo ocupa: la base
 * niega dos vigencias encimadas en cada renglón que se escribe.
 */
export const guardarCambios = async (
	tx: Tx,
	orden: {
		readonly cual: NombreCatalogo
		readonly importacionId: string
		readonly cambios: readonly Cambio[]
	},
): Promise<void> => {
	const { cual, importacionId, cambios } = orden
	for (const { antes, despues } of cambios) {
		if (antes !== null && despues === null) await quitar(tx, cual, antes)
	}
	const encogen = ({ antes, despues }: Cambio): boolean =>
		antes !== null && despues !== null && despues.hasta < antes.hasta
	for (const { antes, despues } of [...cambios.filter(encogen), ...cambios.filter((uno) => !encogen(uno))]) {
		if (antes !== null && despues !== null) await cambiar(tx, cual, despues, importacionId)
	}
	const altas = cambios.flatMap(({ antes, despues }) => (antes === null && despues !== null ? [despues] : []))
	for (let i = 0; i < altas.length; i += TANDA) {
		await tx
			.insertInto('catalogoValor')
			.values(
				altas
					.slice(i, i + TANDA)
					.map((valor) => ({ catalogo: cual, importacionId, ...renglon(cual, valor) })),
			)
			.execute()
	}
	const historia = cambios.map(({ suceso, clave, antes, despues }, orden) => ({
		importacionId,
		orden,
		suceso,
		clave,
		desde: (despues ?? antes)?.desde ?? '',
		antes: enHistoria(antes),
		despues: enHistoria(despues),
	}))
	for (let i = 0; i < historia.length; i += TANDA) {
		await tx
			.insertInto('catalogoCambio')
			.values(historia.slice(i, i + TANDA))
			.execute()
	}
}

const quitar = (tx: Tx, cual: NombreCatalogo, { clave, desde }: Valor) =>
	tx
		.deleteFrom('catalogoValor')
		.where('catalogo', '=', cual)
		.where('clave', '=', clave)
		.where('desde', '=', desde)
		.execute()

const cambiar = (tx: Tx, cual: NombreCatalogo, valor: Valor, importacionId: string) => {
	const { hasta, grupo, datos } = renglon(cual, valor)
	return tx
		.updateTable('catalogoValor')
		.set({ hasta, grupo, datos, importacionId })
		.where('catalogo', '=', cual)
		.where('clave', '=', valor.clave)
		.where('desde', '=', valor.desde)
		.execute()
}

/** Un valor como se guarda. */
export const renglon = (cual: NombreCatalogo, { clave, desde, hasta, datos }: Valor) => ({
	clave,
	desde,
	hasta,
	grupo: datos[CATALOGOS[cual].grupo ?? ''] ?? '',
	datos: JSON.stringify(datos),
})

const enHistoria = (valor: Valor | null): string | null =>
	valor === null ? null : JSON.stringify({ hasta: valor.hasta, datos: valor.datos })
