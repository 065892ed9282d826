import { afterAll, beforeAll, expect, test } from 'vitest'
import { crearAnotarServicio } from '../../../bff/application/servicios/anotar-servicio.ts'
import {
	vigilarCorreo,
	vigilarCosfac,
	vigilarOcsp,
	vigilarRenapo,
	vigilarSae,
} from '../../../bff/application/servicios/vigilar.ts'
import type { Cosfac, Reloj } from '../../../bff/application/ports.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA, type Escena, montar } from '../escena.ts'

enAmbasBases('desde cuándo no contesta lo de afuera', (abrir) => {
	let escena: Escena
	let minutos = 0
	const reloj: Reloj = () => new Date(Date.parse(AHORA) + minutos * 60_000).toISOString() as Instante
	const en = (cuantos: number) => new Date(Date.parse(AHORA) + cuantos * 60_000).toISOString()
	beforeAll(async () => {
		escena = await montar(await abrir())
	})
	afterAll(() => escena.base.cerrar())
	const de = (nombre: string) =>
		escena.base.db
			.selectFrom('servicio')
			.select(['contesto', 'callaDesde', 'visto'])
			.where('nombre', '=', nombre as 'cosfac')
			.executeTakeFirst()

	test('se cuenta desde la primera vez que no contestó; al contestar, se borra; y no se escribe de más', async () => {
		const { base } = escena
		const anotar = crearAnotarServicio({ base, reloj })
		await anotar('cosfac', true)
		expect(await de('cosfac')).toEqual({ contesto: en(0), callaDesde: null, visto: en(0) })
		minutos = 0.5
		await anotar('cosfac', true)
		expect((await de('cosfac'))?.visto).toBe(en(0))
		minutos = 2
		await anotar('cosfac', false)
		minutos = 10
		await anotar('cosfac', false)
		// Otro proceso tampoco mueve el principio.
		await crearAnotarServicio({ base, reloj })('cosfac', false)
		expect(await de('cosfac')).toEqual({ contesto: en(0), callaDesde: en(2), visto: en(10) })
		minutos = 11
		await anotar('cosfac', true)
		expect(await de('cosfac')).toEqual({ contesto: en(11), callaDesde: null, visto: en(11) })
	})

	test('si no se puede anotar, lo de afuera contesta igual', async () => {
		const roto = { ...escena.base, enTransaccion: () => Promise.reject(new Error('disco lleno')) }
		const anotar = crearAnotarServicio({ base: roto, reloj })
		const confrontar = vigilarRenapo(() => Promise.resolve({ resultado: 'coincide', campos: [] }), anotar)
		expect(
			await confrontar({
				...{ curp: '', nombre: '', primerApellido: '', segundoApellido: null, fechaNacimiento: '' },
			}),
		).toEqual({ resultado: 'coincide', campos: [] })
	})

	test('qué cuenta como no contestar, en cada uno', async () => {
		const dicho: [string, boolean][] = []
		const anotar = (servicio: string, contesto: boolean) => {
			dicho.push([servicio, contesto])
			return Promise.resolve()
		}
		const cosfac: Cosfac = {
			cargar: () => Promise.resolve({ resultado: 'desconocido', razon: 'x' }),
			consultar: () => Promise.resolve({ resultado: 'en-proceso', estatus: 1, mensaje: '' }),
			descargar: () => Promise.resolve({ resultado: 'inservible', razon: 'x' }),
			cancelar: () => Promise.resolve({ resultado: 'sin-respuesta', razon: 'x' }),
		}
		const vigilado = vigilarCosfac(cosfac, anotar)
		await vigilado.cargar({ nombreArchivo: 'x.zip', zip: new Uint8Array() })
		await vigilado.consultar('1')
		await vigilado.descargar('1')
		await vigilado.cancelar('x')
		const ocsp = (causa: 'sin-red' | 'no-confiable') =>
			vigilarOcsp(
				() => Promise.resolve({ estado: 'no-comprobado', respuesta: null, causa, razon: 'x' }),
				anotar,
			)(new Uint8Array())
		await ocsp('sin-red')
		await ocsp('no-confiable')
		const correo = (resultado: 'temporal' | 'permanente') =>
			vigilarCorreo(
				() => Promise.resolve({ resultado, razon: 'x' }),
				anotar,
			)({ para: '', asunto: '', texto: '', html: '', mensajeId: '' })
		await correo('temporal')
		await correo('permanente')
		await vigilarSae(
			() => Promise.resolve({ resultado: 'no-disponible', razon: 'x' }),
			anotar,
		)({
			cct: '',
			etag: null,
		})
		expect(dicho).toEqual([
			['cosfac', false],
			['cosfac', true],
			['cosfac', true],
			['cosfac', false],
			['ocsp', false],
			['ocsp', true],
			['correo', false],
			['correo', true],
			['sae', false],
		])
	})
})
