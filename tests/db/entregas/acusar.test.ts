import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acusar, bajarDocumento, consultarEntrega } from '../../../bff/application/entregas/acusar.ts'
import { entregar } from '../../../bff/application/entregas/entregar.ts'
import { iniciarBuzon } from '../../../bff/application/entregas/iniciar-buzon.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES } from '../escena.ts'
import { type MesaDeEntregas, MINUTO, ponerMesaDeEntregas } from './mesa-de-entregas.ts'

/** El acuse de recibido (13): un acto expreso, una sola vez, que queda en el expediente. */
enAmbasBases('el acuse', (abrir) => {
	let mesa: MesaDeEntregas
	let consultar: ReturnType<typeof consultarEntrega>
	let bajar: ReturnType<typeof bajarDocumento>
	let acusarRecibo: ReturnType<typeof acusar>
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), 12)
		consultar = consultarEntrega(mesa.deps)
		bajar = bajarDocumento(mesa.deps)
		acusarRecibo = acusar(mesa.deps)
	})
	afterAll(() => mesa.recoger())

	/** Un certificado entregado, con la ficha del enlace que llegó por correo. */
	const entregado = async (cambios: Parameters<MesaDeEntregas['confirmar']>[1] = {}, menor = false) => {
		const id = await mesa.emitido()
		if (menor) await mesa.hacerMenor(id)
		await mesa.confirmar(id, cambios)
		await mesa.correr()
		return { id, ficha: mesa.fichaDeAcuse() }
	}
	const leerAcuses = (tramiteId: string) =>
		mesa.base.db.selectFrom('acuse').selectAll().where('tramiteId', '=', tramiteId).execute()
	const documentos = (tramiteId: string, clase: string) =>
		mesa.base.db
			.selectFrom('archivo')
			.select(['nombre', 'sha256'])
			.where('tramiteId', '=', tramiteId)
			.where('clase', '=', clase)
			.execute()

	describe('antes de acusar', () => {
		test('consultar muestra lo entregado y no cambia nada, cuantas veces se abra', async () => {
			const { id, ficha } = await entregado()
			const tablas = ['tramite', 'entrega', 'buzon', 'bitacora', 'trabajo', 'archivo'] as const
			const todo = () =>
				Promise.all([
					...tablas.map((tabla) => mesa.base.db.selectFrom(tabla).selectAll().orderBy('id').execute()),
					mesa.base.db.selectFrom('acuse').selectAll().execute(),
				])
			const antes = await todo()
			const { folioDigital } = await mesa.lotes.tramite(id)
			for (let i = 0; i < 3; i += 1) {
				const vista = exigir(await consultar(ficha))
				expect(vista).toMatchObject({
					nombre: 'María de los Ángeles Muñoz De la Cruz',
					carrera: 'Informática',
					promedio: '9.1',
					folioDigital,
					menor: false,
					acusado: null,
				})
				expect(vista.documentos.map(({ clase }) => clase).sort()).toEqual(['pdf', 'qr', 'xml'])
				expect(await bajar({ ficha, clase: 'pdf' })).toMatchObject({ ok: true })
			}
			expect(await todo()).toEqual(antes)
		})

		test('un enlace inventado, o el del buzón, no muestra nada ni acusa', async () => {
			const { id } = await entregado()
			const delBuzon = await mesa.abrirBuzon(id)
			for (const ficha of [mesa.deps.azar.ficha(), delBuzon, '']) {
				expect(await consultar(ficha)).toMatchObject({ motivo: 'enlace-invalido' })
				expect(await bajar({ ficha, clase: 'xml' })).toMatchObject({ motivo: 'enlace-invalido' })
				expect(await acusarRecibo(ficha)).toMatchObject({ motivo: 'enlace-invalido' })
			}
			expect(await mesa.estado(id)).toBe('entregado')
		})

		test('cada enlace baja lo suyo, byte por byte lo que dice su huella', async () => {
			const [uno, otro] = [await entregado(), await entregado()]
			for (const clase of ['pdf', 'xml', 'qr'] as const) {
				const bytes = await Promise.all(
					[uno, otro].map(async ({ id, ficha }) => {
						const bajado = exigir(await bajar({ ficha, clase }))
						const [guardado] = await documentos(id, clase)
						expect(mesa.deps.huella(bajado.bytes)).toBe(guardado?.sha256)
						return Buffer.from(bajado.bytes)
					}),
				)
				expect(bytes[0]?.equals(bytes[1] ?? Buffer.alloc(0))).toBe(false)
			}
			expect(await bajar({ ficha: uno.ficha, clase: 'acuse' })).toMatchObject({
				motivo: 'documento-no-disponible',
			})
		})

		test('un archivo perdido se dice y no tumba nada', async () => {
			const { id, ficha } = await entregado()
			const [{ sha256 } = { sha256: '' }] = await documentos(id, 'xml')
			await rm(join(mesa.carpeta, sha256.slice(0, 2), sha256))
			expect(await bajar({ ficha, clase: 'xml' })).toMatchObject({ motivo: 'documento-danado' })
			expect(await bajar({ ficha, clase: 'pdf' })).toMatchObject({ ok: true })
		})
	})

	describe('acusar', () => {
		test('registra momento, quién, correo y qué archivos con su huella', async () => {
			const { id, ficha } = await entregado()
			const { momento } = exigir(await acusarRecibo(ficha))
			expect(momento).toBe(mesa.deps.reloj())
			expect(await mesa.estado(id)).toBe('acusado')
			const [acuse] = await leerAcuses(id)
			expect(acuse).toMatchObject({
				quien: 'egresado',
				nombre: 'María de los Ángeles Muñoz De la Cruz',
				momento,
			})
			expect(acuse?.correo).toMatch(/^a\d+@mex\.conalep\.edu\.mx$/)
			const archivos = JSON.parse(acuse?.archivos ?? '[]') as { nombre: string; sha256: string }[]
			const guardados = await Promise.all(['pdf', 'qr', 'xml'].map((clase) => documentos(id, clase)))
			expect(archivos).toHaveLength(3)
			expect(archivos).toEqual(expect.arrayContaining(guardados.flat()))
			expect(await mesa.anotados(id, 'acusar')).toMatchObject([{ perfil: 'egresado', plantelId: 'toluca' }])
		})

		test('por un menor acusa quien manifestó, con su nombre', async () => {
			const madre = { manifiesta: 'madre', nombre: 'Rosa Inventada', correo: 'rosa@correo.example' } as const
			const { id, ficha } = await entregado(madre, true)
			expect(await consultar(ficha)).toMatchObject({ valor: { menor: true } })
			exigir(await acusarRecibo(ficha))
			expect(await leerAcuses(id)).toMatchObject([
				{ quien: 'madre', nombre: 'Rosa Inventada', correo: 'rosa@correo.example' },
			])
		})

		test('dos veces, también a la vez, es una: el mismo momento', async () => {
			const { id, ficha } = await entregado()
			const [una, otra] = await Promise.all([acusarRecibo(ficha), acusarRecibo(ficha)])
			expect(otra).toEqual(una)
			mesa.avanzar(MINUTO)
			expect(await acusarRecibo(ficha)).toEqual(una)
			expect(await leerAcuses(id)).toHaveLength(1)
			expect(await mesa.anotados(id, 'acusar')).toHaveLength(1)
		})

		test('por dos enlaces del mismo certificado, vale el primero', async () => {
			const { id, ficha } = await entregado()
			exigir(await entregar(mesa.deps)({ actor: ESCOLARES, tramiteId: id }))
			await mesa.correr()
			const segunda = mesa.fichaDeAcuse()
			const primero = exigir(await acusarRecibo(ficha))
			mesa.avanzar(MINUTO)
			expect(exigir(await acusarRecibo(segunda))).toEqual(primero)
		})

		test('acusado, ya no se vuelve a entregar ni se abre otro buzón', async () => {
			const { id, ficha } = await entregado()
			exigir(await acusarRecibo(ficha))
			for (const negado of [
				await entregar(mesa.deps)({ actor: ESCOLARES, tramiteId: id }),
				await iniciarBuzon(mesa.deps)({ actor: ESCOLARES, tramiteId: id }),
			]) {
				expect(negado).toMatchObject({ motivo: 'estado-no-permite' })
			}
			expect(await consultar(ficha)).toMatchObject({ ok: true })
		})
	})

	describe('la copia del acuse', () => {
		test('su PDF queda en el expediente y se manda a quien acusó; un reintento no lo repite', async () => {
			const { id, ficha } = await entregado()
			exigir(await acusarRecibo(ficha))
			mesa.correos.length = 0
			mesa.respuestas.push({ resultado: 'temporal', razon: 'sin respuesta (ETIMEDOUT)' })
			await mesa.correr()
			mesa.avanzar(6 * 60 * MINUTO)
			await mesa.correr()
			expect(mesa.correos).toHaveLength(2)
			expect(mesa.correos[1]).toEqual(mesa.correos[0])
			expect(mesa.correos[0]?.adjuntos?.map(({ tipo }) => tipo)).toEqual(['application/pdf'])
			const guardados = await documentos(id, 'acuse')
			expect(guardados).toHaveLength(1)
			const bajado = exigir(await bajar({ ficha, clase: 'acuse' }))
			expect(mesa.deps.huella(bajado.bytes)).toBe(guardados[0]?.sha256)
			// No es uno de los documentos que se le entregaron: no sale entre ellos.
			expect(
				exigir(await consultar(ficha))
					.documentos.map(({ clase }) => clase)
					.sort(),
			).toEqual(['pdf', 'qr', 'xml'])
		})
	})
})
