import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { type Ambiente, leerConsulta, leerCuerpo } from '../../bff/http/hono.ts'
import { ConsultaEgresados } from '#core/contract/egresado.ts'
import { ActoConRazon } from '#core/contract/tramite.ts'

const app = new Hono<Ambiente>()
	.get('/', (c) => {
		const leido = leerConsulta(c, ConsultaEgresados)
		return leido.ok ? c.json(leido.valor) : leido.respuesta
	})
	.post('/', async (c) => {
		const leido = await leerCuerpo(c, ActoConRazon)
		return leido.ok ? c.json(leido.valor) : leido.respuesta
	})
const mandar = (cuerpo: unknown) => app.request('/', { method: 'POST', body: JSON.stringify(cuerpo) })

describe('lo que ninguna base guardaría no pasa de la puerta', () => {
	test.each(['1e300', '1e18', '9007199254740993', '-1', 'NaN'])('la página %s: 400', async (pagina) => {
		expect((await app.request(`/?pagina=${pagina}`)).status).toBe(400)
	})

	test('un carácter nulo en la dirección o en el cuerpo: 400', async () => {
		expect((await app.request('/?busca=%00')).status).toBe(400)
		expect((await mandar({ tramites: ['a\0'], razon: 'Falta el acta.' })).status).toBe(400)
	})

	test('de una razón, que la escribe una persona, se quita', async () => {
		const respuesta = await mandar({ tramites: ['a'], razon: 'Falta el\0 acta.' })
		expect(await respuesta.json()).toEqual({ tramites: ['a'], razon: 'Falta el acta.' })
	})

	test('lo demás pasa', async () => {
		expect((await app.request('/?pagina=3&busca=mu%C3%B1oz')).status).toBe(200)
		expect((await mandar({ tramites: ['a'], razon: 'Falta el acta.' })).status).toBe(200)
	})
})
