/**
 * La firma de una carta responsiva (14) vista desde la pantalla: elegir e.firma, escribir la contraseña, mandarla. La llave
 * vive en el worker y muere con él: al terminar, al fallar, al salir o al quedarse quieto.
 */
import { Anclas } from '#core/contract/sellado.ts'
import { CartaSellada, type CartaPorSellar } from '#core/contract/archivo/carta.ts'
import { enviar, obtener } from '../api.ts'
import { urlDePrograma } from '../confianza.ts'
import { fraseDe } from '../error-api.ts'
import { decir, type Ceremonia } from '../firma/ceremonia.svelte.ts'
import { ocupar } from '../ocupado.svelte.ts'
import { ahora } from '../reloj.ts'
import urlCarta from './carta.worker.ts?worker&url'
import type { AlFirmante, DelFirmante } from './protocolo.ts'

type FirmaDeCarta = Pick<
	Ceremonia,
	'efirma' | 'leyendo' | 'falloDeContrasena' | 'aviso' | 'fase' | 'elegir' | 'soltar'
> & {
	/** Por qué no se recibió, en una frase; null si no ha pasado. */
	readonly error: string | null
	readonly firmar: (contrasena: string, carta: CartaPorSellar) => void
}

/** Una firma nueva. `alFirmar` se llama cuando el BFF ya la guardó. */
export const crearFirmaDeCarta = (deps: {
	readonly curp: string | null
	readonly alFirmar: (carta: CartaSellada) => void
}): FirmaDeCarta => {
	let fase = $state<Ceremonia['fase']>('eligiendo')
	let efirma = $state.raw<Ceremonia['efirma']>(null)
	let leyendo = $state(false)
	let falloDeContrasena = $state<string | null>(null)
	let aviso = $state<string | null>(null)
	let error = $state<string | null>(null)
	let obrero: Worker | null = null
	let corte = ''

	const cerrar = () => {
		obrero?.terminate()
		obrero = null
		efirma = null
		leyendo = false
	}
	const soltar = (porque?: string) => {
		cerrar()
		falloDeContrasena = null
		aviso = porque ?? null
		if (fase !== 'subiendo') fase = 'eligiendo'
	}
	const mandar = async (certificado: string, sello: string) => {
		fase = 'subiendo'
		const desocupar = ocupar()
		try {
			deps.alFirmar(await enviar('POST', '/api/cartas', { corte, certificado, sello }, CartaSellada))
			fase = 'terminada'
		} catch (causa) {
			error = fraseDe(causa)
			fase = 'eligiendo'
		} finally {
			desocupar()
		}
	}
	const atender = (mensaje: DelFirmante) => {
		switch (mensaje.tipo) {
			case 'efirma':
				efirma = mensaje
				leyendo = false
				return
			case 'no-abre':
				falloDeContrasena = decir(mensaje.motivo, mensaje.datos)
				fase = 'eligiendo'
				return
			case 'firmada':
				cerrar()
				void mandar(mensaje.certificado, mensaje.sello)
				return
			case 'falla':
				soltar('La firma se interrumpió en este dispositivo. Elija de nuevo sus archivos.')
		}
	}
	const conObrero = (): Worker => {
		if (obrero) return obrero
		const nuevo = new Worker(urlDePrograma(urlCarta), { type: 'module', name: 'carta' })
		nuevo.onmessage = ({ data }: MessageEvent<DelFirmante>) => atender(data)
		nuevo.onerror = () => atender({ tipo: 'falla' })
		obrero = nuevo
		return nuevo
	}
	const pedir = (mensaje: AlFirmante) => conObrero().postMessage(mensaje)

	return {
		get fase() {
			return fase
		},
		get efirma() {
			return efirma
		},
		get leyendo() {
			return leyendo
		},
		get falloDeContrasena() {
			return falloDeContrasena
		},
		get aviso() {
			return aviso
		},
		get error() {
			return error
		},
		elegir: (archivos) => {
			if (archivos.length === 0) return
			leyendo = true
			aviso = null
			falloDeContrasena = null
			const destino = conObrero()
			void obtener('/api/publico/anclas', Anclas)
				.then(
					({ certificados }) => certificados,
					() => null,
				)
				.then((anclas) => {
					if (obrero !== destino) return
					pedir({ tipo: 'archivos', archivos, momento: ahora().getTime(), curp: deps.curp, anclas })
				})
		},
		firmar: (contrasena, carta) => {
			fase = 'abriendo'
			falloDeContrasena = null
			aviso = null
			error = null
			corte = carta.corte
			// Sin el envoltorio reactivo: lo que cruza al worker es un objeto simple.
			pedir({ tipo: 'firmar', contrasena, carta: { ...carta, custodio: { ...carta.custodio } } })
		},
		soltar,
	}
}
