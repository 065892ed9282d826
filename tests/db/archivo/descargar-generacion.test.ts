import { unzipSync } from 'fflate'
import { Hono } from 'hono'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { empaquetar } from '../../../bff/adapters/zip.ts'
import { bajarGeneracion } from '../../../bff/application/documentos/bajar-generacion.ts'
import { documentosDe, emitirDocumentos } from '../../../bff/application/documentos/emitir-documentos.ts'
import { pedirDescarga, verDescarga } from '../../../bff/application/documentos/pedir-descarga.ts'
import { AlmacenNoDisponible } from '../../../bff/application/ports.ts'
import { leerPersona } from '../../../bff/application/sesion/persona.ts'
import { rutasDescargas } from '../../../bff/http/archivo/descargas.ts'
import type { Ambiente } from '../../../bff/http/hono.ts'
import type { PedirDescarga } from '#core/contract/archivo/descarga.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES, ESTATAL } from '../escena.ts'
import {
	ESCOLARES_LERMA,
	MINUTO,
	type MesaDeEntregas,
	ponerMesaDeEntregas,
} from '../entregas/mesa-de-entregas.ts'
import { DIRECTOR_CDMX, DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'

const CUANTOS = 12

/** Bajar una generación entera (12): más de una tanda, con lo que no va dicho en el índice. */
enAmbasBases('descargar una generación', (abrir) => {
	let mesa: MesaDeEntregas
	let tramites: readonly string[]
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), CUANTOS)
		tramites = await Promise.all(Array.from({ length: CUANTOS }, () => mesa.emitido()))
		// Al último todavía no se le pintan el PDF y el QR.
		for (const id of tramites.slice(0, -1)) await emitirDocumentos(mesa.deps)(id)
	})
	afterAll(() => mesa.recoger())

	const TODO: PedirDescarga = { plantelId: null, generacion: null }
	const pedir = (actor: Actor, que = TODO) => pedirDescarga(mesa.deps)({ actor, ...que })
	const ver = async (actor: Actor, id: string) => exigir(await verDescarga(mesa.deps)({ actor, id }))
	const bajar = async (actor: Actor, id: string) => {
		const { archivos } = exigir(await bajarGeneracion(mesa.deps)({ actor, id }))
		return unzipSync(new Uint8Array(await new Response(empaquetar(archivos)).arrayBuffer()))
	}
	const cuantasDescargas = async () =>
		(await mesa.base.db.selectFrom('bitacora').select('id').where('acto', '=', 'descargar').execute()).length

	test('sólo quien puede, y de lo suyo; del plantel ajeno se dice lo que del que no existe', async () => {
		expect(await pedir(ESTATAL)).toMatchObject({ motivo: 'sin-permiso' })
		for (const plantelId of ['lerma', 'no-existe']) {
			expect(await pedir(ESCOLARES, { ...TODO, plantelId })).toMatchObject({ motivo: 'no-encontrado' })
		}
		expect(await pedir(DIRECTOR_CDMX, { ...TODO, plantelId: 'toluca' })).toMatchObject({
			motivo: 'no-encontrado',
		})
		expect(await pedir(ESCOLARES_LERMA)).toMatchObject({ motivo: 'sin-certificados-emitidos' })
		expect(await pedir(ESCOLARES, { ...TODO, generacion: '1999' })).toMatchObject({
			motivo: 'sin-certificados-emitidos',
		})
		expect(await pedir(DIRECTOR_MEX, { ...TODO, plantelId: 'toluca' })).toMatchObject({
			valor: { total: CUANTOS, estado: 'lista' },
		})
	})

	test('el ZIP lleva cada archivo y un índice legible; cada certificado queda anotado y «descargado»', async () => {
		const { id } = exigir(await pedir(ESCOLARES))
		const dentro = await bajar(ESCOLARES, id)
		const folios = await mesa.base.db.selectFrom('certificado').select(['folio', 'tramiteId']).execute()
		for (const { folio, tramiteId } of folios) {
			const suyos = await documentosDe(mesa.base.db, tramiteId)
			for (const { nombre, sha256 } of suyos) {
				const ruta = Object.keys(dentro).find((una) => una.endsWith(`/${folio}/${nombre}`)) ?? ''
				expect(mesa.deps.huella(dentro[ruta] ?? new Uint8Array()), nombre).toBe(sha256)
			}
		}
		const csv = new TextDecoder().decode(dentro['indice.csv'])
		expect(csv.trim().split('\r\n')).toHaveLength(1 + 3 * CUANTOS)
		expect(csv.match(/todavía se está preparando/g)).toHaveLength(2)
		const html = new TextDecoder().decode(dentro['indice.html'])
		expect(html).toContain('lang="es-MX"')
		expect(html).toContain(`${CUANTOS} certificados`)
		expect(html).not.toMatch(/<script|https?:/)
		expect(await ver(ESCOLARES, id)).toMatchObject({ estado: 'hecha', hechos: CUANTOS, incompletos: 1 })
		for (const tramite of tramites) {
			expect(await mesa.estado(tramite)).toBe('descargado')
			const [anotado, ...otros] = await mesa.anotados(tramite, 'descargar')
			expect(otros).toEqual([])
			expect(anotado?.quien).toBe(ESCOLARES.personaId)
			expect(JSON.parse(anotado?.detalle ?? '')).toMatchObject({ descarga: id })
		}
	})

	test('uno dañado a media descarga se dice en el índice, no cuenta, y no rompe lo demás', async () => {
		const [danado = ''] = tramites
		const antes = (await mesa.anotados(danado, 'descargar')).length
		for (const { sha256 } of await documentosDe(mesa.base.db, danado)) {
			await rm(join(mesa.carpeta, sha256.slice(0, 2), sha256))
		}
		const { id } = exigir(await pedir(DIRECTOR_TOLUCA))
		const dentro = await bajar(DIRECTOR_TOLUCA, id)
		expect(new TextDecoder().decode(dentro['indice.csv']).match(/el archivo guardado no está/g)).toHaveLength(
			3,
		)
		expect(await ver(DIRECTOR_TOLUCA, id)).toMatchObject({ estado: 'hecha', incompletos: 2 })
		expect(await mesa.anotados(danado, 'descargar')).toHaveLength(antes)
	})

	test('quien se va a la mitad no deja nada corriendo, y puede volver a bajarla', async () => {
		const { id } = exigir(await pedir(DIRECTOR_TOLUCA))
		const antes = await cuantasDescargas()
		const { archivos } = exigir(await bajarGeneracion(mesa.deps)({ actor: DIRECTOR_TOLUCA, id }))
		const lector = empaquetar(archivos).getReader()
		await lector.read()
		await lector.cancel()
		expect(await ver(DIRECTOR_TOLUCA, id)).toMatchObject({ estado: 'cortada', hechos: 0 })
		// Sólo quedó anotada la tanda que se alcanzó a leer.
		expect((await cuantasDescargas()) - antes).toBeLessThanOrEqual(10)
		expect(Object.keys(await bajar(DIRECTOR_TOLUCA, id))).toContain('indice.csv')
		expect(await ver(DIRECTOR_TOLUCA, id)).toMatchObject({ estado: 'hecha' })
	})

	test('si el almacén deja de contestar, la descarga se corta y lo dice: no entrega un ZIP que parezca entero', async () => {
		const { id } = exigir(await pedir(DIRECTOR_TOLUCA))
		let van = 0
		const almacen = {
			leer: (sha256: string) =>
				(van += 1) > 31 ? Promise.reject(new AlmacenNoDisponible('TIMEOUT')) : mesa.deps.almacen.leer(sha256),
		}
		const { archivos } = exigir(
			await bajarGeneracion({ ...mesa.deps, almacen })({ actor: DIRECTOR_TOLUCA, id }),
		)
		await expect(new Response(empaquetar(archivos)).arrayBuffer()).rejects.toThrow()
		expect(await ver(DIRECTOR_TOLUCA, id)).toMatchObject({ estado: 'cortada' })
	})

	test('a quien dan de baja o cambian de plantel a media descarga se le corta, y no sale ni se anota otro', async () => {
		const cuenta = mesa.base.db.updateTable('persona').where('id', '=', DIRECTOR_TOLUCA.personaId)
		for (const [cambio, regreso] of [
			[{ activa: 0 }, { activa: 1 }],
			[{ plantelId: 'lerma' }, { plantelId: 'toluca' }],
		] as const) {
			const { id } = exigir(await pedir(DIRECTOR_TOLUCA))
			const { archivos } = exigir(await bajarGeneracion(mesa.deps)({ actor: DIRECTOR_TOLUCA, id }))
			await archivos.next()
			const antes = await cuantasDescargas()
			await cuenta.set(cambio).execute()
			const todo = async () => {
				for await (const { ruta } of archivos) expect(ruta).not.toContain('indice')
			}
			await expect(todo()).rejects.toThrow('ya no alcanza')
			await cuenta.set(regreso).execute()
			expect(await cuantasDescargas()).toBe(antes)
			expect(await ver(DIRECTOR_TOLUCA, id)).toMatchObject({ estado: 'cortada' })
		}
	})

	test('si el proceso muere a media descarga, o nunca empezó, quien la mira no espera para siempre', async () => {
		const [muerta, nunca] = [exigir(await pedir(ESCOLARES)), exigir(await pedir(ESCOLARES))]
		await mesa.base.db
			.updateTable('descarga')
			.set({ estado: 'en-curso', hechos: 10 })
			.where('id', '=', muerta.id)
			.execute()
		mesa.avanzar(9 * MINUTO)
		expect(await ver(ESCOLARES, muerta.id)).toMatchObject({ estado: 'en-curso' })
		mesa.avanzar(MINUTO)
		expect(await ver(ESCOLARES, muerta.id)).toMatchObject({ estado: 'cortada', hechos: 10 })
		expect(await ver(ESCOLARES, nunca.id)).toMatchObject({ estado: 'lista' })
		mesa.avanzar(5 * MINUTO)
		expect(await ver(ESCOLARES, nunca.id)).toMatchObject({ estado: 'cortada', hechos: 0 })
	})

	test('preguntar sólo por los encabezados (HEAD) no descarga ni anota nada', async () => {
		const deps = {
			pedirDescarga: pedirDescarga(mesa.deps),
			verDescarga: verDescarga(mesa.deps),
			bajarGeneracion: bajarGeneracion(mesa.deps),
		}
		const sesion = await leerPersona(mesa.base.db, ESCOLARES.personaId, '')
		if (sesion === undefined) throw new Error('Falta la cuenta de la prueba.')
		const app = new Hono<Ambiente>()
			.use(async (c, next) => {
				c.set('sesion', sesion)
				await next()
			})
			.route('/', rutasDescargas(deps))
		const { id } = exigir(await pedir(ESCOLARES))
		const antes = await cuantasDescargas()
		const respuesta = await app.request(`/descargas/${id}/archivo`, { method: 'HEAD' })
		expect(respuesta.headers.get('content-type')).toBe('application/zip')
		await new Promise((listo) => setTimeout(listo, 300))
		expect(await cuantasDescargas()).toBe(antes)
		const zip = await app.request(`/descargas/${id}/archivo`)
		expect(Object.keys(unzipSync(new Uint8Array(await zip.arrayBuffer())))).toContain('indice.csv')
	})

	test('de noche en México, el ZIP lleva la fecha de México y no la de mañana', async () => {
		const falta = Date.parse('2027-01-02T05:59:00.000Z') - Date.parse(mesa.deps.reloj())
		mesa.avanzar(falta)
		const { id } = exigir(await pedir(ESCOLARES))
		const { nombre, archivos } = exigir(await bajarGeneracion(mesa.deps)({ actor: ESCOLARES, id }))
		await archivos.return(undefined)
		expect(nombre).toBe('certificados-2027-01-01.zip')
	})

	test('la de otra persona no existe, y la vencida se dice', async () => {
		const { id } = exigir(await pedir(ESCOLARES))
		for (const acto of [bajarGeneracion(mesa.deps), verDescarga(mesa.deps)]) {
			expect(await acto({ actor: DIRECTOR_TOLUCA, id })).toMatchObject({ motivo: 'no-encontrado' })
		}
		mesa.avanzar(16 * MINUTO)
		expect(await bajarGeneracion(mesa.deps)({ actor: ESCOLARES, id })).toMatchObject({
			motivo: 'descarga-vencida',
		})
	})
})
