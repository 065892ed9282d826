import { describe, expect, test } from 'vitest'
import { abrirBase } from '../../../bff/adapters/db/abrir.ts'
import { asignarRango } from '../../../bff/application/folios/asignar-rango.ts'
import { verRangos } from '../../../bff/application/folios/ver-rangos.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { enAmbasBases } from '../ambas.ts'
import { FOLIOS_POR_RANGO_MAXIMO } from '#core/domain/folio.ts'
import { escenasDe } from './abrir-escena.ts'
import { actor, depsDe, enPlantel, ESCOLARES, ESTATAL } from '../escena.ts'

enAmbasBases('rangos de folios (4)', (abrir) => {
	const { escena, cerrarDespues } = escenasDe(abrir)

	describe('asignar rangos', () => {
		const rango = { plantelId: 'toluca', modelo: '2018', desde: 1, hasta: 100 } as const

		test('asigna, lo anota y queda listo para dar folios', async () => {
			const { base, deps } = await escena()
			const visto = await asignarRango(deps)({ actor: ESTATAL, ...rango })
			expect(visto.ok).toBe(true)
			const guardado = await base.db.selectFrom('rangoFolio').selectAll().executeTakeFirstOrThrow()
			expect(guardado).toMatchObject({
				...rango,
				entidadId: 'mex',
				siguiente: 1,
				personaId: ESTATAL.personaId,
			})
			const anotado = await base.db.selectFrom('bitacora').selectAll().executeTakeFirstOrThrow()
			expect(anotado).toMatchObject({
				acto: 'asignar-rango',
				objeto: `rango:${guardado.id}`,
				entidadId: 'mex',
			})
		})

		test.each([
			['al principio', 50, 120, 50, 100],
			['adentro', 40, 60, 40, 60],
			['alrededor', 1, 900, 1, 100],
			['en un número', 100, 150, 100, 100],
		])('no se traslapa %s, y dice cuáles', async (_, desde, hasta, d, h) => {
			const { base, deps } = await escena()
			await asignarRango(deps)({ actor: ESTATAL, ...rango })
			const visto = await asignarRango(deps)({ actor: ESTATAL, ...rango, plantelId: 'lerma', desde, hasta })
			expect(visto).toMatchObject({ ok: false, motivo: 'rango-traslapado', datos: { desde: d, hasta: h } })
			const cuantos = await base.db.selectFrom('bitacora').select('id').execute()
			expect(cuantos).toHaveLength(1)
		})

		test('el otro modelo tiene sus propios números, y el de junto no se toca', async () => {
			const { deps } = await escena()
			expect((await asignarRango(deps)({ actor: ESTATAL, ...rango })).ok).toBe(true)
			expect((await asignarRango(deps)({ actor: ESTATAL, ...rango, modelo: '2008' })).ok).toBe(true)
			expect((await asignarRango(deps)({ actor: ESTATAL, ...rango, desde: 101, hasta: 101 })).ok).toBe(true)
		})

		test('dos entidades que piden lo mismo a la vez: una sí y la otra no', async () => {
			const { base, url, deps } = await escena()
			const otra = cerrarDespues(await abrirBase({ url }))
			const cdmx = actor('escolares-estatal', { tipo: 'entidad', entidadId: 'cdmx' })
			const respuestas = await Promise.all(
				Array.from({ length: 12 }, (_, i) =>
					i % 2
						? asignarRango(deps)({ actor: ESTATAL, ...rango, desde: 1 + i, hasta: 50 + i })
						: asignarRango(depsDe(otra))({
								actor: { ...cdmx, personaId: ESTATAL.personaId },
								...rango,
								plantelId: 'tlalpan',
								desde: 1 + i,
								hasta: 50 + i,
							}),
				),
			)
			expect(respuestas.filter((visto) => visto.ok)).toHaveLength(1)
			expect(
				respuestas.filter((visto) => !visto.ok).every((v) => !v.ok && v.motivo === 'rango-traslapado'),
			).toBe(true)
			expect(await base.db.selectFrom('rangoFolio').select('id').execute()).toHaveLength(1)
		})

		test.each([
			['invertido', { desde: 9, hasta: 8 }, 'rango-invertido'],
			['desde el cero', { desde: 0 }, 'rango-fuera'],
			['más allá de siete cifras', { hasta: 10_000_000 }, 'rango-fuera'],
			['con fracciones', { hasta: 10.5 }, 'rango-fuera'],
			['de más folios que los que un plantel usa', { hasta: FOLIOS_POR_RANGO_MAXIMO + 1 }, 'rango-desmedido'],
			['de toda la serie', { hasta: 9_999_999 }, 'rango-desmedido'],
			['para un plantel de otra entidad', { plantelId: 'tlalpan' }, 'plantel-ajeno'],
			['para un plantel que no existe', { plantelId: 'nada' }, 'plantel-ajeno'],
		])('se niega %s', async (_, cambios, motivo) => {
			const { base, deps } = await escena()
			const visto = await asignarRango(deps)({ actor: ESTATAL, ...rango, ...cambios })
			expect(visto).toMatchObject({ ok: false, motivo })
			expect(await base.db.selectFrom('rangoFolio').select('id').execute()).toEqual([])
		})

		test('del tamaño máximo, sí', async () => {
			const { deps } = await escena()
			const hasta = 5_000 + FOLIOS_POR_RANGO_MAXIMO - 1
			expect((await asignarRango(deps)({ actor: ESTATAL, ...rango, desde: 5_000, hasta })).ok).toBe(true)
		})

		test('un plantel no se asigna folios a sí mismo', async () => {
			const { deps } = await escena()
			for (const plantelId of ['toluca', 'tlalpan', 'nada']) {
				expect(await asignarRango(deps)({ actor: ESCOLARES, ...rango, plantelId })).toMatchObject({
					motivo: 'sin-permiso',
				})
			}
		})
	})

	describe('ver rangos', () => {
		test('cada quien ve los suyos, con lo que queda y el aviso', async () => {
			const { base, deps, agregarTramites, agregarRango } = await escena()
			await agregarRango(1, 8)
			await agregarRango(11, 34, { plantel: 'lerma' })
			await agregarRango(41, 50, { plantel: 'tlalpan' })
			await registrar(deps)({ actor: ESCOLARES, tramites: await agregarTramites(3) })
			const ver = async (quien: typeof ESCOLARES) => {
				const visto = await verRangos({ base })({ actor: quien })
				if (!visto.ok) throw new Error(visto.motivo)
				return visto.valor
			}
			const propio = await ver(ESCOLARES)
			expect(propio.rangos).toMatchObject([
				{ plantel: { id: 'toluca' }, desde: 1, hasta: 8, siguiente: 4, libres: 5, aviso: true },
			])
			expect(propio.planteles.map((p) => p.id)).toEqual(['toluca'])
			// Cuántos folios van en toda la nación no es cosa del plantel.
			expect(propio.propuesta).toBeNull()
			const estatal = await ver(ESTATAL)
			expect(estatal.propuesta).toEqual({ '2008': 1, '2018': 51 })
			expect(estatal.rangos.map((r) => [r.plantel.id, r.aviso])).toEqual([
				['toluca', true],
				['lerma', false],
			])
			expect(estatal.avisos).toEqual([
				{ plantel: { id: 'toluca', nombre: 'Plantel toluca' }, modelo: '2018', libres: 5 },
			])
			expect(estatal.planteles).toHaveLength(3)
			const nacional = await ver(actor('dse', { tipo: 'nacional' }))
			expect(nacional.rangos).toHaveLength(3)
			const director = actor('director-plantel', enPlantel('toluca'))
			expect(await verRangos({ base })({ actor: director })).toMatchObject({ motivo: 'sin-permiso' })
		})

		test('el aviso mira todos los rangos del modelo, no uno', async () => {
			const { base, agregarRango } = await escena()
			await agregarRango(1, 3)
			await agregarRango(4, 100)
			const visto = await verRangos({ base })({ actor: ESCOLARES })
			expect(visto.ok && visto.valor.rangos.map((r) => r.aviso)).toEqual([false, false])
		})

		test('la propuesta encuentra lugar aunque el último número ya esté dado', async () => {
			const { base, agregarRango } = await escena()
			const propuesta = async () => {
				const visto = await verRangos({ base })({ actor: ESTATAL })
				return visto.ok ? visto.valor.propuesta?.['2018'] : undefined
			}
			await agregarRango(9_000_000, 9_999_999)
			expect(await propuesta()).toBe(1)
			await agregarRango(1, 500)
			expect(await propuesta()).toBe(501)
			await agregarRango(501, 8_999_999)
			expect(await propuesta()).toBe(0)
		})
	})
})
