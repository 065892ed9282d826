import { expect, test } from 'vitest'
import { abrirAsunto } from '../../../bff/application/mesa/abrir-asunto.ts'
import { atenderBaja } from '../../../bff/application/mesa/atender-baja.ts'
import { cerrarAsunto } from '../../../bff/application/mesa/cerrar-asunto.ts'
import { reabrirAsunto } from '../../../bff/application/mesa/reabrir-asunto.ts'
import { verAsunto } from '../../../bff/application/mesa/ver-asunto.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { comprobarFolios } from '../folios/comprobar.ts'
import { DSE, ESCOLARES, LERMA, mesasDe, OTRA_DSE } from './mesa-de-servicio.ts'

const RAZON = 'La CURP ya se corrigió en SAE'

enAmbasBases('la baja del registro, desde su asunto (15)', (abrir) => {
	const { mesa } = mesasDe(abrir)
	const tramite = ({ db }: Base, id: string) =>
		db
			.selectFrom('tramite as t')
			.innerJoin('folio as f', 'f.tramiteId', 't.id')
			.select(['t.estado', 't.abierto', 't.intento', 'f.folio'])
			.where('t.id', '=', id)
			.executeTakeFirstOrThrow()

	test('el mismo trámite vuelve a los requisitos con su folio, en otro intento, y se carga otra vez', async () => {
		const { base, deps, rechazado, baja } = await mesa()
		const tramiteId = await rechazado()
		const antes = await tramite(base, tramiteId)
		const id = await baja(tramiteId)
		expect(exigir(await verAsunto(deps)({ actor: DSE, id })).puede).toMatchObject({
			darDeBaja: true,
			cancelarFolio: true,
		})
		exigir(await atenderBaja(deps)({ actor: DSE, id, razon: RAZON, cancelar: false }))
		expect(await tramite(base, tramiteId)).toEqual({
			...antes,
			estado: 'registrado',
			intento: antes.intento + 1,
		})
		const notas = (de: string) =>
			base.db.selectFrom('notaMarginal').select('texto').where('folio', '=', de).execute()
		expect((await notas(antes.folio)).map(({ texto }) => texto)).toEqual([
			`Baja del registro en el aplicativo el 15 de julio de 2026, por orden de la Dirección de Servicios Educativos; conserva su folio (15). Razón: ${RAZON}`,
		])
		const visto = exigir(await verAsunto(deps)({ actor: ESCOLARES, id }))
		expect(visto).toMatchObject({ estado: 'contestado', tramite: { estado: 'registrado' } })
		expect(visto.hilo.at(-1)).toMatchObject({ suceso: 'ejecutado', lado: 'atiende', acto: 'dar-de-baja' })
		const anotado = await base.db
			.selectFrom('bitacora')
			.select(['acto', 'objeto', 'detalle'])
			.where('objeto', 'in', [`tramite:${tramiteId}`, `asunto:${id}`])
			.where('acto', 'in', ['dar-de-baja', 'contestar-asunto'])
			.orderBy('id')
			.execute()
		expect(anotado.map(({ acto, objeto }) => [acto, objeto])).toEqual([
			['dar-de-baja', `tramite:${tramiteId}`],
			['contestar-asunto', `asunto:${id}`],
		])
		await comprobarFolios(base)
		expect(await cargar(deps)({ actor: ESCOLARES, tramites: [tramiteId] })).toEqual([
			{ id: tramiteId, hecho: true },
		])
		// Ya respondido, se cierra; y otra baja del mismo registro se pide si SEP lo vuelve a rechazar.
		exigir(await cerrarAsunto(deps)({ actor: ESCOLARES, id, visto: 2 }))
	})

	test('con el folio cancelado, el trámite termina y la matrícula queda libre', async () => {
		const { base, deps, rechazado, baja } = await mesa()
		const tramiteId = await rechazado()
		const id = await baja(tramiteId)
		exigir(await atenderBaja(deps)({ actor: DSE, id, razon: RAZON, cancelar: true }))
		expect(await tramite(base, tramiteId)).toMatchObject({ estado: 'baja', abierto: 0 })
		expect(await base.db.selectFrom('folioCancelado').select('folio').execute()).toContainEqual({
			folio: (await tramite(base, tramiteId)).folio,
		})
		expect(exigir(await verAsunto(deps)({ actor: DSE, id }))).toMatchObject({
			estado: 'contestado',
			puede: { darDeBaja: false, cancelarFolio: false },
		})
	})

	test('de dos que la hacen a la vez, una; y del «no» no queda nada', async () => {
		const { base, deps, rechazado, baja } = await mesa()
		const tramiteId = await rechazado()
		const id = await baja(tramiteId)
		const atender = atenderBaja(deps)
		const hechas = await Promise.all(
			[DSE, OTRA_DSE, DSE, OTRA_DSE].map((actor) => atender({ actor, id, razon: RAZON, cancelar: false })),
		)
		expect(hechas.filter(({ ok }) => ok)).toHaveLength(1)
		for (const una of hechas)
			if (!una.ok) expect(una).toMatchObject({ motivo: 'estado-no-permite', datos: { estado: 'registrado' } })
		expect((await tramite(base, tramiteId)).intento).toBe(2)
		const { folio } = await tramite(base, tramiteId)
		expect(
			await base.db.selectFrom('notaMarginal').select('id').where('folio', '=', folio).execute(),
		).toHaveLength(1)
		expect(exigir(await verAsunto(deps)({ actor: DSE, id })).movimientos).toBe(2)
	})

	test('una baja en curso no se pide dos veces, ni reabriendo la anterior; cerrada, sí', async () => {
		const { base, deps, rechazado, baja } = await mesa()
		const tramiteId = await rechazado()
		const pedir = () =>
			abrirAsunto(deps)({ actor: ESCOLARES, peticion: { clase: 'baja', tramiteId, texto: 'SEP lo rechazó' } })
		const pedidas = await Promise.all([pedir(), pedir(), pedir()])
		expect(pedidas.filter(({ ok }) => ok)).toHaveLength(1)
		for (const una of pedidas) if (!una.ok) expect(una.motivo).toBe('asunto-ya-abierto')
		const { id: primera } = await base.db
			.selectFrom('asunto')
			.select('id')
			.where('tramiteId', '=', tramiteId)
			.executeTakeFirstOrThrow()
		exigir(await atenderBaja(deps)({ actor: DSE, id: primera, razon: RAZON, cancelar: false }))
		exigir(await cerrarAsunto(deps)({ actor: DSE, id: primera, visto: 2 }))
		await base.db.updateTable('tramite').set({ estado: 'rechazado' }).where('id', '=', tramiteId).execute()
		await baja(tramiteId)
		expect(await reabrirAsunto(deps)({ actor: ESCOLARES, id: primera, texto: 'Otra vez' })).toMatchObject({
			motivo: 'asunto-ya-abierto',
		})
	})

	test('se pide de lo propio y de lo que se puede dar de baja', async () => {
		const { base, deps, agregarTramites, rechazado } = await mesa()
		const ajeno = await rechazado()
		const [autorizado = ''] = await agregarTramites(1)
		const [emitido = ''] = await agregarTramites(1, { estado: 'emitido' })
		const pedir = (actor: typeof DSE, tramiteId: string) =>
			abrirAsunto(deps)({ actor, peticion: { clase: 'baja', tramiteId, texto: 'SEP lo rechazó' } })
		expect(await pedir(LERMA, ajeno)).toEqual(await pedir(LERMA, 'nada'))
		expect(await pedir(DSE, ajeno)).toMatchObject({ motivo: 'sin-permiso' })
		for (const id of [autorizado, emitido])
			expect(await pedir(ESCOLARES, id)).toMatchObject({ motivo: 'estado-no-permite' })
		await registrar(deps)({ actor: ESCOLARES, tramites: [autorizado] })
		// De lo registrado por error se pide cancelar el folio; darlo de baja, no: SEP no lo ha rechazado.
		const { id } = exigir(await pedir(ESCOLARES, autorizado))
		expect(await atenderBaja(deps)({ actor: DSE, id, razon: RAZON, cancelar: false })).toMatchObject({
			motivo: 'estado-no-permite',
		})
		exigir(await atenderBaja(deps)({ actor: DSE, id, razon: RAZON, cancelar: true }))
		expect(await tramite(base, autorizado)).toMatchObject({ estado: 'baja' })
	})

	test('en un asunto cerrado no se da de baja nada', async () => {
		const { deps, baja } = await mesa()
		const id = await baja()
		exigir(await atenderBaja(deps)({ actor: DSE, id, razon: RAZON, cancelar: false }))
		exigir(await cerrarAsunto(deps)({ actor: DSE, id, visto: 2 }))
		expect(await atenderBaja(deps)({ actor: DSE, id, razon: RAZON, cancelar: true })).toMatchObject({
			motivo: 'asunto-cerrado',
		})
	})
})
