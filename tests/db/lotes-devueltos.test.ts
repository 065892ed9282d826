import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { comprimir } from '../../bff/adapters/cosfac/comprimido.ts'
import { bytes, texto, timbrar } from '../adapters/cosfac/ventanilla.ts'
import { enAmbasBases } from './ambas.ts'
import { type MesaDeLotes, ponerMesaDeLotes } from './mesa-de-lotes.ts'

enAmbasBases('lo que COSFAC devuelve (11, 15)', (abrir) => {
	let mesa: MesaDeLotes
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
	})
	afterAll(() => mesa.recoger())
	beforeEach(() => mesa.nuevaVentanilla())

	describe('lo que COSFAC rechaza', () => {
		test('queda con sus palabras, letra por letra, y los demás siguen', async () => {
			const frase = '  El  plan «INFO-18» no está en el catálogo | revise.'
			const [malo = '', bueno = ''] = await mesa.sellados(2)
			const folios = new Map<string, string>()
			for (const id of [malo, bueno]) {
				const { folio } = await mesa.base.db
					.selectFrom('certificado')
					.select('folio')
					.where('tramiteId', '=', id)
					.executeTakeFirstOrThrow()
				folios.set(id, `${folio}.xml`)
			}
			mesa.ventanilla().torcer.filas = () => [
				[folios.get(bueno) ?? '', 1, 'Satisfactorio'],
				[folios.get(malo) ?? '', 'E-07', frase],
				['ajeno.xml', 1, 'Satisfactorio'],
			]
			await mesa.correr()
			expect(await mesa.tramite(malo)).toMatchObject({ estado: 'rechazado', razon: frase })
			expect(await mesa.enLote(malo)).toMatchObject({ estado: 'rechazado', descripcion: frase })
			expect((await mesa.tramite(bueno)).estado).toBe('emitido')
		})

		test('todos rechazados: el lote se cierra sin descargar', async () => {
			mesa.ventanilla().torcer.filas = (nombres) => nombres.map((nombre) => [nombre, 0, 'No'])
			const [id = ''] = await mesa.sellados(1)
			await mesa.correr()
			expect(await mesa.enLote(id)).toMatchObject({ estado: 'rechazado', estadoLote: 'cerrado' })
		})

		test.each([
			['no dice nada de uno', () => [], 'no dijo nada'],
			[
				'dice dos cosas de uno',
				(nombres: readonly string[]) =>
					nombres.flatMap((n) => [[n, 1, 'Bien'] as const, [n, 0, 'Mal'] as const]),
				'dos respuestas',
			],
		])('si %s, no se supone: cuarentena', async (_, filas, razon) => {
			mesa.ventanilla().torcer.filas = (nombres) => [...filas(nombres)]
			const [id = ''] = await mesa.sellados(1)
			await mesa.correr()
			expect((await mesa.tramite(id)).estado).toBe('enviado')
			const { estado, descripcion } = await mesa.enLote(id)
			expect([estado, descripcion]).toEqual(['cuarentena', expect.stringContaining(razon) as string])
		})
	})

	describe('lo que vuelve no se cree hasta comprobarlo', () => {
		const cambiar = (de: string | RegExp, a: string) => (xml: string) => {
			const cambiado = xml.replace(de, a)
			if (cambiado === xml) throw new Error('El cambio de la prueba no cambió nada.')
			return cambiado
		}
		test.each([
			['con el promedio cambiado', cambiar('promedioAprovechamiento="9.1"', 'promedioAprovechamiento="10"')],
			['con el nombre cambiado', cambiar('María de los Ángeles', 'Mario de los Ángeles')],
			['con un módulo de menos', cambiar(/<UacdeFt [^>]*>/, '')],
			['con otro folio de control', cambiar(/folioControl="CE2018/, 'folioControl="CE2008')],
			['con otro sello', cambiar(/ sello="..../, ' sello="AAAA')],
			['con otro certificado', cambiar(/certificadoResponsable="....../, 'certificadoResponsable="AAAAAA')],
			['con el nombre del director cambiado', cambiar('nombre="Rosa"', 'nombre="Roma"')],
			['con un opcional agregado a la cadena', cambiar(' cct=', ' claveRvoe="9" cct=')],
			['timbrado para otro sello', cambiar(/selloDec="..../, 'selloDec="AAAA')],
			[
				'con folio digital en mayúsculas',
				cambiar(/folioDigital="[^"]*"/, 'folioDigital="0F8FAD5B-D9CB-469F-A165-70867728950E"'),
			],
			[
				'con folio digital que no es versión 4',
				cambiar(/folioDigital="[^"]*"/, 'folioDigital="0f8fad5b-d9cb-169f-a165-70867728950e"'),
			],
			['sin timbre', cambiar(/<Sep [^>]*>/, '')],
			['con DTD', cambiar('<Dec ', '<!DOCTYPE Dec [<!ENTITY x SYSTEM "file:///etc/passwd">]><Dec ')],
			['con un comentario', cambiar('</Dec>', '<!-- x --></Dec>')],
			['con instrucción de proceso', cambiar('</Dec>', '<?x y?></Dec>')],
			['cortado', (xml: string) => xml.slice(0, xml.length >> 1)],
			['con un elemento que no existe', cambiar('</Dec>', '<Otro/></Dec>')],
		] as const)('%s: cuarentena, y el otro se emite', async (_, torcer) => {
			const [malo = '', bueno = ''] = await mesa.sellados(2)
			await correrHastaDescargar()
			const archivoMalo = (await mesa.enLote(malo)).archivo
			mesa.ventanilla().torcer.descarga = (timbrados) => ({
				...timbrados,
				[archivoMalo]: bytes(torcer(texto(timbrados[archivoMalo] ?? bytes('')))),
			})
			await mesa.correr()
			expect((await mesa.tramite(bueno)).estado).toBe('emitido')
			expect((await mesa.tramite(malo)).estado).toBe('enviado')
			const fila = await mesa.enLote(malo)
			expect(fila.estado).toBe('cuarentena')
			expect(fila.descripcion).toMatch(/\.$/)
			expect(mesa.emitidos).toEqual([bueno])
		})

		/** Deja los lotes leídos, con la descarga todavía sin contestar. */
		const correrHastaDescargar = async () => {
			mesa.ventanilla().torcer.descarga = () => null
			await mesa.correr()
		}

		test('SEP puede llenar descripciones de catálogo', async () => {
			const [id = ''] = await mesa.sellados(1)
			mesa.ventanilla().torcer.descarga = (timbrados) =>
				Object.fromEntries(
					Object.entries(timbrados).map(([nombre, xml]) => [
						nombre,
						bytes(
							texto(xml)
								.replace(' cct=', ' tipoPlantel="Plantel" entidadFederativa="México" cct=')
								.replace('nombreIEMS="CONALEP"', 'nombreIEMS="Colegio Nacional"'),
						),
					]),
				)
			await mesa.correr()
			expect((await mesa.tramite(id)).estado).toBe('emitido')
		})

		test('intercambiados de nombre, se emparejan por su sello', async () => {
			const ids = await mesa.sellados(2)
			mesa.ventanilla().torcer.descarga = (timbrados) => {
				const [[a, uno] = ['', bytes('')], [b, otro] = ['', bytes('')]] = Object.entries(timbrados)
				return { [a]: otro, [b]: uno }
			}
			await mesa.correr()
			for (const id of ids) {
				const { xmlSep, folio } = await mesa.base.db
					.selectFrom('certificado')
					.select(['xmlSep', 'folio'])
					.where('tramiteId', '=', id)
					.executeTakeFirstOrThrow()
				expect(xmlSep).toContain(`folioControl="${folio}"`)
			}
		})

		test('el mismo folio digital en dos no es de ninguno; uno ya usado, tampoco', async () => {
			const [uno = '', otro = ''] = await mesa.sellados(2)
			const repetido = '0f8fad5b-d9cb-469f-a165-70867728950e'
			mesa.ventanilla().torcer.descarga = (timbrados) =>
				Object.fromEntries(
					Object.entries(timbrados).map(([nombre, xml]) => [
						nombre,
						bytes(texto(xml).replace(/folioDigital="[^"]*"/, `folioDigital="${repetido}"`)),
					]),
				)
			await mesa.correr()
			for (const id of [uno, otro]) expect((await mesa.enLote(id)).estado).toBe('cuarentena')
			const [primero = ''] = await mesa.sellados(1)
			await mesa.correr()
			expect((await mesa.tramite(primero)).folioDigital).toBe(repetido)
			const [segundo = ''] = await mesa.sellados(1)
			await mesa.correr()
			expect(await mesa.enLote(segundo)).toMatchObject({
				estado: 'cuarentena',
				descripcion: 'El folio digital ya es de otro certificado.',
			})
		})

		test('dos documentos del mismo certificado: cuarentena', async () => {
			const [id = ''] = await mesa.sellados(1)
			mesa.ventanilla().torcer.descarga = (timbrados) => {
				const [[nombre, xml] = ['', bytes('')]] = Object.entries(timbrados)
				const otro = timbrar(texto(xml).replace(/<Sep [^>]*>/, ''))
				return { [nombre]: xml, 'copia.xml': bytes(otro) }
			}
			await mesa.correr()
			expect((await mesa.enLote(id)).estado).toBe('cuarentena')
		})

		test('lo ajeno se cuenta y no se guarda', async () => {
			const [id = ''] = await mesa.sellados(1)
			mesa.ventanilla().torcer.descarga = (timbrados) => ({ ...timbrados, 'otro.xml': bytes('<x/>') })
			await mesa.correr()
			const fila = await mesa.enLote(id)
			expect(fila.estado).toBe('emitido')
			expect(fila.mensaje).toContain('1 archivos que no son de este lote')
		})

		test('media descarga se vuelve a pedir; lo que falta, también', async () => {
			const [uno = '', otro = ''] = await mesa.sellados(2)
			let veces = 0
			mesa.ventanilla().torcer.descarga = (timbrados) => {
				veces += 1
				const zip = comprimir(Object.entries(timbrados).map(([nombre, bytes]) => ({ nombre, bytes })))
				if (veces === 1) return zip.slice(0, zip.length >> 1)
				if (veces === 2) return Object.fromEntries(Object.entries(timbrados).slice(0, 1))
				return timbrados
			}
			await mesa.correr(4)
			for (const id of [uno, otro]) expect((await mesa.tramite(id)).estado).toBe('emitido')
			expect(new Set(mesa.emitidos).size).toBe(mesa.emitidos.length)
			expect(veces).toBe(3)
		})

		test('lo que no vuelve en veinticuatro horas queda en cuarentena y el lote se cierra', async () => {
			const [id = ''] = await mesa.sellados(1)
			mesa.ventanilla().torcer.descarga = () => null
			await mesa.correr(30)
			const fila = await mesa.enLote(id)
			expect(fila).toMatchObject({ estado: 'cuarentena', estadoLote: 'cerrado' })
			expect(fila.descripcion).toContain('veinticuatro horas')
		})
	})
})
