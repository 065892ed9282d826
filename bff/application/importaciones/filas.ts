import type { Selectable } from 'kysely'
import type { Lectura } from '../ports.ts'
import type { TablaImportacion } from '../tablas/importaciones.ts'
import { SIN_CUENTAS, type Importador } from './juzgar.ts'
import type { ColumnasDeArchivo, CuentasDeImportacion, Importacion } from '#core/contract/importacion.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { puede, tienePermiso, type Actor, type Perfil } from '#core/domain/rol.ts'

/** Cuánto se guarda lo que una importación trae: el plantel tiene estos días para decidir, y para corregir lo que no entró. */
const DIAS_GUARDADA = 7

/** Hasta cuándo se guarda lo que se trae a esa hora (ISO 8601). */
export const vencimiento = (ahora: string): string =>
	new Date(Date.parse(ahora) + DIAS_GUARDADA * 86_400_000).toISOString()

export type FilaDeImportacion = Selectable<TablaImportacion>

/** La importación que esta persona puede ver: la de su plantel. La de otro se contesta como la que no existe. */
export const leerPropia = async (
	db: Lectura,
	actor: Actor,
	id: string,
): Promise<Result<FilaDeImportacion, 'sin-permiso' | 'no-encontrado'>> => {
	if (!tienePermiso(actor.perfil, 'importar-sae')) {
		return rechazo('sin-permiso', { acto: 'importar-sae', perfil: actor.perfil })
	}
	const lugar = plantelDe(actor)
	if (!lugar.ok) return rechazo('no-encontrado')
	const fila = await db
		.selectFrom('importacion')
		.selectAll()
		.where('id', '=', id)
		.where('plantelId', '=', lugar.valor.plantelId)
		.executeTakeFirst()
	return fila === undefined ? rechazo('no-encontrado') : ok(fila)
}

/** El plantel de quien importa: sin él no hay dónde poner lo que sube. */
export const plantelDe = (
	actor: Actor,
): Result<{ readonly entidadId: string; readonly plantelId: string }, 'sin-permiso' | 'fuera-de-ambito'> => {
	const { ambito } = actor
	if (ambito.tipo !== 'plantel') return rechazo('sin-permiso', { acto: 'importar-sae', perfil: actor.perfil })
	const lugar = { entidadId: ambito.entidadId, plantelId: ambito.plantelId }
	const permitido = puede(actor, 'importar-sae', lugar)
	return permitido.ok ? ok(lugar) : permitido
}

/** Con quién se anota lo que un trabajo hace después: quien la aplicó o, antes, quien la subió. */
export const actorDeImportacion = (fila: FilaDeImportacion): Importador => {
	const { entidadId, plantelId } = fila
	const personaId = fila.aplicaId ?? fila.personaId
	if (entidadId === null || plantelId === null || personaId === null) return { sistema: 'operador' }
	return {
		personaId,
		perfil: (fila.aplicaPerfil ?? 'escolares-plantel') as Perfil,
		ambito: { tipo: 'plantel', entidadId, plantelId },
	}
}

const claves = Object.keys(SIN_CUENTAS) as (keyof CuentasDeImportacion)[]

/** Sus cuentas, sin lo demás del renglón. */
export const cuentasDe = (fila: FilaDeImportacion): CuentasDeImportacion =>
	Object.fromEntries(claves.map((clave) => [clave, fila[clave]])) as CuentasDeImportacion

/** Como la pantalla la ve. */
export const aContrato = async (
	db: Lectura,
	filas: readonly FilaDeImportacion[],
	conColumnas: boolean,
): Promise<Importacion[]> => {
	const personas = [...new Set(filas.flatMap(({ personaId, aplicaId }) => [personaId, aplicaId]))].filter(
		(id) => id !== null,
	)
	const nombres = new Map(
		personas.length === 0
			? []
			: (
					await db
						.selectFrom('persona')
						.select(['id', 'nombre', 'primerApellido', 'segundoApellido'])
						.where('id', 'in', personas)
						.execute()
				).map(({ id, nombre, primerApellido, segundoApellido }) => [
					id,
					[nombre, primerApellido, segundoApellido].filter((parte) => parte !== null).join(' '),
				]),
	)
	return filas.map((fila) => ({
		id: fila.id,
		archivo: fila.archivo,
		origen: fila.origen,
		estado: fila.estado,
		formato: fila.formato,
		bytes: fila.bytes,
		quien: nombres.get(fila.personaId ?? '') ?? null,
		aplica: nombres.get(fila.aplicaId ?? '') ?? null,
		momento: fila.momento,
		vence: fila.vence,
		avance: { hechos: fila.hechos, total: fila.total },
		cuentas: cuentasDe(fila),
		columnas: conColumnas && fila.columnas !== null ? (JSON.parse(fila.columnas) as ColumnasDeArchivo) : null,
		razon: fila.razon,
		porCorregir: fila.conError > 0 && fila.vence !== null,
	}))
}
