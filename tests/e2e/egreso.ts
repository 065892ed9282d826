import { spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { expect, type Page } from '@playwright/test'
import * as v from 'valibot'

/** El sistema entero en marcha, como lo deja `npm start`, con su carpeta propia. */
export type EgresoEnMarcha = {
	readonly origen: string
	readonly bandeja: string
	readonly carpeta: string
	readonly efirma: (nombre: string) => string
	readonly sae: (nombre: string) => string
	readonly cerrar: () => Promise<void>
}

export const CONTRASENA = '12345678a'

const ESPERA_MS = 90_000

/**
 * Pone en marcha la demostración en puertos libres; `ambiente` agrega o cambia variables. Parte de una copia de la que se
 * hizo al empezar (plantilla.ts), salvo que se pida otro ambiente: de él puede depender lo que se carga.
 */
export const ponerEnMarcha = async (ambiente: Record<string, string> = {}): Promise<EgresoEnMarcha> => {
	const carpeta = await mkdtemp(join(tmpdir(), 'egreso-e2e-'))
	const plantilla = process.env['EGRESO_PLANTILLA']
	if (plantilla !== undefined && Object.keys(ambiente).length === 0) {
		await cp(plantilla, carpeta, { recursive: true })
	}
	const proceso = spawn(process.execPath, ['bff/cli/demo-en-marcha.ts'], {
		env: { ...process.env, EGRESO_DATOS: carpeta, PORT: '0', ...ambiente },
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	const dicho = await leerLetrero(proceso)
	const origen = /http:\/\/localhost:\d+/.exec(dicho)?.[0] ?? ''
	const bandeja = /Correos de prueba:\s+(\S+)/.exec(dicho)?.[1] ?? ''
	const salud = await fetch(`${origen}/api/salud`)
	expect(salud.status).toBe(200)
	return {
		origen,
		bandeja,
		carpeta,
		efirma: (nombre) => join(carpeta, 'efirma', nombre),
		sae: (nombre) => join(carpeta, 'sae', nombre),
		cerrar: async () => {
			const fin = new Promise((resolver) => proceso.once('exit', resolver))
			proceso.kill('SIGTERM')
			await fin
			await rm(carpeta, { recursive: true, force: true })
		},
	}
}

const leerLetrero = (proceso: ChildProcess): Promise<string> =>
	new Promise((resolver, negar) => {
		let dicho = ''
		let quejas = ''
		const plazo = setTimeout(() => {
			proceso.kill('SIGKILL')
			negar(new Error(`Egreso no arrancó en ${ESPERA_MS / 1000} s.\n${dicho}\n${quejas}`))
		}, ESPERA_MS)
		proceso.stdout?.on('data', (trozo: Buffer) => {
			dicho += trozo.toString()
			if (!dicho.includes('Ctrl+C termina')) return
			clearTimeout(plazo)
			resolver(dicho)
		})
		proceso.stderr?.on('data', (trozo: Buffer) => (quejas += trozo.toString()))
		proceso.once('exit', (codigo) => {
			clearTimeout(plazo)
			negar(new Error(`Egreso terminó con ${codigo}.\n${dicho}\n${quejas}`))
		})
	})

/** Entra como una persona de la demostración, por el proveedor OIDC de verdad. */
export const entrar = async (pagina: Page, origen: string, nombre: string | RegExp): Promise<void> => {
	await pagina.goto(`${origen}/entrar`)
	await pagina.getByRole('button', { name: 'Entrar con Office 365' }).click()
	await pagina.getByRole('button', { name: nombre }).click()
	try {
		await pagina.waitForURL((url) => url.origin === origen && url.pathname !== '/entrar')
	} catch (causa) {
		const dice = await pagina
			.locator('main')
			.innerText()
			.catch(() => '(sin página)')
		throw new Error(`${String(nombre)} no entró. La página dice: «${dice}»`, { cause: causa })
	}
}

/** Sale de la sesión y olvida lo del proveedor, para que entre otra persona en el mismo teléfono. */
export const salir = async (pagina: Page): Promise<void> => {
	// Fuera de la app primero: una petición en vuelo con la sesión ya cerrada se iría sola a /entrar.
	await pagina.goto('about:blank')
	await pagina.context().clearCookies()
}

// La bandeja, del más nuevo al más viejo.
const Mensajes = v.array(v.object({ asunto: v.string(), texto: v.string() }))

/** Espera en la bandeja un mensaje con ese asunto y ese destinatario; devuelve su texto. */
export const esperarMensaje = async (bandeja: string, asunto: RegExp, para: string): Promise<string> => {
	let hallado: string | undefined
	await expect(async () => {
		const respuesta = await fetch(`${bandeja}/api/mensajes?para=${encodeURIComponent(para)}`)
		hallado = v.parse(Mensajes, await respuesta.json()).find((uno) => asunto.test(uno.asunto))?.texto
		expect(hallado).toBeDefined()
	}).toPass({ timeout: 30_000 })
	return hallado ?? ''
}
