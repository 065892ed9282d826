/**
 * Donde vive la llave. Los archivos se leen aquí, la contraseña llega una vez, la llave se importa no extraíble y
 * todo muere con este worker. Nada de ella se guarda, se registra ni se devuelve.
 */
import { recibirCadenas } from './cadenas.ts'
import { abrirElegida, leerElegidos, NADA_ELEGIDO, type Elegida } from './elegida.ts'
import { sellarLote } from './lote.ts'
import type { AlFirmador, DelWorker } from './protocolo.ts'

let elegida: Elegida = NADA_ELEGIDO
let cancelado = false
let pausa: { readonly fin: Promise<void>; readonly soltar: () => void } | null = null

const decir = (mensaje: DelWorker): void => self.postMessage(mensaje)

const leer = async (mensaje: Extract<AlFirmador, { tipo: 'archivos' }>) => {
	const leido = await leerElegidos(elegida, mensaje)
	elegida = leido.elegida
	const { certificado, llave } = elegida
	decir({
		tipo: 'efirma',
		certificado: certificado?.mostrado ?? null,
		llave: llave ? { archivo: llave.archivo } : null,
		fallos: leido.fallos,
		advertencias: leido.advertencias,
	})
}

const sellar = async (mensaje: Extract<AlFirmador, { tipo: 'sellar' }>) => {
	// Antes de abrir: quien cancela mientras se abre también cancela.
	cancelado = false
	const abierta = await abrirElegida(elegida, mensaje.contrasena)
	if (!abierta.ok) {
		mensaje.cadenas.close()
		return decir({ tipo: 'no-abre', motivo: abierta.motivo, datos: abierta.datos })
	}
	// Los bytes cifrados ya no hacen falta: sólo queda la CryptoKey, y dura lo que este lote.
	elegida = NADA_ELEGIDO
	decir({ tipo: 'abierta', certificado: abierta.valor.certificado })
	await sellarLote({
		preparados: recibirCadenas(mensaje.cadenas),
		llave: abierta.valor.llave,
		alAvanzar: (filas) => decir({ tipo: 'sellados', filas }),
		debeParar: () => (pausa === null ? cancelado : pausa.fin.then(() => cancelado)),
	})
	decir({ tipo: 'terminado' })
}

const hacerPausa = () => {
	let soltar = () => {}
	const fin = new Promise<void>((resolver) => {
		soltar = resolver
	})
	return { fin, soltar }
}

const seguir = () => {
	pausa?.soltar()
	pausa = null
}

const atender = async (mensaje: AlFirmador): Promise<void> => {
	switch (mensaje.tipo) {
		case 'archivos':
			return leer(mensaje)
		case 'sellar':
			return sellar(mensaje)
		case 'pausar':
			pausa ??= hacerPausa()
			return
		case 'seguir':
			return seguir()
		case 'cancelar':
			cancelado = true
			return seguir()
	}
}

self.onmessage = ({ data }: MessageEvent<AlFirmador>) => {
	// La causa no se registra: podría llevar algo de la llave.
	atender(data).catch(() => decir({ tipo: 'falla' }))
}
