import { expect, test } from 'vitest'
import { cancelarFolios } from '../../../bff/application/folios/cancelar-folio.ts'
import { verLibro } from '../../../bff/application/folios/ver-libro.ts'
import { verRangos } from '../../../bff/application/folios/ver-rangos.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { autorizar } from '../../../bff/application/tramites/autorizar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { solicitar } from '../../../bff/application/tramites/solicitar.ts'
import { exigir } from '#core/domain/result.ts'
import { ESTADOS_TRAMITE, estadosQueAdmiten } from '#core/domain/tramite.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, AHORA, enPlantel, ESCOLARES, ESTATAL } from '../escena.ts'
import { escenasDe } from '../tramites/abrir-escena.ts'
import { comprobarFolios } from './comprobar.ts'

const RAZON = 'Se registró con los datos de otro egresado'
// La persona es una que la escena ya tiene; lo que cuenta es el perfil.
const DSE = { ...actor('dse', { tipo: 'nacional' }), personaId: ESTATAL.personaId }

enAmbasBases('cancelar un folio (8, 15)', (abrir) => {
	const { escena } = escenasDe(abrir)

	const conDosRegistrados = async () => {
		const nueva = await escena()
		await nueva.agregarRango(1, 20)
		const ids = await nueva.agregarTramites(2)
		await registrar(nueva.deps)({ actor: ESCOLARES, tramites: ids })
		return { ...nueva, ids }
	}
	const tramite = ({ db }: Base, id: string) =>
		db
			.selectFrom('tramite')
			.select(['estado', 'abierto', 'matricula'])
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
	const cancelados = async ({ db }: Base) => db.selectFrom('folioCancelado').selectAll().execute()

	test('el folio y su asiento quedan, con la nota al margen; el trámite se cierra y se anota', async () => {
		const { base, deps, ids } = await conDosRegistrados()
		const [primero = ''] = ids
		const orden = { actor: DSE, tramites: [primero], razon: `  ${RAZON} ` }
		expect(await cancelarFolios(deps)(orden)).toEqual([{ id: primero, hecho: true }])
		expect(await tramite(base, primero)).toMatchObject({ estado: 'baja', abierto: 0 })
		const foja = exigir(await verLibro({ base })({ actor: ESCOLARES }))
		expect(foja.asientos.map((uno) => [uno.folio, uno.notas.map(({ texto }) => texto)])).toEqual([
			[
				'CE20180000001',
				[
					`Folio cancelado el 15 de julio de 2026 por orden de la Dirección de Servicios Educativos. Razón: ${RAZON}`,
				],
			],
			['CE20180000002', []],
		])
		const anotado = await base.db
			.selectFrom('bitacora')
			.selectAll()
			.where('acto', '=', 'cancelar-folio')
			.executeTakeFirstOrThrow()
		expect(anotado).toMatchObject({ objeto: `tramite:${primero}`, entidadId: 'mex', plantelId: 'toluca' })
		expect(JSON.parse(anotado.detalle)).toMatchObject({
			de: 'registrado',
			a: 'baja',
			folio: 'CE20180000001',
			razon: RAZON,
		})
		const { rangos } = exigir(await verRangos({ base })({ actor: ESCOLARES }))
		expect(rangos[0]?.cancelados).toEqual([{ numero: 1, razon: RAZON, momento: AHORA }])
		expect((await comprobarFolios(base)).get('toluca')).toBe(2)
	})

	test('la matrícula vuelve a solicitarse y recibe otro folio: el cancelado no se da nunca más', async () => {
		const { base, deps, ids } = await conDosRegistrados()
		const [primero = ''] = ids
		const { matricula } = await tramite(base, primero)
		await cancelarFolios(deps)({ actor: DSE, tramites: [primero], razon: RAZON })
		expect(await solicitar(deps)({ actor: ESCOLARES, matriculas: [matricula] })).toEqual([
			{ id: matricula, hecho: true },
		])
		const { id: otro } = await base.db
			.selectFrom('tramite')
			.select('id')
			.where('matricula', '=', matricula)
			.where('abierto', '=', 1)
			.executeTakeFirstOrThrow()
		await autorizar(deps)({ actor: ESTATAL, tramites: [otro] })
		await registrar(deps)({ actor: ESCOLARES, tramites: [otro] })
		const folios = await base.db.selectFrom('folio').select(['folio', 'tramiteId']).orderBy('folio').execute()
		expect(folios).toEqual([
			{ folio: 'CE20180000001', tramiteId: primero },
			{ folio: 'CE20180000002', tramiteId: ids[1] },
			{ folio: 'CE20180000003', tramiteId: otro },
		])
		await comprobarFolios(base)
	})

	test('se cancela una vez: de ocho órdenes a la vez, una', async () => {
		const { base, deps, ids } = await conDosRegistrados()
		const filas = await Promise.all(
			Array.from({ length: 8 }, () => cancelarFolios(deps)({ actor: DSE, tramites: ids, razon: RAZON })),
		)
		expect(
			filas
				.flat()
				.map((fila) => fila.motivo ?? 'hecho')
				.sort(),
		).toEqual([...Array<string>(14).fill('folio-cancelado'), 'hecho', 'hecho'])
		expect(await cancelados(base)).toHaveLength(2)
		expect(await base.db.selectFrom('notaMarginal').select('id').execute()).toHaveLength(2)
	})

	test('sólo antes de enviarse a SEP, o si SEP lo rechazó', async () => {
		const { base, deps, ids } = await conDosRegistrados()
		const [primero = ''] = ids
		const admiten = estadosQueAdmiten('cancelar-folio')
		for (const estado of ESTADOS_TRAMITE.filter((uno) => !admiten.includes(uno))) {
			await base.db.updateTable('tramite').set({ estado }).where('id', '=', primero).execute()
			const [fila] = await cancelarFolios(deps)({ actor: DSE, tramites: [primero], razon: RAZON })
			expect(fila, estado).toMatchObject({ hecho: false, motivo: 'folio-no-se-cancela' })
		}
		expect(await cancelados(base)).toEqual([])
		await base.db.updateTable('tramite').set({ estado: 'rechazado' }).where('id', '=', primero).execute()
		const [fila] = await cancelarFolios(deps)({ actor: DSE, tramites: [primero], razon: RAZON })
		expect(fila).toMatchObject({ hecho: true })
	})

	test('sin folio no hay qué cancelar, y sin razón no se cancela', async () => {
		const { base, deps, ids, agregarTramites } = await conDosRegistrados()
		const [sinFolio = ''] = await agregarTramites(1)
		const cancelar = cancelarFolios(deps)
		expect(await cancelar({ actor: DSE, tramites: [sinFolio], razon: RAZON })).toMatchObject([
			{ motivo: 'tramite-sin-folio' },
		])
		expect(await cancelar({ actor: DSE, tramites: ['nada'], razon: RAZON })).toMatchObject([
			{ motivo: 'no-encontrado' },
		])
		expect(await cancelar({ actor: DSE, tramites: ids, razon: '   ' })).toMatchObject([
			{ motivo: 'razon-requerida' },
			{ motivo: 'razon-requerida' },
		])
		expect(await cancelados(base)).toEqual([])
	})

	test('sólo la DSE', async () => {
		const { base, deps, ids } = await conDosRegistrados()
		const otros = [
			ESCOLARES,
			ESTATAL,
			actor('director-plantel', enPlantel('toluca')),
			actor('ti', { tipo: 'nacional' }),
		]
		for (const quien of otros) {
			for (const id of [ids[0] ?? '', 'nada']) {
				const [fila] = await cancelarFolios(deps)({ actor: quien, tramites: [id], razon: RAZON })
				expect(fila).toMatchObject({ hecho: false, motivo: 'sin-permiso' })
			}
		}
		expect(await cancelados(base)).toEqual([])
	})
})
