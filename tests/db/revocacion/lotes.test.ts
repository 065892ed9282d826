/** Lo que un certificado revocado hace con los lotes (11, 16): lo que no ha salido, no sale con él; lo demás no espera. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { integrarLotes } from '../../../bff/application/lotes/integrar.ts'
import { listarLotes } from '../../../bff/application/lotes/listar.ts'
import { SISTEMA } from '../../../bff/application/lotes/mover-lote.ts'
import { leerEnviado } from '../../../bff/application/evidencia/leer-evidencia.ts'
import type { ConsultarRevocacion } from '../../../bff/application/ports.ts'
import { recomprobarRevocacion } from '../../../bff/application/sellado/recomprobar-revocacion.ts'
import { sellar } from '../../../bff/application/sellado/sellar.ts'
import { volverASellar } from '../../../bff/application/sellado/volver-a-sellar.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA, ESCOLARES, ESTATAL } from '../escena.ts'
import { HORA, ponerMesaDeLotes, type MesaDeLotes } from '../mesa-de-lotes.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'

const callado: ConsultarRevocacion = () =>
	Promise.resolve({ estado: 'no-comprobado', respuesta: null, causa: 'tardo', razon: 'Tardó.' })
const revocado: ConsultarRevocacion = () =>
	Promise.resolve({
		estado: 'revocado',
		respuesta: 'UkVWT0NBRE8=',
		desde: new Date(Date.parse(AHORA) - HORA).toISOString() as Instante,
		motivo: 'llave comprometida',
		razon: 'El SAT informa que se revocó.',
	})

enAmbasBases('los lotes y la revocación tardía', (abrir) => {
	let mesa: MesaDeLotes
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
	})
	afterAll(() => mesa.recoger())
	beforeEach(() => mesa.nuevaVentanilla())

	/** Trámites con los dos sellos; el del plantel del primero, sin respuesta del SAT. Devuelve con qué certificado. */
	const selladosConUnoEnDuda = async (cuantos: number) => {
		const ids = await mesa.confirmados(cuantos)
		const [enDuda = '', ...demas] = ids
		const efirma = await mesa.efirmaDe('d-toluca', {})
		exigir(
			await sellar(mesa.depsSellar({ consultarRevocacion: callado }))({
				actor: DIRECTOR_TOLUCA,
				certificado: Buffer.from(efirma.cer).toString('base64'),
				sellos: await mesa.sellosDe(DIRECTOR_TOLUCA, [enDuda], efirma),
			}),
		)
		if (demas.length > 0) await mesa.sellarComo(DIRECTOR_TOLUCA, demas)
		await mesa.sellarComo(DIRECTOR_MEX, ids)
		const { noCertificado } = await mesa.base.db
			.selectFrom('sello')
			.select('noCertificado')
			.where('tramiteId', '=', enDuda)
			.where('rol', '=', 'plantel')
			.executeTakeFirstOrThrow()
		const revocar = () =>
			recomprobarRevocacion({ ...mesa.deps, consultarRevocacion: revocado })(noCertificado)
		return { enDuda, demas, revocar }
	}
	const integrar = (base = mesa.base) =>
		integrarLotes({ ...mesa.deps, base })({ entidadId: 'mex', autor: SISTEMA })
	const estados = (ids: readonly string[]) =>
		Promise.all(ids.map(async (id) => (await mesa.tramite(id)).estado))

	test('lo que se detiene justo al integrar se queda, y lo demás se integra sin pedirlo otra vez', async () => {
		const { enDuda, demas, revocar } = await selladosConUnoEnDuda(2)
		let entretanto = true
		const enTransaccion: typeof mesa.base.enTransaccion = async (hacer) => {
			if (entretanto) {
				entretanto = false
				await revocar()
			}
			return mesa.base.enTransaccion(hacer)
		}
		expect(await integrar({ ...mesa.base, enTransaccion })).toEqual({ lotes: 1, certificados: 1 })
		expect(entretanto).toBe(false)
		expect(await estados([enDuda, ...demas])).toEqual(['sellado-estatal', 'enviado'])
		await mesa.correr(2)
	})

	test('ya integrado y sin salir: el lote se deshace, los buenos viajan en otro y el detenido se vuelve a sellar', async () => {
		const { enDuda, demas, revocar } = await selladosConUnoEnDuda(3)
		await integrar()
		const { lote } = await mesa.enLote(enDuda)
		await revocar()
		await mesa.correr(2)
		expect(await estados([enDuda, ...demas])).toEqual(['sellado-estatal', 'emitido', 'emitido'])
		expect([...mesa.ventanilla().lotes.values()]).toHaveLength(1)
		expect(await mesa.enLote(enDuda)).toMatchObject({ lote, estado: 'sacado', estadoLote: 'deshecho' })
		expect(await leerEnviado(mesa.base.db, enDuda)).toBeUndefined()
		const visto = exigir(await listarLotes(mesa)({ actor: ESTATAL })).lotes.find(({ id }) => id === lote)
		expect(visto?.mensaje).toMatch(/Se deshizo.*ya estaba revocada/)

		expect(await volverASellar(mesa.deps)({ actor: ESCOLARES, tramites: [enDuda] })).toMatchObject([
			{ hecho: true },
		])
		await mesa.sellarComo(DIRECTOR_TOLUCA, [enDuda])
		await mesa.sellarComo(DIRECTOR_MEX, [enDuda])
		await mesa.correr(3)
		expect(await estados([enDuda])).toEqual(['emitido'])
	})

	test('un lote de uno, vuelto a sellar por el mismo estatal, lleva el mismo contenido y sale', async () => {
		const { enDuda, revocar } = await selladosConUnoEnDuda(1)
		await integrar()
		const antes = await mesa.enLote(enDuda)
		await revocar()
		await mesa.correr(1)
		await volverASellar(mesa.deps)({ actor: ESCOLARES, tramites: [enDuda] })
		await mesa.sellarComo(DIRECTOR_TOLUCA, [enDuda])
		await mesa.sellarComo(DIRECTOR_MEX, [enDuda])
		await mesa.correr(3)
		const despues = await mesa.enLote(enDuda)
		expect(despues.xml).toBe(antes.xml)
		expect(despues.nombreArchivo).not.toBe(antes.nombreArchivo)
		expect(despues.lote).not.toBe(antes.lote)
		expect(await estados([enDuda])).toEqual(['emitido'])
	})

	test('lo que ya salió no se deshace: queda anotado y sigue', async () => {
		const { enDuda, revocar } = await selladosConUnoEnDuda(1)
		await integrar()
		await mesa.correr(1)
		await revocar()
		await mesa.correr(2)
		expect(await estados([enDuda])).toEqual(['emitido'])
	})
})
