import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aplicarSubida } from '../../../bff/application/importaciones/correr.ts'
import { csv, fila } from '../../application/sae/archivo.ts'
import { enAmbasBases, type BaseDePrueba } from '../ambas.ts'
import { ESCOLARES, montar, type Escena } from '../escena.ts'
import { ponerMesaDeSae, type MesaDeSae } from './mesa-de-sae.ts'

const CUANTOS = 1700
const APARTE = fileURLToPath(new URL('aplicar-aparte.ts', import.meta.url))

enAmbasBases('una importación a medio aplicar', (abrir) => {
	let escena: Escena
	let mesa: MesaDeSae
	let destino: BaseDePrueba
	beforeEach(async () => {
		destino = await abrir()
		escena = await montar(destino)
		mesa = ponerMesaDeSae(escena)
	})
	afterEach(async () => {
		await escena.base.cerrar()
		mesa.recoger()
	})

	const cuantos = async (tabla: 'egresado' | 'moduloCursado'): Promise<number> => {
		const { db } = escena.base
		const cuenta = db.selectFrom(tabla).select((e) => e.fn.countAll<number>().as('n'))
		return (await cuenta.executeTakeFirstOrThrow()).n
	}

	test('si el proceso muere a media tanda, otro sigue donde iba: nadie falta, nadie se repite', async () => {
		const filas = Array.from({ length: CUANTOS }, (_, i) =>
			fila({ MATRICULA: `4${String(i).padStart(8, '0')}-0`, PROMEDIO: i === 700 ? '11' : '9.1' }),
		)
		const { id } = await mesa.subir(csv(filas))
		await mesa.actos.aplicar({ actor: ESCOLARES, id, soloBuenos: true })

		const proceso = spawn(process.execPath, [APARTE, destino.url, mesa.carpeta, id, '3'], {
			stdio: ['ignore', 'pipe', 'inherit'],
		})
		const [aviso] = (await once(proceso.stdout, 'data')) as [Buffer]
		expect(aviso.toString()).toBe('a media tanda\n')
		proceso.kill('SIGKILL')
		await once(proceso, 'exit')

		// De la tercera tanda, escrita y sin confirmar, no quedó nada.
		expect(await mesa.leer(id)).toMatchObject({
			estado: 'aplicando',
			avance: { hechos: 1000, total: CUANTOS },
		})
		expect(await cuantos('egresado')).toBe(999)

		await aplicarSubida(mesa.deps, id)
		expect(await mesa.leer(id)).toMatchObject({
			estado: 'aplicada',
			cuentas: { filas: CUANTOS, altas: CUANTOS - 1, cambios: 0, sinCambio: 0, conError: 1 },
		})
		expect(await cuantos('egresado')).toBe(CUANTOS - 1)
		expect(await cuantos('moduloCursado')).toBe(2 * (CUANTOS - 1))
		expect(await mesa.porCorregir(id)).toContain('400000700-0')
		const terminadas = escena.base.db.selectFrom('bitacora').select('id').where('acto', '=', 'importar-sae')
		expect(await terminadas.execute()).toHaveLength(1)
		// Y otra vez no hace nada.
		await aplicarSubida(mesa.deps, id)
		expect(await cuantos('egresado')).toBe(CUANTOS - 1)
	})

	test('dos procesos con la misma importación: cada tanda la hace uno', async () => {
		const filas = Array.from({ length: CUANTOS }, (_, i) =>
			fila({ MATRICULA: `4${String(i).padStart(8, '0')}-0` }),
		)
		const { id } = await mesa.subir(csv(filas))
		await mesa.actos.aplicar({ actor: ESCOLARES, id, soloBuenos: false })
		await Promise.all([aplicarSubida(mesa.deps, id), aplicarSubida(mesa.deps, id)])
		await aplicarSubida(mesa.deps, id)
		expect(await mesa.leer(id)).toMatchObject({ estado: 'aplicada', cuentas: { altas: CUANTOS } })
		expect(await cuantos('egresado')).toBe(CUANTOS)
	})
})
