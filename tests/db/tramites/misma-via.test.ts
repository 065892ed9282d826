import { expect, test } from 'vitest'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import type { TablaEgresado } from '../../../bff/application/tablas/egresados.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES } from '../escena.ts'
import { escenasDe } from './abrir-escena.ts'

const CAMBIOS: readonly (readonly [string, Partial<TablaEgresado>, string])[] = [
	['de otro modelo', { planClave: 'PLAN-2008' }, 'modelo-distinto'],
	['de un modelo anterior', { planClave: 'PLAN-anterior' }, 'modelo-no-electronico'],
	['con certificado en papel', { certificadoFisico: 1 }, 'reposicion-no-electronica'],
]

enAmbasBases('lo que SAE cambia después de solicitar y lo saca de su vía (1, 8, 22)', (abrir) => {
	const { escena } = escenasDe(abrir)

	test.each(CAMBIOS)('%s: ni recibe folio ni, si ya lo tiene, se carga', async (_que, cambio, motivo) => {
		const { base, deps, agregarTramites, agregarRango } = await escena()
		await agregarRango(1, 10)
		const [movido = '', igual = ''] = await agregarTramites(2)
		const cambiar = (id: string, datos: Partial<TablaEgresado>) =>
			base.db
				.updateTable('egresado')
				.set(datos)
				.where('matricula', '=', (e) => e.selectFrom('tramite').select('matricula').where('id', '=', id))
				.execute()
		await cambiar(movido, cambio)
		const sinFolio = await registrar(deps)({ actor: ESCOLARES, tramites: [movido, igual] })
		expect(sinFolio.find(({ id }) => id === movido)).toMatchObject({ hecho: false, motivo })
		expect(sinFolio.find(({ id }) => id === igual)).toMatchObject({ hecho: true })
		// El número que no se le dio es el del otro: no hay hueco.
		expect(await base.db.selectFrom('folio').select('folio').execute()).toEqual([{ folio: 'CE20180000001' }])
		await cambiar(igual, cambio)
		const [sinCargar] = await cargar(deps)({ actor: ESCOLARES, tramites: [igual] })
		expect(sinCargar).toMatchObject({ hecho: false, motivo })
		// Corregido en SAE, sigue donde iba.
		await cambiar(movido, { planClave: 'PLAN-2018', certificadoFisico: 0 })
		expect(await registrar(deps)({ actor: ESCOLARES, tramites: [movido] })).toMatchObject([{ hecho: true }])
	})
})
