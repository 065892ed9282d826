import { afterAll, beforeAll, expect, test } from 'vitest'
import { confirmarCodigo } from '../../../bff/application/entregas/confirmar-codigo.ts'
import { consultarBuzon } from '../../../bff/application/entregas/consultar-buzon.ts'
import { pedirCodigo } from '../../../bff/application/entregas/pedir-codigo.ts'
import { BUZON } from '#core/domain/entrega.ts'
import { ok } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { type MesaDeEntregas, MINUTO, ponerMesaDeEntregas } from './mesa-de-entregas.ts'

/** El código de seis dígitos que prueba el buzón (13). */
enAmbasBases('el código del buzón', (abrir) => {
	let mesa: MesaDeEntregas
	let consultar: ReturnType<typeof consultarBuzon>
	let pedir: ReturnType<typeof pedirCodigo>
	let confirmar: ReturnType<typeof confirmarCodigo>
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), 9)
		consultar = consultarBuzon(mesa.deps)
		pedir = pedirCodigo(mesa.deps)
		confirmar = confirmarCodigo(mesa.deps)
	})
	afterAll(() => mesa.recoger())

	const conEnlace = async () => {
		const id = await mesa.emitido()
		return { id, ficha: await mesa.abrirBuzon(id) }
	}
	const conCodigo = async () => {
		const abierto = await conEnlace()
		expect(await pedir(await mesa.manifestar(abierto.id, abierto.ficha))).toEqual(ok(true))
		return { ...abierto, codigo: mesa.codigo() }
	}
	const otroCodigo = (codigo: string): string => (codigo === '111111' ? '222222' : '111111')

	test('va al buzón institucional si no se manifestó otro, y confirmarlo encarga la entrega', async () => {
		const { id, ficha, codigo } = await conCodigo()
		expect(mesa.correos.at(-1)?.para).toMatch(/^a\d+@mex\.conalep\.edu\.mx$/)
		expect(await confirmar({ ficha, codigo })).toEqual(ok(true))
		const trabajos = await mesa.base.db
			.selectFrom('trabajo')
			.select(['clase', 'estado'])
			.where('clave', '=', id)
			.execute()
		expect(trabajos).toEqual([{ clase: 'entregar', estado: 'pendiente' }])
		expect(await mesa.anotados(id, 'confirmar-buzon')).toHaveLength(1)
	})

	test('la base no lo guarda', async () => {
		const { id, codigo } = await conCodigo()
		expect(JSON.stringify(await mesa.buzones(id))).not.toContain(`"${codigo}"`)
	})

	test('cada error se cuenta y al quinto ya no vale ni el bueno', async () => {
		const { ficha, codigo } = await conCodigo()
		for (let quedan = BUZON.intentosCodigo - 1; quedan >= 0; quedan -= 1) {
			expect(await confirmar({ ficha, codigo: otroCodigo(codigo) })).toMatchObject({
				motivo: 'codigo-incorrecto',
				datos: { quedan },
			})
		}
		expect(await confirmar({ ficha, codigo })).toMatchObject({ motivo: 'codigo-vencido' })
	})

	test('vence a los diez minutos', async () => {
		const { ficha, codigo } = await conCodigo()
		mesa.avanzar(10 * MINUTO)
		expect(await confirmar({ ficha, codigo })).toMatchObject({ motivo: 'codigo-vencido' })
		expect(await consultar(ficha)).toMatchObject({ valor: { codigoEnviado: false } })
	})

	test('otro código jubila al anterior', async () => {
		const { id, ficha, codigo } = await conCodigo()
		do await pedir(await mesa.manifestar(id, ficha))
		while (mesa.codigo() === codigo)
		expect(await confirmar({ ficha, codigo })).toMatchObject({ motivo: 'codigo-incorrecto' })
		expect(await confirmar({ ficha, codigo: mesa.codigo() })).toEqual(ok(true))
	})

	test('confirmar dos veces, también a la vez, es confirmar una', async () => {
		const { id, ficha, codigo } = await conCodigo()
		const dos = await Promise.all([confirmar({ ficha, codigo }), confirmar({ ficha, codigo })])
		expect(dos).toEqual([ok(true), ok(true)])
		expect(await confirmar({ ficha, codigo: '000000' })).toEqual(ok(true))
		expect(await mesa.anotados(id, 'confirmar-buzon')).toHaveLength(1)
	})

	test('ya confirmado, el enlace no cambia el correo', async () => {
		const id = await mesa.emitido()
		const ficha = await mesa.confirmar(id)
		const ajeno = await mesa.manifestar(id, ficha, { correo: 'ajeno@correo.example' })
		expect(await pedir(ajeno)).toMatchObject({ motivo: 'enlace-invalido' })
	})

	test('si el correo está caído se dice, el código no vale, y el intento no se cobra', async () => {
		const { id, ficha } = await conEnlace()
		for (let i = 0; i < BUZON.codigos + 1; i += 1) {
			mesa.respuestas.push({ resultado: 'temporal', razon: 'sin respuesta (ECONNREFUSED)' })
			expect(await pedir(await mesa.manifestar(id, ficha))).toMatchObject({
				motivo: 'servicio-no-disponible',
				datos: { servicio: 'El correo' },
			})
		}
		expect(await confirmar({ ficha, codigo: mesa.codigo() })).toMatchObject({ motivo: 'codigo-vencido' })
		expect(await pedir(await mesa.manifestar(id, ficha))).toEqual(ok(true))
		expect(await confirmar({ ficha, codigo: mesa.codigo() })).toEqual(ok(true))
	})

	test('si el buzón no existe se dice cuál es el problema', async () => {
		const { id, ficha } = await conEnlace()
		mesa.respuestas.push({ resultado: 'permanente', razon: 'el servidor respondió 550' })
		expect(await pedir(await mesa.manifestar(id, ficha))).toMatchObject({ motivo: 'correo-rechazado' })
		expect(await mesa.buzones(id)).toMatchObject([{ codigo: null, codigosEnviados: 1 }])
	})
})
