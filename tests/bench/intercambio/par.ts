/** El par SOAP en su propio proceso, y lo más que da: un cliente que sólo manda, pregunta y baja. */
import { spawn } from 'node:child_process'
import { setTimeout as esperar } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sobreCarga, sobreConsulta, sobreDescarga } from '../../../bff/adapters/cosfac/translate.ts'

const MAIN = fileURLToPath(new URL('../../../bff/simuladores/cosfac/main.ts', import.meta.url))
export const CREDENCIALES = { usuario: 'conalep', password: 'demo' }
/** Cada cuánto se pregunta por un lote, aquí y en lo nuestro, en ms. */
export const SONDEO_MS = 200
const ARRANQUE_MS = 60_000

/** Corre `hacer` contra un par recién arrancado, que no recuerda nada. */
export const conPar = async <T>(anclas: string, hacer: (url: string) => Promise<T>): Promise<T> => {
	const { usuario, password } = CREDENCIALES
	const opciones = ['--puerto', '0', '--usuario', usuario, '--contrasena', password, '--procesa-en', '0']
	const hijo = spawn(process.execPath, [MAIN, ...opciones, '--anclas', anclas], {
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	const fin = new Promise<void>((listo) => hijo.once('exit', () => listo()))
	try {
		const url = await new Promise<string>((listo, fallo) => {
			let dicho = ''
			const plazo = setTimeout(() => fallo(new Error('El par no arrancó.')), ARRANQUE_MS)
			hijo.once('exit', (codigo) => fallo(new Error(`El par terminó con código ${codigo}.`)))
			hijo.stdout.on('data', (trozo: Buffer) => {
				dicho += trozo.toString('utf8')
				const hallada = /^COSFAC: (\S+)$/m.exec(dicho)?.[1]
				if (hallada === undefined) return
				clearTimeout(plazo)
				listo(hallada)
			})
		})
		return await hacer(url)
	} finally {
		hijo.kill('SIGTERM')
		await fin
	}
}

/**
 * Segundos que el par tarda en recibir, revisar, timbrar y devolver esos ZIP, que se le mandan todos de entrada: así nunca
 * está ocioso. Ni se abre ni se comprueba lo que devuelve.
 */
export const agotarPar = async (
	url: string,
	zips: readonly { readonly nombreArchivo: string; readonly zip: Uint8Array }[],
): Promise<number> => {
	const empezo = performance.now()
	const numeros: string[] = []
	for (const envio of zips)
		numeros.push(exigirDe(await mandar(url, sobreCarga(envio, CREDENCIALES)), 'numeroLote'))
	for (const numero of numeros) {
		while (!(await mandar(url, sobreConsulta(numero, CREDENCIALES))).includes('excelBase64>'))
			await esperar(SONDEO_MS)
		exigirDe(await mandar(url, sobreDescarga(numero, CREDENCIALES)), 'certificadosBase64')
	}
	return (performance.now() - empezo) / 1000
}

const mandar = async (url: string, body: string): Promise<string> => {
	const respuesta = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""', connection: 'close' },
		body,
	})
	return respuesta.text()
}

/** El contenido de un elemento, por posición: un texto de varios megas no se le da a una expresión regular. */
const exigirDe = (xml: string, nombre: string): string => {
	const desde = xml.indexOf(`${nombre}>`) + nombre.length + 1
	const hasta = xml.indexOf('<', desde)
	if (desde <= nombre.length || hasta <= desde) throw new Error(`El par no contestó ${nombre}.`)
	return xml.slice(desde, hasta)
}
