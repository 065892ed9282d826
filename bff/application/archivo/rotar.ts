import { ArchivoDanado, type Archivero, type Base, type EnAlmacen, type Reloj } from '../ports.ts'
import { avanzarTarea, empezarTarea } from './tarea.ts'

type DepsRotar = { readonly base: Base; readonly reloj: Reloj; readonly almacen: Archivero }

type Rotacion = {
	readonly vistos: number
	readonly recifrados: number
	/** Los que no se pudieron recifrar y siguen como estaban: dañados, o de una llave que no se dio. */
	readonly fallas: readonly { readonly sha256: string; readonly problema: string }[]
	/** Si la última vuelta ya no halló nada que recifrar. Si halló, otro proceso sigue escribiendo con una llave anterior. */
	readonly alDia: boolean
}

/** A la vez: se espera al disco o a la red, no al cifrado. */
const A_LA_VEZ = 8
const CADA_CUANTOS = 200
/** Vueltas de más, si mientras tanto otro proceso siguió escribiendo con una llave vieja. */
const VUELTAS = 3

/**
 * Recifra con la llave de hoy lo que está con otra (14). Cada archivo se comprueba entero y se sustituye de una vez: si el
 * proceso muere, lo hecho está hecho y al repetir se salta mirando su encabezado. El BFF puede seguir andando mientras tenga
 * las dos llaves. Acaba cuando una vuelta entera no halla nada con llave vieja, o tras varias, diciendo que no está al día.
 */
export const rotarLlaves =
	(deps: DepsRotar) =>
	async (alAvanzar: (vistos: number, recifrados: number) => void = () => undefined): Promise<Rotacion> => {
		let recifrados = 0
		await empezarTarea(deps, 'rotar', null)
		for (let vuelta = 1; ; vuelta += 1) {
			const esta = await darVuelta(deps, (vistos, suyos) => alAvanzar(vistos, recifrados + suyos))
			recifrados += esta.recifrados
			if (esta.recifrados > 0 && vuelta < VUELTAS) continue
			const alDia = esta.recifrados === 0
			await avanzarTarea(deps, 'rotar', {
				...{ vistos: esta.vistos, hechos: recifrados, terminada: deps.reloj() },
				error: errorDe(esta.fallas.length, alDia),
			})
			return { ...esta, recifrados, alDia }
		}
	}

const errorDe = (fallas: number, alDia: boolean): string | null => {
	if (fallas > 0) return `${fallas} archivos no se pudieron recifrar.`
	return alDia ? null : 'Otro proceso sigue escribiendo con una llave anterior.'
}

const darVuelta = async (
	deps: DepsRotar,
	alAvanzar: (vistos: number, recifrados: number) => void,
): Promise<Omit<Rotacion, 'alDia'>> => {
	let vistos = 0
	let recifrados = 0
	const fallas: { sha256: string; problema: string }[] = []
	const uno = async (cual: EnAlmacen): Promise<void> => {
		try {
			if ((await deps.almacen.recifrar(cual)) === 'recifrado') recifrados += 1
		} catch (error) {
			if (!(error instanceof ArchivoDanado)) throw error
			fallas.push({ sha256: cual.sha256, problema: error.problema })
		}
	}
	let juntos: EnAlmacen[] = []
	const soltar = async (): Promise<void> => {
		await Promise.all(juntos.map(uno))
		vistos += juntos.length
		juntos = []
		if (vistos % CADA_CUANTOS !== 0) return
		await avanzarTarea(deps, 'rotar', { vistos, hechos: recifrados })
		alAvanzar(vistos, recifrados)
	}
	for await (const cual of deps.almacen.recorrer()) {
		juntos.push(cual)
		if (juntos.length === A_LA_VEZ) await soltar()
	}
	await soltar()
	alAvanzar(vistos, recifrados)
	return { vistos, recifrados, fallas }
}
