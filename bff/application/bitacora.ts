import type { Autor, Azar, Huella, Reloj, Tx } from './ports.ts'
import type { TablaBitacora } from './tablas/registros.ts'

/** Lo que pide anotar: la hora, un identificador y la huella entran por la puerta. */
export type DepsBitacora = { readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }

export type Anotacion = {
	readonly autor: Autor
	readonly acto: string
	/** Sobre qué: `tramite:ID`, `rango:ID`, `importacion:ID`… */
	readonly objeto: string
	readonly entidadId?: string | null
	readonly plantelId?: string | null
	/** Antes y después, razones, cuentas. Nunca CURP, correo ni nombre de egresados fuera de lo que el acto cambia (17). */
	readonly detalle?: Readonly<Record<string, unknown>>
}

/** Escribe en la bitácora dentro de la transacción del acto. Una llamada por acto y objeto; en lote, {@link anotarVarias}. */
export const anotar = (tx: Tx, deps: DepsBitacora, anotacion: Anotacion): Promise<void> =>
	anotarVarias(tx, deps, [anotacion])

/** Lo mismo, para muchos objetos en una sola escritura. */
export const anotarVarias = async (
	tx: Tx,
	deps: DepsBitacora,
	anotaciones: readonly Anotacion[],
): Promise<void> => {
	const momento = deps.reloj()
	const renglones = anotaciones.map((anotacion) => {
		const renglon = {
			id: deps.azar.id(),
			momento,
			...quienYPerfil(anotacion.autor),
			acto: anotacion.acto,
			objeto: anotacion.objeto,
			entidadId: anotacion.entidadId ?? null,
			plantelId: anotacion.plantelId ?? null,
			detalle: JSON.stringify(anotacion.detalle ?? {}),
		}
		return { ...renglon, hoja: hojaDe(renglon, deps.huella) }
	})
	// SQLite admite 32,766 parámetros por sentencia: 10 columnas por renglón.
	for (let i = 0; i < renglones.length; i += 1000) {
		await tx
			.insertInto('bitacora')
			.values(renglones.slice(i, i + 1000))
			.execute()
	}
}

/** Huella de un renglón como hoja de árbol (RFC 6962 §2.1: prefijo 0x00), sobre la forma canónica de sus columnas. */
export const hojaDe = (renglon: Omit<TablaBitacora, 'hoja'>, huella: Huella): string =>
	huella(
		'\u0000' +
			JSON.stringify([
				renglon.id,
				renglon.momento,
				renglon.quien,
				renglon.perfil,
				renglon.acto,
				renglon.objeto,
				renglon.entidadId,
				renglon.plantelId,
				renglon.detalle,
			]),
	)

const quienYPerfil = (autor: Autor): { quien: string; perfil: string } => {
	if ('sistema' in autor) return { quien: autor.sistema, perfil: 'sistema' }
	if ('egresado' in autor) return { quien: autor.egresado, perfil: 'egresado' }
	return { quien: autor.personaId, perfil: autor.perfil }
}
