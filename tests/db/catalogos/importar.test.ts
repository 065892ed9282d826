import { afterAll, beforeAll, expect, test } from 'vitest'
import {
	CATALOGOS,
	columnasDe,
	type NombreCatalogo,
	NOMBRES,
} from '../../../bff/application/catalogos/definiciones.ts'
import { enCsv, exportarCatalogo } from '../../../bff/application/catalogos/exportar.ts'
import { importarCatalogo } from '../../../bff/application/catalogos/importar.ts'
import { mirarCatalogo } from '../../../bff/application/catalogos/mirar.ts'
import { verCatalogo } from '../../../bff/application/catalogos/listar.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { type Escena, ESTATAL, montar } from '../escena.ts'
import { archivoDe, importarDePrueba, DE_LA_DSE, OPERADOR } from './archivos.ts'
import { ponerValor } from './sembrar.ts'

enAmbasBases('importar un catálogo', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
		const dse = {
			perfil: 'dse',
			curp: null,
			idCargo: null,
			cargo: null,
			entidadId: null,
			plantelId: null,
		} as const
		await escena.base.db
			.insertInto('persona')
			.values({
				...{ id: 'p-dse', tid: null, oid: null, correo: 'dse@conalep.edu.mx', nombre: 'Irma' },
				...{ primerApellido: 'Inventada', segundoApellido: null, ...dse },
			})
			.execute()
	})
	afterAll(() => escena.base.cerrar())

	const vigencias = async (catalogo: NombreCatalogo, clave: string) =>
		(
			await escena.base.db
				.selectFrom('catalogoValor')
				.select(['desde', 'hasta', 'datos'])
				.where('catalogo', '=', catalogo)
				.where('clave', '=', clave)
				.orderBy('desde')
				.execute()
		).map(({ desde, hasta, datos }) => [desde, hasta, (JSON.parse(datos) as { nombre: string }).nombre])
	const contar = async (tabla: 'catalogoImportacion' | 'catalogoCambio' | 'catalogoValor' | 'bitacora') =>
		Number(
			(
				await escena.base.db
					.selectFrom(tabla)
					.select((e) => e.fn.countAll<number>().as('n'))
					.executeTakeFirstOrThrow()
			).n,
		)

	test('primero se mira, sin cambiar nada; lo que se aplica es lo que se vio, y queda quién y qué', async () => {
		await importarDePrueba(
			escena,
			'cargo',
			['10', 'Rector', '2000-01-01', ''],
			['11', 'Decana', '2000-01-01', ''],
		)
		const bytes = archivoDe(
			'cargo',
			['10', 'Rectora', '2000-01-01', ''],
			['11', 'Decana', '2000-01-01', '2026-07-31'],
			['12', 'Titular', '01/08/2026', ''],
			['93', 'Director', '1900-01-01', ''],
		)
		const orden = { actor: DE_LA_DSE, catalogo: 'cargo', archivo: 'cargos.csv', bytes }
		const antes = await contar('catalogoCambio')
		const visto = exigir(await mirarCatalogo(escena.deps)(orden))
		expect(visto).toMatchObject({
			importado: false,
			altas: 1,
			cambios: 1,
			bajas: 1,
			quitadas: 0,
			sinCambio: 1,
		})
		expect(visto.detalle).toEqual([
			{
				...{ suceso: 'cambio', linea: 2, clave: '10', desde: '2000-01-01', hasta: null },
				datos: [{ dato: 'NOMBRE', antes: 'Rector', despues: 'Rectora' }],
			},
			{
				...{ suceso: 'baja', linea: 3, clave: '11', desde: '2000-01-01', hasta: '2026-07-31' },
				datos: [{ dato: 'HASTA', antes: null, despues: '2026-07-31' }],
			},
			{
				...{ suceso: 'alta', linea: 4, clave: '12', desde: '2026-08-01', hasta: null },
				datos: [{ dato: 'NOMBRE', antes: null, despues: 'Titular' }],
			},
		])
		expect(await contar('catalogoCambio')).toBe(antes)

		const aplicado = exigir(await importarCatalogo(escena.deps)({ ...orden, vista: visto.vista }))
		expect(aplicado).toMatchObject({ importado: true, altas: 1, cambios: 1, bajas: 1 })
		expect(await vigencias('cargo', '11')).toEqual([['2000-01-01', '2026-07-31', 'Decana']])
		const { importaciones } = exigir(
			await verCatalogo(escena.deps)({
				actor: DE_LA_DSE,
				catalogo: 'cargo',
				consulta: { busca: '', rige: 'hoy', pagina: 1 },
			}),
		)
		expect(importaciones[0]).toMatchObject({
			archivo: 'cargos.csv',
			quien: 'Irma Inventada',
			altas: 1,
			bajas: 1,
		})
		const historia = await escena.base.db
			.selectFrom('catalogoCambio')
			.select(['suceso', 'clave', 'antes', 'despues'])
			.where('importacionId', '=', importaciones[0]?.id ?? '')
			.orderBy('orden')
			.execute()
		expect(historia.map(({ suceso, clave }) => [suceso, clave])).toEqual([
			['cambio', '10'],
			['baja', '11'],
			['alta', '12'],
		])
		expect(JSON.parse(historia[0]?.antes ?? '')).toEqual({ hasta: '9999-12-31', datos: { nombre: 'Rector' } })

		// Otra vez el mismo archivo: ya está, y no deja más historia.
		const [cambios, bitacora] = [await contar('catalogoCambio'), await contar('bitacora')]
		expect(await importarCatalogo(escena.deps)({ ...orden, vista: null })).toMatchObject({
			valor: { importado: true, altas: 0, cambios: 0, bajas: 0, sinCambio: 4 },
		})
		expect([await contar('catalogoCambio'), await contar('bitacora')]).toEqual([cambios, bitacora])
	})

	test('si mientras se miraba alguien más lo cambió, no se aplica', async () => {
		const bytes = archivoDe('cargo', ['20', 'Jefa', '2020-01-01', ''])
		const orden = { actor: DE_LA_DSE, catalogo: 'cargo', archivo: 'a.csv', bytes }
		const { vista } = exigir(await mirarCatalogo(escena.deps)(orden))
		await importarDePrueba(escena, 'cargo', ['20', 'Jefe', '2020-01-01', ''])
		expect(await importarCatalogo(escena.deps)({ ...orden, vista })).toMatchObject({
			ok: false,
			motivo: 'catalogo-cambiado',
		})
		expect(await vigencias('cargo', '20')).toEqual([['2020-01-01', '9999-12-31', 'Jefe']])
	})

	test('una vigencia nueva releva a la que no tenía término, venga o no en el archivo', async () => {
		await importarDePrueba(escena, 'cargo', ['30', 'Uno', '2000-01-01', ''])
		const relevo = await importarDePrueba(escena, 'cargo', ['30', 'Dos', '2026-09-01', ''])
		expect(relevo).toMatchObject({ altas: 1, bajas: 1 })
		await importarDePrueba(
			escena,
			'cargo',
			['30', 'Dos', '2026-09-01', ''],
			['30', 'Tres', '2027-01-01', '2027-12-31'],
		)
		expect(await vigencias('cargo', '30')).toEqual([
			['2000-01-01', '2026-08-31', 'Uno'],
			['2026-09-01', '2026-12-31', 'Dos'],
			['2027-01-01', '2027-12-31', 'Tres'],
		])
		// Quitar la de en medio y alargar la primera: los días que deja libres, los ocupa.
		const bytes = enCsv([
			[...columnasDe('cargo'), 'QUITAR'],
			['30', 'Uno', '2000-01-01', '2026-12-31', ''],
			['30', 'Dos', '2026-09-01', '2026-12-31', 'SI'],
		])
		const orden = { actor: OPERADOR, catalogo: 'cargo', archivo: 'a.csv', bytes, vista: null }
		expect(await importarCatalogo(escena.deps)(orden)).toMatchObject({ valor: { quitadas: 1, cambios: 1 } })
		expect(await vigencias('cargo', '30')).toEqual([
			['2000-01-01', '2026-12-31', 'Uno'],
			['2027-01-01', '2027-12-31', 'Tres'],
		])
	})

	test('lo que se descarga se vuelve a importar y no cambia nada, en todos los catálogos', async () => {
		await ponerValor(
			escena.base,
			'pc-sinems',
			'lerma',
			{ plantel: 'lerma' },
			{ desde: '2024-01-01', hasta: '2027-01-01' },
		)
		await ponerValor(escena.base, 'carrera', 'FORM', { nombre: '=HOY(), "así"' })
		for (const catalogo of NOMBRES) {
			const bytes = exigir(await exportarCatalogo(escena.deps)({ actor: DE_LA_DSE, catalogo }))
			const orden = { actor: OPERADOR, catalogo, archivo: `${catalogo}.csv`, bytes, vista: null }
			const importacion = exigir(await importarCatalogo(escena.deps)(orden))
			const vacio = importacion.filas === 0
			expect([catalogo, importacion.errores.length, importacion.detalle]).toEqual([
				catalogo,
				vacio ? 1 : 0,
				[],
			])
			expect(vacio ? 0 : importacion.sinCambio).toBe(importacion.filas)
		}
	})

	test('a la vez, se forman: cada quien compara contra lo que el otro dejó, y ninguna vigencia se encima', async () => {
		const importaciones = await Promise.all(
			Array.from({ length: 6 }, (_, i) =>
				importarDePrueba(escena, 'cargo', ['70', `Nombre ${i}`, `2026-0${i + 1}-01`, '']),
			),
		)
		const puestas = importaciones.filter(({ importado }) => importado)
		expect(puestas.length).toBeGreaterThan(0)
		const suyas = await vigencias('cargo', '70')
		expect(suyas).toHaveLength(puestas.length)
		for (const [i, [, hasta = '']] of suyas.entries()) {
			expect(hasta < (suyas[i + 1]?.[0] ?? '99999')).toBe(true)
		}
	})

	test('quien no puede, no; lo que no hay, no se encuentra', async () => {
		const orden = { catalogo: 'cargo', archivo: 'a.csv', bytes: archivoDe('cargo'), vista: null }
		const sinPermiso = { ok: false, motivo: 'sin-permiso' }
		expect(await importarCatalogo(escena.deps)({ ...orden, actor: ESTATAL })).toMatchObject(sinPermiso)
		expect(await mirarCatalogo(escena.deps)({ ...orden, actor: ESTATAL })).toMatchObject(sinPermiso)
		expect(await exportarCatalogo(escena.deps)({ ...orden, actor: ESTATAL })).toMatchObject(sinPermiso)
		const otro = { ...orden, actor: OPERADOR, catalogo: '../persona' }
		expect(await importarCatalogo(escena.deps)(otro)).toMatchObject({ ok: false, motivo: 'no-encontrado' })
	})

	test('ningún catálogo nombra a uno que se importe después', () => {
		for (const [i, nombre] of NOMBRES.entries()) {
			for (const { de } of CATALOGOS[nombre].columnas) {
				if (de !== undefined) expect(NOMBRES.indexOf(de)).toBeLessThan(i)
			}
		}
	})
})
