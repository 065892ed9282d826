import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anotadosVisibles, type Filtros } from '../../../bff/application/egresados/visibles.ts'
import type { Ambito } from '../../../src/core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES, ESTATAL, montar, type Escena } from '../escena.ts'

const NACION: Ambito = { tipo: 'nacional' }

/** El plan, y no el reloj: una lista que ordena en cada página es instantánea con cien y eterna con cien mil. */
enAmbasBases('la lista pagina sobre un índice', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarEgresados(60)
	})
	afterAll(() => escena.base.cerrar())

	const plan = (ambito: Ambito, filtros: Filtros = {}): Promise<string> =>
		escena.base.enTransaccion(async (tx) => {
			const { sql, parameters } = anotadosVisibles(tx, ambito, filtros)
				.orderBy('v.ordenNombre')
				.orderBy('v.matricula')
				.select('v.matricula')
				.limit(50)
				.offset(100)
				.compile()
			const { dialecto } = escena.base
			// Con sesenta renglones PostgreSQL prefiere leer y ordenar: se le pide el plan que tendría con muchos.
			if (dialecto === 'postgres') {
				await tx.executeQuery(CompiledQuery.raw('set local enable_seqscan = off'))
				await tx.executeQuery(CompiledQuery.raw('set local enable_sort = off'))
			}
			const explica = dialecto === 'sqlite' ? 'explain query plan' : 'explain'
			const { rows } = await tx.executeQuery(CompiledQuery.raw(`${explica} ${sql}`, [...parameters]))
			return JSON.stringify(rows)
		})

	test.each([
		['un plantel', ESCOLARES.ambito, {}, 'evaluacion_plantel'],
		['un plantel, buscando', ESCOLARES.ambito, { busca: 'muñoz' }, 'evaluacion_plantel'],
		['un plantel, por requisito', ESCOLARES.ambito, { regla: 'g' }, 'evaluacion_plantel'],
		['una entidad', ESTATAL.ambito, {}, 'evaluacion_entidad'],
		['la nación', NACION, {}, 'evaluacion_nombre'],
		['la nación, en un plantel', NACION, { plantel: 'toluca' }, 'evaluacion_plantel'],
	] as const)('%s: por su índice y sin ordenar', async (_cual, ambito, filtros, indice) => {
		const dicho = await plan(ambito, filtros)
		expect(dicho).toContain(indice)
		expect(dicho).not.toMatch(/TEMP B-TREE|"Sort/)
	})
})
