import { read, utils } from '@e965/xlsx'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { XmlDocument } from 'libxml2-wasm'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import type { Dec, DecSinSello } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import { crearAutoridad, type Autoridad } from '../../bff/simuladores/autoridad/autoridad.ts'
import { emitirEfirma } from '../../bff/simuladores/autoridad/efirma.ts'
import { CERTIFICADOS_IEMS } from '../../bff/simuladores/cosfac/contrato.ts'
import { levantarCosfac, type Cosfac, type OpcionesCosfac } from '../../bff/simuladores/cosfac/cosfac.ts'
import { compilarXsd, leerXml } from '../../bff/simuladores/soap.ts'
import { documento, FIRMANTE, selladora } from './dec-de-prueba.ts'

const SEP = new URL('../../../shared/reference/sep/', import.meta.url).pathname
const PROPIO = new URL('../../src/core/dec/dec-terminacion-3.0.xsd', import.meta.url).pathname
const haySep = existsSync(SEP)
if (!haySep) console.log('Sin ../shared/reference/sep no se compara con el esquema y el WSDL oficiales.')

const MOMENTO = new Date('2026-11-23T18:00:00Z')
let carpeta: string
let autoridad: Autoridad
let sellar: (dec: DecSinSello) => Promise<Dec>
let sellarVencida: typeof sellar
let sellarAjena: typeof sellar
const abiertos: Cosfac[] = []

beforeAll(async () => {
	carpeta = mkdtempSync(join(tmpdir(), 'egreso-cosfac-'))
	autoridad = await crearAutoridad({ carpeta: join(carpeta, 'ac'), momento: MOMENTO })
	const otra = await crearAutoridad({ carpeta: join(carpeta, 'otra-ac'), momento: MOMENTO })
	const comun = {
		autoridad,
		carpeta: join(carpeta, 'efirmas'),
		nombre: 'ANA DEMO SOL',
		...FIRMANTE,
		tipo: 'fiel' as const,
		desde: new Date('2025-01-01T00:00:00Z'),
		hasta: new Date('2029-01-01T00:00:00Z'),
	}
	sellar = await selladora(
		await emitirEfirma({ ...comun, nombreArchivo: 'a', serie: '90001000000500000001' }),
	)
	const corto = { ...comun, hasta: new Date('2026-01-01T00:00:00Z') }
	sellarVencida = await selladora(
		await emitirEfirma({ ...corto, nombreArchivo: 'b', serie: '90001000000500000002' }),
	)
	const ajena = { ...comun, autoridad: otra, nombreArchivo: 'c', serie: '90001000000500000003' }
	sellarAjena = await selladora(await emitirEfirma(ajena))
})
afterEach(async () => {
	await Promise.all(abiertos.splice(0).map((uno) => uno.cerrar()))
})
afterAll(() => rmSync(carpeta, { recursive: true, force: true }))

const levantar = async (extra: Partial<OpcionesCosfac> = {}): Promise<Cosfac> => {
	const cosfac = await levantarCosfac({
		usuario: 'egreso',
		contrasena: 'secreta',
		anclas: [autoridad.raiz, autoridad.intermedia],
		reloj: () => MOMENTO,
		xsd: existsSync(PROPIO) ? PROPIO : join(SEP, 'DecTerminacion-3.0.xsd'),
		...extra,
	})
	abiertos.push(cosfac)
	return cosfac
}

const NS = CERTIFICADOS_IEMS.espacio
const QUIEN = '<c:usuario>egreso</c:usuario><c:password>secreta</c:password>'
const enviar = async (cosfac: Cosfac, operacion: string, dentro: string, quien = QUIEN) => {
	const cuerpo = `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:c="${NS}"><s:Body><c:${operacion}Request>${dentro}<c:autenticacion>${quien}</c:autenticacion></c:${operacion}Request></s:Body></s:Envelope>`
	const respuesta = await fetch(cosfac.url, {
		method: 'POST',
		headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
		body: cuerpo,
	})
	const texto = await respuesta.text()
	const campo = (nombre: string): string | undefined =>
		new RegExp(`<(?:\\w+:)?${nombre}(?: [^>]*)?>([^<]*)</`).exec(texto)?.[1]
	return { estado: respuesta.status, texto, campo }
}

const cargar = async (cosfac: Cosfac, archivos: Record<string, string | Dec>) => {
	const bytes = Object.fromEntries(
		Object.entries(archivos).map(([nombre, uno]) => [
			nombre,
			strToU8(typeof uno === 'string' ? uno : escribirDec(uno)),
		]),
	)
	const zip = Buffer.from(zipSync(bytes)).toString('base64')
	return enviar(
		cosfac,
		'cargaCertificadosIEMS',
		`<c:nombreArchivo>lote.zip</c:nombreArchivo><c:archivoBase64>${zip}</c:archivoBase64>`,
	)
}
const consultar = (cosfac: Cosfac, numero: string | undefined) =>
	enviar(cosfac, 'consultaCertificadosIEMS', `<c:numeroLote>${numero}</c:numeroLote>`)
const descargar = (cosfac: Cosfac, numero: string | undefined) =>
	enviar(cosfac, 'descargaCertificadosIEMS', `<c:numeroLote>${numero}</c:numeroLote>`)

const filas = async (cosfac: Cosfac, numero: string | undefined): Promise<unknown[][]> => {
	for (let vez = 0; vez < 200; vez += 1) {
		const excel = (await consultar(cosfac, numero)).campo('excelBase64')
		if (excel !== undefined) {
			const archivos = Object.entries(unzipSync(Buffer.from(excel, 'base64')))
			expect(archivos).toHaveLength(1)
			const [nombre, bytes] = archivos[0] ?? ['', new Uint8Array()]
			expect(nombre).toMatch(/\.xls$/)
			// Firma de un documento compuesto OLE2: un .xls de verdad, no un .xlsx con otro nombre.
			expect(Buffer.from(bytes.subarray(0, 4)).toString('hex')).toBe('d0cf11e0')
			const libro = read(bytes)
			expect(libro.SheetNames).toEqual(['Resultado'])
			return utils.sheet_to_json<unknown[]>(libro.Sheets['Resultado'] ?? {}, { header: 1 })
		}
		await new Promise((listo) => setTimeout(listo, 10))
	}
	throw new Error('El lote nunca estuvo listo.')
}
const zipDe = (base64: string | undefined): Record<string, string> =>
	Object.fromEntries(
		Object.entries(unzipSync(Buffer.from(base64 ?? '', 'base64'))).map(([nombre, bytes]) => [
			nombre,
			Buffer.from(bytes).toString('utf8'),
		]),
	)

const curpDe = (n: number): string => `XAPJ0304${String(n).padStart(2, '0')}MMCXRSA8`
const buenos = async (cuantos: number): Promise<Record<string, Dec>> => {
	const pares = Array.from({ length: cuantos }, async (_nada, i): Promise<[string, Dec]> => [
		`cert-${i + 1}.xml`,
		await sellar(documento(curpDe(i + 1), `18123456${i}-8`)),
	])
	return Object.fromEntries(await Promise.all(pares))
}

describe('el camino entero', () => {
	test('lo sellado de veras vuelve «Satisfactorio», timbrado y con la misma cadena original', async () => {
		const cosfac = await levantar()
		const enviados = await buenos(2)
		const carga = await cargar(cosfac, enviados)
		expect(carga.estado).toBe(200)
		const numero = carga.campo('numeroLote')
		expect(await filas(cosfac, numero)).toEqual([
			['ARCHIVO', 'ESTATUS', 'DESCRIPCION'],
			['cert-1.xml', 1, 'Satisfactorio'],
			['cert-2.xml', 1, 'Satisfactorio'],
		])
		const vueltos = zipDe((await descargar(cosfac, numero)).campo('certificadosBase64'))
		expect(Object.keys(vueltos).sort()).toEqual(['cert-1.xml', 'cert-2.xml'])
		const esquema = compilarXsd(readFileSync(haySep ? join(SEP, 'DecTerminacion-3.0.xsd') : PROPIO))
		for (const [nombre, xml] of Object.entries(vueltos)) {
			const enviado = enviados[nombre]
			const vuelto = exigir(leerDec(xml))
			const arbol = XmlDocument.fromString(xml)
			esquema.validate(arbol)
			arbol.dispose()
			expect(cadenaOriginal(vuelto)).toEqual(enviado && cadenaOriginal(enviado))
			expect(vuelto.plantel.entidadFederativa).toBe('México')
			expect(vuelto.sep).toMatchObject({ version: '1.0', fechaSep: '2026-11-23T12:00:00' })
			expect(vuelto.sep?.selloDec).toBe(enviado?.firmaResponsable.sello)
			expect(vuelto.sep?.folioDigital).toMatch(
				/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
			)
			expect(vuelto.sep?.noCertificadoSep).toMatch(/^\d{20}$/)
			expect(Buffer.from(vuelto.sep?.selloSep ?? '', 'base64')).toHaveLength(256)
		}
		esquema.dispose()
		expect(cosfac.vivos()).toBe(2)
	})

	test('cada documento malo se rechaza por su motivo y los demás siguen', async () => {
		const cosfac = await levantar()
		const base = documento(curpDe(1), '181234567-1')
		const bueno = await sellar(base)
		const xml = escribirDec(bueno)
		const otraCurp = { ...base, firmaResponsable: { ...base.firmaResponsable, curp: 'OTRA800101MMCXXR08' } }
		const carga = await cargar(cosfac, {
			'bueno.xml': bueno,
			'roto.xml': xml.slice(0, -20),
			'sin-alumno.xml': xml.replace(/<Alumno[^>]*>/, ''),
			'promedio-cambiado.xml': xml.replace('"9.1"', '"9.9"'),
			'certificado-vencido.xml': await sellarVencida(base),
			'autoridad-ajena.xml': await sellarAjena(base),
			'otra-curp.xml': await sellar(otraCurp),
			'con-dtd.xml': xml.replace('?>', '?><!DOCTYPE Dec [<!ENTITY a "b">]>'),
			'no-es.txt': 'hola',
			'repetido.xml': bueno,
		})
		const dicho = Object.fromEntries(
			(await filas(cosfac, carga.campo('numeroLote'))).map((fila) => [fila[0], fila[2]]),
		)
		expect(dicho['bueno.xml']).toBe('Satisfactorio')
		expect(dicho['roto.xml']).toContain('no está bien formado')
		expect(dicho['sin-alumno.xml']).toContain('no cumple con el esquema')
		expect(dicho['promedio-cambiado.xml']).toContain('no corresponde a la cadena original')
		expect(dicho['certificado-vencido.xml']).toContain('no se encuentra vigente')
		expect(dicho['autoridad-ajena.xml']).toContain('autoridad reconocida')
		expect(dicho['otra-curp.xml']).toContain('La CURP del responsable')
		expect(dicho['con-dtd.xml']).toContain('DTD')
		expect(dicho['no-es.txt']).toContain('no es XML')
		expect(dicho['repetido.xml']).toContain('ya cuenta con un certificado vigente')
		expect(
			Object.keys(zipDe((await descargar(cosfac, carga.campo('numeroLote'))).campo('certificadosBase64'))),
		).toEqual(['bueno.xml'])
	})

	test('cuando todos se rechazan lo dice con la frase de la SEP', async () => {
		const cosfac = await levantar()
		const numero = (await cargar(cosfac, { 'malo.xml': '<a/>' })).campo('numeroLote')
		await filas(cosfac, numero)
		const descarga = await descargar(cosfac, numero)
		expect(descarga.campo('mensaje')).toBe(`No hay certificados validos para el número de lote ${numero}.`)
		expect(descarga.campo('certificadosBase64')).toBeFalsy()
	})

	test('antes de procesaEnMs no hay nada; con conPdf llega también el PDF', async () => {
		const cosfac = await levantar({ procesaEnMs: 150, conPdf: true })
		const numero = (await cargar(cosfac, await buenos(1))).campo('numeroLote')
		expect((await consultar(cosfac, numero)).campo('excelBase64')).toBeUndefined()
		expect((await descargar(cosfac, numero)).campo('certificadosBase64')).toBeFalsy()
		await filas(cosfac, numero)
		const zip = zipDe((await descargar(cosfac, numero)).campo('certificadosBase64'))
		expect(zip['cert-1.pdf']?.slice(0, 5)).toBe('%PDF-')
	})

	test('cancelar libera a la persona para un certificado nuevo, y solo una vez', async () => {
		const cosfac = await levantar()
		const lote = await buenos(1)
		const numero = (await cargar(cosfac, lote)).campo('numeroLote')
		await filas(cosfac, numero)
		const xml = Object.values(zipDe((await descargar(cosfac, numero)).campo('certificadosBase64')))[0] ?? ''
		const folio = exigir(leerDec(xml)).sep?.folioDigital ?? ''
		const cancelar = () =>
			enviar(cosfac, 'cancelarCertificadosIEMS', `<c:folioCertificado>${folio}</c:folioCertificado>`)
		expect((await cancelar()).campo('codigo')).toBe('0')
		expect((await cancelar()).campo('codigo')).toBe('2')
		const otra = await filas(cosfac, (await cargar(cosfac, lote)).campo('numeroLote'))
		expect(otra[1]?.[2]).toBe('Satisfactorio')
	})

	test('un reinicio no olvida lotes, folios ni numeración', async () => {
		const datos = join(carpeta, 'memoria')
		const primero = await levantar({ datos })
		const numero = (await cargar(primero, await buenos(1))).campo('numeroLote')
		await filas(primero, numero)
		const antes = (await descargar(primero, numero)).campo('certificadosBase64')
		await primero.cerrar()
		abiertos.length = 0
		expect(readdirSync(datos).sort()).toEqual([`lote-${numero}.json`, 'sello-sep.p8'])
		const segundo = await levantar({ datos })
		expect(zipDe((await descargar(segundo, numero)).campo('certificadosBase64'))).toEqual(zipDe(antes))
		const repetido = (await cargar(segundo, await buenos(1))).campo('numeroLote')
		expect(Number(repetido)).toBe(Number(numero) + 1)
		expect((await filas(segundo, repetido))[1]?.[2]).toContain('ya cuenta con un certificado')
	})
})

describe('el protocolo', () => {
	test('otra contraseña, otro orden, otro espacio de nombres o algo que no es ZIP reciben una falta de SOAP', async () => {
		const cosfac = await levantar()
		const lote = '<c:numeroLote>1</c:numeroLote>'
		const mala = await enviar(
			cosfac,
			'consultaCertificadosIEMS',
			lote,
			'<c:usuario>egreso</c:usuario><c:password>no</c:password>',
		)
		expect([mala.estado, mala.campo('faultcode'), mala.campo('faultstring')]).toEqual([
			500,
			'SOAP-ENV:Client',
			'Usuario o contraseña incorrectos.',
		])
		const alReves = '<c:password>secreta</c:password><c:usuario>egreso</c:usuario>'
		expect((await enviar(cosfac, 'consultaCertificadosIEMS', lote, alReves)).campo('faultstring')).toContain(
			'usuario',
		)
		expect((await enviar(cosfac, 'consultaCertificadosIEMS', lote.replaceAll('c:', ''))).estado).toBe(500)
		expect((await enviar(cosfac, 'inventada', lote)).campo('faultstring')).toContain('No existe la operación')
		const basura = '<c:nombreArchivo>a.zip</c:nombreArchivo><c:archivoBase64>aG9sYQ==</c:archivoBase64>'
		expect((await enviar(cosfac, 'cargaCertificadosIEMS', basura)).campo('faultstring')).toContain('ZIP')
		const hostil = await fetch(cosfac.url, {
			method: 'POST',
			headers: { 'content-type': 'text/xml' },
			body: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
		})
		expect(await hostil.text()).toContain('DTD')
		expect(cosfac.vivos()).toBe(0)
	})

	test('cada respuesta cumple el esquema del contrato', async () => {
		const cosfac = await levantar()
		const numero = (await cargar(cosfac, await buenos(1))).campo('numeroLote')
		await filas(cosfac, numero)
		const esquema = compilarXsd(Buffer.from(CERTIFICADOS_IEMS.esquema))
		const respuestas = [
			await cargar(cosfac, { 'malo.xml': '<a/>' }),
			await consultar(cosfac, numero),
			await consultar(cosfac, '7'),
			await descargar(cosfac, numero),
			await descargar(cosfac, '7'),
			await enviar(cosfac, 'cancelarCertificadosIEMS', '<c:folioCertificado>x</c:folioCertificado>'),
		]
		for (const { estado, texto } of respuestas) {
			expect(estado).toBe(200)
			const arbol = leerXml(Buffer.from(texto))
			const cuerpo = arbol.get('/s:Envelope/s:Body/*', { s: 'http://schemas.xmlsoap.org/soap/envelope/' })
			esquema.validate(cuerpo as typeof arbol.root)
			arbol.dispose()
		}
		esquema.dispose()
	})

	test.skipIf(!haySep)(
		'el WSDL servido dice lo mismo que el oficial: mensajes, elementos, orden y tipos',
		async () => {
			const cosfac = await levantar()
			const resumen = (texto: string): string[] => {
				const arbol = leerXml(Buffer.from(texto))
				const nodos = arbol.find('//*[@name or @element or @type or @value or @use or @transport]')
				const dicho = nodos.map((nodo) => {
					const elemento = nodo as typeof arbol.root
					const atributos = elemento.attrs.map((uno) => `${uno.name}=${uno.value}`).sort()
					return `${elemento.name} ${atributos.join(' ')}`
				})
				arbol.dispose()
				return dicho
			}
			const servido = await (await fetch(cosfac.wsdl)).text()
			expect(servido).toContain(`location="${cosfac.url}"`)
			expect(resumen(servido)).toEqual(resumen(readFileSync(join(SEP, 'CertificadosIEMS.wsdl'), 'utf8')))
		},
	)
})

describe('las fallas que se piden', () => {
	test('respuesta-perdida: la conexión se corta pero el lote quedó tomado', async () => {
		const cosfac = await levantar()
		Object.assign(cosfac.fallas, { modo: 'respuesta-perdida', veces: 1 })
		await expect(cargar(cosfac, await buenos(1))).rejects.toThrow()
		expect((await filas(cosfac, '100001'))[1]?.[2]).toBe('Satisfactorio')
		expect(cosfac.vivos()).toBe(1)
	})

	test('peticion-perdida: la conexión se corta y no se tomó nada', async () => {
		const cosfac = await levantar()
		Object.assign(cosfac.fallas, { modo: 'peticion-perdida', veces: 1 })
		await expect(cargar(cosfac, await buenos(1))).rejects.toThrow()
		expect((await consultar(cosfac, '100001')).campo('mensaje')).toContain('No existe')
	})

	test('duplicados-permitidos: dos certificados vivos de la misma persona', async () => {
		const cosfac = await levantar({ fallas: { modo: 'duplicados-permitidos' } })
		const lote = await buenos(1)
		await filas(cosfac, (await cargar(cosfac, lote)).campo('numeroLote'))
		await filas(cosfac, (await cargar(cosfac, lote)).campo('numeroLote'))
		expect(cosfac.vivos()).toBe(2)
	})

	test('error-500, soap-fault, nunca-listo y los ZIP a medias', async () => {
		const cosfac = await levantar()
		const numero = (await cargar(cosfac, await buenos(1))).campo('numeroLote')
		await filas(cosfac, numero)
		cosfac.fallas.modo = 'error-500'
		expect((await consultar(cosfac, numero)).texto).toContain('Internal Server Error')
		cosfac.fallas.modo = 'soap-fault'
		expect((await consultar(cosfac, numero)).campo('faultcode')).toBe('SOAP-ENV:Server')
		cosfac.fallas.modo = 'nunca-listo'
		expect((await consultar(cosfac, numero)).campo('excelBase64')).toBeUndefined()
		cosfac.fallas.modo = 'excel-a-medias'
		const excel = (await consultar(cosfac, numero)).campo('excelBase64')
		expect(() => zipDe(excel)).toThrow()
		cosfac.fallas.modo = 'zip-a-medias'
		const zip = (await descargar(cosfac, numero)).campo('certificadosBase64')
		expect(zip).toBeTruthy()
		expect(() => zipDe(zip)).toThrow()
	})

	test('los certificados alterados, cambiados, faltantes, repetidos y hostiles', async () => {
		const cosfac = await levantar()
		const enviados = await buenos(3)
		const numero = (await cargar(cosfac, enviados)).campo('numeroLote')
		await filas(cosfac, numero)
		const con = async (modo: Cosfac['fallas']['modo']): Promise<Record<string, string>> => {
			cosfac.fallas.modo = modo
			return zipDe((await descargar(cosfac, numero)).campo('certificadosBase64'))
		}
		const normal = await con('normal')
		const cambia = (otro: Record<string, string>): string[] =>
			Object.keys(normal).filter((nombre) => otro[nombre] !== normal[nombre])
		const alterado = await con('atributo-alterado')
		expect(cambia(alterado)).toEqual(['cert-1.xml'])
		expect(exigir(leerDec(alterado['cert-1.xml'] ?? '')).acreditacion.promedioAprovechamiento).toBe('10')
		expect(cambia(await con('certificado-cambiado'))).toHaveLength(3)
		expect(Object.keys(await con('falta-uno'))).toHaveLength(2)
		expect(Object.keys(await con('duplicado'))).toHaveLength(4)
		expect((await con('xml-con-dtd'))['cert-1.xml']).toContain('<!DOCTYPE')
		expect(Object.keys(await con('ruta-traviesa'))).toContain('../../fuera.xml')
	})

	test('el interruptor por HTTP llega a los modos propios', async () => {
		const cosfac = await levantar()
		const respuesta = await fetch(new URL('/_fallas', cosfac.url), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ modo: 'falta-uno', veces: 2, demoraMs: 1 }),
		})
		expect(respuesta.status).toBe(200)
		expect(cosfac.fallas).toMatchObject({ modo: 'falta-uno', veces: 2, demoraMs: 1 })
	})
})
