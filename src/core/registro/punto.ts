import { ok, rechazo, type Result } from '../domain/result.ts'
import { bytesDe, type Hash } from './arbol.ts'
import { aBase64, deBase64 } from './nota.ts'

/** Los dos árboles del registro: la bitácora y el Libro Electrónico. */
export const ARBOLES = ['bitacora', 'libro'] as const
export type Arbol = (typeof ARBOLES)[number]

/**
 * Un punto de control (c2sp.org/tlog-checkpoint): cuántas hojas tenía el árbol y con qué raíz. `origen` nombra al
 * registro: `NOMBRE/ARBOL`. El momento va como renglón de extensión: un punto de hace un mes dice de cuándo es.
 */
export type Punto = {
	readonly origen: string
	readonly tamano: number
	readonly raiz: Hash
	/** Instante ISO UTC en que se firmó. */
	readonly momento: string
}

/** El texto que se firma, byte por byte. */
export const escribirPunto = ({ origen, tamano, raiz, momento }: Punto): string =>
	`${origen}\n${tamano}\n${aBase64(bytesDe(raiz))}\nmomento ${momento}\n`

/** Lee el texto de un punto. Admite otros renglones de extensión, que no conoce. */
export const leerPunto = (texto: string): Result<Punto, 'punto-invalido'> => {
	const [origen = '', cuantas = '', base64 = '', ...resto] = texto.split('\n')
	const bytes = deBase64(base64)
	const [, momento = ''] =
		/^momento (\S+)$/.exec(resto.find((renglon) => renglon.startsWith('momento ')) ?? '') ?? []
	const tamano = /^(0|[1-9]\d{0,14})$/.test(cuantas) ? Number(cuantas) : -1
	if (
		origen === '' ||
		tamano < 0 ||
		bytes?.length !== 32 ||
		resto.at(-1) !== '' ||
		Number.isNaN(Date.parse(momento))
	) {
		return rechazo('punto-invalido')
	}
	const raiz = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
	return ok({ origen, tamano, raiz, momento })
}
