/**
 * La cola de lo que se hizo sin red. iOS no tiene Background Sync: la app misma la vacía al abrir, al volver la
 * red y al volver a la pantalla. El servidor responde lo mismo a lo repetido; aquí, además, un solo envío a la vez.
 */
import type { Almacen, Pendiente } from './almacen.ts'

/**
 * Qué pasó con un envío: `hecho` (se quita), `rechazado` (el servidor dijo un no definitivo: se quita y se dice),
 * `despues` (sin red, sin sesión o falla del servidor: se queda).
 */
export type Desenlace<R = unknown> =
	| { readonly tipo: 'hecho'; readonly respuesta: R }
	| { readonly tipo: 'rechazado'; readonly frase: string }
	| { readonly tipo: 'despues' }

export type Enviar = (carga: unknown) => Promise<Desenlace>

export type Aviso = { readonly pendiente: Pendiente; readonly desenlace: Desenlace }

/** Corre la tarea sin que otra pestaña corra la suya al mismo tiempo. */
export type EnTurno = <T>(tarea: () => Promise<T>) => Promise<T>

/** Turno dentro de una pestaña: una tarea tras otra. */
export const turnoEnSerie = (): EnTurno => {
	let ultima: Promise<unknown> = Promise.resolve()
	return (tarea) => {
		const vuelta = ultima.then(tarea)
		ultima = vuelta.catch(() => undefined)
		return vuelta
	}
}

/** El turno entre pestañas por Web Locks; donde no existe, el de esta pestaña. */
export const turnoEntrePestanas = (): EnTurno => {
	const enSerie = turnoEnSerie()
	return async (tarea) =>
		'locks' in navigator ? await navigator.locks.request('egreso-cola', tarea) : await enSerie(tarea)
}

export type Cola = {
	readonly agregar: (pendiente: Omit<Pendiente, 'creado'>) => Promise<void>
	/** Lo que espera de una clase, del más antiguo al más nuevo. */
	readonly esperan: (clase: string, de: string | null) => Promise<readonly Pendiente[]>
	/** Envía lo que se pueda de esta persona, y lo que no es de nadie; avisa de cada envío que tuvo respuesta. */
	readonly vaciar: (de: string | null) => Promise<readonly Aviso[]>
	readonly alAvisar: (oyente: (aviso: Aviso) => void) => () => void
}

/** La cola sobre un almacén, con quien sabe enviar cada clase. */
export const crearCola = (deps: {
	readonly almacen: Almacen
	readonly envios: Readonly<Record<string, Enviar>>
	readonly enTurno: EnTurno
	readonly ahora: () => string
}): Cola => {
	const { almacen, envios, enTurno, ahora } = deps
	const oyentes = new Set<(aviso: Aviso) => void>()

	const ordenados = async () =>
		[...(await almacen.todos())].sort((a, b) => (a.creado < b.creado ? -1 : a.creado > b.creado ? 1 : 0))

	const vaciar = (de: string | null): Promise<readonly Aviso[]> =>
		enTurno(async () => {
			const avisos: Aviso[] = []
			for (const pendiente of await ordenados()) {
				const enviar = envios[pendiente.clase]
				if (!enviar || (pendiente.de !== null && pendiente.de !== de)) continue
				const desenlace = await enviar(pendiente.carga)
				if (desenlace.tipo === 'despues') continue
				await almacen.quitar(pendiente.clave)
				const aviso = { pendiente, desenlace }
				avisos.push(aviso)
				for (const oyente of oyentes) oyente(aviso)
			}
			return avisos
		})

	return {
		agregar: (pendiente) => almacen.guardar({ ...pendiente, creado: ahora() }),
		esperan: async (clase, de) => (await ordenados()).filter((p) => p.clase === clase && p.de === de),
		vaciar,
		alAvisar: (oyente) => {
			oyentes.add(oyente)
			return () => oyentes.delete(oyente)
		},
	}
}

/** Llama a `vaciar` ahora, al volver la red y al volver a la pantalla; devuelve cómo dejar de hacerlo. */
export const vaciarCuandoSePueda = (vaciar: () => void): (() => void) => {
	const alVer = () => {
		if (document.visibilityState === 'visible') vaciar()
	}
	window.addEventListener('online', vaciar)
	document.addEventListener('visibilitychange', alVer)
	vaciar()
	return () => {
		window.removeEventListener('online', vaciar)
		document.removeEventListener('visibilitychange', alVer)
	}
}
