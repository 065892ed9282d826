import type { Tx } from '../ports.ts'
import type { TablaEgresado } from '../tablas/egresados.ts'
import type { EgresadoSae } from './leer-egresado.ts'
import type { Instante } from '#core/domain/fecha.ts'

/** Las columnas de un egresado que vienen de SAE. */
export type ColumnasEgresado = Omit<TablaEgresado, 'importacionId' | 'actualizado'>

/** SQLite admite 32,766 parámetros por sentencia: 23 columnas por egresado, 4 por módulo. */
const EGRESADOS_POR_SENTENCIA = 500
const MODULOS_POR_SENTENCIA = 5000

/** Lo que se guarda de un egresado leído; el plantel ya viene por su id. */
export const columnasDe = ({
	linea: _linea,
	modulos: _modulos,
	...columnas
}: EgresadoSae): ColumnasEgresado => columnas

/** Escribe altas y cambios con sus módulos, que se reemplazan completos: manda la última importación (6). */
export const guardarEgresados = async (
	tx: Tx,
	egresados: readonly EgresadoSae[],
	importacion: { readonly id: string; readonly momento: Instante },
): Promise<void> => {
	for (let i = 0; i < egresados.length; i += EGRESADOS_POR_SENTENCIA) {
		const tanda = egresados.slice(i, i + EGRESADOS_POR_SENTENCIA)
		await tx
			.insertInto('egresado')
			.values(
				tanda.map((egresado) => ({
					...columnasDe(egresado),
					importacionId: importacion.id,
					actualizado: importacion.momento,
				})),
			)
			.onConflict((conflicto) =>
				conflicto.column('matricula').doUpdateSet((e) => ({
					plantelId: e.ref('excluded.plantelId'),
					planClave: e.ref('excluded.planClave'),
					generacion: e.ref('excluded.generacion'),
					curp: e.ref('excluded.curp'),
					nombre: e.ref('excluded.nombre'),
					primerApellido: e.ref('excluded.primerApellido'),
					segundoApellido: e.ref('excluded.segundoApellido'),
					fechaNacimiento: e.ref('excluded.fechaNacimiento'),
					fechaInicio: e.ref('excluded.fechaInicio'),
					fechaTermino: e.ref('excluded.fechaTermino'),
					fechaSecundaria: e.ref('excluded.fechaSecundaria'),
					crip: e.ref('excluded.crip'),
					institucionMedica: e.ref('excluded.institucionMedica'),
					correoInstitucional: e.ref('excluded.correoInstitucional'),
					datosValidados: e.ref('excluded.datosValidados'),
					creditosObtenidos: e.ref('excluded.creditosObtenidos'),
					promedio: e.ref('excluded.promedio'),
					sexo: e.fn.coalesce(e.ref('excluded.sexo'), e.ref('egresado.sexo')),
					entidadNacimiento: e.fn.coalesce(
						e.ref('excluded.entidadNacimiento'),
						e.ref('egresado.entidadNacimiento'),
					),
					certificadoFisico: e.fn.coalesce(
						e.ref('excluded.certificadoFisico'),
						e.ref('egresado.certificadoFisico'),
					),
					importacionId: e.ref('excluded.importacionId'),
					actualizado: e.ref('excluded.actualizado'),
				})),
			)
			.execute()
		await tx
			.deleteFrom('moduloCursado')
			.where(
				'matricula',
				'in',
				tanda.map((egresado) => egresado.matricula),
			)
			.execute()
		const modulos = tanda.flatMap(({ matricula, modulos: suyos }) =>
			suyos.map((modulo) => ({ matricula, ...modulo })),
		)
		for (let j = 0; j < modulos.length; j += MODULOS_POR_SENTENCIA) {
			await tx
				.insertInto('moduloCursado')
				.values(modulos.slice(j, j + MODULOS_POR_SENTENCIA))
				.execute()
		}
	}
}
