/** Quién firma, cuando cambia a media subida o tiene dos cuentas (10, 16, 20). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pendientesDeSello } from '../../../bff/application/sellado/pendientes.ts'
import { sellar } from '../../../bff/application/sellado/sellar.ts'
import { leerTurnos } from '../../../bff/application/sellado/turnos.ts'
import { confirmarSuplencia } from '../../../bff/application/suplencias/responder.ts'
import { otorgarSuplencia } from '../../../bff/application/suplencias/otorgar.ts'
import type { TablaPersona } from '../../../bff/application/tablas/personas.ts'
import { exigir } from '#core/domain/result.ts'
import type { Updateable } from 'kysely'
import { enAmbasBases } from '../ambas.ts'
import { ESTATAL } from '../escena.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA, vigente } from '../mesa-de-sellos.ts'
import {
	type MesaDeSuplencias,
	ORDEN,
	ponerMesaDeSuplencias,
	SUPLENTE,
} from '../suplencias/mesa-de-suplencias.ts'

enAmbasBases('quien firma', (abrir) => {
	let mesa: MesaDeSuplencias
	beforeAll(async () => {
		mesa = await ponerMesaDeSuplencias(await abrir())
	})
	afterAll(() => mesa.recoger())

	const cambiar = (id: string, cambio: Updateable<TablaPersona>) =>
		mesa.base.db.updateTable('persona').set(cambio).where('id', '=', id).execute()
	const curpDe = async (id: string) =>
		(await mesa.base.db.selectFrom('persona').select('curp').where('id', '=', id).executeTakeFirstOrThrow())
			.curp
	const sellosGuardados = (ids: readonly string[]) =>
		mesa.base.db.selectFrom('sello').select('rol').where('tramiteId', 'in', ids).execute()

	describe('mientras el SAT contesta', () => {
		test.each([
			['lo dan de baja', { activa: 0 }, { activa: 1 }, 'sin-permiso'],
			['pasa a otro plantel', { plantelId: 'lerma' }, { plantelId: 'toluca' }, 'fuera-de-ambito'],
			[
				'deja de ser director',
				{ perfil: 'escolares-plantel' },
				{ perfil: 'director-plantel' },
				'sin-permiso',
			],
			['le corrigen el cargo', { idCargo: '95' }, { idCargo: '94' }, 'sello-no-corresponde'],
		] as const)('%s: su sello no se guarda', async (_, cambio, vuelta, motivo) => {
			const ids = await mesa.confirmados(1)
			const efirma = await mesa.efirmaDe('d-toluca')
			const envio = {
				actor: DIRECTOR_TOLUCA,
				certificado: Buffer.from(efirma.cer).toString('base64'),
				sellos: await mesa.sellosDe(DIRECTOR_TOLUCA, ids, efirma),
			}
			const filas = exigir(
				await sellar({
					...mesa.deps,
					consultarRevocacion: async (cer) => {
						await cambiar('d-toluca', cambio)
						return vigente(cer)
					},
				})(envio),
			)
			await cambiar('d-toluca', vuelta)
			expect(filas).toMatchObject([{ hecho: false, motivo }])
			expect(await sellosGuardados(ids)).toEqual([])
			// Nada quedó a medias: de vuelta, el mismo envío entra.
			expect(exigir(await sellar(mesa.deps)(envio))).toMatchObject([{ hecho: true }])
		})
	})

	test('si otra persona lo selló entretanto, a quien lo tenía en espera se le dice', async () => {
		const ids = await mesa.confirmados(1)
		await cambiar('d-lerma', { plantelId: 'toluca' })
		const deLerma = { ...DIRECTOR_TOLUCA, personaId: 'd-lerma' }
		const [suyos, propios] = [
			await mesa.sellosDeTodos(deLerma, ids),
			await mesa.sellosDeTodos(DIRECTOR_TOLUCA, ids),
		]
		const dichos = [await mesa.mandar(deLerma, suyos), await mesa.mandar(DIRECTOR_TOLUCA, propios)]
		await cambiar('d-lerma', { plantelId: 'lerma' })
		expect(dichos.flatMap(Object.values)).toEqual(['hecho', 'sellado-por-otra-persona'])
	})

	test('un sello de un intento que no existe no se guarda', async () => {
		const ids = await mesa.confirmados(1)
		const efirma = await mesa.efirmaDe('d-toluca')
		const [sello] = await mesa.sellosDe(DIRECTOR_TOLUCA, ids, efirma)
		const filas = exigir(
			await sellar(mesa.deps)({
				actor: DIRECTOR_TOLUCA,
				certificado: Buffer.from(efirma.cer).toString('base64'),
				sellos: sello ? [{ ...sello, intento: 2 }] : [],
			}),
		)
		expect(filas).toMatchObject([{ hecho: false, motivo: 'sello-no-corresponde' }])
		expect(await sellosGuardados(ids)).toEqual([])
	})

	test('quien selló por el plantel no sella por el estado con su otra cuenta', async () => {
		const ids = await mesa.confirmados(1)
		await mesa.sellarComo(DIRECTOR_TOLUCA, ids)
		const sellos = await mesa.sellosDeTodos(DIRECTOR_MEX, ids)
		const antes = await curpDe('d-toluca')
		await cambiar('d-toluca', { curp: await curpDe('d-mex') })
		const dichos = Object.values(await mesa.mandar(DIRECTOR_MEX, sellos))
		const { certificados, yaSelladosPorUsted } = exigir(
			await pendientesDeSello(mesa.deps)({ actor: DIRECTOR_MEX }),
		)
		await cambiar('d-toluca', { curp: antes })
		expect(dichos).toEqual(['ya-sellado'])
		expect(certificados.map(({ tramiteId }) => tramiteId)).not.toContain(ids[0])
		expect(yaSelladosPorUsted).toBeGreaterThan(0)
		expect(await sellosGuardados(ids)).toEqual([{ rol: 'plantel' }])
		// Y quien sí es otra persona, sí.
		expect(Object.values(await mesa.mandar(DIRECTOR_MEX, sellos))).toEqual(['hecho'])
	})

	test('una suplencia es de tres personas y la confirma otra, no otra cuenta de ellas', async () => {
		const [titular, suplente] = [await curpDe('d-toluca'), await curpDe(SUPLENTE.personaId)]
		await cambiar(SUPLENTE.personaId, { curp: titular })
		const misma = await otorgarSuplencia(mesa.deps)({ actor: ESTATAL, ...ORDEN })
		await cambiar(SUPLENTE.personaId, { curp: suplente })
		expect(misma).toMatchObject({ ok: false, motivo: 'suplencia-misma-persona' })
		const id = await mesa.otorgada()
		const suya = await curpDe(ESTATAL.personaId)
		await cambiar(ESTATAL.personaId, { curp: await curpDe('d-mex') })
		const confirmada = await confirmarSuplencia(mesa.deps)({ actor: DIRECTOR_MEX, id })
		await cambiar(ESTATAL.personaId, { curp: suya })
		expect(confirmada).toMatchObject({ ok: false, motivo: 'suplencia-segunda-persona' })
		await mesa.terminarTodas()
	})

	test('el suplente que pasa a otra entidad ya no ve ni sella lo de ésta', async () => {
		const ids = await mesa.confirmados(1)
		await mesa.confirmada()
		const sellos = await mesa.sellosEn(SUPLENTE, ids)
		expect(sellos).toHaveLength(1)
		await cambiar(SUPLENTE.personaId, { plantelId: 'tlalpan' })
		const turnos = await leerTurnos(mesa.deps)({ actor: SUPLENTE })
		const dichos = Object.values(await mesa.mandar(SUPLENTE, sellos))
		await cambiar(SUPLENTE.personaId, { plantelId: 'toluca' })
		expect(turnos).toEqual({ turnos: [] })
		expect(dichos).not.toContain('hecho')
		expect(await sellosGuardados(ids)).toEqual([])
		await mesa.terminarTodas()
	})
})
