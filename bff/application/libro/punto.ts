import type { PuntoDelLibro } from '#core/contract/libro.ts'
import { leerNota } from '#core/registro/nota.ts'
import { leerPunto } from '#core/registro/punto.ts'
import { leerUltimoPunto } from '../registro/probar.ts'
import type { Lectura } from '../ports.ts'

/** Hasta dónde está firmado el registro del Libro, o null si todavía no hay punto de control. */
export const leerPuntoDelLibro = async (db: Lectura): Promise<PuntoDelLibro> => {
	const nota = leerNota((await leerUltimoPunto(db, 'libro')) ?? '')
	const punto = nota.ok ? leerPunto(nota.valor.texto) : nota
	if (!punto.ok) return null
	const { tamano, raiz, momento } = punto.valor
	return { tamano, raiz, momento }
}
