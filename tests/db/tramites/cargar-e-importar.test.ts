import { setTimeout as esperar } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { importarDeUnaVez } from '../../../bff/application/importaciones/de-una-vez.ts'
import { enMemoria } from '../../../bff/application/sae/lector/fuente.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { exigir } from '#core/domain/result.ts'
import { bytes, csv, fila } from '../../application/sae/archivo.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES } from '../escena.ts'
import { escenasDe } from './abrir-escena.ts'

enAmbasBases('cargar mientras se importa (6, 18)', (abrir) => {
	const { escena } = escenasDe(abrir)

	test('se carga lo que SAE dice al cargar: lo que una importación en curso cambia no queda cargado', async () => {
		const { base, deps, agregarTramites, agregarRango } = await escena()
		await agregarRango(1, 10)
		const [id = ''] = await agregarTramites(1)
		await registrar(deps)({ actor: ESCOLARES, tramites: [id] })
		const { matricula } = await base.db
			.selectFrom('tramite')
			.select('matricula')
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
		// La importación ya escribió y todavía no confirma: así quien carga la alcanza siempre.
		let escrito = (): void => undefined
		const yaEscribio = new Promise<void>((listo) => (escrito = listo))
		const lento: typeof base = {
			...base,
			enTransaccion: (obra) =>
				base.enTransaccion(async (tx) => {
					const hecho = await obra(tx)
					const cambiada = await tx
						.selectFrom('egresado')
						.select('datosValidados')
						.where('matricula', '=', matricula)
						.executeTakeFirstOrThrow()
					if (cambiada.datosValidados === 0) {
						escrito()
						await esperar(300)
					}
					return hecho
				}),
		}
		const archivo = csv([fila({ MATRICULA: matricula, DATOS_VALIDADOS: 'NO' })])
		const importando = importarDeUnaVez({ ...deps, base: lento })({
			...{ actor: ESCOLARES, archivo: 'a.csv', fuente: enMemoria(bytes(archivo)) },
		})
		await Promise.race([yaEscribio, importando])
		const [cargado] = await cargar(deps)({ actor: ESCOLARES, tramites: [id] })
		expect(exigir(await importando).importacion).toMatchObject({
			estado: 'aplicada',
			cuentas: { cambios: 1 },
		})
		expect(cargado).toMatchObject({ hecho: false, motivo: 'requisitos-incumplidos' })
		const { estado } = await base.db
			.selectFrom('tramite')
			.select('estado')
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
		expect(estado).toBe('registrado')
	})
})
