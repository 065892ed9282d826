import { setTimeout as unRato } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ejecutarEntrega } from '../../../bff/application/entregas/entregar.ts'
import { iniciarBuzon } from '../../../bff/application/entregas/iniciar-buzon.ts'
import type { Correo, EnviarCorreo } from '../../../bff/application/ports.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES } from '../escena.ts'
import { type MesaDeEntregas, ponerMesaDeEntregas } from './mesa-de-entregas.ts'

/** Dos a la vez sobre el mismo trámite (13): una gana y la otra lo sabe. */
enAmbasBases('carreras de la entrega', (abrir) => {
	let mesa: MesaDeEntregas
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), 6)
	})
	afterAll(() => mesa.recoger())

	const confirmado = async (): Promise<string> => {
		const id = await mesa.emitido()
		await mesa.confirmar(id)
		return id
	}

	describe('abrir el buzón', () => {
		test('varias personas a la vez dejan un solo enlace vivo, y es uno de los que se dieron', async () => {
			const tramiteId = await mesa.emitido()
			for (let ronda = 1; ronda <= 5; ronda += 1) {
				const abiertos = await Promise.all(
					Array.from({ length: 6 }, () => iniciarBuzon(mesa.deps)({ actor: ESCOLARES, tramiteId })),
				)
				const fichas = abiertos.map((uno) => (uno.ok ? (uno.valor.enlace.split('#')[1] ?? '') : ''))
				const vivos = (await mesa.buzones(tramiteId)).filter(({ anulado }) => anulado === null)
				expect(vivos).toHaveLength(1)
				expect(fichas.map((ficha) => mesa.deps.huella(ficha))).toContain(vivos[0]?.ficha)
				expect(await mesa.anotados(tramiteId, 'iniciar-buzon')).toHaveLength(ronda * 6)
			}
		})
	})

	describe('entregar', () => {
		/** Dos procesos que llegan juntos al correo: ninguno contesta hasta que el otro también preguntó. */
		const enPareja = (contestar: (turno: number) => ReturnType<EnviarCorreo>) => {
			const mandados: Correo[] = []
			let abrirPaso = (): void => undefined
			const juntos = new Promise<void>((listo) => (abrirPaso = listo))
			const enviarCorreo: EnviarCorreo = async (correo) => {
				const turno = mandados.push(correo)
				if (turno === 2) abrirPaso()
				await juntos
				return contestar(turno)
			}
			return { mandados, ejecutar: ejecutarEntrega({ ...mesa.deps, enviarCorreo }) }
		}

		test('los dos mandan el mismo mensaje y se anota una vez', async () => {
			const id = await confirmado()
			const { mandados, ejecutar } = enPareja(() => Promise.resolve({ resultado: 'enviado' }))
			const desenlaces = await Promise.all([ejecutar(id), ejecutar(id)])
			expect(desenlaces.map(({ resultado }) => resultado).sort()).toEqual(['entregado', 'ya-entregado'])
			expect(new Set(mandados.map(({ mensajeId }) => mensajeId)).size).toBe(1)
			expect(await mesa.entregas(id)).toMatchObject([{ estado: 'enviada', error: null }])
			expect(await mesa.anotados(id, 'entregar')).toHaveLength(1)
		})

		test('el rechazo que llega tarde no borra que otro ya la entregó', async () => {
			const id = await confirmado()
			const { ejecutar } = enPareja(async (turno) => {
				if (turno === 1) return { resultado: 'enviado' }
				while ((await mesa.entregas(id))[0]?.estado === 'preparada') await unRato(5)
				return { resultado: 'permanente', razon: 'el servidor respondió 550' }
			})
			await Promise.all([ejecutar(id), ejecutar(id)])
			expect(await mesa.entregas(id)).toMatchObject([{ estado: 'enviada', error: null }])
			expect(await mesa.estado(id)).toBe('entregado')
		})
	})
})
