import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leerDetalle } from '../../../bff/application/egresados/detalle.ts'
import { nombresPorConfirmar } from '../../../bff/application/nombres/por-confirmar.ts'
import type { TablaEgresado } from '../../../bff/application/tablas/egresados.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../../bff/application/tramites/confirmar-nombre.ts'
import { confirmarNombres } from '../../../bff/application/tramites/confirmar-nombres.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { type Nombre, proponerNombre } from '#core/domain/nombre.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import {
	actor,
	AHORA,
	enPlantel,
	type Escena,
	ESCOLARES,
	ESTATAL,
	montar,
	type PlantelDeEscena,
} from '../escena.ts'

const LLANO = { nombre: 'ANA', primerApellido: 'FLORES', segundoApellido: 'CRUZ' }
const PROPUESTO: Nombre = { nombre: 'Ana', primerApellido: 'Flores', segundoApellido: 'Cruz' }
const EN_LERMA = actor('escolares-plantel', enPlantel('lerma'))

enAmbasBases('los nombres de una pieza se confirman juntos (17)', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarRango(1, 1000)
		await escena.agregarRango(5001, 6000, { plantel: 'lerma' })
	})
	afterAll(() => escena.base.cerrar())

	// La confronta con RENAPO es por CURP: con nombres distintos, cada quien la suya.
	let curps = 0
	const curp = () => `FOCA080115MMC${String((curps += 1)).padStart(5, '0')}`
	const cargado = async (cambios: Partial<TablaEgresado> = {}, plantel: PlantelDeEscena = 'toluca') => {
		const [id = ''] = await escena.agregarTramites(1, {
			plantel,
			cambios: { ...LLANO, curp: curp(), ...cambios },
		})
		const quien = actor('escolares-plantel', enPlantel(plantel))
		await registrar(escena.deps)({ actor: quien, tramites: [id] })
		expect(await cargar(escena.deps)({ actor: quien, tramites: [id] })).toEqual([{ id, hecho: true }])
		return id
	}
	const confirmar = (
		pedidos: readonly (readonly [id: string, nombre?: Nombre])[],
		quien: Actor = ESCOLARES,
	) =>
		confirmarNombres(escena.deps)({
			actor: quien,
			nombres: pedidos.map(([tramiteId, nombre = PROPUESTO]) => ({ tramiteId, nombre })),
		})
	const tramiteDe = (id: string) =>
		escena.base.db.selectFrom('tramite').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	const certificadoDe = (id: string) =>
		escena.base.db.selectFrom('certificado').selectAll().where('tramiteId', '=', id).executeTakeFirst()
	const anotadas = async (id: string) =>
		(
			await escena.base.db
				.selectFrom('bitacora')
				.select(['quien', 'momento', 'plantelId', 'detalle'])
				.where('objeto', '=', `tramite:${id}`)
				.where('acto', '=', 'confirmar-nombre')
				.orderBy('id')
				.execute()
		).map(({ detalle, ...resto }) => ({ ...resto, detalle: JSON.parse(detalle) as unknown }))
	const sigueIgual = async (id: string) => {
		expect(await tramiteDe(id)).toMatchObject({ estado: 'cargado' })
		expect(await certificadoDe(id)).toBeUndefined()
		expect(await anotadas(id)).toEqual([])
	}

	test('cada uno queda como si se hubiera confirmado solo, y se anota que fue en lote', async () => {
		const ids = [await cargado(), await cargado({ segundoApellido: null }), await cargado()]
		const [a = '', b = '', c = ''] = ids
		expect(await confirmar([[a], [b, { ...PROPUESTO, segundoApellido: null }], [c]])).toEqual(
			ids.toSorted().map((id) => ({ id, hecho: true })),
		)
		for (const id of ids) {
			expect(await tramiteDe(id)).toMatchObject({
				estado: 'nombre-confirmado',
				nombre: 'Ana',
				primerApellido: 'Flores',
				nombreEditado: 0,
			})
		}
		expect(await anotadas(a)).toEqual([
			{
				quien: ESCOLARES.personaId,
				momento: AHORA,
				plantelId: 'toluca',
				detalle: { antes: LLANO, despues: PROPUESTO, editado: false, enLote: true },
			},
		])
		// El mismo certificado que el camino de uno: sólo cambian el folio y la matrícula.
		const solo = await cargado()
		exigir(await confirmarNombre(escena.deps)({ actor: ESCOLARES, tramiteId: solo, nombre: PROPUESTO }))
		const [deLote, deUno] = [await certificadoDe(a), await certificadoDe(solo)]
		const sinLoSuyo = (dec: string | undefined) => {
			const leido = JSON.parse(dec ?? '{}') as { alumno: { numeroControl: string; curp: string } }
			return { ...leido, folioControl: '', alumno: { ...leido.alumno, numeroControl: '', curp: '' } }
		}
		expect(sinLoSuyo(deLote?.dec)).toEqual(sinLoSuyo(deUno?.dec))
		expect(deLote?.dec).not.toBe(deUno?.dec)
		expect(deLote).toMatchObject({ fecha: deUno?.fecha, selloCalidad: deUno?.selloCalidad })
	})

	test.each([
		['se le sugiere un acento', { primerApellido: 'GARCIA' }, 'podría llevar acento'],
		['se le sugiere una diéresis', { primerApellido: 'ARGUELLES' }, 'podría llevar acento'],
		['lleva partícula', { primerApellido: 'DE LA PEÑA' }, 'partícula'],
		['lleva apóstrofo', { primerApellido: "O'HARA" }, 'apóstrofo'],
		['lleva guion', { primerApellido: 'FLORES-CRUZ' }, 'guion'],
		['lleva Mc', { primerApellido: 'MCKAY' }, 'mc o mac'],
		['va abreviado', { nombre: 'MA ELENA' }, 'inicial o abreviatura'],
	])('si %s, el servidor lo rehúsa aunque se le pida, y los demás siguen', async (_, cambios, porque) => {
		const [uno, otro] = [await cargado(cambios), await cargado()]
		const filas = await confirmar([[uno, proponerNombre({ ...LLANO, ...cambios })], [otro]])
		const fila = filas.find(({ id }) => id === uno)
		expect(fila).toMatchObject({ hecho: false, motivo: 'nombre-pide-revision' })
		expect(fila?.frase).toContain(porque)
		await sigueIgual(uno)
		expect(await tramiteDe(otro)).toMatchObject({ estado: 'nombre-confirmado' })
	})

	test('lo que la persona leyó debe ser la propuesta de ahora', async () => {
		const cambiado = await cargado()
		const { matricula } = await tramiteDe(cambiado)
		await escena.base.db
			.updateTable('egresado')
			.set({ nombre: 'EVA' })
			.where('matricula', '=', matricula)
			.execute()
		const escrito = await cargado()
		const filas = await confirmar([[cambiado], [escrito, { ...PROPUESTO, nombre: 'Aná' }]])
		expect(filas).toHaveLength(2)
		for (const fila of filas) {
			expect(fila).toMatchObject({ hecho: false, motivo: 'nombre-pide-revision' })
			expect(fila.frase).toContain('no es la propuesta de ahora')
		}
		await sigueIgual(cambiado)
		await sigueIgual(escrito)
	})

	test('lo que alguien ya confirmó, aunque haya vuelto a «cargado», no se confirma en lote encima', async () => {
		const id = await cargado()
		const decidido = { ...PROPUESTO, nombre: 'Aná' }
		exigir(await confirmarNombre(escena.deps)({ actor: ESCOLARES, tramiteId: id, nombre: decidido }))
		expect(await confirmar([[id]])).toMatchObject([{ hecho: false, motivo: 'nombre-pide-revision' }])
		await escena.base.db.updateTable('tramite').set({ estado: 'cargado' }).where('id', '=', id).execute()
		const [fila] = await confirmar([[id]])
		expect(fila).toMatchObject({ hecho: false, motivo: 'nombre-pide-revision' })
		expect(fila?.frase).toContain('ya se había confirmado')
		expect(await tramiteDe(id)).toMatchObject({ nombre: 'Aná', estado: 'cargado' })
	})

	test('un dato que no cabe detiene sólo al suyo, y se dice cuál', async () => {
		const [mal, bien] = [await cargado({ promedio: '9.15' }), await cargado()]
		const filas = await confirmar([[mal], [bien]])
		expect(filas.find(({ id }) => id === mal)).toMatchObject({ hecho: false, motivo: 'dato-no-cabe' })
		expect(filas.find(({ id }) => id === bien)).toEqual({ id: bien, hecho: true })
		await sigueIgual(mal)
	})

	test('el que ya no cumple los requisitos no se confirma (6)', async () => {
		const [mal, bien] = [await cargado(), await cargado()]
		const { matricula } = await tramiteDe(mal)
		await escena.base.db
			.updateTable('egresado')
			.set({ institucionMedica: 'En trámite' })
			.where('matricula', '=', matricula)
			.execute()
		const filas = await confirmar([[mal], [bien]])
		expect(filas.find(({ id }) => id === mal)).toMatchObject({ motivo: 'requisitos-incumplidos' })
		expect(filas.find(({ id }) => id === bien)).toEqual({ id: bien, hecho: true })
		await sigueIgual(mal)
	})

	test('lo de otro plantel y lo que no existe se contestan igual; sin el perfil, no se puede', async () => {
		const ajeno = await cargado({}, 'lerma')
		const sinId = (filas: readonly { id: string }[]) => filas.map(({ id: _, ...fila }) => fila)
		const deAjeno = await confirmar([[ajeno]])
		expect(deAjeno).toMatchObject([{ hecho: false, motivo: 'no-encontrado' }])
		expect(sinId(deAjeno)).toEqual(sinId(await confirmar([['no-existe']])))
		expect(await confirmar([[ajeno]], ESTATAL)).toMatchObject([{ hecho: false, motivo: 'sin-permiso' }])
		await sigueIgual(ajeno)
	})

	test('el mismo dos veces en la petición se confirma una', async () => {
		const id = await cargado()
		expect(await confirmar([[id], [id]])).toEqual([{ id, hecho: true }])
		expect(await anotadas(id)).toHaveLength(1)
	})

	test('cien a la vez, y otra vez no', async () => {
		const ids = await escena.agregarTramites(100, { cambios: { ...LLANO, curp: curp() } })
		await registrar(escena.deps)({ actor: ESCOLARES, tramites: ids })
		await cargar(escena.deps)({ actor: ESCOLARES, tramites: ids })
		const pedidos = ids.map((id) => [id] as const)
		const [una, otra] = await Promise.all([confirmar(pedidos), confirmar(pedidos)])
		const hechas = [...una, ...otra].filter(({ hecho }) => hecho).map(({ id }) => id)
		expect(hechas.toSorted()).toEqual(ids.toSorted())
		const { total } = await escena.base.db
			.selectFrom('bitacora')
			.select((e) => e.fn.countAll<number>().as('total'))
			.where('acto', '=', 'confirmar-nombre')
			.where(
				'objeto',
				'in',
				ids.map((id) => `tramite:${id}`),
			)
			.executeTakeFirstOrThrow()
		expect(Number(total)).toBe(100)
	})

	describe('la lista de los que esperan', () => {
		const listar = async (consulta: { cuales?: 'lote' | 'uno'; pagina?: number } = {}, quien = EN_LERMA) =>
			exigir(
				await nombresPorConfirmar(escena.deps)({
					actor: quien,
					consulta: { pagina: 1, ...consulta },
				}),
			)

		test('aparta los de una pieza de los que van uno a uno, por apellidos, y sólo los del plantel', async () => {
			await escena.base.db.updateTable('tramite').set({ estado: 'retirado', abierto: 0 }).execute()
			await cargado({ primerApellido: 'ÑUU' }, 'lerma')
			const flores = await cargado({}, 'lerma')
			const garcia = await cargado({ nombre: 'JOSÉ', primerApellido: 'GARCIA' }, 'lerma')
			await cargado({ primerApellido: 'NAVA' }, 'lerma')
			await cargado()
			const enLote = await listar()
			expect(enLote).toMatchObject({ enLote: 3, unoAUno: 1, pagina: 1, porPagina: 50 })
			expect(enLote.filas.map(({ propuesta }) => propuesta.primerApellido)).toEqual(['Flores', 'Nava', 'Ñuu'])
			expect(enLote.filas[0]).toMatchObject({
				tramiteId: flores,
				sae: LLANO,
				propuesta: PROPUESTO,
				razones: [],
			})
			expect((await listar({ cuales: 'uno' })).filas).toMatchObject([
				{
					tramiteId: garcia,
					razones: ['acento'],
					sugerencias: [{ campo: 'primerApellido', de: 'Garcia', a: 'García', fuente: 'faker-js' }],
				},
			])
			expect((await listar({ pagina: 2 })).filas).toEqual([])
			expect(await listar({}, ESCOLARES)).toMatchObject({ cuales: 'lote', enLote: 1, unoAUno: 0 })
			await escena.base.db
				.updateTable('tramite')
				.set({ estado: 'retirado' })
				.where('id', '<>', garcia)
				.execute()
			// Sin decir cuáles, los primeros que haya: aquí sólo queda uno aparte.
			expect(await listar()).toMatchObject({ cuales: 'uno', filas: [{ tramiteId: garcia }] })
		})

		test('lo que vuelve con un nombre ya confirmado va uno a uno', async () => {
			const id = await cargado({}, 'lerma')
			exigir(await confirmarNombre(escena.deps)({ actor: EN_LERMA, tramiteId: id, nombre: PROPUESTO }))
			await escena.base.db.updateTable('tramite').set({ estado: 'cargado' }).where('id', '=', id).execute()
			const fila = (await listar({ cuales: 'uno' })).filas.find(({ tramiteId }) => tramiteId === id)
			expect(fila?.razones).toEqual(['confirmado-antes'])
		})

		test('quien no confirma nombres no la ve', async () => {
			const consulta = { cuales: 'lote', pagina: 1 } as const
			expect(await nombresPorConfirmar(escena.deps)({ actor: ESTATAL, consulta })).toMatchObject({
				motivo: 'sin-permiso',
			})
		})
	})

	test('la ficha cuenta cada confirmación, de qué a qué, también la de un trámite anterior', async () => {
		const id = await cargado()
		const { matricula } = await tramiteDe(id)
		const editado = { ...PROPUESTO, nombre: 'Aná' }
		await confirmar([[id]])
		exigir(await confirmarNombre(escena.deps)({ actor: ESCOLARES, tramiteId: id, nombre: editado }))
		const leer = async () => exigir(await leerDetalle(escena.deps)({ actor: ESCOLARES, matricula })).nombres
		const historia = [
			{ antes: LLANO, despues: PROPUESTO, editado: false, enLote: true },
			{ antes: PROPUESTO, despues: editado, editado: true, enLote: false },
		].map((cambio) => ({ ...cambio, momento: AHORA, quien: 'Rosa Inventada' }))
		expect(await leer()).toEqual(historia)
		await escena.base.db
			.updateTable('tramite')
			.set({ estado: 'baja', abierto: 0 })
			.where('id', '=', id)
			.execute()
		expect(await leer()).toEqual(historia)
	})
})
