import { expect, test } from 'vitest'
import { fijarAjuste } from '../../../bff/application/ajustes/fijar-ajuste.ts'
import { leerTablero } from '../../../bff/application/egresados/tablero.ts'
import { verRangos } from '../../../bff/application/folios/ver-rangos.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, type Escena, ESCOLARES, ESTATAL } from '../escena.ts'
import { escenasDe } from '../tramites/abrir-escena.ts'

const CDMX = actor('escolares-estatal', { tipo: 'entidad', entidadId: 'cdmx' })
const DSE = { ...actor('dse', { tipo: 'nacional' }), personaId: ESTATAL.personaId }
const DIRECTOR_ESTATAL = actor('director-estatal', { tipo: 'entidad', entidadId: 'mex' })

enAmbasBases('el aviso de que se acaban los folios (4)', (abrir) => {
	const { escena } = escenasDe(abrir)

	const avisos = async ({ base }: Escena, quien: Actor) =>
		exigir(await verRangos({ base })({ actor: quien })).avisos.map((uno) => [
			uno.plantel.id,
			uno.modelo,
			uno.libres,
		])
	const deTablero = async ({ deps }: Escena, quien: Actor, plantel?: string) =>
		exigir(await leerTablero(deps)({ actor: quien, consulta: plantel ? { plantel } : {} }))
	const fijar = async ({ deps }: Escena, quien: Actor, valor: number | null, anterior: number) =>
		exigir(
			await fijarAjuste(deps)({
				...{ actor: quien, clave: 'folios-aviso', valor, anterior, razon: 'Así se acordó' },
			}),
		)

	test('avisa al nivel que cada entidad fija, al plantel, a la entidad y a la nación', async () => {
		const nueva = await escena()
		await nueva.agregarRango(1, 30)
		await nueva.agregarRango(101, 130, { plantel: 'tlalpan' })
		await nueva.agregarRango(201, 400, { plantel: 'lerma' })
		// De omisión son 20: a nadie le quedan tan pocos.
		expect(await avisos(nueva, DSE)).toEqual([])
		await fijar(nueva, ESTATAL, 25, 20)
		await registrar(nueva.deps)({ actor: ESCOLARES, tramites: await nueva.agregarTramites(4) })
		expect(await avisos(nueva, ESTATAL)).toEqual([])
		await registrar(nueva.deps)({ actor: ESCOLARES, tramites: await nueva.agregarTramites(1) })
		const toluca = ['toluca', '2018', 25]
		for (const quien of [ESCOLARES, ESTATAL, DSE]) expect(await avisos(nueva, quien)).toEqual([toluca])
		expect(await avisos(nueva, CDMX)).toEqual([])
		// El nacional vale donde no hay propio.
		await fijar(nueva, DSE, 30, 20)
		expect(await avisos(nueva, CDMX)).toEqual([['tlalpan', '2018', 30]])
		expect(await avisos(nueva, DSE)).toEqual([['tlalpan', '2018', 30], toluca])
		await fijar(nueva, ESTATAL, 0, 25)
		expect(await avisos(nueva, ESTATAL)).toEqual([])
	})

	test('en el tablero de la entidad y de la nación, a quien ve los rangos; el del plantel dice los suyos', async () => {
		const nueva = await escena()
		await nueva.agregarRango(1, 10)
		await nueva.agregarRango(201, 400, { plantel: 'lerma' })
		const pocos = [{ plantel: 'Plantel toluca', modelo: '2018', libres: 10 }]
		expect((await deTablero(nueva, ESTATAL)).foliosPorAcabarse).toEqual(pocos)
		expect((await deTablero(nueva, DSE)).foliosPorAcabarse).toEqual(pocos)
		expect((await deTablero(nueva, CDMX)).foliosPorAcabarse).toEqual([])
		expect((await deTablero(nueva, DIRECTOR_ESTATAL)).foliosPorAcabarse).toEqual([])
		for (const [quien, plantel] of [
			[ESCOLARES, undefined],
			[ESTATAL, 'toluca'],
		] as const) {
			const { folios, foliosPorAcabarse } = await deTablero(nueva, quien, plantel)
			expect(foliosPorAcabarse).toEqual([])
			expect(folios.find((uno) => uno.modelo === '2018')).toEqual({
				modelo: '2018',
				libres: 10,
				aviso: true,
			})
		}
	})
})
