import { afterAll, beforeAll, expect, test } from 'vitest'
import { avisarLote } from '../../../bff/application/lotes/avisar.ts'
import { barrerLotes } from '../../../bff/application/lotes/barrer.ts'
import { integrarLotes } from '../../../bff/application/lotes/integrar.ts'
import { SISTEMA } from '../../../bff/application/lotes/mover-lote.ts'
import { vigilarLotes } from '../../../bff/application/lotes/vigilar.ts'
import type { Correo } from '../../../bff/application/ports.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA } from '../escena.ts'
import { HORA, type MesaDeLotes, ponerMesaDeLotes } from '../mesa-de-lotes.ts'

enAmbasBases('lo que tarda y lo que se atora (11)', (abrir) => {
	let mesa: MesaDeLotes
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
		await mesa.base.db
			.insertInto('persona')
			.values({
				...{ id: 'p-dse', tid: null, oid: null, correo: 'dse@conalep.edu.mx', nombre: 'Rosa', perfil: 'dse' },
				...{ primerApellido: 'Inventada', segundoApellido: null, curp: null, idCargo: null, cargo: null },
				...{ entidadId: null, plantelId: null },
			})
			.execute()
	})
	afterAll(() => mesa.recoger())

	/** Un lote integrado que nadie mueve. */
	const quieto = async () => {
		const [id = ''] = await mesa.sellados(1)
		await integrarLotes(mesa.deps)({ entidadId: 'mex', autor: SISTEMA })
		return (await mesa.enLote(id)).lote
	}
	const trabajos = (clase: string) =>
		mesa.base.db
			.selectFrom('trabajo')
			.select(['clave', 'carga', 'estado'])
			.where('clase', '=', clase)
			.where('estado', '=', 'pendiente')
			.execute()

	test('a las dos horas se avisa a la entidad y a las veinticuatro también a la DSE, una sola vez cada uno', async () => {
		const lote = await quieto()
		const en = (horas: number) => ({
			...mesa.deps,
			reloj: () => new Date(Date.parse(AHORA) + horas * HORA).toISOString() as Instante,
		})
		const avisados = async () =>
			(await trabajos('avisar-lote')).map(({ carga }) => {
				const { nivel, personaId } = JSON.parse(carga) as { nivel: string; personaId: string }
				return `${nivel} ${personaId}`
			})
		await vigilarLotes(en(1.9))
		expect(await avisados()).toEqual([])
		await vigilarLotes(en(2))
		await vigilarLotes(en(3))
		expect(await avisados()).toEqual(['aviso p-escolares-estatal'])
		await vigilarLotes(en(24))
		await vigilarLotes(en(25))
		expect((await avisados()).sort()).toEqual([
			'aviso p-escolares-estatal',
			'escalado p-dse',
			'escalado p-escolares-estatal',
		])
		const anotados = await mesa.base.db
			.selectFrom('bitacora')
			.select('acto')
			.where('objeto', '=', `lote:${lote}`)
			.where('acto', 'in', ['avisar-de-lote', 'escalar-lote'])
			.execute()
		expect(anotados.map(({ acto }) => acto).sort()).toEqual(['avisar-de-lote', 'escalar-lote'])

		const correos: Correo[] = []
		const avisar = avisarLote({
			base: mesa.base,
			origen: 'https://egreso.example',
			enviarCorreo: (correo) => {
				correos.push(correo)
				return Promise.resolve({ resultado: 'enviado' })
			},
		})
		const aviso = { loteId: lote, nivel: 'escalado', personaId: 'p-dse' } as const
		expect(await avisar(aviso)).toEqual({ resultado: 'enviado' })
		expect(correos[0]).toMatchObject({
			para: 'dse@conalep.edu.mx',
			mensajeId: expect.stringContaining(lote) as string,
		})
		expect(correos[0]?.texto).toContain('https://egreso.example/nacional/lotes')
		await mesa.base.db.updateTable('lote').set({ estado: 'cerrado' }).where('id', '=', lote).execute()
		expect(await avisar(aviso)).toEqual({ resultado: 'ya-no' })
	})

	test('el lote que se quedó sin trabajo se vuelve a encargar; el que tiene uno, o espera a una persona, no', async () => {
		const suelto = await quieto()
		const conTrabajo = await quieto()
		const esperando = await quieto()
		const { db } = mesa.base
		await db
			.updateTable('trabajo')
			.set({ estado: 'fallido' })
			.where('clave', 'in', [suelto, esperando])
			.execute()
		await db.updateTable('lote').set({ pendiente: 'Espera.' }).where('id', '=', esperando).execute()
		await barrerLotes(mesa.deps)
		await barrerLotes(mesa.deps)
		const claves = (await trabajos('enviar-lote')).map(({ clave }) => clave)
		expect(claves.filter((clave) => clave === suelto)).toHaveLength(1)
		expect(claves.filter((clave) => clave === conTrabajo)).toHaveLength(1)
		expect(claves).not.toContain(esperando)
	})

	test('lo sellado que nadie integra se vuelve a encargar', async () => {
		await mesa.sellados(1)
		await mesa.base.db.deleteFrom('trabajo').where('clase', '=', 'integrar-lotes').execute()
		await barrerLotes(mesa.deps)
		expect((await trabajos('integrar-lotes')).map(({ clave }) => clave)).toEqual(['mex'])
	})
})
