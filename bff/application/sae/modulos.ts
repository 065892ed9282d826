import { HOJA_MODULOS, COLUMNA_MODULOS } from './columnas.ts'
import { errorDe, type CeldaDeModulo, type ErrorFila } from './tabla.ts'
import { leerPromedio } from '#core/domain/promedio.ts'

/** Un módulo cursado. Sin calificación cuando SAE sólo dice si se acreditó. */
export type ModuloSae = {
	readonly clave: string
	readonly calificacion: string | null
	readonly aprobado: 0 | 1
}

/** Lo más que ocupa la celda MODULOS: diez veces el plan más largo. Cada par que no se entiende es un error más. */
const LETRAS_DE_CELDA = 10_000

/** Un módulo tal como se escribió, con su lugar en el archivo. */
type ModuloEscrito = CeldaDeModulo & {
	readonly columnas: { readonly clave: string; readonly calificacion: string }
}

const EN_CELDA = { clave: COLUMNA_MODULOS.nombre, calificacion: COLUMNA_MODULOS.nombre }
const EN_HOJA = {
	clave: `MODULO (hoja ${HOJA_MODULOS})`,
	calificacion: `CALIFICACION (hoja ${HOJA_MODULOS})`,
}

/** Los módulos de la celda MODULOS: `CLAVE=CALIFICACION` separados por «|». Lo que no es un par va a `errores`. */
export const modulosDeCelda = (linea: number, texto: string, errores: ErrorFila[]): ModuloEscrito[] => {
	const escritos: ModuloEscrito[] = []
	if (texto.length > LETRAS_DE_CELDA) {
		errores.push(errorDe(linea, COLUMNA_MODULOS.nombre, texto, 'El dato es demasiado largo.'))
		return escritos
	}
	if (texto === '') return escritos
	for (const par of texto.split('|')) {
		const igual = par.indexOf('=')
		const clave = par.slice(0, igual).trim()
		const calificacion = par.slice(igual + 1).trim()
		if (igual < 0 && par.trim() === '') continue
		if (igual < 0 || clave === '' || calificacion === '' || calificacion.includes('=')) {
			const razon = 'Escriba cada módulo como CLAVE=CALIFICACION, separados por «|».'
			errores.push(errorDe(linea, COLUMNA_MODULOS.nombre, par, razon))
			continue
		}
		escritos.push({ linea, columnas: EN_CELDA, clave, calificacion })
	}
	return escritos
}

/** Los módulos que la hoja Modulos tiene de una matrícula. */
export const modulosDeHoja = (celdas: readonly CeldaDeModulo[]): readonly ModuloEscrito[] =>
	celdas.map((celda) => ({ ...celda, columnas: EN_HOJA }))

/** Revisa los módulos de un egresado contra su plan. Sin plan conocido no revisa claves: ese error ya se dijo. */
export const revisarModulos = (
	escritos: readonly ModuloEscrito[],
	plan: ReadonlySet<string> | undefined,
	leerCalificacion: LeerCalificacion,
	errores: ErrorFila[],
): readonly ModuloSae[] => {
	const modulos: ModuloSae[] = []
	const vistos = new Set<string>()
	for (const { linea, columnas, clave, calificacion } of escritos) {
		if (plan !== undefined && !plan.has(clave)) {
			errores.push(errorDe(linea, columnas.clave, clave, 'El plan de estudios no tiene este módulo.'))
		} else if (vistos.has(clave)) {
			errores.push(
				errorDe(linea, columnas.clave, clave, 'Este módulo está dos veces para el mismo egresado.'),
			)
		}
		vistos.add(clave)
		const leida = leerCalificacion(calificacion)
		if (leida === null) {
			const razon = 'Va del 0 al 10, con un decimal; AC si se acreditó sin calificación; NA si no.'
			errores.push(errorDe(linea, columnas.calificacion, `${clave}=${calificacion}`, razon))
		} else modulos.push({ clave, calificacion: leida.calificacion, aprobado: leida.aprobado })
	}
	return modulos
}

type Calificacion = Pick<ModuloSae, 'calificacion' | 'aprobado'>
type LeerCalificacion = (texto: string) => Calificacion | null

/** Un archivo hostil no llena la memoria de calificaciones que no son. */
const RECORDADAS = 5000

/** Lee calificaciones, y recuerda las leídas: un archivo repite unas cuantas millones de veces. */
export const crearLeerCalificacion = (minima: number): LeerCalificacion => {
	const leidas = new Map<string, Calificacion | null>()
	return (texto) => {
		const recordada = leidas.get(texto)
		if (recordada !== undefined) return recordada
		const leida = leerUna(texto, minima)
		if (leidas.size < RECORDADAS) leidas.set(texto, leida)
		return leida
	}
}

const leerUna = (texto: string, minima: number): Calificacion | null => {
	if (/^ac$/i.test(texto)) return { calificacion: null, aprobado: 1 }
	if (/^na$/i.test(texto)) return { calificacion: null, aprobado: 0 }
	const leida = leerPromedio(texto)
	return leida.ok ? { calificacion: leida.valor, aprobado: Number(leida.valor) >= minima ? 1 : 0 } : null
}
