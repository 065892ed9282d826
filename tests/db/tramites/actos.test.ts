import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { autorizar } from '../../../bff/application/tramites/autorizar.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { denegar } from '../../../bff/application/tramites/denegar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { retirar } from '../../../bff/application/tramites/retirar.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { enAmbasBases } from '../ambas.ts'
import { type Escena, ESCOLARES, ESTATAL, montar } from '../escena.ts'

const RAZON = 'La CURP del acta es otra'

enAmbasBases('autorizar, denegar, retirar y cargar (5, 6, 7)', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarRango(1, 100_000)
		await escena.agregarRango(1, 100_000, { modelo: '2008' })
	})
	afterAll(() => escena.base.cerrar())

	const estadoDe = async (id: string | undefined) =>
		(
			await escena.base.db
				.selectFrom('tramite')
				.select('estado')
				.where('id', '=', id ?? '')
				.executeTakeFirstOrThrow()
		).estado
	const bitacoraDe = (objeto: string) =>
		escena.base.db.selectFrom('bitacora').selectAll().where('objeto', '=', objeto).orderBy('id').execute()
	const motivos = (filas: readonly ResultadoFila[]) => filas.map((fila) => fila.motivo ?? 'hecho')

	describe('autorizar, denegar y retirar (5, 7)', () => {
		test('autorizar anota de dónde a dónde', async () => {
			const [id = ''] = await escena.agregarTramites(1, { estado: 'solicitado' })
			expect(await autorizar(escena.deps)({ actor: ESTATAL, tramites: [id] })).toEqual([{ id, hecho: true }])
			const [anotado] = await bitacoraDe(`tramite:${id}`)
			expect(anotado).toMatchObject({ acto: 'autorizar', perfil: 'escolares-estatal', entidadId: 'mex' })
			expect(JSON.parse(anotado?.detalle ?? '')).toEqual({ de: 'solicitado', a: 'autorizado' })
		})

		test('sin razón no se deniega ni se retira', async () => {
			const [id = ''] = await escena.agregarTramites(1, { estado: 'solicitado' })
			for (const acto of [denegar, retirar]) {
				const filas = await acto(escena.deps)({ actor: ESTATAL, tramites: [id], razon: '   ' })
				expect(motivos(filas)).toEqual(['razon-requerida'])
			}
			expect(await estadoDe(id)).toBe('solicitado')
		})

		test('ya con folio no se retira', async () => {
			const [id = ''] = await escena.agregarTramites(1)
			await registrar(escena.deps)({ actor: ESCOLARES, tramites: [id] })
			const filas = await retirar(escena.deps)({ actor: ESCOLARES, tramites: [id], razon: RAZON })
			expect(filas[0]).toMatchObject({ motivo: 'estado-no-permite' })
			expect(filas[0]?.frase).toContain('registrado')
		})

		test('autorizar y denegar a la vez, en órdenes opuestos: cada trámite queda de una sola manera', async () => {
			const ids = await escena.agregarTramites(30, { estado: 'solicitado' })
			const [si, no, fuera] = await Promise.all([
				autorizar(escena.deps)({ actor: ESTATAL, tramites: ids }),
				denegar(escena.deps)({ actor: ESTATAL, tramites: ids.toReversed(), razon: RAZON }),
				retirar(escena.deps)({ actor: ESCOLARES, tramites: ids.slice(7, 22), razon: RAZON }),
			])
			for (const id of ids) {
				const hechas = [si, no, fuera].flat().filter((fila) => fila.id === id && fila.hecho)
				// Autorizado y luego retirado es un camino; cualquier otro par, no.
				const estado = await estadoDe(id)
				expect(hechas).toHaveLength(estado === 'retirado' && hechas.length === 2 ? 2 : 1)
				const anotados = await bitacoraDe(`tramite:${id}`)
				expect(anotados).toHaveLength(hechas.length)
				expect(JSON.parse(anotados.at(-1)?.detalle ?? '')).toMatchObject({ a: estado })
			}
		})
	})

	describe('cargar (6)', () => {
		test('con los ocho requisitos se carga', async () => {
			const [id = ''] = await escena.agregarTramites(1)
			await registrar(escena.deps)({ actor: ESCOLARES, tramites: [id] })
			expect(motivos(await cargar(escena.deps)({ actor: ESCOLARES, tramites: [id] }))).toEqual(['hecho'])
			expect(await estadoDe(id)).toBe('cargado')
		})

		test('vuelve a leer SAE: lo que dejó de cumplirse desde la solicitud detiene la carga', async () => {
			const ids = await escena.agregarTramites(2)
			await registrar(escena.deps)({ actor: ESCOLARES, tramites: ids })
			const [cambiado, igual] = ids
			const tramite = await escena.base.db
				.selectFrom('tramite')
				.select('matricula')
				.where('id', '=', cambiado ?? '')
				.executeTakeFirstOrThrow()
			await escena.base.db
				.updateTable('egresado')
				.set({ institucionMedica: 'No tengo Seguridad Social o lo Desconozco' })
				.where('matricula', '=', tramite.matricula)
				.execute()
			const filas = await cargar(escena.deps)({ actor: ESCOLARES, tramites: ids })
			expect(filas.find((fila) => fila.id === cambiado)).toMatchObject({
				motivo: 'requisitos-incumplidos',
				frase: expect.stringContaining('6 g'),
			})
			expect(filas.find((fila) => fila.id === igual)).toEqual({ id: igual, hecho: true })
			expect(await estadoDe(cambiado)).toBe('registrado')
		})

		test('un «registrado» sin folio en el Libro no se carga (6 d)', async () => {
			const [id = ''] = await escena.agregarTramites(1, { estado: 'registrado' })
			const [fila] = await cargar(escena.deps)({ actor: ESCOLARES, tramites: [id] })
			expect(fila?.frase).toContain('6 d')
		})
	})
})
