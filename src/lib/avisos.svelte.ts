import { untrack } from 'svelte'

type TonoAviso = 'info' | 'bien' | 'mal'
type AvisoBreve = { readonly id: number; readonly tono: TonoAviso; readonly texto: string }

/** Lo que se lee de más en pantalla, sin robar el foco. */
const DURACION_MS = 7_000

let lista = $state.raw<readonly AvisoBreve[]>([])
let anuncio = $state('')
let siguiente = 0

export const avisos = {
	get lista(): readonly AvisoBreve[] {
		return lista
	},
	/** Lo último que debe oír quien usa lector de pantalla. */
	get anuncio(): string {
		return anuncio
	},
}

/** Muestra un aviso breve y lo anuncia. Los de error se quedan hasta que la persona los cierra. */
export const avisar = (tono: TonoAviso, texto: string): void => {
	siguiente += 1
	const id = siguiente
	lista = [...lista.slice(-2), { id, tono, texto }]
	if (tono !== 'mal') setTimeout(() => quitarAviso(id), DURACION_MS)
}

/** La persona ya lo leyó, o se le acabó el tiempo. */
export const quitarAviso = (id: number): void => {
	lista = lista.filter((uno) => uno.id !== id)
}

/** Dice algo al lector de pantalla sin mostrar nada: avance de un trabajo, cuántos resultados hay. */
export const anunciar = (texto: string): void => {
	// El espacio final hace que la misma frase, repetida, vuelva a leerse.
	anuncio = untrack(() => anuncio) === texto ? `${texto}\u00a0` : texto
}
