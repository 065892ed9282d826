import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crearValidarFicha } from '../../../bff/adapters/identidad/validar-ficha.ts'
import { ok } from '#core/domain/result.ts'

const CLIENTE = 'egreso'
const TID = '11111111-1111-4111-8111-111111111111'
const NONCE = 'reto-de-este-navegador'

/** La ficha de identidad (10), contra un proveedor que sólo publica sus llaves. */
describe('la ficha de identidad', () => {
	let servidor: Server
	let autoridad: string
	let llaves: Awaited<ReturnType<typeof generateKeyPair>>
	let ajenas: Awaited<ReturnType<typeof generateKeyPair>>
	beforeAll(async () => {
		llaves = await generateKeyPair('RS256')
		ajenas = await generateKeyPair('RS256')
		const jwk = { ...(await exportJWK(llaves.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
		servidor = createServer((pedido, respuesta) => {
			respuesta.setHeader('content-type', 'application/json')
			const cuerpo = pedido.url?.endsWith('/jwks')
				? { keys: [jwk] }
				: { issuer: autoridad, jwks_uri: `${autoridad}/jwks` }
			respuesta.end(JSON.stringify(cuerpo))
		})
		await new Promise<void>((listo) => servidor.listen(0, '127.0.0.1', listo))
		autoridad = `http://127.0.0.1:${(servidor.address() as AddressInfo).port}`
	})
	afterAll(() => new Promise((listo) => servidor.close(listo)))

	const afirmaciones = (cambios: JWTPayload = {}): JWTPayload => ({
		iss: autoridad,
		aud: CLIENTE,
		tid: TID,
		oid: 'oid-1',
		nonce: NONCE,
		preferred_username: 'Rosa@MEX.conalep.edu.mx',
		...cambios,
	})
	const firmar = (carga: JWTPayload, llave = llaves.privateKey) =>
		new SignJWT({ iat: enSegundos(0), exp: enSegundos(300), ...carga })
			.setProtectedHeader({ alg: 'RS256', kid: 'k1' })
			.sign(llave)
	const enSegundos = (mas: number): number => Math.floor(Date.now() / 1000) + mas
	const validar = (ficha: string, nonce = NONCE, emisor?: string) =>
		crearValidarFicha({ autoridad, emisor, cliente: CLIENTE, inquilinos: [TID] })(ficha, nonce)

	test('la buena dice de quién es, con el correo en minúsculas', async () => {
		expect(await validar(await firmar(afirmaciones()))).toEqual(
			ok({ tid: TID, oid: 'oid-1', correo: 'rosa@mex.conalep.edu.mx' }),
		)
	})

	test.each<[string, JWTPayload]>([
		['de otra aplicación', { aud: 'otra' }],
		['de otro emisor', { iss: 'https://otro.example' }],
		['vencida', { exp: 1 }],
		['con el reto de otro navegador', { nonce: 'otro' }],
		['sin reto', { nonce: undefined }],
		['sin inquilino', { tid: undefined }],
		['sin identidad', { oid: '' }],
	])('%s, no', async (_, cambios) => {
		expect(await validar(await firmar(afirmaciones(cambios)))).toMatchObject({
			motivo: 'ficha-de-identidad-invalida',
		})
	})

	test('de otro inquilino, no, y se dice', async () => {
		expect(await validar(await firmar(afirmaciones({ tid: 'otro' })))).toMatchObject({
			motivo: 'inquilino-ajeno',
		})
	})

	test('firmada con otra llave, sin firma, con HMAC o alterada, no', async () => {
		const buena = await firmar(afirmaciones())
		const [cabeza = '', carga = '', firma = ''] = buena.split('.')
		const hmac = await new SignJWT({ ...afirmaciones(), exp: enSegundos(300) })
			.setProtectedHeader({ alg: 'HS256', kid: 'k1' })
			.sign(new TextEncoder().encode('clave-publica-usada-como-secreto'))
		const sinFirma = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
		const otraCarga = Buffer.from(JSON.stringify({ ...afirmaciones(), oid: 'oid-2' })).toString('base64url')
		for (const torcida of [
			await firmar(afirmaciones(), ajenas.privateKey),
			hmac,
			`${sinFirma}.${carga}.`,
			`${cabeza}.${otraCarga}.${firma}`,
			'',
			'no-es-una-ficha',
		]) {
			expect(await validar(torcida)).toMatchObject({ motivo: 'ficha-de-identidad-invalida' })
		}
	})

	test('el emisor de Entra ID lleva el inquilino de la ficha, no otro', async () => {
		const emisor = 'https://login.example/{tid}/v2.0'
		const ficha = (tid: string) => firmar(afirmaciones({ iss: `https://login.example/${tid}/v2.0` }))
		expect(await validar(await ficha(TID), NONCE, emisor)).toMatchObject({ ok: true })
		expect(await validar(await ficha('otro'), NONCE, emisor)).toMatchObject({
			motivo: 'ficha-de-identidad-invalida',
		})
	})

	test('con el proveedor caído es una falla, no una ficha mala', async () => {
		const validarEnNadie = crearValidarFicha({
			autoridad: 'http://127.0.0.1:1',
			emisor: undefined,
			cliente: CLIENTE,
			inquilinos: [TID],
		})
		await expect(validarEnNadie(await firmar(afirmaciones()), NONCE)).rejects.toThrow(TypeError)
	})
})
