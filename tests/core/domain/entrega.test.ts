import { describe, expect, test } from 'vitest'
import { leerCorreo } from '#core/domain/entrega.ts'

describe('el correo que se manifiesta (13)', () => {
	test.each(['maria@ejemplo.mx', 'a.b+c@sub.ejemplo.mx', 'ñandú@ejemplo.mx'])('%s sirve', (correo) => {
		expect(leerCorreo(correo)).toEqual({ ok: true, valor: correo })
	})

	test.each([
		['nulo', 'a\u0000@ejemplo.mx'],
		['timbre', 'a\u0007b@ejemplo.mx'],
		['espacio de ancho cero', 'ma\u200bria@ejemplo.mx'],
		['orden de escritura al revés', '\u202eairam@ejemplo.mx'],
		['salto de renglón', 'a@ejemplo.mx\r\nBcc: b@ejemplo.mx'],
		['segundo destinatario', 'a@ejemplo.mx,b@ejemplo.mx'],
	])('con un %s no sirve', (_, correo) => {
		expect(leerCorreo(correo)).toMatchObject({ ok: false, motivo: 'correo-invalido' })
	})
})
