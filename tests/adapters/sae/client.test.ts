import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { conectarSae } from '../../../bff/adapters/sae/client.ts'
import { levantarSae, type Sae } from '../../../bff/simuladores/sae/sae.ts'
import { fila } from '../../application/sae/archivo.ts'
import { enSqlite } from '../../db/ambas.ts'
import { ESCOLARES, montar, type Escena } from '../../db/escena.ts'
import { ponerMesaDeSae, type MesaDeSae } from '../../db/sae/mesa-de-sae.ts'
import { exigir } from '#core/domain/result.ts'

const FICHA = 'ficha'
const filas = (cuantas: number, promedio = '9.1') =>
	Array.from({ length: cuantas }, (_, i) => ({
		...fila({ MATRICULA: `20990000${i}-${i}`, PROMEDIO: promedio }),
		MODULOS: [{ clave: 'M1', calificacion: 8.5 }],
	}))

enSqlite('traer de SAE por HTTP', (abrir) => {
	let sae: Sae
	let escena: Escena
	let mesa: MesaDeSae
	beforeAll(async () => {
		sae = await levantarSae({ ficha: FICHA, egresados: [], porPagina: 2 })
	})
	afterAll(() => sae.cerrar())
	beforeEach(async () => {
		Object.assign(sae.fallas, { modo: 'normal', veces: 0, errorCada: 0 })
		sae.cambiar([...filas(5), { ...fila({ MATRICULA: '209900009-9' }), CCT: '15DPT0004A' }])
		escena = await montar(await abrir())
		mesa = ponerMesaDeSae(escena, conectarSae({ url: sae.url, ficha: FICHA, esperaMs: 1, intentos: 3 }))
	})
	afterEach(async () => {
		await escena.base.cerrar()
		mesa.recoger()
	})
	const traer = async (con = mesa) => {
		const { id } = exigir(await con.actos.traer({ actor: ESCOLARES }))
		return con.esperar(id)
	}

	test('trae sólo lo de su plantel, página por página, y se revisa como un archivo', async () => {
		const traida = await traer()
		expect(traida).toMatchObject({
			origen: 'sae',
			estado: 'revisada',
			formato: 'json',
			cuentas: { altas: 5 },
		})
		expect(await mesa.aplicar(traida.id)).toMatchObject({ estado: 'aplicada', cuentas: { altas: 5 } })
	})

	test('si nada cambió desde lo último que se aplicó, lo dice; si algo cambió, lo trae', async () => {
		await mesa.aplicar((await traer()).id)
		expect(await traer()).toMatchObject({ estado: 'sin-novedad' })
		sae.cambiar(filas(5, '9.2'))
		expect(await traer()).toMatchObject({ estado: 'revisada', cuentas: { cambios: 5 } })
	})

	describe('con fallas', () => {
		test('un error pasajero o una página cortada se piden otra vez', async () => {
			Object.assign(sae.fallas, { modo: 'cortado', veces: 1 })
			expect(await traer()).toMatchObject({ estado: 'revisada', cuentas: { altas: 5 } })
		})

		test.each([
			['no contesta', { errorCada: 1 }, /SAE \(contestó 500\)/],
			['se corta siempre', { modo: 'cortado' }, /SAE \(no contestó\)/],
			['cambia a media entrega', { modo: 'cambia-a-media-entrega' }, /cambió mientras se traía/],
			['manda a otro sitio', { modo: 'a-otro-sitio' }, /manda a otro sitio/],
			['manda algo que no es JSON', { modo: 'ilegible' }, /El archivo no se pudo leer/],
		] as const)('si %s, queda fallida, con su razón, y no se guarda nada', async (_que, falla, razon) => {
			Object.assign(sae.fallas, falla)
			expect(await traer()).toMatchObject({ estado: 'fallida', razon: expect.stringMatching(razon) })
			expect(mesa.guardados()).toBe(0)
		})

		test('con otra ficha no se insiste', async () => {
			const ajena = ponerMesaDeSae(escena, conectarSae({ url: sae.url, ficha: 'otra' }))
			expect(await traer(ajena)).toMatchObject({
				estado: 'fallida',
				razon: expect.stringContaining('no acepta nuestra ficha'),
			})
			ajena.recoger()
		})
	})

	test('sin SAE conectado se dice al pedirlo', async () => {
		const sola = ponerMesaDeSae(escena)
		expect(await sola.actos.traer({ actor: ESCOLARES })).toMatchObject({ motivo: 'servicio-no-disponible' })
		sola.recoger()
	})
})

test('un SAE que no acaba de entregar no llena el disco: se deja al pasar de lo que se puede leer', async () => {
	const pagina = Buffer.alloc(64 * 1024, '\n')
	let pedidas = 0
	const sinFin = createServer((_, respuesta) => {
		pedidas += 1
		respuesta.setHeader('link', '</egresados?sigue=1>; rel="next"').end(pagina)
	})
	await new Promise<void>((listo) => sinFin.listen(0, '127.0.0.1', () => listo()))
	try {
		const { port } = sinFin.address() as AddressInfo
		const traer = conectarSae({
			...{ url: `http://127.0.0.1:${port}`, ficha: null, intentos: 1 },
			bytesMaximos: 13 * pagina.length,
		})
		const respuesta = await traer({ cct: '15DPT0001A', etag: null })
		if (respuesta.resultado !== 'hay') throw new Error('No contestó.')
		const agotar = async () => {
			for await (const _ of respuesta.paginas);
		}
		await expect(agotar()).rejects.toThrow('manda más de lo que cabe')
		expect(pedidas).toBe(14)
	} finally {
		sinFin.close()
	}
})
