import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { crearAutoridad } from '../../bff/simuladores/autoridad/autoridad.ts'
import { emitirEfirma } from '../../bff/simuladores/autoridad/efirma.ts'
import { levantarSatOcsp, type ModoOcsp, type SatOcsp } from '../../bff/simuladores/sat-ocsp/sat-ocsp.ts'

const SAT = new URL('../../../shared/reference/efirma/', import.meta.url).pathname
const haySat = existsSync(SAT)
if (!haySat) console.log('Sin ../shared/reference/efirma no se pregunta por un certificado de otro emisor.')

let carpeta: string
let ocsp: SatOcsp
const en = (nombre: string): string => join(carpeta, nombre)
const pem = (der: string, nombre: string): void => {
	execFileSync('openssl', ['x509', '-inform', 'DER', '-in', der, '-out', en(nombre)])
}

beforeAll(async () => {
	carpeta = mkdtempSync(join(tmpdir(), 'egreso-ocsp-'))
	const momento = new Date()
	const autoridad = await crearAutoridad({ carpeta: en('ac'), momento })
	const comun = {
		autoridad,
		carpeta: en('efirmas'),
		nombre: 'ANA DEMO SOL',
		rfc: 'DESA800101AB1',
		curp: 'DESA800101MMCXXR08',
		contrasena: 'x',
		tipo: 'fiel' as const,
		desde: new Date(momento.getTime() - 1000),
		hasta: new Date(momento.getTime() + 1e10),
	}
	const buena = await emitirEfirma({ ...comun, nombreArchivo: 'buena', serie: '90001000000500000001' })
	const mala = await emitirEfirma({ ...comun, nombreArchivo: 'mala', serie: '90001000000500000002' })
	pem(buena.cer, 'buena.pem')
	pem(mala.cer, 'mala.pem')
	pem(join(autoridad.carpetaAnclas, 'AC_Raiz_Egreso_Demo.cer'), 'raiz.pem')
	pem(join(autoridad.carpetaAnclas, 'AC_Egreso_Demo.cer'), 'intermedia.pem')
	ocsp = await levantarSatOcsp({
		autoridad,
		revocados: [{ serie: mala.serie, desde: new Date('2026-01-02T03:04:05Z') }],
	})
})
afterAll(async () => {
	await ocsp.cerrar()
	rmSync(carpeta, { recursive: true, force: true })
})
beforeEach(() => {
	Object.assign(ocsp.fallas, { modo: 'normal', veces: 0 })
})

const preguntar = async (cert: string, emisor = en('intermedia.pem'), extra: string[] = []) => {
	const orden = ['ocsp', '-issuer', emisor, '-cert', cert, '-url', ocsp.url, '-resp_text', ...extra]
	orden.push('-CAfile', en('raiz.pem'), '-verify_other', en('intermedia.pem'))
	const corrida = await promisify(execFile)('openssl', orden).then(
		({ stdout, stderr }) => ({ bien: true, dicho: stdout + stderr }),
		(causa: { stdout: string; stderr: string }) => ({ bien: false, dicho: causa.stdout + causa.stderr }),
	)
	return corrida
}
const poner = (modo: ModoOcsp): void => {
	ocsp.fallas.modo = modo
}

describe('el OCSP local, preguntado con openssl', () => {
	test('un certificado en regla sale vigente, con firma verificada y el mismo nonce', async () => {
		const { bien, dicho } = await preguntar(en('buena.pem'))
		expect(bien).toBe(true)
		expect(dicho).toContain('Response verify OK')
		expect(dicho).toContain('buena.pem: good')
		expect(dicho).toContain('OCSP Nonce')
		expect(dicho).not.toContain('WARNING')
		expect(dicho).toContain('Next Update')
	})

	test('también con huellas SHA-256', async () => {
		const orden = [
			'ocsp',
			'-sha256',
			'-issuer',
			en('intermedia.pem'),
			'-cert',
			en('buena.pem'),
			'-url',
			ocsp.url,
		]
		const { stdout } = await promisify(execFile)('openssl', [
			...orden,
			'-CAfile',
			en('raiz.pem'),
			'-verify_other',
			en('intermedia.pem'),
		])
		expect(stdout).toContain('good')
	})

	test('un revocado sale revocado, con fecha y motivo', async () => {
		const { dicho } = await preguntar(en('mala.pem'))
		expect(dicho).toContain('Response verify OK')
		expect(dicho).toContain('mala.pem: revoked')
		expect(dicho).toContain('Jan  2 03:04:05 2026 GMT')
		expect(dicho).toContain('keyCompromise')
	})

	test('se puede revocar con el servidor en pie', async () => {
		ocsp.revocados.push({ serie: '90001000000500000001', desde: new Date(0) })
		expect((await preguntar(en('buena.pem'))).dicho).toContain('buena.pem: revoked')
		ocsp.revocados.pop()
	})

	test.skipIf(!haySat)('de otro emisor dice que no lo conoce', async () => {
		pem(join(SAT, 'sat-test/pf-FUNK671228PH6-fiel.cer'), 'ajeno.pem')
		pem(join(SAT, 'ca-test/AC_4096_2018.cer'), 'emisor-ajeno.pem')
		expect((await preguntar(en('ajeno.pem'), en('emisor-ajeno.pem'))).dicho).toContain('ajeno.pem: unknown')
	})

	test('firma-rota: openssl no la acepta', async () => {
		poner('firma-rota')
		expect((await preguntar(en('buena.pem'))).dicho).toContain('Response Verify Failure')
	})

	test('mas-tarde, vencida, sin-nonce, nonce-ajeno y revocado se notan', async () => {
		poner('mas-tarde')
		expect((await preguntar(en('buena.pem'))).dicho).toContain('trylater')
		poner('vencida')
		expect((await preguntar(en('buena.pem'))).dicho).toContain('Status times invalid')
		poner('sin-nonce')
		expect((await preguntar(en('buena.pem'))).dicho).toContain('no nonce in response')
		poner('nonce-ajeno')
		expect((await preguntar(en('buena.pem'))).dicho).toContain('Nonce Verify error')
		poner('revocado')
		expect((await preguntar(en('buena.pem'))).dicho).toContain('buena.pem: revoked')
		poner('desconocido')
		expect((await preguntar(en('buena.pem'))).dicho).toContain('buena.pem: unknown')
	})

	test('lo que no es OCSP recibe malformedRequest, y otro tipo de medio 415', async () => {
		const enviar = (tipo: string) =>
			fetch(ocsp.url, { method: 'POST', headers: { 'content-type': tipo }, body: 'basura' })
		const respuesta = await enviar('application/ocsp-request')
		expect([...new Uint8Array(await respuesta.arrayBuffer())]).toEqual([0x30, 3, 0x0a, 1, 1])
		expect((await enviar('text/plain')).status).toBe(415)
		expect((await fetch(ocsp.url)).status).toBe(405)
	})
})
