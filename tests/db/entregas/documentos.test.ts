import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pintarCertificado } from '../../../bff/adapters/pdf/certificado.ts'
import { pintarQr } from '../../../bff/adapters/pdf/qr.ts'
import { verificarPdf } from '../../../bff/adapters/pdf/verificar/verificar-pdf.ts'
import { descargarDocumento } from '../../../bff/application/documentos/descargar-documento.ts'
import {
	agregar,
	documentosDe,
	emitirDocumentos,
} from '../../../bff/application/documentos/emitir-documentos.ts'
import type { DatosPdfCertificado } from '../../../bff/application/ports.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, ESCOLARES, ESTATAL } from '../escena.ts'
import { DIRECTOR_CDMX, DIRECTOR_LERMA, DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'
import { ESCOLARES_LERMA, type MesaDeEntregas, ORIGEN, ponerMesaDeEntregas } from './mesa-de-entregas.ts'

/** Los documentos de un certificado (11, 12, 14). */
enAmbasBases('los documentos', (abrir) => {
	let mesa: MesaDeEntregas
	let descargar: ReturnType<typeof descargarDocumento>
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), 9)
		descargar = descargarDocumento(mesa.deps)
	})
	afterAll(() => mesa.recoger())

	const conDocumentos = async (): Promise<string> => {
		const id = await mesa.emitido()
		await emitirDocumentos(mesa.deps)(id)
		return id
	}

	describe('completarlos', () => {
		test('del XML timbrado salen el PDF y el QR, y repetir no hace otros', async () => {
			const id = await mesa.emitido()
			const datos: DatosPdfCertificado[] = []
			const enlaces: string[] = []
			const emitir = emitirDocumentos({
				...mesa.deps,
				pintarCertificado: (suyos) => {
					datos.push(suyos)
					return pintarCertificado(suyos)
				},
				pintarQr: (enlace) => {
					enlaces.push(enlace)
					return pintarQr(enlace)
				},
			})
			const hechos = await emitir(id)
			expect(await emitir(id)).toEqual(hechos)
			expect(datos).toHaveLength(1)
			const { folioDigital } = await mesa.lotes.tramite(id)
			expect(enlaces).toEqual([`${ORIGEN}/v/${folioDigital}`])
			expect(hechos.map(({ clase }) => clase).sort()).toEqual(['pdf', 'qr', 'xml'])
			for (const { clase, sha256, bytes } of hechos) {
				const guardado = await mesa.deps.almacen.leer(sha256)
				expect(guardado).toHaveLength(bytes)
				const comienzo = { pdf: '%PDF-', 'pdf-sep': '', xml: '<?xml', qr: '\x89PNG', acuse: '' }[clase]
				expect(Buffer.from(guardado.subarray(0, 5)).toString('latin1')).toContain(comienzo)
			}
		})

		test('el PDF que queda guardado cumple todas nuestras reglas y dice lo mismo que su XML', async () => {
			const id = await mesa.emitido()
			await emitirDocumentos({ ...mesa.deps, pintarCertificado, pintarQr })(id)
			const pdf = (await documentosDe(mesa.base.db, id)).find(({ clase }) => clase === 'pdf')
			const revisiones = await verificarPdf(await mesa.deps.almacen.leer(pdf?.sha256 ?? ''))
			expect(revisiones.length).toBeGreaterThan(20)
			expect(revisiones.filter(({ faltas }) => faltas.length > 0)).toEqual([])
		})

		test('el PDF recibe los dos sellos, el asiento y el timbre, todos de los renglones', async () => {
			const id = await mesa.emitido()
			let datos: DatosPdfCertificado | undefined
			await emitirDocumentos({
				...mesa.deps,
				pintarCertificado: (suyos) => {
					datos = suyos
					return mesa.deps.pintarCertificado(suyos)
				},
			})(id)
			const asiento = await mesa.base.db
				.selectFrom('asiento')
				.selectAll()
				.where('tramiteId', '=', id)
				.executeTakeFirstOrThrow()
			expect(datos).toMatchObject({
				folio: asiento.folio,
				cuv: asiento.cuv,
				volumen: asiento.volumen,
				foja: asiento.foja,
				selloCalidad: false,
				firmantes: [{ rol: 'plantel' }, { rol: 'estatal' }],
			})
			const sellos = await mesa.base.db
				.selectFrom('sello')
				.select(['rol', 'sello'])
				.where('tramiteId', '=', id)
				.execute()
			for (const { rol, sello } of sellos) {
				expect(datos?.firmantes.find((firmante) => firmante.rol === rol)?.sello).toBe(sello)
			}
			expect(exigir(leerDec(datos?.xml ?? '')).sep?.selloSep).toMatch(/^[A-Za-z0-9+/=]{300,}$/)
		})

		test('si SEP mandó su PDF se guardan los dos, y su clase dice cuál es cuál', async () => {
			const id = await mesa.emitido()
			const deSep = new TextEncoder().encode('%PDF-1.7 de SEP')
			await agregar(mesa.deps, id, 'pdf-sep', 'CE.sep.pdf', deSep)
			const hechos = await emitirDocumentos(mesa.deps)(id)
			expect(hechos.map(({ clase }) => clase).sort()).toEqual(['pdf', 'pdf-sep', 'qr', 'xml'])
			const bajado = async (clase: 'pdf' | 'pdf-sep') =>
				exigir(await descargar({ actor: ESCOLARES, tramiteId: id, clase }))
			expect(Buffer.from((await bajado('pdf-sep')).bytes).equals(Buffer.from(deSep))).toBe(true)
			expect(Buffer.from((await bajado('pdf')).bytes).equals(Buffer.from(deSep))).toBe(false)
			expect((await bajado('pdf-sep')).nombre).toBe('CE.sep.pdf')
		})

		test('dos a la vez dejan uno por clase, y los dos ven el mismo', async () => {
			const id = await mesa.emitido()
			await Promise.all([emitirDocumentos(mesa.deps)(id), emitirDocumentos(mesa.deps)(id)])
			const una = await documentosDe(mesa.base.db, id)
			expect(una.map(({ clase }) => clase).sort()).toEqual(['pdf', 'qr', 'xml'])
			expect(await documentosDe(mesa.base.db, id)).toEqual(una)
		})

		test('de lo que no está emitido no hay documentos', async () => {
			const [id = ''] = await mesa.lotes.confirmados(1)
			await expect(emitirDocumentos(mesa.deps)(id)).rejects.toThrow()
			expect(await documentosDe(mesa.base.db, id)).toEqual([])
		})
	})

	describe('descargarlos', () => {
		test('queda en la bitácora cada vez, y la primera mueve el trámite a descargado', async () => {
			const id = await conDocumentos()
			for (const clase of ['pdf', 'xml', 'pdf'] as const) {
				const bajado = exigir(await descargar({ actor: ESCOLARES, tramiteId: id, clase }))
				expect(bajado).toMatchObject({ clase, nombre: expect.stringMatching(/^CE2018\d{7}\./) as string })
				expect(await mesa.estado(id)).toBe('descargado')
			}
			const anotados = await mesa.anotados(id, 'descargar')
			expect(anotados.map(({ detalle }) => (JSON.parse(detalle) as { clase: string }).clase)).toEqual([
				'pdf',
				'xml',
				'pdf',
			])
			expect(anotados.map(({ quien }) => quien)).toEqual(Array(3).fill(ESCOLARES.personaId))
		})

		test('no regresa lo ya entregado', async () => {
			const id = await mesa.emitido()
			await mesa.confirmar(id)
			await mesa.correr()
			expect(await mesa.estado(id)).toBe('entregado')
			exigir(await descargar({ actor: DIRECTOR_TOLUCA, tramiteId: id, clase: 'xml' }))
			expect(await mesa.estado(id)).toBe('entregado')
		})

		test('sólo quien puede, y dentro de su ámbito', async () => {
			const id = await conDocumentos()
			const intento = (quien: Actor) => descargar({ actor: quien, tramiteId: id, clase: 'xml' })
			for (const quien of [ESTATAL, actor('dse', { tipo: 'nacional' }), actor('ti', { tipo: 'nacional' })]) {
				expect(await intento(quien)).toMatchObject({ motivo: 'sin-permiso' })
			}
			for (const quien of [ESCOLARES_LERMA, DIRECTOR_LERMA, DIRECTOR_CDMX]) {
				expect(await intento(quien)).toMatchObject({ motivo: 'no-encontrado' })
			}
			expect(await mesa.estado(id)).toBe('emitido')
			expect(await mesa.anotados(id, 'descargar')).toEqual([])
			expect(await intento(DIRECTOR_MEX)).toMatchObject({ ok: true })
			expect(await descargar({ actor: ESCOLARES, tramiteId: 'nadie', clase: 'xml' })).toMatchObject({
				motivo: 'no-encontrado',
			})
			expect(await descargar({ actor: ESCOLARES, tramiteId: id, clase: 'acuse' })).toMatchObject({
				motivo: 'documento-no-disponible',
			})
		})

		test('uno dañado se dice, no se entrega a medias y no cuenta como descarga', async () => {
			const id = await conDocumentos()
			const pdf = (await documentosDe(mesa.base.db, id)).find(({ clase }) => clase === 'pdf')
			const ruta = join(mesa.carpeta, pdf?.sha256.slice(0, 2) ?? '', pdf?.sha256 ?? '')
			const bytes = await readFile(ruta)
			bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
			await writeFile(ruta, bytes)
			expect(await descargar({ actor: ESCOLARES, tramiteId: id, clase: 'pdf' })).toMatchObject({
				motivo: 'documento-danado',
			})
			expect(await mesa.estado(id)).toBe('emitido')
			expect(await mesa.anotados(id, 'descargar')).toEqual([])
		})
	})
})
