import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { comprobarFirma } from '../adapters/llave-del-registro.ts'
import { verificarRegistro, type Verificacion } from '../application/registro/verificar.ts'
import type { Contexto } from './contexto.ts'
import { leerLlavesConocidas } from './llaves-del-registro.ts'
import type { Arbol } from '#core/registro/punto.ts'

export type OpcionesDeVerificar = {
	readonly cabeza?: string
	readonly punto?: readonly string[]
	readonly llave?: readonly string[]
}

/** Para las opciones que se pueden repetir. */
export const juntarOpcion = (valor: string, previos: readonly string[] | undefined): readonly string[] => [
	...(previos ?? []),
	valor,
]

/** Verifica un árbol y dice lo que halló; deja el código de salida en 0 sólo si está íntegro. */
export const verificarArbol = async (
	contexto: Contexto,
	arbol: Arbol,
	nombre: string,
	{ cabeza, punto = [], llave = [] }: OpcionesDeVerificar,
): Promise<void> => {
	const { base, huella } = contexto
	const { publicas, derivarCuv } = await leerLlavesConocidas(llave)
	if (punto.length > 0 && publicas.length === 0) {
		throw new Error(
			'Para creerle a un punto de control hace falta la llave que lo firmó: dígala con --llave (la da «egreso registro llaves»).',
		)
	}
	const puntos = await Promise.all(punto.map(leerArchivo))
	const verificar = verificarRegistro({ base, huella, comprobarFirma, llaves: publicas, derivarCuv })
	const dicho = await verificar(arbol, { cabeza, puntos })
	for (const { clase, indice, id, detalle } of dicho.hallazgos) {
		const lugar = indice === null ? '' : ` (hoja ${indice})`
		decir(`mal · ${clase} · ${id}${lugar}: ${detalle}`)
	}
	if (publicas.length === 0) {
		decir('sin comprobar · las firmas de los puntos de control: no hay llave; dígala con --llave.')
	}
	if (arbol === 'libro' && derivarCuv === null) {
		decir('sin comprobar · la CUV de cada asiento: falta CUV_LLAVE.')
	}
	decir(`${veredicto(dicho, nombre)}.`)
	decir(`Último eslabón: ${dicho.cabeza}`)
	if (dicho.raiz !== null) decir(`Raíz del árbol: ${dicho.raiz}`)
	if (dicho.hallazgos.length > 0) process.exitCode = 1
}

const veredicto = (dicho: Verificacion, nombre: string): string => {
	const pendientes = dicho.porEncadenar === 0 ? '' : `, ${dicho.porEncadenar} por encadenar`
	const como = dicho.hallazgos.length === 0 ? `bien · ${nombre} está íntegro` : `mal · ${nombre} se alteró`
	return `${como}: ${dicho.renglones} renglones${pendientes}; ${dicho.puntos} puntos de control comparados`
}

const leerArchivo = async (ruta: string): Promise<string> => {
	try {
		return await readFile(ruta, 'utf8')
	} catch (causa) {
		throw new Error(`No se pudo leer el punto de control ${ruta}. Revise que el archivo exista.`, {
			cause: causa,
		})
	}
}

const decir = (linea: string): void => void process.stdout.write(`${linea}\n`)
