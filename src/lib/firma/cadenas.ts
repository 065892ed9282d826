/**
 * De dónde salen las cadenas que se firman: del lector, por un puerto que la página no ve, si ya las tiene; y si no, se
 * preparan aquí mismo. Así la firma aprovecha otro núcleo donde lo hay y no espera a nadie donde no.
 */
import { preparar, type DocumentoPorSellar, type Preparado } from './lote.ts'

/** Un grupo de documentos por su número, desde 0; `fin` si es el último. */
export type Grupo = {
	readonly numero: number
	readonly documentos: readonly DocumentoPorSellar[]
	readonly fin: boolean
}

/** Un grupo ya preparado por el lector. */
export type GrupoPreparado = { readonly numero: number; readonly preparados: readonly Preparado[] }

export type Surtido = {
	/** Los grupos llegan en orden. */
	readonly agregar: (grupo: Grupo) => void
	/** Las cadenas en orden, hasta el último grupo. Dejar de recorrerlas cierra el puerto. */
	readonly preparados: AsyncGenerator<readonly Preparado[], void>
	readonly cerrar: () => void
}

/** Lo que se prepara aquí de una vez, antes de volver a mirar si el lector ya entregó. */
const DE_UNA_VEZ = 5

/** El surtido de un lote, con el puerto del lector. */
export const crearSurtido = (puerto: MessagePort): Surtido => {
	const porFirmar: Grupo[] = []
	const delLector = new Map<number, readonly Preparado[]>()
	let actual = 0
	let despertar = () => {}
	puerto.onmessage = ({ data }: MessageEvent<GrupoPreparado>) => {
		// Lo que ya se preparó aquí no hace falta.
		if (data.numero >= actual) delLector.set(data.numero, data.preparados)
	}
	const turno = crearTurno()
	async function* recorrer(): AsyncGenerator<readonly Preparado[], void> {
		try {
			for (;;) {
				const grupo = porFirmar.shift()
				if (grupo === undefined) {
					await new Promise<void>((resolver) => {
						despertar = resolver
					})
					continue
				}
				const { numero, documentos, fin } = grupo
				actual = numero
				for (let i = 0; i < documentos.length;) {
					await turno.ceder()
					const hechos = delLector.get(numero)
					const tramo = hechos?.slice(i) ?? documentos.slice(i, i + DE_UNA_VEZ).map(preparar)
					i += tramo.length
					yield tramo
				}
				delLector.delete(numero)
				if (fin) return
			}
		} finally {
			cerrar()
		}
	}
	const cerrar = () => {
		puerto.close()
		turno.cerrar()
	}
	return {
		agregar: (grupo) => {
			porFirmar.push(grupo)
			despertar()
		},
		preparados: recorrer(),
		cerrar,
	}
}

/**
 * Deja que se atienda lo que haya llegado al worker. En Chromium la firma resuelve sin soltar el hilo: sin esto, ni lo del
 * lector ni una pausa se oirían hasta acabar. Por un mensaje a sí mismo, que se forma detrás de los que ya esperan.
 */
const crearTurno = () => {
	const { port1, port2 } = new MessageChannel()
	let seguir = () => {}
	port1.onmessage = () => seguir()
	return {
		ceder: () =>
			new Promise<void>((resolver) => {
				seguir = resolver
				port2.postMessage(null)
			}),
		cerrar: () => {
			port1.close()
			port2.close()
		},
	}
}
