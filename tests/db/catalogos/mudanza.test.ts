import { afterAll, beforeAll, expect, test } from 'vitest'
import { enCsv, exportarCatalogo } from '../../../bff/application/catalogos/exportar.ts'
import { columnasDe } from '../../../bff/application/catalogos/definiciones.ts'
import { importarCatalogo } from '../../../bff/application/catalogos/importar.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { type Escena, montar } from '../escena.ts'
import { OPERADOR } from './archivos.ts'

enAmbasBases('un plantel no se muda de entidad (10)', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
	})
	afterAll(() => escena.base.cerrar())

	const importar = (bytes: Uint8Array) =>
		importarCatalogo(escena.deps)({
			...{ actor: OPERADOR, catalogo: 'plantel', archivo: 'p.csv', bytes, vista: null },
		})
	/** El catálogo de hoy, con los renglones de ese plantel en otra entidad. */
	const mudado = async (plantel: string, entidad: string): Promise<Uint8Array> => {
		const csv = new TextDecoder().decode(
			exigir(await exportarCatalogo(escena.deps)({ actor: OPERADOR, catalogo: 'plantel' })),
		)
		const filas = csv
			.trim()
			.split(/\r?\n/)
			.slice(1)
			.map((renglon) => renglon.split(','))
			.filter(([clave]) => clave === plantel)
			.map(([clave = '', , ...resto]) => [clave, entidad, ...resto])
		expect(filas).not.toEqual([])
		return enCsv([columnasDe('plantel'), ...filas])
	}
	const entidadDe = async (plantel: string) =>
		(
			await escena.base.db
				.selectFrom('plantel')
				.select('entidadId')
				.where('id', '=', plantel)
				.executeTakeFirstOrThrow()
		).entidadId

	test('con egresados se dice y no cambia; sin ellos, todavía se corrige', async () => {
		await escena.agregarEgresados(1, { plantel: 'toluca' })
		const negada = exigir(await importar(await mudado('toluca', 'cdmx')))
		expect(negada.importado).toBe(false)
		expect(negada.errores).toMatchObject([{ columna: 'ENTIDAD', valor: 'cdmx' }])
		expect(await entidadDe('toluca')).toBe('mex')
		expect(exigir(await importar(await mudado('lerma', 'cdmx'))).importado).toBe(true)
		expect(await entidadDe('lerma')).toBe('cdmx')
	})

	test('un catálogo de más renglones que los que hay se deja de leer', async () => {
		const renglones = Array.from({ length: 20_001 }, () => columnasDe('plantel').map(() => 'x'))
		expect(await importar(enCsv([columnasDe('plantel'), ...renglones]))).toMatchObject({
			...{ ok: false, motivo: 'demasiado-grande' },
		})
	})
})
