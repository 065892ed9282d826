import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { purgarImportaciones } from '../../../bff/application/importaciones/correr.ts'
import { plantillaXlsx } from '../../../bff/application/sae/plantilla.ts'
import type { EstadoTramite } from '../../../src/core/domain/tramite.ts'
import { csv, fila, FILA, MATRICULA, type Fila } from '../../application/sae/archivo.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, enPlantel, ESCOLARES, ESTATAL, montar, type Escena } from '../escena.ts'
import { ponerMesaDeSae, type MesaDeSae } from './mesa-de-sae.ts'

const LERMA = actor('escolares-plantel', enPlantel('lerma'))
const otra = (n: number, cambios: Fila = {}): Fila => fila({ MATRICULA: `20990000${n}-${n}`, ...cambios })

enAmbasBases('importación de SAE en dos tiempos', (abrir) => {
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
	const matriculas = async () =>
		(await escena.base.db.selectFrom('egresado').select('matricula').orderBy('matricula').execute()).map(
			(una) => una.matricula,
		)
	const abrirTramite = (matricula: string, estado: EstadoTramite) =>
		escena.base.db
			.insertInto('tramite')
			.values({
				id: `t-${matricula}`,
				matricula,
				plantelId: 'toluca',
				entidadId: 'mex',
				modelo: '2018',
				estado,
				creado: '2026-07-01T00:00:00.000Z',
				actualizado: '2026-07-01T00:00:00.000Z',
			})
			.execute()

	test('revisar no toca a nadie; aplicar sí, y entonces el archivo ya no se guarda', async () => {
		const revisada = await mesa.subir(csv([fila(), otra(2)]))
		expect(revisada).toMatchObject({ estado: 'revisada', formato: 'csv', cuentas: { filas: 2, altas: 2 } })
		expect(await matriculas()).toEqual([])
		expect(mesa.guardados()).toBe(1)
		const aplicada = await mesa.aplicar(revisada.id)
		expect(aplicada).toMatchObject({ estado: 'aplicada', cuentas: { altas: 2, conError: 0 } })
		expect(await matriculas()).toEqual([MATRICULA, '209900002-2'])
		expect(mesa.guardados()).toBe(0)
		const actos = await escena.base.db
			.selectFrom('bitacora')
			.select(['acto', 'quien', 'plantelId'])
			.orderBy('id')
			.execute()
		expect(actos).toEqual(
			['subir-sae', 'aplicar-importacion', 'importar-sae'].map((acto) => ({
				acto,
				quien: ESCOLARES.personaId,
				plantelId: 'toluca',
			})),
		)
	})

	test('lo guardado está cifrado: en el disco no se lee ni la matrícula', async () => {
		await mesa.subir(csv([fila()]))
		const archivos = readdirSync(mesa.carpeta, { recursive: true, withFileTypes: true })
		for (const archivo of archivos.filter((uno) => uno.isFile())) {
			expect(readFileSync(join(archivo.parentPath, archivo.name)).includes(MATRICULA)).toBe(false)
		}
	})

	test('con renglones malos hay que decir que se quieren sólo los buenos; los malos se bajan para corregirlos', async () => {
		const revisada = await mesa.subir(
			csv([fila(), otra(2, { CURP: 'NO', INSTITUCION_MEDICA: '=HYPERLINK("x")' }), otra(3)]),
		)
		expect(revisada).toMatchObject({ cuentas: { altas: 2, conError: 1, errores: 1 }, porCorregir: true })
		const { id } = revisada
		expect(await mesa.actos.aplicar({ actor: ESCOLARES, id, soloBuenos: false })).toMatchObject({
			motivo: 'filas-con-error',
		})
		expect(await matriculas()).toEqual([])
		expect(await mesa.aplicar(id, true)).toMatchObject({ estado: 'aplicada', cuentas: { altas: 2 } })
		expect(await matriculas()).toEqual([MATRICULA, '209900003-3'])
		const [malo, ...sobran] = parse(await mesa.porCorregir(id), { bom: true, columns: true }) as Fila[]
		expect(sobran).toEqual([])
		expect(malo).toEqual({
			...otra(2, { CURP: 'NO' }),
			INSTITUCION_MEDICA: '\'=HYPERLINK("x")',
			ERROR: expect.stringMatching(/^CURP: No es una CURP/),
		})
		// Corregido, se vuelve a subir tal cual: la columna ERROR no estorba.
		const corregido = csv([{ ...malo, CURP: FILA.CURP, INSTITUCION_MEDICA: 'IMSS' }])
		expect(await mesa.subir(corregido)).toMatchObject({ cuentas: { altas: 1, conError: 0 } })
	})

	test('reimportar enseña qué cambia de qué a qué, qué trámite toca y qué le hace', async () => {
		await mesa.aplicar((await mesa.subir(csv([fila(), otra(2), otra(3), otra(4)]))).id)
		await abrirTramite('209900002-2', 'cargado')
		await abrirTramite('209900003-3', 'solicitado')
		await abrirTramite('209900004-4', 'sellado-plantel')
		const cambiado = { PROMEDIO: '9.9', MODULOS: 'M1=8.5|M2=10' }
		const revisada = await mesa.subir(
			csv([
				fila({ NOMBRE: 'LUZ' }),
				...[2, 3].map((n) => otra(n, cambiado)),
				otra(4, { ...cambiado, CRIP: 'ABC' }),
			]),
		)
		expect(revisada.cuentas).toMatchObject({
			altas: 0,
			cambios: 3,
			conError: 1,
			sellados: 1,
			requisitos: 1,
			reabre: 1,
			reconfronta: 1,
		})
		const notas = [
			{ dato: 'PROMEDIO', antes: '9.1', despues: '9.9' },
			{ dato: 'MODULOS M2', antes: '9.7', despues: '10' },
		]
		expect(await mesa.cambios(revisada.id)).toMatchObject([
			{
				matricula: MATRICULA,
				linea: 2,
				nombre: 'MARÍA DE LA LUZ EJEMPLO MUNGUÍA',
				datos: [{ dato: 'NOMBRE', antes: 'MARÍA DE LA LUZ', despues: 'LUZ' }],
				efecto: 'sin-tramite',
				reconfronta: true,
				tramite: null,
			},
			{ datos: notas, efecto: 'reabre', reconfronta: false, tramite: { estado: 'cargado', folio: null } },
			{ datos: notas, efecto: 'requisitos', tramite: { id: 't-209900003-3', estado: 'solicitado' } },
		])
		expect(await mesa.errores(revisada.id)).toMatchObject([
			{
				linea: 5,
				columna: 'PROMEDIO',
				clase: 'sellado',
				razon: expect.stringContaining('ya se selló con otro dato'),
			},
			{ linea: 5, columna: 'MODULOS', clase: 'sellado' },
		])
		await mesa.aplicar(revisada.id, true)
		const estados = await escena.base.db.selectFrom('tramite').select('estado').orderBy('matricula').execute()
		expect(estados.map(({ estado }) => estado)).toEqual(['registrado', 'solicitado', 'sellado-plantel'])
	})

	test('lo que se selló entre revisar y aplicar ya no se mueve, y queda dicho', async () => {
		await mesa.aplicar((await mesa.subir(csv([fila(), otra(2)]))).id)
		const revisada = await mesa.subir(csv([fila({ PROMEDIO: '9.9' }), otra(2, { PROMEDIO: '9.9' })]))
		expect(revisada.cuentas).toMatchObject({ cambios: 2, conError: 0 })
		await abrirTramite(MATRICULA, 'sellado-estatal')
		const aplicada = await mesa.aplicar(revisada.id)
		expect(aplicada.cuentas).toMatchObject({ cambios: 1, conError: 1, sellados: 1 })
		expect(await mesa.errores(revisada.id)).toMatchObject([{ linea: 2, clase: 'sellado' }])
		expect(await mesa.porCorregir(revisada.id)).toContain(MATRICULA)
	})

	test('las columnas de otro sistema: se preguntan una vez, y la entidad entera las recuerda', async () => {
		const ajeno = csv([fila()]).replace('"MATRICULA"', '"No. de control"').replace('"CCT"', '"Plantel"')
		const pregunta = await mesa.subir(ajeno)
		expect(pregunta).toMatchObject({ estado: 'columnas', columnas: { muestra: [Object.values(FILA)] } })
		const propuesta = Object.fromEntries(
			pregunta.columnas?.propuesta.flatMap(({ columna, encabezado }) =>
				encabezado === null ? [] : [[columna, encabezado]],
			) ?? [],
		)
		expect(propuesta).toMatchObject({ MATRICULA: 'No. de control', CCT: 'Plantel' })
		const { MATRICULA: _sin, ...incompleta } = propuesta
		const orden = { actor: ESCOLARES, id: pregunta.id }
		expect(await mesa.actos.columnas({ ...orden, columnas: incompleta })).toMatchObject({
			motivo: 'columnas-incompletas',
		})
		expect(await mesa.actos.columnas({ ...orden, columnas: propuesta })).toMatchObject({ ok: true })
		expect(await mesa.esperar(pregunta.id)).toMatchObject({ estado: 'revisada', cuentas: { altas: 1 } })
		await mesa.actos.descartar(orden)
		// Otro plantel de la misma entidad ya no tiene que decirlo.
		const deLerma = ajeno.replace('15DPT0001A', '15DPT0002A').replace(MATRICULA, '700000002-2')
		expect(await mesa.subir(deLerma, LERMA)).toMatchObject({ estado: 'revisada', cuentas: { altas: 1 } })
	})

	test('de otro plantel no se ve, no se decide, y se contesta como lo que no existe', async () => {
		const { id } = await mesa.subir(csv([fila()]))
		const { actos } = mesa
		for (const suya of [id, 'no-existe']) {
			const orden = { actor: LERMA, id: suya }
			const respuestas = await Promise.all([
				actos.leer(orden),
				actos.descartar(orden),
				actos.aplicar({ ...orden, soloBuenos: true }),
				actos.columnas({ ...orden, columnas: {} }),
			])
			for (const respuesta of respuestas) {
				expect(respuesta).toEqual({ ok: false, motivo: 'no-encontrado', datos: {} })
			}
		}
		expect(await actos.listar({ actor: LERMA, pagina: 1 })).toMatchObject({ valor: { total: 0 } })
		expect(await actos.leer({ actor: ESTATAL, id })).toMatchObject({ motivo: 'sin-permiso' })
	})

	describe('lo que ya no se guarda', () => {
		test('al descartar se borra todo, y ya no admite nada', async () => {
			const { id } = await mesa.subir(csv([fila(), otra(2, { CURP: 'NO' })]))
			expect(mesa.guardados()).toBe(2)
			const descartada = await mesa.actos.descartar({ actor: ESCOLARES, id })
			expect(descartada).toMatchObject({
				valor: { estado: 'descartada', columnas: null, porCorregir: false },
			})
			expect(mesa.guardados()).toBe(0)
			expect(await mesa.errores(id)).toEqual([])
			expect(await mesa.actos.aplicar({ actor: ESCOLARES, id, soloBuenos: true })).toMatchObject({
				motivo: 'importacion-no-admite',
			})
		})

		test('lo que nadie decide vence a los días, y lo aplicado deja de poder corregirse', async () => {
			const aplicada = await mesa.subir(csv([otra(2, { CURP: 'NO' })]))
			await mesa.aplicar(aplicada.id, true)
			const olvidada = await mesa.subir(csv([fila()]))
			expect(await purgarImportaciones(mesa.deps)).toBe(0)
			const dentro = (dias: number) => () =>
				new Date(Date.parse(escena.deps.reloj()) + dias * 86_400_000).toISOString() as ReturnType<
					typeof escena.deps.reloj
				>
			expect(await purgarImportaciones({ ...mesa.deps, reloj: dentro(8) })).toBe(2)
			expect(await mesa.leer(olvidada.id)).toMatchObject({ estado: 'vencida' })
			expect(await mesa.leer(aplicada.id)).toMatchObject({ estado: 'aplicada', porCorregir: false })
			expect(mesa.guardados()).toBe(0)
		})

		test('de lo que se corta al subir no queda nada', async () => {
			const cuerpo = async function* () {
				yield new Uint8Array(2_000_000)
				throw new Error('se cortó')
			}
			const subida = mesa.actos.subir({ actor: ESCOLARES, archivo: 'a.csv', cuerpo: cuerpo() })
			await expect(subida).rejects.toThrow('se cortó')
			expect(mesa.guardados()).toBe(0)
			expect(await mesa.actos.listar({ actor: ESCOLARES, pagina: 1 })).toMatchObject({ valor: { total: 0 } })
		})

		test('un archivo que no se puede leer lo dice, y no se guarda', async () => {
			expect(await mesa.subir('%PDF-1.7')).toMatchObject({
				estado: 'fallida',
				razon: expect.stringContaining('es un PDF'),
			})
			expect(await mesa.subir(csv([fila()]).split('\r\n')[0] ?? '')).toMatchObject({
				estado: 'fallida',
				razon: expect.stringContaining('no tiene egresados'),
			})
			expect(mesa.guardados()).toBe(0)
		})
	})

	test('un XLSX guardado por trozos se lee, y sus malos se bajan con sus módulos en la fila', async () => {
		const ejemplo = { cct: '15DPT0001A', plan: 'PLAN-2018', creditos: 'x', modulos: ['M1', 'M2'] }
		const revisada = await mesa.subir(plantillaXlsx(ejemplo))
		expect(revisada).toMatchObject({ formato: 'xlsx', cuentas: { conError: 1 } })
		const [malo] = parse(await mesa.porCorregir(revisada.id), { bom: true, columns: true }) as Fila[]
		expect(malo).toMatchObject({ CREDITOS: 'x', MODULOS: 'M1=8.5|M2=8.5' })
		expect(await mesa.subir(csv([{ ...malo, CREDITOS: '360' }]))).toMatchObject({ cuentas: { altas: 1 } })
	})

	test('ni subiéndolas todas a la vez', async () => {
		const subidas = await Promise.all(
			Array.from({ length: 6 }, () =>
				mesa.actos.subir({ actor: ESCOLARES, archivo: 'a.csv', cuerpo: (async function* () {})() }),
			),
		)
		expect(subidas.filter(({ ok }) => ok)).toHaveLength(3)
	})

	test('un plantel no puede acumular importaciones sin decidir', async () => {
		for (let n = 2; n < 5; n += 1) await mesa.subir(csv([otra(n)]))
		const cuarta = mesa.actos.subir({ actor: ESCOLARES, archivo: 'a.csv', cuerpo: (async function* () {})() })
		expect(await cuarta).toMatchObject({ motivo: 'importaciones-abiertas' })
	})
})
