import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leerDetalle } from '../../../bff/application/egresados/detalle.ts'
import { listarEgresados } from '../../../bff/application/egresados/listar.ts'
import { leerTablero } from '../../../bff/application/egresados/tablero.ts'
import { devolver } from '../../../bff/application/sellado/devolver.ts'
import { pendientesDeSello } from '../../../bff/application/sellado/pendientes.ts'
import { sellar } from '../../../bff/application/sellado/sellar.ts'
import type { ConsultarRevocacion } from '../../../bff/application/ports.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../../bff/application/tramites/confirmar-nombre.ts'
import type { ClaseDeDevolucion } from '#core/domain/devolucion.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES, ESTATAL } from '../escena.ts'
import {
	DIRECTOR_CDMX,
	DIRECTOR_LERMA,
	DIRECTOR_MEX,
	DIRECTOR_TOLUCA,
	type Mesa,
	ponerMesa,
	vigente,
} from '../mesa-de-sellos.ts'

const RAZON = 'El promedio del acta es 9.3'
const NOMBRE = { nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' }

enAmbasBases('devolver (16–18)', (abrir) => {
	let mesa: Mesa
	beforeAll(async () => {
		mesa = await ponerMesa(await abrir())
	})
	afterAll(() => mesa.recoger())

	const tramiteDe = (id: string) =>
		mesa.base.db
			.selectFrom('tramite')
			.select(['estado', 'intento'])
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
	const devolverComo = (
		actor: Actor,
		ids: readonly string[],
		{ clase = 'promedio', intento = 1 }: { clase?: ClaseDeDevolucion; intento?: number } = {},
	) =>
		devolver(mesa.deps)({
			actor,
			certificados: ids.map((tramiteId) => ({ tramiteId, intento })),
			clase,
			razon: RAZON,
		})
	const devueltosDe = (id: string) =>
		mesa.base.db.selectFrom('devolucion').selectAll().where('tramiteId', '=', id).orderBy('intento').execute()
	const enLista = async (actor: Actor, id: string) =>
		exigir(await pendientesDeSello(mesa.deps)({ actor })).certificados.find(
			({ tramiteId }) => tramiteId === id,
		)
	const confirmar = async (tramiteId: string) =>
		exigir(await confirmarNombre(mesa.deps)({ actor: ESCOLARES, tramiteId, nombre: NOMBRE }))
	const corregir = async (id: string) => {
		expect(await cargar(mesa.deps)({ actor: ESCOLARES, tramites: [id] })).toEqual([{ id, hecho: true }])
		await confirmar(id)
	}
	const sobreDe = async (actor: Actor, id: string) => {
		const efirma = await mesa.efirmaDe(actor.personaId)
		const { intento } = (await enLista(actor, id)) ?? {}
		const sellos = await mesa.sellosDe(actor, [id], efirma)
		return {
			actor,
			certificado: Buffer.from(efirma.cer).toString('base64'),
			sellos: sellos.map((sello) => ({ ...sello, intento })),
		}
	}
	const libroDe = async (id: string) => ({
		folio: await mesa.base.db.selectFrom('folio').selectAll().where('tramiteId', '=', id).execute(),
		asiento: await mesa.base.db.selectFrom('asiento').selectAll().where('tramiteId', '=', id).execute(),
	})

	test.each([
		['nombre', 'cargado'],
		['promedio', 'registrado'],
		['modulos', 'registrado'],
		['curp', 'registrado'],
		['otro', 'registrado'],
	] as const)('por %s, el trámite vuelve a «%s», con su folio y su asiento', async (clase, estado) => {
		const [id = ''] = await mesa.confirmados(1)
		const libro = await libroDe(id)
		expect(libro.asiento).toHaveLength(1)
		expect(exigir(await devolverComo(DIRECTOR_TOLUCA, [id], { clase }))).toEqual([{ id, hecho: true }])
		expect(await tramiteDe(id)).toEqual({ estado, intento: 2 })
		expect(await libroDe(id)).toEqual(libro)
		expect(await devueltosDe(id)).toMatchObject([
			{ intento: 1, rol: 'plantel', personaId: 'd-toluca', clase, razon: RAZON },
		])
		expect(await enLista(DIRECTOR_TOLUCA, id)).toBeUndefined()
	})

	test('corregido, regresa a la lista con su marca, y se sella', async () => {
		const [id = ''] = await mesa.confirmados(1)
		expect(await enLista(DIRECTOR_TOLUCA, id)).toMatchObject({ intento: 1, devuelto: null })
		exigir(await devolverComo(DIRECTOR_TOLUCA, [id]))
		await corregir(id)
		expect(await enLista(DIRECTOR_TOLUCA, id)).toMatchObject({
			intento: 2,
			devuelto: { clase: 'promedio', razon: RAZON, quien: 'Rosa Inventada', rol: 'plantel' },
		})
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		expect(await tramiteDe(id)).toEqual({ estado: 'sellado-plantel', intento: 2 })
		// También la dirección estatal ve que se devolvió una vez.
		expect(await enLista(DIRECTOR_MEX, id)).toMatchObject({ intento: 2, devuelto: { razon: RAZON } })
	})

	test('devuelto por la estatal, el sello del plantel queda en el registro y ya no cuenta', async () => {
		const [id = ''] = await mesa.confirmados(1)
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		exigir(await devolverComo(DIRECTOR_MEX, [id]))
		expect(await tramiteDe(id)).toEqual({ estado: 'registrado', intento: 2 })
		await corregir(id)
		expect(await enLista(DIRECTOR_MEX, id)).toBeUndefined()
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		await mesa.sellarComo(DIRECTOR_MEX, [id])
		const sellos = await mesa.base.db
			.selectFrom('sello')
			.select(['rol', 'intento'])
			.where('tramiteId', '=', id)
			.orderBy('intento')
			.orderBy('rol', 'desc')
			.execute()
		expect(sellos).toEqual([
			{ rol: 'plantel', intento: 1 },
			{ rol: 'plantel', intento: 2 },
			{ rol: 'estatal', intento: 2 },
		])
		expect(await tramiteDe(id)).toMatchObject({ estado: 'sellado-estatal' })
	})

	test('queda en la bitácora, con la razón y de dónde a dónde', async () => {
		const [id = ''] = await mesa.confirmados(1)
		exigir(await devolverComo(DIRECTOR_TOLUCA, [id], { clase: 'nombre' }))
		const renglones = await mesa.base.db
			.selectFrom('bitacora')
			.select(['quien', 'perfil', 'detalle'])
			.where('objeto', '=', `tramite:${id}`)
			.where('acto', '=', 'devolver')
			.execute()
		expect(renglones.map(({ detalle, ...r }) => ({ ...r, detalle: JSON.parse(detalle) as unknown }))).toEqual(
			[
				{
					quien: 'd-toluca',
					perfil: 'director-plantel',
					detalle: { de: 'nombre-confirmado', a: 'cargado', intento: 1, clase: 'nombre', razon: RAZON },
				},
			],
		)
	})

	test('varios a la vez: cada uno se hace o dice por qué no', async () => {
		const [bueno = '', otro = '', sellado = ''] = await mesa.confirmados(3)
		const [ajeno = ''] = await mesa.confirmados(1, 'lerma')
		await mesa.sellarComo(DIRECTOR_TOLUCA, [sellado])
		const filas = exigir(
			await devolverComo(DIRECTOR_TOLUCA, [bueno, sellado, ajeno, 'no-existe', otro, bueno]),
		)
		expect(Object.fromEntries(filas.map(({ id, hecho, motivo }) => [id, hecho ? 'hecho' : motivo]))).toEqual({
			[bueno]: 'hecho',
			[otro]: 'hecho',
			[sellado]: 'ya-sellado',
			[ajeno]: 'fuera-de-ambito',
			'no-existe': 'fuera-de-ambito',
		})
	})

	test('repetirlo es inofensivo, y dice quién lo devolvió', async () => {
		const [id = ''] = await mesa.confirmados(1)
		exigir(await devolverComo(DIRECTOR_TOLUCA, [id]))
		const [fila] = exigir(await devolverComo(DIRECTOR_TOLUCA, [id]))
		expect(fila).toMatchObject({ hecho: false, motivo: 'devuelto' })
		expect(fila?.frase).toContain(
			`Rosa Inventada lo devolvió a Servicios Escolares el 15 de julio de 2026: «${RAZON}»`,
		)
		// La que llega tarde, cuando ya se corrigió, tampoco lo devuelve otra vez.
		await corregir(id)
		expect(exigir(await devolverComo(DIRECTOR_TOLUCA, [id]))).toMatchObject([{ motivo: 'devuelto' }])
		expect(await tramiteDe(id)).toEqual({ estado: 'nombre-confirmado', intento: 2 })
		expect(await devueltosDe(id)).toHaveLength(1)
	})

	test.each([ESCOLARES, ESTATAL])('quien no sella no devuelve: $perfil', async (actor) => {
		const [id = ''] = await mesa.confirmados(1)
		expect(await devolverComo(actor, [id])).toMatchObject({ ok: false, motivo: 'sin-permiso' })
		expect(await tramiteDe(id)).toEqual({ estado: 'nombre-confirmado', intento: 1 })
	})

	test('el de otro lugar o de otro turno no lo devuelve', async () => {
		const [id = ''] = await mesa.confirmados(1)
		for (const [actor, motivo] of [
			[DIRECTOR_LERMA, 'fuera-de-ambito'],
			[DIRECTOR_CDMX, 'fuera-de-ambito'],
			[DIRECTOR_MEX, 'estado-no-permite'],
		] as const) {
			expect(exigir(await devolverComo(actor, [id]))).toMatchObject([{ id, hecho: false, motivo }])
		}
		expect(await tramiteDe(id)).toEqual({ estado: 'nombre-confirmado', intento: 1 })
	})

	test('se ve en el tablero, en la lista y en la ficha, hasta que vuelve a la dirección', async () => {
		const [id = ''] = await mesa.confirmados(1)
		const { matricula } = await mesa.base.db
			.selectFrom('tramite')
			.select('matricula')
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
		const tablero = async () =>
			exigir(await leerTablero(mesa.deps)({ actor: ESCOLARES, consulta: {} })).devueltos
		const enLaLista = async () => {
			const consulta = { pagina: 1, orden: 'nombre', devuelto: 'si' } as const
			const { filas, total } = exigir(await listarEgresados(mesa.deps)({ actor: ESCOLARES, consulta }))
			expect(total).toBe(await tablero())
			return filas.find((fila) => fila.matricula === matricula)
		}
		const ficha = async () =>
			exigir(await leerDetalle(mesa.deps)({ actor: ESCOLARES, matricula })).tramite?.devolucion
		const esperado = { clase: 'curp', razon: RAZON, quien: 'Rosa Inventada', rol: 'plantel' }
		const antes = await tablero()
		expect([await enLaLista(), await ficha()]).toEqual([undefined, null])
		exigir(await devolverComo(DIRECTOR_TOLUCA, [id], { clase: 'curp' }))
		expect(await tablero()).toBe(antes + 1)
		expect(await enLaLista()).toMatchObject({ situacion: 'registrado', devuelto: esperado })
		expect(await ficha()).toMatchObject(esperado)
		await corregir(id)
		expect([await tablero(), await enLaLista()]).toEqual([antes, undefined])
		// La ficha conserva el antecedente.
		expect(await ficha()).toMatchObject(esperado)
	})

	describe('contra un sello', () => {
		test('a la vez: gana uno, y al otro se le dice por qué', async () => {
			const ids = await mesa.confirmados(8)
			const efirma = await mesa.efirmaDe('d-toluca')
			const certificado = Buffer.from(efirma.cer).toString('base64')
			const sellos = await mesa.sellosDe(DIRECTOR_TOLUCA, ids, efirma)
			const [sellado, devuelto] = await Promise.all([
				Promise.all(
					sellos.map((sello) =>
						sellar(mesa.depsSellar())({ actor: DIRECTOR_TOLUCA, certificado, sellos: [sello] }),
					),
				),
				Promise.all(ids.map((id) => devolverComo(DIRECTOR_TOLUCA, [id]))),
			])
			const deSello = new Map(sellado.flatMap((r) => exigir(r)).map((fila) => [fila.id, fila]))
			const deVuelta = new Map(devuelto.flatMap((r) => exigir(r)).map((fila) => [fila.id, fila]))
			for (const id of ids) {
				const [sello, vuelta] = [deSello.get(id), deVuelta.get(id)]
				expect([sello?.hecho, vuelta?.hecho].filter(Boolean)).toHaveLength(1)
				expect(sello?.hecho ? vuelta?.motivo : sello?.motivo).toBe(sello?.hecho ? 'ya-sellado' : 'devuelto')
				expect((await tramiteDe(id)).estado).toBe(sello?.hecho ? 'sellado-plantel' : 'registrado')
				expect(await devueltosDe(id)).toHaveLength(sello?.hecho ? 0 : 1)
			}
		})

		test('lo que se devuelve mientras el sello se verifica, no se sella', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const sobre = await sobreDe(DIRECTOR_TOLUCA, id)
			const consultarRevocacion: ConsultarRevocacion = async (der) => {
				exigir(await devolverComo(DIRECTOR_TOLUCA, [id]))
				return vigente(der)
			}
			const filas = exigir(await sellar(mesa.depsSellar({ consultarRevocacion }))(sobre))
			expect(filas).toMatchObject([{ id, hecho: false, motivo: 'devuelto' }])
			expect(await tramiteDe(id)).toEqual({ estado: 'registrado', intento: 2 })
		})

		test('un sello que esperó sin red dice que se devolvió, también si los datos volvieron iguales', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const guardado = await sobreDe(DIRECTOR_TOLUCA, id)
			exigir(await devolverComo(DIRECTOR_TOLUCA, [id]))
			const enviar = async () => exigir(await sellar(mesa.depsSellar())(guardado))
			expect(await enviar()).toMatchObject([{ id, hecho: false, motivo: 'devuelto' }])
			await corregir(id)
			expect(await enviar()).toMatchObject([{ id, hecho: false, motivo: 'devuelto' }])
			expect(await tramiteDe(id)).toEqual({ estado: 'nombre-confirmado', intento: 2 })
		})

		test('el sello estatal que esperó, con el del plantel ya retirado, dice que se devolvió', async () => {
			const [id = ''] = await mesa.confirmados(1)
			await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
			const guardado = await sobreDe(DIRECTOR_MEX, id)
			exigir(await devolverComo(DIRECTOR_MEX, [id]))
			for (const paso of ['devuelto', 'corregido', 'sellado otra vez por el plantel']) {
				if (paso === 'corregido') await corregir(id)
				if (paso === 'sellado otra vez por el plantel') await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
				const filas = exigir(await sellar(mesa.depsSellar())(guardado))
				expect(filas, paso).toMatchObject([{ id, hecho: false, motivo: 'devuelto' }])
			}
		})
	})
})
