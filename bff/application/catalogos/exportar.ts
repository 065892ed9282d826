import type { Base } from '../ports.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso } from '#core/domain/rol.ts'
import { CATALOGOS, columnasDe, esNombreCatalogo } from './definiciones.ts'
import { escrito } from './detallar.ts'
import { enOrden, traductor } from './listar.ts'
import type { Autor } from '../ports.ts'

/**
 * Un catálogo entero como CSV, con todas sus vigencias: se corrige y se vuelve a cargar. Vacío, trae sus encabezados.
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

/** CSV (RFC 4180) en UTF-8 con marca, que Excel abre con sus acentos; lo que tomaría por fórmula va con apóstrofo (CWE-1236). */
export const enCsv = (filas: readonly (readonly string[])[]): Uint8Array =>
	new TextEncoder().encode(`\uFEFF${filas.map((celdas) => celdas.map(citar).join(',')).join('\r\n')}\r\n`)

const citar = (valor: string): string => {
	const texto = /^[=+\-@]/.test(valor) ? `'${valor}` : valor
	return /[",\r\n]/.test(texto) ? `"${texto.replaceAll('"', '""')}"` : texto
}
