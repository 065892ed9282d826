import { expect, test } from 'vitest'
import {
	altaDelOperador,
	type CuentaDelOperador,
} from '../../../bff/application/personas/alta-del-operador.ts'
import { abrirSesion } from '../../../bff/application/sesion/abrir-sesion.ts'
import { exigir, ok } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { datos, mesasDe } from './mesa-de-servicio.ts'

const cuenta = (cambios: Partial<CuentaDelOperador> = {}): CuentaDelOperador => ({
	...datos({ plantelId: null }),
	...{ perfil: 'ti', entidadId: null },
	...cambios,
})

enAmbasBases('las primeras cuentas, que da de alta el operador (10)', (abrir) => {
	const { mesa } = mesasDe(abrir)

	test('una nacional y una de cada entidad entran con su correo, y queda anotado sin sus datos', async () => {
		const { deps, base } = await mesa()
		const cuentas = [
			cuenta({ correo: 'ti@conalep.edu.mx' }),
			cuenta({ correo: 'estatal@mex.conalep.edu.mx', perfil: 'escolares-estatal', entidadId: 'mex' }),
			cuenta({
				...{ correo: 'plantel@mex.conalep.edu.mx', perfil: 'escolares-plantel' },
				...{ entidadId: 'mex', plantelId: 'toluca' },
			}),
		]
		for (const una of cuentas) {
			const { personaId } = exigir(await altaDelOperador(deps)(una))
			const entro = await abrirSesion({
				...deps,
				validarFicha: () => Promise.resolve(ok({ tid: 't', oid: una.correo, correo: una.correo })),
			})({ idToken: 'x', nonce: 'n' })
			expect(exigir(entro).actor).toMatchObject({ personaId, perfil: una.perfil })
			const anotada = await base.db
				.selectFrom('bitacora')
				.select(['acto', 'detalle'])
				.where('objeto', '=', `persona:${personaId}`)
				.where('acto', '=', 'alta-de-persona')
				.executeTakeFirstOrThrow()
			expect(JSON.parse(anotada.detalle)).toEqual({ perfil: una.perfil })
		}
	})

	test('lo que no puede ser se niega, y no queda nada', async () => {
		const { deps, base } = await mesa()
		const cuantas = async () => (await base.db.selectFrom('persona').select('id').execute()).length
		const antes = await cuantas()
		const casos: [string, Partial<CuentaDelOperador>][] = [
			['correo-fuera-de-dominio', { correo: 'ti@gmail.com' }],
			['correo-ya-usado', { correo: 'p-dse@mex.conalep.edu.mx' }],
			['perfil-sin-lugar', { entidadId: 'mex' }],
			['no-encontrado', { perfil: 'escolares-estatal' }],
			['no-encontrado', { perfil: 'escolares-estatal', entidadId: 'narnia' }],
			['plantel-ajeno', { perfil: 'escolares-plantel', entidadId: 'cdmx', plantelId: 'toluca' }],
			['perfil-incompleto', { perfil: 'director-estatal', entidadId: 'mex' }],
			['cargo-desconocido', { perfil: 'escolares-estatal', entidadId: 'mex', idCargo: '77', cargo: 'X' }],
		]
		for (const [motivo, cambios] of casos)
			expect(
				await altaDelOperador(deps)(cuenta({ correo: 'otra@conalep.edu.mx', ...cambios })),
			).toMatchObject({
				ok: false,
				motivo,
			})
		expect(await cuantas()).toBe(antes)
	})
})
