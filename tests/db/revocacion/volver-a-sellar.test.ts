/** El camino de salida de lo detenido (16): se ve en el tablero, en la lista y en la ficha, y se vuelve a sellar. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { comprimir } from '../../../bff/adapters/cosfac/comprimido.ts'
import { leerDetalle } from '../../../bff/application/egresados/detalle.ts'
import { listarEgresados } from '../../../bff/application/egresados/listar.ts'
import { leerTablero } from '../../../bff/application/egresados/tablero.ts'
import { integrarLotes } from '../../../bff/application/lotes/integrar.ts'
import type { ConsultarRevocacion } from '../../../bff/application/ports.ts'
import { recomprobarRevocacion } from '../../../bff/application/sellado/recomprobar-revocacion.ts'
import { sellar } from '../../../bff/application/sellado/sellar.ts'
import { volverASellar } from '../../../bff/application/sellado/volver-a-sellar.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, AHORA, enPlantel, ESCOLARES, ESTATAL } from '../escena.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA, ponerMesa, vigente, type Mesa } from '../mesa-de-sellos.ts'

const AYER = new Date(Date.parse(AHORA) - 86_400_000).toISOString() as Instante
const callado: ConsultarRevocacion = () =>
	Promise.resolve({ estado: 'no-comprobado', respuesta: null, causa: 'sin-red', razon: 'Sin red.' })
const revocado: ConsultarRevocacion = () =>
	Promise.resolve({
		estado: 'revocado',
		respuesta: 'UkVW',
		desde: AYER,
		motivo: 'reemplazado',
		razon: 'Se revocó.',
	})

enAmbasBases('lo detenido por revocación', (abrir) => {
	let mesa: Mesa
	beforeAll(async () => {
		mesa = await ponerMesa(await abrir())
	})
	afterAll(() => mesa.recoger())

	const sellarCon = async (
		quien: Actor,
		ids: readonly string[],
		consultarRevocacion: ConsultarRevocacion,
	) => {
		const efirma = await mesa.efirmaDe(quien.personaId)
		const filas = exigir(
			await sellar(mesa.depsSellar({ consultarRevocacion }))({
				actor: quien,
				certificado: Buffer.from(efirma.cer).toString('base64'),
				sellos: await mesa.sellosDe(quien, ids, efirma),
			}),
		)
		expect(filas.every(({ hecho }) => hecho)).toBe(true)
	}
	const tablero = async () => exigir(await leerTablero(mesa.deps)({ actor: ESTATAL, consulta: {} }))
	const listados = async (revocacion: 'detenido' | 'sin-comprobar') =>
		exigir(
			await listarEgresados(mesa.deps)({
				actor: ESTATAL,
				consulta: { revocacion, pagina: 1, orden: 'nombre' },
			}),
		).filas
	const tramite = (id: string) =>
		mesa.base.db.selectFrom('tramite').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

	test('se sabe que no se sabe; luego, que estaba revocada; se vuelve a sellar y viaja', async () => {
		const [id = ''] = await mesa.confirmados(1)
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		await sellarCon(DIRECTOR_MEX, [id], callado)
		const { matricula } = await tramite(id)
		expect(await tablero()).toMatchObject({ detenidos: 0, sinComprobar: { cuantos: 1, desde: AHORA } })
		expect((await listados('sin-comprobar')).map((fila) => fila.matricula)).toEqual([matricula])
		expect(await listados('detenido')).toEqual([])

		const { noCertificado } = await mesa.base.db
			.selectFrom('sello')
			.select('noCertificado')
			.where('tramiteId', '=', id)
			.where('rol', '=', 'estatal')
			.executeTakeFirstOrThrow()
		await recomprobarRevocacion({ ...mesa.deps, consultarRevocacion: revocado })(noCertificado)
		expect(await tablero()).toMatchObject({ detenidos: 1, sinComprobar: { cuantos: 0, desde: null } })
		expect(await listados('detenido')).toMatchObject([
			{ matricula, detenido: true, situacion: 'sellado-estatal' },
		])
		expect(await listados('sin-comprobar')).toEqual([])
		const ficha = exigir(await leerDetalle(mesa.deps)({ actor: ESTATAL, matricula }))
		expect(ficha.tramite?.sellos.map(({ rol, comprobada }) => [rol, comprobada])).toEqual([
			['plantel', null],
			['estatal', { resultado: 'revocado-antes', momento: AHORA, desde: AYER, motivo: 'reemplazado' }],
		])
		expect(ficha.tramite?.historia.map(({ acto }) => acto)).toContain('detener-por-revocacion')

		expect(await volverASellar(mesa.deps)({ actor: ESCOLARES, tramites: [id] })).toEqual([
			{ id, hecho: true },
		])
		expect(await tramite(id)).toMatchObject({ estado: 'nombre-confirmado', intento: 2 })
		expect(await tablero()).toMatchObject({ detenidos: 0 })
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		await mesa.sellarComo(DIRECTOR_MEX, [id])
		await integrarLotes({ ...mesa.deps, comprimir })({ entidadId: 'mex', autor: { sistema: 'lotes' } })
		expect(await tramite(id)).toMatchObject({ estado: 'enviado', intento: 2 })
		const sellos = await mesa.base.db
			.selectFrom('sello')
			.select('intento')
			.where('tramiteId', '=', id)
			.execute()
		expect(sellos.map(({ intento }) => intento).sort()).toEqual([1, 1, 2, 2])
	})

	test('un sello que esperó sin red, con el del plantel ya retirado, lo dice y no cuenta', async () => {
		const [id = ''] = await mesa.confirmados(1)
		await sellarCon(DIRECTOR_TOLUCA, [id], callado)
		const efirma = await mesa.efirmaDe('d-mex')
		const guardado = {
			actor: DIRECTOR_MEX,
			certificado: Buffer.from(efirma.cer).toString('base64'),
			sellos: (await mesa.sellosDe(DIRECTOR_MEX, [id], efirma)).map((uno) => ({ ...uno, intento: 1 })),
		}
		const enviar = async (cambios = {}) => exigir(await sellar(mesa.depsSellar(cambios))(guardado))
		const retirar = async () => {
			const { noCertificado } = await mesa.base.db
				.selectFrom('sello')
				.select('noCertificado')
				.where('tramiteId', '=', id)
				.executeTakeFirstOrThrow()
			await recomprobarRevocacion({ ...mesa.deps, consultarRevocacion: revocado })(noCertificado)
			expect(await volverASellar(mesa.deps)({ actor: ESCOLARES, tramites: [id] })).toMatchObject([
				{ hecho: true },
			])
		}
		// Se retira justo mientras el sello se verifica; luego, con el trámite en el plantel; y con el plantel ya sellado.
		const consultarRevocacion: ConsultarRevocacion = async (der) => {
			await retirar()
			return vigente(der)
		}
		const llegadas = [await enviar({ consultarRevocacion }), await enviar()]
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		llegadas.push(await enviar())
		for (const filas of llegadas) {
			expect(filas).toMatchObject([{ id, hecho: false, motivo: 'sello-retirado' }])
			expect(filas[0]?.frase).toMatch(/^El sello del plantel se retiró/)
		}
		expect(await tramite(id)).toMatchObject({ estado: 'sellado-plantel', intento: 2 })
		await mesa.sellarComo(DIRECTOR_MEX, [id])
		expect(await tramite(id)).toMatchObject({ estado: 'sellado-estatal', intento: 2 })
	})

	test('lo que no está detenido, lo ajeno y quien no puede: se niega con su porqué', async () => {
		const [id = ''] = await mesa.confirmados(1)
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		const pedir = async (quien: Actor) => {
			const [fila] = await volverASellar(mesa.deps)({ actor: quien, tramites: [id] })
			return fila?.motivo
		}
		expect(await pedir(ESCOLARES)).toBe('sin-sello-revocado')
		expect(await pedir(actor('escolares-plantel', enPlantel('lerma')))).toBe('no-encontrado')
		expect(await pedir(actor('escolares-estatal', { tipo: 'entidad', entidadId: 'cdmx' }))).toBe(
			'no-encontrado',
		)
		expect(await pedir(DIRECTOR_MEX)).toBe('sin-permiso')
		expect(await tramite(id)).toMatchObject({ estado: 'sellado-plantel', intento: 1 })
	})

	test('ya emitido no se vuelve a sellar: queda marcado y a la vista', async () => {
		const [id = ''] = await mesa.confirmados(1)
		await sellarCon(DIRECTOR_TOLUCA, [id], callado)
		const { noCertificado } = await mesa.base.db
			.selectFrom('sello')
			.select('noCertificado')
			.where('tramiteId', '=', id)
			.executeTakeFirstOrThrow()
		await mesa.base.db.updateTable('tramite').set({ estado: 'emitido' }).where('id', '=', id).execute()
		await recomprobarRevocacion({ ...mesa.deps, consultarRevocacion: revocado })(noCertificado)
		const [fila] = await volverASellar(mesa.deps)({ actor: ESCOLARES, tramites: [id] })
		expect(fila).toMatchObject({ hecho: false, motivo: 'estado-no-permite' })
		expect(await tramite(id)).toMatchObject({ estado: 'emitido', intento: 1 })
		expect((await listados('detenido')).map(({ situacion }) => situacion)).toEqual(['emitido'])
	})
})
