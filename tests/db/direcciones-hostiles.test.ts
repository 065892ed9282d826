import { afterAll, beforeAll, expect, test } from 'vitest'
import { bytes, csv, fila } from '../application/sae/archivo.ts'
import { levantarMundo, type Mundo, PERSONAS } from '../http/mundo.ts'
import { enAmbasBases } from './ambas.ts'

// Nulo, los demás controles (C0, DEL y C1) y una vuelta más de cifrado; PostgreSQL no admite el primero en un texto.
const CONTROLES = ['%00', 'a%00b', '%01', '%0a', '%1f', '%7f', '%c2%85'] as const
const TORCIDOS = [...CONTROLES, '%2500', '%ff', '%c3%28', '%ed%a0%80', '%', '%u0000'] as const

/** Ninguna dirección, por torcida que venga, es falla nuestra en ninguna de las dos bases. */
enAmbasBases('direcciones hostiles', (abrir) => {
	let mundo: Mundo
	beforeAll(async () => {
		mundo = await levantarMundo(1, await abrir())
	})
	afterAll(() => mundo.recoger())

	const rutas = () => [
		...new Map(
			mundo.app.routes
				.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
				.map(({ method, path }) => [`${method} ${path}`, { metodo: method, ruta: path }]),
		).values(),
	]
	/** La pide una persona de cada perfil: la que puede llega hasta la base. */
	const pedirComoCadaQuien = async (metodo: string, ruta: string): Promise<number[]> => {
		const estados: number[] = []
		for (const quien of PERSONAS.filter(({ lugar }) => lugar === 'propio' || lugar === 'nacional')) {
			estados.push((await mundo.pedir(quien, { metodo, ruta, cuerpo: cuerpoDe(metodo) })).status)
		}
		return estados
	}
	const cuerpoDe = (metodo: string): unknown =>
		metodo === 'GET'
			? undefined
			: { nombre: 'Ana', primerApellido: 'Ruiz', segundoApellido: null, razon: 'Porque así se probó' }

	test('en la ruta: lo que lleva controles no existe, y lo demás nunca es 500', async () => {
		const conParametro = rutas().filter(({ ruta }) => ruta.includes(':'))
		expect(conParametro.length).toBeGreaterThan(5)
		for (const { metodo, ruta } of conParametro) {
			for (const torcido of TORCIDOS) {
				const estados = await pedirComoCadaQuien(metodo, ruta.replace(/:[^/]+/g, torcido))
				if (CONTROLES.some((control) => control === torcido)) expect(new Set(estados)).toEqual(new Set([404]))
				else for (const estado of estados) expect(estado).toBeLessThan(500)
			}
		}
		expect(mundo.fallas).toEqual([])
	})

	test('en la consulta: 400 con controles, en el valor o en el nombre, y nunca 500', async () => {
		const deLectura = rutas().filter(({ metodo, ruta }) => metodo === 'GET' && !ruta.includes(':'))
		for (const { ruta } of deLectura) {
			if (ruta === '/api/config') continue
			for (const torcido of TORCIDOS) {
				const nombres = [
					'buscar',
					'plantel',
					'plan',
					'estado',
					'generacion',
					'orden',
					'pagina',
					'volumen',
					torcido,
				]
				const consulta = nombres.map((nombre) => `${nombre}=${torcido}`).join('&')
				const estados = await pedirComoCadaQuien('GET', `${ruta}?${consulta}`)
				if (CONTROLES.some((control) => control === torcido)) expect(new Set(estados)).toEqual(new Set([400]))
				else for (const estado of estados) expect(estado).toBeLessThan(500)
			}
		}
		expect(mundo.fallas).toEqual([])
	})

	test('en el nombre del archivo que se importa: se quitan', async () => {
		const escolares = PERSONAS.find(({ id }) => id === 'p-escolares-plantel') ?? null
		const respuesta = await mundo.pedir(escolares, {
			metodo: 'POST',
			ruta: '/api/sae/importaciones',
			cuerpo: bytes(csv([fila()])),
			encabezados: { 'content-type': 'application/octet-stream', 'x-archivo': 'egresados%00%0a.csv' },
		})
		expect(respuesta.status).toBe(202)
		const guardada = await mundo.mesa.base.db.selectFrom('importacion').select('archivo').executeTakeFirst()
		expect(guardada).toEqual({ archivo: 'egresados  .csv' })
		expect(mundo.fallas).toEqual([])
	})
})
