import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { abrirElegida, leerElegidos, NADA_ELEGIDO, type Elegida } from '../../../src/lib/firma/elegida.ts'

const CARPETA = new URL('../../../../shared/reference/efirma/sat-test/', import.meta.url)
const hay = existsSync(CARPETA)
if (!hay)
	console.warn('Sin ../shared/reference/efirma/sat-test: no se prueba la elección con e.firmas del SAT.')

const CURP = 'KAHO641101HNTLKS06'
const EN_VIGOR = Date.parse('2022-06-01T12:00:00Z')
const CONTRASENA = '12345678a'

/** Con otro nombre: lo que un archivo es se sabe por su contenido. */
const archivo = (nombre: string, comoSeLlama = 'documento.bin') =>
	new File([readFileSync(new URL(nombre, CARPETA))], comoSeLlama)

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
})
