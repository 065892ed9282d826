import { afterAll, beforeAll, expect, test } from 'vitest'
import { leerDetalle } from '../../../bff/application/egresados/detalle.ts'
import { evaluarPendientes } from '../../../bff/application/egresados/evaluar.ts'
import { listarEgresados } from '../../../bff/application/egresados/listar.ts'
import { leerTablero } from '../../../bff/application/egresados/tablero.ts'
import { importarDeUnaVez } from '../../../bff/application/importaciones/de-una-vez.ts'
import { enMemoria } from '../../../bff/application/sae/lector/fuente.ts'
import { solicitar } from '../../../bff/application/tramites/solicitar.ts'
import type { ConsultaEgresados, ConsultaTablero } from '../../../src/core/contract/egresado.ts'
import { REGLAS } from '../../../src/core/domain/requisitos.ts'
import { exigir } from '../../../src/core/domain/result.ts'
import type { Actor } from '../../../src/core/domain/rol.ts'
import { bytes, csv, fila, MATRICULA } from '../../application/sae/archivo.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, ESCOLARES, ESTATAL, montar, type Escena } from '../escena.ts'

const DSE = actor('dse', { tipo: 'nacional' })

enAmbasBases('tablero por lugar', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarEgresados(3, { cambios: { crip: 'abc' } })
		await escena.agregarEgresados(2, { plantel: 'lerma', cambios: { institucionMedica: 'En trámite' } })
		await escena.agregarTramites(4, { plantel: 'lerma', estado: 'acusado' })
		await escena.agregarTramites(5, { plantel: 'tlalpan', estado: 'enviado' })
		await escena.agregarEgresados(6, { plantel: 'tlalpan', cambios: { crip: 'abc', datosValidados: 0 } })
	})
	afterAll(() => escena.base.cerrar())

	const tablero = async (quien: Actor, consulta: ConsultaTablero = {}) =>
		exigir(await leerTablero(escena.deps)({ actor: quien, consulta }))
	const cuantos = async (quien: Actor, filtros: Partial<ConsultaEgresados>) =>
		exigir(
			await listarEgresados(escena.deps)({
				actor: quien,
				consulta: { pagina: 1, orden: 'nombre', ...filtros },
			}),
		).total

	test('la nación se ve por entidad; una entidad, por plantel; un plantel ya no se parte', async () => {
		const nacion = await tablero(DSE)
		expect(nacion.total).toBe(20)
		expect(nacion.lugares).toMatchObject([
			{ id: 'mex', total: 9, emitidos: 4, enTramite: 0, porSolicitar: 0 },
			{ id: 'cdmx', total: 11, emitidos: 0, enTramite: 5, porSolicitar: 0 },
		])
		const estado = await tablero(ESTATAL)
		expect(estado.lugares.map(({ id, total }) => [id, total])).toEqual([
			['atlacomulco', 0],
			['lerma', 6],
			['toluca', 3],
		])
		expect((await tablero(DSE, { entidad: 'mex' })).lugares).toEqual(estado.lugares)
		expect((await tablero(DSE, { plantel: 'lerma' })).lugares).toEqual([])
		expect((await tablero(ESCOLARES)).lugares).toEqual([])
	})

	test('cada cuenta de cada lugar baja a una lista con esos mismos', async () => {
		for (const [quien, clave] of [
			[DSE, 'entidad'],
			[ESTATAL, 'plantel'],
		] as const) {
			for (const { id, reglas, total } of (await tablero(quien)).lugares) {
				expect(await cuantos(quien, { [clave]: id })).toBe(total)
				for (const [i, regla] of REGLAS.entries()) {
					expect([id, regla, await cuantos(quien, { [clave]: id, regla })]).toEqual([id, regla, reglas[i]])
				}
			}
		}
	})

	test('nadie cuenta lo de otra entidad ni lo de otro plantel, aunque lo pida', async () => {
		expect(await tablero(ESTATAL, { entidad: 'cdmx' })).toMatchObject({
			total: 0,
			reglas: [],
			situaciones: [],
		})
		expect(await tablero(ESTATAL, { plantel: 'tlalpan' })).toMatchObject({ total: 0 })
		expect(await cuantos(ESTATAL, { entidad: 'cdmx' })).toBe(0)
		const visto = await tablero(ESTATAL)
		expect(JSON.stringify(visto)).not.toContain('tlalpan')
		expect(JSON.stringify(await tablero(ESCOLARES))).not.toContain('lerma')
		expect(visto.entidades.map(({ id }) => id)).toEqual(['mex'])
	})

	test('la CURP que no casa avisa y no detiene; cuando RENAPO dice que coincide, deja de avisar (6 b)', async () => {
		const [matricula = ''] = await escena.agregarEgresados(1, {
			plantel: 'atlacomulco',
			cambios: { curp: 'EEML080214MMCJNZA4', fechaNacimiento: '2008-02-14', sexo: 'H' },
		})
		const { db } = escena.base
		expect(await cuantos(DSE, { plantel: 'atlacomulco', aviso: 'curp' })).toBe(0)
		await db.deleteFrom('confrontaRenapo').execute()
		await evaluarPendientes(escena.deps)
		const { conAvisos, reglas } = await tablero(DSE, { plantel: 'atlacomulco' })
		expect([conAvisos, reglas.map(({ regla }) => regla)]).toEqual([1, ['b']])
		expect(await cuantos(DSE, { plantel: 'atlacomulco', aviso: 'curp' })).toBe(1)
		const { avisosCurp } = exigir(await leerDetalle(escena.deps)({ actor: DSE, matricula }))
		expect(avisosCurp).toContainEqual({ clase: 'sexo', hallazgo: 'La CURP dice sexo M y SAE, H.' })
	})

	test('a quien ya tiene certificado en papel se le manda a la vía tradicional (22), por lo que SAE dice', async () => {
		const importar = async (papel: string) => {
			const { importacion } = exigir(
				await importarDeUnaVez(escena.deps)({
					actor: ESCOLARES,
					archivo: 'a.csv',
					fuente: enMemoria(
						bytes(csv([fila({ CERTIFICADO_FISICO: papel, SEXO: 'M', ENTIDAD_NACIMIENTO: 'MC' })])),
					),
				}),
			)
			return { importado: importacion.estado === 'aplicada', ...importacion.cuentas }
		}
		const pedir = () => solicitar(escena.deps)({ actor: ESCOLARES, matriculas: [MATRICULA] })
		const via = async () => {
			const visto = exigir(await leerDetalle(escena.deps)({ actor: DSE, matricula: MATRICULA }))
			return [visto.via, visto.situacion]
		}
		expect(await importar('SI')).toMatchObject({ importado: true, altas: 1 })
		expect(await via()).toEqual(['reposicion', 'via-tradicional'])
		expect(await pedir()).toMatchObject([{ hecho: false, motivo: 'reposicion-no-electronica' }])
		expect(await cuantos(ESCOLARES, { situacion: 'via-tradicional' })).toBe(1)
		// Un archivo que ya no trae el dato no lo borra.
		expect(await importar('')).toMatchObject({ sinCambio: 1 })
		expect(await via()).toEqual(['reposicion', 'via-tradicional'])
		expect(await importar('NO')).toMatchObject({ cambios: 1 })
		expect(await via()).toEqual(['electronica', 'sin-tramite'])
		expect(await importar('TAL VEZ')).toMatchObject({ importado: false })
		expect(await pedir()).toMatchObject([{ motivo: 'requisitos-incumplidos' }])
	})

	test('de dos que cambian hechos a la vez, nada se pierde', async () => {
		const matriculas = await escena.agregarEgresados(30, { plantel: 'atlacomulco' })
		const { db, enTransaccion } = escena.base
		const cambiar = (matricula: string, i: number) =>
			enTransaccion(async (tx) => {
				await tx
					.updateTable('egresado')
					.set(i % 2 === 0 ? { crip: 'abc' } : { institucionMedica: null })
					.where('matricula', '=', matricula)
					.execute()
			})
		await Promise.all([
			...matriculas.flatMap((matricula) => [cambiar(matricula, 0), cambiar(matricula, 1)]),
			...Array.from({ length: 6 }, () => evaluarPendientes(escena.deps)),
		])
		await evaluarPendientes(escena.deps)
		const dichas = await db
			.selectFrom('evaluacion')
			.select('mascara')
			.where('matricula', 'in', matriculas)
			.execute()
		// e y g: los bits quinto y séptimo.
		expect(dichas.map(({ mascara }) => (mascara ?? 0) & 0b1010000)).toEqual(Array(30).fill(0b1010000))
	})
})
