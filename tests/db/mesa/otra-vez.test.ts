import { afterAll, beforeAll, expect, test } from 'vitest'
import { integrarLotes } from '../../../bff/application/lotes/integrar.ts'
import { sellar } from '../../../bff/application/sellado/sellar.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../../bff/application/tramites/confirmar-nombre.ts'
import { darDeBaja } from '../../../bff/application/tramites/dar-de-baja.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES, ESTATAL } from '../escena.ts'
import { type MesaDeLotes, ponerMesaDeLotes } from '../mesa-de-lotes.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'

enAmbasBases('lo dado de baja vuelve a viajar (15, 11)', (abrir) => {
	let mesa: MesaDeLotes
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
	})
	afterAll(() => mesa.recoger())

	test('con los mismos datos, el mismo folio y los mismos sellos: otro lote, con otro nombre, y se emite', async () => {
		mesa.ventanilla().torcer.filas = (nombres) => nombres.map((nombre) => [nombre, 0, 'No'])
		const [id = ''] = await mesa.sellados(1)
		await mesa.correr()
		const primero = await mesa.enLote(id)
		expect(primero).toMatchObject({ estado: 'rechazado', estadoLote: 'cerrado' })
		const dse = { personaId: ESTATAL.personaId, perfil: 'dse', ambito: { tipo: 'nacional' } } as const
		const { folio } = exigir(
			await mesa.base.enTransaccion((tx) =>
				darDeBaja(tx, mesa.deps, { actor: dse, tramiteId: id, razon: 'SEP ya lo corrigió' }),
			),
		)
		expect(await mesa.tramite(id)).toMatchObject({ estado: 'registrado', intento: 2, razon: null })
		// Los sellos del intento anterior quedan (20) y no cuentan: hasta que se vuelve a sellar, no hay qué mandar.
		expect(await integrarLotes(mesa.deps)({ entidadId: 'mex', autor: { sistema: 'lotes' } })).toEqual({
			lotes: 0,
			certificados: 0,
		})
		// El sello que esperaba sin red llega tarde: se dice que fue la baja, no una e.firma revocada.
		const efirma = await mesa.efirmaDe('d-mex')
		const [tarde] = exigir(
			await sellar(mesa.depsSellar())({
				actor: DIRECTOR_MEX,
				certificado: Buffer.from(efirma.cer).toString('base64'),
				sellos: [{ tramiteId: id, sello: 'AAAA', intento: 1 }],
			}),
		)
		expect(tarde).toMatchObject({ id, hecho: false, motivo: 'sello-retirado' })
		expect(tarde?.frase).toMatch(/se dio de baja \(15\)/)
		expect(tarde?.frase).not.toMatch(/revocada/)
		await mesa.nuevaVentanilla()
		await cargar(mesa.deps)({ actor: ESCOLARES, tramites: [id] })
		const nombre = { nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' }
		exigir(await confirmarNombre(mesa.deps)({ actor: ESCOLARES, tramiteId: id, nombre }))
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		await mesa.sellarComo(DIRECTOR_MEX, [id])
		await mesa.correr()
		const segundo = await mesa.enLote(id)
		expect(segundo.lote).not.toBe(primero.lote)
		expect(segundo.xml).toBe(primero.xml)
		expect(segundo.nombreArchivo).not.toBe(primero.nombreArchivo)
		// El nombre dice el intento: por él se sabe de cuál de los dos lotes habla COSFAC.
		expect([primero.archivo, segundo.archivo]).toEqual([`${folio}.xml`, `${folio}-2.xml`])
		expect((await mesa.tramite(id)).estado).toBe('emitido')
		const sellos = await mesa.base.db
			.selectFrom('sello')
			.select('intento')
			.where('tramiteId', '=', id)
			.execute()
		expect(sellos.map(({ intento }) => intento).sort()).toEqual([1, 1, 2, 2])
	})
})
