/**
 * Sube los sellos en grupos mientras el sellado sigue. Un grupo que no sale por falta de red se guarda y se envía
 * después; un «no» por certificado se marca en ése y los demás siguen.
 */
import type { ResultadoLote } from '#core/contract/problema.ts'
import type { Sellar } from '#core/contract/sellado.ts'
import type { Desenlace } from '../offline/cola.ts'
import type { EstadoDeSello } from './avance.svelte.ts'

const POR_GRUPO = 50

type SelloHecho = Sellar['sellos'][number]

const SIN_RESPUESTA =
	'El sello se envió pero no hubo respuesta para este certificado. Recargue para ver si quedó.'
const NO_GUARDADO =
	'No hay red y este dispositivo no pudo guardar el sello. Vuelva a sellarlo cuando haya conexión.'

type Marcador = { readonly marcar: (tramiteId: string, estado: EstadoDeSello) => void }

/** Marca cada certificado de un envío con lo que el BFF respondió de él. `despues` no marca nada. */
export const marcarRespuesta = (
	avance: Marcador,
	{ sellos }: Sellar,
	desenlace: Desenlace<ResultadoLote>,
): void => {
	if (desenlace.tipo === 'despues') return
	const nega = desenlace.tipo === 'rechazado' ? desenlace.frase : SIN_RESPUESTA
	for (const { tramiteId } of sellos) avance.marcar(tramiteId, { estado: 'fallo', frase: nega })
	if (desenlace.tipo === 'rechazado') return
	for (const { id, hecho, motivo, frase } of desenlace.respuesta.filas) {
		// «Ya sellado» es la respuesta a un envío repetido: el sello está.
		if (hecho || motivo === 'ya-sellado') avance.marcar(id, { estado: 'recibido' })
		else avance.marcar(id, { estado: 'fallo', frase: frase ?? SIN_RESPUESTA })
	}
}

/** `agregar` empieza a subir sin esperar; `vaciar` espera a que todo lo agregado tenga respuesta. */
export const crearSubida = (deps: {
	readonly certificado: string
	readonly avance: Marcador
	readonly subir: (cuerpo: Sellar) => Promise<Desenlace<ResultadoLote>>
	readonly guardar: (cuerpo: Sellar) => Promise<void>
}): { readonly agregar: (sello: SelloHecho) => void; readonly vaciar: () => Promise<void> } => {
	const { certificado, avance, subir, guardar } = deps
	const porSubir: SelloHecho[] = []
	let vuelta: Promise<void> | null = null
	/** Un grupo no salió: los siguientes se guardan sin probar, para no esperar a la red una y otra vez. */
	let sinRed = false

	const marcarTodos = (sellos: readonly SelloHecho[], estado: EstadoDeSello) => {
		for (const { tramiteId } of sellos) avance.marcar(tramiteId, estado)
	}
	const subirGrupo = async (sellos: SelloHecho[]) => {
		const cuerpo: Sellar = { certificado, sellos }
		const desenlace = sinRed ? ({ tipo: 'despues' } as const) : await subir(cuerpo)
		if (desenlace.tipo !== 'despues') return marcarRespuesta(avance, cuerpo, desenlace)
		sinRed = true
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
		},
	}
}
