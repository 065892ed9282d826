import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { abrirAsunto } from '../../../bff/application/mesa/abrir-asunto.ts'
import { contarAsuntos, listarAsuntos } from '../../../bff/application/mesa/listar-asuntos.ts'
import { asignarAsunto } from '../../../bff/application/mesa/asignar-asunto.ts'
import { cerrarAsunto } from '../../../bff/application/mesa/cerrar-asunto.ts'
import { escribirEnAsunto } from '../../../bff/application/mesa/escribir-en-asunto.ts'
import { reabrirAsunto } from '../../../bff/application/mesa/reabrir-asunto.ts'
import { verAsunto } from '../../../bff/application/mesa/ver-asunto.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { CDMX, DIRECTOR, DSE, ESCOLARES, ESTATAL, LERMA, mesasDe, OTRA_DSE, TI } from './mesa-de-servicio.ts'

enAmbasBases('el hilo de un asunto (23)', (abrir) => {
	const { mesa, nueva } = mesasDe(abrir)

	test('abrir, contestar, preguntar, contestar, cerrar y reabrir: cada paso queda, y se avisa a la otra parte', async () => {
		const { deps, duda, avisos } = await mesa()
		const id = await duda()
		const escribir = escribirEnAsunto(deps)
		exigir(await escribir({ actor: DSE, id, texto: 'Así se hace' }))
		exigir(await escribir({ actor: ESCOLARES, id, texto: '¿Y después?' }))
		expect(await cerrarAsunto(deps)({ actor: DSE, id, visto: 3 })).toMatchObject({
			motivo: 'asunto-sin-respuesta',
		})
		exigir(await escribir({ actor: OTRA_DSE, id, texto: 'Después se registra' }))
		exigir(await cerrarAsunto(deps)({ actor: ESCOLARES, id, visto: 4 }))
		expect(await escribir({ actor: DSE, id, texto: 'Algo más' })).toMatchObject({ motivo: 'asunto-cerrado' })
		expect(await reabrirAsunto(deps)({ actor: LERMA, id, texto: 'No es mío' })).toMatchObject({
			motivo: 'no-encontrado',
		})
		exigir(await reabrirAsunto(deps)({ actor: ESCOLARES, id, texto: 'Sigue sin salir' }))
		expect(await cerrarAsunto(deps)({ actor: DSE, id, visto: 6 })).toMatchObject({
			motivo: 'asunto-sin-respuesta',
		})
		const visto = exigir(await verAsunto(deps)({ actor: ESCOLARES, id }))
		expect(visto).toMatchObject({ estado: 'reabierto', asignado: 'Rosa Inventada', movimientos: 6 })
		expect(visto.hilo.map((uno) => (uno.que === 'suceso' ? [uno.suceso, uno.lado, uno.texto] : uno))).toEqual(
			[
				['abierto', 'solicita', '¿Cómo se hace?'],
				['mensaje', 'atiende', 'Así se hace'],
				['mensaje', 'solicita', '¿Y después?'],
				['mensaje', 'atiende', 'Después se registra'],
				['cerrado', 'solicita', null],
				['reabierto', 'solicita', 'Sigue sin salir'],
			],
		)
		expect((await avisos(id)).sort()).toEqual(
			[
				...['1:p-dse', '1:p-dse-2', '2:p-escolares-plantel', '3:p-dse', '4:p-escolares-plantel'],
				...['5:p-dse', '6:p-dse'],
			].sort(),
		)
	})

	test('lo dicho no va a la bitácora ni a la carga de los avisos', async () => {
		const { base, deps, duda } = await mesa()
		const id = await duda()
		exigir(await escribirEnAsunto(deps)({ actor: DSE, id, texto: 'Palabra-secreta' }))
		const anotado = await base.db
			.selectFrom('bitacora')
			.select(['acto', 'detalle'])
			.where('objeto', '=', `asunto:${id}`)
			.orderBy('id')
			.execute()
		expect(anotado.map(({ acto }) => acto)).toEqual(['abrir-asunto', 'contestar-asunto'])
		const trabajos = await base.db.selectFrom('trabajo').select(['clave', 'carga']).execute()
		expect(JSON.stringify([anotado, trabajos])).not.toMatch(/Palabra-secreta|Cómo se hace|Una duda|Rosa|@/)
	})

	test('la base misma no deja cerrar sin respuesta, nacer cerrado, escribir en lo cerrado, cambiar ni borrar', async () => {
		const { base, deps, duda } = await mesa()
		const id = await duda()
		const poner = (orden: string) => base.enTransaccion((tx) => sql.raw(orden).execute(tx))
		await expect(poner(`update asunto set estado = 'cerrado' where id = '${id}'`)).rejects.toThrow(
			/asunto_sin_respuesta/,
		)
		exigir(await escribirEnAsunto(deps)({ actor: DSE, id, texto: 'Así se hace' }))
		exigir(await escribirEnAsunto(deps)({ actor: ESCOLARES, id, texto: 'No me quedó claro' }))
		await expect(poner(`update asunto set estado = 'cerrado' where id = '${id}'`)).rejects.toThrow(
			/asunto_sin_respuesta/,
		)
		exigir(await escribirEnAsunto(deps)({ actor: DSE, id, texto: 'Ahora sí' }))
		await expect(poner(`update asunto set titulo = 'otro' where id = '${id}'`)).rejects.toThrow(
			/asunto_no_cambia/,
		)
		await expect(poner(`update asunto set plantel_id = 'lerma' where id = '${id}'`)).rejects.toThrow(
			/asunto_no_cambia/,
		)
		await expect(poner(`delete from asunto where id = '${id}'`)).rejects.toThrow(/asunto_no_se_borra/)
		exigir(await cerrarAsunto(deps)({ actor: DSE, id, visto: 4 }))
		const columnas = 'asunto_id, orden, suceso, persona_id, lado, texto, momento'
		await expect(
			poner(
				`insert into asunto_suceso (${columnas}) values ('${id}', 9, 'mensaje', 'p-dse', 'atiende', 'x', 'm')`,
			),
		).rejects.toThrow(/asunto_cerrado/)
		await expect(
			poner(
				`insert into asunto select 'otro', clase, entidad_id, plantel_id, abre_id, asignado_id, 'cerrado', tramite_id, titulo, peticion, movimientos, creado, actualizado from asunto where id = '${id}'`,
			),
		).rejects.toThrow(/asunto_nace_abierto/)
	})

	test('cerrar mientras se contesta: quien decide sobre lo que ya no es, no cierra', async () => {
		const { deps, duda } = await mesa()
		const id = await duda()
		exigir(await escribirEnAsunto(deps)({ actor: DSE, id, texto: 'Así se hace' }))
		const [cierre, pregunta] = await Promise.all([
			cerrarAsunto(deps)({ actor: DSE, id, visto: 2 }),
			escribirEnAsunto(deps)({ actor: ESCOLARES, id, texto: 'Espere, falta algo' }),
		])
		const { estado, hilo } = exigir(await verAsunto(deps)({ actor: DSE, id }))
		// Gana uno de los dos, y lo que queda es congruente: o se cerró con respuesta, o quedó por atender.
		expect([cierre.ok, pregunta.ok].filter(Boolean)).toHaveLength(1)
		if (cierre.ok) expect([pregunta, estado]).toMatchObject([{ motivo: 'asunto-cerrado' }, 'cerrado'])
		else {
			expect(cierre.motivo).toMatch(/^asunto-(sin-respuesta|cambiado)$/)
			expect(estado).toBe('en-atencion')
		}
		expect(hilo.map(({ orden }) => orden)).toEqual([1, 2, 3])
	})

	test('de dos que lo toman a la vez viendo lo mismo, uno', async () => {
		const { deps, duda, avisos } = await mesa()
		const id = await duda()
		const asignar = asignarAsunto(deps)
		const tomas = await Promise.all([
			asignar({ actor: DSE, id, personaId: 'p-dse', visto: 1 }),
			asignar({ actor: OTRA_DSE, id, personaId: 'p-dse-2', visto: 1 }),
		])
		expect(tomas.filter(({ ok }) => ok)).toHaveLength(1)
		expect(tomas.find(({ ok }) => !ok)).toMatchObject({ motivo: 'asunto-cambiado' })
		expect(exigir(await verAsunto(deps)({ actor: DSE, id })).estado).toBe('en-atencion')
		// Quien lo tomó para sí no se avisa a sí mismo.
		expect(await avisos(id)).toEqual(['1:p-dse', '1:p-dse-2'])
		exigir(await asignar({ actor: DSE, id, personaId: 'p-dse-2', visto: 2 }))
		expect(await avisos(id)).toContain('3:p-dse-2')
		expect(await asignar({ actor: DSE, id, personaId: 'p-ti', visto: 3 })).toMatchObject({
			motivo: 'no-encontrado',
		})
	})

	test('cada quien ve lo suyo: lo ajeno es como lo que no existe', async () => {
		const { deps, duda, baja } = await nueva()
		const deToluca = await duda()
		const deLerma = await duda(LERMA)
		const laBaja = await baja()
		const deMex = exigir(
			await abrirAsunto(deps)({
				actor: ESTATAL,
				peticion: {
					...{ clase: 'perfil', texto: 'Ya no trabaja aquí' },
					peticion: { cambio: 'baja', personaId: 'p-director' },
				},
			}),
		).id
		const todos = [deToluca, deLerma, laBaja, deMex]
		const ve: readonly (readonly [string, Actor, readonly string[]])[] = [
			['escolares de Toluca', ESCOLARES, [deToluca, laBaja]],
			['dirección de Toluca', DIRECTOR, [deToluca, laBaja]],
			['escolares de Lerma', LERMA, [deLerma]],
			['la entidad', ESTATAL, todos],
			['otra entidad', CDMX, []],
			['DSE', DSE, [deToluca, deLerma, laBaja]],
			['TI', TI, [deMex]],
		]
		for (const [quien, actor, suyos] of ve) {
			const lista = exigir(await listarAsuntos(deps)({ actor, ver: 'todos', pagina: 1 }))
			expect(lista.filas.map(({ id }) => id).sort(), quien).toEqual([...suyos].sort())
			expect(lista.total, quien).toBe(suyos.length)
			for (const id of [...todos, 'nada']) {
				const visto = await verAsunto(deps)({ actor, id })
				if (suyos.includes(id)) expect(visto.ok, quien).toBe(true)
				else expect(visto, quien).toEqual(await verAsunto(deps)({ actor, id: 'otra-nada' }))
			}
		}
		const cuenta = async (actor: Actor) => exigir(await contarAsuntos(deps)({ actor })).porAtender
		expect([await cuenta(DSE), await cuenta(TI), await cuenta(ESCOLARES)]).toEqual([3, 1, 0])
		exigir(await escribirEnAsunto(deps)({ actor: DSE, id: deToluca, texto: 'Así se hace' }))
		expect(await cuenta(DSE)).toBe(2)
	})

	test('quien sólo mira, no escribe; y no ve los datos de una cuenta', async () => {
		const { deps, baja } = await mesa()
		const id = await baja()
		const visto = exigir(await verAsunto(deps)({ actor: ESTATAL, id }))
		expect(visto.puede).toMatchObject({ escribir: false, cerrar: false, asignar: false, darDeBaja: false })
		expect(await escribirEnAsunto(deps)({ actor: ESTATAL, id, texto: 'Yo también' })).toMatchObject({
			motivo: 'sin-permiso',
		})
	})

	test('se filtra por cómo van, por clase y por título', async () => {
		const { deps, duda, baja } = await nueva()
		const una = await duda()
		await duda()
		const otra = await baja()
		exigir(await escribirEnAsunto(deps)({ actor: DSE, id: una, texto: 'Así se hace' }))
		const ids = async (consulta: Partial<Parameters<ReturnType<typeof listarAsuntos>>[0]>) =>
			exigir(await listarAsuntos(deps)({ actor: DSE, ver: 'todos', pagina: 1, ...consulta })).filas.map(
				({ id }) => id,
			)
		expect(await ids({ ver: 'contestados' })).toEqual([una])
		expect(await ids({ ver: 'cerrados' })).toEqual([])
		expect(await ids({ ver: 'por-atender' })).toHaveLength(2)
		expect(await ids({ clase: 'baja' })).toEqual([otra])
		expect(await ids({ busca: 'folio ce2018' })).toEqual([otra])
		expect(await ids({ busca: '%' })).toEqual([])
	})
})
