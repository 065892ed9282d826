import type { Insertable } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { abrirSesion, esInstitucional } from '../../../bff/application/sesion/abrir-sesion.ts'
import { cerrarSesion, leerSesion } from '../../../bff/application/sesion/leer-sesion.ts'
import type { ValidarFicha } from '../../../bff/application/ports.ts'
import type { TablaPersona } from '../../../bff/application/tablas/personas.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir, ok, rechazo } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA, type Escena, montar } from '../escena.ts'

type Cambios = Partial<Insertable<TablaPersona>>

const MINUTO = 60_000
const HORA = 60 * MINUTO
const TID = '11111111-1111-4111-8111-111111111111'

/** La sesión (10): quién entra, con qué ámbito y hasta cuándo. */
enAmbasBases('la sesión', (abrir) => {
	let escena: Escena
	let ahora: number
	let persona = 0
	beforeAll(async () => {
		escena = await montar(await abrir())
	})
	afterAll(() => escena.base.cerrar())
	beforeEach(() => {
		ahora = Date.parse(AHORA)
	})

	const deps = () => ({
		...escena.deps,
		reloj: () => new Date(ahora).toISOString() as Instante,
		dominios: ['conalep.edu.mx'],
	})
	/** Un proveedor que ya comprobó la ficha y dice de quién es. */
	const conFicha = (ficha: Awaited<ReturnType<ValidarFicha>>) =>
		abrirSesion({ ...deps(), validarFicha: () => Promise.resolve(ficha) })({
			idToken: 'ficha',
			nonce: 'reto',
		})
	const entrar = (oid: string, correo: string, tid = TID) => conFicha(ok({ tid, oid, correo }))

	const alta = async (cambios: Cambios = {}) => {
		persona += 1
		const fila = {
			id: `sesion-${persona}`,
			tid: null,
			oid: null,
			correo: `persona${persona}@mex.conalep.edu.mx`,
			nombre: 'Rosa',
			primerApellido: 'Inventada',
			segundoApellido: null,
			curp: null,
			idCargo: null,
			cargo: null,
			perfil: 'escolares-plantel' as const,
			entidadId: null,
			plantelId: 'toluca',
			...cambios,
		}
		await escena.base.db.insertInto('persona').values(fila).execute()
		return fila
	}
	const abierta = async () => {
		const { correo } = await alta()
		return exigir(await entrar(`oid-${persona}`, correo))
	}
	const leer = (secreto: string) => leerSesion(deps())(secreto)

	describe('quién entra', () => {
		test('la primera vez se le reconoce por su correo; después, por su identidad aunque el correo cambie', async () => {
			const { id, correo } = await alta()
			const primera = exigir(await entrar('oid-a', correo))
			expect(primera).toMatchObject({
				actor: {
					personaId: id,
					perfil: 'escolares-plantel',
					ambito: { tipo: 'plantel', entidadId: 'mex', plantelId: 'toluca' },
				},
				entidad: { id: 'mex' },
				plantel: { id: 'toluca' },
			})
			const segunda = exigir(await entrar('oid-a', 'casada@mex.conalep.edu.mx'))
			expect(segunda.actor.personaId).toBe(id)
			expect(segunda.secreto).not.toBe(primera.secreto)
		})

		test('otra cuenta con el correo de quien ya entró no toma su lugar', async () => {
			const { correo } = await alta()
			exigir(await entrar('oid-b', correo))
			expect(await entrar('oid-ajeno', correo)).toMatchObject({ motivo: 'sin-perfil' })
			// El mismo oid en otro inquilino es otra cuenta.
			expect(await entrar('oid-b', correo, 'otro-inquilino')).toMatchObject({ motivo: 'sin-perfil' })
		})

		test('sin alta, o con el perfil dado de baja, no', async () => {
			expect(await entrar('oid-c', 'nadie@mex.conalep.edu.mx')).toMatchObject({ motivo: 'sin-perfil' })
			const { correo } = await alta({ activa: 0 })
			expect(await entrar('oid-d', correo)).toMatchObject({ motivo: 'sin-perfil' })
		})

		test('con un correo que no es institucional, no, aunque tenga alta', async () => {
			for (const correo of [
				'rosa@correo.example',
				'rosa@conalep.edu.mx.example',
				'rosa@falsoconalep.edu.mx',
				'rosa',
			]) {
				await alta({ correo })
				expect(await entrar('oid-e', correo)).toMatchObject({ motivo: 'correo-no-institucional' })
			}
		})

		test('lo que el proveedor niega, se niega igual', async () => {
			for (const motivo of ['inquilino-ajeno', 'ficha-de-identidad-invalida'] as const) {
				expect(await conFicha(rechazo(motivo))).toMatchObject({ motivo })
			}
		})

		test('un perfil de plantel sin plantel es un alta mal hecha: no entra y no queda sesión', async () => {
			const { id, correo } = await alta({ plantelId: null, entidadId: 'mex' })
			expect(await entrar('oid-f', correo)).toMatchObject({ motivo: 'sin-perfil' })
			const suyas = await escena.base.db
				.selectFrom('sesion')
				.selectAll()
				.where('personaId', '=', id)
				.execute()
			expect(suyas).toEqual([])
		})

		test('los subdominios de un dominio institucional lo son', () => {
			expect(esInstitucional('a@conalep.edu.mx', ['conalep.edu.mx'])).toBe(true)
			expect(esInstitucional('a@OAX.conalep.edu.mx', ['conalep.edu.mx'])).toBe(true)
			expect(esInstitucional('a@b@conalep.edu.mx', ['conalep.edu.mx'])).toBe(false)
		})

		test('entrar queda en la bitácora, y la base no guarda el secreto', async () => {
			const { secreto, actor } = await abierta()
			const anotados = await escena.base.db
				.selectFrom('bitacora')
				.selectAll()
				.where('objeto', '=', `persona:${actor.personaId}`)
				.execute()
			expect(anotados).toMatchObject([{ acto: 'abrir-sesion', plantelId: 'toluca' }])
			const guardadas = await escena.base.db.selectFrom('sesion').selectAll().execute()
			expect(JSON.stringify([guardadas, anotados])).not.toContain(secreto)
		})
	})

	describe('hasta cuándo', () => {
		test('sin usarse una hora, termina', async () => {
			const { secreto } = await abierta()
			ahora += HORA - 1
			expect(await leer(secreto)).toMatchObject({ ok: true })
			ahora += HORA
			expect(await leer(secreto)).toEqual(rechazo('sin-sesion'))
		})

		test('usándose, dura hasta ocho horas y ni un momento más', async () => {
			const { secreto } = await abierta()
			const fin = ahora + 8 * HORA
			while (ahora + 30 * MINUTO < fin) {
				ahora += 30 * MINUTO
				expect(await leer(secreto)).toMatchObject({ ok: true })
			}
			ahora = fin - 1
			expect(await leer(secreto)).toMatchObject({ ok: true })
			ahora = fin
			expect(await leer(secreto)).toEqual(rechazo('sin-sesion'))
		})

		test('leerla muchas veces en el mismo minuto no escribe', async () => {
			const { secreto } = await abierta()
			const usada = async () =>
				(
					await escena.base.db
						.selectFrom('sesion')
						.select('usada')
						.where('huella', '=', escena.deps.huella(secreto))
						.executeTakeFirstOrThrow()
				).usada
			const antes = await usada()
			ahora += MINUTO - 1
			await leer(secreto)
			expect(await usada()).toBe(antes)
			ahora += 1
			await leer(secreto)
			expect(await usada()).toBe(new Date(ahora).toISOString())
		})

		test('la baja y el cambio de perfil valen al instante', async () => {
			const { secreto, actor } = await abierta()
			const cambiar = (cambios: Cambios) =>
				escena.base.db.updateTable('persona').set(cambios).where('id', '=', actor.personaId).execute()
			await cambiar({ perfil: 'director-plantel', plantelId: 'lerma' })
			expect(await leer(secreto)).toMatchObject({
				valor: { actor: { perfil: 'director-plantel', ambito: { plantelId: 'lerma' } } },
			})
			await escena.base.db
				.updateTable('persona')
				.set({ activa: 0 })
				.where('id', '=', actor.personaId)
				.execute()
			expect(await leer(secreto)).toEqual(rechazo('sin-sesion'))
		})

		test('cerrarla la termina; cerrarla otra vez es lo mismo, y las demás siguen', async () => {
			const { secreto } = await abierta()
			const otra = await abierta()
			await cerrarSesion(deps())(secreto)
			await cerrarSesion(deps())(secreto)
			expect(await leer(secreto)).toEqual(rechazo('sin-sesion'))
			expect(await leer(otra.secreto)).toMatchObject({ ok: true })
		})

		test('entrar de nuevo barre las que ya vencieron', async () => {
			const { correo } = await alta()
			const vieja = exigir(await entrar('oid-g', correo))
			ahora += 8 * HORA
			exigir(await entrar('oid-g', correo))
			const suyas = await escena.base.db
				.selectFrom('sesion')
				.select('creada')
				.where('personaId', '=', vieja.actor.personaId)
				.execute()
			expect(suyas).toEqual([{ creada: new Date(ahora).toISOString() }])
		})

		test('un secreto inventado no abre nada', async () => {
			for (const inventado of ['', 'x', escena.deps.azar.ficha()]) {
				expect(await leer(inventado)).toEqual(rechazo('sin-sesion'))
			}
		})
	})
})
