import { setTimeout as esperar } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { conBase, contar, unaFila } from '../base.ts'
import { CONTRASENA, type EgresoEnMarcha, ponerEnMarcha } from '../egreso.ts'
import { abrirWebKit, type WebKit } from './webkit.ts'

/*
 * En el motor de un iPad: entrar por el proveedor, elegir la e.firma, sellar en el worker, y que la página pública
 * compruebe los sellos. Los mismos pasos del camino, en otro WebCrypto y otro IndexedDB.
 */

let egreso: EgresoEnMarcha
let navegador: WebKit

test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
	navegador = await abrirWebKit()
})
test.afterAll(async () => {
	await navegador?.cerrar()
	await egreso?.cerrar()
})

const PLAZO_MS = 60_000

/** Espera a que el cuerpo (que corre en la página) dé algo cierto; mientras la página cambia, sigue intentando. */
const hasta = async (que: string, cuerpo: string): Promise<unknown> => {
	const limite = Date.now() + PLAZO_MS
	for (;;) {
		const valor = await navegador.evaluar(cuerpo).catch(() => null)
		if (valor) return valor
		if (Date.now() > limite) {
			const visto = await navegador.evaluar('return document.body.innerText').catch(String)
			throw new Error(`No llegó: ${que}. Se ve en ${await navegador.direccion()}:\n${String(visto)}`)
		}
		await esperar(150)
	}
}

const hastaTexto = (patron: RegExp): Promise<unknown> =>
	hasta(String(patron), `return ${String(patron)}.test(document.body.innerText)`)

/** Toca, con el ratón del conductor, el botón que dice eso. */
const tocarBoton = async (patron: RegExp): Promise<void> => {
	await hasta(
		`el botón ${String(patron)}`,
		`document.querySelectorAll('[data-tocar]').forEach((uno) => uno.removeAttribute('data-tocar'))
		const boton = [...document.querySelectorAll('button')].find((uno) => ${String(patron)}.test(uno.innerText.trim()) && !uno.disabled)
		boton?.setAttribute('data-tocar', '')
		boton?.scrollIntoView({ block: 'center' })
		return boton !== undefined`,
	)
	await navegador.tocar('[data-tocar]')
}

const entrarComo = async (persona: RegExp): Promise<void> => {
	await navegador.ir(`${egreso.origen}/entrar`)
	await tocarBoton(/^Entrar con Office 365$/)
	await tocarBoton(persona)
	await hasta('entrar', `return location.origin === '${egreso.origen}' && location.pathname !== '/entrar'`)
}

const ROTULOS = (donde: string) =>
	`[...document.querySelectorAll('${donde}')].map((uno) => uno.innerText.trim())`

/** Abre, uno por uno, los que hay que ver antes de firmar. */
const abrirMuestra = async (): Promise<void> => {
	for (;;) {
		const sigue = await hasta(
			'qué sigue',
			`return ${ROTULOS('button')}.find((uno) => /^(Firmar|Para firmar)/.test(uno))`,
		)
		if (String(sigue).startsWith('Firmar')) return
		await tocarBoton(/^Para firmar/)
		for (let boton = 'Siguiente'; boton === 'Siguiente';) {
			boton = String(
				await hasta(
					'el detalle',
					`return ${ROTULOS('[role=dialog] button')}.find((uno) => /^(Siguiente|Terminar|Listo)$/.test(uno))`,
				),
			)
			await tocarBoton(new RegExp(`^${boton}$`))
		}
		await hasta('cerrar el detalle', `return document.querySelector('[role=dialog]') === null`)
	}
}

/** Sella todo lo que espera a quien entró; devuelve cuántos. */
const sellar = async (quien: string): Promise<number> => {
	await abrirMuestra()
	const cuantos = Number(
		await hasta(
			'cuántos esperan',
			`return /^Firmar (\\d+) certificados$/.exec([...document.querySelectorAll('button')].map((uno) => uno.innerText.trim()).find((uno) => uno.startsWith('Firmar')) ?? '')?.[1]`,
		),
	)
	await tocarBoton(/^Firmar/)
	for (const parte of ['key', 'cer']) {
		await navegador.ponerArchivo('input[type=file]', egreso.efirma(`${quien}.${parte}`))
		await hastaTexto(parte === 'key' ? new RegExp(`${quien}\\.key`) : /RFC [A-Z0-9]{13}/)
	}
	await navegador.escribir('input[type=password]', CONTRASENA)
	await tocarBoton(/^Sellar/)
	await hastaTexto(new RegExp(`${cuantos} certificados sellados y verificados`))
	return cuantos
}

test('los dos directores sellan y la página pública lo comprueba', async () => {
	test.setTimeout(180_000)
	test.info().annotations.push({ type: 'motor', description: navegador.motor })
	await test.step('el director del plantel entra y sella', async () => {
		await entrarComo(/Beatriz Olmedo/)
		const sellados = await sellar('mex-garzas-direccion')
		expect(sellados).toBeGreaterThan(0)
		expect(contar(egreso, 'sello')).toBe(sellados)
	})
	await test.step('sale, y el director estatal sella los mismos', async () => {
		await navegador.evaluar(`document.querySelector('button.quien').click()`)
		await tocarBoton(/^Salir$/)
		await hasta('la portada', `return location.pathname === '/'`)
		await entrarComo(/Armando Zepeda/)
		const antes = contar(egreso, 'sello')
		expect(await sellar('mex-direccion')).toBe(antes)
		expect(contar(egreso, 'sello')).toBe(2 * antes)
	})
	await test.step('cualquiera lo comprueba en este motor', async () => {
		const consulta = `select folio_digital as folio from tramite where estado = 'emitido' limit 1`
		await expect
			.poll(() => conBase(egreso, (base) => base.prepare(consulta).get() !== undefined), { timeout: 60_000 })
			.toBe(true)
		const { folio } = unaFila(egreso, ['folio'], consulta)
		await navegador.ir(`${egreso.origen}/v/${folio}`)
		await hastaTexto(/\bBien\b/)
		const dicho = await navegador.texto('main')
		expect(dicho).toContain('Beatriz Olmedo Saldívar')
		expect(dicho).toContain('Armando Zepeda Íñiguez')
		expect(dicho).not.toMatch(/\bMal\b/)
		await test
			.info()
			.attach('publico-webkit.png', { body: await navegador.captura(), contentType: 'image/png' })
	})
})
