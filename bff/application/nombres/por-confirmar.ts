import type { ConsultaNombres, NombrePorConfirmar, PaginaNombres } from '#core/contract/nombre.ts'
import { type CampoNombre, type Nombre, proponerNombre, sugerirAcentos } from '#core/domain/nombre.ts'
import { razonesDeRevision } from '#core/domain/nombre/revision.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import type { Base, Lectura } from '../ports.ts'

const POR_PAGINA = 50

const CAMPOS: readonly CampoNombre[] = ['nombre', 'primerApellido', 'segundoApellido']

/** Cada acento que se le sugiere a un nombre, con la parte en que va. */
export const sugerenciasDe = (nombre: Nombre): NombrePorConfirmar['sugerencias'] =>
	CAMPOS.flatMap((campo) =>
		sugerirAcentos(nombre[campo] ?? '').map((sugerencia) => ({ campo, ...sugerencia })),
	)

/**
 * Los nombres que esperan confirmarse (17) en el ámbito de quien pregunta, por apellidos: los de una pieza, que se
 * confirman juntos, o los que se miran uno a uno, con su porqué. Se evalúan con los datos de SAE de ahora.
 */
export const nombresPorConfirmar =
	({ base: { db } }: { readonly base: Base }) =>
	async ({
		actor,
		consulta,
	}: {
		readonly actor: Actor
		readonly consulta: ConsultaNombres
	}): Promise<Result<PaginaNombres, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'confirmar-nombre')) {
			return rechazo('sin-permiso', { acto: 'confirmar-nombre' })
		}
		const todos = (await leer(db, actor)).map(evaluar)
		const enLote = todos.filter(({ razones }) => razones.length === 0)
		const unoAUno = todos.filter(({ razones }) => razones.length > 0)
		const desde = (consulta.pagina - 1) * POR_PAGINA
		const cuales = consulta.cuales ?? (enLote.length === 0 && unoAUno.length > 0 ? 'uno' : 'lote')
		return ok({
			cuales,
			enLote: enLote.length,
			unoAUno: unoAUno.length,
			pagina: consulta.pagina,
			porPagina: POR_PAGINA,
			filas: (cuales === 'lote' ? enLote : unoAUno)
				.toSorted(porApellidos)
				.slice(desde, desde + POR_PAGINA)
				.map((fila) => {
					const propuesta = proponerNombre(fila.sae)
					return { ...fila, propuesta, sugerencias: sugerenciasDe(propuesta) }
				}),
		})
	}

type Fila = Awaited<ReturnType<typeof leer>>[number]
type Evaluado = Omit<NombrePorConfirmar, 'propuesta' | 'sugerencias'>

const evaluar = ({ tramiteId, matricula, confirmado, ...sae }: Fila): Evaluado => ({
	tramiteId,
	matricula,
	sae,
	razones: [...razonesDeRevision(sae), ...(confirmado === null ? [] : (['confirmado-antes'] as const))],
})

const leer = (db: Lectura, { ambito }: Actor) => {
	let consulta = db
		.selectFrom('tramite as t')
		.innerJoin('egresado as e', 'e.matricula', 't.matricula')
		.select(['t.id as tramiteId', 't.matricula', 't.nombre as confirmado'])
		.select(['e.nombre', 'e.primerApellido', 'e.segundoApellido'])
		.where('t.estado', '=', 'cargado')
	if (ambito.tipo !== 'nacional') consulta = consulta.where('t.entidadId', '=', ambito.entidadId)
	if (ambito.tipo === 'plantel') consulta = consulta.where('t.plantelId', '=', ambito.plantelId)
	return consulta.execute()
}

const ESPANOL = new Intl.Collator('es-MX')

const porApellidos = (uno: Evaluado, otro: Evaluado): number =>
	ESPANOL.compare(llave(uno), llave(otro)) || (uno.matricula < otro.matricula ? -1 : 1)

const llave = ({ sae }: Evaluado): string =>
	`${sae.primerApellido} ${sae.segundoApellido ?? ''} ${sae.nombre}`
