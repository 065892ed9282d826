import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Base } from '../../bff/application/ports.ts'
import { enAmbasBases } from './ambas.ts'
import { montar, type Escena } from './escena.ts'
import { llenarRegistros } from './registro/llenar.ts'

/** Cada tabla de registro con una columna que alguien querría cambiar, y su llave para el «insert … on conflict». */
const REGISTROS = [
	{ tabla: 'folio', columna: 'momento', llave: 'folio' },
	{ tabla: 'asiento', columna: 'cuv', llave: 'plantel_id, numero' },
	{ tabla: 'nota_marginal', columna: 'texto', llave: 'id' },
	{ tabla: 'sello', columna: 'sello', llave: 'tramite_id, rol, intento' },
	{ tabla: 'revocacion_comprobada', columna: 'resultado', llave: 'tramite_id, rol, intento' },
	{ tabla: 'acuse', columna: 'momento', llave: 'tramite_id' },
	{ tabla: 'bitacora', columna: 'detalle', llave: 'id' },
	{ tabla: 'bitacora_hoja', columna: 'encadenado', llave: 'indice' },
	{ tabla: 'libro_hoja', columna: 'encadenado', llave: 'indice' },
	{ tabla: 'arbol_nodo', columna: 'hash', llave: 'arbol, nivel, indice' },
	{ tabla: 'punto_control', columna: 'nota', llave: 'arbol, tamano, llave_id' },
	{ tabla: 'ajuste', columna: 'valor', llave: 'id' },
	{ tabla: 'suplencia', columna: 'razon', llave: 'id' },
	{ tabla: 'suplencia_suceso', columna: 'razon', llave: 'suplencia_id, suceso' },
	{ tabla: 'devolucion', columna: 'razon', llave: 'tramite_id, intento' },
	{ tabla: 'rango_suceso', columna: 'razon', llave: 'id' },
	{ tabla: 'folio_cancelado', columna: 'razon', llave: 'folio' },
	{ tabla: 'catalogo_importacion', columna: 'archivo', llave: 'id' },
	{ tabla: 'catalogo_cambio', columna: 'despues', llave: 'importacion_id, orden' },
	{ tabla: 'encuadernacion', columna: 'momento', llave: 'plantel_id, desde_numero' },
	{ tabla: 'mapeo_sae', columna: 'mapeo', llave: 'entidad_id, version' },
	{ tabla: 'asunto_suceso', columna: 'texto', llave: 'asunto_id, orden' },
	{ tabla: 'asunto_adjunto', columna: 'nombre', llave: 'id' },
] as const

enAmbasBases('tablas de registro', (abrir) => {
	let escena: Escena
	let base: Base
	beforeAll(async () => {
		escena = await montar(await abrir())
		base = escena.base
		await llenarRegistros(escena)
	})
	afterAll(() => base.cerrar())

	const correr = (orden: string) => base.enTransaccion((tx) => sql.raw(orden).execute(tx))
	const contenido = async (tabla: string) => (await sql.raw(`select * from ${tabla}`).execute(base.db)).rows

	describe.each(REGISTROS)('$tabla', ({ tabla, columna, llave }) => {
		const intentos: readonly (readonly [string, (dialecto: Base['dialecto']) => string])[] = [
			['cambiar un renglón', () => `update ${tabla} set ${columna} = 'alterado'`],
			['cambiarlo por lo mismo', () => `update ${tabla} set ${columna} = ${columna}`],
			['borrarlo', () => `delete from ${tabla}`],
			[
				'pisarlo con un alta que actualiza',
				() =>
					`insert into ${tabla} select * from ${tabla} where true on conflict (${llave}) do update set ${columna} = 'alterado'`,
			],
			[
				'reemplazarlo o vaciar la tabla',
				(dialecto) =>
					dialecto === 'sqlite'
						? `replace into ${tabla} select * from ${tabla}`
						: `truncate ${tabla} cascade`,
			],
		]
		test.each(intentos)('%s: la base dice que no y nada cambia', async (_que, orden) => {
			const antes = await contenido(tabla)
			expect(antes).not.toHaveLength(0)
			await expect(correr(orden(base.dialecto))).rejects.toThrow(/registro_solo_agrega/)
			expect(await contenido(tabla)).toEqual(antes)
		})
	})
})

enAmbasBases('rangos sin traslape', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
	})
	afterAll(() => escena.base.cerrar())

	test('de dieciséis rangos a la vez que comparten números, queda uno', async () => {
		const intentos = await Promise.allSettled(
			Array.from({ length: 16 }, (_, i) =>
				escena.agregarRango(1 + i, 100 + i, { plantel: i % 2 === 0 ? 'toluca' : 'tlalpan' }),
			),
		)
		expect(intentos.filter((intento) => intento.status === 'fulfilled')).toHaveLength(1)
		for (const intento of intentos) {
			if (intento.status === 'rejected') expect(String(intento.reason)).toMatch(/rango_sin_traslape/)
		}
	})

	test('el que empieza donde acaba otro cabe; el que comparte un número, no; el otro modelo, sí', async () => {
		await escena.agregarRango(1001, 1100)
		await escena.agregarRango(1101, 1200)
		await expect(escena.agregarRango(1200, 1300)).rejects.toThrow(/rango_sin_traslape/)
		await escena.agregarRango(1001, 1100, { modelo: '2008' })
	})

	test('agrandar un rango hasta tocar a otro tampoco se puede', async () => {
		const id = await escena.agregarRango(2001, 2100)
		await escena.agregarRango(2101, 2200)
		const agrandar = escena.base.db.updateTable('rangoFolio').set({ hasta: 2101 }).where('id', '=', id)
		await expect(agrandar.execute()).rejects.toThrow(/rango_sin_traslape/)
	})
})
