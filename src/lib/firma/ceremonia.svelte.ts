/**
 * La ceremonia del sellado vista desde la página: elegir e.firma, escribir la contraseña, ver el avance. La llave
 * vive en el worker; aquí sólo hay nombres de archivos, estados y sellos, que son públicos.
 */
import type { Sellar } from '#core/contract/sellado.ts'
import type { ResultadoLote } from '#core/contract/problema.ts'
import { frase } from '#core/contract/motivo.ts'
import type { DatosMotivo, Motivo } from '#core/contract/motivo.ts'
import { fecha } from '../formato.ts'
import { ocupar } from '../ocupado.svelte.ts'
import type { Desenlace, Falta } from '../offline/cola.ts'
import { crearAvance, type Avance } from './avance.svelte.ts'
import type { DocumentoPorSellar } from './lote.ts'
import type { AlWorker, DelWorker } from './protocolo.ts'
import { crearSubida } from './subida.ts'

/**
 * `eligiendo`: faltan archivos o contraseña · `abriendo`: se prueba la contraseña · `sellando` · `pausada` ·
 * `subiendo`: todo sellado, faltan respuestas · `terminada`.
 */
type Fase = 'eligiendo' | 'abriendo' | 'sellando' | 'pausada' | 'subiendo' | 'terminada'

type EfirmaElegida = Extract<DelWorker, { tipo: 'efirma' }>

/** Lo que la ceremonia necesita del dispositivo: un Worker lo cumple. */
export type Trabajador = {
	postMessage(mensaje: AlWorker): void
	terminate(): void
	onmessage: ((evento: MessageEvent<DelWorker>) => void) | null
	onerror: ((evento: ErrorEvent) => void) | null
}

export type Ceremonia = {
	readonly fase: Fase
	readonly efirma: EfirmaElegida | null
	readonly leyendo: boolean
	/** Lo que está mal con la contraseña o la llave, en una frase; null si nada. */
	readonly falloDeContrasena: string | null
	/** Por qué se soltó la e.firma sin que la persona lo pidiera. */
	readonly aviso: string | null
	/** Qué faltó para que saliera lo que quedó guardado; null si todo salió. */
	readonly falta: Falta | null
	readonly avance: Avance
	readonly elegir: (archivos: readonly File[]) => void
	readonly sellar: (contrasena: string, documentos: readonly DocumentoPorSellar[]) => void
	readonly pausar: () => void
	readonly seguir: () => void
	/** Suelta la llave y deja de sellar; lo ya sellado se sigue enviando. */
	readonly cancelar: () => void
	/** Suelta llave y archivos y vuelve al principio, con el porqué si lo hay. */
	readonly soltar: (aviso?: string) => void
}

/** Una ceremonia nueva. `subir` envía un grupo de sellos; `guardar` lo deja para cuando haya red. */
export const crearCeremonia = (deps: {
	readonly crearTrabajador: () => Trabajador
	readonly curp: string | null
	/** Hora del servidor, en milisegundos. */
	readonly ahora: () => number
	readonly traerAnclas: () => Promise<readonly string[] | null>
	/** Unos de los que se van a sellar: quien lee los ensaya mientras se escribe la contraseña. */
	readonly ensayo: () => readonly DocumentoPorSellar[]
	readonly subir: (cuerpo: Sellar) => Promise<Desenlace<ResultadoLote>>
	readonly guardar: (cuerpo: Sellar) => Promise<void>
	readonly esperar?: (ms: number) => Promise<void>
}): Ceremonia => {
	const { curp, ahora, esperar = esperarDeVerdad } = deps
	const avance = crearAvance()
	let fase = $state<Fase>('eligiendo')
	let efirma = $state.raw<EfirmaElegida | null>(null)
	let leyendo = $state(false)
	let falloDeContrasena = $state<string | null>(null)
	let aviso = $state<string | null>(null)
	let falta = $state<Falta | null>(null)
	let trabajador: Trabajador | null = null
	let subida: ReturnType<typeof crearSubida> | null = null

	const cerrarTrabajador = () => {
		trabajador?.terminate()
		trabajador = null
		efirma = null
		leyendo = false
	}
	const terminarSubida = async () => {
		fase = 'subiendo'
		// También si la persona ya se fue de la pantalla: hasta guardar el último sello, nadie se la lleva a /entrar.
		const desocupar = ocupar()
		falta = (await subida?.vaciar()) ?? null
		desocupar()
		subida = null
		fase = 'terminada'
	}
	const soltar = (porque?: string) => {
		const sellaba = fase === 'sellando' || fase === 'pausada'
		cerrarTrabajador()
		falloDeContrasena = null
		aviso = porque ?? null
		if (sellaba) void terminarSubida()
		else if (fase !== 'subiendo') fase = 'eligiendo'
	}

	// Un «no» a todo el grupo (revocado, de otra persona) sería el mismo para los demás: no se sigue sellando.
	const subir: typeof deps.subir = async (cuerpo) => {
		const desenlace = await deps.subir(cuerpo)
		if (desenlace.tipo === 'rechazado') trabajador?.postMessage({ tipo: 'cancelar' })
		return desenlace
	}

	const atender = (mensaje: DelWorker) => {
		switch (mensaje.tipo) {
			case 'efirma':
				efirma = mensaje
				leyendo = false
				return
			case 'abierta':
				fase = 'sellando'
				subida = crearSubida({ ...deps, esperar, subir, certificado: mensaje.certificado, avance })
				return
			case 'no-abre':
				falloDeContrasena = decir(mensaje.motivo, mensaje.datos)
				fase = 'eligiendo'
				return
			case 'sellados':
				for (const fila of mensaje.filas) {
					if ('sello' in fila) {
						avance.marcar(fila.tramiteId, { estado: 'sellado' })
						subida?.agregar({ tramiteId: fila.tramiteId, sello: fila.sello })
					} else avance.marcar(fila.tramiteId, { estado: 'fallo', frase: decir(fila.motivo, {}) })
				}
				return
			case 'terminado':
				cerrarTrabajador()
				void terminarSubida()
				return
			case 'falla':
				soltar(FALLA)
		}
	}
	const conTrabajador = (): Trabajador => {
		if (trabajador) return trabajador
		const nuevo = deps.crearTrabajador()
		nuevo.onmessage = ({ data }) => atender(data)
		nuevo.onerror = () => soltar(FALLA)
		nuevo.postMessage({ tipo: 'ensayar', documentos: deps.ensayo() })
		trabajador = nuevo
		return nuevo
	}

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
		get falta() {
			return falta
		},
		avance,
		elegir: (archivos) => {
			if (archivos.length === 0) return
			leyendo = true
			aviso = null
			falloDeContrasena = null
			const destino = conTrabajador()
			void deps.traerAnclas().then((anclas) => {
				if (trabajador === destino)
					destino.postMessage({ tipo: 'archivos', archivos, momento: ahora(), curp, anclas })
			})
		},
		sellar: (contrasena, documentos) => {
			fase = 'abriendo'
			falloDeContrasena = null
			aviso = null
			falta = null
			avance.empezar(documentos.map(({ tramiteId }) => tramiteId))
			conTrabajador().postMessage({ tipo: 'sellar', contrasena, documentos })
		},
		pausar: () => {
			if (fase !== 'sellando') return
			fase = 'pausada'
			trabajador?.postMessage({ tipo: 'pausar' })
		},
		seguir: () => {
			if (fase !== 'pausada') return
			fase = 'sellando'
			trabajador?.postMessage({ tipo: 'seguir' })
		},
		// El worker firma lo que ya tenía en vuelo, lo entrega y avisa que terminó.
		cancelar: () => trabajador?.postMessage({ tipo: 'cancelar' }),
		soltar,
	}
}

const esperarDeVerdad = (ms: number): Promise<void> => new Promise((seguir) => setTimeout(seguir, ms))

const FALLA =
	'El sellado se interrumpió en este dispositivo. Lo ya sellado no se perdió: elija de nuevo sus archivos para seguir.'

/** La frase de un motivo, con las fechas de sus datos escritas como se leen. */
export const decir = (motivo: Motivo, datos: DatosMotivo): string =>
	frase(
		motivo,
		Object.fromEntries(
			Object.entries(datos).map(([clave, valor]) => [
				clave,
				typeof valor === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(valor) ? fecha(valor) : valor,
			]),
		),
	)
