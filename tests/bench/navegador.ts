/**
 * Las medidas que corren en el navegador: construye la página (con el código del producto), la sirve en esta máquina,
 * la abre en Chromium y le pide las rondas.
 */
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright'
import { build } from 'vite'
import { crearAutoridad } from '../../bff/simuladores/autoridad/autoridad.ts'
import { emitirEfirma } from '../../bff/simuladores/autoridad/efirma.ts'
import { opcionesDeChromium } from '../e2e/navegador.ts'
import { CURP_FIRMANTE, inventarDocumentos } from './documentos.ts'
import type { MaterialEnJson, Medible } from './pagina/protocolo.ts'

/** Cuántos sellos o llaves por segundo, en una ronda de `veces`. */
export type Medir = (que: Medible, veces: number) => Promise<number>

/** El tamaño del lote que se mide. */
export const LOTE = 500

/** Abre Chromium con la página lista, mide y cierra todo. */
export const enNavegador = async <T>(medidas: (medir: Medir) => Promise<T>): Promise<T> => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-bench-'))
	const abiertos: (() => Promise<unknown>)[] = []
	try {
		await construir(carpeta)
		writeFileSync(join(carpeta, 'material.json'), JSON.stringify(await prepararMaterial(carpeta)))
		const servidor = await servir(carpeta)
		abiertos.push(() => new Promise((cerrado) => servidor.close(cerrado)))
		const chrome = await chromium.launch(opcionesDeChromium())
		abiertos.push(() => chrome.close())
		const pagina = await chrome.newPage()
		await pagina.goto(`http://127.0.0.1:${(servidor.address() as AddressInfo).port}/index.html`)
		await pagina.waitForFunction(() => 'preparar' in globalThis)
		await pagina.evaluate(() => globalThis.preparar())
		return await medidas(medidorDe(pagina))
	} finally {
		for (const cerrar of abiertos.reverse()) await cerrar()
		rmSync(carpeta, { recursive: true, force: true })
	}
}

const medidorDe =
	(pagina: Page): Medir =>
	async (que, veces) => {
		const ms = await pagina.evaluate(([cual, cuantas]) => globalThis.medir(cual, cuantas), [
			que,
			veces,
		] as const)
		return (veces / ms) * 1000
	}

const construir = (carpeta: string): Promise<unknown> =>
	build({
		configFile: false,
		root: fileURLToPath(new URL('./pagina/', import.meta.url)),
		base: './',
		logLevel: 'error',
		worker: { format: 'es' },
		build: { outDir: carpeta, emptyOutDir: false, target: 'es2023' },
	})

/** Una e.firma de la autoridad de demostración, y los documentos del lote. */
const prepararMaterial = async (carpeta: string): Promise<MaterialEnJson> => {
	const momento = new Date()
	const autoridad = await crearAutoridad({ carpeta: join(carpeta, 'ac'), momento })
	const contrasena = '12345678a'
	const { cer, key } = await emitirEfirma({
		autoridad,
		carpeta: join(carpeta, 'efirma'),
		nombreArchivo: 'medida',
		nombre: 'BEATRIZ OLMEDO SALDIVAR',
		rfc: 'OESB721005AB1',
		curp: CURP_FIRMANTE,
		contrasena,
		tipo: 'fiel',
		desde: new Date(momento.getTime() - 86_400_000),
		hasta: new Date(momento.getTime() + 86_400_000),
		serie: '30001000000500009999',
	})
	const [certificado, llave] = [cer, key].map((ruta) => readFileSync(ruta).toString('base64'))
	return {
		documentos: inventarDocumentos(LOTE),
		cer: certificado ?? '',
		key: llave ?? '',
		contrasena,
		curp: CURP_FIRMANTE,
	}
}

const TIPOS: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
}

const servir = (carpeta: string): Promise<Server> =>
	new Promise((listo) => {
		const servidor = createServer((pedido, respuesta) => {
			const ruta = normalize(new URL(pedido.url ?? '/', 'http://medida').pathname)
			const tipo = TIPOS[extname(ruta)]
			if (tipo === undefined) return respuesta.writeHead(404).end()
			const archivo = createReadStream(join(carpeta, ruta))
			archivo.once('error', () => respuesta.writeHead(404).end())
			archivo.once('open', () => respuesta.writeHead(200, { 'content-type': tipo }))
			return archivo.pipe(respuesta)
		})
		servidor.listen(0, '127.0.0.1', () => listo(servidor))
	})
