import { createHash } from 'node:crypto'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bajarApartado } from '../../../bff/application/cuarentena/bajar-apartado.ts'
import { verCuarentena } from '../../../bff/application/cuarentena/ver-cuarentena.ts'
import { volverAPedir } from '../../../bff/application/cuarentena/volver-a-pedir.ts'
import { rechazarDuplicado } from '../../../bff/application/lotes/decididos/rechazar-duplicado.ts'
import type { Almacen } from '../../../bff/application/ports.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { bytes, texto } from '../../adapters/cosfac/ventanilla.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES } from '../escena.ts'
import { type MesaDeLotes, ponerMesaDeLotes } from '../mesa-de-lotes.ts'
import { sembrarDse } from '../rechazos/escena-de-rechazos.ts'

const DSE: Actor = { personaId: 'p-dse', perfil: 'dse', ambito: { tipo: 'nacional' } }
const TI: Actor = { ...DSE, perfil: 'ti' }
const RAZON = 'SEP dice que ya lo corrigió.'

enAmbasBases('la cuarentena guarda la razón y los bytes, y de ahí se sale (11)', (abrir) => {
	let mesa: MesaDeLotes
	const guardados = new Map<string, Uint8Array>()
	const almacen: Almacen = {
		guardar: (contenido) => {
			const sha256 = createHash('sha256').update(contenido).digest('hex')
			guardados.set(sha256, contenido)
			return Promise.resolve({ sha256, bytes: contenido.length })
		},
		leer: (sha256) => Promise.resolve(guardados.get(sha256) ?? new Uint8Array()),
		borrar: () => Promise.resolve(),
	}
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
		await sembrarDse(mesa.base)
		Object.assign(mesa.deps.almacen, almacen)
	})
	afterAll(() => mesa.recoger())
	beforeEach(() => mesa.nuevaVentanilla())

	const ver = async (loteId: string, actor = DSE) => exigir(await verCuarentena(mesa.deps)({ actor, loteId }))
	const alterar = (xml: Uint8Array | undefined): Uint8Array =>
		bytes(texto(xml ?? bytes('')).replace('promedioAprovechamiento="9.1"', 'promedioAprovechamiento="10"'))

	/** SEP no timbra dos veces lo mismo: lo que devolvió una vez es lo que devuelve. */
	const estable = () => {
		const timbrado = new Map<string, Uint8Array>()
		return (ahora: Record<string, Uint8Array>): Record<string, Uint8Array> =>
			Object.fromEntries(
				Object.entries(ahora).map(([nombre, xml]) => {
					if (!timbrado.has(nombre)) timbrado.set(nombre, xml)
					return [nombre, timbrado.get(nombre) ?? xml]
				}),
			)
	}

	test('lo alterado se aparta con sus bytes, los demás se emiten; pedido otra vez y ya bueno, se emite', async () => {
		const [malo = '', bueno = ''] = await mesa.sellados(2)
		mesa.ventanilla().torcer.descarga = () => null
		await mesa.correr()
		const { archivo, lote } = await mesa.enLote(malo)
		const deSep = estable()
		let mandado: Uint8Array | undefined
		mesa.ventanilla().torcer.descarga = (ahora) => {
			const timbrados = deSep(ahora)
			mandado = alterar(timbrados[archivo])
			return { ...timbrados, [archivo]: mandado, 'ajeno.xml': bytes('<ajeno/>') }
		}
		await mesa.correr(3)
		expect((await mesa.tramite(bueno)).estado).toBe('emitido')
		expect(await mesa.enLote(malo)).toMatchObject({ estado: 'cuarentena' })

		const vista = await ver(lote)
		expect(vista.certificados).toMatchObject([
			{ tramiteId: malo, razon: expect.stringContaining('promedio') as string },
		])
		expect(vista.archivos.map((uno) => [uno.tramiteId, uno.archivo, uno.resolucion]).sort()).toEqual(
			[
				[malo, archivo, null],
				[null, 'ajeno.xml', null],
			].sort(),
		)
		const suyo = vista.archivos.find(({ tramiteId }) => tramiteId === malo)
		const bajado = exigir(await bajarApartado({ ...mesa.deps, almacen })({ actor: DSE, id: suyo?.id ?? '' }))
		expect(bajado.nombre).toMatch(/^cuarentena-[0-9a-f]{16}\.bin$/)
		expect(Buffer.from(bajado.bytes).equals(Buffer.from(mandado ?? []))).toBe(true)
		const anotado = await mesa.base.db
			.selectFrom('bitacora')
			.select('quien')
			.where('acto', '=', 'bajar-de-cuarentena')
			.where('objeto', '=', `lote:${lote}`)
			.execute()
		expect(anotado).toEqual([{ quien: 'p-dse' }])

		// TI ve qué pasó y no de quién es, y no lo baja.
		const deTi = await ver(lote, TI)
		expect(deTi).toMatchObject({ puedeBajar: false, puedeRepedir: true })
		expect(deTi.certificados).toMatchObject([{ matricula: null }])
		expect(await bajarApartado({ ...mesa.deps, almacen })({ actor: TI, id: suyo?.id ?? '' })).toMatchObject({
			motivo: 'sin-permiso',
		})

		mesa.ventanilla().torcer.descarga = deSep
		exigir(await volverAPedir(mesa.deps)({ actor: TI, loteId: lote, razon: RAZON }))
		await mesa.correr(3)
		expect((await mesa.tramite(malo)).estado).toBe('emitido')
		expect(mesa.emitidos.sort()).toEqual([malo, bueno].sort())
		const despues = await ver(lote)
		expect(despues.certificados).toEqual([])
		expect(despues.archivos.every(({ resolucion }) => resolucion === 'repedido')).toBe(true)
		// Ya no hay qué pedir.
		expect(await volverAPedir(mesa.deps)({ actor: DSE, loteId: lote, razon: RAZON })).toMatchObject({
			motivo: 'sin-cuarentena',
		})
	})

	test('pedido otra vez y otra vez malo, se aparta de nuevo, una vez, y el lote se cierra', async () => {
		const [malo = ''] = await mesa.sellados(1)
		const deSep = estable()
		mesa.ventanilla().torcer.descarga = (ahora) =>
			Object.fromEntries(Object.entries(deSep(ahora)).map(([nombre, xml]) => [nombre, alterar(xml)]))
		await mesa.correr(3)
		const { lote } = await mesa.enLote(malo)
		exigir(await volverAPedir(mesa.deps)({ actor: DSE, loteId: lote, razon: RAZON }))
		await mesa.correr(3)
		expect(await mesa.enLote(malo)).toMatchObject({ estado: 'cuarentena', estadoLote: 'cerrado' })
		expect((await ver(lote)).archivos.map(({ resolucion }) => resolucion).sort()).toEqual([null, 'repedido'])
		expect(mesa.emitidos).toEqual([])
	})

	test('un ZIP que no se debe abrir se guarda entero, una vez, por más que se insista', async () => {
		const [id = ''] = await mesa.sellados(1)
		const zip = bytes('no soy un zip')
		mesa.ventanilla().torcer.descarga = () => zip
		await mesa.correr(5)
		const { lote } = await mesa.enLote(id)
		const { archivos } = await ver(lote)
		expect(archivos).toMatchObject([{ tramiteId: null, archivo: null, bytes: zip.length, resuelta: null }])
		delete mesa.ventanilla().torcer.descarga
		await mesa.correr(3)
		expect((await mesa.tramite(id)).estado).toBe('emitido')
	})

	test('una entrada que no se debe abrir aparta a la suya; las demás de ese ZIP se emiten', async () => {
		const [malo = '', bueno = ''] = await mesa.sellados(2)
		mesa.ventanilla().torcer.descarga = () => null
		await mesa.correr()
		const { archivo, lote } = await mesa.enLote(malo)
		mesa.ventanilla().torcer.descarga = (timbrados) =>
			zipSync({ ...timbrados, [archivo]: new Uint8Array(5_000_000) })
		await mesa.correr(3)
		expect((await mesa.tramite(bueno)).estado).toBe('emitido')
		expect(await mesa.enLote(malo)).toMatchObject({
			estado: 'cuarentena',
			descripcion: expect.stringContaining('comprimido más') as string,
		})
		// De una bomba se guarda el ZIP, no lo que da al abrirse.
		const { archivos } = await ver(lote)
		expect(archivos).toMatchObject([{ tramiteId: null, archivo: null, resuelta: null }])
		expect(archivos[0]?.bytes).toBeLessThan(100_000)
	})

	test('si SEP dice que no va a valer, la DSE lo pasa a rechazado y sigue por la mesa (15)', async () => {
		const [malo = ''] = await mesa.sellados(1)
		mesa.ventanilla().torcer.descarga = (timbrados) =>
			Object.fromEntries(Object.entries(timbrados).map(([nombre, xml]) => [nombre, alterar(xml)]))
		await mesa.correr(3)
		const { lote } = await mesa.enLote(malo)
		const decidir = rechazarDuplicado(mesa.deps)
		const orden = { loteId: lote, tramiteId: malo, razon: 'SEP lo canceló, oficio 12.' }
		expect(await decidir({ ...orden, actor: TI })).toMatchObject({ motivo: 'sin-permiso' })
		exigir(await decidir({ ...orden, actor: DSE }))
		const razon = 'La DSE, de lo que SEP devolvió y se apartó: SEP lo canceló, oficio 12.'
		expect(await mesa.tramite(malo)).toMatchObject({ estado: 'rechazado', razon })
		expect(await mesa.enLote(malo)).toMatchObject({ estado: 'rechazado', descripcion: razon })
		const vista = await ver(lote)
		expect([vista.certificados, vista.archivos.map(({ resolucion }) => resolucion)]).toEqual([
			[],
			['rechazado'],
		])
		expect(await decidir({ ...orden, actor: DSE })).toMatchObject({ motivo: 'no-encontrado' })
	})

	test('lo apartado no se borra ni se cambia; sólo se resuelve, una vez', async () => {
		const { db } = mesa.base
		await expect(db.deleteFrom('cuarentena').execute()).rejects.toThrow('cuarentena_no_se_borra')
		for (const cambio of [{ razon: 'otra' }, { sha256: 'otra' }, { bytes: 1 }, { archivo: 'otro.xml' }]) {
			await expect(db.updateTable('cuarentena').set(cambio).execute()).rejects.toThrow('cuarentena_no_cambia')
		}
	})

	test('el plantel no la ve', async () => {
		expect(await verCuarentena(mesa.deps)({ actor: ESCOLARES, loteId: 'x' })).toMatchObject({
			motivo: 'sin-permiso',
		})
		expect(await volverAPedir(mesa.deps)({ actor: ESCOLARES, loteId: 'x', razon: RAZON })).toMatchObject({
			motivo: 'sin-permiso',
		})
	})
})
