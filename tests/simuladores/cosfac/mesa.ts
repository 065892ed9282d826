import { read, utils } from '@e965/xlsx'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Dec, DecSinSello } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { crearAutoridad, type Autoridad } from '../../../bff/simuladores/autoridad/autoridad.ts'
import { emitirEfirma } from '../../../bff/simuladores/autoridad/efirma.ts'
import { CERTIFICADOS_IEMS } from '../../../bff/simuladores/cosfac/contrato.ts'
import { levantarCosfac, type Cosfac, type OpcionesCosfac } from '../../../bff/simuladores/cosfac/cosfac.ts'
import { documento, FIRMANTE, selladora } from '../dec-de-prueba.ts'

const PROPIO = new URL('../../../src/core/dec/dec-terminacion-3.0.xsd', import.meta.url).pathname
/** Los archivos oficiales, si están a la mano. */
export const SEP = new URL('../../../../shared/reference/sep/', import.meta.url).pathname
export const haySep = existsSync(SEP)
/** El esquema con que se comprueba lo que vuelve: el oficial si está, o el nuestro. */
export const XSD = haySep ? join(SEP, 'DecTerminacion-3.0.xsd') : PROPIO

const MOMENTO = new Date('2026-11-23T18:00:00Z')

export const curpDe = (n: number): string => `XAPJ0304${String(n).padStart(2, '0')}MMCXRSA8`

type Selladora = (dec: DecSinSello) => Promise<Dec>
type Selladoras = { readonly buena: Selladora; readonly vencida: Selladora; readonly ajena: Selladora }

/** Una autoridad, tres e.firmas (buena, vencida, de autoridad ajena) y los servidores que cada prueba levante. */
export const montarMesa = () => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-cosfac-'))
	let autoridad: Autoridad
	let sellar: Selladoras
	const abiertos = new Set<Cosfac>()

	beforeAll(async () => {
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
		const con = async (nombreArchivo: string, serie: string, cambios: Partial<typeof comun> = {}) =>
			selladora(await emitirEfirma({ ...comun, ...cambios, nombreArchivo, serie }))
		sellar = {
			buena: await con('a', '90001000000500000001'),
			vencida: await con('b', '90001000000500000002', { hasta: new Date('2026-01-01T00:00:00Z') }),
			ajena: await con('c', '90001000000500000003', { autoridad: otra }),
		}
	})
	const cerrar = async (cosfac: Cosfac): Promise<void> => {
		abiertos.delete(cosfac)
		await cosfac.cerrar()
	}
	afterEach(async () => {
		await Promise.all([...abiertos].map(cerrar))
	})
	afterAll(() => rmSync(carpeta, { recursive: true, force: true }))

	return {
		carpeta,
		cerrar,
		sellar: (dec: DecSinSello) => sellar.buena(dec),
		sellarVencida: (dec: DecSinSello) => sellar.vencida(dec),
		sellarAjena: (dec: DecSinSello) => sellar.ajena(dec),
		/** Un servidor recién levantado; se cierra al terminar la prueba. */
		levantar: async (extra: Partial<OpcionesCosfac> = {}): Promise<Cosfac> => {
			const cosfac = await levantarCosfac({
				usuario: 'egreso',
				contrasena: 'secreta',
				anclas: [autoridad.raiz, autoridad.intermedia],
				reloj: () => MOMENTO,
				xsd: PROPIO,
				...extra,
			})
			abiertos.add(cosfac)
			return cosfac
		},
		/** Tantos documentos buenos como se pidan, de personas distintas. */
		buenos: async (cuantos: number): Promise<Record<string, Dec>> => {
			const pares = Array.from({ length: cuantos }, async (_nada, i): Promise<[string, Dec]> => [
				`cert-${i + 1}.xml`,
				await sellar.buena(documento(curpDe(i + 1), `18123456${i}-8`)),
			])
			return Object.fromEntries(await Promise.all(pares))
		},
	}
}

const NS = CERTIFICADOS_IEMS.espacio
const QUIEN = '<c:usuario>egreso</c:usuario><c:password>secreta</c:password>'
/** Una operación por SOAP, como la escribe un cliente cualquiera: quien prueba elige hasta lo que va mal. */
export const enviar = async (cosfac: Cosfac, operacion: string, dentro: string, quien = QUIEN) => {
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

export const cargar = async (cosfac: Cosfac, archivos: Record<string, string | Dec>) => {
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
export const consultar = (cosfac: Cosfac, numero: string | undefined) =>
	enviar(cosfac, 'consultaCertificadosIEMS', `<c:numeroLote>${numero}</c:numeroLote>`)
export const descargar = (cosfac: Cosfac, numero: string | undefined) =>
	enviar(cosfac, 'descargaCertificadosIEMS', `<c:numeroLote>${numero}</c:numeroLote>`)

/** Los renglones del .xls de resultado, cuando el lote ya está; de paso, que sea un .xls de verdad. */
export const filas = async (cosfac: Cosfac, numero: string | undefined): Promise<unknown[][]> => {
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
/** Lo que trae un ZIP en base64: nombre → texto. */
export const zipDe = (base64: string | undefined): Record<string, string> =>
	Object.fromEntries(
		Object.entries(unzipSync(Buffer.from(base64 ?? '', 'base64'))).map(([nombre, bytes]) => [
			nombre,
			Buffer.from(bytes).toString('utf8'),
		]),
	)
