import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { enviarPendientes } from '../../bff/application/lotes/enviar-pendientes.ts'
import { anotarEnvio } from '../../bff/application/lotes/envios.ts'
import { enviarLote } from '../../bff/application/lotes/enviar.ts'
import { integrarLotes } from '../../bff/application/lotes/integrar.ts'
import { listarLotes } from '../../bff/application/lotes/listar.ts'
import { moverLote, SISTEMA } from '../../bff/application/lotes/mover-lote.ts'
import type { Cosfac } from '../../bff/application/ports.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from './ambas.ts'
import { ESTATAL } from './escena.ts'
import { type MesaDeLotes, ponerMesaDeLotes } from './mesa-de-lotes.ts'

enAmbasBases('cuando el envío a COSFAC falla (11)', (abrir) => {
	let mesa: MesaDeLotes
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
	})
	afterAll(() => mesa.recoger())
	beforeEach(() => mesa.nuevaVentanilla())

	test.each(['antes', 'despues'] as const)(
		'la respuesta se pierde (%s de registrarse): desconocido, y nunca se repite solo',
		async (cuando) => {
			mesa.ventanilla().torcer.cortarCarga = cuando
			const [id = ''] = await mesa.sellados(1)
			await mesa.correr(3)
			mesa.ventanilla().torcer.cortarCarga = null
			await mesa.correr(3)
			expect(await mesa.enLote(id)).toMatchObject({ estadoLote: 'desconocido' })
			expect((await mesa.tramite(id)).estado).toBe('enviado')
			expect(mesa.ventanilla().lotes.size).toBe(cuando === 'antes' ? 0 : 1)
			const { lotes } = exigir(await listarLotes(mesa)({ actor: ESTATAL }))
			const visto = lotes.find(({ certificados }) => certificados.some((c) => c.tramiteId === id))
			expect(visto?.mensaje).toContain('no se sabe si COSFAC lo tomó')
		},
	)

	test('el proceso muere a medio envío: quien lo retoma no lo repite', async () => {
		const [id = ''] = await mesa.sellados(1)
		await integrarLotes(mesa.deps)({ entidadId: 'mex', autor: SISTEMA })
		const { lote } = await mesa.enLote(id)
		await mesa.base.enTransaccion(async (tx) => {
			const suyo = await tx.selectFrom('lote').selectAll().where('id', '=', lote).executeTakeFirstOrThrow()
			await moverLote(tx, mesa.deps, suyo, 'enviar')
			await anotarEnvio(tx, suyo, mesa.deps.reloj())
		})
		await mesa.correr(1)
		expect((await mesa.enLote(id)).estadoLote).toBe('desconocido')
		expect(mesa.ventanilla().lotes.size).toBe(0)
	})

	test('la respuesta que llega tarde sigue siendo la respuesta', async () => {
		const [id = ''] = await mesa.sellados(1)
		await integrarLotes(mesa.deps)({ entidadId: 'mex', autor: SISTEMA })
		const { lote } = await mesa.enLote(id)
		const bueno = mesa.deps.cosfac
		const lento: Cosfac = {
			...bueno,
			cargar: async (envio) => {
				await mesa.base.enTransaccion((tx) =>
					moverLote(tx, mesa.deps, { id: lote, entidadId: 'mex' }, 'desconocer'),
				)
				return bueno.cargar(envio)
			},
		}
		expect(await enviarLote({ ...mesa.deps, cosfac: lento })(lote)).toMatchObject({ envio: 'aceptado' })
		await mesa.correr(2)
		expect((await mesa.tramite(id)).estado).toBe('emitido')
	})

	test('COSFAC apagado: consta que no salió, y se insiste', async () => {
		const [id = ''] = await mesa.sellados(1)
		await mesa.ventanilla().cerrar()
		await mesa.correr()
		expect(await mesa.enLote(id)).toMatchObject({ estadoLote: 'integrado' })
		await mesa.nuevaVentanilla()
		await mesa.correr(2)
		expect((await mesa.tramite(id)).estado).toBe('emitido')
		expect(mesa.ventanilla().lotes.size).toBe(1)
	})

	test('COSFAC lo niega al recibirlo: se detiene hasta que alguien lo pide', async () => {
		const [id = ''] = await mesa.sellados(1)
		mesa.ventanilla().torcer.atender = (_, respuesta) => {
			respuesta.writeHead(401).end()
			return true
		}
		await mesa.correr(2)
		expect(await mesa.enLote(id)).toMatchObject({
			estadoLote: 'detenido',
			mensaje: 'COSFAC respondió HTTP 401.',
		})
		delete mesa.ventanilla().torcer.atender
		await mesa.correr(2)
		expect((await mesa.enLote(id)).estadoLote).toBe('detenido')
		expect(exigir(await enviarPendientes(mesa.deps)({ actor: ESTATAL }))).toEqual({
			lotes: 1,
			certificados: 1,
		})
		await mesa.correr(2)
		expect((await mesa.tramite(id)).estado).toBe('emitido')
	})

	test('alguien cambia el XML guardado: no sale nada', async () => {
		const [id = ''] = await mesa.sellados(1)
		await integrarLotes(mesa.deps)({ entidadId: 'mex', autor: SISTEMA })
		const { lote, xml } = await mesa.enLote(id)
		await mesa.base.db
			.updateTable('loteCertificado')
			.set({ xml: xml.replace('9.1', '9.9') })
			.where('loteId', '=', lote)
			.execute()
		await expect(enviarLote(mesa.deps)(lote)).rejects.toThrow('cambió desde que se integró')
		expect(mesa.ventanilla().lotes.size).toBe(0)
	})
})
