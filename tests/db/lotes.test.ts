import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { conectarCosfac } from '../../bff/adapters/cosfac/client.ts'
import { comprimir } from '../../bff/adapters/cosfac/comprimido.ts'
import { huella } from '../../bff/adapters/huella.ts'
import type { DepsDescargar } from '../../bff/application/lotes/descargar.ts'
import { enviarPendientes } from '../../bff/application/lotes/enviar-pendientes.ts'
import { enviarLote } from '../../bff/application/lotes/enviar.ts'
import { integrarLotes } from '../../bff/application/lotes/integrar.ts'
import { listarLotes } from '../../bff/application/lotes/listar.ts'
import { moverLote, SISTEMA } from '../../bff/application/lotes/mover-lote.ts'
import type { Cosfac } from '../../bff/application/ports.ts'
import { trabajoConsultarLote } from '../../bff/jobs/consultar-lote.ts'
import { trabajoDescargarLote } from '../../bff/jobs/descargar-lote.ts'
import { trabajoEnviarLote } from '../../bff/jobs/enviar-lote.ts'
import { trabajoIntegrarLotes } from '../../bff/jobs/integrar-lotes.ts'
import { crearWorker } from '../../bff/jobs/worker.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import { abrirVentanilla, bytes, texto, timbrar, type Ventanilla } from '../adapters/cosfac/ventanilla.ts'
import { enAmbasBases } from './ambas.ts'
import { actor, AHORA, enPlantel, ESCOLARES, ESTATAL } from './escena.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA, type Mesa, ponerMesa } from './mesa-de-sellos.ts'

const HORA = 3_600_000
const DSE = actor('dse', { tipo: 'nacional' })

enAmbasBases('los lotes (11)', (abrir) => {
	let mesa: Mesa
	let ventanilla: Ventanilla
	let horas = 0
	let emitidos: string[] = []
	beforeAll(async () => {
		mesa = await ponerMesa(await abrir())
	})
	afterAll(() => mesa.recoger())
	beforeEach(async () => {
		ventanilla = await abrirVentanilla()
		emitidos = []
	})
	afterEach(() => ventanilla.cerrar())

	const depsDe = (
		cosfac?: Cosfac,
	): DepsDescargar & Parameters<typeof trabajoEnviarLote>[0] & { cosfac: Cosfac } => ({
		...mesa.deps,
		reloj: () => new Date(Date.parse(AHORA) + horas * HORA).toISOString() as Instante,
		comprimir,
		cosfac:
			cosfac ??
			conectarCosfac({ url: ventanilla.url, credenciales: { usuario: 'u', password: 'p' }, plazoMs: 3000 }),
		almacen: { guardar: (b) => Promise.resolve({ sha256: huella(b), bytes: b.length }) },
		sondeoMs: 1,
		alEmitir: (_, tramiteId) => {
			emitidos.push(tramiteId)
			return Promise.resolve()
		},
	})

	/** Corre los trabajos que ya tocan; el tiempo avanza una hora entre vueltas. En la primera se envía; en la segunda, vuelve. */
	const correr = async (vueltas = 2, cosfac?: Cosfac) => {
		const deps = depsDe(cosfac)
		const trabajos = [
			trabajoIntegrarLotes(deps),
			trabajoEnviarLote(deps),
			trabajoConsultarLote(deps),
			trabajoDescargarLote(deps),
		]
		for (let i = 0; i < vueltas; i += 1) {
			await crearWorker({ base: mesa.base, reloj: deps.reloj, azar: deps.azar, trabajos }).correrPendientes()
			horas += 1
		}
	}
	const sellados = async (cuantos: number, plantel: 'toluca' | 'lerma' = 'toluca') => {
		const ids = await mesa.confirmados(cuantos, plantel)
		const director = plantel === 'toluca' ? DIRECTOR_TOLUCA : { ...DIRECTOR_TOLUCA, personaId: 'd-lerma' }
		await mesa.sellarComo({ ...director, ambito: enPlantel(plantel) }, ids)
		await mesa.sellarComo(DIRECTOR_MEX, ids)
		return ids
	}
	const tramite = (id: string) =>
		mesa.base.db.selectFrom('tramite').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	const enLote = (id: string) =>
		mesa.base.db
			.selectFrom('loteCertificado as c')
			.innerJoin('lote as l', 'l.id', 'c.loteId')
			.selectAll('c')
			.select(['l.estado as estadoLote', 'l.id as lote', 'l.mensaje', 'l.numeroLote', 'l.nombreArchivo'])
			.where('c.tramiteId', '=', id)
			.orderBy('l.creado', 'desc')
			.executeTakeFirstOrThrow()

	describe('de ida y vuelta', () => {
		test('integra, envía, pregunta, descarga y emite; cada paso queda escrito', async () => {
			ventanilla.torcer.enProceso = 2
			const ids = await sellados(3)
			await correr(4)
			for (const id of ids) {
				const { estado, folioDigital } = await tramite(id)
				expect(estado).toBe('emitido')
				expect(folioDigital).toMatch(/^[0-9a-f-]{36}$/)
				const fila = await enLote(id)
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
			expect([...emitidos].sort()).toEqual([...ids].sort())
			expect(ventanilla.lotes.size).toBe(1)
		})

		test('viaja el documento del director que la entidad eligió, con su sello', async () => {
			const [estatal = ''] = await sellados(1)
			await correr()
			await mesa.base.db.updateTable('entidad').set({ firmante: 'plantel' }).where('id', '=', 'mex').execute()
			const [plantel = ''] = await sellados(1)
			await correr()
			await mesa.base.db.updateTable('entidad').set({ firmante: 'estatal' }).where('id', '=', 'mex').execute()
			expect((await enLote(estatal)).xml).toContain('curp="MEXI700101HMCABC03"')
			expect((await enLote(plantel)).xml).toContain('curp="TOLU700101HMCABC01"')
			for (const id of [estatal, plantel]) expect((await tramite(id)).estado).toBe('emitido')
		})

		test('el PDF que venga con su XML se guarda', async () => {
			ventanilla.torcer.descarga = (timbrados) =>
				Object.fromEntries(
					Object.entries(timbrados).flatMap(([nombre, xml]) => [
						[nombre, xml],
						[nombre.replace('.xml', '.pdf'), bytes(`%PDF-1.7 de ${nombre}`)],
					]),
				)
			const [id = ''] = await sellados(1)
			await correr()
			const clases = await mesa.base.db
				.selectFrom('archivo')
				.select('clase')
				.where('tramiteId', '=', id)
				.execute()
			expect(clases.map(({ clase }) => clase).sort()).toEqual(['pdf', 'xml', 'xml-enviado'])
		})

		test('mil por lote y ni uno más', async () => {
			const ids = await mesa.base.db
				.selectFrom('tramite')
				.select('id')
				.where('estado', '=', 'sellado-estatal')
				.execute()
			expect(ids).toEqual([])
			const origen = await mesa.confirmados(1)
			expect(await integrarLotes(depsDe())({ entidadId: 'mex', autor: SISTEMA })).toEqual({
				lotes: 0,
				certificados: 0,
			})
			expect((await tramite(origen[0] ?? '')).estado).toBe('nombre-confirmado')
		})

		test('integrar dos veces a la vez no pone un certificado en dos lotes', async () => {
			const ids = await sellados(4)
			const integrar = integrarLotes(depsDe())
			await Promise.allSettled(
				Array.from({ length: 3 }, () => integrar({ entidadId: 'mex', autor: SISTEMA })),
			)
			for (const id of ids) {
				const filas = await mesa.base.db
					.selectFrom('loteCertificado')
					.select('loteId')
					.where('tramiteId', '=', id)
					.execute()
				expect(filas).toHaveLength(1)
			}
			await correr(2)
		})
	})

	describe('lo que COSFAC rechaza', () => {
		test('queda con sus palabras, letra por letra, y los demás siguen', async () => {
			const frase = '  El  plan «INFO-18» no está en el catálogo | revise.'
			const [malo = '', bueno = ''] = await sellados(2)
			const folios = new Map<string, string>()
			for (const id of [malo, bueno]) {
				const { folio } = await mesa.base.db
					.selectFrom('certificado')
					.select('folio')
					.where('tramiteId', '=', id)
					.executeTakeFirstOrThrow()
				folios.set(id, `${folio}.xml`)
			}
			ventanilla.torcer.filas = () => [
				[folios.get(bueno) ?? '', 1, 'Satisfactorio'],
				[folios.get(malo) ?? '', 'E-07', frase],
				['ajeno.xml', 1, 'Satisfactorio'],
			]
			await correr()
			expect(await tramite(malo)).toMatchObject({ estado: 'rechazado', razon: frase })
			expect(await enLote(malo)).toMatchObject({ estado: 'rechazado', descripcion: frase })
			expect((await tramite(bueno)).estado).toBe('emitido')
		})

		test('todos rechazados: el lote se cierra sin descargar', async () => {
			ventanilla.torcer.filas = (nombres) => nombres.map((nombre) => [nombre, 0, 'No'])
			const [id = ''] = await sellados(1)
			await correr()
			expect(await enLote(id)).toMatchObject({ estado: 'rechazado', estadoLote: 'cerrado' })
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
			ventanilla.torcer.filas = (nombres) => [...filas(nombres)]
			const [id = ''] = await sellados(1)
			await correr()
			expect((await tramite(id)).estado).toBe('enviado')
			const { estado, descripcion } = await enLote(id)
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
			const [malo = '', bueno = ''] = await sellados(2)
			await correrHastaDescargar()
			const archivoMalo = (await enLote(malo)).archivo
			ventanilla.torcer.descarga = (timbrados) => ({
				...timbrados,
				[archivoMalo]: bytes(torcer(texto(timbrados[archivoMalo] ?? bytes('')))),
			})
			await correr()
			expect((await tramite(bueno)).estado).toBe('emitido')
			expect((await tramite(malo)).estado).toBe('enviado')
			const fila = await enLote(malo)
			expect(fila.estado).toBe('cuarentena')
			expect(fila.descripcion).toMatch(/\.$/)
			expect(emitidos).toEqual([bueno])
		})

		/** Deja los lotes leídos, con la descarga todavía sin contestar. */
		const correrHastaDescargar = async () => {
			ventanilla.torcer.descarga = () => null
			await correr()
		}

		test('SEP puede llenar descripciones de catálogo', async () => {
			const [id = ''] = await sellados(1)
			ventanilla.torcer.descarga = (timbrados) =>
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
			await correr()
			expect((await tramite(id)).estado).toBe('emitido')
		})

		test('intercambiados de nombre, se emparejan por su sello', async () => {
			const ids = await sellados(2)
			ventanilla.torcer.descarga = (timbrados) => {
				const [[a, uno] = ['', bytes('')], [b, otro] = ['', bytes('')]] = Object.entries(timbrados)
				return { [a]: otro, [b]: uno }
			}
			await correr()
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
			const [uno = '', otro = ''] = await sellados(2)
			const repetido = '0f8fad5b-d9cb-469f-a165-70867728950e'
			ventanilla.torcer.descarga = (timbrados) =>
				Object.fromEntries(
					Object.entries(timbrados).map(([nombre, xml]) => [
						nombre,
						bytes(texto(xml).replace(/folioDigital="[^"]*"/, `folioDigital="${repetido}"`)),
					]),
				)
			await correr()
			for (const id of [uno, otro]) expect((await enLote(id)).estado).toBe('cuarentena')
			const [primero = ''] = await sellados(1)
			await correr()
			expect((await tramite(primero)).folioDigital).toBe(repetido)
			const [segundo = ''] = await sellados(1)
			await correr()
			expect(await enLote(segundo)).toMatchObject({
				estado: 'cuarentena',
				descripcion: 'El folio digital ya es de otro certificado.',
			})
		})

		test('dos documentos del mismo certificado: cuarentena', async () => {
			const [id = ''] = await sellados(1)
			ventanilla.torcer.descarga = (timbrados) => {
				const [[nombre, xml] = ['', bytes('')]] = Object.entries(timbrados)
				const otro = timbrar(texto(xml).replace(/<Sep [^>]*>/, ''))
				return { [nombre]: xml, 'copia.xml': bytes(otro) }
			}
			await correr()
			expect((await enLote(id)).estado).toBe('cuarentena')
		})

		test('lo ajeno se cuenta y no se guarda', async () => {
			const [id = ''] = await sellados(1)
			ventanilla.torcer.descarga = (timbrados) => ({ ...timbrados, 'otro.xml': bytes('<x/>') })
			await correr()
			const fila = await enLote(id)
			expect(fila.estado).toBe('emitido')
			expect(fila.mensaje).toContain('1 archivos que no son de este lote')
		})

		test('media descarga se vuelve a pedir; lo que falta, también', async () => {
			const [uno = '', otro = ''] = await sellados(2)
			let veces = 0
			ventanilla.torcer.descarga = (timbrados) => {
				veces += 1
				const zip = comprimir(Object.entries(timbrados).map(([nombre, bytes]) => ({ nombre, bytes })))
				if (veces === 1) return zip.slice(0, zip.length >> 1)
				if (veces === 2) return Object.fromEntries(Object.entries(timbrados).slice(0, 1))
				return timbrados
			}
			await correr(4)
			for (const id of [uno, otro]) expect((await tramite(id)).estado).toBe('emitido')
			expect(new Set(emitidos).size).toBe(emitidos.length)
			expect(veces).toBe(3)
		})

		test('lo que no vuelve en veinticuatro horas queda en cuarentena y el lote se cierra', async () => {
			const [id = ''] = await sellados(1)
			ventanilla.torcer.descarga = () => null
			await correr(30)
			const fila = await enLote(id)
			expect(fila).toMatchObject({ estado: 'cuarentena', estadoLote: 'cerrado' })
			expect(fila.descripcion).toContain('veinticuatro horas')
		})
	})

	describe('cuando el envío falla', () => {
		test.each(['antes', 'despues'] as const)(
			'la respuesta se pierde (%s de registrarse): desconocido, y nunca se repite solo',
			async (cuando) => {
				ventanilla.torcer.cortarCarga = cuando
				const [id = ''] = await sellados(1)
				await correr(3)
				ventanilla.torcer.cortarCarga = null
				await correr(3)
				expect(await enLote(id)).toMatchObject({ estadoLote: 'desconocido' })
				expect((await tramite(id)).estado).toBe('enviado')
				expect(ventanilla.lotes.size).toBe(cuando === 'antes' ? 0 : 1)
				const { lotes } = exigir(await listarLotes(mesa)({ actor: ESTATAL }))
				const visto = lotes.find(({ certificados }) => certificados.some((c) => c.tramiteId === id))
				expect(visto?.mensaje).toContain('no se sabe si COSFAC lo tomó')
			},
		)

		test('el proceso muere a medio envío: quien lo retoma no lo repite', async () => {
			const [id = ''] = await sellados(1)
			await integrarLotes(depsDe())({ entidadId: 'mex', autor: SISTEMA })
			const { lote } = await enLote(id)
			await mesa.base.enTransaccion((tx) =>
				moverLote(tx, mesa.deps, { id: lote, entidadId: 'mex' }, 'enviar'),
			)
			await correr(2)
			expect((await enLote(id)).estadoLote).toBe('desconocido')
			expect(ventanilla.lotes.size).toBe(0)
		})

		test('la respuesta que llega tarde sigue siendo la respuesta', async () => {
			const [id = ''] = await sellados(1)
			await integrarLotes(depsDe())({ entidadId: 'mex', autor: SISTEMA })
			const { lote } = await enLote(id)
			const bueno = depsDe().cosfac
			const lento: Cosfac = {
				...bueno,
				cargar: async (envio) => {
					await mesa.base.enTransaccion((tx) =>
						moverLote(tx, mesa.deps, { id: lote, entidadId: 'mex' }, 'desconocer'),
					)
					return bueno.cargar(envio)
				},
			}
			expect(await enviarLote(depsDe(lento))(lote)).toMatchObject({ envio: 'aceptado' })
			await correr(2)
			expect((await tramite(id)).estado).toBe('emitido')
		})

		test('COSFAC apagado: consta que no salió, y se insiste', async () => {
			const [id = ''] = await sellados(1)
			await ventanilla.cerrar()
			await correr()
			expect(await enLote(id)).toMatchObject({ estadoLote: 'integrado' })
			ventanilla = await abrirVentanilla()
			await correr(2)
			expect((await tramite(id)).estado).toBe('emitido')
			expect(ventanilla.lotes.size).toBe(1)
		})

		test('COSFAC lo niega al recibirlo: se detiene hasta que alguien lo pide', async () => {
			const [id = ''] = await sellados(1)
			ventanilla.torcer.atender = (_, respuesta) => {
				respuesta.writeHead(401).end()
				return true
			}
			await correr(2)
			expect(await enLote(id)).toMatchObject({
				estadoLote: 'detenido',
				mensaje: 'COSFAC respondió HTTP 401.',
			})
			delete ventanilla.torcer.atender
			await correr(2)
			expect((await enLote(id)).estadoLote).toBe('detenido')
			expect(exigir(await enviarPendientes(depsDe())({ actor: ESTATAL }))).toEqual({
				lotes: 1,
				certificados: 1,
			})
			await correr(2)
			expect((await tramite(id)).estado).toBe('emitido')
		})

		test('alguien cambia el XML guardado: no sale nada', async () => {
			const [id = ''] = await sellados(1)
			await integrarLotes(depsDe())({ entidadId: 'mex', autor: SISTEMA })
			const { lote, xml } = await enLote(id)
			await mesa.base.db
				.updateTable('loteCertificado')
				.set({ xml: xml.replace('9.1', '9.9') })
				.where('loteId', '=', lote)
				.execute()
			await expect(enviarLote(depsDe())(lote)).rejects.toThrow('cambió desde que se integró')
			expect(ventanilla.lotes.size).toBe(0)
		})
	})

	describe('quién puede', () => {
		test('enviar ya: sólo servicios escolares de la entidad, y sólo si hay qué', async () => {
			const [id = ''] = await sellados(1)
			for (const actor of [ESCOLARES, DIRECTOR_MEX, DSE]) {
				expect(await enviarPendientes(depsDe())({ actor })).toMatchObject({
					ok: false,
					motivo: 'sin-permiso',
				})
			}
			const ajeno = { ...ESTATAL, ambito: { tipo: 'entidad', entidadId: 'cdmx' } } as const
			expect(await enviarPendientes(depsDe())({ actor: ajeno })).toMatchObject({
				ok: false,
				motivo: 'sin-certificados-por-enviar',
			})
			expect((await tramite(id)).estado).toBe('sellado-estatal')
			expect(exigir(await enviarPendientes(depsDe())({ actor: ESTATAL }))).toEqual({
				lotes: 1,
				certificados: 1,
			})
			await correr(2)
		})

		test('cada quien ve lo suyo: el plantel sólo sus certificados, otra entidad nada', async () => {
			const [mio = ''] = await sellados(1, 'toluca')
			const [otro = ''] = await sellados(1, 'lerma')
			const porEnviar = async (actor: typeof ESTATAL) => exigir(await listarLotes(mesa)({ actor })).porEnviar
			expect([await porEnviar(ESTATAL), await porEnviar(ESCOLARES)]).toEqual([2, 1])
			await correr(2)
			const vistos = async (actor: typeof ESTATAL) =>
				exigir(await listarLotes(mesa)({ actor })).lotes.flatMap(({ certificados }) =>
					certificados.map(({ tramiteId }) => tramiteId),
				)
			expect(await vistos(ESTATAL)).toEqual(expect.arrayContaining([mio, otro]))
			expect(await vistos(DSE)).toEqual(expect.arrayContaining([mio, otro]))
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
