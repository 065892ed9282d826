import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { crearArchivero } from '../../../bff/adapters/almacen/archivero.ts'
import { crearCajonS3 } from '../../../bff/adapters/almacen/s3.ts'
import { leerErrorS3, leerListaS3 } from '../../../bff/adapters/almacen/s3-xml.ts'
import { crearSobre } from '../../../bff/adapters/almacen/sobre.ts'
import { AlmacenNoDisponible } from '../../../bff/application/ports.ts'
import { bytes, cumpleElContrato, HOY, todo } from './contrato.ts'
import { CREDENCIALES, CUBO, levantarS3, type S3DePrueba } from './s3-de-prueba.ts'

const opciones = (s3: S3DePrueba) => ({
	...CREDENCIALES,
	url: s3.url,
	cubo: CUBO,
	prefijo: 'egreso/',
	esperaMs: 1,
	plazoMs: 300,
})

cumpleElContrato('el almacén en S3', async () => {
	const s3 = await levantarS3()
	return {
		abrir: (llave, anteriores) =>
			crearArchivero(crearCajonS3({ ...opciones(s3), plazoMs: 10_000 }), crearSobre(llave, anteriores)),
		ruta: (clave) => s3.ruta(`egreso/${clave}`),
		cerrar: s3.cerrar,
	}
})

/** Lo que es de la red: fallas que pasan, fallas que no, y lo que corrige quien opera. */
describe('S3 que falla', () => {
	let s3: S3DePrueba
	beforeAll(async () => {
		s3 = await levantarS3()
	})
	afterAll(() => s3.cerrar())
	beforeEach(() => {
		s3.fallas.length = 0
		s3.vistas.length = 0
	})
	const conMas = (otras: Partial<Parameters<typeof crearCajonS3>[0]> = {}) =>
		crearCajonS3({ ...opciones(s3), ...otras })
	const archivero = (otras: Partial<Parameters<typeof crearCajonS3>[0]> = {}) =>
		crearArchivero(conMas(otras), crearSobre(HOY))

	test.each([
		['500', 500],
		['503', 503],
		['429', 429],
		['la conexión se corta', 'corta'],
		['no contesta a tiempo', 'lento'],
	] as const)('%s: se reintenta, firmado otra vez, y queda guardado una vez', async (que, falla) => {
		const contenido = bytes(`pasa ${que}`)
		s3.fallas.push(falla, falla, falla)
		const { sha256 } = await archivero().guardar(contenido)
		s3.fallas.push(falla)
		expect(await archivero().leer(sha256)).toEqual(contenido)
		expect((await todo(archivero())).filter((uno) => uno.sha256 === sha256)).toHaveLength(1)
	})

	test('si no deja de fallar, se dice que no responde, con su código, y no que el archivo está dañado', async () => {
		const { sha256 } = await archivero().guardar(bytes('sigue ahí'))
		for (const [falla, codigo] of [
			[500, 'HTTP 500'],
			['lento', 'TIMEOUT'],
			['corta', /UND_ERR_SOCKET|ECONNRESET/],
		] as const) {
			s3.fallas.push(...Array.from({ length: 4 }, () => falla))
			const error = await archivero({ plazoMs: 100 })
				.leer(sha256)
				.catch((causa: unknown) => causa)
			expect(error).toBeInstanceOf(AlmacenNoDisponible)
			expect((error as AlmacenNoDisponible).code).toMatch(codigo)
		}
		expect(await archivero().leer(sha256)).toEqual(bytes('sigue ahí'))
	})

	test('lo que no vale reintentar no se reintenta', async () => {
		s3.fallas.push(403)
		await expect(conMas().sacar('aa/nada')).rejects.toMatchObject({ code: 'HTTP 403' })
		expect(s3.vistas).toHaveLength(1)
	})

	test('el cubo que no existe y las credenciales malas se dicen al arrancar, con qué corregir', async () => {
		await expect(conMas().comprobar()).resolves.toBeUndefined()
		await expect(conMas({ cubo: 'no-existe' }).comprobar()).rejects.toThrow(/ALMACEN_S3_CUBO/)
		await expect(conMas({ secreto: 'otro' }).comprobar()).rejects.toThrow(/ALMACEN_S3_SECRETO/)
		await expect(conMas({ acceso: 'nadie' }).comprobar()).rejects.toThrow(/ALMACEN_S3_ACCESO/)
		// Que hoy no conteste no impide arrancar.
		s3.fallas.push(500, 500, 500, 500)
		await expect(conMas().comprobar()).resolves.toBeUndefined()
	})

	test('un cubo que ya no está no es un archivo que falta', async () => {
		const sin = archivero({ cubo: 'no-existe' })
		await expect(sin.leer('ab'.repeat(32))).rejects.toMatchObject({ code: 'NoSuchBucket' })
		await expect(sin.guardar(bytes('x'))).rejects.toMatchObject({ code: 'NoSuchBucket' })
		await expect(todo(sin)).rejects.toMatchObject({ code: 'NoSuchBucket' })
	})

	test('nada se publica, y el secreto no viaja', async () => {
		await archivero().guardar(bytes('privado'))
		for (const { encabezados } of s3.vistas) {
			expect(Object.keys(encabezados).filter((nombre) => /acl|grant/.test(nombre))).toEqual([])
			expect(encabezados.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=S3RVER\//)
			expect(encabezados['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/)
		}
		const put = s3.vistas.find(({ metodo }) => metodo === 'PUT')
		expect(put?.ruta).toMatch(new RegExp(`^/${CUBO}/egreso/[0-9a-f]{2}/[0-9a-f]{64}$`))
	})
})

describe('el XML de S3', () => {
	test('una página dice sus claves y si hay más', () => {
		const xml = `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
			<IsTruncated>true</IsTruncated>
			<Contents><Key>a&amp;b</Key><LastModified>2026-11-24T00:00:00.000Z</LastModified></Contents>
			<Contents><Key>c</Key><LastModified>2026-11-25T00:00:00.000Z</LastModified></Contents></ListBucketResult>`
		expect(leerListaS3(xml)).toEqual({
			objetos: [
				{ clave: 'a&b', modificado: '2026-11-24T00:00:00.000Z' },
				{ clave: 'c', modificado: '2026-11-25T00:00:00.000Z' },
			],
			hayMas: true,
		})
	})
	test('un error dice su código, y lo que no es de S3 no dice ninguno', () => {
		expect(leerErrorS3('<Error><Code>NoSuchKey</Code><Message>x</Message></Error>')).toBe('NoSuchKey')
		expect(leerErrorS3('<html><br></body>')).toBeNull()
		expect(leerErrorS3('')).toBeNull()
	})
})
