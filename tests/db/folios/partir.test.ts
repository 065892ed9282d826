import { describe, expect, test } from 'vitest'
import { asignarRango } from '../../../bff/application/folios/asignar-rango.ts'
import { partirRango } from '../../../bff/application/folios/partir-rango.ts'
import { recuperarRango } from '../../../bff/application/folios/recuperar-rango.ts'
import { verRangos } from '../../../bff/application/folios/ver-rangos.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, ESCOLARES, ESTATAL, type PlantelDeEscena } from '../escena.ts'
import { escenasDe } from '../tramites/abrir-escena.ts'
import { comprobarFolios } from './comprobar.ts'

const RAZON = 'A Lerma se le acaban y aquí sobran'
const CDMX = actor('escolares-estatal', { tipo: 'entidad', entidadId: 'cdmx' })
const DSE = actor('dse', { tipo: 'nacional' })

enAmbasBases('partir y recuperar rangos (4)', (abrir) => {
	const { escena } = escenasDe(abrir)

	/** Toluca con un rango del 1 al 20 y cinco folios ya dados. */
	const conCincoDados = async () => {
		const nueva = await escena()
		const rangoId = await nueva.agregarRango(1, 20)
		const ids = await nueva.agregarTramites(5)
		await registrar(nueva.deps)({ actor: ESCOLARES, tramites: ids })
		return { ...nueva, rangoId, parte: { actor: ESTATAL, rangoId, desde: 11, hasta: 20, razon: RAZON } }
	}
	const rangosDe = async ({ db }: Base, plantelId: PlantelDeEscena) =>
		(await db.selectFrom('rangoFolio').selectAll().where('plantelId', '=', plantelId).execute()).map(
			({ desde, hasta, siguiente }) => [desde, hasta, siguiente],
		)
	const sucesos = async ({ db }: Base) =>
		(await db.selectFrom('rangoSuceso').selectAll().orderBy('id').execute()).map((uno) => [
			uno.suceso,
			uno.plantelId,
			uno.otroPlantelId,
			uno.desde,
			uno.hasta,
		])

	describe('partir', () => {
		test('lo que nadie usó pasa al otro plantel, y los dos siguen dando los suyos', async () => {
			const { base, deps, agregarTramites, parte, rangoId } = await conCincoDados()
			const { id } = exigir(await partirRango(deps)({ ...parte, plantelId: 'lerma' }))
			expect(await rangosDe(base, 'toluca')).toEqual([[1, 10, 6]])
			expect(await rangosDe(base, 'lerma')).toEqual([[11, 20, 11]])
			expect(await sucesos(base)).toEqual([
				['partido', 'toluca', 'lerma', 11, 20],
				['recibido', 'lerma', 'toluca', 11, 20],
			])
			const anotado = await base.db
				.selectFrom('bitacora')
				.selectAll()
				.where('acto', '=', 'partir-rango')
				.executeTakeFirstOrThrow()
			expect(anotado).toMatchObject({ objeto: `rango:${rangoId}`, quien: ESTATAL.personaId })
			expect(JSON.parse(anotado.detalle)).toMatchObject({ desde: 11, hasta: 20, a: 'lerma', rango: id })
			const filas = await registrar(deps)({ actor: ESCOLARES, tramites: await agregarTramites(7) })
			expect(filas.map((fila) => fila.hecho)).toEqual([true, true, true, true, true, false, false])
			expect((await comprobarFolios(base)).get('toluca')).toBe(10)
		})

		test('del que no se ha usado ninguno puede pasarse completo', async () => {
			const { base, deps, agregarRango } = await escena()
			const rangoId = await agregarRango(1, 20)
			const orden = { actor: ESTATAL, rangoId, desde: 1, hasta: 20, razon: RAZON, plantelId: 'lerma' }
			exigir(await partirRango(deps)(orden))
			expect([await rangosDe(base, 'toluca'), await rangosDe(base, 'lerma')]).toEqual([[], [[1, 20, 1]]])
			// La misma orden otra vez ya no encuentra qué partir.
			expect(await partirRango(deps)(orden)).toMatchObject({ motivo: 'no-encontrado' })
		})

		test.each([
			['lo ya dado', { desde: 5 }, 'folios-ya-dados'],
			['un número que no es suyo', { desde: 21 }, 'rango-no-contiene'],
			['un número con fracciones', { desde: 11.5 }, 'rango-no-contiene'],
			['lo que ya no termina donde se vio', { hasta: 25 }, 'rango-cambiado'],
			['para el mismo plantel', { plantelId: 'toluca' }, 'mismo-plantel'],
			['para un plantel de otra entidad', { plantelId: 'tlalpan' }, 'plantel-ajeno'],
			['para un plantel que no existe', { plantelId: 'nada' }, 'plantel-ajeno'],
			['un rango que no existe', { rangoId: 'nada' }, 'no-encontrado'],
			['el de otra entidad', { actor: CDMX }, 'no-encontrado'],
			['desde el plantel', { actor: ESCOLARES }, 'sin-permiso'],
			['desde la DSE', { actor: DSE }, 'sin-permiso'],
		])('no se parte %s, y nada cambia', async (_, cambios, motivo) => {
			const { base, deps, parte } = await conCincoDados()
			const visto = await partirRango(deps)({ ...parte, plantelId: 'lerma', ...cambios })
			expect(visto).toMatchObject({ ok: false, motivo })
			expect([await rangosDe(base, 'toluca'), await rangosDe(base, 'lerma')]).toEqual([[[1, 20, 6]], []])
			expect(await sucesos(base)).toEqual([])
		})
	})

	describe('recuperar', () => {
		test('lo recuperado queda sin asignar, y otra entidad puede asignarlo', async () => {
			const { base, deps, parte } = await conCincoDados()
			expect(exigir(await recuperarRango(deps)(parte))).toEqual({ recuperados: 10 })
			expect(await rangosDe(base, 'toluca')).toEqual([[1, 10, 6]])
			const asignado = await asignarRango(deps)({
				...{ actor: { ...CDMX, personaId: ESTATAL.personaId }, plantelId: 'tlalpan', modelo: '2018' },
				...{ desde: 11, hasta: 20 },
			})
			expect(asignado.ok).toBe(true)
			expect(await sucesos(base)).toEqual([
				['recuperado', 'toluca', null, 11, 20],
				['asignado', 'tlalpan', null, 11, 20],
			])
		})

		test('lo dado se queda aunque se recupere todo lo demás; agotado, ya no hay qué recuperar', async () => {
			const { base, deps, parte } = await conCincoDados()
			exigir(await recuperarRango(deps)({ ...parte, desde: 6 }))
			expect(await rangosDe(base, 'toluca')).toEqual([[1, 5, 6]])
			expect(await recuperarRango(deps)({ ...parte, desde: 5, hasta: 5 })).toMatchObject({
				motivo: 'rango-agotado',
			})
			expect((await comprobarFolios(base)).get('toluca')).toBe(5)
		})

		test('el que nadie usó desaparece, y su historia queda', async () => {
			const { base, deps, agregarRango } = await escena()
			const rangoId = await agregarRango(1, 20)
			exigir(await recuperarRango(deps)({ actor: ESTATAL, rangoId, desde: 1, hasta: 20, razon: RAZON }))
			expect(await rangosDe(base, 'toluca')).toEqual([])
			const { sucesos: vistos } = exigir(await verRangos({ base })({ actor: ESTATAL }))
			expect(vistos).toMatchObject([
				{ suceso: 'recuperado', plantel: { id: 'toluca' }, desde: 1, hasta: 20, razon: RAZON },
			])
			expect(vistos[0]?.quien).toBe('Rosa Inventada')
			const ajenos = exigir(await verRangos({ base })({ actor: CDMX }))
			expect(ajenos.sucesos).toEqual([])
		})

		test.each([
			['lo ya dado', { desde: 5 }, 'folios-ya-dados'],
			['lo que ya no termina donde se vio', { hasta: 19 }, 'rango-cambiado'],
			['el de otra entidad', { actor: CDMX }, 'no-encontrado'],
			['desde el plantel', { actor: ESCOLARES }, 'sin-permiso'],
		])('no se recupera %s', async (_, cambios, motivo) => {
			const { base, deps, parte } = await conCincoDados()
			expect(await recuperarRango(deps)({ ...parte, ...cambios })).toMatchObject({ ok: false, motivo })
			expect(await rangosDe(base, 'toluca')).toEqual([[1, 20, 6]])
		})
	})
})
