import { afterAll, beforeAll, expect, test } from 'vitest'
import { agregarPatron } from '../../../bff/application/rechazos/agregar-patron.ts'
import { listarRechazos } from '../../../bff/application/rechazos/listar-rechazos.ts'
import { mirarPatron } from '../../../bff/application/rechazos/mirar-patron.ts'
import type { PatronNuevo } from '#core/contract/rechazo.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA, type Escena, ESCOLARES, montar } from '../escena.ts'
import { rechazarCon, sembrarDse } from './escena-de-rechazos.ts'

const DSE: Actor = { personaId: 'p-dse', perfil: 'dse', ambito: { tipo: 'nacional' } }
const TI: Actor = { ...DSE, perfil: 'ti' }
const CURP: PatronNuevo = {
	...{ patron: 'La CURP * no existe.', asunto: 'b', campo: 'Alumno/@curp' },
	...{ remedio: 'Corrija la CURP en SAE.', lugar: 'SAE' },
}

enAmbasBases('los rechazos de la nación y sus patrones (15)', (abrir) => {
	let escena: Escena
	let ids: string[] = []
	beforeAll(async () => {
		escena = await montar(await abrir())
		await sembrarDse(escena.base)
		ids = await rechazarCon(escena, [
			'La CURP GODE561231HDFRRN09 no existe.',
			'La CURP  LOPE561231HDFRRN08 no EXISTE.',
			'El sello no corresponde',
			'El sello no corresponde',
			'El sello no corresponde',
		])
		await rechazarCon(escena, ['Muy viejo, de hace años'], '2020-01-01T00:00:00.000Z')
	})
	afterAll(() => escena.base.cerrar())
	const listar = async () => exigir(await listarRechazos(escena.deps)({ actor: DSE }))

	test('se juntan por lo que dicen, con lo personal tapado; lo de hace más de un año no', async () => {
		const { grupos, total, sinInterpretar } = await listar()
		expect([total, sinInterpretar]).toEqual([5, 5])
		expect(grupos.map(({ texto, cuantos, abiertos }) => [texto, cuantos, abiertos])).toEqual([
			['El sello no corresponde', 3, 3],
			[expect.stringMatching(/^La CURP \* no existe\.$/i), 2, 2],
		])
		expect(JSON.stringify(grupos)).not.toMatch(/GODE|LOPE/)
	})

	test('mirar dice a cuántos alcanza y no cambia nada; agregar, lo que se vio; repetirlo no lo duplica', async () => {
		const visto = exigir(await mirarPatron(escena.deps)({ actor: DSE, patron: CURP }))
		expect(visto).toMatchObject({ alcanza: 2, quita: 0 })
		expect(visto.ejemplos.join()).not.toMatch(/GODE|LOPE/)
		expect((await listar()).sinInterpretar).toBe(5)

		const otra = { ...CURP, remedio: 'Otra cosa que no se vio.' }
		expect(await agregarPatron(escena.deps)({ actor: DSE, patron: otra, vista: visto.vista })).toMatchObject({
			motivo: 'catalogo-cambiado',
		})
		exigir(await agregarPatron(escena.deps)({ actor: DSE, patron: CURP, vista: visto.vista }))
		const { grupos, sinInterpretar } = await listar()
		expect(sinInterpretar).toBe(3)
		// Primero lo que nadie ha interpretado.
		expect(grupos.map(({ interpretacion, cuantos }) => [interpretacion?.patron ?? null, cuantos])).toEqual([
			[null, 3],
			['La CURP * no existe.', 2],
		])

		const otraVez = exigir(await mirarPatron(escena.deps)({ actor: DSE, patron: CURP }))
		exigir(await agregarPatron(escena.deps)({ actor: DSE, patron: CURP, vista: otraVez.vista }))
		const { vigencias } = await escena.base.db
			.selectFrom('catalogoValor')
			.where('catalogo', '=', 'rechazo-sep')
			.select((e) => e.fn.countAll<number>().as('vigencias'))
			.executeTakeFirstOrThrow()
		expect(Number(vigencias)).toBe(1)
		const { acto, quien } = await escena.base.db
			.selectFrom('bitacora')
			.select(['acto', 'quien'])
			.where('objeto', '=', 'catalogo:rechazo-sep')
			.orderBy('id')
			.executeTakeFirstOrThrow()
		expect([acto, quien]).toEqual(['importar-catalogo', 'p-dse'])
	})

	test('un patrón que alcanza a casi todo no entra, y dice por qué', async () => {
		const amplio = { ...CURP, patron: '* el *' }
		expect(await mirarPatron(escena.deps)({ actor: DSE, patron: amplio })).toMatchObject({
			ok: false,
			motivo: 'patron-de-rechazo-invalido',
		})
		expect(await agregarPatron(escena.deps)({ actor: DSE, patron: amplio, vista: 'x' })).toMatchObject({
			motivo: 'patron-de-rechazo-invalido',
		})
	})

	test('lo que ya se dio de baja no cuenta como por resolver', async () => {
		await escena.base.db
			.updateTable('tramite')
			.set({ estado: 'registrado', intento: 2, actualizado: AHORA })
			.where('id', '=', ids[2] ?? '')
			.execute()
		expect((await listar()).grupos[0]).toMatchObject({ cuantos: 3, abiertos: 2 })
	})

	test.each([
		['Servicios Escolares', ESCOLARES],
		['TI, que no ve egresados', TI],
	])('%s no', async (_, actor) => {
		expect(await listarRechazos(escena.deps)({ actor })).toMatchObject({ motivo: 'sin-permiso' })
		expect(await mirarPatron(escena.deps)({ actor, patron: CURP })).toMatchObject({ motivo: 'sin-permiso' })
		expect(await agregarPatron(escena.deps)({ actor, patron: CURP, vista: 'x' })).toMatchObject({
			motivo: 'sin-permiso',
		})
	})
})
