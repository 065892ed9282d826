import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { leerAnclas } from '../../bff/adapters/anclas.ts'
import { conectarOcsp } from '../../bff/adapters/ocsp/consultar.ts'
import { recomprobarRevocacion } from '../../bff/application/sellado/recomprobar-revocacion.ts'
import { sellar } from '../../bff/application/sellado/sellar.ts'
import type { ConsultarRevocacion } from '../../bff/application/ports.ts'
import { levantarSatOcsp } from '../../bff/simuladores/sat-ocsp/sat-ocsp.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from './ambas.ts'
import { AHORA } from './escena.ts'
import { DIRECTOR_TOLUCA, type Mesa, ponerMesa, vigente } from './mesa-de-sellos.ts'

const DIA = 24 * 3_600_000
const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const efirmas = fileURLToPath(new URL('../../../shared/reference/efirma/', import.meta.url))
const falta = existsSync(efirmas) ? '' : ' (falta ../shared: no están los pares de prueba del SAT)'

enAmbasBases('la e.firma con que se sella (16)', (abrir) => {
	let mesa: Mesa
	beforeAll(async () => {
		mesa = await ponerMesa(await abrir())
	})
	afterAll(() => mesa.recoger())

	const estadoDe = async (id: string) =>
		(await mesa.base.db.selectFrom('tramite').select('estado').where('id', '=', id).executeTakeFirstOrThrow())
			.estado
	const sellosGuardados = (id: string) =>
		mesa.base.db.selectFrom('sello').selectAll().where('tramiteId', '=', id).execute()

	const intentar = async (personaId: string, cambios: Parameters<Mesa['efirmaDe']>[1]) => {
		const [id = ''] = await mesa.confirmados(1)
		const efirma = await mesa.efirmaDe(personaId, cambios)
		const sellos = await mesa.sellosDe(DIRECTOR_TOLUCA, [id], efirma)
		const resultado = await sellar(mesa.depsSellar())({
			actor: DIRECTOR_TOLUCA,
			certificado: b64(efirma.cer),
			sellos,
		})
		expect(await sellosGuardados(id)).toEqual([])
		return resultado
	}
	const dias = (cuantos: number) => new Date(Date.parse(AHORA) + cuantos * DIA)

	test.each([
		['de otra persona', 'd-mex', {}, 'certificado-de-otra-persona'],
		['un CSD', 'd-toluca', { tipo: 'csd' }, 'es-csd'],
		['vencida', 'd-toluca', { desde: dias(-9), hasta: dias(-1) }, 'certificado-vencido'],
		['que aún no empieza', 'd-toluca', { desde: dias(1), hasta: dias(9) }, 'certificado-aun-no-vigente'],
		['de persona moral', 'd-toluca', { rfc: 'EGR700101AB1 / TOLU700101AB1' }, 'es-persona-moral'],
	] as const)('%s se niega', async (_, personaId, cambios, motivo) => {
		expect(await intentar(personaId, cambios)).toMatchObject({ ok: false, motivo })
	})

	test('de una autoridad que no se reconoce se niega', async () => {
		const [id = ''] = await mesa.confirmados(1)
		const efirma = await mesa.efirmaDe('d-toluca')
		const resultado = await sellar(mesa.depsSellar({ anclas: [] }))({
			actor: DIRECTOR_TOLUCA,
			certificado: b64(efirma.cer),
			sellos: await mesa.sellosDe(DIRECTOR_TOLUCA, [id], efirma),
		})
		expect(resultado).toMatchObject({ ok: false, motivo: 'certificado-no-confiable' })
	})

	test.each(['', 'bm8gc295IHVuIGNlcg==', '%%%'])('«%s» no es un certificado', async (certificado) => {
		const resultado = await sellar(mesa.depsSellar())({
			actor: DIRECTOR_TOLUCA,
			certificado,
			sellos: [{ tramiteId: 'x', sello: 'x' }],
		})
		expect(resultado).toMatchObject({ ok: false, motivo: 'certificado-ilegible' })
	})

	test('revocada: no se guarda nada', async () => {
		const [id = ''] = await mesa.confirmados(1)
		const efirma = await mesa.efirmaDe('d-toluca')
		const resultado = await sellar(
			mesa.depsSellar({
				consultarRevocacion: () =>
					Promise.resolve({ estado: 'revocado', respuesta: 'eA==', desde: AHORA, motivo: 'x', razon: 'x' }),
			}),
		)({
			actor: DIRECTOR_TOLUCA,
			certificado: b64(efirma.cer),
			sellos: await mesa.sellosDe(DIRECTOR_TOLUCA, [id], efirma),
		})
		expect(resultado).toMatchObject({ ok: false, motivo: 'certificado-revocado' })
		expect(await estadoDe(id)).toBe('nombre-confirmado')
	})

	test('sin respuesta del SAT: se sella, se dice y se vuelve a preguntar', async () => {
		const ids = await mesa.confirmados(2)
		const efirma = await mesa.efirmaDe('d-toluca', {})
		let preguntas = 0
		const consultarRevocacion: ConsultarRevocacion = () => {
			preguntas += 1
			return Promise.resolve({ estado: 'no-comprobado', respuesta: null, causa: 'tardo', razon: 'Tardó.' })
		}
		const filas = exigir(
			await sellar(mesa.depsSellar({ consultarRevocacion }))({
				actor: DIRECTOR_TOLUCA,
				certificado: b64(efirma.cer),
				sellos: await mesa.sellosDe(DIRECTOR_TOLUCA, ids, efirma),
			}),
		)
		expect(filas.every(({ hecho }) => hecho)).toBe(true)
		expect(preguntas).toBe(1)
		const [sello] = await sellosGuardados(ids[0] ?? '')
		expect(sello).toMatchObject({ revocacion: 'no-comprobado', ocsp: null })
		const noCertificado = sello?.noCertificado ?? ''
		const encargo = await mesa.base.db
			.selectFrom('trabajo')
			.select(['clave', 'carga'])
			.where('clase', '=', 'recomprobar-revocacion')
			.execute()
		expect(encargo).toEqual([{ clave: noCertificado, carga: JSON.stringify({ noCertificado }) }])
		const recomprobar = recomprobarRevocacion({ ...mesa.deps, consultarRevocacion: vigente })
		expect(await recomprobar(noCertificado)).toEqual({ estado: 'comprobado', sellos: 2 })
		const anotadas = await mesa.base.db
			.selectFrom('bitacora')
			.select('detalle')
			.where('acto', '=', 'recomprobar-revocacion')
			.execute()
		expect(anotadas).toHaveLength(2)
		expect(JSON.parse(anotadas[0]?.detalle ?? '')).toMatchObject({ revocacion: 'vigente', noCertificado })
	})

	test('con el OCSP del simulador: vigente, y después revocada', async () => {
		const reloj = mesa.deps.reloj
		const ocsp = await levantarSatOcsp({ autoridad: mesa.autoridad, reloj: () => new Date(reloj()) })
		const anclas = [mesa.autoridad.raiz, mesa.autoridad.intermedia]
		// Sin memoria entre uno y otro: cada consulta es de un adaptador nuevo.
		const consultarRevocacion: ConsultarRevocacion = (der) =>
			conectarOcsp({ url: ocsp.url, anclas, reloj })(der)
		const efirma = await mesa.efirmaDe('d-toluca', {})
		const intento = async (id: string) =>
			sellar(mesa.depsSellar({ consultarRevocacion }))({
				actor: DIRECTOR_TOLUCA,
				certificado: b64(efirma.cer),
				sellos: await mesa.sellosDe(DIRECTOR_TOLUCA, [id], efirma),
			})
		try {
			const [antes = '', despues = ''] = await mesa.confirmados(2)
			expect(exigir(await intento(antes))).toEqual([{ id: antes, hecho: true }])
			const [sello] = await sellosGuardados(antes)
			expect(sello?.revocacion).toBe('vigente')
			expect(sello?.ocsp).toMatch(/^[A-Za-z0-9+/]{100,}=*$/)
			ocsp.revocados.push({ serie: sello?.noCertificado ?? '', desde: new Date(Date.parse(AHORA) - DIA) })
			expect(await intento(despues)).toMatchObject({ ok: false, motivo: 'certificado-revocado' })
			expect(await estadoDe(despues)).toBe('nombre-confirmado')
		} finally {
			await ocsp.cerrar()
		}
	})

	test.skipIf(falta !== '')(`un par de prueba del SAT, en 2022, y lo verifica openssl${falta}`, async () => {
		const par = join(efirmas, 'sat-test', 'pf-KAHO641101B39-fiel')
		const llave = createPrivateKey({
			key: readFileSync(`${par}.key`),
			format: 'der',
			type: 'pkcs8',
			passphrase: '12345678a',
		})
		const efirma = { cer: readFileSync(`${par}.cer`), llave }
		const curp = { curp: 'KAHO641101HNTLKS06' }
		await mesa.base.db.updateTable('persona').set(curp).where('id', '=', 'd-toluca').execute()
		const [id = ''] = await mesa.confirmados(1)
		const filas = exigir(
			await sellar(
				mesa.depsSellar({
					reloj: () => '2022-05-10T15:00:00.000Z' as Instante,
					anclas: await leerAnclas(join(efirmas, 'ca-test')),
				}),
			)({
				actor: DIRECTOR_TOLUCA,
				certificado: b64(efirma.cer),
				sellos: await mesa.sellosDe(DIRECTOR_TOLUCA, [id], efirma),
			}),
		)
		expect(filas).toEqual([{ id, hecho: true }])
		const [sello] = await sellosGuardados(id)
		expect(sello?.noCertificado).toBe('30001000000400002305')
		const carpeta = mkdtempSync(join(tmpdir(), 'egreso-openssl-'))
		try {
			writeFileSync(join(carpeta, 'cadena'), sello?.cadena ?? '')
			writeFileSync(join(carpeta, 'sello'), Buffer.from(sello?.sello ?? '', 'base64'))
			const cer = ['x509', '-inform', 'DER', '-in', `${par}.cer`, '-pubkey', '-noout']
			writeFileSync(join(carpeta, 'publica.pem'), execFileSync('openssl', cer))
			const orden = ['dgst', '-sha256', '-verify', 'publica.pem', '-signature', 'sello', 'cadena']
			expect(execFileSync('openssl', orden, { cwd: carpeta }).toString()).toBe('Verified OK\n')
		} finally {
			rmSync(carpeta, { recursive: true, force: true })
		}
	})
})
