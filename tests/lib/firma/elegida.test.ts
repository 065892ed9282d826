import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { enlaceDe } from '../../../src/core/contract/enlaces.ts'
import { frase } from '../../../src/core/contract/motivo.ts'
import { abrirElegida, leerElegidos, NADA_ELEGIDO, type Elegida } from '../../../src/lib/firma/elegida.ts'

const CARPETA = new URL('../../../../shared/reference/efirma/sat-test/', import.meta.url)
const hay = existsSync(CARPETA)
if (!hay)
	console.warn('Sin ../shared/reference/efirma/sat-test: no se prueba la elección con e.firmas del SAT.')

const CURP = 'KAHO641101HNTLKS06'
const EN_VIGOR = Date.parse('2022-06-01T12:00:00Z')
const CONTRASENA = '12345678a'

const leer = (nombre: string) => readFileSync(new URL(nombre, CARPETA))
/** Con otro nombre: lo que un archivo es se sabe por su contenido. */
const archivo = (nombre: string, comoSeLlama = 'documento.bin') => new File([leer(nombre)], comoSeLlama)

const elegir = (
	archivos: readonly File[],
	cambios: { momento?: number; curp?: string | null; antes?: Elegida } = {},
) =>
	leerElegidos(cambios.antes ?? NADA_ELEGIDO, {
		archivos,
		momento: cambios.momento ?? EN_VIGOR,
		curp: cambios.curp === undefined ? CURP : cambios.curp,
		anclas: null,
	})
const motivos = ({ fallos }: Awaited<ReturnType<typeof elegir>>) => fallos.map(({ motivo }) => motivo)

describe.skipIf(!hay)('elegir la e.firma', () => {
	const cer = () => archivo('pf-KAHO641101B39-fiel.cer')
	const key = () => archivo('pf-KAHO641101B39-fiel.key')

	test('los dos a la vez, en cualquier orden, o uno por uno', async () => {
		for (const archivos of [
			[cer(), key()],
			[key(), cer()],
		]) {
			const { elegida, fallos } = await elegir(archivos)
			expect(fallos).toEqual([])
			expect(elegida.certificado?.mostrado).toMatchObject({ rfc: 'KAHO641101B39', sirve: true })
			expect(elegida.llave).not.toBe(null)
		}
		const primero = await elegir([key()])
		const despues = await elegir([cer()], { antes: primero.elegida })
		expect(despues.elegida.llave).not.toBe(null)
		expect(despues.elegida.certificado?.mostrado.sirve).toBe(true)
	})

	test('lo que está mal se dice con un solo motivo', async () => {
		expect(motivos(await elegir([new File(['hola'], 'KAHO.cer')]))).toEqual(['archivo-no-es-efirma'])
		expect(motivos(await elegir([archivo('pm-EKU9003173C9-csd.cer')]))).toEqual(['es-csd'])
		expect(motivos(await elegir([archivo('pm-EKU9003173C9-fiel.cer')]))).toEqual(['es-persona-moral'])
		expect(motivos(await elegir([archivo('pf-FUNK671228PH6-fiel.cer')]))).toEqual([
			'certificado-de-otra-persona',
		])
		const en2026 = { momento: Date.parse('2026-11-23T00:00:00Z') }
		expect(motivos(await elegir([cer()], en2026))).toEqual(['certificado-vencido'])
		const en2010 = { momento: Date.parse('2010-01-01T00:00:00Z') }
		expect(motivos(await elegir([cer()], en2010))).toEqual(['certificado-aun-no-vigente'])
		expect(motivos(await elegir([cer()], { curp: null }))).toEqual(['persona-sin-curp'])
	})

	test('un archivo malo no quita los buenos', async () => {
		const { elegida, fallos } = await elegir([cer(), new File(['x'], 'otro.txt'), key()])
		expect(fallos.map((fallo) => fallo.archivo)).toEqual(['otro.txt'])
		expect(elegida.certificado?.mostrado.sirve).toBe(true)
		expect(elegida.llave).not.toBe(null)
	})

	test('abre con su contraseña, y sólo con la suya; la llave no se puede sacar', async () => {
		const { elegida } = await elegir([cer(), key()])
		const mala = await abrirElegida(elegida, '12345678b')
		expect(!mala.ok && mala.motivo).toBe('contrasena-incorrecta')
		const buena = await abrirElegida(elegida, CONTRASENA)
		if (!buena.ok) throw new Error(buena.motivo)
		expect(buena.valor.llave.extractable).toBe(false)
		expect(buena.valor.llave.usages).toEqual(['sign'])
		await expect(crypto.subtle.exportKey('pkcs8', buena.valor.llave)).rejects.toThrow()
	})

	test('el .key de otra e.firma no es pareja', async () => {
		const { elegida } = await elegir([cer(), archivo('pf-FUNK671228PH6-fiel.key')])
		const abierta = await abrirElegida(elegida, CONTRASENA)
		expect(!abierta.ok && abierta.motivo).toBe('no-es-pareja')
	})

	test('con un certificado que no sirve, o sin llave, no se abre nada', async () => {
		const { elegida } = await elegir([archivo('pf-FUNK671228PH6-fiel.cer'), key()])
		const ajena = await abrirElegida(elegida, CONTRASENA)
		expect(!ajena.ok && ajena.motivo).toBe('falta-certificado')
		const sinLlave = await abrirElegida((await elegir([cer()])).elegida, CONTRASENA)
		expect(!sinLlave.ok && sinLlave.motivo).toBe('falta-llave')
	})

	test('dos llaves o dos certificados a la vez se dicen, y queda lo que había', async () => {
		const otraLlave = () => archivo('pf-XAMA620210DQ5-fiel.key', 'otra.bin')
		const otroCer = () => archivo('pf-XAMA620210DQ5-fiel.cer', 'otro.bin')
		const llaves = await elegir([cer(), key(), otraLlave()])
		expect(motivos(llaves)).toEqual(['dos-llaves'])
		expect(llaves.fallos[0]?.archivo).toBe('documento.bin y otra.bin')
		expect(llaves.elegida.llave).toBe(null)
		expect(llaves.elegida.certificado?.mostrado.sirve).toBe(true)

		const antes = (await elegir([cer(), key()])).elegida
		const certificados = await elegir([otroCer(), cer()], { antes })
		expect(motivos(certificados)).toEqual(['dos-certificados'])
		expect(certificados.elegida).toEqual(antes)
		const ambos = await elegir([otroCer(), key(), otraLlave(), cer()])
		expect(motivos(ambos).toSorted()).toEqual(['dos-certificados', 'dos-llaves'])
		expect(ambos.elegida).toEqual(NADA_ELEGIDO)
	})

	test('el mismo archivo bajado dos veces no son dos', async () => {
		const { elegida, fallos } = await elegir([
			cer(),
			key(),
			archivo('pf-KAHO641101B39-fiel.key', '(1).key'),
			cer(),
		])
		expect(fallos).toEqual([])
		expect((await abrirElegida(elegida, CONTRASENA)).ok).toBe(true)
	})

	test('un solo PEM con los dos basta', async () => {
		const pem = (rotulo: string, bytes: Uint8Array) =>
			`-----BEGIN ${rotulo}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${rotulo}-----\n`
		const junto = new File(
			[
				pem('CERTIFICATE', leer('pf-KAHO641101B39-fiel.cer')),
				pem('ENCRYPTED PRIVATE KEY', leer('pf-KAHO641101B39-fiel.key')),
				// Con el de su autoridad, que no es el suyo.
				pem('CERTIFICATE', readFileSync(new URL('../ca-test/AC_UAT_2022.cer', CARPETA))),
			],
			'efirma.pem',
		)
		const { elegida, fallos } = await elegir([junto])
		expect(fallos).toEqual([])
		expect((await abrirElegida(elegida, CONTRASENA)).ok).toBe(true)
	})

	test('el certificado de una autoridad no es el de la persona', async () => {
		const { fallos } = await elegir([archivo('../ca-test/AC_UAT_2022.cer')])
		expect(fallos).toMatchObject([{ motivo: 'archivo-no-es-efirma', datos: { es: 'autoridad' } }])
	})

	test('lo que se sabe de una llave sin contraseña se dice al elegirla', async () => {
		const clara = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
		const sinCifrar = new File([new Uint8Array(clara.export({ type: 'pkcs8', format: 'der' }))], 'clara.key')
		const { elegida, fallos } = await elegir([sinCifrar])
		expect(fallos).toMatchObject([
			{ archivo: 'clara.key', motivo: 'llave-no-admitida', datos: { causa: 'sin-cifrar' } },
		])
		expect(elegida.llave).toBe(null)
	})

	test('lo que no es de e.firma se llama por su nombre', async () => {
		const { fallos } = await elegir([
			new File([], 'nube.key'),
			new File(['PK\x03\x04…'], 'firma.zip'),
			new File([leer('pf-KAHO641101B39-fiel.cer').subarray(0, 700)], 'cortado.cer'),
			new File([new Uint8Array(2_000_000)], 'video.mp4'),
		])
		expect(fallos.map(({ datos }) => datos['es'])).toEqual(['vacio', 'zip', 'incompleto', undefined])
		expect(new Set(fallos.map(({ motivo, datos }) => frase(motivo, datos))).size).toBe(4)
	})

	test('el aviso y el reparo del certificado siguen a la vista al elegir después la llave', async () => {
		const porVencer = { momento: Date.parse('2023-05-01T12:00:00Z') }
		const uno = await elegir([cer()], porVencer)
		expect(uno.advertencias).toMatchObject([
			{ motivo: 'certificado-por-vencer', datos: { hasta: '2023-05-27' } },
		])
		const dos = await elegir([key()], { ...porVencer, antes: uno.elegida })
		expect(dos.advertencias).toEqual(uno.advertencias)
		expect(enlaceDe('certificado-por-vencer')?.href).toMatch(/^https:\/\/www\.sat\.gob\.mx\//)

		const ajeno = await elegir([archivo('pf-FUNK671228PH6-fiel.cer')])
		const conLlave = await elegir([key()], { antes: ajeno.elegida })
		expect(motivos(conLlave)).toEqual(['certificado-de-otra-persona'])
		const corregido = await elegir([cer()], { antes: conLlave.elegida })
		expect(corregido.fallos).toEqual([])
	})
})
