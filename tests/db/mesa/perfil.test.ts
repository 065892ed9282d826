import { expect, test } from 'vitest'
import { abrirAsunto } from '../../../bff/application/mesa/abrir-asunto.ts'
import { atenderPerfil } from '../../../bff/application/mesa/atender-perfil.ts'
import { cerrarAsunto } from '../../../bff/application/mesa/cerrar-asunto.ts'
import { reabrirAsunto } from '../../../bff/application/mesa/reabrir-asunto.ts'
import { verAsunto } from '../../../bff/application/mesa/ver-asunto.ts'
import { leerPersonas } from '../../../bff/application/personas/leer-personas.ts'
import { abrirSesion } from '../../../bff/application/sesion/abrir-sesion.ts'
import type { PeticionDePerfil } from '#core/contract/mesa/persona.ts'
import { exigir, ok } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { CDMX, datos, ESCOLARES, ESTATAL, mesasDe, type MesaDeServicio, TI } from './mesa-de-servicio.ts'

const CURP = 'MULA800115HMCXXX09'
const pedir = ({ deps }: MesaDeServicio, peticion: PeticionDePerfil, actor = ESTATAL) =>
	abrirAsunto(deps)({ actor, peticion: { clase: 'perfil', texto: 'Cambió el personal', peticion } })
const texto = 'Ya quedó como lo pidieron'

enAmbasBases('los perfiles de usuario, desde su asunto (10)', (abrir) => {
	const { mesa, nueva } = mesasDe(abrir)
	const persona = ({ base }: MesaDeServicio, correo: string) =>
		base.db.selectFrom('persona').selectAll().where('correo', '=', correo).executeTakeFirstOrThrow()
	const entrar = (una: MesaDeServicio, correo: string) =>
		abrirSesion({
			...una.deps,
			validarFicha: () => Promise.resolve(ok({ tid: 't', oid: `oid-${correo}`, correo })),
		})({ idToken: 'x', nonce: 'n' })

	test('alta: la persona entra con su correo; el acto, su renglón y la respuesta, juntos', async () => {
		const una = await mesa()
		const { id } = exigir(await pedir(una, { cambio: 'alta', persona: datos() }))
		expect((await entrar(una, datos().correo)).ok).toBe(false)
		const orden = { actor: TI, id, persona: datos(), texto }
		expect(exigir(await verAsunto(una.deps)({ actor: TI, id })).puede.administrarPerfil).toBe(true)
		const hechas = await Promise.all([
			atenderPerfil(una.deps)(orden),
			atenderPerfil(una.deps)({ ...orden, persona: datos({ nombre: 'Rosa María' }) }),
		])
		// De dos que atienden a la vez, uno: del otro no queda ni la cuenta.
		expect(hechas.filter(({ ok: bien }) => bien)).toHaveLength(1)
		expect(hechas.find(({ ok: bien }) => !bien)).toMatchObject({ motivo: 'asunto-ya-hecho' })
		const nuevas = await una.base.db
			.selectFrom('persona')
			.select(['correo', 'perfil', 'entidadId', 'plantelId', 'activa'])
			.where('primerApellido', '=', 'Nueva')
			.execute()
		expect(nuevas).toMatchObject([
			{ perfil: 'escolares-plantel', entidadId: null, plantelId: 'toluca', activa: 1 },
		])
		expect((await entrar(una, nuevas[0]?.correo ?? '')).ok).toBe(true)
		const visto = exigir(await verAsunto(una.deps)({ actor: ESTATAL, id }))
		expect(visto).toMatchObject({ estado: 'contestado', puede: { administrarPerfil: false } })
		expect(visto.hilo.at(-1)).toMatchObject({ suceso: 'ejecutado', acto: 'alta-de-persona' })
		const anotado = await una.base.db
			.selectFrom('bitacora')
			.select(['acto', 'detalle'])
			.where('acto', '=', 'alta-de-persona')
			.where('detalle', 'like', `%${id}%`)
			.execute()
		expect(anotado).toHaveLength(1)
		expect(anotado[0]?.detalle).not.toMatch(/@|Nueva|Rosa/)
	})

	test('baja y cambio cierran sus sesiones en el acto; un cambio reactiva y, con otro correo, se reconoce de nuevo', async () => {
		const una = await mesa()
		const antes = await persona(una, 'p-director@mex.conalep.edu.mx')
		exigir(await entrar(una, antes.correo))
		const sesiones = () =>
			una.base.db.selectFrom('sesion').select('huella').where('personaId', '=', antes.id).execute()
		expect(await sesiones()).toHaveLength(1)
		const baja = exigir(await pedir(una, { cambio: 'baja', personaId: antes.id }))
		exigir(await atenderPerfil(una.deps)({ actor: TI, id: baja.id, persona: null, texto }))
		expect(await sesiones()).toEqual([])
		expect((await entrar(una, antes.correo)).ok).toBe(false)
		const nueva = datos({
			...{ correo: 'director@mex.conalep.edu.mx', perfil: 'director-plantel' },
			...{ curp: CURP, idCargo: '94', cargo: 'Director' },
		})
		const cambio = exigir(await pedir(una, { cambio: 'cambio', personaId: antes.id, persona: nueva }))
		exigir(await atenderPerfil(una.deps)({ actor: TI, id: cambio.id, persona: nueva, texto }))
		expect(await persona(una, nueva.correo)).toMatchObject({
			...{ id: antes.id, activa: 1, tid: null, oid: null, curp: CURP },
		})
		exigir(await entrar(una, nueva.correo))
		expect(await sesiones()).toHaveLength(1)
	})

	test('ni otro correo, ni otro perfil, ni otro plantel que los que la entidad pidió; los demás datos, TI los completa', async () => {
		const una = await nueva()
		const { id } = exigir(await pedir(una, { cambio: 'alta', persona: datos() }))
		const atender = (persona: ReturnType<typeof datos>) =>
			atenderPerfil(una.deps)({ actor: TI, id, persona, texto })
		for (const otra of [
			datos({ correo: 'ti.disfrazada@mex.conalep.edu.mx' }),
			datos({ perfil: 'director-estatal', plantelId: null, curp: CURP, idCargo: '94', cargo: 'Director' }),
			datos({ plantelId: 'lerma' }),
		]) {
			expect(await atender(otra)).toMatchObject({ ok: false, motivo: 'perfil-no-pedido' })
		}
		await una.base.db.updateTable('persona').set({ curp: CURP }).where('id', '=', TI.personaId).execute()
		expect(await atender(datos({ curp: CURP }))).toMatchObject({ motivo: 'persona-propia' })
		exigir(await atender(datos({ nombre: 'Rosa Elena', curp: 'EEML080214MMCJNZA4' })))
		expect(await persona(una, datos().correo)).toMatchObject({
			...{ nombre: 'Rosa Elena', perfil: 'escolares-plantel', plantelId: 'toluca' },
		})
	})

	test('de dos entidades que piden el mismo correo a la vez, una lo tiene y a la otra se le dice', async () => {
		const una = await nueva()
		const suya = datos({ plantelId: 'tlalpan' })
		const pedidos = [
			{ persona: datos(), id: exigir(await pedir(una, { cambio: 'alta', persona: datos() })).id },
			{ persona: suya, id: exigir(await pedir(una, { cambio: 'alta', persona: suya }, CDMX)).id },
		]
		const hechas = await Promise.all(
			pedidos.map((pedido) => atenderPerfil(una.deps)({ actor: TI, ...pedido, texto })),
		)
		expect(hechas.filter(({ ok: bien }) => bien)).toHaveLength(1)
		expect(hechas.find(({ ok: bien }) => !bien)).toMatchObject({ motivo: 'correo-ya-usado' })
	})

	test('reactivada o con otra CURP, aunque el correo sea el mismo, no entra quien tenía la cuenta antes', async () => {
		const una = await nueva()
		const { deps } = una
		const correo = 'p-lerma@mex.conalep.edu.mx'
		const conOid = (oid: string) =>
			abrirSesion({ ...deps, validarFicha: () => Promise.resolve(ok({ tid: 't', oid, correo })) })({
				...{ idToken: 'x', nonce: 'n' },
			})
		const cambiar = async (curp: string | null) => {
			const nuevos = datos({ correo, curp, plantelId: 'lerma' })
			const { id } = exigir(await pedir(una, { cambio: 'cambio', personaId: 'p-lerma', persona: nuevos }))
			exigir(await atenderPerfil(deps)({ actor: TI, id, persona: nuevos, texto }))
		}
		exigir(await conOid('primera'))
		await cambiar(null)
		// Sigue siendo ella.
		expect(await persona(una, correo)).toMatchObject({ oid: 'primera' })
		const baja = exigir(await pedir(una, { cambio: 'baja', personaId: 'p-lerma' }))
		exigir(await atenderPerfil(deps)({ actor: TI, id: baja.id, persona: null, texto }))
		await cambiar(CURP)
		exigir(await conOid('segunda'))
		expect(await conOid('primera')).toMatchObject({ ok: false, motivo: 'sin-perfil' })
		await cambiar('EEML080214MMCJNZA4')
		exigir(await conOid('tercera'))
		expect(await conOid('segunda')).toMatchObject({ ok: false, motivo: 'sin-perfil' })
	})

	test('nadie se cambia a sí mismo, con ninguna de sus cuentas', async () => {
		const una = await nueva()
		const { id } = exigir(await pedir(una, { cambio: 'baja', personaId: 'p-director' }))
		await una.base.db
			.updateTable('persona')
			.set({ curp: CURP })
			.where('id', 'in', ['p-ti', 'p-director'])
			.execute()
		expect(await atenderPerfil(una.deps)({ actor: TI, id, persona: null, texto })).toMatchObject({
			motivo: 'persona-propia',
		})
	})

	test('no se deja a una entidad sin quien pida perfiles; ni de dos bajas a la vez', async () => {
		const una = await nueva()
		const otra = datos({
			...{ correo: 'otra@mex.conalep.edu.mx', perfil: 'escolares-estatal' },
			plantelId: null,
		})
		const alta = exigir(await pedir(una, { cambio: 'alta', persona: otra }))
		exigir(await atenderPerfil(una.deps)({ actor: TI, id: alta.id, persona: otra, texto }))
		const { id: otraId } = await persona(una, otra.correo)
		const bajas = [
			exigir(await pedir(una, { cambio: 'baja', personaId: otraId })).id,
			exigir(await pedir(una, { cambio: 'baja', personaId: ESTATAL.personaId })).id,
		]
		const hechas = await Promise.all(
			bajas.map((id) => atenderPerfil(una.deps)({ actor: TI, id, persona: null, texto })),
		)
		expect(hechas.filter(({ ok: bien }) => bien)).toHaveLength(1)
		expect(hechas.find(({ ok: bien }) => !bien)).toMatchObject({ motivo: 'entidad-sin-escolares' })
		const activas = await una.base.db
			.selectFrom('persona')
			.select('id')
			.where('perfil', '=', 'escolares-estatal')
			.where('entidadId', '=', 'mex')
			.where('activa', '=', 1)
			.execute()
		expect(activas).toHaveLength(1)
	})

	test('lo que no puede ser, se dice al pedirlo o al hacerlo, y no queda nada a medias', async () => {
		const una = await mesa()
		const alta = (cambios: Parameters<typeof datos>[0]) =>
			pedir(una, { cambio: 'alta', persona: datos(cambios) })
		const motivos = [
			['correo-fuera-de-dominio', await alta({ correo: 'alguien@gmail.com' })],
			['correo-fuera-de-dominio', await alta({ correo: 'alguien@conalep.edu.mx.malo.com' })],
			['correo-ya-usado', await alta({ correo: 'p-lerma@mex.conalep.edu.mx' })],
			['plantel-ajeno', await alta({ plantelId: 'tlalpan' })],
			['perfil-sin-lugar', await alta({ plantelId: null })],
			['perfil-sin-lugar', await alta({ perfil: 'escolares-estatal' })],
			['perfil-curp', await alta({ curp: 'NO-ES-CURP' })],
			['cargo-desconocido', await alta({ idCargo: '77', cargo: 'Director' })],
			['no-encontrado', await pedir(una, { cambio: 'baja', personaId: 'p-cdmx' })],
			['no-encontrado', await pedir(una, { cambio: 'baja', personaId: 'p-dse' })],
			['no-encontrado', await pedir(una, { cambio: 'baja', personaId: 'nadie' })],
			['sin-permiso', await pedir(una, { cambio: 'alta', persona: datos() }, ESCOLARES)],
			['sin-permiso', await pedir(una, { cambio: 'alta', persona: datos() }, TI)],
		] as const
		for (const [motivo, visto] of motivos) expect(visto).toMatchObject({ ok: false, motivo })
		const direccion = datos({
			...{ correo: 'direccion@mex.conalep.edu.mx', perfil: 'director-plantel', curp: CURP },
		})
		const { id } = exigir(await pedir(una, { cambio: 'alta', persona: direccion }))
		const atender = atenderPerfil(una.deps)
		expect(await atender({ actor: TI, id, persona: direccion, texto })).toMatchObject({
			motivo: 'perfil-incompleto',
		})
		expect(
			await atender({
				...{ actor: TI, id, texto },
				persona: { ...direccion, idCargo: '77', cargo: 'Director' },
			}),
		).toMatchObject({ motivo: 'cargo-desconocido' })
		expect(await atender({ actor: TI, id, persona: null, texto })).toMatchObject({
			motivo: 'peticion-invalida',
		})
		expect(exigir(await verAsunto(una.deps)({ actor: TI, id }))).toMatchObject({
			estado: 'abierto',
			movimientos: 1,
		})
	})

	test('lo hecho no se repite, tampoco reabriendo el asunto', async () => {
		const una = await mesa()
		const { id } = exigir(await pedir(una, { cambio: 'baja', personaId: 'p-lerma' }))
		exigir(await atenderPerfil(una.deps)({ actor: TI, id, persona: null, texto }))
		exigir(await cerrarAsunto(una.deps)({ actor: ESTATAL, id, visto: 2 }))
		expect(await atenderPerfil(una.deps)({ actor: TI, id, persona: null, texto })).toMatchObject({
			motivo: 'asunto-cerrado',
		})
		exigir(await reabrirAsunto(una.deps)({ actor: ESTATAL, id, texto: 'Era otra persona' }))
		expect(await atenderPerfil(una.deps)({ actor: TI, id, persona: null, texto })).toMatchObject({
			motivo: 'asunto-ya-hecho',
		})
	})

	test('la entidad ve las cuentas suyas; TI, todas; ni la DSE ni TI aparecen', async () => {
		const { deps } = await nueva()
		const correos = async (actor: typeof TI, busca?: string) =>
			exigir(await leerPersonas(deps)({ actor, busca })).personas.map(({ correo }) => correo.split('@')[0])
		expect((await correos(ESTATAL)).sort()).toEqual([
			...['escolares-estatal', 'escolares-plantel', 'p-director', 'p-lerma'],
		])
		expect(await correos(CDMX)).toEqual(['p-cdmx'])
		expect(await correos(TI)).toHaveLength(5)
		expect(await correos(TI, 'lerma')).toEqual(['p-lerma'])
		expect(await leerPersonas(deps)({ actor: ESCOLARES })).toMatchObject({ motivo: 'sin-permiso' })
	})
})
