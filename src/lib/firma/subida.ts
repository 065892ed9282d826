/**
 * Sube los sellos en grupos mientras el sellado sigue. A un servidor ocupado se le espera; un grupo que no sale se guarda
 * y se envía después; un «no» por certificado se marca en ése y los demás siguen.
 */
import type { ResultadoLote } from '#core/contract/problema.ts'
import type { Sellar } from '#core/contract/sellado.ts'
import type { Desenlace, Falta } from '../offline/cola.ts'
import { respuestasDe, SIN_RESPUESTA } from '../offline/resultados.ts'
import type { EstadoDeSello } from './avance.svelte.ts'

const POR_GRUPO = 50
/** Cuánto se espera a un servidor ocupado antes de cada nuevo intento, en milisegundos: medio minuto en total. */
const ESPERAS = [1_000, 2_000, 4_000, 8_000, 16_000] as const

type SelloHecho = Sellar['sellos'][number]

const NO_GUARDADO =
	'El sello no salió y este dispositivo no pudo guardarlo. Vuelva a sellarlo cuando haya conexión.'

type Marcador = { readonly marcar: (tramiteId: string, estado: EstadoDeSello) => void }

/** Marca cada certificado de un envío con lo que el BFF respondió de él. `despues` no marca nada. */
const marcarRespuesta = (avance: Marcador, cuerpo: Sellar, desenlace: Desenlace<ResultadoLote>): void => {
	for (const { tramiteId, porque } of respuestasDe(cuerpo, desenlace)) {
		avance.marcar(tramiteId, porque === null ? { estado: 'recibido' } : { estado: 'fallo', frase: porque })
	}
}

/**
 * `agregar` empieza a subir sin esperar; `vaciar` espera a que todo lo agregado tenga respuesta o quede guardado, y dice
 * qué faltó para que saliera lo guardado.
 */
export const crearSubida = (deps: {
	readonly certificado: string
	readonly avance: Marcador
	readonly subir: (cuerpo: Sellar) => Promise<Desenlace<ResultadoLote>>
	readonly guardar: (cuerpo: Sellar) => Promise<void>
	readonly esperar: (ms: number) => Promise<void>
}): { readonly agregar: (sello: SelloHecho) => void; readonly vaciar: () => Promise<Falta | null> } => {
	const { certificado, avance, subir, guardar, esperar } = deps
	const porSubir: SelloHecho[] = []
	let vuelta: Promise<void> | null = null
	/** Por qué no salió un grupo: los siguientes se guardan sin probar, para no esperar una y otra vez. */
	let falta: Falta | null = null

	const marcarTodos = (sellos: readonly SelloHecho[], estado: EstadoDeSello) => {
		for (const { tramiteId } of sellos) avance.marcar(tramiteId, estado)
	}
	/** Un servidor ocupado o que se reinicia pide paciencia; sin red o sin sesión, probar otra vez no sirve. */
	const subirConPaciencia = async (cuerpo: Sellar): Promise<Desenlace<ResultadoLote>> => {
		for (const espera of ESPERAS) {
			const desenlace = await subir(cuerpo)
			if (desenlace.tipo !== 'despues' || desenlace.por !== 'servidor') return desenlace
			await esperar(espera)
		}
		return subir(cuerpo)
	}
	const subirGrupo = async (sellos: SelloHecho[]) => {
		const cuerpo: Sellar = { certificado, sellos }
		if (falta === null) {
			const desenlace = await subirConPaciencia(cuerpo)
			if (desenlace.tipo !== 'despues') return marcarRespuesta(avance, cuerpo, desenlace)
			falta = desenlace.por ?? 'servidor'
		}
		try {
			await guardar(cuerpo)
			marcarTodos(sellos, { estado: 'guardado' })
		} catch {
			marcarTodos(sellos, { estado: 'fallo', frase: NO_GUARDADO })
		}
	}
	const correr = async () => {
		while (porSubir.length > 0) {
			const grupo = porSubir.splice(0, POR_GRUPO)
			await subirGrupo(grupo).catch(() => marcarTodos(grupo, { estado: 'fallo', frase: SIN_RESPUESTA }))
		}
		vuelta = null
	}
	return {
		agregar: (sello) => {
			porSubir.push(sello)
			// En la siguiente vuelta: así el grupo junta lo que llegó de una vez.
			vuelta ??= Promise.resolve().then(correr)
		},
		vaciar: async () => {
			while (vuelta) await vuelta
			return falta
		},
	}
}
