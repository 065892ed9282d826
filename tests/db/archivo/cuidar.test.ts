import { readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { barrerArchivo } from '../../../bff/application/archivo/barrer.ts'
import { columnasDesconocidas } from '../../../bff/application/archivo/nombrados.ts'
import { leerHallazgos } from '../../../bff/application/archivo/hallazgos.ts'
import { repasarTanda, type Avance } from '../../../bff/application/archivo/repasar.ts'
import { leerTarea } from '../../../bff/application/archivo/tarea.ts'
import {
	agregar,
	documentosDe,
	emitirDocumentos,
} from '../../../bff/application/documentos/emitir-documentos.ts'
import { AlmacenNoDisponible, type Archivero } from '../../../bff/application/ports.ts'
import { trabajoRepasarArchivo } from '../../../bff/jobs/repasar-archivo.ts'
import { crearWorker } from '../../../bff/jobs/worker.ts'
import { enAmbasBases } from '../ambas.ts'
import { type MesaDeEntregas, ponerMesaDeEntregas } from '../entregas/mesa-de-entregas.ts'

const PLAZO = 3_600_000

/** El repaso y el barrido (14), sobre renglones y archivos de verdad. */
enAmbasBases('cuidar el archivo', (abrir) => {
	let mesa: MesaDeEntregas
	let almacen: Archivero
	let tramiteId: string
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), 2)
		almacen = crearAlmacenCarpeta({ carpeta: mesa.carpeta, llaveHex: '07'.repeat(32) })
		tramiteId = await mesa.emitido()
		await emitirDocumentos(mesa.deps)(tramiteId)
		// La mesa emite sin guardar lo que se envió: aquí se pone lo que cada renglón dice.
		const enviados = await mesa.base.db
			.selectFrom('archivo as a')
			.innerJoin('loteCertificado as c', 'c.tramiteId', 'a.tramiteId')
			.select('c.xml')
			.where('a.clase', '=', 'xml-enviado')
			.execute()
		for (const { xml } of enviados) await almacen.guardar(new TextEncoder().encode(xml))
	})
	afterAll(() => mesa.recoger())

	const deps = () => ({ ...mesa.deps, almacen })
	const ruta = (sha256: string) => join(mesa.carpeta, sha256.slice(0, 2), sha256)
	const envejecer = async (donde: string) => {
		const entonces = new Date(Date.now() - 2 * PLAZO)
		await utimes(donde, entonces, entonces)
	}
	const unaVuelta = async (cuantos: number): Promise<Avance[]> => {
		const tanda = repasarTanda(deps())
		const avances: Avance[] = []
		do avances.push(await tanda(cuantos))
		while (!avances.at(-1)?.termino)
		return avances
	}
	const pdf = async () => {
		const hallado = (await documentosDe(mesa.base.db, tramiteId)).find(({ clase }) => clase === 'pdf')
		if (!hallado) throw new Error('El trámite no tiene PDF')
		return hallado
	}

	test('una vuelta lo relee todo por tandas, guarda cuánto lleva y no halla nada', async () => {
		const avances = await unaVuelta(2)
		const total = avances.at(-1)?.total ?? 0
		expect(total).toBeGreaterThanOrEqual(6)
		expect(avances.length).toBeGreaterThan(3)
		expect(avances.at(-1)).toEqual({ termino: true, vistos: total, total, hallazgos: 0 })
		expect(await leerTarea(mesa.base.db, 'repasar')).toMatchObject({
			...{ vistos: total, hechos: 0, cursor: null, error: null },
			terminada: expect.any(String) as string,
		})
		expect(await leerHallazgos(mesa.base.db)).toEqual([])
	})

	test('lo dañado y lo que falta quedan nombrados una vez, con su folio y su clase, y se resuelven al sanar', async () => {
		const documentos = await documentosDe(mesa.base.db, tramiteId)
		const [xml, qr] = ['xml', 'qr'].map((clase) => documentos.find((uno) => uno.clase === clase))
		if (!xml || !qr) throw new Error('Faltan documentos en la mesa')
		const sanos = await Promise.all([readFile(ruta(xml.sha256)), readFile(ruta(qr.sha256))])
		await writeFile(ruta(xml.sha256), sanos[0].subarray(0, 50))
		await rm(ruta(qr.sha256))
		await unaVuelta(3)
		expect((await unaVuelta(100)).at(-1)).toMatchObject({ hallazgos: 2 })
		const hallazgos = await leerHallazgos(mesa.base.db)
		expect(hallazgos.map(({ clase, problema }) => ({ clase, problema })).sort(porClase)).toEqual([
			{ clase: 'qr', problema: 'falta' },
			{ clase: 'xml', problema: 'danado' },
		])
		expect(hallazgos.map(({ folio }) => folio)).toEqual(Array(2).fill(expect.stringMatching(/^CE2018/)))
		expect(await mesa.anotados(tramiteId, 'hallar-danado')).toHaveLength(2)
		await writeFile(ruta(xml.sha256), sanos[0])
		await writeFile(ruta(qr.sha256), sanos[1])
		await unaVuelta(100)
		expect(await leerHallazgos(mesa.base.db)).toEqual([])
		await expect(mesa.base.db.deleteFrom('archivoHallazgo').execute()).rejects.toThrow()
	})

	test('si el almacén no contesta, nada se da por dañado: se dice y se sigue donde iba', async () => {
		await repasarTanda(deps())(2)
		const antes = await leerTarea(mesa.base.db, 'repasar')
		const caido = { leer: () => Promise.reject(new AlmacenNoDisponible('ECONNREFUSED')) }
		await expect(repasarTanda({ ...mesa.deps, almacen: caido })(2)).rejects.toThrow(AlmacenNoDisponible)
		expect(await leerTarea(mesa.base.db, 'repasar')).toMatchObject({
			...{ cursor: antes?.cursor, vistos: antes?.vistos },
			error: expect.stringContaining('ECONNREFUSED') as string,
		})
		expect(await leerHallazgos(mesa.base.db)).toEqual([])
		expect((await unaVuelta(100)).at(-1)).toMatchObject({ hallazgos: 0 })
		expect(await leerTarea(mesa.base.db, 'repasar')).toMatchObject({ error: null })
	})

	test('el trabajo da una tanda cada vez y, acabada la vuelta, espera a la semana que sigue', async () => {
		const { base, reloj, azar } = mesa.deps
		const trabajos = [trabajoRepasarArchivo(deps())]
		await unaVuelta(100)
		const antes = await leerTarea(base.db, 'repasar')
		await crearWorker({ base, reloj, azar, trabajos }).correrPendientes()
		expect(await leerTarea(base.db, 'repasar')).toEqual(antes)
		mesa.avanzar(8 * 24 * 3_600_000)
		await crearWorker({ base, reloj, azar, trabajos }).correrPendientes()
		expect((await leerTarea(base.db, 'repasar'))?.iniciada).not.toBe(antes?.iniciada)
	})

	test('el barrido aparta lo que nadie nombra y, otro plazo después, lo borra; lo nombrado y lo reciente no se tocan', async () => {
		const suelto = await almacen.guardar(new TextEncoder().encode('nadie me nombra'))
		const reciente = await almacen.guardar(new TextEncoder().encode('mi renglón viene en camino'))
		const nombrado = await pdf()
		await envejecer(ruta(suelto.sha256))
		await envejecer(ruta(nombrado.sha256))
		const barrer = barrerArchivo(deps())
		expect(await barrer(PLAZO)).toMatchObject({ retirados: 1, borrados: 0, detenido: false })
		expect(await almacen.leer(nombrado.sha256)).toHaveLength(nombrado.bytes)
		expect(await almacen.leer(reciente.sha256)).toHaveLength(reciente.bytes)
		const apartado = join(mesa.carpeta, 'retirados', suelto.sha256.slice(0, 2), suelto.sha256)
		expect(await barrer(PLAZO)).toMatchObject({ retirados: 0, borrados: 0 })
		await envejecer(apartado)
		expect(await barrer(PLAZO)).toMatchObject({ retirados: 0, borrados: 1 })
		await expect(almacen.leer(suelto.sha256)).rejects.toMatchObject({ problema: 'falta' })
	})

	test('lo que se nombra mientras el barrido lo aparta no se pierde', async () => {
		const bytes = new TextEncoder().encode('me nombran a última hora')
		const { sha256 } = await almacen.guardar(bytes)
		await envejecer(ruta(sha256))
		// El renglón llega justo después de que el barrido preguntó.
		const entrometido: Archivero = {
			...almacen,
			retirar: async (cual) => {
				await nombrar(sha256, bytes.length)
				await almacen.retirar(cual)
			},
		}
		expect(await barrerArchivo({ ...deps(), almacen: entrometido })(PLAZO)).toMatchObject({ retirados: 1 })
		const apartado = join(mesa.carpeta, 'retirados', sha256.slice(0, 2), sha256)
		await envejecer(apartado)
		expect(await barrerArchivo(deps())(PLAZO)).toMatchObject({ restaurados: 1, borrados: 0 })
		expect(await almacen.leer(sha256)).toEqual(bytes)
		// Y si alguien lo lee antes de ese barrido, vuelve entonces.
		await almacen.retirar(sha256)
		expect((await unaVuelta(100)).at(-1)).toMatchObject({ hallazgos: 0 })
		expect(await almacen.leer(sha256)).toEqual(bytes)
	})

	test('con una base que no es la de este almacén, el barrido se detiene y lo dice', async () => {
		const ajenos: Archivero = {
			...almacen,
			recorrer: async function* () {
				for (let i = 0; i < 1_500; i += 1) {
					await Promise.resolve()
					yield { sha256: i.toString(16).padStart(64, '0'), retirado: false, edadMs: 2 * PLAZO }
				}
			},
			retirar: () => Promise.resolve(),
		}
		expect(await barrerArchivo({ ...deps(), almacen: ajenos })(PLAZO)).toMatchObject({
			...{ detenido: true, retirados: 1_000 },
		})
		expect((await leerTarea(mesa.base.db, 'barrer'))?.error).toMatch(/nadie nombra/)
	})

	test('si la base guarda huellas donde este proceso no mira, no se barre nada', async () => {
		const { schema } = mesa.base.db
		await schema.createTable('del_futuro').addColumn('foto_sha256', 'text').execute()
		const suelto = await almacen.guardar(new TextEncoder().encode('lo nombra una tabla que aún no conozco'))
		await envejecer(ruta(suelto.sha256))
		expect(await barrerArchivo(deps())(PLAZO)).toMatchObject({ detenido: true, retirados: 0 })
		expect((await leerTarea(mesa.base.db, 'barrer'))?.error).toContain('del_futuro.foto_sha256')
		await schema.dropTable('del_futuro').execute()
		expect(await columnasDesconocidas(mesa.base.db)).toEqual([])
	})

	test('si guardar falla, no hay renglón que nombre lo que no está', async () => {
		const lleno = { ...almacen, guardar: () => Promise.reject(new AlmacenNoDisponible('ENOSPC')) }
		const otro = await mesa.emitido()
		const antes = await documentosDe(mesa.base.db, otro)
		const sinDisco = { ...mesa.deps, almacen: lleno }
		await expect(agregar(sinDisco, otro, 'pdf', 'x.pdf', new Uint8Array([1]))).rejects.toThrow(/ENOSPC/)
		await expect(emitirDocumentos(sinDisco)(otro)).rejects.toThrow(/ENOSPC/)
		expect(await documentosDe(mesa.base.db, otro)).toEqual(antes)
		// En cuanto hay lugar, sigue.
		expect(await emitirDocumentos(mesa.deps)(otro)).toHaveLength(3)
	})

	const nombrar = (sha256: string, bytes: number) =>
		mesa.base.db
			.insertInto('archivo')
			.values({
				...{ id: mesa.deps.azar.id(), tramiteId, clase: 'xml-enviado', nombre: 'x.xml' },
				...{ sha256, bytes, momento: mesa.deps.reloj() },
			})
			.execute()
})

const porClase = (a: { readonly clase: string }, b: { readonly clase: string }) =>
	a.clase < b.clase ? -1 : 1
