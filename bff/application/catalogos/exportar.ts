import type { Autor, Base } from '../ports.ts'
import { aCsv } from '#core/contract/csv.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso } from '#core/domain/rol.ts'
import { CATALOGOS, columnasDe, esNombreCatalogo } from './definiciones.ts'
import { escrito } from './detallar.ts'
import { enOrden, traductor } from './listar.ts'

/**
 * Un catálogo entero como CSV, con todas sus vigencias: se corrige y se vuelve a importar. Vacío, trae sus encabezados.
 */
export const exportarCatalogo =
	({ base: { db } }: { readonly base: Base }) =>
	async ({
		actor,
		catalogo,
	}: {
		readonly actor: Exclude<Autor, { readonly egresado: string }>
		readonly catalogo: string
	}): Promise<Result<Uint8Array, Motivo>> => {
		if ('perfil' in actor && !tienePermiso(actor.perfil, 'ver-catalogos')) {
			return rechazo('sin-permiso', { acto: 'ver-catalogos' })
		}
		if (!esNombreCatalogo(catalogo)) return rechazo('no-encontrado')
		const { columnas, clave: compuesta } = CATALOGOS[catalogo]
		const traducir = await traductor(db, columnas)
		const renglones = (await enOrden(db, catalogo)).map((valor) => [
			...(compuesta ? [] : [valor.clave]),
			...columnas.map((columna) => traducir(columna, valor) ?? ''),
			valor.desde,
			escrito(valor.hasta) ?? '',
		])
		return ok(enCsv([columnasDe(catalogo), ...renglones]))
	}

/** Los renglones como CSV, en bytes. */
export const enCsv = (filas: readonly (readonly string[])[]): Uint8Array =>
	new TextEncoder().encode(aCsv(filas))
