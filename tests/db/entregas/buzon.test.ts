import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { confirmarCodigo } from '../../../bff/application/entregas/confirmar-codigo.ts'
import { consultarBuzon } from '../../../bff/application/entregas/consultar-buzon.ts'
import { iniciarBuzon } from '../../../bff/application/entregas/iniciar-buzon.ts'
import { pedirCodigo } from '../../../bff/application/entregas/pedir-codigo.ts'
import { BUZON } from '#core/domain/entrega.ts'
import { ok } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES, ESTATAL } from '../escena.ts'
import { ESCOLARES_LERMA, type MesaDeEntregas, ORIGEN, ponerMesaDeEntregas } from './mesa-de-entregas.ts'

/** El buzón del egresado (13): quién lo abre, quién manifiesta el correo y cómo se prueba. */
enAmbasBases('el buzón', (abrir) => {
	let mesa: MesaDeEntregas
	let consultar: ReturnType<typeof consultarBuzon>
	let pedir: ReturnType<typeof pedirCodigo>
	let confirmar: ReturnType<typeof confirmarCodigo>
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), 15)
		consultar = consultarBuzon(mesa.deps)
		pedir = pedirCodigo(mesa.deps)
		confirmar = confirmarCodigo(mesa.deps)
	})
	afterAll(() => mesa.recoger())

	/** Un trámite con su enlace, todavía sin usar. */
	const conEnlace = async () => {
		const id = await mesa.emitido()
		return { id, ficha: await mesa.abrirBuzon(id) }
	}
	/** Y con el código ya enviado. */
	const conCodigo = async () => {
		const abierto = await conEnlace()
		expect(await pedir(await mesa.manifestar(abierto.id, abierto.ficha))).toEqual(ok(true))
		return { ...abierto, codigo: mesa.codigo() }
	}

	describe('el enlace', () => {
		test('lo abre Servicios Escolares del plantel; otro plantel y otro perfil, no', async () => {
			const tramiteId = await mesa.emitido()
			const iniciar = iniciarBuzon(mesa.deps)
			expect(await iniciar({ actor: ESCOLARES_LERMA, tramiteId })).toMatchObject({
				motivo: 'no-encontrado',
			})
			expect(await iniciar({ actor: ESTATAL, tramiteId })).toMatchObject({ motivo: 'sin-permiso' })
			expect(await iniciar({ actor: ESCOLARES, tramiteId: 'no-existe' })).toMatchObject({
				motivo: 'no-encontrado',
			})
			expect(await mesa.buzones(tramiteId)).toEqual([])
			const abierto = await iniciar({ actor: ESCOLARES, tramiteId })
			expect(abierto).toMatchObject({ ok: true })
			if (abierto.ok) expect(abierto.valor.enlace).toMatch(new RegExp(`^${ORIGEN}/buzon#[\\w-]{43}$`))
			expect(await mesa.anotados(tramiteId, 'iniciar-buzon')).toHaveLength(1)
		})

		test('la base no guarda la ficha, sólo su huella', async () => {
			const { id, ficha } = await conEnlace()
			const guardado = JSON.stringify([await mesa.buzones(id), await mesa.anotados(id, 'iniciar-buzon')])
			expect(guardado).not.toContain(ficha)
			expect(guardado).toContain(mesa.deps.huella(ficha))
		})

		test('uno nuevo anula el anterior sin confirmar; el código pendiente muere con él', async () => {
			const { id, ficha, codigo } = await conCodigo()
			const nueva = await mesa.abrirBuzon(id)
			expect(await consultar(ficha)).toMatchObject({ motivo: 'enlace-invalido' })
			expect(await confirmar({ ficha, codigo })).toMatchObject({ motivo: 'enlace-invalido' })
			expect(await pedir(await mesa.manifestar(id, ficha))).toMatchObject({ motivo: 'enlace-invalido' })
			expect(await consultar(nueva)).toMatchObject({ valor: { confirmado: false, codigoEnviado: false } })
		})

		test('uno nuevo no quita el correo ya confirmado hasta que otro se confirme', async () => {
			const id = await mesa.emitido()
			const primera = await mesa.confirmar(id)
			await mesa.abrirBuzon(id)
			expect(await consultar(primera)).toMatchObject({ valor: { confirmado: true } })
			expect((await mesa.buzones(id)).map(({ anulado }) => anulado)).toEqual([null, null])
		})

		test('vence a las 72 horas, y el vencido no manda códigos ni los confirma', async () => {
			const { id, ficha, codigo } = await conCodigo()
			mesa.avanzar(BUZON.enlaceMs - 1)
			expect(await consultar(ficha)).toMatchObject({ ok: true })
			mesa.avanzar(1)
			const enviados = mesa.correos.length
			for (const negado of [
				await consultar(ficha),
				await confirmar({ ficha, codigo }),
				await pedir(await mesa.manifestar(id, ficha)),
			]) {
				expect(negado).toMatchObject({ motivo: 'enlace-vencido' })
			}
			expect(mesa.correos).toHaveLength(enviados)
		})

		test('uno inventado no abre nada', async () => {
			const ficha = mesa.deps.azar.ficha()
			expect(await consultar(ficha)).toMatchObject({ motivo: 'enlace-invalido' })
			expect(await confirmar({ ficha, codigo: '123456' })).toMatchObject({ motivo: 'enlace-invalido' })
		})

		test('un trámite terminado no abre buzón', async () => {
			const tramiteId = await mesa.emitido()
			await mesa.base.db.updateTable('tramite').set({ estado: 'baja' }).where('id', '=', tramiteId).execute()
			expect(await iniciarBuzon(mesa.deps)({ actor: ESCOLARES, tramiteId })).toMatchObject({
				motivo: 'estado-no-permite',
			})
		})
	})

	test('consultar muchas veces no cambia nada: los revisores de enlaces lo abren cuanto quieran', async () => {
		const { id, ficha } = await conCodigo()
		const renglones = () =>
			Promise.all(
				(['buzon', 'bitacora', 'trabajo', 'entrega'] as const).map((tabla) =>
					mesa.base.db.selectFrom(tabla).selectAll().orderBy('id').execute(),
				),
			)
		const antes = await renglones()
		for (let i = 0; i < 5; i += 1) {
			const visto = await consultar(ficha)
			expect(visto).toMatchObject({
				valor: { menor: false, identificado: true, codigoEnviado: true, confirmado: false },
			})
			// La parte local del correo no se dice a quien sólo tiene el enlace.
			if (visto.ok) expect(visto.valor.institucional).toMatch(/^a•••@mex\.conalep\.edu\.mx$/)
		}
		expect(await renglones()).toEqual(antes)
		expect(await mesa.estado(id)).toBe('emitido')
	})

	describe('la identidad', () => {
		test('cada dato debe ser el suyo, y los errores se acaban', async () => {
			const { id, ficha } = await conEnlace()
			const enviados = mesa.correos.length
			const torcidos = [
				{ matricula: '999999999-9' },
				{ curp: 'XEXX010101HNEXXXA4' },
				{ fechaNacimiento: '2008-01-16' },
				{ matricula: '' },
				{ curp: '' },
			]
			expect(torcidos).toHaveLength(BUZON.intentosIdentidad)
			for (const torcido of torcidos) {
				expect(await pedir(await mesa.manifestar(id, ficha, torcido))).toMatchObject({
					motivo: 'identidad-no-coincide',
				})
			}
			// Ni con los datos buenos: adivinar no paga.
			expect(await pedir(await mesa.manifestar(id, ficha))).toMatchObject({ motivo: 'enlace-agotado' })
			expect(mesa.correos).toHaveLength(enviados)
			const [buzon] = await mesa.buzones(id)
			expect(buzon).toMatchObject({ correo: null, codigo: null })
		})

		test('diez intentos a la vez no pasan del tope', async () => {
			const { id, ficha } = await conEnlace()
			const torcida = await mesa.manifestar(id, ficha, { fechaNacimiento: '2001-01-01' })
			const negados = await Promise.all(Array.from({ length: 10 }, () => pedir(torcida)))
			const motivos = negados.map((negado) => (negado.ok ? '' : negado.motivo)).sort()
			expect(motivos.filter((motivo) => motivo === 'identidad-no-coincide')).toHaveLength(5)
			expect(motivos.filter((motivo) => motivo === 'enlace-agotado')).toHaveLength(5)
		})

		test('acertar no gasta intentos de identidad, pero los códigos también se acaban', async () => {
			const { id, ficha } = await conEnlace()
			const manifestado = await mesa.manifestar(id, ficha)
			for (let i = 0; i < BUZON.codigos; i += 1) expect(await pedir(manifestado)).toEqual(ok(true))
			expect(await mesa.buzones(id)).toMatchObject([{ intentosIdentidad: 0, codigosEnviados: BUZON.codigos }])
			expect(await pedir(manifestado)).toMatchObject({ motivo: 'enlace-agotado' })
		})
	})

	describe('quién manifiesta', () => {
		test('por un menor, su madre, padre o tutor, con nombre', async () => {
			const { id, ficha } = await conEnlace()
			await mesa.hacerMenor(id)
			expect(await consultar(ficha)).toMatchObject({ valor: { menor: true } })
			for (const torcido of [
				{ manifiesta: 'egresado' },
				{ manifiesta: 'madre', nombre: null },
				{ manifiesta: 'tutor', nombre: '  Al ' },
			] as const) {
				expect(await pedir(await mesa.manifestar(id, ficha, torcido))).toMatchObject({
					motivo: 'tutor-requerido',
				})
			}
			const madre = { manifiesta: 'madre', nombre: 'Rosa Inventada', correo: 'rosa@correo.example' } as const
			expect(await pedir(await mesa.manifestar(id, ficha, madre))).toEqual(ok(true))
			expect(mesa.correos.at(-1)?.para).toBe('rosa@correo.example')
			expect(await mesa.buzones(id)).toMatchObject([
				{ manifiesta: 'madre', manifiestaNombre: 'Rosa Inventada', correo: 'rosa@correo.example' },
			])
		})

		test('por un mayor, sólo él', async () => {
			const { id, ficha } = await conEnlace()
			const padre = { manifiesta: 'padre', nombre: 'Pedro Inventado' } as const
			expect(await pedir(await mesa.manifestar(id, ficha, padre))).toMatchObject({
				motivo: 'tutor-requerido',
			})
			expect(await mesa.buzones(id)).toMatchObject([{ correo: null, manifiesta: null }])
		})

		test('un correo mal escrito, o con otro destinatario colado, no se acepta', async () => {
			const { id, ficha } = await conEnlace()
			for (const correo of ['sin-arroba', 'a@b', 'a@b.mx, otro@c.mx', 'a@b.mx\nBcc: x@y.mx', '<a@b.mx>']) {
				expect(await pedir(await mesa.manifestar(id, ficha, { correo }))).toMatchObject({
					motivo: 'correo-invalido',
				})
			}
		})

		test('queda en la bitácora quién manifestó, sin su correo ni su nombre', async () => {
			const { id } = await conCodigo()
			const [anotado] = await mesa.anotados(id, 'manifestar-correo')
			expect(anotado?.perfil).toBe('egresado')
			expect(anotado?.detalle).not.toMatch(/@|Rosa/)
		})
	})
})
