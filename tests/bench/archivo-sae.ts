/** Archivos de SAE grandes, con toda la gente inventada y los módulos que se pidan, para medir y para probar a escala. */
import type { Base } from '../../bff/application/ports.ts'
import { FILA } from '../application/sae/archivo.ts'

export const MODULOS = 35
const PLAN = 'PLAN-LARGO'

const CLAVES = Array.from({ length: MODULOS }, (_, i) => `MODU-${String(i).padStart(2, '0')}AB`)
export const ENCABEZADO = Object.keys(FILA)

/** Un plan con tantos módulos como un profesional técnico bachiller cursa. */
export const sembrarPlan = async ({ db }: Base): Promise<void> => {
	await db
		.insertInto('planEstudios')
		.values({ clave: PLAN, carrera: 'Informática', modelo: '2018' })
		.execute()
	await db
		.insertInto('moduloPlan')
		.values(
			CLAVES.map((clave, orden) => ({
				...{ planClave: PLAN, orden, clave, nombre: `Módulo ${orden}` },
				...{ horas: '90', creditos: '9', formacionTrabajo: 1 },
			})),
		)
		.execute()
}

/** Los datos del egresado `n`, en el orden del encabezado: su matrícula y su CURP son sólo suyas. */
export const celdas = (n: number): readonly string[] => {
	const cola = String(n).padStart(8, '0')
	const letra = (lugar: number): string => 'BCDFGHJKLM'[Number(cola[lugar])] ?? 'B'
	const fila: Readonly<Record<string, string>> = {
		...FILA,
		MATRICULA: `4${cola}-0`,
		CURP: `${letra(3)}A${letra(4)}${letra(5)}080214MMC${letra(6)}${letra(7)}B0${n % 10}`,
		CORREO_INSTITUCIONAL: `a${n}@mex.conalep.edu.mx`,
		PLAN,
		MODULOS: CLAVES.map((clave, i) => `${clave}=${7 + ((n + i) % 3)}.${(n * 7 + i) % 10}`).join('|'),
	}
	return ENCABEZADO.map((columna) => fila[columna] ?? '')
}

/** El renglón del egresado `n` en un CSV. */
export const renglon = (n: number): string => `${celdas(n).join(',')}\r\n`

export const ENCABEZADO_CSV = `${ENCABEZADO.join(',')}\r\n`

/** Un CSV con los egresados de `desde` a `hasta`. */
export const archivo = (desde: number, hasta: number): Uint8Array =>
	Buffer.from(ENCABEZADO_CSV + Array.from({ length: hasta - desde }, (_, i) => renglon(desde + i)).join(''))
