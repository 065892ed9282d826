/**
 * La llave de un egresado es nacional, y aun así un plantel no aprende de la de otro (10): lo que puede importar lo dice el
 * catálogo. Toluca da las matrículas que no empiezan con 7 ni con 9; Tlalpan, las de 90 a 94.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { csv, fila, MATRICULA } from '../../application/sae/archivo.ts'
import { consultasDe } from '../../http/consultas.ts'
import { enAmbasBases } from '../ambas.ts'
import { corregirValor } from '../catalogos/sembrar.ts'
import { AHORA, ESCOLARES, montar, type Escena } from '../escena.ts'
import { importarDeUnaVez } from '../../../bff/application/importaciones/de-una-vez.ts'
import { proyectar } from '../../../bff/application/catalogos/proyectar.ts'
import { enMemoria } from '../../../bff/application/sae/lector/fuente.ts'
import { exigir } from '#core/domain/result.ts'
import { leerFecha } from '#core/domain/fecha.ts'
import type { Importador } from '../../../bff/application/importaciones/juzgar.ts'
import { ponerMesaDeSae, type MesaDeSae } from './mesa-de-sae.ts'

const DE_TLALPAN = '912340001-1'
const DE_NADIE = '912340002-2'
const DE_TOLUCA = '300000001-1'

enAmbasBases('lo que un plantel puede importar', (abrir) => {
	let escena: Escena
	let mesa: MesaDeSae
	beforeEach(async () => {
		escena = await montar(await abrir())
		mesa = ponerMesaDeSae(escena)
		await escena.agregarEgresados(1, { plantel: 'tlalpan', cambios: { matricula: DE_TLALPAN } })
	})
	afterEach(async () => {
		await escena.base.cerrar()
		mesa.recoger()
	})

	/** Todo lo que la persona ve de importar un archivo con esta matrícula y con una buena, y lo que se preguntó. */
	const loQueVe = async (matricula: string) => {
		const [visto, consultas] = await consultasDe(async () => {
			const revisada = await mesa.subir(csv([fila(), fila({ MATRICULA: matricula })]))
			const antes = { cuentas: revisada.cuentas, errores: await mesa.errores(revisada.id) }
			const aplicada = await mesa.aplicar(revisada.id, true)
			return {
				antes,
				despues: { cuentas: aplicada.cuentas, errores: await mesa.errores(aplicada.id) },
				cambios: await mesa.cambios(aplicada.id),
				porCorregir: await mesa.porCorregir(aplicada.id),
			}
		})
		await escena.base.db.deleteFrom('moduloCursado').where('matricula', '=', MATRICULA).execute()
		await escena.base.db.deleteFrom('confrontaEncargada').where('matricula', '=', MATRICULA).execute()
		await escena.base.db.deleteFrom('evaluacion').where('matricula', '=', MATRICULA).execute()
		await escena.base.db.deleteFrom('egresado').where('matricula', '=', MATRICULA).execute()
		return {
			texto: JSON.stringify(visto).replaceAll(matricula, 'LA-MATRICULA'),
			// La fila de trabajos tiene su propio paso.
			consultas: consultas.filter((una) => !/\b(trabajo|importacion\w*|mapeo_sae)\b/.test(una)),
			visto,
		}
	}

	test('la de otro plantel y la que no existe: lo mismo se ve, lo mismo se cuenta y lo mismo se pregunta', async () => {
		const existe = await loQueVe(DE_TLALPAN)
		const noExiste = await loQueVe(DE_NADIE)
		expect(existe.texto).toBe(noExiste.texto)
		expect(existe.consultas).toEqual(noExiste.consultas)
		expect(existe.visto.despues).toMatchObject({
			cuentas: { altas: 1, conError: 1, errores: 1 },
			errores: [
				{ linea: 3, columna: 'MATRICULA', clase: 'dato', razon: expect.stringMatching(/mesa de servicio/) },
			],
		})
	})

	test('la que le tocaría pero otro plantel tiene (un traslado) se niega con la misma frase', async () => {
		await escena.agregarEgresados(1, { plantel: 'tlalpan', cambios: { matricula: DE_TOLUCA } })
		expect((await loQueVe(DE_TOLUCA)).texto).toBe((await loQueVe(DE_NADIE)).texto)
	})

	const repartir = async (patrones: Readonly<Record<string, string | null>>) => {
		for (const [clave, patronMatricula] of Object.entries(patrones)) {
			await corregirValor(escena.base, 'plantel', clave, { patronMatricula })
		}
		await escena.base.enTransaccion((tx) => proyectar(tx, exigir(leerFecha('2026-07-15'))))
	}

	test('sin patrón propio, o con uno que otro plantel comparte, no entra nadie nuevo; los suyos sí cambian', async () => {
		await mesa.aplicar((await mesa.subir(csv([fila()]))).id)
		const archivo = csv([fila({ PROMEDIO: '9.9' }), fila({ MATRICULA: DE_TOLUCA })])
		for (const patrones of [{ toluca: null }, { toluca: '^[0-68]\\d{8}-\\d$', lerma: '^3\\d{8}-\\d$' }]) {
			await repartir(patrones)
			expect(await mesa.subir(archivo)).toMatchObject({ cuentas: { cambios: 1, altas: 0, conError: 1 } })
		}
		await repartir({ lerma: '^7\\d{8}-\\d$' })
		expect(await mesa.subir(archivo)).toMatchObject({ cuentas: { cambios: 1, altas: 1, conError: 0 } })
	})

	describe('un traslado', () => {
		const importar = async (actor: Importador) =>
			exigir(
				await importarDeUnaVez(escena.deps)({
					actor,
					archivo: 'traslado.csv',
					fuente: enMemoria(Buffer.from(csv([fila({ MATRICULA: DE_TLALPAN })]))),
				}),
			).importacion

		test('lo importa quien alcanza a los dos planteles, y desde entonces el plantel nuevo lo lleva', async () => {
			expect(await importar(ESCOLARES)).toMatchObject({ estado: 'revisada', cuentas: { conError: 1 } })
			expect(await importar({ sistema: 'operador' })).toMatchObject({
				estado: 'aplicada',
				cuentas: { cambios: 1 },
			})
			const cambiado = csv([fila({ MATRICULA: DE_TLALPAN, PROMEDIO: '9.9' })])
			expect(await mesa.subir(cambiado)).toMatchObject({ cuentas: { cambios: 1, conError: 0 } })
		})
	})

	test('mientras alguien escribe lo de otro plantel, importar no espera', async () => {
		if (escena.base.dialecto === 'sqlite') return
		const { id } = await mesa.subir(csv([fila(), fila({ MATRICULA: DE_TLALPAN })]))
		await escena.base.enTransaccion(async (tx) => {
			await tx
				.updateTable('egresado')
				.set({ actualizado: AHORA })
				.where('matricula', '=', DE_TLALPAN)
				.execute()
			expect(await mesa.aplicar(id, true)).toMatchObject({ estado: 'aplicada', cuentas: { altas: 1 } })
		})
	})
})
