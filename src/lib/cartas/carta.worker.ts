/**
 * Donde se abre la llave de quien firma la carta responsiva (14). Rearma la cadena original de lo que la pantalla muestra,
 * la sella y muere: de la llave y su contraseña no sale nada.
 */
import { cadenaDeCarta } from '#core/domain/carta.ts'
import { sellar } from '#core/efirma/sellar.ts'
import { abrirElegida, leerElegidos, NADA_ELEGIDO, type Elegida } from '../firma/elegida.ts'
import type { AlFirmante, DelFirmante } from './protocolo.ts'

let elegida: Elegida = NADA_ELEGIDO

const decir = (mensaje: DelFirmante): void => self.postMessage(mensaje)

const atender = async (mensaje: AlFirmante): Promise<void> => {
	if (mensaje.tipo === 'archivos') {
		const leido = await leerElegidos(elegida, mensaje)
		elegida = leido.elegida
		const { certificado, llave } = elegida
		return decir({
			tipo: 'efirma',
			certificado: certificado?.mostrado ?? null,
			llave: llave ? { archivo: llave.archivo } : null,
			fallos: leido.fallos,
			advertencias: leido.advertencias,
		})
	}
	const abierta = await abrirElegida(elegida, mensaje.contrasena)
	if (!abierta.ok) return decir({ tipo: 'no-abre', motivo: abierta.motivo, datos: abierta.datos })
	elegida = NADA_ELEGIDO
	const cadena = cadenaDeCarta(mensaje.carta)
	if (!cadena.ok) return decir({ tipo: 'no-abre', motivo: cadena.motivo, datos: cadena.datos })
	const { certificado, llave } = abierta.valor
	decir({ tipo: 'firmada', certificado, sello: await sellar(cadena.valor, llave) })
}

self.onmessage = ({ data }: MessageEvent<AlFirmante>) => {
	// La causa no se registra: podría llevar algo de la llave.
	atender(data).catch(() => decir({ tipo: 'falla' }))
}
