import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { buscarVecinos } from '../../../bff/application/lotes/buscar.ts'
import { decirNumero } from '../../../bff/application/lotes/decididos/decir-numero.ts'
import { decirQueNoEsta } from '../../../bff/application/lotes/decididos/decir-que-no-esta.ts'
import { leerEnvios } from '../../../bff/application/lotes/envios.ts'
import { reenviarLote } from '../../../bff/application/lotes/reenviar.ts'
import { conectarCosfac } from '../../../bff/adapters/cosfac/client.ts'
import type { Cosfac } from '../../../bff/application/ports.ts'
import { type Cosfac as Par, levantarCosfac } from '../../../bff/simuladores/cosfac/cosfac.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, AHORA, ESTATAL } from '../escena.ts'
import { type MesaDeLotes, ponerMesaDeLotes } from '../mesa-de-lotes.ts'

const DSE = actor('dse', { tipo: 'nacional' })
const USUARIO = { usuario: 'conalep', password: 'demo' }
const PERDIDA = { resultado: 'desconocido', razon: 'La conexión se cortó (ECONNRESET).' } as const

enAmbasBases('conciliar con COSFAC lo que no se sabe (11)', (abrir) => {
	let mesa: MesaDeLotes
	let par: Par
	let bueno: Cosfac
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
		par = await levantarCosfac({
			usuario: USUARIO.usuario,
			contrasena: USUARIO.password,
			anclas: [mesa.autoridad.raiz, mesa.autoridad.intermedia],
			reloj: () => new Date(AHORA),
			// Los egresados de la escena comparten CURP cada tantos; y así un repetido de veras se emite dos veces.
			fallas: { modo: 'duplicados-permitidos' },
		})
		bueno = conectarCosfac({ url: par.url, credenciales: USUARIO, plazoMs: 5000 })
		mesa.apuntarA(bueno)
		// Que se conozca ya un número: sin él no hay desde dónde buscar.
		await mesa.sellados(1)
		await mesa.correr(1)
		await hayVivos(1)
		await mesa.correr(3)
	})
	beforeEach(() => mesa.apuntarA(bueno))
	afterAll(async () => {
		await par.cerrar()
		await mesa.recoger()
	})

	/** El par procesa con el reloj de la máquina: se le espera antes de adelantar el de la prueba. */
	const hayVivos = (cuantos: number) =>
		vi.waitFor(() => expect(par.vivos()).toBe(cuantos), { timeout: 30_000, interval: 20 })
	/** Lo que hacen las cargas, en orden; después, lo de siempre. */
	const cargas = (
		...hacen: readonly ((envio: Parameters<Cosfac['cargar']>[0]) => ReturnType<Cosfac['cargar']>)[]
	) => {
		const quedan = [...hacen]
		const cargar: Cosfac['cargar'] = (envio) => (quedan.shift() ?? bueno.cargar)(envio)
		mesa.apuntarA({ ...bueno, cargar })
	}
	const tomaYCalla: Cosfac['cargar'] = async (envio) => {
		await bueno.cargar(envio)
		return PERDIDA
	}
	const nuncaLlega: Cosfac['cargar'] = () => Promise.resolve(PERDIDA)
	const leerLote = (id: string) =>
		mesa.base.db.selectFrom('lote').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	const desenlaces = async (loteId: string) =>
		(await leerEnvios(mesa.base.db, loteId)).map(({ desenlace }) => desenlace)

	test('la respuesta se pierde después de tomarlo: se halla por su contenido, y no se envía otra vez', async () => {
		const antes = par.vivos()
		cargas(tomaYCalla)
		const [id = ''] = await mesa.sellados(1)
		await mesa.correr(1)
		await hayVivos(antes + 1)
		await mesa.correr(4)
		expect((await mesa.tramite(id)).estado).toBe('emitido')
		const { lote } = await mesa.enLote(id)
		expect(await desenlaces(lote)).toEqual(['hallado'])
		expect(par.vivos()).toBe(antes + 1)
	})

	test('nunca llegó: pasado el margen se envía otra vez, con otro nombre, y se vigila antes de cerrar', async () => {
		const antes = par.vivos()
		cargas(nuncaLlega)
		const [id = ''] = await mesa.sellados(1)
		await mesa.correr(2)
		await hayVivos(antes + 1)
		await mesa.correr(2)
		expect((await mesa.tramite(id)).estado).toBe('emitido')
		const { lote, estadoLote } = await mesa.enLote(id)
		expect(estadoLote).toBe('comprobado')
		const envios = await leerEnvios(mesa.base.db, lote)
		expect(envios.map(({ desenlace }) => desenlace)).toEqual(['no-lo-tienen', 'aceptado'])
		expect(new Set(envios.map(({ nombreArchivo }) => nombreArchivo)).size).toBe(2)
		expect(new Set(envios.map(({ sha256 }) => sha256)).size).toBe(1)
		await mesa.correr(7)
		expect((await leerLote(lote)).estado).toBe('cerrado')
		expect(par.vivos()).toBe(antes + 1)
	})

	test('el primero llega tarde y SEP emite los dos: vale el primero guardado, y el otro se cancela', async () => {
		const antes = par.vivos()
		let tardio: Parameters<Cosfac['cargar']>[0] | null = null
		cargas((envio) => {
			tardio = envio
			return Promise.resolve(PERDIDA)
		})
		const [id = ''] = await mesa.sellados(1)
		await mesa.correr(2)
		await hayVivos(antes + 1)
		await mesa.correr(2)
		const { folioDigital, estado } = await mesa.tramite(id)
		expect(estado).toBe('emitido')
		if (tardio) await bueno.cargar(tardio)
		await hayVivos(antes + 2)
		await mesa.correr(9)
		const sobrantes = await mesa.base.db
			.selectFrom('cancelacionSep')
			.selectAll()
			.where('tramiteId', '=', id)
			.execute()
		expect(sobrantes.map((una) => una.estado)).toEqual(['cancelada'])
		expect(sobrantes[0]?.folioDigital).not.toBe(folioDigital)
		expect((await mesa.tramite(id)).folioDigital).toBe(folioDigital)
		expect(par.vivos()).toBe(antes + 1)
		expect((await mesa.enLote(id)).estadoLote).toBe('cerrado')
	})

	test('el número de otro lote nuestro que todavía no se sabe no se toma por ajeno', async () => {
		const antes = par.vivos()
		const [uno = ''] = await mesa.sellados(1)
		await mesa.correr(1)
		cargas(tomaYCalla)
		const [otro = ''] = await mesa.sellados(1)
		await mesa.correr(1)
		await hayVivos(antes + 2)
		const primero = await mesa.enLote(uno)
		await buscarVecinos(mesa.deps, primero.lote, primero.numeroLote ?? '')
		await mesa.correr(4)
		expect(await desenlaces((await mesa.enLote(otro)).lote)).toEqual(['hallado'])
	})

	test('lo que se averiguó de un envío no vale para el siguiente', async () => {
		cargas(nuncaLlega, nuncaLlega)
		const [id = ''] = await mesa.sellados(1)
		await mesa.correr(3)
		const { lote } = await mesa.enLote(id)
		expect(await desenlaces(lote)).toEqual(['no-lo-tienen', 'desconocido'])
		const suyo = await leerLote(lote)
		const deNuevo = await mesa.base.enTransaccion((tx) =>
			reenviarLote(tx, mesa.deps, suyo, { vez: 1, mensaje: 'Se buscó hace rato.' }),
		)
		expect(deNuevo).toBe(false)
		expect((await leerLote(lote)).estado).toBe('desconocido')
	})

	describe('cuando decide la DSE', () => {
		/** Un lote que se envió dos veces sin respuesta: ya no se repite solo. */
		const sinReenvios = async () => {
			cargas(nuncaLlega, nuncaLlega)
			const [id = ''] = await mesa.sellados(1)
			await mesa.correr(6)
			const { lote } = await mesa.enLote(id)
			const { estado, pendiente } = await leerLote(lote)
			expect([estado, pendiente]).toEqual(['desconocido', expect.stringContaining('ya se envió otra vez')])
			return { id, lote }
		}

		test('sólo la DSE, y no se le cree: COSFAC debe tenerlo y traer lo de ese lote', async () => {
			const { lote } = await sinReenvios()
			const ajeno = (
				await mesa.base.db
					.selectFrom('lote')
					.select('numeroLote')
					.where('numeroLote', 'is not', null)
					.executeTakeFirst()
			)?.numeroLote
			const decir = (quien: typeof DSE, numero: string) =>
				decirNumero(mesa.deps)({ actor: quien, loteId: lote, numero })
			expect(await decir(ESTATAL, '1')).toMatchObject({ motivo: 'sin-permiso' })
			expect(await decir(DSE, '987654321')).toMatchObject({ motivo: 'lote-inexistente' })
			expect(await decir(DSE, ajeno ?? '')).toMatchObject({ motivo: 'lote-no-coincide' })
			expect((await leerLote(lote)).estado).toBe('desconocido')
		})

		test('COSFAC no lo tiene: con la razón sale otra vez y queda en la bitácora; de un envío viejo, no', async () => {
			const { id, lote } = await sinReenvios()
			const decir = (vez: number) =>
				decirQueNoEsta(mesa.deps)({ actor: DSE, loteId: lote, vez, razon: 'Lo dijo COSFAC por teléfono.' })
			expect(await decir(1)).toMatchObject({ motivo: 'lote-no-admite' })
			const antes = par.vivos()
			expect(await decir(2)).toEqual({ ok: true, valor: true })
			await mesa.correr(1)
			await hayVivos(antes + 1)
			await mesa.correr(2)
			expect((await mesa.tramite(id)).estado).toBe('emitido')
			expect(await desenlaces(lote)).toEqual(['no-lo-tienen', 'no-lo-tienen', 'aceptado'])
			const anotado = await mesa.base.db
				.selectFrom('bitacora')
				.select(['quien', 'detalle'])
				.where('objeto', '=', `lote:${lote}`)
				.where('acto', '=', 'decir-que-no-esta')
				.executeTakeFirstOrThrow()
			expect([anotado.quien, JSON.parse(anotado.detalle)]).toEqual([
				DSE.personaId,
				{ vez: 2, razon: 'Lo dijo COSFAC por teléfono.' },
			])
		})
	})

	describe('la base misma', () => {
		test('niega otro envío si del anterior no consta que no lo tienen, y borrar cualquiera', async () => {
			cargas(nuncaLlega)
			const [id = ''] = await mesa.sellados(1)
			await mesa.correr(1)
			const { lote } = await mesa.enLote(id)
			const otro = { loteId: lote, vez: 2, nombreArchivo: 'otro.zip', sha256: 'x', salio: AHORA, piso: null }
			const sinSaber = { desenlace: 'saliendo', numeroLote: null, mensaje: null, sabido: null } as const
			const { db } = mesa.base
			await expect(
				db
					.insertInto('envioLote')
					.values({ ...otro, ...sinSaber })
					.execute(),
			).rejects.toThrow('envio_de_uno_en_uno')
			await expect(db.deleteFrom('envioLote').where('loteId', '=', lote).execute()).rejects.toThrow(
				'envio_no_se_borra',
			)
			await mesa.correr(12)
		})

		test('niega cancelar el folio digital que vale, y cambiarlo', async () => {
			const [id = ''] = await mesa.sellados(1)
			await mesa.correr(4)
			const { folioDigital } = await mesa.tramite(id)
			const { lote } = await mesa.enLote(id)
			const { db } = mesa.base
			await expect(
				db
					.insertInto('cancelacionSep')
					.values({
						...{ folioDigital: folioDigital ?? '', tramiteId: id, intento: 1, loteId: lote, numeroLote: '1' },
						...{
							estado: 'pendiente',
							xml: '',
							razon: 'x',
							codigo: null,
							mensaje: null,
							pedida: AHORA,
							sabida: null,
						},
					})
					.execute(),
			).rejects.toThrow('cancelacion_de_lo_vigente')
			await expect(
				db.updateTable('tramite').set({ folioDigital: 'otro' }).where('id', '=', id).execute(),
			).rejects.toThrow('tramite_un_folio_digital')
		})
	})
})
