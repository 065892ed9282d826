import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enCsv } from '../../../bff/application/catalogos/exportar.ts'
import { levantarMundo, type Mundo, PERSONAS } from '../mundo.ts'

/* Lo que un archivo o una petición hostil no consigue. */
describe('los catálogos por HTTP', () => {
	let mundo: Mundo
	beforeAll(async () => {
		mundo = await levantarMundo(0)
	})
	afterAll(() => mundo.recoger())

	const dse = PERSONAS.find(({ perfil }) => perfil === 'dse') ?? null
	const enviar = (ruta: string, cuerpo: Uint8Array, encabezados: Record<string, string> = {}) =>
		mundo.pedir(dse, {
			metodo: 'POST',
			ruta,
			cuerpo,
			encabezados: { 'content-type': 'application/octet-stream', 'x-archivo': 'a.csv', ...encabezados },
		})
	const cargo = enCsv([
		['CLAVE', 'NOMBRE', 'DESDE', 'HASTA'],
		['77', 'Cargo', '2026-01-01', ''],
	])

	test('sin haberlo visto, o con otra vista, no se aplica', async () => {
		const antes = await mundo.foto()
		for (const encabezados of [{}, { 'x-vista': 'inventada' }]) {
			const respuesta = await enviar('/api/catalogos/cargo/importaciones', cargo, encabezados)
			expect([respuesta.status, await respuesta.json()]).toMatchObject([409, { motivo: 'catalogo-cambiado' }])
		}
		const { vista } = (await (await enviar('/api/catalogos/cargo/vista-previa', cargo)).json()) as {
			vista: string
		}
		const otro = enCsv([
			['CLAVE', 'NOMBRE', 'DESDE', 'HASTA'],
			['77', 'Otro', '2026-01-01', ''],
		])
		const cambiado = await enviar('/api/catalogos/cargo/importaciones', otro, { 'x-vista': vista })
		expect(cambiado.status).toBe(409)
		expect((await mundo.foto()) === antes).toBe(true)
	})

	test.each([
		['vacío', new Uint8Array()],
		['que no es una tabla', new TextEncoder().encode('hola')],
		['con bytes nulos', new Uint8Array(500)],
		['un ZIP roto', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3])],
		[
			'un renglón de un mega',
			new TextEncoder().encode(`CLAVE,NOMBRE,DESDE,HASTA\n1,${'x'.repeat(1_000_000)}`),
		],
	])('un archivo %s se niega con su razón, y no es una falla', async (_, cuerpo) => {
		const respuesta = await enviar('/api/catalogos/cargo/vista-previa', cuerpo)
		expect(respuesta.status).toBe(422)
		expect(mundo.fallas).toEqual([])
	})

	test('más de 2 MB no se leen; un catálogo que no hay no se encuentra', async () => {
		const grande = await enviar('/api/catalogos/cargo/vista-previa', new Uint8Array(2 * 1024 * 1024 + 1))
		expect(await grande.json()).toMatchObject({ motivo: 'demasiado-grande' })
		const ninguno = await enviar('/api/catalogos/constructor/vista-previa', cargo)
		expect([ninguno.status, await ninguno.json()]).toMatchObject([404, { motivo: 'no-encontrado' }])
	})

	test('el archivo que se descarga no se guarda en el camino, y se llama por su catálogo', async () => {
		const respuesta = await mundo.pedir(dse, { metodo: 'GET', ruta: '/api/catalogos/cargo/archivo' })
		expect(respuesta.headers.get('content-disposition')).toBe('attachment; filename="cargo.csv"')
		expect(respuesta.headers.get('cache-control')).toBe('no-store')
		expect(await respuesta.text()).toContain('94,Director,1900-01-01,')
	})
})
