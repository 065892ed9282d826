import { expect, test } from 'vitest'
import { fijarAjuste } from '../../../bff/application/ajustes/fijar-ajuste.ts'
import { verLibro } from '../../../bff/application/folios/ver-libro.ts'
import { leerTramos } from '../../../bff/application/libro/encuadernar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import type { ClaveAjuste } from '#core/domain/ajustes.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { type Escena, ESCOLARES, ESTATAL } from '../escena.ts'
import { escenasDe } from '../tramites/abrir-escena.ts'
import { comprobarFolios } from './comprobar.ts'

enAmbasBases('la encuadernación del Libro (8)', (abrir) => {
	const { escena } = escenasDe(abrir)

	const fijar = async ({ deps }: Escena, clave: ClaveAjuste, valor: number | null, anterior: number) =>
		exigir(await fijarAjuste(deps)({ actor: ESTATAL, clave, valor, anterior, razon: 'Se acordó así' }))
	const asentar = async (nueva: Escena, cuantos: number) => {
		const filas = await registrar(nueva.deps)({
			actor: ESCOLARES,
			tramites: await nueva.agregarTramites(cuantos),
		})
		expect(filas.every((fila) => fila.hecho)).toBe(true)
	}
	const foja = async ({ base }: Escena, pedida: { volumen?: number; foja?: number } = {}) =>
		exigir(await verLibro({ base })({ actor: ESCOLARES, ...pedida }))

	test('lo que cambia rige desde el siguiente volumen: el que va a la mitad se termina como empezó', async () => {
		const nueva = await escena()
		await nueva.agregarRango(1, 200)
		// El primer volumen de la escena lleva 3 fojas de 4: van 7 de sus 12.
		await asentar(nueva, 7)
		await fijar(nueva, 'libro-asientos-por-foja', 2, 20)
		await fijar(nueva, 'libro-fojas-por-volumen', 5, 200)
		await asentar(nueva, 4)
		expect(await foja(nueva)).toMatchObject({ ultimoVolumen: 1, ultimaFoja: 3, fojasPorVolumen: [3] })
		// Un solo registro llena el volumen 1, abre el 2 (5 fojas de 2) y lo pasa.
		await asentar(nueva, 14)
		expect(await foja(nueva)).toMatchObject({ ultimoVolumen: 3, ultimaFoja: 2, fojasPorVolumen: [3, 5, 5] })
		expect((await foja(nueva, { volumen: 1, foja: 3 })).asientos).toHaveLength(4)
		expect((await foja(nueva, { volumen: 2, foja: 5 })).asientos).toHaveLength(2)
		// A medio volumen 3 vuelve la de omisión: se ve al abrir el 4.
		await fijar(nueva, 'libro-fojas-por-volumen', null, 5)
		await asentar(nueva, 7)
		expect(await leerTramos(nueva.base.db, 'toluca')).toEqual([
			{ desdeNumero: 1, volumen: 1, asientosPorFoja: 4, fojasPorVolumen: 3 },
			{ desdeNumero: 13, volumen: 2, asientosPorFoja: 2, fojasPorVolumen: 5 },
		])
		await asentar(nueva, 1)
		expect((await leerTramos(nueva.base.db, 'toluca')).at(-1)).toEqual({
			desdeNumero: 33,
			volumen: 4,
			asientosPorFoja: 2,
			fojasPorVolumen: 200,
		})
		expect(await foja(nueva)).toMatchObject({ ultimoVolumen: 4, fojasPorVolumen: [3, 5, 5, 200] })
		expect((await comprobarFolios(nueva.base)).get('toluca')).toBe(33)
	})

	test('si nada cambió, los volúmenes siguen en el mismo tramo', async () => {
		const nueva = await escena()
		await nueva.agregarRango(1, 200)
		await fijar(nueva, 'libro-asientos-por-foja', 4, 20)
		await fijar(nueva, 'libro-fojas-por-volumen', 3, 200)
		await asentar(nueva, 40)
		expect(await leerTramos(nueva.base.db, 'toluca')).toHaveLength(1)
		expect(await foja(nueva)).toMatchObject({ ultimoVolumen: 4, fojasPorVolumen: [3, 3, 3, 3] })
		await comprobarFolios(nueva.base)
	})

	test('un volumen que se abrió en una transacción que se deshizo no dejó encuadernación', async () => {
		const nueva = await escena()
		await nueva.agregarRango(1, 200)
		const ids = await nueva.agregarTramites(20)
		let dadas = 0
		const derivarCuv: Escena['deps']['derivarCuv'] = (datos) => {
			dadas += 1
			if (dadas === 20) throw new Error('la llave no responde')
			return nueva.deps.derivarCuv(datos)
		}
		const orden = { actor: ESCOLARES, tramites: ids }
		await expect(registrar({ ...nueva.deps, derivarCuv })(orden)).rejects.toThrow('la llave no responde')
		expect(await leerTramos(nueva.base.db, 'toluca')).toHaveLength(1)
		await registrar(nueva.deps)(orden)
		expect(await leerTramos(nueva.base.db, 'toluca')).toHaveLength(2)
		await comprobarFolios(nueva.base)
	})
})
