import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { huella } from '../../bff/adapters/huella.ts'
import { enviarPendientes } from '../../bff/application/lotes/enviar-pendientes.ts'
import { integrarLotes } from '../../bff/application/lotes/integrar.ts'
import { listarLotes } from '../../bff/application/lotes/listar.ts'
import { SISTEMA } from '../../bff/application/lotes/mover-lote.ts'
import { exigir } from '#core/domain/result.ts'
import { bytes } from '../adapters/cosfac/ventanilla.ts'
import { enAmbasBases } from './ambas.ts'
import { actor, ESCOLARES, ESTATAL } from './escena.ts'
import { type MesaDeLotes, ponerMesaDeLotes } from './mesa-de-lotes.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA } from './mesa-de-sellos.ts'

const DSE = actor('dse', { tipo: 'nacional' })

enAmbasBases('los lotes (11)', (abrir) => {
	let mesa: MesaDeLotes
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
	})
	afterAll(() => mesa.recoger())
	beforeEach(() => mesa.nuevaVentanilla())

	describe('de ida y vuelta', () => {
		test('integra, envía, pregunta, descarga y emite; cada paso queda escrito', async () => {
			mesa.ventanilla().torcer.enProceso = 2
			const ids = await mesa.sellados(3)
			await mesa.correr(4)
			for (const id of ids) {
				const { estado, folioDigital } = await mesa.tramite(id)
				expect(estado).toBe('emitido')
				expect(folioDigital).toMatch(/^[0-9a-f-]{36}$/)
				const fila = await mesa.enLote(id)
				expect(fila).toMatchObject({ estado: 'emitido', estadoLote: 'cerrado' })
				const certificado = await mesa.base.db
					.selectFrom('certificado')
					.selectAll()
					.where('tramiteId', '=', id)
					.executeTakeFirstOrThrow()
				expect(certificado.fechaSep).toBe('2026-07-15T21:00:05')
				expect(certificado.xmlSep).toContain(folioDigital)
				const archivos = await mesa.base.db
					.selectFrom('archivo')
					.select(['clase', 'nombre', 'sha256'])
					.where('tramiteId', '=', id)
					.orderBy('clase')
					.execute()
				expect(archivos).toEqual([
					{ clase: 'xml', nombre: `${certificado.folio}.xml`, sha256: huella(certificado.xmlSep ?? '') },
					{ clase: 'xml-enviado', nombre: `${certificado.folio}.enviado.xml`, sha256: huella(fila.xml) },
				])
			}
			expect([...mesa.emitidos].sort()).toEqual([...ids].sort())
			expect(mesa.ventanilla().lotes.size).toBe(1)
		})

		test('viaja el documento del director que la entidad eligió, con su sello', async () => {
			const [estatal = ''] = await mesa.sellados(1)
			await mesa.correr()
			await mesa.base.db.updateTable('entidad').set({ firmante: 'plantel' }).where('id', '=', 'mex').execute()
			const [plantel = ''] = await mesa.sellados(1)
			await mesa.correr()
			await mesa.base.db.updateTable('entidad').set({ firmante: 'estatal' }).where('id', '=', 'mex').execute()
			expect((await mesa.enLote(estatal)).xml).toContain('curp="MEXI700101HMCABC03"')
			expect((await mesa.enLote(plantel)).xml).toContain('curp="TOLU700101HMCABC01"')
			for (const id of [estatal, plantel]) expect((await mesa.tramite(id)).estado).toBe('emitido')
		})

		test('el PDF que venga con su XML se guarda', async () => {
			mesa.ventanilla().torcer.descarga = (timbrados) =>
				Object.fromEntries(
					Object.entries(timbrados).flatMap(([nombre, xml]) => [
						[nombre, xml],
						[nombre.replace('.xml', '.pdf'), bytes(`%PDF-1.7 de ${nombre}`)],
					]),
				)
			const [id = ''] = await mesa.sellados(1)
			await mesa.correr()
			const clases = await mesa.base.db
				.selectFrom('archivo')
				.select('clase')
				.where('tramiteId', '=', id)
				.execute()
			expect(clases.map(({ clase }) => clase).sort()).toEqual(['pdf-sep', 'xml', 'xml-enviado'])
		})

		test('lo que no tiene los dos sellos no se integra', async () => {
			const [sin = '', uno = ''] = await mesa.confirmados(2)
			await mesa.sellarComo(DIRECTOR_TOLUCA, [uno])
			expect(await integrarLotes(mesa.deps)({ entidadId: 'mex', autor: SISTEMA })).toEqual({
				lotes: 0,
				certificados: 0,
			})
			expect((await mesa.tramite(sin)).estado).toBe('nombre-confirmado')
			expect((await mesa.tramite(uno)).estado).toBe('sellado-plantel')
		})

		test('integrar dos veces a la vez no pone un certificado en dos lotes', async () => {
			const ids = await mesa.sellados(4)
			const integrar = integrarLotes(mesa.deps)
			const integrados = await Promise.all(
				Array.from({ length: 3 }, () => integrar({ entidadId: 'mex', autor: SISTEMA })),
			)
			expect(integrados.reduce((suma, { certificados }) => suma + certificados, 0)).toBe(ids.length)
			for (const id of ids) {
				const filas = await mesa.base.db
					.selectFrom('loteCertificado')
					.select('loteId')
					.where('tramiteId', '=', id)
					.execute()
				expect(filas).toHaveLength(1)
			}
			await mesa.correr(2)
		})
	})

	describe('quién puede', () => {
		test('enviar ya: sólo servicios escolares de la entidad, y sólo si hay qué', async () => {
			const [id = ''] = await mesa.sellados(1)
			for (const actor of [ESCOLARES, DIRECTOR_MEX, DSE]) {
				expect(await enviarPendientes(mesa.deps)({ actor })).toMatchObject({
					ok: false,
					motivo: 'sin-permiso',
				})
			}
			const ajeno = { ...ESTATAL, ambito: { tipo: 'entidad', entidadId: 'cdmx' } } as const
			expect(await enviarPendientes(mesa.deps)({ actor: ajeno })).toMatchObject({
				ok: false,
				motivo: 'sin-certificados-por-enviar',
			})
			expect((await mesa.tramite(id)).estado).toBe('sellado-estatal')
			expect(exigir(await enviarPendientes(mesa.deps)({ actor: ESTATAL }))).toEqual({
				lotes: 1,
				certificados: 1,
			})
			await mesa.correr(2)
		})

		test('cada quien ve lo suyo: el plantel sólo sus certificados, otra entidad nada', async () => {
			const [mio = ''] = await mesa.sellados(1, 'toluca')
			const [otro = ''] = await mesa.sellados(1, 'lerma')
			const porEnviar = async (actor: typeof ESTATAL) => exigir(await listarLotes(mesa)({ actor })).porEnviar
			expect([await porEnviar(ESTATAL), await porEnviar(ESCOLARES)]).toEqual([2, 1])
			await mesa.correr(2)
			const vistos = async (actor: typeof ESTATAL) =>
				exigir(await listarLotes(mesa)({ actor })).lotes.flatMap(({ certificados }) =>
					certificados.map(({ tramiteId }) => tramiteId),
				)
			expect(await vistos(ESTATAL)).toEqual(expect.arrayContaining([mio, otro]))
			expect(await vistos(DSE)).toEqual(expect.arrayContaining([mio, otro]))
			// TI ve que el intercambio camina, con sus folios; de quién son, no.
			const deTi = exigir(await listarLotes(mesa)({ actor: actor('ti', { tipo: 'nacional' }) })).lotes
			expect(await vistos(actor('ti', { tipo: 'nacional' }))).toEqual(expect.arrayContaining([mio, otro]))
			expect(deTi.flatMap(({ certificados }) => certificados)).not.toContainEqual(
				expect.not.objectContaining({ matricula: null, descripcion: null }),
			)
			const delPlantel = await vistos(ESCOLARES)
			expect(delPlantel).toContain(mio)
			expect(delPlantel).not.toContain(otro)
			expect(await vistos({ ...ESTATAL, ambito: { tipo: 'entidad', entidadId: 'cdmx' } })).toEqual([])
			expect(await listarLotes(mesa)({ actor: DIRECTOR_TOLUCA })).toMatchObject({
				ok: false,
				motivo: 'sin-permiso',
			})
		})
	})
})
