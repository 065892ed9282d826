import { createPrivateKey, sign } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { CertificadoPublico } from '../../../src/core/contract/publico.ts'
import { cadenaOriginal } from '../../../src/core/dec/cadena-original.ts'
import { conFirmante } from '../../../src/core/dec/dec.ts'
import { leerDec } from '../../../src/core/dec/leer.ts'
import { exigir } from '../../../src/core/domain/result.ts'
import { comprobarArchivo, comprobarCertificado } from '../../../src/lib/verificacion/comprobar.ts'
import type { Comprobacion } from '../../../src/lib/verificacion/comprobacion.ts'

const REFERENCIA = new URL('../../../../shared/reference/', import.meta.url)
const hay = existsSync(REFERENCIA)
if (!hay) console.warn('Sin ../shared/reference: no se prueban las comprobaciones con el ejemplo de la SEP.')

const bytes = (ruta: string) => new Uint8Array(readFileSync(new URL(ruta, REFERENCIA)))
const base64 = (ruta: string) => Buffer.from(bytes(ruta)).toString('base64')
const anclas = () =>
	readdirSync(new URL('efirma/ca-test/', REFERENCIA))
		.filter((archivo) => archivo.endsWith('.cer'))
		.map((archivo) => bytes(`efirma/ca-test/${archivo}`))

const DIRECTORA = {
	nombre: 'Karla',
	primerApellido: 'Fuente',
	segundoApellido: 'Nolasco',
	curp: 'FUNK671228MCLNLR05',
	idCargo: '12',
	cargo: 'Directora del plantel',
}

/** Un certificado del registro como debe ser: el ejemplo timbrado y los sellos de dos e.firmas de prueba del SAT. */
const bueno = (): CertificadoPublico => {
	const xml = readFileSync(new URL('sep/ejemplo-dec-timbrado-simulado.xml', REFERENCIA), 'utf8')
	const dec = exigir(leerDec(xml))
	const { firmaResponsable: firma, sep, folioControl = '' } = dec
	const llave = createPrivateKey({
		key: readFileSync(new URL('efirma/sat-test/pf-FUNK671228PH6-fiel.key', REFERENCIA)),
		format: 'der',
		type: 'pkcs8',
		passphrase: '12345678a',
	})
	const cadena = exigir(cadenaOriginal(conFirmante(dec, DIRECTORA)))
	return {
		situacion: 'vigente',
		folio: folioControl,
		cuv: 'CUV',
		folioDigital: sep?.folioDigital ?? '',
		xml,
		selloCalidad: false,
		fecha: '2021-07-15',
		siged: 'https://www.siged.sep.gob.mx/',
		sellos: [
			{
				rol: 'plantel',
				firmante: DIRECTORA,
				certificado: base64('efirma/sat-test/pf-FUNK671228PH6-fiel.cer'),
				sello: sign('sha256', Buffer.from(cadena), llave).toString('base64'),
				momento: '2021-07-14T18:20:00.000Z',
				revocacion: 'vigente',
			},
			{
				rol: 'estatal',
				firmante: {
					nombre: firma.nombre,
					primerApellido: firma.primerApellido,
					segundoApellido: firma.segundoApellido ?? null,
					curp: firma.curp,
					idCargo: firma.idCargo,
					cargo: firma.cargo ?? null,
				},
				certificado: firma.certificadoResponsable,
				sello: firma.sello,
				momento: '2021-07-15T18:20:00.000Z',
				revocacion: 'no-comprobado',
			},
		],
	}
}

const resumir = (comprobaciones: readonly Comprobacion[]) =>
	Object.fromEntries(comprobaciones.map(({ id, resultado }) => [id, resultado]))
const comprobar = async (publico: CertificadoPublico, con = anclas()) =>
	resumir(await comprobarCertificado(publico, bueno().folioDigital, con))
const malas = async (publico: CertificadoPublico) =>
	Object.entries(await comprobar(publico))
		.filter(([, resultado]) => resultado === 'mal')
		.map(([id]) => id)

describe.skipIf(!hay)('certificado del registro', () => {
	test('el bueno: todo bien, y lo que aquí no se puede saber, dicho así', async () => {
		expect(await comprobar(bueno())).toEqual({
			xml: 'bien',
			esquema: 'bien',
			'cadena-original': 'bien',
			registro: 'bien',
			'sello-plantel': 'bien',
			'certificado-plantel': 'bien',
			'vigencia-plantel': 'bien',
			'cadena-de-confianza-plantel': 'bien',
			'revocacion-plantel': 'bien',
			'sello-estatal': 'bien',
			'certificado-estatal': 'bien',
			'vigencia-estatal': 'bien',
			'cadena-de-confianza-estatal': 'bien',
			'revocacion-estatal': 'no-comprobable',
			'sello-sep': 'no-comprobable',
		})
	})

	test('cada comprobación trae su frase, y la cadena original se puede leer', async () => {
		const comprobaciones = await comprobarCertificado(bueno(), bueno().folioDigital, anclas())
		expect(comprobaciones.every(({ titulo, frase }) => titulo !== '' && /[.:]/.test(frase))).toBe(true)
		const esperada = readFileSync(new URL('sep/ejemplo-cadena-original.txt', REFERENCIA), 'utf8')
		const cadena = comprobaciones.find(({ id }) => id === 'cadena-original')?.detalle[0]?.valor
		expect(cadena).toBe(esperada)
		const delPlantel = comprobaciones.find(({ id }) => id === 'sello-plantel')?.detalle[0]?.valor
		expect(delPlantel).toBe(esperada.replace('KAHO641101HNTLKS06|93', 'FUNK671228MCLNLR05|12'))
	})

	test.each([
		['promedioAprovechamiento="9.1"', 'promedioAprovechamiento="9.9"'],
		['nombre="María José"', 'nombre="María Jose"'],
		['calificacion="9.3"', 'calificacion="9.4"'],
	])('un dato cambiado (%s) deja mal los dos sellos', async (de, a) => {
		const publico = bueno()
		expect(publico.xml).toContain(de)
		expect(await malas({ ...publico, xml: publico.xml.replace(de, a) })).toEqual([
			'sello-plantel',
			'sello-estatal',
		])
	})

	test('un folio que no es el suyo, otro folio digital o un cancelado: el registro dice mal', async () => {
		expect(await malas({ ...bueno(), folio: 'CE20180000009' })).toEqual(['registro'])
		expect(await malas({ ...bueno(), situacion: 'cancelado' })).toEqual(['registro'])
		const otro = await comprobarCertificado(bueno(), 'ffffffff-0000-4000-8000-000000000001', anclas())
		expect(resumir(otro)['registro']).toBe('mal')
	})

	test('el sello de otro director, o ninguno, se nota', async () => {
		const publico = bueno()
		const [plantel, estatal] = publico.sellos
		if (!plantel || !estatal) throw new Error('faltan sellos')
		expect(await malas({ ...publico, sellos: [{ ...plantel, sello: estatal.sello }, estatal] })).toEqual([
			'sello-plantel',
		])
		expect(await malas({ ...publico, sellos: [estatal] })).toEqual(['sello-plantel'])
		const conOtroCertificado = { ...plantel, certificado: estatal.certificado }
		expect(await malas({ ...publico, sellos: [conOtroCertificado, estatal] })).toEqual([
			'sello-plantel',
			'certificado-plantel',
		])
	})

	test('un CSD, una e.firma vencida al sellar o revocada: mal', async () => {
		const publico = bueno()
		const [plantel, estatal] = publico.sellos
		if (!plantel || !estatal) throw new Error('faltan sellos')
		const con = (cambio: Partial<typeof plantel>) => ({
			...publico,
			sellos: [{ ...plantel, ...cambio }, estatal],
		})
		expect(await malas(con({ certificado: base64('efirma/sat-test/pf-FUNK671228PH6-csd.cer') }))).toContain(
			'certificado-plantel',
		)
		expect(await malas(con({ momento: '2026-11-23T00:00:00.000Z' }))).toEqual(['vigencia-plantel'])
		expect(await malas(con({ revocacion: 'revocado' }))).toEqual(['revocacion-plantel'])
		expect(await malas(con({ certificado: 'AAAA' }))).toEqual(['sello-plantel', 'certificado-plantel'])
	})

	test('sin autoridades la cadena de confianza no se da por buena', async () => {
		for (const ninguna of [null, []]) {
			const resumen = resumir(await comprobarCertificado(bueno(), bueno().folioDigital, ninguna))
			expect(resumen['cadena-de-confianza-plantel']).toBe('no-comprobable')
			expect(resumen['cadena-de-confianza-estatal']).toBe('no-comprobable')
		}
	})

	test('lo que no es un DEC se dice, sin inventar lo demás', async () => {
		expect(await comprobar({ ...bueno(), xml: '<Dec/>' })).toEqual({ xml: 'bien', esquema: 'mal' })
		expect((await comprobar({ ...bueno(), xml: 'no es XML' }))['xml']).toBe('mal')
	})
})

describe.skipIf(!hay)('XML suelto', () => {
	const HOY = new Date('2026-11-23T00:00:00Z')
	const archivo = async (ruta: string, en = HOY) => {
		const leido = await comprobarArchivo(bytes(ruta), anclas(), en)
		if ('error' in leido) throw new Error(leido.error)
		return resumir(leido.comprobaciones)
	}

	test('timbrado: la vigencia se juzga a la hora de la SEP, no a la de hoy', async () => {
		expect(await archivo('sep/ejemplo-dec-timbrado-simulado.xml')).toEqual({
			xml: 'bien',
			esquema: 'bien',
			'cadena-original': 'bien',
			sello: 'bien',
			certificado: 'bien',
			'cadena-de-confianza': 'bien',
			vigencia: 'bien',
			'sello-sep': 'no-comprobable',
		})
	})

	test('sin timbre: una e.firma vencida hoy no prueba nada', async () => {
		expect((await archivo('sep/ejemplo-dec-enviado.xml'))['vigencia']).toBe('no-comprobable')
		const enVigor = await archivo('sep/ejemplo-dec-enviado.xml', new Date('2022-06-01T00:00:00Z'))
		expect(enVigor['vigencia']).toBe('bien')
	})

	test('un PDF o algo que no es un certificado se dice en una frase', async () => {
		const pdf = await comprobarArchivo(new TextEncoder().encode('%PDF-1.7'), null, HOY)
		expect('error' in pdf && pdf.error).toMatch(/Elija el archivo XML/)
		const nada = await comprobarArchivo(new TextEncoder().encode('hola'), null, HOY)
		expect('error' in nada && nada.error).toMatch(/No es un certificado electrónico/)
	})
})
