import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crearValidarFicha } from '../../../bff/adapters/identidad/validar-ficha.ts'
import { ok } from '#core/domain/result.ts'

const CLIENTE = 'egreso'
const TID = '11111111-1111-4111-8111-111111111111'
const NONCE = 'reto-de-este-navegador'

type Respuestas = {
	readonly descubrimiento?: readonly [estado: number, cuerpo: string]
	readonly llaves?: readonly [estado: number, cuerpo: string]
}

/** La ficha de identidad (10), contra un proveedor que sólo publica sus llaves. */
describe('la ficha de identidad', () => {
	let servidor: Server
	let autoridad: string
	// Lo que contesta en vez de lo suyo, cuando la prueba lo enferma.
	let respuestas: Respuestas = {}
	let llaves: Awaited<ReturnType<typeof generateKeyPair>>
	let ajenas: Awaited<ReturnType<typeof generateKeyPair>>
	beforeAll(async () => {
		llaves = await generateKeyPair('RS256')
		ajenas = await generateKeyPair('RS256')
		const jwk = { ...(await exportJWK(llaves.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
		servidor = createServer((pedido, respuesta) => {
			respuesta.setHeader('content-type', 'application/json')
			const [estado, cuerpo] = pedido.url?.endsWith('/jwks')
				? (respuestas.llaves ?? [200, JSON.stringify({ keys: [jwk] })])
				: (respuestas.descubrimiento ?? [
						200,
						JSON.stringify({ issuer: autoridad, jwks_uri: `${autoridad}/jwks` }),
					])
			respuesta.writeHead(estado).end(cuerpo)
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

	const ENFERMOS: readonly (readonly [string, Respuestas])[] = [
		['con 503 al descubrirlo', { descubrimiento: [503, '{}'] }],
		['que al descubrirlo contesta una página', { descubrimiento: [200, '<html>'] }],
		['que no anuncia dónde están sus llaves', { descubrimiento: [200, '{"issuer":"x"}'] }],
		['con 500 al dar sus llaves', { llaves: [500, ''] }],
		['con 404 al dar sus llaves', { llaves: [404, '{}'] }],
		['que en vez de llaves da una página', { llaves: [200, '<html>'] }],
		['que en vez de llaves da otra cosa', { llaves: [200, '{"keys":"no"}'] }],
	]

	test.each(ENFERMOS)('un proveedor %s no dice nada de la ficha, y ya sano la admite', async (_, mal) => {
		const validarla = crearValidarFicha({ autoridad, emisor: undefined, cliente: CLIENTE, inquilinos: [TID] })
		const ficha = await firmar(afirmaciones())
		respuestas = mal
		try {
			expect(await validarla(ficha, NONCE)).toMatchObject({
				motivo: 'servicio-no-disponible',
				datos: { servicio: 'El servicio de identidad' },
			})
		} finally {
			respuestas = {}
		}
		expect(await validarla(ficha, NONCE)).toMatchObject({ ok: true })
	})

	test('con el proveedor caído tampoco', async () => {
		const validarEnNadie = crearValidarFicha({
			autoridad: 'http://127.0.0.1:1',
			emisor: undefined,
			cliente: CLIENTE,
			inquilinos: [TID],
		})
		expect(await validarEnNadie(await firmar(afirmaciones()), NONCE)).toMatchObject({
			motivo: 'servicio-no-disponible',
		})
	})
})
