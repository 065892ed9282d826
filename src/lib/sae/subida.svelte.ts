import { ARCHIVO_SAE_MAXIMO } from '#core/contract/importacion.ts'
import { ErrorApi, esDeRed, fraseDe } from '../error-api.ts'
import { tamano } from '../formato.ts'

/*
 * La subida de un archivo de SAE. Vive fuera de la pantalla: se puede ver otra cosa de la app mientras sube. Si la red
 * se corta, el archivo sigue escogido y vuelve a salir cuando ella vuelve.
 */

export type DepsSubida = {
	readonly enviar: (
		archivo: File,
		opciones: { readonly senal: AbortSignal; readonly alAvanzar: (bytes: number) => void },
	) => Promise<{ readonly id: string }>
	/** El id con que el servidor ya tiene este archivo, subido desde ese momento; null si no le llegó. */
	readonly buscar: (archivo: File, desde: Date) => Promise<string | null>
	readonly hora: () => Date
	/** Llama a `hacer` una vez, cuando vuelva la red; devuelve cómo dejar de esperarla. */
	readonly alVolverLaRed: (hacer: () => void) => () => void
	/** Cómo acabó una subida que nadie estaba mirando. */
	readonly avisar: (tono: 'bien' | 'mal', texto: string) => void
	/** Mientras sube, cerrar la página se pregunta; devuelve cómo dejar de cuidarla. */
	readonly cuidar: () => () => void
}

type EstadoSubida =
	| { readonly fase: 'quieta' }
	| { readonly fase: 'subiendo'; readonly archivo: File; readonly bytes: number }
	/** Sin red, o el servidor no contesta: el archivo sigue a la mano. */
	| { readonly fase: 'cortada'; readonly archivo: File; readonly frase: string }
	| { readonly fase: 'negada'; readonly archivo: File; readonly frase: string }

/** Una subida a la vez, con lo que se ve de ella. */
export const crearSubida = (deps: DepsSubida) => {
	let estado = $state.raw<EstadoSubida>({ fase: 'quieta' })
	let alLlegar: ((id: string) => void) | null = null
	let desde = deps.hora()
	let control = new AbortController()
	let dejarDeEsperar: (() => void) | null = null

	const soltarRed = () => {
		dejarDeEsperar?.()
		dejarDeEsperar = null
	}

	const llego = (id: string, archivo: File) => {
		estado = { fase: 'quieta' }
		if (alLlegar) alLlegar(id)
		else deps.avisar('bien', `«${archivo.name}» ya llegó. En «Importar» verá qué cambiaría.`)
	}

	const intentar = async (archivo: File, otraVez: boolean): Promise<void> => {
		soltarRed()
		const mio = new AbortController()
		control = mio
		const descuidar = deps.cuidar()
		estado = { fase: 'subiendo', archivo, bytes: 0 }
		try {
			// La red pudo cortarse después de que el servidor lo recibió: no se sube dos veces.
			const yaEsta = otraVez ? await deps.buscar(archivo, desde) : null
			if (mio.signal.aborted) return
			const id =
				yaEsta ??
				(
					await deps.enviar(archivo, {
						senal: mio.signal,
						alAvanzar: (bytes) => {
							if (!mio.signal.aborted) estado = { fase: 'subiendo', archivo, bytes }
						},
					})
				).id
			if (!mio.signal.aborted) llego(id, archivo)
		} catch (causa) {
			if (mio.signal.aborted) return
			const negada = await porQueNo(archivo, causa)
			if (mio.signal.aborted) return
			estado = negada
			if (!alLlegar) deps.avisar('mal', `«${archivo.name}» no subió. Regrese a «Importar» para ver por qué.`)
			if (negada.fase === 'cortada') {
				dejarDeEsperar = deps.alVolverLaRed(() => void intentar(archivo, true))
			}
		} finally {
			descuidar()
		}
	}

	return {
		get estado(): EstadoSubida {
			return estado
		},
		/** Sube este archivo. Lo que no puede servir se dice sin subirlo. */
		empezar: async (archivo: File): Promise<void> => {
			if (estado.fase === 'subiendo') return
			soltarRed()
			const frase = noSirve(archivo)
			if (frase !== null) {
				estado = { fase: 'negada', archivo, frase }
				return
			}
			desde = deps.hora()
			await intentar(archivo, false)
		},
		/** Otra vez el archivo que se cortó. */
		reintentar: async (): Promise<void> => {
			if (estado.fase === 'cortada') await intentar(estado.archivo, true)
		},
		/** Deja de subir, o suelta el archivo que no pudo subir. */
		soltar: (): void => {
			soltarRed()
			control.abort()
			estado = { fase: 'quieta' }
		},
		/** Quien mira recibe el id de la importación que llegó; devuelve cómo dejar de mirar. */
		mirar: (hacer: (id: string) => void): (() => void) => {
			alLlegar = hacer
			return () => {
				if (alLlegar === hacer) alLlegar = null
			}
		},
	}
}

/** Por qué un archivo no puede servir, o null. */
export const noSirve = (archivo: { readonly name: string; readonly size: number }): string | null => {
	if (archivo.size === 0) return `«${archivo.name}» está vacío. Genérelo otra vez en SAE.`
	if (archivo.size > ARCHIVO_SAE_MAXIMO) {
		return `«${archivo.name}» pesa ${tamano(archivo.size)} y el tope es ${tamano(ARCHIVO_SAE_MAXIMO)}. Genérelo en SAE en partes, por ejemplo una por generación.`
	}
	return null
}

const porQueNo = async (archivo: File, causa: unknown): Promise<EstadoSubida> => {
	if (esDeRed(causa)) {
		// Si el archivo se movió o se volvió a guardar, el navegador lo dice como si fuera la red.
		const sigue = await archivo
			.slice(0, 1)
			.arrayBuffer()
			.then(
				() => true,
				() => false,
			)
		return sigue
			? { fase: 'cortada', archivo, frase: fraseDe(causa) }
			: {
					fase: 'negada',
					archivo,
					frase: `«${archivo.name}» cambió o ya no está donde estaba. Escójalo otra vez.`,
				}
	}
	if (causa instanceof ErrorApi && causa.estado >= 500)
		return { fase: 'cortada', archivo, frase: causa.frase }
	return { fase: 'negada', archivo, frase: fraseDe(causa) }
}
