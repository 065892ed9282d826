import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fijarAjuste } from '../../../bff/application/ajustes/fijar-ajuste.ts'
import { importarDeUnaVez } from '../../../bff/application/importaciones/de-una-vez.ts'
import { enMemoria } from '../../../bff/application/sae/lector/fuente.ts'
import { plantillaCsv, plantillaXlsx } from '../../../bff/application/sae/plantilla.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { exigir, ok } from '../../../src/core/domain/result.ts'
import type { EstadoTramite } from '../../../src/core/domain/tramite.ts'
import { bytes, csv, fila, MATRICULA } from '../../application/sae/archivo.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, enPlantel, ESCOLARES, ESTATAL, montar, type Escena } from '../escena.ts'

const EJEMPLO = { cct: '15DPT0001A', plan: 'PLAN-2018', creditos: '360', modulos: ['M1', 'M2'] }

enAmbasBases('importación de SAE', (abrir) => {
	let escena: Escena
	let base: Base
	beforeEach(async () => {
		escena = await montar(await abrir())
		base = escena.base
	})
	afterEach(() => base.cerrar())

	const importar = async (
		contenido: Uint8Array | string,
		quien: Parameters<ReturnType<typeof importarDeUnaVez>>[0]['actor'] = ESCOLARES,
		soloBuenos = false,
	) => {
		const fuente = enMemoria(typeof contenido === 'string' ? bytes(contenido) : contenido)
		const hecho = await importarDeUnaVez(escena.deps)({
			actor: quien,
			archivo: 'generacion.csv',
			fuente,
			soloBuenos,
		})
		if (!hecho.ok) return hecho
		const { importacion, errores } = hecho.valor
		const { errores: totalErrores, ...cuentas } = importacion.cuentas
		return ok({ ...cuentas, totalErrores, errores, importado: importacion.estado === 'aplicada' })
	}
	const importarBien = async (contenido: Uint8Array | string) => {
		const { errores, ...cuentas } = exigir(await importar(contenido))
		expect(errores).toEqual([])
		return cuentas
	}
	const leer = (matricula = MATRICULA) =>
		base.db.selectFrom('egresado').selectAll().where('matricula', '=', matricula).executeTakeFirst()
	const cuantos = async (tabla: 'egresado' | 'moduloCursado' | 'trabajo' | 'importacion' | 'bitacora') =>
		Number(
			(
				await base.db
					.selectFrom(tabla)
					.select((e) => e.fn.countAll().as('n'))
					.executeTakeFirstOrThrow()
			).n,
		)

	describe('lo que entra', () => {
		test('la plantilla CSV con claves del catálogo se importa tal cual', async () => {
			expect(await importarBien(plantillaCsv(EJEMPLO))).toMatchObject({ importado: true, altas: 1 })
		})

		test('la plantilla XLSX con claves del catálogo se importa tal cual, y dice lo mismo que la CSV', async () => {
			await importarBien(plantillaCsv(EJEMPLO))
			expect(await importarBien(plantillaXlsx(EJEMPLO))).toMatchObject({ importado: true, sinCambio: 1 })
		})

		test('con cuánto se aprueba un módulo lo dice el ajuste, y rige en lo que se importa después (6 c)', async () => {
			const aprobados = async () =>
				(
					await base.db
						.selectFrom('moduloCursado')
						.select('aprobado')
						.where('matricula', '=', MATRICULA)
						.orderBy('clave')
						.execute()
				).map(({ aprobado }) => aprobado)
			await importarBien(csv([fila({ MODULOS: 'M1=8.0|M2=7.0' })]))
			expect(await aprobados()).toEqual([1, 1])
			exigir(
				await fijarAjuste(escena.deps)({
					actor: { ...ESCOLARES, perfil: 'dse', ambito: { tipo: 'nacional' } },
					...{ clave: 'calificacion-minima', valor: 8, anterior: 7, razon: 'Norma escolar nueva' },
				}),
			)
			await importarBien(csv([fila({ MODULOS: 'M1=8.0|M2=7.0' })]))
			expect(await aprobados()).toEqual([1, 0])
		})

		test('la plantilla sin tocar no mete a nadie: sus claves son inventadas', async () => {
			for (const plantilla of [plantillaCsv(), plantillaXlsx()]) {
				const { importado, errores } = exigir(await importar(plantilla))
				expect(importado).toBe(false)
				expect(errores.map((error) => error.columna)).toContain('CCT')
			}
			expect(await cuantos('egresado')).toBe(0)
		})

		test('los datos quedan como venían, con sus módulos, su importación y su confronta encargada', async () => {
			await importarBien(csv([fila({ CRIP: 'minúscula', CORREO_INSTITUCIONAL: 'sin-arroba' })]))
			expect(await leer()).toMatchObject({
				plantelId: 'toluca',
				nombre: 'MARÍA DE LA LUZ',
				crip: 'minúscula',
				correoInstitucional: 'sin-arroba',
				promedio: '9.1',
				datosValidados: 1,
			})
			const modulos = await base.db.selectFrom('moduloCursado').selectAll().orderBy('clave').execute()
			expect(modulos).toEqual([
				{ matricula: MATRICULA, clave: 'M1', calificacion: '8.5', aprobado: 1 },
				{ matricula: MATRICULA, clave: 'M2', calificacion: '9.7', aprobado: 1 },
			])
			const trabajo = await base.db.selectFrom('trabajo').selectAll().executeTakeFirstOrThrow()
			expect(trabajo).toMatchObject({ clase: 'confrontar-renapo', estado: 'pendiente' })
			expect(JSON.parse(trabajo.carga)).toMatchObject({ matriculas: [MATRICULA] })
			expect(await cuantos('importacion')).toBe(1)
			expect(await base.db.selectFrom('bitacora').select(['acto', 'quien']).execute()).toEqual([
				{ acto: 'importar-sae', quien: ESCOLARES.personaId },
			])
		})

		test('volver a importar: lo igual no cuenta; lo distinto cambia, reemplaza módulos y vuelve a confrontar', async () => {
			await importarBien(csv([fila()]))
			await base.db.deleteFrom('trabajo').execute()
			expect(await importarBien(csv([fila()]))).toMatchObject({ altas: 0, cambios: 0, sinCambio: 1 })
			expect(await importarBien(csv([fila({ MODULOS: 'M1=6.9' })]))).toMatchObject({ cambios: 1 })
			expect(await cuantos('trabajo')).toBe(0)
			expect(await base.db.selectFrom('moduloCursado').select(['clave', 'aprobado']).execute()).toEqual([
				{ clave: 'M1', aprobado: 0 },
			])
			await importarBien(csv([fila({ NOMBRE: 'MARIA' })]))
			expect(await cuantos('trabajo')).toBe(1)
			const cambio = await base.db
				.selectFrom('bitacora')
				.select('detalle')
				.where('acto', '=', 'cambiar-datos-sae')
				.where('objeto', '=', `egresado:${MATRICULA}`)
				.orderBy('id', 'desc')
				.executeTakeFirstOrThrow()
			expect(JSON.parse(cambio.detalle)).toMatchObject({ datos: ['nombre', 'modulos'] })
		})

		test('un plan de modelo anterior entra como dato: quien lo detiene es la solicitud (22)', async () => {
			expect(await importarBien(csv([fila({ PLAN: 'PLAN-anterior' })]))).toMatchObject({ altas: 1 })
		})

		test('el operador importa a todos los planteles en un solo archivo de miles', async () => {
			const filas = Array.from({ length: 2600 }, (_, i) =>
				fila({ MATRICULA: `3${String(i).padStart(8, '0')}-0`, CCT: `15DPT000${(i % 4) + 1}A` }),
			)
			const hecho = exigir(await importar(csv(filas), { sistema: 'operador' }))
			expect(hecho).toMatchObject({ importado: true, altas: 2600 })
			expect(await cuantos('moduloCursado')).toBe(5200)
			// Por cada tanda de 500, los de 200 en 200.
			expect(await cuantos('trabajo')).toBe(16)
		})

		test('dos personas importan lo mismo a la vez: una da de alta y la otra lo encuentra igual', async () => {
			const hechos = await Promise.all([importarBien(csv([fila()])), importarBien(csv([fila()]))])
			expect(hechos.map((hecho) => hecho.altas).sort()).toEqual([0, 1])
			expect(hechos.map((hecho) => hecho.sinCambio).sort()).toEqual([0, 1])
		})
	})

	describe('lo que no entra', () => {
		test('con un renglón malo no entra ninguno, y se dice línea, columna, valor y razón', async () => {
			const filas = [
				fila(),
				fila({ MATRICULA: '209900002-2', CURP: 'NO-ES-CURP' }),
				fila({ MATRICULA: '209900003-3' }),
			]
			const hecho = exigir(await importar(csv(filas)))
			expect(hecho).toMatchObject({ importado: false, filas: 3, conError: 1, totalErrores: 1 })
			expect(hecho.errores).toEqual([
				{
					linea: 3,
					columna: 'CURP',
					valor: 'NO-ES-CURP',
					razon: expect.stringContaining('18 caracteres'),
					clase: 'dato',
				},
			])
			for (const tabla of ['egresado', 'moduloCursado', 'trabajo', 'importacion', 'bitacora'] as const) {
				expect(await cuantos(tabla)).toBe(0)
			}
		})

		test('si se piden sólo los buenos, entran ellos y el malo se queda', async () => {
			const filas = [fila(), fila({ MATRICULA: '209900002-2', CURP: 'NO-ES-CURP' })]
			const hecho = exigir(await importar(csv(filas), ESCOLARES, true))
			expect(hecho).toMatchObject({ importado: true, altas: 1, conError: 1, totalErrores: 1 })
			expect(await cuantos('egresado')).toBe(1)
		})

		test('un renglón de otro plantel, y una matrícula que ya es de otro plantel', async () => {
			const [ajena = ''] = await escena.agregarEgresados(1, { plantel: 'tlalpan' })
			const fuera = exigir(await importar(csv([fila({ CCT: '15DPT0004A' })])))
			expect(fuera.errores).toMatchObject([{ linea: 2, columna: 'CCT', valor: '15DPT0004A' }])
			const otro = actor('escolares-plantel', enPlantel('lerma'))
			expect(exigir(await importar(csv([fila()]), otro)).errores).toMatchObject([{ columna: 'CCT' }])
			const robada = exigir(await importar(csv([fila({ MATRICULA: ajena })])))
			expect(robada.errores).toMatchObject([{ linea: 2, columna: 'MATRICULA', valor: ajena }])
			expect(await leer(ajena)).toMatchObject({ plantelId: 'tlalpan' })
		})

		test('quien no tiene permiso, aunque el archivo sea bueno', async () => {
			expect(await importar(csv([fila()]), ESTATAL)).toMatchObject({ ok: false, motivo: 'sin-permiso' })
		})

		const abrirTramite = (estado: EstadoTramite) =>
			base.db
				.insertInto('tramite')
				.values({
					id: 't1',
					matricula: MATRICULA,
					plantelId: 'toluca',
					entidadId: 'mex',
					modelo: '2018',
					estado,
					creado: '2026-07-01T00:00:00.000Z',
					actualizado: '2026-07-01T00:00:00.000Z',
				})
				.execute()

		test.each(['sellado-plantel', 'acusado'] as const)(
			'un dato del certificado cuando está %s; lo que el certificado no dice sí cambia',
			async (estado) => {
				await importarBien(csv([fila()]))
				await abrirTramite(estado)
				const hecho = exigir(await importar(csv([fila({ PROMEDIO: '9.9', MODULOS: 'M1=9|M2=9' })])))
				expect(hecho.errores).toMatchObject([
					{
						linea: 2,
						columna: 'PROMEDIO',
						razon: expect.stringMatching(/ya se selló con otro dato/),
					},
					{
						linea: 2,
						columna: 'MODULOS',
						razon: expect.stringMatching(/ya se selló con otro dato/),
					},
				])
				expect(await leer()).toMatchObject({ promedio: '9.1' })
				const correo = csv([fila({ CORREO_INSTITUCIONAL: 'otro@mex.conalep.edu.mx' })])
				expect(await importarBien(correo)).toMatchObject({ cambios: 1 })
			},
		)

		test.each(['solicitado', 'rechazado'] as const)(
			'cambiar de plantel a quien tiene un trámite %s; sus demás datos sí cambian',
			async (estado) => {
				await importarBien(csv([fila()]))
				await abrirTramite(estado)
				const mudada = exigir(await importar(csv([fila({ CCT: '15DPT0002A' })]), { sistema: 'operador' }))
				expect(mudada.errores).toMatchObject([{ columna: 'CCT', razon: expect.stringContaining('trámite') }])
				expect(await importarBien(csv([fila({ PROMEDIO: '9.9' })]))).toMatchObject({ cambios: 1 })
			},
		)

		test.each(['cargado', 'nombre-confirmado'] as const)(
			'si cambia cuando está %s, el trámite vuelve a los requisitos y su foto se deshace',
			async (estado) => {
				await importarBien(csv([fila()]))
				await abrirTramite(estado)
				const certificado = {
					tramiteId: 't1',
					folio: 'CE20180000001',
					dec: '{}',
					fecha: '2026-07-01',
					selloCalidad: 0,
				}
				await base.db.insertInto('certificado').values(certificado).execute()
				const deTramite = () => base.db.selectFrom('tramite').select('estado').executeTakeFirstOrThrow()
				await importarBien(csv([fila()]))
				expect(await deTramite()).toEqual({ estado })
				await importarBien(csv([fila({ PROMEDIO: '9.9' })]))
				expect(await deTramite()).toEqual({ estado: 'registrado' })
				expect(await base.db.selectFrom('certificado').selectAll().execute()).toEqual([])
				const anotado = base.db.selectFrom('bitacora').select('objeto').where('acto', '=', 'reabrir')
				expect(await anotado.execute()).toEqual([{ objeto: 'tramite:t1' }])
			},
		)

		test('los primeros 500 errores se muestran y todos se cuentan', async () => {
			const filas = Array.from({ length: 600 }, (_, i) =>
				fila({ MATRICULA: `3${String(i).padStart(8, '0')}-0`, PROMEDIO: '11' }),
			)
			const hecho = exigir(await importar(csv(filas)))
			expect(hecho).toMatchObject({ importado: false, totalErrores: 600 })
			expect(hecho.errores).toHaveLength(500)
		})
	})
})
