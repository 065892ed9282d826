/**
 * La cola de lo que se hizo sin red. La vacían cualquier pantalla (al abrir, al volver la red, al volver a verse) y,
 * donde existe Background Sync, el service worker. Un solo envío a la vez entre todos; el servidor responde lo mismo a
 * lo repetido, así que morir a la mitad es inofensivo.
 */
import type { Cofre, Nuevo, Registro } from './cofre.ts'

/**
 * Qué pasó con un envío: `hecho` (se quita), `rechazado` (el servidor dijo un no definitivo: se quita y se dice),
 * `despues` (sin red, sin sesión o falla del servidor: se queda).
 */
export type Desenlace<R = unknown> =
	| { readonly tipo: 'hecho'; readonly respuesta: R }
	| { readonly tipo: 'rechazado'; readonly frase: string }
	| { readonly tipo: 'despues'; readonly por?: Falta }

/** Lo que hace falta para que salga. */
export type Falta = 'red' | 'sesion' | 'servidor' | 'sat'

/** Cómo se envía una clase, y qué se deja escrito de su desenlace, si algo. */
export type Envio = {
	readonly enviar: (carga: unknown) => Promise<Desenlace>
	readonly anotar?: (carga: unknown, desenlace: Desenlace, unico: string) => Nuevo | null
}

/** Quién tiene la sesión abierta, según el servidor. */
export type QuienEntro = () => Promise<
	{ readonly persona: string } | { readonly persona: null; readonly por: Falta }
>

type Pendiente = {
	readonly clase: string
	/** De qué persona es; null si no hay cuenta (el egresado). Nadie envía lo de otra persona. */
	readonly de: string | null
	/** Lo que lo hace único: volver a agregarlo no duplica. */
	readonly unico: string
	readonly carga: unknown
}

/** Cómo quedó la cola: cuántos salieron, cuántos se quedan y qué les falta. */
export type Vaciado = { readonly salieron: number; readonly quedan: number; readonly falta: Falta | null }

/** Corre la tarea sin que otra pestaña, ni el service worker, corra la suya al mismo tiempo. */
type EnTurno = <T>(tarea: () => Promise<T>) => Promise<T>

/** Turno dentro de una pestaña: una tarea tras otra. */
export const turnoEnSerie = (): EnTurno => {
	let ultima: Promise<unknown> = Promise.resolve()
	return (tarea) => {
		const vuelta = ultima.then(tarea)
		ultima = vuelta.catch(() => undefined)
		return vuelta
	}
}

/** El turno entre pestañas y service worker por Web Locks; donde no existe, el de esta pestaña. */
export const turnoEntrePestanas = (): EnTurno => {
	const enSerie = turnoEnSerie()
	return async (tarea) =>
		'locks' in navigator ? await navigator.locks.request('egreso-cola', tarea) : await enSerie(tarea)
}

type Cola = {
	readonly agregar: (pendiente: Pendiente) => Promise<void>
	/** Las cargas que esperan, de una clase y persona, de la más antigua a la más nueva. */
	readonly esperan: (clase: string, de: string | null) => Promise<readonly unknown[]>
	/** Envía lo que se pueda de quien tiene la sesión abierta, y lo que no es de nadie. */
	readonly vaciar: () => Promise<Vaciado>
}

/** Lo que se guarda de un pendiente: con su `unico` dentro, para que su resultado se llame igual. */
type Sobre = { readonly unico: string; readonly carga: unknown }

/** El registro de un pendiente en el cofre. */
export const registroDe = ({ clase, de, unico, carga }: Pendiente, creado?: string): Nuevo => ({
	clase,
	de,
	unico,
	valor: { unico, carga } satisfies Sobre,
	...(creado === undefined ? {} : { creado }),
})

const sobreDe = ({ valor }: Registro): Sobre => valor as Sobre

/** La cola sobre un cofre, con quien sabe enviar cada clase. `alCambiar` oye cada vaciado que movió o detuvo algo. */
export const crearCola = (deps: {
	readonly cofre: Cofre
	readonly envios: Readonly<Record<string, Envio>>
	readonly quienEntro: QuienEntro
	readonly enTurno: EnTurno
	readonly alCambiar?: (vaciado: Vaciado) => void
}): Cola => {
	const { cofre, envios, quienEntro, enTurno, alCambiar } = deps
	const clases = Object.keys(envios)

	const deEsta = async (de: string | null) => {
		const suyos = await Promise.all(clases.map((clase) => cofre.leer(clase, de)))
		return suyos.flat().sort((a, b) => (a.creado < b.creado ? -1 : a.creado > b.creado ? 1 : 0))
	}
	/** Envía uno. Un «no» a lo de alguien sólo vale si la sesión sigue siendo suya. */
	const enviarUno = async (registro: Registro, de: string | null): Promise<Desenlace> => {
		const envio = envios[registro.clase]
		if (!envio) return { tipo: 'despues' }
		const { carga, unico } = sobreDe(registro)
		const desenlace = await envio.enviar(carga)
		if (desenlace.tipo === 'despues') return desenlace
		if (desenlace.tipo === 'rechazado' && de !== null && (await quienEntro()).persona !== de) {
			return { tipo: 'despues', por: 'sesion' }
		}
		const resultado = envio.anotar?.(carga, desenlace, unico) ?? null
		// Se quita y se anota a la vez: cerrar la app aquí no pierde ni el sello ni su respuesta.
		await cofre.cambiar({ quitar: [registro.clave], poner: resultado ? [resultado] : [] })
		return desenlace
	}
	const enviarDe = async (de: string | null): Promise<Vaciado> => {
		const esperan = await deEsta(de)
		let salieron = 0
		let falta: Falta | null = null
		for (const registro of esperan) {
			const desenlace = await enviarUno(registro, de)
			if (desenlace.tipo !== 'despues') salieron += 1
			else {
				falta = desenlace.por ?? 'servidor'
				// Sin red o sin sesión lo demás tampoco sale; una falla del servidor puede ser sólo de éste.
				if (falta !== 'servidor') break
			}
		}
		return { salieron, quedan: esperan.length - salieron, falta }
	}
	const vaciar = (): Promise<Vaciado> =>
		enTurno(async () => {
			const miradas = (await Promise.all(clases.map((clase) => cofre.mirar(clase)))).flat()
			if (miradas.length === 0) return { salieron: 0, quedan: 0, falta: null }
			const sinCuenta = await enviarDe(null)
			let vaciado = sinCuenta
			if (sinCuenta.falta !== 'red' && miradas.some(({ de }) => de !== null)) {
				const quien = await quienEntro()
				const suyos =
					quien.persona === null
						? { salieron: 0, quedan: miradas.filter(({ de }) => de !== null).length, falta: quien.por }
						: await enviarDe(quien.persona)
				vaciado = {
					salieron: sinCuenta.salieron + suyos.salieron,
					quedan: sinCuenta.quedan + suyos.quedan,
					falta: suyos.falta ?? sinCuenta.falta,
				}
			}
			alCambiar?.(vaciado)
			return vaciado
		})

	return {
		agregar: (pendiente) => cofre.cambiar({ poner: [registroDe(pendiente)] }),
		esperan: async (clase, de) => (await cofre.leer(clase, de)).map((registro) => sobreDe(registro).carga),
		vaciar,
	}
}
