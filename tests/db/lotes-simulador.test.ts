import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conectarCosfac } from '../../bff/adapters/cosfac/client.ts'
import { type Cosfac, levantarCosfac } from '../../bff/simuladores/cosfac/cosfac.ts'
import { MODOS_COSFAC } from '../../bff/simuladores/cosfac/modos.ts'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from './ambas.ts'
import { AHORA } from './escena.ts'
import { type MesaDeLotes, ponerMesaDeLotes } from './mesa-de-lotes.ts'

const USUARIO = { usuario: 'conalep', password: 'demo' }

enAmbasBases('los lotes con el COSFAC simulado, que sí revisa (11)', (abrir) => {
	let mesa: MesaDeLotes
	let cosfac: Cosfac
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
		cosfac = await levantarCosfac({
			usuario: USUARIO.usuario,
			contrasena: USUARIO.password,
			anclas: [mesa.autoridad.raiz, mesa.autoridad.intermedia],
			reloj: () => new Date(AHORA),
			conPdf: true,
			// Los egresados de la escena comparten CURP cada tantos: aquí no se prueba eso.
			fallas: { modo: 'duplicados-permitidos' },
		})
		mesa.apuntarA(conectarCosfac({ url: cosfac.url, credenciales: USUARIO, plazoMs: 5000 }))
	})
	afterAll(async () => {
		await cosfac.cerrar()
		await mesa.recoger()
	})

	/** Lo emitido es, cadena por cadena, lo enviado; lo demás está a la vista con su porqué. */
	const comprobar = async (ids: readonly string[]) => {
		let emitidos = 0
		for (const id of ids) {
			const { estado, folioDigital } = await mesa.tramite(id)
			const fila = await mesa.enLote(id)
			if (estado !== 'emitido') {
				expect([estado, fila.estado]).toEqual(['enviado', 'cuarentena'])
				expect(fila.descripcion).toMatch(/\.$/)
				continue
			}
			emitidos += 1
			const { xmlSep } = await mesa.base.db
				.selectFrom('certificado')
				.select('xmlSep')
				.where('tramiteId', '=', id)
				.executeTakeFirstOrThrow()
			const devuelto = exigir(leerDec(xmlSep ?? ''))
			const enviado = exigir(leerDec(fila.xml))
			expect(devuelto.sep?.folioDigital).toBe(folioDigital)
			expect(cadenaOriginal(devuelto)).toEqual(cadenaOriginal(enviado))
			expect(devuelto.firmaResponsable.sello).toBe(enviado.firmaResponsable.sello)
		}
		return emitidos
	}

	test('acepta lo nuestro —esquema, sello, certificado, cadena— y lo emitimos con su PDF', async () => {
		const ids = await mesa.sellados(5)
		// El reloj de la prueba corre en falso y el simulador en el de verdad: se le espera.
		await mesa.correr(1)
		await expect.poll(() => cosfac.vivos(), { timeout: 20_000 }).toBe(5)
		await mesa.correr(2)
		expect(await comprobar(ids)).toBe(5)
		const clases = await mesa.base.db
			.selectFrom('archivo')
			.select('clase')
			.where('tramiteId', '=', ids[0] ?? '')
			.execute()
		expect(clases.map(({ clase }) => clase).sort()).toEqual(['pdf-sep', 'xml', 'xml-enviado'])
	})

	describe('lo que el simulador sabe torcer una vez', () => {
		test.each(MODOS_COSFAC.filter((modo) => modo !== 'nunca-listo' && modo !== 'duplicados-permitidos'))(
			'%s: nada distinto de lo enviado se emite, y nada se pierde',
			async (modo) => {
				const antes = cosfac.vivos()
				const ids = await mesa.sellados(3)
				// Ya procesado: lo torcido viene en la respuesta.
				await mesa.correr(1)
				await expect.poll(() => cosfac.vivos(), { timeout: 20_000 }).toBe(antes + 3)
				cosfac.fallas.modo = modo
				cosfac.fallas.veces = 1
				await mesa.correr(6)
				cosfac.fallas.modo = 'duplicados-permitidos'
				cosfac.fallas.veces = 0
				expect(await comprobar(ids)).toBeGreaterThanOrEqual(2)
				expect(cosfac.vivos()).toBe(antes + 3)
			},
		)
	})

	test('contraseña equivocada: consta que no lo tiene, y se detiene', async () => {
		const [id = ''] = await mesa.sellados(1)
		mesa.apuntarA(conectarCosfac({ url: cosfac.url, credenciales: { ...USUARIO, password: 'otra' } }))
		await mesa.correr(2)
		expect((await mesa.enLote(id)).estadoLote).toBe('detenido')
	})
})
