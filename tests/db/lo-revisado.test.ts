import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pendientesDeSello } from '../../bff/application/sellado/pendientes.ts'
import { leerPersona } from '../../bff/application/sesion/persona.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { seSella, type Revisable } from '../../src/lib/firma/revision.ts'
import { revisar } from '../lib/firma/revisar.ts'
import { enAmbasBases } from './ambas.ts'
import { corregirValor } from './catalogos/sembrar.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA, type Mesa, ponerMesa } from './mesa-de-sellos.ts'

/*
 * Lo que el BFF dice que se revisó, y lo que el dispositivo ve al compararlo con el documento: las dos mitades de verdad, por
 * encima de la base.
 */
enAmbasBases('lo revisado (16)', (abrir) => {
	let mesa: Mesa
	beforeAll(async () => {
		mesa = await ponerMesa(await abrir())
	})
	afterAll(() => mesa.recoger())

	const revisadoPor = async (actor: Actor, id: string): Promise<Revisable> => {
		const lista = exigir(await pendientesDeSello(mesa.deps)({ actor }))
		const sesion = await leerPersona(mesa.base.db, actor.personaId, '')
		if (!sesion) throw new Error('sin sesión')
		const hallado = revisar({ lista, quien: sesion.persona, hoy: Date.parse('2026-07-15') }).find(
			({ tramiteId }) => tramiteId === id,
		)
		if (!hallado) throw new Error('no está en la lista')
		return hallado
	}
	const datos = ({ diferencias }: Revisable) => diferencias.map(({ dato }) => dato)
	const confirmado = async () => {
		const [id = ''] = await mesa.confirmados(1)
		return id
	}
	const matriculaDe = async (id: string) =>
		(
			await mesa.base.db
				.selectFrom('tramite')
				.select('matricula')
				.where('id', '=', id)
				.executeTakeFirstOrThrow()
		).matricula
	const cambiarDocumento = async (id: string, cambiar: (dec: string) => string) => {
		const { dec } = await mesa.base.db
			.selectFrom('certificado')
			.select('dec')
			.where('tramiteId', '=', id)
			.executeTakeFirstOrThrow()
		expect(cambiar(dec)).not.toBe(dec)
		await mesa.base.db
			.updateTable('certificado')
			.set({ dec: cambiar(dec) })
			.where('tramiteId', '=', id)
			.execute()
	}

	test('de un certificado honesto, el documento y lo revisado dicen lo mismo, con los dos directores', async () => {
		const id = await confirmado()
		expect(datos(await revisadoPor(DIRECTOR_TOLUCA, id))).toEqual([])
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		const estatal = await revisadoPor(DIRECTOR_MEX, id)
		expect(datos(estatal)).toEqual([])
		// Las CURP de la escena no tienen la forma de una CURP, y eso también lo ve.
		expect(estatal.reparos.map(({ dato }) => dato)).toEqual(['CURP'])
	})

	test('trae la muestra que hay que abrir y el nombre como SAE lo tiene', async () => {
		const id = await confirmado()
		const lista = exigir(await pendientesDeSello(mesa.deps)({ actor: DIRECTOR_TOLUCA }))
		expect(lista.muestra).toEqual({ minimo: 3, porcentaje: 2 })
		const suyo = lista.certificados.find(({ tramiteId }) => tramiteId === id)
		expect(suyo?.revisado.nombreSae.nombre).toBe(suyo?.revisado.nombreSae.nombre.toUpperCase())
	})

	describe('no sale del documento guardado', () => {
		test.each([
			[
				'Promedio',
				(dec: string) => dec.replace('"promedioAprovechamiento":"9.1"', '"promedioAprovechamiento":"9.9"'),
			],
			[
				'Nombre',
				(dec: string) => dec.replace('"nombre":"María de los Ángeles"', '"nombre":"Maria de los Angeles"'),
			],
			['Módulo 1: calificación', (dec: string) => dec.replace('"calificacion":"9.5"', '"calificacion":"10"')],
			['Clave del municipio', (dec: string) => dec.replace('"idMunicipio":"106"', '"idMunicipio":"107"')],
			['Institución', (dec: string) => dec.replace(/"nombreIEMS":"[^"]+"/, '"nombreIEMS":"Otra"')],
		])('cambiar «%s» en él se nota', async (dato, cambiar) => {
			const id = await confirmado()
			await cambiarDocumento(id, cambiar)
			const revisable = await revisadoPor(DIRECTOR_TOLUCA, id)
			expect(datos(revisable)).toEqual([dato])
			expect(seSella(revisable)).toBe(false)
		})
	})

	test('lo que SAE cambió después del primer sello se nota en el segundo', async () => {
		const id = await confirmado()
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		const matricula = await matriculaDe(id)
		await mesa.base.db
			.updateTable('egresado')
			.set({ promedio: '8.4', fechaTermino: '2026-07-04' })
			.where('matricula', '=', matricula)
			.execute()
		expect((await revisadoPor(DIRECTOR_MEX, id)).diferencias).toEqual([
			{ dato: 'Fecha de término', enDocumento: '2026-07-03T00:00:00', revisado: '2026-07-04T00:00:00' },
			{ dato: 'Promedio', enDocumento: '9.1', revisado: '8.4' },
			{
				dato: 'Promedio en letra',
				enDocumento: 'Nueve punto uno',
				revisado: 'Ocho punto cuatro',
			},
		])
	})

	test('una calificación que SAE ya no tiene se nota', async () => {
		const id = await confirmado()
		await mesa.base.db
			.deleteFrom('moduloCursado')
			.where('matricula', '=', await matriculaDe(id))
			.where('clave', '=', 'M2')
			.execute()
		expect(datos(await revisadoPor(DIRECTOR_TOLUCA, id))).toEqual(['Módulo 2: calificación'])
	})

	// Al final: cambia el plantel de todos.
	test('lo que un catálogo decía ese día, corregido después, se nota, y dice en qué', async () => {
		const id = await confirmado()
		await corregirValor(mesa.base, 'municipio', '15106', { nombre: 'Otro municipio' })
		expect(datos(await revisadoPor(DIRECTOR_TOLUCA, id))).toEqual(['Municipio'])
	})
})
