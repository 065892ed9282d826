import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nombreDeAdjunto, tipoDeAdjunto } from '#core/domain/mesa/adjunto.ts'
import {
	ACTOS_DE_ASUNTO,
	type EstadoAsunto,
	ESTADOS_DE_ASUNTO,
	POR_ATENDER,
	transicionDeAsunto,
} from '#core/domain/mesa/asunto.ts'

describe('el asunto de la mesa de servicio', () => {
	test('nada se cierra sin respuesta: en cualquier historia, lo último dicho antes de cerrar es de quien atiende', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...ACTOS_DE_ASUNTO), { maxLength: 40 }), (actos) => {
				let estado: EstadoAsunto = 'abierto'
				let ultimo: 'solicita' | 'atiende' = 'solicita'
				for (const acto of actos) {
					const siguiente = transicionDeAsunto(estado, acto)
					if (!siguiente.ok) continue
					if (acto === 'cerrar') expect(ultimo).toBe('atiende')
					if (acto === 'contestar') ultimo = 'atiende'
					if (acto === 'preguntar' || acto === 'reabrir') ultimo = 'solicita'
					estado = siguiente.valor
					// Espera a quien atiende, justo cuando lo último no lo dijo él.
					if (estado !== 'cerrado') expect(POR_ATENDER.includes(estado)).toBe(ultimo === 'solicita')
				}
			}),
		)
	})

	test('de lo cerrado sólo se sale reabriendo, y sólo lo cerrado se reabre', () => {
		for (const estado of ESTADOS_DE_ASUNTO) {
			for (const acto of ACTOS_DE_ASUNTO) {
				const { ok } = transicionDeAsunto(estado, acto)
				if (estado === 'cerrado') expect(ok).toBe(acto === 'reabrir')
				else if (acto === 'reabrir') expect(ok).toBe(false)
			}
		}
	})
})

describe('un adjunto', () => {
	test.each([
		['%PDF-1.7', 'application/pdf'],
		['\x89PNG\r\n\x1a\n', 'image/png'],
		['\xff\xd8\xff\xe0', 'image/jpeg'],
		['RIFF....WEBPVP8 ', 'image/webp'],
		['RIFF....WAVE', null],
		['<svg xmlns="http://www.w3.org/2000/svg">', null],
		['PK\x03\x04', null],
		['', null],
	])('%j es %s', (letras, tipo) => {
		expect(tipoDeAdjunto(Uint8Array.from(letras, (letra) => letra.charCodeAt(0)))).toBe(tipo)
	})

	test.each([
		['Captura de SEP.PNG', 'Captura de SEP.png'],
		['C:\\Users\\ana\\carta.pdf.exe', 'carta.png'],
		['../../../etc/passwd', 'passwd.png'],
		['a\u202egnp.html', 'agnp.png'],
		['   ', 'archivo.png'],
		['.htaccess', 'htaccess.png'],
		['con<script>"|?.png', 'con-script----.png'],
		['niña\u0301 ñ.png', 'niñá ñ.png'],
	])('%j se llama %j', (nombre, saneado) => {
		expect(nombreDeAdjunto(nombre, 'image/png')).toBe(saneado)
	})

	test('ningún nombre sale con carpetas, con lo que no se ve ni con otra terminación', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (nombre) => {
				const saneado = nombreDeAdjunto(nombre, 'application/pdf')
				expect(saneado).toMatch(/^[^/\\<>:"|?*\p{Cc}\p{Cf}\p{Cs}]{1,84}$/u)
				expect(saneado.endsWith('.pdf')).toBe(true)
				expect(Array.from(saneado).length).toBeLessThanOrEqual(84)
			}),
			{ numRuns: 50 },
		)
	})
})
