import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bajarDocumento, consultarEntrega } from '../../../bff/application/entregas/acusar.ts'
import { ejecutarEntrega, entregar } from '../../../bff/application/entregas/entregar.ts'
import type { Correo } from '../../../bff/application/ports.ts'
import { ok } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES, ESTATAL } from '../escena.ts'
import {
	ESCOLARES_LERMA,
	type MesaDeEntregas,
	MINUTO,
	ORIGEN,
	ponerMesaDeEntregas,
} from './mesa-de-entregas.ts'

/** La entrega por correo (13): una, con sus tres archivos, y repetible sin repetirse. */
enAmbasBases('la entrega', (abrir) => {
	let mesa: MesaDeEntregas
	let ejecutar: ReturnType<typeof ejecutarEntrega>
	let pedirEntrega: ReturnType<typeof entregar>
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), 14)
		ejecutar = ejecutarEntrega(mesa.deps)
		pedirEntrega = entregar(mesa.deps)
	})
	afterAll(() => mesa.recoger())

	/** Un trámite emitido con su buzón confirmado y nada entregado. */
	const confirmado = async (): Promise<string> => {
		// Lo que otra prueba dejó encargado no se cuenta en ésta.
		await mesa.correr()
		const id = await mesa.emitido()
		await mesa.confirmar(id)
		mesa.correos.length = 0
		return id
	}
	const entregados = (): Correo[] => mesa.correos.filter(({ mensajeId }) => mensajeId.startsWith('<entrega-'))
	const pendientes = (clave: string) =>
		mesa.base.db
			.selectFrom('trabajo')
			.select('estado')
			.where('clase', '=', 'entregar')
			.where('clave', '=', clave)
			.where('estado', '=', 'pendiente')
			.execute()

	test('confirmar el buzón entrega: PDF, XML y QR, y el enlace para acusar', async () => {
		const id = await confirmado()
		await mesa.correr()
		const [mensaje] = entregados()
		if (!mensaje) throw new Error('No salió el mensaje')
		const { folioDigital } = await mesa.lotes.tramite(id)
		const adjuntos = mensaje.adjuntos ?? []
		expect(adjuntos.map(({ tipo }) => tipo).sort()).toEqual([
			'application/pdf',
			'application/xml',
			'image/png',
		])
		// Ningún nombre de archivo lleva el de la persona ni su CURP.
		for (const { nombre } of adjuntos) expect(nombre).toMatch(/^CE2018\d{7}(-qr)?\.(pdf|xml|png)$/)
		const xml = adjuntos.find(({ tipo }) => tipo === 'application/xml')
		expect(Buffer.from(xml?.bytes ?? []).toString('utf8')).toContain(folioDigital)
		for (const parte of [mensaje.texto, mensaje.html]) {
			expect(parte).toContain(`${ORIGEN}/acuse#${mesa.fichaDeAcuse()}`)
			expect(parte).toContain(`${ORIGEN}/v/${folioDigital}`)
			expect(parte).toContain('Este trámite es gratuito.')
		}
		expect(await mesa.estado(id)).toBe('entregado')
		expect(await mesa.entregas(id)).toMatchObject([{ estado: 'enviada', error: null }])
		expect(await mesa.anotados(id, 'entregar')).toMatchObject([{ plantelId: 'toluca', entidadId: 'mex' }])
	})

	test('de la ficha del enlace, la base sólo tiene su huella', async () => {
		const id = await confirmado()
		await mesa.correr()
		const [entrega] = await mesa.entregas(id)
		expect(entrega?.ficha).toBe(mesa.deps.huella(mesa.fichaDeAcuse()))
	})

	test('sin buzón confirmado se preparan los documentos y no se manda nada', async () => {
		const id = await mesa.emitido()
		const antes = mesa.correos.length
		expect(await ejecutar(id)).toEqual({ resultado: 'sin-buzon' })
		expect(mesa.correos).toHaveLength(antes)
		expect(await mesa.estado(id)).toBe('emitido')
		expect(await mesa.entregas(id)).toEqual([])
	})

	test('ejecutarla otra vez no manda otro mensaje', async () => {
		const id = await confirmado()
		expect(await ejecutar(id)).toEqual({ resultado: 'entregado' })
		expect(await ejecutar(id)).toEqual({ resultado: 'ya-entregado' })
		expect(entregados()).toHaveLength(1)
		expect(await mesa.anotados(id, 'entregar')).toHaveLength(1)
	})

	describe('cuando el correo falla', () => {
		test('un tropiezo se reintenta con el mismo identificador y el mismo enlace', async () => {
			const id = await confirmado()
			mesa.respuestas.push({ resultado: 'temporal', razon: 'el servidor respondió 451' })
			await mesa.correr()
			expect(await mesa.estado(id)).toBe('emitido')
			expect(await mesa.entregas(id)).toMatchObject([
				{ estado: 'preparada', error: 'el servidor respondió 451', enviado: null },
			])
			mesa.avanzar(6 * 60 * MINUTO)
			await mesa.correr()
			const [primero, segundo, ...mas] = entregados()
			expect(mas).toEqual([])
			expect(segundo).toEqual(primero)
			expect(await mesa.entregas(id)).toMatchObject([{ estado: 'enviada', error: null }])
			expect(await mesa.estado(id)).toBe('entregado')
		})

		test('caerse después de enviar y antes de anotarlo repite el mismo mensaje, no otro', async () => {
			const id = await confirmado()
			const enviarYCaer = () => Promise.reject(new Error('se fue la luz'))
			await expect(ejecutarEntrega({ ...mesa.deps, enviarCorreo: enviarYCaer })(id)).rejects.toThrow()
			expect(await ejecutar(id)).toEqual({ resultado: 'entregado' })
			const [entrega, ...mas] = await mesa.entregas(id)
			expect(mas).toEqual([])
			expect(entregados()).toMatchObject([{ mensajeId: `<entrega-${entrega?.id}@egreso.conalep>` }])
		})

		test('un rechazo definitivo queda dicho y no se insiste solo', async () => {
			const id = await confirmado()
			mesa.respuestas.push({ resultado: 'permanente', razon: 'el servidor respondió 550' })
			await mesa.correr()
			expect(await mesa.entregas(id)).toMatchObject([
				{ estado: 'fallida', error: 'el servidor respondió 550' },
			])
			expect(await mesa.estado(id)).toBe('emitido')
			mesa.avanzar(24 * 60 * MINUTO)
			await mesa.correr()
			expect(await ejecutar(id)).toEqual({ resultado: 'ya-entregado' })
			expect(entregados()).toHaveLength(1)
		})

		test('tras el rechazo, manifestar otro correo y confirmarlo entrega allá', async () => {
			const id = await confirmado()
			mesa.respuestas.push({ resultado: 'permanente', razon: 'el servidor respondió 550' })
			await mesa.correr()
			await mesa.confirmar(id, { correo: 'nuevo@correo.example' })
			await mesa.correr()
			expect(entregados().at(-1)?.para).toBe('nuevo@correo.example')
			expect((await mesa.entregas(id)).map(({ estado }) => estado)).toEqual(['relevada', 'enviada'])
			expect(await mesa.estado(id)).toBe('entregado')
		})

		test('tras el rechazo, el plantel puede pedir que se intente de nuevo', async () => {
			const id = await confirmado()
			mesa.respuestas.push({ resultado: 'permanente', razon: 'el servidor respondió 552' })
			await mesa.correr()
			expect(await pedirEntrega({ actor: ESCOLARES, tramiteId: id })).toEqual(ok(true))
			await mesa.correr()
			expect(await mesa.estado(id)).toBe('entregado')
			const [primero, segundo] = entregados()
			expect(segundo?.mensajeId).not.toBe(primero?.mensajeId)
		})
	})

	describe('pedirla', () => {
		test('sólo el plantel, con el correo confirmado y ya emitido', async () => {
			const id = await mesa.emitido()
			expect(await pedirEntrega({ actor: ESCOLARES, tramiteId: id })).toMatchObject({
				motivo: 'buzon-sin-confirmar',
			})
			await mesa.confirmar(id)
			expect(await pedirEntrega({ actor: ESCOLARES_LERMA, tramiteId: id })).toMatchObject({
				motivo: 'no-encontrado',
			})
			expect(await pedirEntrega({ actor: ESTATAL, tramiteId: id })).toMatchObject({ motivo: 'sin-permiso' })
			expect(await pedirEntrega({ actor: ESCOLARES, tramiteId: 'nadie' })).toMatchObject({
				motivo: 'no-encontrado',
			})
			const [sinEmitir = ''] = await mesa.lotes.agregarTramites(1)
			expect(await pedirEntrega({ actor: ESCOLARES, tramiteId: sinEmitir })).toMatchObject({
				motivo: 'estado-no-permite',
			})
			expect(await mesa.anotados(id, 'pedir-entrega')).toEqual([])
		})

		test('pedirla dos veces antes de que salga la encarga una vez', async () => {
			const id = await confirmado()
			await mesa.correr()
			for (let i = 0; i < 2; i += 1)
				expect(await pedirEntrega({ actor: ESCOLARES, tramiteId: id })).toEqual(ok(true))
			expect(await pendientes(id)).toHaveLength(1)
			await mesa.correr()
			expect(entregados()).toHaveLength(2)
		})

		test('volver a entregar manda otro enlace, y el primero sigue sirviendo', async () => {
			const id = await confirmado()
			await mesa.correr()
			const primera = mesa.fichaDeAcuse()
			await pedirEntrega({ actor: ESCOLARES, tramiteId: id })
			await mesa.correr()
			expect(mesa.fichaDeAcuse()).not.toBe(primera)
			expect((await mesa.entregas(id)).map(({ estado }) => estado)).toEqual(['relevada', 'enviada'])
			for (const ficha of [primera, mesa.fichaDeAcuse()]) {
				expect(await consultarEntrega(mesa.deps)(ficha)).toMatchObject({ ok: true })
				expect(await bajarDocumento(mesa.deps)({ ficha, clase: 'pdf' })).toMatchObject({ ok: true })
			}
		})
	})
})
