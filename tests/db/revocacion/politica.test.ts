/** El ajuste `revocacion-sin-respuesta` de la entidad (16): sellar ya y comprobar después, o esperar al SAT. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { conectarOcsp } from '../../../bff/adapters/ocsp/consultar.ts'
import type { ConsultarRevocacion } from '../../../bff/application/ports.ts'
import { sellar } from '../../../bff/application/sellado/sellar.ts'
import { levantarSatOcsp, type SatOcsp } from '../../../bff/simuladores/sat-ocsp/sat-ocsp.ts'
import { frase } from '#core/contract/motivo.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { DIRECTOR_LERMA, DIRECTOR_TOLUCA, ponerMesa, type Mesa } from '../mesa-de-sellos.ts'

enAmbasBases('si el SAT no contesta', (abrir) => {
	let mesa: Mesa
	let sat: SatOcsp
	let consultarRevocacion: ConsultarRevocacion
	let version = 0
	beforeAll(async () => {
		mesa = await ponerMesa(await abrir())
		const { autoridad, deps } = mesa
		sat = await levantarSatOcsp({ autoridad, reloj: () => new Date(deps.reloj()) })
		// Sin memoria entre uno y otro: cada consulta es de un adaptador nuevo.
		consultarRevocacion = (der) =>
			conectarOcsp({ url: sat.url, anclas: [autoridad.raiz, autoridad.intermedia], reloj: deps.reloj })(der)
	})
	afterAll(async () => {
		await sat.cerrar()
		await mesa.recoger()
	})
	beforeEach(() => {
		Object.assign(sat.fallas, { modo: 'normal', veces: 0 })
	})

	const fijar = async (entidadId: string | null, valor: 'sellar' | 'esperar'): Promise<void> => {
		version += 1
		await mesa.base.db
			.insertInto('ajuste')
			.values({
				id: mesa.deps.azar.id(),
				clave: 'revocacion-sin-respuesta',
				entidadId,
				version,
				valor: JSON.stringify(valor),
				razon: 'Prueba',
				personaId: 'd-mex',
				momento: mesa.deps.reloj(),
			})
			.execute()
	}
	const intento = async (id: string, plantel: 'toluca' | 'lerma' = 'toluca') => {
		const actor = plantel === 'toluca' ? DIRECTOR_TOLUCA : DIRECTOR_LERMA
		const efirma = await mesa.efirmaDe(actor.personaId)
		return sellar(mesa.depsSellar({ consultarRevocacion }))({
			actor,
			certificado: Buffer.from(efirma.cer).toString('base64'),
			sellos: await mesa.sellosDe(actor, [id], efirma),
		})
	}
	const selloDe = (tramiteId: string) =>
		mesa.base.db.selectFrom('sello').selectAll().where('tramiteId', '=', tramiteId).execute()

	test('de omisión se sella y se anota «no comprobado»', async () => {
		const [id = ''] = await mesa.confirmados(1)
		sat.fallas.modo = 'mas-tarde'
		expect(exigir(await intento(id))).toEqual([{ id, hecho: true }])
		expect(await selloDe(id)).toMatchObject([{ revocacion: 'no-comprobado', ocsp: null }])
	})

	test.each([
		'mas-tarde',
		'desconocido',
		'firma-rota',
		'vencida',
		'sin-nonce',
		'nonce-ajeno',
		'no-es-ocsp',
	] as const)(
		'con «esperar» no se guarda nada y se dice (%s); cuando contesta, el mismo envío entra',
		async (modo) => {
			await fijar('mex', 'esperar')
			const [id = ''] = await mesa.confirmados(1)
			sat.fallas.modo = modo
			const negado = await intento(id)
			expect(negado).toMatchObject({ ok: false, motivo: 'revocacion-sin-respuesta' })
			if (!negado.ok) expect(frase('revocacion-sin-respuesta', negado.datos)).toContain('se quedan guardados')
			expect(await selloDe(id)).toEqual([])
			sat.fallas.modo = 'normal'
			expect(exigir(await intento(id))).toEqual([{ id, hecho: true }])
			expect(await selloDe(id)).toMatchObject([{ revocacion: 'vigente' }])
		},
	)

	test('el ajuste de la entidad manda sobre el nacional, y es el de la entidad del trámite', async () => {
		await fijar(null, 'esperar')
		await fijar('mex', 'sellar')
		await fijar('cdmx', 'esperar')
		const [id = ''] = await mesa.confirmados(1, 'lerma')
		sat.fallas.modo = 'mas-tarde'
		expect(exigir(await intento(id, 'lerma'))).toEqual([{ id, hecho: true }])
	})

	test('con «esperar», un certificado revocado se niega igual, en definitiva', async () => {
		await fijar('mex', 'esperar')
		const [id = ''] = await mesa.confirmados(1)
		sat.fallas.modo = 'revocado'
		expect(await intento(id)).toMatchObject({ ok: false, motivo: 'certificado-revocado' })
	})

	test('la respuesta se guarda entera, y openssl la lee', async () => {
		const [id = ''] = await mesa.confirmados(1)
		await intento(id)
		const [sello] = await selloDe(id)
		expect(sello?.momento).toBe(mesa.deps.reloj())
		const carpeta = mkdtempSync(join(tmpdir(), 'egreso-ocsp-'))
		writeFileSync(join(carpeta, 'ocsp.der'), Buffer.from(sello?.ocsp ?? '', 'base64'))
		const orden = ['ocsp', '-respin', join(carpeta, 'ocsp.der'), '-text', '-noverify']
		const dicho = execFileSync('openssl', orden)
		rmSync(carpeta, { recursive: true })
		expect(dicho.toString()).toContain('OCSP Response Status: successful')
		expect(dicho.toString()).toContain('Cert Status: good')
	})
})
