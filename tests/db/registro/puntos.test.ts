/** Puntos de control: se firman solos, prueban hacia adelante, cambian de llave, y las órdenes de la terminal los usan. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { huella } from '../../../bff/adapters/huella.ts'
import { comprobarFirma } from '../../../bff/adapters/llave-del-registro.ts'
import { encadenarArbol } from '../../../bff/application/registro/encadenar.ts'
import {
	leerPuntoDeControl,
	leerUltimoPunto,
	probarConsistencia,
	probarInclusion,
} from '../../../bff/application/registro/probar.ts'
import { verificarRegistro } from '../../../bff/application/registro/verificar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { registrarBitacora } from '../../../bff/cli/bitacora.ts'
import { registrarLibro } from '../../../bff/cli/libro.ts'
import { registrarRegistro } from '../../../bff/cli/registro.ts'
import { esConsistente, estaIncluida } from '../../../src/core/registro/comprobar.ts'
import { hojaDeAsiento } from '../../../src/core/registro/hoja-de-libro.ts'
import { abrirNota, escribirLlave } from '../../../src/core/registro/nota.ts'
import { leerPunto, type Punto } from '../../../src/core/registro/punto.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES } from '../escena.ts'
import { llaveDePrueba, montarRegistro, type Registro } from './entorno.ts'

enAmbasBases('puntos de control', (abrir) => {
	let registro: Registro
	let carpeta: string
	beforeEach(async () => {
		registro = await montarRegistro(abrir)
		await registro.escena.agregarRango(1, 1000)
		carpeta = mkdtempSync(join(tmpdir(), 'egreso-puntos-'))
	})
	afterEach(async () => {
		rmSync(carpeta, { recursive: true, force: true })
		await registro.base.cerrar()
	})

	const registrarUnos = async (cuantos: number): Promise<void> => {
		const tramites = await registro.escena.agregarTramites(cuantos)
		await registrar({ ...registro.escena.deps, reloj: registro.reloj })({ actor: ESCOLARES, tramites })
		registro.pasar(1000)
		await registro.encadenar('libro')
		await registro.encadenar('bitacora')
	}
	const ultimo = async (): Promise<string> => {
		const nota = await leerUltimoPunto(registro.base.db, 'libro')
		if (nota === null) throw new Error('no hay punto')
		return nota
	}
	const abierto = (nota: string): Punto => {
		const nota_ = abrirNota(comprobarFirma, nota, [registro.firmarPunto.llave])
		const punto = nota_.ok ? leerPunto(nota_.valor.texto) : nota_
		if (!punto.ok) throw new Error('el punto no abre')
		return punto.valor
	}

	test('sin hojas no hay punto; con ellas se firma uno por tanda, y sin crecer no se repite', async () => {
		const leer = leerPuntoDeControl(registro)
		await registro.encadenar('libro')
		expect(await leer({ arbol: 'libro' })).toMatchObject({ ok: false, motivo: 'no-encontrado' })
		await registrarUnos(3)
		await registro.encadenar('libro')
		expect(abierto(await ultimo())).toMatchObject({ origen: 'egreso/libro', tamano: 3 })
		await registrarUnos(4)
		expect(abierto(await ultimo())).toMatchObject({ tamano: 7 })
		expect(await leer({ arbol: 'libro', tamano: 3 })).toMatchObject({ ok: true })
		expect(await leer({ arbol: 'libro', tamano: 4 })).toMatchObject({ motivo: 'no-encontrado' })
		expect((await registro.base.db.selectFrom('puntoControl').select('tamano').execute()).length).toBe(4)
	})

	test('entre un punto y otro pasa un rato: cada turno no es una firma', async () => {
		const { base, reloj, firmarPunto } = registro
		const tramites = await registro.escena.agregarTramites(3)
		const deTurno = encadenarArbol({ base, reloj, huella, firmarPunto, reposoMs: 0 }, 'libro')
		for (const tramite of tramites) {
			await registrar({ ...registro.escena.deps, reloj })({ actor: ESCOLARES, tramites: [tramite] })
			registro.pasar(20_000)
			await deTurno()
		}
		expect(abierto(await ultimo())).toMatchObject({ tamano: 1 })
		registro.pasar(60_000)
		await deTurno()
		expect(abierto(await ultimo())).toMatchObject({ tamano: 3 })
	})

	test('quien tiene un asiento prueba que está, y un punto viejo prueba con el árbol de hoy', async () => {
		const deps = { base: registro.base, huella }
		await registrarUnos(5)
		const viejo = abierto(await ultimo())
		await registrarUnos(8)
		const nuevo = abierto(await ultimo())
		const asientos = await registro.base.db.selectFrom('asiento').selectAll().orderBy('numero').execute()
		expect(asientos).toHaveLength(13)
		for (const asiento of asientos) {
			const hoja = hojaDeAsiento(huella, asiento)
			const prueba = await probarInclusion(deps)({ arbol: 'libro', hoja, tamano: nuevo.tamano })
			if (!prueba.ok) throw new Error('no se probó')
			expect(estaIncluida(huella, { ...prueba.valor, hoja, raiz: nuevo.raiz })).toBe(true)
			const antes = await probarInclusion(deps)({ arbol: 'libro', hoja, tamano: viejo.tamano })
			expect(antes.ok).toBe(asiento.numero <= 5)
		}
		const consistencia = await probarConsistencia(deps)({ arbol: 'libro', de: viejo.tamano, a: nuevo.tamano })
		if (!consistencia.ok) throw new Error('no se probó')
		const dicho = { ...consistencia.valor, raizDe: viejo.raiz, raizA: nuevo.raiz }
		expect(esConsistente(huella, dicho)).toBe(true)
		const fuera = await probarConsistencia(deps)({ arbol: 'libro', de: 5, a: 14 })
		expect(fuera).toMatchObject({ motivo: 'no-encontrado' })

		// Un nodo cambiado por dentro: la prueba ya no se sostiene, y no se da.
		await registro.conPermisos(
			`update arbol_nodo set hash = '${'0'.repeat(64)}' where arbol = 'libro' and nivel = 3 and indice = 0`,
		)
		const [primero] = asientos.map((asiento) => hojaDeAsiento(huella, asiento))
		const roto = { arbol: 'libro', hoja: primero ?? '', tamano: nuevo.tamano } as const
		await expect(probarInclusion(deps)(roto)).rejects.toThrow(/no cuadra.*libro verificar/)
		const tramo = { arbol: 'libro', de: viejo.tamano, a: nuevo.tamano } as const
		await expect(probarConsistencia(deps)(tramo)).rejects.toThrow(/no cuadra/)
	})

	test('al cambiar de llave, lo firmado con la anterior sigue valiendo si se la conoce', async () => {
		const { base } = registro
		await registrarUnos(3)
		const [anterior, nueva] = [registro.firmarPunto, llaveDePrueba('02')]
		const deps = { base, huella, reloj: registro.reloj, firmarPunto: nueva, reposoMs: 0, entrePuntosMs: 0 }
		await encadenarArbol(deps, 'libro')()
		const puntos = await base.db
			.selectFrom('puntoControl')
			.select('llaveId')
			.where('arbol', '=', 'libro')
			.execute()
		expect(puntos.map(({ llaveId }) => llaveId).sort()).toEqual([anterior.llave.id, nueva.llave.id].sort())
		const con = (llaves: (typeof nueva.llave)[]) =>
			verificarRegistro({ base, huella, comprobarFirma, derivarCuv: null, llaves })('libro')
		expect(await con([nueva.llave, anterior.llave])).toMatchObject({ puntos: 2, hallazgos: [] })
		expect((await con([nueva.llave])).hallazgos).toMatchObject([
			{ clase: 'punto-falso', detalle: expect.stringContaining(`egreso+${anterior.llave.id}`) },
		])
	})

	test('un árbol de antes, encadenado y sin nodos, nace entero y con las mismas hojas', async () => {
		await registrarUnos(9)
		const nodos = () =>
			registro.base.db.selectFrom('arbolNodo').selectAll().where('arbol', '=', 'bitacora').execute()
		const antes = await nodos()
		await registro.conPermisos('delete from arbol_nodo', 'delete from punto_control')
		await registro.encadenar('bitacora')
		expect(await nodos()).toEqual(antes)
		expect((await registro.verificar('bitacora')).hallazgos).toEqual([])
	})

	describe('las órdenes de la terminal', () => {
		const correr = async (...args: readonly string[]): Promise<{ codigo: number; dicho: string }> => {
			const programa = new Command().exitOverride()
			const abierta = { ...registro.base, cerrar: () => Promise.resolve() }
			const contexto = async () => ({ ...registro.escena.deps, url: '', base: abierta })
			for (const registrarOrden of [registrarBitacora, registrarLibro, registrarRegistro]) {
				registrarOrden(programa, contexto)
			}
			const escrito: string[] = []
			const write = process.stdout.write.bind(process.stdout)
			process.stdout.write = (texto: string | Uint8Array) => escrito.push(String(texto)) > 0
			try {
				await programa.parseAsync([...args], { from: 'user' })
			} finally {
				process.stdout.write = write
			}
			const codigo = Number(process.exitCode ?? 0)
			process.exitCode = 0
			return { codigo, dicho: escrito.join('') }
		}
		const llave = () => escribirLlave(registro.firmarPunto.llave)

		test.each(['bitacora', 'libro'] as const)(
			'%s: bien, con el punto de hace un mes, y mal',
			async (arbol) => {
				await registrarUnos(3)
				const punto = join(carpeta, 'punto.txt')
				expect(await correr('registro', 'exportar', arbol, '--salida', punto)).toEqual({
					codigo: 0,
					dicho: `${punto}\n`,
				})
				await expect(correr('registro', 'exportar', arbol, '--salida', punto)).rejects.toThrow(/ya existe/)
				registro.pasar(31 * 24 * 3_600_000)
				await registrarUnos(6)
				const sano = await correr(arbol, 'verificar', '--punto', punto, '--llave', llave())
				expect(sano).toMatchObject({
					codigo: 0,
					dicho: expect.stringMatching(/^bien .*9 renglones; 3 puntos/m),
				})
				// Alguien reescribe el registro entero y lo vuelve a firmar todo; el punto guardado fuera no se deja.
				await registro.conPermisos(
					`delete from ${arbol === 'libro' ? 'libro_hoja' : 'bitacora_hoja'} where indice > 2`,
					`delete from arbol_nodo where arbol = '${arbol}'`,
					`delete from punto_control where arbol = '${arbol}'`,
					...(arbol === 'libro'
						? [`update asiento set matricula = '199999999-9' where numero = 3`]
						: [`update bitacora set acto = 'otro' where id = (select max(id) from bitacora)`]),
				)
				await registro.encadenar(arbol)
				const malo = await correr(arbol, 'verificar', '--punto', punto, '--llave', llave())
				expect(malo.codigo).toBe(1)
				if (arbol === 'libro') {
					expect(malo.dicho).toMatch(/mal · no-corresponde .*entre la hoja 1 y la 3/)
					expect(malo.dicho).toMatch(
						/mal · cambiado · CE20180000003: el asiento 3 del plantel toluca .*matrícula/,
					)
				} else expect(malo.dicho).toMatch(/mal · cambiado .*no dice lo que se anotó/)
			},
		)

		test('un punto de otra llave, retocado o de otro árbol no se cree', async () => {
			await registrarUnos(3)
			const punto = join(carpeta, 'punto.txt')
			await correr('registro', 'exportar', 'libro', '--salida', punto)
			const otra = escribirLlave(llaveDePrueba('03').llave)
			const ajena = await correr('libro', 'verificar', '--punto', punto, '--llave', otra)
			expect(ajena.dicho).toMatch(/mal · punto-falso .*una llave que no se conoce/)
			const deOtro = await correr('bitacora', 'verificar', '--punto', punto, '--llave', llave())
			expect(deOtro).toMatchObject({ codigo: 1, dicho: expect.stringContaining('no del árbol «bitacora»') })
			writeFileSync(punto, readFileSync(punto, 'utf8').replace('\n3\n', '\n2\n'))
			const retocado = await correr('libro', 'verificar', '--punto', punto, '--llave', llave())
			expect(retocado).toMatchObject({ codigo: 1, dicho: expect.stringContaining('su firma es falsa') })
			await expect(
				correr('libro', 'verificar', '--punto', join(carpeta, 'no'), '--llave', otra),
			).rejects.toThrow(/No se pudo leer/)
		})

		test('sin puntos, exportar dice qué esperar', async () => {
			await expect(correr('registro', 'exportar', 'libro')).rejects.toThrow(
				/todavía no tiene un punto firmado/,
			)
		})
	})
})
