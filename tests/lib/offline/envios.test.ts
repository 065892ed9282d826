import { expect, test, vi } from 'vitest'
import { frase } from '#core/contract/motivo.ts'
import { ErrorApi, errorDeRed } from '../../../src/lib/error-api.ts'
import { enviarSellos, intentar } from '../../../src/lib/offline/envios.ts'

const niega = (status: number, motivo: string) =>
	intentar(() => Promise.reject(new ErrorApi({ motivo, status, detail: 'No.' })))

test('lo pasajero se queda en la cola, y dice qué falta para que salga', async () => {
	expect(await intentar(() => Promise.reject(errorDeRed('sin-red')))).toEqual({ tipo: 'despues', por: 'red' })
	expect(await niega(401, 'sin-sesion')).toEqual({ tipo: 'despues', por: 'sesion' })
	expect(await niega(500, 'falla-interna')).toEqual({ tipo: 'despues', por: 'servidor' })
	expect(await niega(429, 'demasiados-intentos')).toEqual({ tipo: 'despues', por: 'servidor' })
})

test('que el SAT no conteste es pasajero, y no es el servidor (16)', async () => {
	expect(await niega(503, 'revocacion-sin-respuesta')).toEqual({ tipo: 'despues', por: 'sat' })
	expect(frase('revocacion-sin-respuesta', { razon: 'El SAT tardó.' })).toMatch(
		/^El SAT tardó\. Su entidad pide esperar/,
	)
})

test.each([302, 400, 403, 404, 413])(
	'la página de un intermediario (%i) no es un «no»: el sello se queda',
	async (estado) => {
		const pagina = new Response('<html>Bloqueado</html>', {
			status: estado,
			headers: { 'content-type': 'text/html' },
		})
		vi.stubGlobal('fetch', () => Promise.resolve(pagina))
		expect(await enviarSellos({ certificado: 'AA==', sellos: [{ tramiteId: 't', sello: 'AA==' }] })).toEqual({
			tipo: 'despues',
			por: 'servidor',
		})
		vi.unstubAllGlobals()
	},
)

test('un «no» es definitivo', async () => {
	expect(await niega(422, 'certificado-revocado')).toEqual({ tipo: 'rechazado', frase: 'No.' })
})
