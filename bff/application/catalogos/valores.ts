import type { Lectura } from '../ports.ts'
import type { TablaCatalogoValor } from '../tablas/vigencias.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import type { NombreCatalogo } from './definiciones.ts'

/** Los datos de un valor de catálogo. */
export type Datos = Readonly<Record<string, string | null>>

/** Lo que una clave dice, y de qué día a qué día. */
export type Valor = {
	readonly clave: string
	readonly desde: Fecha
	readonly hasta: Fecha
	readonly datos: Datos
}

/** Un catálogo entero, por clave; las vigencias de cada una, en orden. */
export type Valores = ReadonlyMap<string, readonly Valor[]>

/** Todas las vigencias de un catálogo. El mayor tiene unos miles de renglones. */
export const leerValores = async (db: Lectura, cual: NombreCatalogo): Promise<Valores> =>
	porClave(
		(
			await db
				.selectFrom('catalogoValor')
				.select(['clave', 'desde', 'hasta', 'datos'])
				.where('catalogo', '=', cual)
				.execute()
		).map(valorDe),
	)

/** Un renglón de la base, con sus datos ya abiertos. */
export const valorDe = ({
	clave,
	desde,
	hasta,
	datos,
}: Pick<TablaCatalogoValor, 'clave' | 'desde' | 'hasta' | 'datos'>): Valor => ({
	clave,
	desde: desde as Fecha,
	hasta: hasta as Fecha,
	datos: JSON.parse(datos) as Datos,
})

/** Agrupa y ordena: por clave, y dentro de ella por el día en que empieza. */
export const porClave = (valores: Iterable<Valor>): Map<string, Valor[]> => {
	const juntos = new Map<string, Valor[]>()
	for (const valor of valores) {
		const suyos = juntos.get(valor.clave)
		if (suyos === undefined) juntos.set(valor.clave, [valor])
		else suyos.push(valor)
	}
	for (const suyos of juntos.values()) suyos.sort((a, b) => (a.desde < b.desde ? -1 : 1))
	return juntos
}
