import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { levantarMundo, type Mundo, PERSONAS, type Quien } from './mundo.ts'

const quien = (id: string): Quien => {
	const una = PERSONAS.find((persona) => persona.id === id)
	if (!una) throw new Error(`Falta ${id}`)
	return una
}
const TOLUCA = quien('p-escolares-plantel')
const LERMA = quien('p-lerma')
const DSE = quien('p-dse')
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

describe('la mesa de servicio, por HTTP', () => {
	let mundo: Mundo
	let asunto: string
	beforeAll(async () => {
		mundo = await levantarMundo(0)
		const cuerpo = { clase: 'duda', titulo: 'Una duda', texto: '¿Cómo se hace?' }
		const abierto = await mundo.pedir(TOLUCA, { metodo: 'POST', ruta: '/api/asuntos', cuerpo })
		asunto = ((await abierto.json()) as { id: string }).id
	})
	afterAll(() => mundo.recoger())

	const subir = (bytes: Uint8Array, nombre = 'x.png', de = TOLUCA) =>
		mundo.pedir(de, {
			...{ metodo: 'POST', ruta: `/api/asuntos/${asunto}/adjuntos`, cuerpo: bytes },
			encabezados: { 'x-archivo': encodeURIComponent(nombre), 'content-type': 'text/html' },
		})

	test('un adjunto sale siempre para guardar, con el tipo de su contenido y un nombre nuestro', async () => {
		const guardado = await subir(new Uint8Array([...PNG, 1]), 'página.html')
		expect(guardado.status).toBe(201)
		const { id } = (await guardado.json()) as { id: string }
		const bajado = await mundo.pedir(DSE, {
			...{ metodo: 'GET', ruta: `/api/asuntos/${asunto}/adjuntos/${id}` },
		})
		expect(Object.fromEntries(bajado.headers)).toMatchObject({
			'content-type': 'image/png',
			'content-disposition': 'attachment; filename="adjunto-2.png"',
			'x-content-type-options': 'nosniff',
			'cache-control': 'no-store',
		})
		expect(new Uint8Array(await bajado.arrayBuffer())).toEqual(new Uint8Array([...PNG, 1]))
	})

	test('de cinco megas justos cabe; de uno más, 413; lo que no es imagen ni PDF, 422; un nombre mal codificado no estorba', async () => {
		const megas = 5 * 1024 * 1024
		const de = (largo: number) => {
			const bytes = new Uint8Array(largo)
			bytes.set(PNG)
			return bytes
		}
		expect((await subir(de(megas))).status).toBe(201)
		expect((await subir(de(megas + 1))).status).toBe(413)
		expect((await subir(new TextEncoder().encode('<html><script>'))).status).toBe(422)
		const raro = await mundo.pedir(TOLUCA, {
			...{ metodo: 'POST', ruta: `/api/asuntos/${asunto}/adjuntos`, cuerpo: de(9) },
			encabezados: { 'x-archivo': '%E0%A4%A' },
		})
		expect(raro.status).toBe(201)
	})

	test.each([
		['GET', '', undefined],
		['POST', '/mensajes', { texto: 'Hola, hola' }],
		['POST', '/adjuntos', new Uint8Array(PNG)],
		['POST', '/cerrar', { visto: 1 }],
		['POST', '/reabrir', { texto: 'Hola, hola' }],
		['GET', '/adjuntos/x', undefined],
	] as const)(
		'%s …%s: el ajeno y el que no existe se contestan igual, byte a byte',
		async (metodo, que, cuerpo) => {
			const pedir = async (id: string) => {
				const respuesta = await mundo.pedir(LERMA, {
					...{ metodo, ruta: `/api/asuntos/${id}${que}` },
					...(cuerpo === undefined ? {} : { cuerpo }),
				})
				return [respuesta.status, await respuesta.text()]
			}
			const ajeno = await pedir(asunto)
			expect(ajeno).toEqual(await pedir('019ab000-0000-7000-8000-000000000000'))
			expect(ajeno[0]).toBe(404)
		},
	)

	test('lo escrito se guarda sin lo que no se ve, y lo que no trae nada no pasa', async () => {
		const escribir = (texto: string) =>
			mundo.pedir(DSE, {
				...{ metodo: 'POST', ruta: `/api/asuntos/${asunto}/mensajes`, cuerpo: { texto } },
			})
		expect((await escribir('​​​​​​')).status).toBe(400)
		expect((await escribir('x'.repeat(4001))).status).toBe(400)
		expect((await escribir('Así‮ es\r\ny ya')).status).toBe(204)
		const visto = await mundo.pedir(TOLUCA, { metodo: 'GET', ruta: `/api/asuntos/${asunto}` })
		expect(await visto.text()).toContain('"texto":"Así es\\ny ya"')
	})

	test('nada de lo anterior fue una falla nuestra', () => expect(mundo.fallas).toEqual([]))
})
