import { Certificate, type Extension } from 'pkijs'
import { beforeAll, describe, expect, it } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import { confiar, leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { leerX509, type X509 } from '#core/efirma/x509.ts'
import {
	emitirX509,
	exportarPkcs8,
	leerCertificado,
	nuevoPar,
	OID,
	restriccionesBasicas,
	usoDeLlave,
} from '../../../bff/simuladores/autoridad/x509.ts'
import { carpeta, haySat, PARES, x509 } from './referencia.ts'

describe.skipIf(!haySat)('con las autoridades de prueba del SAT', () => {
	const anclas = haySat ? leerAnclas(carpeta('ca-test')) : []

	it('los pares de persona física son de fiar, también después de vencer su autoridad', async () => {
		for (const nombre of PARES.filter((par) => par.startsWith('pf-'))) {
			for (const dia of ['2021-07-09', '2022-01-01', '2022-05-01', '2022-12-31']) {
				expect(await confiar(x509(nombre), anclas, new Date(dia))).toBe('confiable')
			}
		}
	})

	it('no lo son antes de emitirse, ni con las autoridades de producción', async () => {
		const fiel = x509('pf-KAHO641101B39-fiel')
		expect(await confiar(fiel, anclas, new Date('2019-05-01'))).toBe('no-confiable')
		const produccion = leerAnclas(carpeta('ca-prod'))
		expect(await confiar(fiel, produccion, new Date('2022-05-01'))).toBe('no-confiable')
	})

	it('una autoridad con el mismo CN pero otro nombre completo no vale por la que emitió', async () => {
		// Hay dos «AC UAT»: difieren en la calle y en la llave, y solo una emitió este certificado.
		const moral = x509('pm-EKU9003173C9-fiel')
		expect(await confiar(moral, anclas, new Date('2024-01-01'))).toBe('confiable')
		const sinLaSuya = anclas.filter((ancla) => ancla.noCertificado !== '00000000000090001061')
		expect(await confiar(moral, sinLaSuya, new Date('2024-01-01'))).toBe('no-confiable')
	})

	it('las autoridades de producción se sostienen entre sí', async () => {
		const produccion = leerAnclas(carpeta('ca-prod'))
		const ocsp = carpeta('ca-prod')
			.map((bytes) => exigir(leerX509(bytes)))
			.filter((leido) => !leido.esAutoridad && leido.nombre.includes('OCSP'))
		expect(ocsp.length).toBeGreaterThan(0)
		for (const leido of ocsp) expect(await confiar(leido, produccion, leido.desde)).toBe('confiable')
	})

	it('sin raíces no se puede comprobar, y eso no es lo mismo que no ser de fiar', async () => {
		const fiel = x509('pf-KAHO641101B39-fiel')
		const intermedias = anclas.filter(({ emision }) => emision.sujeto !== emision.emisor)
		expect(await confiar(fiel, [], new Date('2022-05-01'))).toBe('sin-anclas')
		expect(await confiar(fiel, intermedias, new Date('2022-05-01'))).toBe('sin-anclas')
	})

	it('un byte cambiado en lo firmado deja de ser de fiar', async () => {
		const fiel = x509('pf-KAHO641101B39-fiel')
		const tbs = fiel.emision.tbs.slice()
		tbs[300] = (tbs[300] ?? 0) ^ 1
		expect(await confiar({ ...fiel, emision: { ...fiel.emision, tbs } }, anclas, fiel.desde)).toBe(
			'no-confiable',
		)
	})

	it('la carpeta puede traer otras cosas: solo cuentan las autoridades', () => {
		const mezcla = [
			...carpeta('ca-test'),
			Buffer.from('léame'),
			Buffer.alloc(0),
			Buffer.from(x509(PARES[0] ?? '').der),
		]
		expect(leerAnclas(mezcla)).toHaveLength(anclas.length)
	})
})

describe('una cadena falsificada', () => {
	const DESDE = new Date('2024-01-01T00:00:00Z')
	const HASTA = new Date('2034-01-01T00:00:00Z')
	const EN = new Date('2026-01-01T00:00:00Z')
	let pares: { raiz: CryptoKeyPair; intermedia: CryptoKeyPair; hoja: CryptoKeyPair; otra: CryptoKeyPair }
	let raiz: Uint8Array
	let serie = 0

	const emitir = (datos: {
		readonly nombre: string
		readonly par: CryptoKeyPair
		readonly emisor?: Uint8Array
		readonly con: CryptoKeyPair
		readonly extensiones: readonly Extension[]
		readonly desde?: Date
		readonly hasta?: Date
	}): Promise<Uint8Array> =>
		emitirX509({
			serie: String((serie += 1)).padStart(20, '0'),
			sujeto: [[OID.cn, datos.nombre]],
			desde: datos.desde ?? DESDE,
			hasta: datos.hasta ?? HASTA,
			llavePublica: datos.par.publicKey,
			extensiones: datos.extensiones,
			emisor: datos.emisor === undefined ? null : leerCertificado(datos.emisor),
			llaveDelEmisor: datos.con.privateKey,
		})

	const deAutoridad = (largo: number): readonly Extension[] => [
		restriccionesBasicas({ largo }),
		usoDeLlave('autoridad'),
	]
	const deHoja = (): readonly Extension[] => [restriccionesBasicas(null), usoDeLlave('fiel')]
	const intermediaCon = (
		extensiones: readonly Extension[],
		plazo: { desde?: Date; hasta?: Date } = {},
	): Promise<Uint8Array> =>
		emitir({
			nombre: 'Intermedia',
			par: pares.intermedia,
			emisor: raiz,
			con: pares.raiz,
			extensiones,
			...plazo,
		})
	const hojaDe = (emisor: Uint8Array, con: CryptoKeyPair): Promise<Uint8Array> =>
		emitir({ nombre: 'Hoja', par: pares.hoja, emisor, con, extensiones: deHoja() })
	const leer = (der: Uint8Array): X509 => exigir(leerX509(der))
	const juicio = (hoja: Uint8Array, ...autoridades: readonly Uint8Array[]): Promise<string> =>
		confiar(leer(hoja), autoridades.map(leer), EN)

	beforeAll(async () => {
		const [a, b, c, d] = await Promise.all([nuevoPar(), nuevoPar(), nuevoPar(), nuevoPar()])
		pares = { raiz: a, intermedia: b, hoja: c, otra: d }
		raiz = await emitir({ nombre: 'Raíz', par: a, con: a, extensiones: deAutoridad(1) })
	})

	it('la buena, para comparar, sí es de fiar', async () => {
		const intermedia = await intermediaCon(deAutoridad(0))
		expect(await juicio(await hojaDe(intermedia, pares.intermedia), raiz, intermedia)).toBe('confiable')
		expect(await juicio(await hojaDe(intermedia, pares.intermedia), intermedia, raiz)).toBe('confiable')
	})

	it('firmada por otra llave con el nombre de la autoridad', async () => {
		const intermedia = await intermediaCon(deAutoridad(0))
		expect(await juicio(await hojaDe(intermedia, pares.otra), raiz, intermedia)).toBe('no-confiable')
	})

	it('emitida por una e.firma que no es autoridad', async () => {
		const intermedia = await intermediaCon(deHoja())
		expect(await juicio(await hojaDe(intermedia, pares.intermedia), raiz, intermedia)).toBe('no-confiable')
	})

	it('emitida por una autoridad sin permiso de firmar certificados', async () => {
		const intermedia = await intermediaCon([restriccionesBasicas({ largo: 0 }), usoDeLlave('csd')])
		expect(await juicio(await hojaDe(intermedia, pares.intermedia), raiz, intermedia)).toBe('no-confiable')
	})

	it('emitida cuando la autoridad ya había vencido, o aún no empezaba', async () => {
		const vencida = await intermediaCon(deAutoridad(0), {
			desde: new Date('2023-01-01T00:00:00Z'),
			hasta: new Date('2023-12-31T00:00:00Z'),
		})
		expect(await juicio(await hojaDe(vencida, pares.intermedia), raiz, vencida)).toBe('no-confiable')
		const futura = await intermediaCon(deAutoridad(0), { desde: new Date('2025-01-01T00:00:00Z') })
		expect(await juicio(await hojaDe(futura, pares.intermedia), raiz, futura)).toBe('no-confiable')
	})

	it('con más niveles de los que la raíz permite', async () => {
		const intermedia = await intermediaCon(deAutoridad(0))
		const sobrante = await emitir({
			nombre: 'Sobrante',
			par: pares.otra,
			emisor: intermedia,
			con: pares.intermedia,
			extensiones: deAutoridad(0),
		})
		expect(await juicio(await hojaDe(sobrante, pares.otra), raiz, intermedia, sobrante)).toBe('no-confiable')
	})

	it('autofirmada, o una autoridad en lugar de una e.firma', async () => {
		const autofirmada = await emitir({
			nombre: 'Hoja',
			par: pares.hoja,
			con: pares.hoja,
			extensiones: deHoja(),
		})
		expect(await juicio(autofirmada, raiz)).toBe('no-confiable')
		expect(await juicio(raiz, raiz)).toBe('no-confiable')
	})

	it('firmada con SHA-1', async () => {
		const intermedia = await intermediaCon(deAutoridad(0))
		const hoja = Certificate.fromBER(new Uint8Array(await hojaDe(intermedia, pares.intermedia)).buffer)
		const conSha1 = await crypto.subtle.importKey(
			'pkcs8',
			new Uint8Array(await exportarPkcs8(pares.intermedia.privateKey)),
			{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' },
			false,
			['sign'],
		)
		await hoja.sign(conSha1, 'SHA-1')
		expect(await juicio(new Uint8Array(hoja.toSchema(true).toBER()), raiz, intermedia)).toBe('no-confiable')
	})

	it('con una extensión crítica que nadie conoce', async () => {
		const intermedia = await intermediaCon(deAutoridad(0))
		const rara = restriccionesBasicas(null)
		rara.extnID = '1.2.3.4'
		const hoja = await emitir({
			nombre: 'Hoja',
			par: pares.hoja,
			emisor: intermedia,
			con: pares.intermedia,
			extensiones: [...deHoja(), rara],
		})
		expect(await juicio(hoja, raiz, intermedia)).toBe('no-confiable')
	})

	it('dos autoridades que se emiten una a la otra no acaban ni de colgar ni de convencer', async () => {
		const a = await emitir({
			nombre: 'A',
			par: pares.intermedia,
			con: pares.intermedia,
			extensiones: deAutoridad(5),
		})
		const b = await emitir({
			nombre: 'B',
			par: pares.otra,
			emisor: a,
			con: pares.intermedia,
			extensiones: deAutoridad(5),
		})
		const aDeB = await emitir({
			nombre: 'A',
			par: pares.intermedia,
			emisor: b,
			con: pares.otra,
			extensiones: deAutoridad(5),
		})
		const hoja = await hojaDe(aDeB, pares.intermedia)
		expect(await juicio(hoja, raiz, aDeB, b)).toBe('no-confiable')
	})
})
