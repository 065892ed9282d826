/** Lo que pasa con un sello puesto cuando el SAT no contestaba (16): se vuelve a preguntar hasta saber, y se obra según diga. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { comprimir } from '../../../bff/adapters/cosfac/comprimido.ts'
import { consultarCertificado } from '../../../bff/application/publico/consultar-certificado.ts'
import { integrarLotes } from '../../../bff/application/lotes/integrar.ts'
import type { ConsultarRevocacion, Revocacion } from '../../../bff/application/ports.ts'
import { pendientesDeSello } from '../../../bff/application/sellado/pendientes.ts'
import {
	encargarSinComprobar,
	recomprobarRevocacion,
} from '../../../bff/application/sellado/recomprobar-revocacion.ts'
import { sellar } from '../../../bff/application/sellado/sellar.ts'
import { trabajoRecomprobarRevocacion } from '../../../bff/jobs/recomprobar-revocacion.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA } from '../escena.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA, ponerMesa, vigente, type Mesa } from '../mesa-de-sellos.ts'

const HORA = 3_600_000
const en = (ms: number): Instante => new Date(Date.parse(AHORA) + ms).toISOString() as Instante

const callado: ConsultarRevocacion = () =>
	Promise.resolve({ estado: 'no-comprobado', respuesta: null, causa: 'tardo', razon: 'Tardó.' })
const revocadoDesde = (desde: Instante): Revocacion => ({
	estado: 'revocado',
	respuesta: 'UkVWT0NBRE8=',
	desde,
	motivo: 'llave comprometida',
	razon: 'El SAT informa que se revocó.',
})

enAmbasBases('un sello sin respuesta del SAT', (abrir) => {
	let mesa: Mesa
	beforeAll(async () => {
		mesa = await ponerMesa(await abrir())
	})
	afterAll(() => mesa.recoger())

	/** Sella esos trámites con una e.firma nueva de esa persona, sin que el SAT conteste. Devuelve su número de serie. */
	const sellarSinRespuesta = async (quien: Actor, ids: readonly string[]): Promise<string> => {
		const efirma = await mesa.efirmaDe(quien.personaId, {})
		const filas = exigir(
			await sellar(mesa.depsSellar({ consultarRevocacion: callado }))({
				actor: quien,
				certificado: Buffer.from(efirma.cer).toString('base64'),
				sellos: await mesa.sellosDe(quien, ids, efirma),
			}),
		)
		expect(filas.map(({ hecho }) => hecho)).toEqual(ids.map(() => true))
		const [sello] = await mesa.base.db
			.selectFrom('sello')
			.select('noCertificado')
			.where('tramiteId', '=', ids[0] ?? '')
			.orderBy('momento', 'desc')
			.orderBy('rol')
			.execute()
		return sello?.noCertificado ?? ''
	}
	const recomprobar = (noCertificado: string, respuesta: Revocacion, momento: Instante = AHORA) =>
		recomprobarRevocacion({
			...mesa.deps,
			reloj: () => momento,
			consultarRevocacion: () => Promise.resolve(respuesta),
		})(noCertificado)
	const comprobadas = (tramiteId: string) =>
		mesa.base.db.selectFrom('revocacionComprobada').selectAll().where('tramiteId', '=', tramiteId).execute()
	const historia = async (tramiteId: string) =>
		(
			await mesa.base.db
				.selectFrom('bitacora')
				.select('acto')
				.where('objeto', '=', `tramite:${tramiteId}`)
				.orderBy('momento')
				.orderBy('id')
				.execute()
		).map(({ acto }) => acto)
	const porSellarEstatal = async () =>
		exigir(await pendientesDeSello(mesa.deps)({ actor: DIRECTOR_MEX })).certificados.map(
			(uno) => uno.tramiteId,
		)
	const integrar = () =>
		integrarLotes({ ...mesa.deps, comprimir })({ entidadId: 'mex', autor: { sistema: 'lotes' } })

	test('sigue vigente: queda comprobado con su evidencia, una vez, y el trámite sigue', async () => {
		const [id = ''] = await mesa.confirmados(1)
		const serie = await sellarSinRespuesta(DIRECTOR_TOLUCA, [id])
		const respuesta = await vigente(new Uint8Array())
		expect(await recomprobar(serie, respuesta, en(HORA))).toEqual({ estado: 'comprobado', sellos: 1 })
		expect(await comprobadas(id)).toMatchObject([
			{ rol: 'plantel', intento: 1, noCertificado: serie, resultado: 'vigente', momento: en(HORA) },
		])
		expect((await comprobadas(id))[0]?.ocsp).toBe(respuesta.respuesta)
		expect(await porSellarEstatal()).toContain(id)
		expect(await recomprobar(serie, revocadoDesde(en(-HORA)))).toEqual({ estado: 'comprobado', sellos: 0 })
		expect(await comprobadas(id)).toHaveLength(1)
	})

	test.each([
		['después de sellar', HORA, 'revocado-despues', 'anotar-revocacion-posterior'],
		['antes de sellar', -HORA, 'revocado-antes', 'detener-por-revocacion'],
		['en el mismo segundo', 0, 'revocado-antes', 'detener-por-revocacion'],
	] as const)('revocado %s', async (_, cuando, resultado, acto) => {
		const [id = ''] = await mesa.confirmados(1)
		const serie = await sellarSinRespuesta(DIRECTOR_TOLUCA, [id])
		expect(await recomprobar(serie, revocadoDesde(en(cuando)))).toMatchObject({ sellos: 1 })
		expect(await comprobadas(id)).toMatchObject([
			{ resultado, revocadoDesde: en(cuando), motivo: 'llave comprometida', ocsp: 'UkVWT0NBRE8=' },
		])
		expect(await historia(id)).toContain(acto)
		expect((await porSellarEstatal()).includes(id)).toBe(resultado === 'revocado-despues')
	})

	test('detenido: la dirección estatal ya no lo sella, aunque lo tuviera en su dispositivo', async () => {
		const [id = '', libre = ''] = await mesa.confirmados(2)
		const serie = await sellarSinRespuesta(DIRECTOR_TOLUCA, [id])
		await mesa.sellarComo(DIRECTOR_TOLUCA, [libre])
		const efirma = await mesa.efirmaDe('d-mex')
		const sellos = await mesa.sellosDe(DIRECTOR_MEX, [id, libre], efirma)
		expect(sellos).toHaveLength(2)
		await recomprobar(serie, revocadoDesde(en(-1)))
		const filas = exigir(
			await sellar(mesa.depsSellar())({
				actor: DIRECTOR_MEX,
				certificado: Buffer.from(efirma.cer).toString('base64'),
				sellos,
			}),
		)
		expect(new Map(filas.map(({ id: cual, motivo }) => [cual, motivo]))).toEqual(
			new Map([
				[id, 'sello-revocado'],
				[libre, undefined],
			]),
		)
	})

	test('con los dos sellos, lo detenido no viaja y lo demás sí; ya emitido, el público lo ve', async () => {
		const ids = await mesa.confirmados(2)
		const [malo = '', bueno = ''] = ids
		await mesa.sellarComo(DIRECTOR_TOLUCA, ids)
		const serie = await sellarSinRespuesta(DIRECTOR_MEX, [malo])
		await mesa.sellarComo(DIRECTOR_MEX, [bueno])
		await recomprobar(serie, revocadoDesde(en(-HORA)))
		await integrar()
		const estados = await mesa.base.db
			.selectFrom('tramite')
			.select(['id', 'estado'])
			.where('id', 'in', ids)
			.execute()
		expect(new Map(estados.map(({ id, estado }) => [id, estado]))).toEqual(
			new Map([
				[malo, 'sellado-estatal'],
				[bueno, 'enviado'],
			]),
		)
		// Otro intento, con otros sellos, ya no está detenido: así sale quien se devuelve y se vuelve a sellar.
		await mesa.base.db.updateTable('tramite').set({ intento: 2 }).where('id', '=', malo).execute()
		expect(await porSellarEstatal()).not.toContain(malo)
		await mesa.base.db
			.updateTable('tramite')
			.set({ intento: 1, estado: 'emitido', folioDigital: '8f14e45f-ceea-4e6f-9d2b-7a1c0e5b3d21' })
			.where('id', '=', malo)
			.execute()
		await mesa.base.db
			.updateTable('certificado')
			.set({ xmlSep: '<x/>' })
			.where('tramiteId', '=', malo)
			.execute()
		const publico = exigir(
			await consultarCertificado({ ...mesa, siged: 'https://siged/' })(
				'8f14e45f-ceea-4e6f-9d2b-7a1c0e5b3d21',
			),
		)
		expect(new Map(publico.sellos.map(({ rol, revocacion }) => [rol, revocacion]))).toEqual(
			new Map([
				['plantel', 'vigente'],
				['estatal', 'revocado'],
			]),
		)
	})

	test('integrar y comprobar a la vez: o viajó antes, o queda detenido; nunca las dos', async () => {
		for (let vez = 0; vez < 4; vez += 1) {
			const [id = ''] = await mesa.confirmados(1)
			await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
			const serie = await sellarSinRespuesta(DIRECTOR_MEX, [id])
			await Promise.all([recomprobar(serie, revocadoDesde(en(-HORA))), integrar()])
			const anotado = await mesa.base.db
				.selectFrom('bitacora')
				.select('detalle')
				.where('objeto', '=', `tramite:${id}`)
				.where('acto', '=', 'detener-por-revocacion')
				.executeTakeFirstOrThrow()
			const { estado } = await mesa.base.db
				.selectFrom('tramite')
				.select('estado')
				.where('id', '=', id)
				.executeTakeFirstOrThrow()
			// Lo que la anotación dice que había es lo que quedó: nadie lo movió después de detenerlo.
			expect((JSON.parse(anotado.detalle) as { estado: string }).estado).toBe(estado)
		}
	})

	describe('el trabajo que vuelve a preguntar', () => {
		const correr = async (carga: Record<string, unknown>, momento: Instante, consultarRevocacion = callado) =>
			trabajoRecomprobarRevocacion({ ...mesa.deps, reloj: () => momento, consultarRevocacion }).ejecutar(
				carga,
			)

		test('espera cada vez más, de un minuto a seis horas, y nunca se da por vencido', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const noCertificado = await sellarSinRespuesta(DIRECTOR_TOLUCA, [id])
			const esperas: (number | undefined)[] = []
			for (const edad of [60_000, HORA, 8 * HORA, 24 * HORA, 1000 * HORA]) {
				const dicho = await correr({ noCertificado }, en(edad))
				expect(dicho).toMatchObject({ resultado: 'reintentar', razon: 'Tardó.' })
				esperas.push(dicho.resultado === 'reintentar' ? dicho.enMs : undefined)
			}
			expect(esperas).toEqual([60_000, HORA / 4, 2 * HORA, 6 * HORA, 6 * HORA])
			expect(await correr({ noCertificado }, en(1001 * HORA), vigente)).toEqual({ resultado: 'hecho' })
			expect(await comprobadas(id)).toHaveLength(1)
		})

		test('el barrido encarga a los que se quedaron sin encargo, sin duplicarlos', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const serie = await sellarSinRespuesta(DIRECTOR_TOLUCA, [id])
			await mesa.base.db
				.updateTable('trabajo')
				.set({ estado: 'fallido' })
				.where('clave', '=', serie)
				.execute()
			const pendientes = async () =>
				(
					await mesa.base.db
						.selectFrom('trabajo')
						.select('clave')
						.where('clase', '=', 'recomprobar-revocacion')
						.where('clave', '=', serie)
						.where('estado', '=', 'pendiente')
						.execute()
				).length
			expect(await pendientes()).toBe(0)
			expect(await correr({}, en(HORA))).toEqual({ resultado: 'hecho' })
			expect(await pendientes()).toBe(1)
			await encargarSinComprobar(mesa.deps)()
			expect(await pendientes()).toBe(1)
		})
	})
})
