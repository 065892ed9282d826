/**
 * Los dos workers del sellado como si fueran uno: el lector prepara cadenas mientras el otro, que tiene la llave,
 * firma. Los documentos salen de la página poco a poco, conforme vuelven sellos: así la memoria no crece con el lote
 * y ningún mensaje detiene la pantalla.
 */
import type { Trabajador } from './ceremonia.svelte.ts'
import { POR_GRUPO, type DocumentoPorSellar } from './lote.ts'
import type { AlFirmador, AlLector, DelWorker } from './protocolo.ts'

/** Lo que se usa de un Worker. */
export type Obrero<M> = {
	postMessage(mensaje: M, transferidos: Transferable[]): void
	terminate(): void
	onmessage: ((evento: MessageEvent<DelWorker>) => void) | null
	onerror: ((evento: ErrorEvent) => void) | null
}

/** Documentos que pueden ir y venir a la vez: dan al lector varios grupos de ventaja sobre la firma. */
const EN_CAMINO = 6 * POR_GRUPO

/** Une firmador y lector en el trabajador de la ceremonia. Terminarlo termina a los dos. */
export const unir = (firmador: Obrero<AlFirmador>, lector: Obrero<AlLector>): Trabajador => {
	let alVolver: ((cuantos: number) => void) | null = null
	const equipo: Trabajador = {
		onmessage: null,
		onerror: null,
		postMessage: (mensaje) => {
			if (mensaje.tipo === 'ensayar') return lector.postMessage(mensaje, [])
			if (mensaje.tipo !== 'sellar') return firmador.postMessage(mensaje, [])
			const { port1, port2 } = new MessageChannel()
			lector.postMessage({ tipo: 'puerto', puerto: port1 }, [port1])
			firmador.postMessage({ tipo: 'sellar', contrasena: mensaje.contrasena, cadenas: port2 }, [port2])
			alVolver = surtir(mensaje.documentos, (documentos, fin) =>
				lector.postMessage({ tipo: 'documentos', documentos, fin }, []),
			)
		},
		terminate: () => {
			alVolver = null
			firmador.terminate()
			lector.terminate()
		},
	}
	firmador.onmessage = (evento) => {
		if (evento.data.tipo === 'sellados') alVolver?.(evento.data.filas.length)
		equipo.onmessage?.(evento)
	}
	firmador.onerror = (evento) => equipo.onerror?.(evento)
	lector.onerror = (evento) => equipo.onerror?.(evento)
	return equipo
}

/** Manda los primeros grupos y devuelve a quién decirle cuántos volvieron, para que mande los que siguen. */
const surtir = (
	documentos: readonly DocumentoPorSellar[],
	mandar: (grupo: readonly DocumentoPorSellar[], fin: boolean) => void,
): ((cuantos: number) => void) => {
	let enviados = 0
	let vueltos = 0
	let fin = false
	// Los primeros grupos, cortos: la firma empieza con el primer documento leído y no espera a un grupo entero.
	let cuantos = 1
	const mandarLosQueQuepan = () => {
		while (!fin && enviados - vueltos + cuantos <= EN_CAMINO) {
			const grupo = documentos.slice(enviados, enviados + cuantos)
			cuantos = Math.min(POR_GRUPO, cuantos * 2)
			enviados += grupo.length
			fin = enviados >= documentos.length
			mandar(grupo, fin)
		}
	}
	mandarLosQueQuepan()
	return (cuantos) => {
		vueltos += cuantos
		mandarLosQueQuepan()
	}
}
