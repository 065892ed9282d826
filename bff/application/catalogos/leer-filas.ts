import { celda, type Tabla } from '../sae/lector/tabla-entera.ts'
import { errorDe, type ErrorFila, type Renglon } from '../sae/tabla.ts'
import { leerFecha, type Fecha } from '#core/domain/fecha.ts'
import { leerPatronDeRechazo, LETRAS_DE_PATRON } from '#core/domain/lotes/rechazo.ts'
import { leerPatronMatricula } from '#core/domain/matricula.ts'
import { leerCreditos } from '#core/domain/promedio.ts'
import { SIN_TERMINO } from '#core/domain/vigencia.ts'
import {
	CATALOGOS,
	CLAVE,
	type Columna,
	columnasDe,
	DESDE,
	type Forma,
	HASTA,
	type NombreCatalogo,
	QUITAR,
} from './definiciones.ts'
import type { Datos } from './valores.ts'

/** Un renglón del archivo, ya entendido: una vigencia de una clave. */
export type Fila = {
	readonly linea: number
	readonly clave: string
	readonly desde: Fecha
	readonly hasta: Fecha
	readonly datos: Datos
	/** Se quita esa vigencia. */
	readonly quitar: boolean
}

/** La clave de otro catálogo a partir del dato con que se escribe (la CCT de un plantel), o undefined. */
type Traducir = (de: NombreCatalogo, por: string, valor: string) => string | undefined

const LARGO_MAXIMO = 300
const LISTA_MAXIMA = 4000
const CLAVE_MAXIMA = 60
const CONTROL = /\p{Cc}/u

/**
 * Lee los renglones de un catálogo. Función pura: cada celda que no se entiende va a `errores`, con su renglón, columna,
 * valor y razón, y ese renglón no sale. No mira lo que ya hay.
 */
export const leerFilas = (
	cual: NombreCatalogo,
	tabla: Tabla,
	traducir: Traducir,
): { readonly filas: readonly Fila[]; readonly errores: readonly ErrorFila[] } => {
	const errores = erroresDeEncabezado(cual, tabla)
	if (errores.length > 0) return { filas: [], errores }
	const filas = tabla.renglones.flatMap((renglon) => {
		const propios: ErrorFila[] = []
		const fila = leerFila(cual, tabla, renglon, traducir, propios)
		errores.push(...propios)
		return propios.length === 0 ? [fila] : []
	})
	if (tabla.renglones.length === 0) {
		errores.push(errorDe(tabla.lineaEncabezado + 1, '', '', 'El archivo no tiene renglones.'))
	}
	return { filas, errores }
}

const erroresDeEncabezado = (cual: NombreCatalogo, { encabezado, lineaEncabezado }: Tabla): ErrorFila[] => [
	...columnasDe(cual)
		.filter((nombre) => !encabezado.includes(nombre))
		.map((nombre) =>
			errorDe(
				lineaEncabezado,
				nombre,
				'',
				'Falta esta columna. Descargue el archivo actual y use sus encabezados.',
			),
		),
	...encabezado
		.filter((nombre, lugar) => nombre !== '' && encabezado.indexOf(nombre) !== lugar)
		.map((nombre) => errorDe(lineaEncabezado, nombre, '', 'Esta columna está dos veces en el encabezado.')),
]

const leerFila = (
	cual: NombreCatalogo,
	tabla: Tabla,
	renglon: Renglon,
	traducir: Traducir,
	errores: ErrorFila[],
): Fila => {
	const { columnas, clave: compuesta, formaClave = 'texto', conTermino } = CATALOGOS[cual]
	const falla = (columna: string, valor: string, razon: string): void => {
		errores.push(errorDe(renglon.linea, columna, valor, razon))
	}
	const sobrante = renglon.celdas.slice(tabla.encabezado.length).find((otra) => otra !== '')
	if (sobrante !== undefined) {
		falla(
			'',
			sobrante,
			'La fila tiene más columnas que el encabezado: revise los separadores y las comillas.',
		)
	}
	const dato = (columna: Columna): string | null => {
		const { nombre, forma, opcional, de, por } = columna
		const valor = sinApostrofo(celda(tabla, renglon, nombre))
		if (valor === '') {
			if (!opcional) falla(nombre, '', 'Este dato no puede ir vacío.')
			return null
		}
		const reparo = reparoDe(valor, forma)
		if (reparo !== null) falla(nombre, valor, reparo)
		const escrito = escribir(valor, forma)
		if (de === undefined || por === undefined) return escrito
		const traducido = traducir(de, por, valor)
		if (traducido === undefined) falla(nombre, valor, `No está en «${CATALOGOS[de].titulo}».`)
		return traducido ?? null
	}
	const datos: Datos = Object.fromEntries(columnas.map((columna) => [columna.dato, dato(columna)]))
	const propia = compuesta === undefined ? dato({ nombre: CLAVE, dato: '', forma: formaClave }) : null
	const clave = compuesta === undefined ? (propia ?? '') : compuesta.map((una) => datos[una] ?? '').join('/')
	if (clave.length > CLAVE_MAXIMA) falla(CLAVE, clave, `La clave tiene más de ${CLAVE_MAXIMA} letras.`)
	const fecha = (columna: string, siVacia: Fecha | null): Fecha => {
		const valor = celda(tabla, renglon, columna)
		if (valor === '' && siVacia !== null) return siVacia
		const leida = leerFecha(enOrden(valor))
		if (leida.ok) return leida.valor
		falla(
			columna,
			valor,
			valor === ''
				? 'Este dato no puede ir vacío.'
				: 'La fecha no existe o no se entiende. Use AAAA-MM-DD o DD/MM/AAAA.',
		)
		return SIN_TERMINO
	}
	const desde = fecha(DESDE, null)
	const hasta = fecha(HASTA, conTermino ? null : SIN_TERMINO)
	if (hasta < desde) falla(HASTA, hasta, `Es anterior al día en que empieza (${desde}).`)
	const quitar = celda(tabla, renglon, QUITAR)
	if (quitar !== '' && !SI_O_NO.test(quitar)) falla(QUITAR, quitar, 'Escriba SI, o déjela vacía.')
	return { linea: renglon.linea, clave, desde, hasta, datos, quitar: /^s/i.test(quitar) }
}

/** El apóstrofo con que se escribe lo que una hoja de cálculo tomaría por fórmula: no es del dato. */
const sinApostrofo = (valor: string): string => valor.replace(/^'(?=[=+\-@])/, '')

const enOrden = (valor: string): string =>
	valor.replace(
		/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/,
		(_todo, dia: string, mes: string, anio: string) =>
			`${anio}-${mes.padStart(2, '0')}-${dia.padStart(2, '0')}`,
	)

const SI_O_NO = /^(s[ií]|no)$/i

/** Qué tiene de malo un valor que no va vacío, o null. La pleca separa en el documento: sólo va entre competencias. */
const reparoDe = (valor: string, forma: Forma): string | null => {
	if (valor.length > (forma === 'lista' ? LISTA_MAXIMA : LARGO_MAXIMO)) return 'El dato es demasiado largo.'
	if (CONTROL.test(valor)) return 'Tiene saltos de línea u otros caracteres que no se ven.'
	if (forma !== 'lista' && forma !== 'patron-matricula' && valor.includes('|')) {
		return 'Tiene una pleca (|), que el certificado usa para separar.'
	}
	if (typeof forma === 'object') {
		if ('opciones' in forma) {
			return forma.opciones.includes(valor) ? null : `Escriba ${enLista(forma.opciones)}.`
		}
		return forma.patron.test(valor) ? null : forma.pide
	}
	switch (forma) {
		case 'texto':
			return null
		case 'entero':
			return /^\d{1,10}$/.test(valor) ? null : 'Es un número entero, de hasta diez cifras.'
		case 'si-no':
			return SI_O_NO.test(valor) ? null : 'Escriba SI o NO.'
		case 'creditos':
			return leerCreditos(valor).ok ? null : 'Es un número, con dos decimales cuando más.'
		case 'lista':
			return valor.split('|').every((una) => una.trim() !== '')
				? null
				: 'Hay una competencia vacía: sepárelas con una sola pleca (|).'
		case 'patron-rechazo':
			return leerPatronDeRechazo(valor).ok
				? null
				: `Lleva al menos ${LETRAS_DE_PATRON} letras, además de los asteriscos: si no, alcanzaría a casi todo.`
		case 'patron-matricula':
			return leerPatronMatricula(valor).ok
				? null
				: 'No se admite: va de ^ a $, con letras, \\d o clases como [A-Z], sin grupos y con dos repeticiones variables cuando más.'
	}
}

/** Lo mismo escrito de dos modos se guarda de uno. */
const escribir = (valor: string, forma: Forma): string => {
	if (forma === 'si-no') return /^s/i.test(valor) ? 'SI' : 'NO'
	if (forma === 'lista') {
		return valor
			.split('|')
			.map((una) => una.trim())
			.join('|')
	}
	const limpio = forma === 'patron-matricula' ? valor : valor.replace(/\s+/g, ' ')
	if (forma !== 'creditos') return limpio
	const leidos = leerCreditos(limpio)
	return leidos.ok ? leidos.valor : limpio
}

const enLista = (opciones: readonly string[]): string =>
	new Intl.ListFormat('es-MX', { type: 'disjunction' }).format(opciones)
