import { afterEach, beforeEach, expect, test } from 'vitest'
import { purgarImportaciones } from '../../../bff/application/importaciones/correr.ts'
import { revisarArchivo } from '../../../bff/application/importaciones/revisar.ts'
import { guardarTrozo } from '../../../bff/application/importaciones/trozos.ts'
import { enMemoria } from '../../../bff/application/sae/lector/fuente.ts'
import { exigir } from '../../../src/core/domain/result.ts'
import { bytes, csv, fila } from '../../application/sae/archivo.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES, montar, type Escena } from '../escena.ts'
import { ponerMesaDeSae, type MesaDeSae } from './mesa-de-sae.ts'

const una = (n: number) => csv([fila({ MATRICULA: `20990000${n}-${n}` })])

enAmbasBases('importación de SAE: nada a medias', (abrir) => {
	let escena: Escena
	let mesa: MesaDeSae
	beforeEach(async () => {
		escena = await montar(await abrir())
		mesa = ponerMesaDeSae(escena)
	})
	afterEach(async () => {
		await escena.base.cerrar()
		mesa.recoger()
	})
	const dentro = (dias: number) => ({
		...mesa.deps,
		reloj: () =>
			new Date(Date.parse(escena.deps.reloj()) + dias * 86_400_000).toISOString() as ReturnType<
				typeof escena.deps.reloj
			>,
	})

	test('la que la persona acepta mientras se purga no pierde su archivo', async () => {
		const ids = [(await mesa.subir(una(1))).id, (await mesa.subir(una(2))).id]
		let aceptada = ''
		const purgar = dentro(8)
		const almacen: typeof mesa.deps.almacen = {
			...purgar.almacen,
			borrar: async (sha256) => {
				if (aceptada === '') {
					for (const id of ids) if ((await mesa.leer(id)).estado === 'revisada') aceptada = id
					exigir(await mesa.actos.aplicar({ actor: ESCOLARES, id: aceptada, soloBuenos: false }))
				}
				await purgar.almacen.borrar(sha256)
			},
		}
		await purgarImportaciones({ ...purgar, almacen })
		expect(await mesa.esperar(aceptada)).toMatchObject({ estado: 'aplicada', cuentas: { altas: 1 } })
		expect(await mesa.leer(ids.find((id) => id !== aceptada) ?? '')).toMatchObject({ estado: 'vencida' })
		expect(mesa.guardados()).toBe(0)
	})

	test('la que se quedó a medio aplicar, con su trabajo ya dado por fallido, se vuelve a encargar y acaba', async () => {
		const { id } = await mesa.subir(una(1))
		exigir(await mesa.actos.aplicar({ actor: ESCOLARES, id, soloBuenos: false }))
		await escena.base.db
			.updateTable('trabajo')
			.set({ estado: 'fallido' })
			.where('clase', '=', 'aplicar-importacion')
			.execute()
		expect(await mesa.actos.descartar({ actor: ESCOLARES, id })).toMatchObject({
			motivo: 'importacion-no-admite',
		})
		await purgarImportaciones(mesa.deps)
		await purgarImportaciones(mesa.deps)
		const pendientes = await escena.base.db
			.selectFrom('trabajo')
			.select('clave')
			.where('clase', '=', 'aplicar-importacion')
			.where('estado', '=', 'pendiente')
			.execute()
		expect(pendientes).toEqual([{ clave: id }])
		expect(await mesa.esperar(id)).toMatchObject({ estado: 'aplicada', cuentas: { altas: 1 } })
	})

	test('la de una vez que un corte dejó a la mitad se suelta al día siguiente, sin sus renglones', async () => {
		const { id } = await mesa.subir(csv([fila({ CURP: 'NO' })]))
		await escena.base.db
			.updateTable('importacion')
			.set({ vence: null, estado: 'aplicando' })
			.where('id', '=', id)
			.execute()
		await purgarImportaciones(mesa.deps)
		expect(await mesa.leer(id)).toMatchObject({ estado: 'aplicando' })
		expect(await mesa.errores(id)).toHaveLength(1)
		await purgarImportaciones(dentro(2))
		expect(await mesa.leer(id)).toMatchObject({
			estado: 'fallida',
			razon: expect.stringMatching(/interrump/),
		})
		expect(await mesa.errores(id)).toEqual([])
		expect(mesa.guardados()).toBe(0)
	})

	test('lo que se descarta mientras se revisa no deja ni un renglón', async () => {
		const { id } = await mesa.subir(csv([fila({ CURP: 'NO' })]))
		await escena.base.db
			.updateTable('importacion')
			.set({ estado: 'revisando' })
			.where('id', '=', id)
			.execute()
		// Al guardar los renglones malos ya la descartaron; de lo que sigue no queda nada que borrar después.
		await revisarArchivo(mesa.deps, {
			...{ id, actor: ESCOLARES, entidadId: 'mex' },
			fuente: enMemoria(bytes(csv([fila({ CURP: 'NO' })]))),
			guardarMalos: async () => void exigir(await mesa.actos.descartar({ actor: ESCOLARES, id })),
		})
		expect(await mesa.errores(id)).toEqual([])
		expect(mesa.guardados()).toBe(0)
	})

	test('el trozo que se guarda mientras se descarta no se queda suelto en el almacén', async () => {
		const { id } = await mesa.subir(una(1))
		const almacen: typeof mesa.deps.almacen = {
			...mesa.deps.almacen,
			guardar: async (contenido) => {
				exigir(await mesa.actos.descartar({ actor: ESCOLARES, id }))
				return mesa.deps.almacen.guardar(contenido)
			},
		}
		await guardarTrozo({ ...mesa.deps, almacen }, id, 'malos', 0, bytes('{}'))
		expect(mesa.guardados()).toBe(0)
	})
})
